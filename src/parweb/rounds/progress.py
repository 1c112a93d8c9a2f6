"""How far units are in a round: each phase done, open, late, or not yet; late ones first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from parweb.rounds.states import ParticipantState, PhaseKind

Status = Literal["done", "begun", "waiting", "late"]

ORDER: Final[Mapping[str, int]] = {state: number for number, state in enumerate(ParticipantState)}
DONE_AT: Final[Mapping[PhaseKind, ParticipantState]] = {
    PhaseKind.SELF_SCORE: ParticipantState.SUBMITTED,
    PhaseKind.SIGNATURE: ParticipantState.SIGNED,
    PhaseKind.APPRAISAL_1: ParticipantState.APPRAISED_1,
    PhaseKind.APPRAISAL_2: ParticipantState.APPRAISED_2,
    PhaseKind.COUNCIL: ParticipantState.DECIDED,
}
"""The state from which a phase is done; explanation is done when no request waits."""
SHOWN: Final = (*list(DONE_AT)[:3], PhaseKind.EXPLANATION, PhaseKind.APPRAISAL_2, PhaseKind.COUNCIL)
"""The phases that a board shows: those with work for every unit."""
BY_UNIT: Final = frozenset({PhaseKind.SELF_SCORE, PhaseKind.SIGNATURE, PhaseKind.EXPLANATION})
"""Phases in which the unit itself is late; in the others it is those who appraise."""


@dataclass(frozen=True)
class Cell:
    """A unit in a phase: ``done`` of ``total`` leaves, where they are counted; ``lock`` as it is for it."""

    kind: PhaseKind
    status: Status
    lock: datetime | None = None
    done: int | None = None
    total: int | None = None
    is_extended: bool = False

    @property
    def share(self) -> float | None:
        """How complete the phase is, in percent; None where nothing is counted."""
        return None if not self.total or self.done is None else 100 * self.done / self.total


@dataclass(frozen=True)
class BoardRow:
    """A unit on the board. ``late_since``: the earliest lock that it (or who appraises it) missed."""

    participant_id: int
    unit_id: int
    order: int
    name: str
    code: str
    search: str
    state: ParticipantState
    answered: int
    proven: int
    total: int
    appraised_1: int
    appraised_2: int
    appraisable: int
    requests: int
    cells: tuple[Cell, ...]
    late_since: datetime | None = None
    late_in: PhaseKind | None = None

    @property
    def is_late(self) -> bool:
        """Tell whether a lock was missed by the unit itself."""
        return self.late_in in BY_UNIT

    @property
    def is_waiting_for_others(self) -> bool:
        """Tell whether a lock was missed by those who appraise or decide."""
        return self.late_in is not None and not self.is_late

    @property
    def share(self) -> float:
        """How complete the self-assessment is, in percent."""
        return 100 * self.answered / self.total if self.total else 0.0

    def days_late(self, at: datetime) -> int:
        """Whole days since the lock that was missed, at least 1; 0 for who is in time."""
        return 0 if self.late_since is None else max(1, (at - self.late_since) // timedelta(days=1))


@dataclass(frozen=True)
class Lock:
    """A phase of the calendar with the longer terms of single units (participant id to moment)."""

    kind: PhaseKind
    opens_at: datetime
    closes_at: datetime
    extended: Mapping[int, datetime]

    def closes_for(self, participant_id: int) -> datetime:
        """Give the lock as it is for one unit."""
        return max(self.closes_at, self.extended.get(participant_id, self.closes_at))


@dataclass(frozen=True)
class Counted:
    """The numbers of one unit as they stand in the database."""

    participant_id: int
    state: ParticipantState
    answered: int
    total: int
    appraised_1: int
    appraised_2: int
    appraisable: int
    requests: int


def cells_of(unit: Counted, locks: Iterable[Lock], at: datetime) -> tuple[Cell, ...]:
    """Give the cells of a unit, phase by phase of the calendar."""
    return tuple(_cell(unit, lock, at) for lock in locks)


def _cell(unit: Counted, lock: Lock, at: datetime) -> Cell:
    closes = lock.closes_for(unit.participant_id)
    done, total = _counts(unit, lock.kind)
    status = _status(unit, lock, closes, at)
    is_extended = closes > lock.closes_at
    return Cell(lock.kind, status, closes, done, total, is_extended=is_extended)


def _status(unit: Counted, lock: Lock, closes: datetime, at: datetime) -> Status:
    if is_done(unit.state, unit.requests, lock.kind, is_over=at >= lock.opens_at):
        return "done"
    if at >= closes:
        return "late"
    done, _ = _counts(unit, lock.kind)
    has_begun = bool(done) if lock.kind != PhaseKind.EXPLANATION else unit.requests > 0
    return "begun" if has_begun and at >= lock.opens_at else "waiting"


def is_done(state: ParticipantState, requests: int, kind: PhaseKind, *, is_over: bool) -> bool:
    """Tell whether a unit is done with a phase; explanation cannot be done before it began (``is_over``)."""
    if kind == PhaseKind.EXPLANATION:
        return is_over and not requests and ORDER[state] >= ORDER[ParticipantState.SIGNED]
    return kind in DONE_AT and ORDER[state] >= ORDER[DONE_AT[kind]]


def _counts(unit: Counted, kind: PhaseKind) -> tuple[int | None, int | None]:
    if kind == PhaseKind.SELF_SCORE:
        return unit.answered, unit.total
    if kind == PhaseKind.APPRAISAL_1:
        return unit.appraised_1, unit.appraisable
    if kind == PhaseKind.APPRAISAL_2:
        return unit.appraised_2, unit.appraisable
    return None, None


def lateness(cells: Iterable[Cell]) -> tuple[datetime | None, PhaseKind | None]:
    """Give the earliest lock that was missed, and its phase.

    A unit that has not handed in keeps its appraisers waiting: only the first missed phase counts.
    """
    for cell in cells:
        if cell.status == "late":
            return cell.lock, cell.kind
    return None, None


def late_first(rows: Iterable[BoardRow]) -> list[BoardRow]:
    """Sort: units late themselves, longest first; then what waits for others; then official order."""
    return sorted(rows, key=_urgency)


def _urgency(row: BoardRow) -> tuple[object, ...]:
    rank = 0 if row.is_late else 1 if row.is_waiting_for_others else 2
    since = row.late_since.timestamp() if row.late_since else 0.0
    return rank, since, row.share if rank == 0 else 0.0, row.order, row.participant_id


def counts_by_phase(rows: Sequence[BoardRow], kinds: Iterable[PhaseKind]) -> dict[PhaseKind, dict[str, int]]:
    """Count the units of each status, phase by phase."""
    found: dict[PhaseKind, dict[str, int]] = {
        kind: {"done": 0, "begun": 0, "waiting": 0, "late": 0} for kind in kinds
    }
    for row in rows:
        for cell in row.cells:
            found[cell.kind][cell.status] += 1
    return found
