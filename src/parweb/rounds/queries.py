"""Reads about rounds: which phase is open, for whom, until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from parweb.rounds.models import Participant, Phase, Round
from parweb.rounds.states import PhaseKind, RoundState


@dataclass(frozen=True)
class Window:
    """Whether the work of a phase may be done now, since when and until when."""

    kind: PhaseKind
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    is_extended: bool = False
    """The unit has longer than the others, or was opened again."""


def window(round_: Round, kind: PhaseKind, at: datetime, participant: Participant | None = None) -> Window:
    """Tell whether a phase is open at a moment, for one participant where given.

    Locks need no job: a phase is closed because its moment has passed. Uses ``round_.phases`` and
    ``participant.reopenings`` (prefetch both where many are asked).
    """
    phase = next((phase for phase in round_.phases.all() if phase.kind == kind), None)
    until = _reopened_until(participant, kind, at)
    if until is not None:
        opens = phase.opens_at if phase else None
        is_open = round_.state == RoundState.OPEN
        return Window(kind, is_open, opens, max(until, _closing(phase, until)), is_extended=True)
    if phase is None:
        return Window(kind, is_open=False, opens_at=None, closes_at=None)
    is_open = round_.state == RoundState.OPEN and phase.opens_at <= at < phase.closes_at
    return Window(kind, is_open, phase.opens_at, phase.closes_at)


def _closing(phase: Phase | None, otherwise: datetime) -> datetime:
    return phase.closes_at if phase else otherwise


def _reopened_until(participant: Participant | None, kind: PhaseKind, at: datetime) -> datetime | None:
    if participant is None:
        return None
    open_ones: Iterable[datetime] = (
        one.until
        for one in participant.reopenings.all()
        if one.phase == kind and one.withdrawn_at is None and one.at <= at < one.until
    )
    return max(open_ones, default=None)


def current_phases(round_: Round, at: datetime) -> list[Phase]:
    """Give the phases that are open at a moment, in the order of the calendar."""
    return [phase for phase in round_.phases.all() if phase.opens_at <= at < phase.closes_at]
