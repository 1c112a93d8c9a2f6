"""How far each unit of a round is: the share of its work that is done, and its state."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from parweb.assessments.counting import recount
from parweb.assessments.layout import layout_of
from parweb.assessments.models import Entry
from parweb.demonstration.people import Province
from parweb.rounds.models import Participant, Round
from parweb.rounds.states import ParticipantState

_S = ParticipantState
_HANDED_IN = frozenset({_S.SIGNED, _S.APPRAISED_1, _S.APPRAISED_2, _S.DECIDED})


@dataclass(frozen=True)
class Stage:
    """How far one unit is: its state, the share of answers, the share of first appraisals."""

    state: ParticipantState
    answered: float = 1.0
    appraised: float = 0.0


ALL_DONE = Stage(_S.DECIDED, 1.0, 1.0)


def all_done(round_: Round) -> dict[int, Stage]:
    """Let every unit of a round be through."""
    return {one.unit_id: ALL_DONE for one in round_.participants.all()}


def half_way(units: list[int], chance: random.Random) -> dict[int, Stage]:
    """Spread units over the middle of a round; the first three are those of the demo accounts.

    The others: one in twelve has not begun, as many are late with a part, a few wait for the signature, the
    rest is in the first appraisal.
    """
    stages = {
        units[0]: Stage(_S.IN_PROGRESS, 0.55),
        units[1]: Stage(_S.SUBMITTED),
        units[2]: Stage(_S.SIGNED, 1.0, 0.4),
    }
    for unit in units[3:]:
        stages[unit] = _somewhere(chance)
    return stages


def _somewhere(chance: random.Random) -> Stage:
    place = chance.randrange(12)
    if place == 0:
        return Stage(_S.NOT_STARTED, 0.0)
    if place == 1:
        return Stage(_S.IN_PROGRESS, chance.uniform(0.2, 0.95))
    if place == 2:  # noqa: PLR2004  # one in twelve
        return Stage(_S.SUBMITTED)
    if place <= 7:  # noqa: PLR2004  # five in twelve
        return Stage(_S.SIGNED, 1.0, chance.uniform(0.0, 0.9))
    return Stage(_S.APPRAISED_1, 1.0, 1.0)


def write_states(round_: Round, stages: Mapping[int, Stage], province: Province, at: datetime) -> None:
    """Write states, moments of submission and signature, signatures, and true counters."""
    participants = list(round_.participants.select_related("unit", "entry"))
    for participant in participants:
        state = stages[participant.unit_id].state
        participant.state = state
        is_handed_in = state in _HANDED_IN
        participant.submitted_at = at if is_handed_in or state == _S.SUBMITTED else None
        participant.signed_at = at if is_handed_in else None
    Participant.objects.bulk_update(participants, ["state", "submitted_at", "signed_at"], batch_size=500)
    layout = layout_of(round_.edition)
    for participant in participants:
        entry = getattr(participant, "entry", None)
        if entry is not None:
            _sign(entry, participant, province)
            recount(participant, entry.pk, layout)


def _sign(entry: Entry, participant: Participant, province: Province) -> None:
    if participant.submitted_at:
        entry.submitted_by = province.officers[participant.unit_id]
    if participant.signed_at:
        entry.signed_by = province.leaders[participant.unit_id]
    if participant.submitted_at:
        entry.difficulties = "Nhân lực bộ phận Một cửa còn mỏng (minh họa)."
        entry.save(update_fields=["submitted_by", "signed_by", "difficulties"])
