"""Fill leaves that no unit types from the stage that knows their figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.assessments.layout import Layout, layout_of
from parweb.assessments.models import FedValue
from parweb.assessments.permissions import may_import_fed_values
from parweb.audit.actions.record import record
from parweb.rounds.feeding import FEEDERS, Figure, Told
from parweb.rounds.models import Participant, Round

_KEY = ("participant", "criterion_id", "source")
_SAID = ("inputs", "standing", "source_note", "standard_error", "interval")
_CHANGED = (*_SAID, "imported_at", "imported_by")


def _nobody(_done: int, _total: int, _step: str = "", /) -> None:
    """Tell nobody."""


def fill_fed_leaves(
    person: Person, round_: Round, source: str, at: datetime, told: Told = _nobody
) -> dict[str, int]:
    """Write what a source says about the units of a round, all or nothing; give how many values did what.

    ``new``, ``change`` and ``same`` count values; ``outside`` those of units that are not in the round or of
    leaves that take no such value. Done twice it changes nothing. Raises KeyError for an unknown source.
    """
    require(may_import_fed_values(person, round_, at))
    figures = list(FEEDERS[source](round_, told))
    with transaction.atomic():
        wanted, counts = _compared(round_, source, figures)
        for one in wanted:
            one.imported_at, one.imported_by_id = at, person.account_id
        FedValue.objects.bulk_create(
            wanted, update_conflicts=True, unique_fields=_KEY, update_fields=_CHANGED, batch_size=500
        )
        after = {"source": source, **counts}
        record(person.actor, "assessments.fill_fed_leaves", at, target=round_, after=after)
    return counts


def _compared(round_: Round, source: str, figures: Iterable[Figure]) -> tuple[list[FedValue], dict[str, int]]:
    participants = dict(Participant.objects.filter(round=round_).values_list("unit_id", "pk"))
    stored = FedValue.objects.filter(participant__round=round_, source=source)
    known = {(one.participant_id, one.criterion_id): one for one in stored}
    layout = layout_of(round_.edition)
    counts = {"new": 0, "change": 0, "same": 0, "outside": 0}
    wanted: list[FedValue] = []
    for figure in figures:
        value = _value(layout, participants, source, figure)
        verdict = "outside" if value is None else _verdict(known, value)
        counts[verdict] += 1
        if value is not None and verdict != "same":
            wanted.append(value)
    return wanted, counts


def _value(layout: Layout, participants: dict[int, int], source: str, figure: Figure) -> FedValue | None:
    participant = participants.get(figure.unit_id)
    leaf = layout.fed.get(figure.criterion_id)
    if participant is None or leaf is None or set(figure.inputs) - {one.name for one in leaf.node.inputs()}:
        return None
    return FedValue(
        participant_id=participant,
        criterion_id=figure.criterion_id,
        inputs={name: format(value, "f") for name, value in figure.inputs.items()},
        standing=figure.standing,
        source=source,
        source_note=figure.note[:300],
        standard_error=figure.standard_error,
        interval={} if figure.interval is None else figure.interval.as_data(),
    )


def _verdict(known: dict[tuple[int, str], FedValue], value: FedValue) -> str:
    before = known.get((value.participant_id, value.criterion_id))
    if before is None:
        return "new"
    is_same = all(getattr(before, name) == getattr(value, name) for name in _SAID)
    return "same" if is_same else "change"
