"""Stages of appraisal and when their results are shown to the units."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from parweb.rounds.models import Participant, Phase, Round
from parweb.rounds.queries import Window, window
from parweb.rounds.states import PhaseKind

STAGES: Final[dict[int, PhaseKind]] = {1: PhaseKind.APPRAISAL_1, 2: PhaseKind.APPRAISAL_2}


def stage_window(participant: Participant, stage: int, at: datetime) -> Window:
    """Tell whether a stage of appraisal is open for a unit."""
    return window(participant.round, STAGES[stage], at, participant)


def stage_at(participant: Participant, at: datetime) -> int:
    """Give the stage to work in: the open one (the second where both are), else the last that has begun."""
    return stage_of_round(participant.round, at, participant)


def stage_of_round(round_: Round, at: datetime, participant: Participant | None = None) -> int:
    """Give the stage to work in by the calendar, for one unit where given."""
    for stage in (2, 1):
        if window(round_, STAGES[stage], at, participant).is_open:
            return stage
    second = window(round_, PhaseKind.APPRAISAL_2, at).opens_at
    return 2 if second is not None and at >= second else 1


def is_released(participant: Participant, stage: int, at: datetime) -> bool:
    """Tell whether the unit may see the points of a stage.

    The first: from the opening of the explanations, or the end of the first appraisal, whichever comes
    first. The second: from the end of the second appraisal.
    """
    own = _phase(participant, STAGES[stage])
    moments = [own.closes_at] if own else []
    if stage == 1 and (explanation := _phase(participant, PhaseKind.EXPLANATION)):
        moments.append(explanation.opens_at)
    return bool(moments) and at >= min(moments)


def is_council_released(participant: Participant, at: datetime) -> bool:
    """Tell whether the unit may see what the council decided: after the phase of the council."""
    phase = _phase(participant, PhaseKind.COUNCIL)
    return phase is not None and at >= phase.closes_at


def _phase(participant: Participant, kind: PhaseKind) -> Phase | None:
    return next((one for one in participant.round.phases.all() if one.kind == kind), None)
