"""Reads about rounds: which phase is open, for whom, until when; how far everybody is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from parindex.text import fold
from parweb.accounts.person import Person
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.queries import outline_of
from parweb.rounds.models import Participant, Phase, Reopening, Round
from parweb.rounds.progress import ORDER, SHOWN, BoardRow, Counted, Lock, cells_of, lateness, lock_of
from parweb.rounds.states import PhaseKind, RoundState
from parweb.units.models import Membership


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
    return phase_window(phase_of(round_, kind), round_, kind, at, participant)


def phase_of(round_: Round, kind: PhaseKind) -> Phase | None:
    """Give a phase of a round's calendar; None where the round has no such phase."""
    return next((phase for phase in round_.phases.all() if phase.kind == kind), None)


def phase_window(
    phase: Phase | None, round_: Round, kind: PhaseKind, at: datetime, participant: Participant | None = None
) -> Window:
    """Do what :func:`window` does where the phase is already known; the round's calendar is not asked for."""
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


def next_phase(round_: Round, at: datetime) -> Phase | None:
    """Give the phase that opens next; None where none will."""
    return next((phase for phase in round_.phases.all() if phase.opens_at > at), None)


def rounds_for(person: Person) -> QuerySet[Round]:
    """Give the rounds a person may see: those of areas in which they have a role."""
    wanted = Q(pk__in=[])
    for grant in person.grants:
        tops = [f"/{part}/" for part in _prefixes(grant.unit_path)]
        wanted |= Q(owner__path__in=tops) | Q(owner__path__startswith=grant.unit_path)
    rounds = Round.objects.filter(wanted).select_related("edition", "league", "owner")
    return rounds.defer("edition__text", "edition__cases")


def _prefixes(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]


def unit_leaves(adopted: AdoptedEdition) -> int:
    """Count the leaves that a unit must answer itself; bonus and penalty lines may stay blank."""
    return sum(
        any(spec.default is None for spec in leaf.node.inputs())
        for leaf in outline_of(adopted).leaves
        if leaf.scored_by == "unit"
    )


def appraisable_leaves(adopted: AdoptedEdition) -> int:
    """Count the leaves that an appraiser decides: the units' own and the appraisers'."""
    return sum(1 for leaf in outline_of(adopted).leaves if leaf.scored_by in ("unit", "appraiser"))


def participants_board(round_: Round, at: datetime) -> list[BoardRow]:
    """Give every unit of a round with its cells, in official order (three queries, whatever the number)."""
    locks = _locks(round_)
    appraisable = appraisable_leaves(round_.edition)
    rows = Participant.objects.filter(round=round_).order_by("order", "id")
    return [_board_row(row, locks, appraisable, at) for row in rows.values_list(*_COLUMNS)]


_COLUMNS = (
    "pk", "unit_id", "order", "unit__name", "unit__code", "unit__name_fold", "state", "leaves_answered",
    "leaves_proven", "leaves_total", "leaves_appraised_1", "leaves_appraised_2", "open_requests",
)  # fmt: skip


def _board_row(row: tuple[Any, ...], locks: list[Lock], appraisable: int, at: datetime) -> BoardRow:
    (pk, unit_id, order, name, code, folded, state, answered, proven, total, first, second, requests) = row
    counts = ((answered, total), (first, appraisable), (second, appraisable))
    cells = cells_of(Counted(pk, ORDER[state], requests, counts), locks, at)
    since, kind = lateness(cells)
    return BoardRow(
        pk, unit_id, order, name, code, folded or fold(name), state, answered, proven, total, requests,
        cells, since, kind,
    )  # fmt: skip


def _locks(round_: Round) -> list[Lock]:
    """Give the shown phases in the order of the year, with what was reopened for single units."""
    longer: dict[str, dict[int, datetime]] = {}
    reopened = Reopening.objects.filter(participant__round=round_, withdrawn_at=None)
    for participant_id, kind, until in reopened.values_list("participant_id", "phase", "until"):
        of_kind = longer.setdefault(kind, {})
        of_kind[participant_id] = max(until, of_kind.get(participant_id, until))
    phases = {phase.kind: phase for phase in round_.phases.all()}
    return [
        lock_of(kind, phases[kind].opens_at, phases[kind].closes_at, longer.get(kind, {}))
        for kind in SHOWN
        if kind in phases
    ]


def peer_groups_in(round_: Round) -> dict[int, tuple[str, set[int]]]:
    """Give the peer groups that units of a round are in: group id to name and unit ids (one query)."""
    found: dict[int, tuple[str, set[int]]] = {}
    rows = Membership.objects.filter(group__kind="peer", unit__participations__round=round_)
    for group_id, family, name, unit_id in rows.values_list(
        "group_id", "group__family", "group__name", "unit_id"
    ).order_by("group__family", "group__name"):
        label = f"{family}: {name}" if family else name
        found.setdefault(group_id, (label, set()))[1].add(unit_id)
    return found
