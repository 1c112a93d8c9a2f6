"""How far units are in a round: each phase done, open, late, or not yet; late ones first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from parweb.rounds.states import ParticipantState, PhaseKind

Status = Literal["done", "begun", "waiting", "late"]

ORDER: Final[Mapping[str, int]] = {state.value: number for number, state in enumerate(ParticipantState)}
"""How far a state is. Keyed by plain text: members of an enumeration are ten times slower to look up."""
_SIGNED: Final = ORDER[ParticipantState.SIGNED.value]
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


class Cell(NamedTuple):
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


class BoardRow(NamedTuple):
    """A unit on the board. ``late_since``: the earliest lock that it (or who appraises it) missed."""

    participant_id: int
    unit_id: int
    order: int
    name: str
    code: str
    search: str
    state: str
    answered: int
    proven: int
    total: int
    requests: int
    cells: tuple[Cell, ...]
    late_since: datetime | None = None
    late_in: PhaseKind | None = None

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ParticipantState(self.state).label)

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
    done_from: int | None = None
    """How far a unit is (``ORDER``) that is done; None: when no request for explanation waits."""
    counted: int | None = None
    """Which pair of ``Counted.counts`` belongs to the phase."""

    def closes_for(self, participant_id: int) -> datetime:
        """Give the lock as it is for one unit."""
        longer = self.extended.get(participant_id)
        return self.closes_at if longer is None else max(self.closes_at, longer)


def lock_of(
    kind: PhaseKind, opens_at: datetime, closes_at: datetime, extended: Mapping[int, datetime]
) -> Lock:
    """Make the lock of a phase, with what is looked up for every unit looked up once."""
    state = DONE_AT.get(kind)
    done_from = None if state is None else ORDER[state.value]
    return Lock(kind, opens_at, closes_at, extended, done_from, _COUNTED.get(kind))


_COUNTED: Final = {PhaseKind.SELF_SCORE: 0, PhaseKind.APPRAISAL_1: 1, PhaseKind.APPRAISAL_2: 2}


class Counted(NamedTuple):
    """A unit as it stands in the database: how far (``ORDER``), requests, and counts of leaves.

    ``counts``: done and total of the self-assessment, of the first appraisal, of the second.
    """

    participant_id: int
    rank: int
    requests: int
    counts: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


def cells_of(unit: Counted, locks: Iterable[Lock], at: datetime) -> tuple[Cell, ...]:
    """Give the cells of a unit, phase by phase of the calendar."""
    return tuple([_cell(unit, lock, at) for lock in locks])


def _cell(unit: Counted, lock: Lock, at: datetime) -> Cell:
    closes = lock.closes_for(unit.participant_id)
    done, total = (None, None) if lock.counted is None else unit.counts[lock.counted]
    has_opened = at >= lock.opens_at
    if _is_done(unit, lock, has_opened=has_opened):
        status: Status = "done"
    elif at >= closes:
        status = "late"
    else:
        has_begun = unit.requests if lock.done_from is None else done
        status = "begun" if has_begun and has_opened else "waiting"
    return Cell(lock.kind, status, closes, done, total, closes is not lock.closes_at)


def _is_done(unit: Counted, lock: Lock, *, has_opened: bool) -> bool:
    """Tell whether a unit is done with a phase; explanation cannot be done before it began."""
    if lock.done_from is None:
        return has_opened and not unit.requests and unit.rank >= _SIGNED
    return unit.rank >= lock.done_from


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
    """Count the units of each status, phase by phase; ``kinds`` are those of the rows' cells, in order."""
    listed = tuple(kinds)
    found = [Counter({"done": 0, "begun": 0, "waiting": 0, "late": 0}) for _ in listed]
    for row in rows:
        for counter, cell in zip(found, row.cells, strict=True):
            counter[cell.status] += 1
    return dict(zip(listed, map(dict, found), strict=True))
