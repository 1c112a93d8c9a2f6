"""What saving a leaf asks of the database: a participant, and the phases in which it may be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from parweb.assessments.models import Entry
from parweb.frameworks.models import AdoptedEdition
from parweb.interface.prepared import Prepared
from parweb.rounds.models import Participant, Phase, Round
from parweb.rounds.queries import Window, phase_of, phase_window
from parweb.rounds.states import PhaseKind
from parweb.units.models import Unit


def _in_order(model: type[Any], *names: str) -> tuple[str, ...]:
    """Give columns in the order of the model, as ``from_db`` takes them."""
    return tuple(one.attname for one in model._meta.concrete_fields if one.attname in names)


_COUNTERS = ("leaves_total", "leaves_answered", "leaves_proven")
_OF_PARTICIPANT = _in_order(Participant, "id", "round_id", "unit_id", "state", *_COUNTERS)
_OF_ROUND = _in_order(Round, "id", "name", "state", "edition_id")
_OF_EDITION = _in_order(AdoptedEdition, "id", "digest")
_OF_UNIT = _in_order(Unit, "id", "name", "path")
_OF_ENTRY = _in_order(Entry, "id", "participant_id", "returned_reason")
_OF_PHASE = _in_order(Phase, "id", "round_id", "kind", "opens_at", "closes_at")
_FILLED_IN = (PhaseKind.SELF_SCORE.value, PhaseKind.SIGNATURE.value)


@dataclass(frozen=True)
class FillingCalendar:
    """The phases in which a leaf may be filled in, and no others; None for one that the round has not."""

    self_score: Phase | None
    signature: Phase | None

    def scoring(self, participant: Participant, at: datetime) -> Window:
        """Tell whether the unit may score itself now."""
        return _open_window(self.self_score, participant, PhaseKind.SELF_SCORE, at)

    def signing(self, participant: Participant, at: datetime) -> Window:
        """Tell whether the unit's leader may sign now."""
        return _open_window(self.signature, participant, PhaseKind.SIGNATURE, at)


class ToFill(NamedTuple):
    """A participant to save a leaf of, and when that may be done."""

    participant: Participant
    """Only the columns that saving needs; others, and the round's whole calendar, are read when asked for."""
    calendar: FillingCalendar


def filling_calendar(round_: Round) -> FillingCalendar:
    """Give the phases in which leaves of a round may be filled in, from its whole calendar."""
    return FillingCalendar(phase_of(round_, PhaseKind.SELF_SCORE), phase_of(round_, PhaseKind.SIGNATURE))


def participant_to_fill(participant_id: int) -> ToFill | None:
    """Give what saving a leaf needs, and no more (two queries): people wait for it."""
    row = _TO_FILL.first(participant_id)
    if row is None:
        return None
    participant = _joined(row)
    found = {phase.kind: phase for phase in _filled_in(participant.round_id)}
    return ToFill(participant, FillingCalendar(*(found.get(kind) for kind in _FILLED_IN)))


def _to_fill(participant_id: int) -> QuerySet[Participant, Any]:
    parts = (
        ("", _OF_PARTICIPANT),
        ("round__", _OF_ROUND),
        ("round__edition__", _OF_EDITION),
        ("unit__", _OF_UNIT),
        ("entry__", _OF_ENTRY),
    )
    names = [f"{prefix}{name}" for prefix, columns in parts for name in columns]
    return Participant.objects.filter(pk=participant_id).order_by().values_list(*names)


def _phases(round_id: int) -> QuerySet[Phase, Any]:
    return Phase.objects.filter(round=round_id, kind__in=_FILLED_IN).values_list(*_OF_PHASE)


_TO_FILL, _PHASES = Prepared(_to_fill, int), Prepared(_phases, int)


def _joined(row: tuple[Any, ...]) -> Participant:
    values = iter(row)

    def partly(model: type[Any], columns: tuple[str, ...]) -> Any:
        return model.from_db("default", columns, [next(values) for _ in columns])

    participant: Participant = partly(Participant, _OF_PARTICIPANT)
    participant.round = partly(Round, _OF_ROUND)
    participant.round.edition = partly(AdoptedEdition, _OF_EDITION)
    participant.unit = partly(Unit, _OF_UNIT)
    entry = partly(Entry, _OF_ENTRY)
    if entry.pk is not None:
        participant.entry = entry
    return participant


def _filled_in(round_id: int) -> list[Phase]:
    return [Phase.from_db("default", _OF_PHASE, row) for row in _PHASES.rows(round_id)]


def _open_window(phase: Phase | None, participant: Participant, kind: PhaseKind, at: datetime) -> Window:
    """Tell whether a phase is open for a unit; its reopenings are asked for only where the phase is shut."""
    for_all = phase_window(phase, participant.round, kind, at)
    return for_all if for_all.is_open else phase_window(phase, participant.round, kind, at, participant)
