"""Reads about entries; many units are read in bulk, as tables of the library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.db.models import Count
from django.utils import timezone

from parindex.language import Lang
from parindex.tables import ESTIMATES, POINTS, VALUES
from parweb.accounts.models import User
from parweb.accounts.roles import Role
from parweb.assessments.layout import Layout, layout_of
from parweb.assessments.models import Answer, Delegation, Entry, FedValue
from parweb.rounds.models import Participant, Round
from parweb.units.queries import people_with

_Row = tuple[str, str, str, float | None, str, str]


def participant_with_entry(participant_id: int) -> Participant | None:
    """Give a participant with its round, edition (text deferred), calendar, unit and entry (two queries)."""
    return (
        Participant.objects.select_related("round__edition", "unit", "entry")
        .defer("round__edition__text")
        .prefetch_related("round__phases")
        .filter(pk=participant_id)
        .first()
    )


def entry_of(participant: Participant) -> Entry | None:
    """Give the entry of a participant, None before anybody began it."""
    found: Entry | None = getattr(participant, "entry", None)
    return found


def answers_by_criterion(entry_ids: Iterable[int]) -> dict[int, dict[str, Answer]]:
    """Give the answers of some entries by entry and criterion (one query)."""
    found: dict[int, dict[str, Answer]] = defaultdict(dict)
    for answer in Answer.objects.filter(entry__in=list(entry_ids)).select_related("updated_by"):
        found[answer.entry_id][answer.criterion_id] = answer
    return dict(found)


def fed_of(participant: Participant) -> dict[str, FedValue]:
    """Give the values that came to a unit from elsewhere, by criterion (one query)."""
    return {one.criterion_id: one for one in FedValue.objects.filter(participant=participant)}


def delegations_of(entry: Entry) -> list[Delegation]:
    """Give who is responsible for what (one query)."""
    return list(
        Delegation.objects.filter(entry=entry).select_related("person").order_by("criterion_id", "pk")
    )


@dataclass(frozen=True)
class DelegationRow:
    """A delegation as its page shows it, with how far the person is."""

    row: Delegation
    label: str
    answered: int
    total: int


def delegation_rows(layout: Layout, entry: Entry | None, lang: Lang) -> list[DelegationRow]:
    """Give who is responsible for what, and how much of it is answered (two queries)."""
    if entry is None:
        return []
    said = Answer.objects.filter(entry=entry, is_prefilled=False)
    done = set(said.exclude(standing="missing", set_points=None).values_list("criterion_id", flat=True))
    rows = []
    for row in delegations_of(entry):
        codes = [code for code in layout.below(row.criterion_id) if code in layout.needed]
        label = layout.outline.label(row.criterion_id, lang)
        rows.append(DelegationRow(row, label, len(done.intersection(codes)), len(codes)))
    return rows


def officers_of(participant: Participant, at: datetime) -> list[User]:
    """Give the officers and leaders of a unit (one query)."""
    day = timezone.localdate(at)
    path = participant.unit.path
    found = people_with(Role.OFFICER, path, day) | people_with(Role.LEADER, path, day)
    return list(found.distinct().order_by("full_name_fold", "pk"))


def self_values(round_: Round) -> pl.DataFrame:
    """Give what the units of a round say of themselves, and what was fed to them, as ``VALUES`` rows.

    Answers taken from last year and not confirmed are not said yet. Set points are rows of the input
    ``points`` beside the rows of the inputs. Bulk: two queries, no model instances.
    """
    layout = layout_of(round_.edition)
    columns = ("participant__unit", "criterion_id", "inputs", "standing", "set_points")
    entry_columns = ("entry__participant__unit", *columns[1:])
    answers = Answer.objects.filter(entry__participant__round=round_, is_prefilled=False)
    fed = FedValue.objects.filter(participant__round=round_)
    rows: list[_Row] = []
    for unit, code, inputs, standing, points in answers.values_list(*entry_columns).iterator(10_000):
        rows += _rows(layout, str(unit), code, inputs, standing, points, "self")
    for unit, code, inputs, standing, source in fed.values_list(*columns[:4], "source").iterator(10_000):
        rows += _rows(layout, str(unit), code, inputs, standing, None, source)
    return pl.DataFrame(rows, schema=VALUES, orient="row")


def fed_errors(round_: Round) -> pl.DataFrame:
    """Give how sure what was fed to the units of a round is: one query, no model instances.

    :data:`parindex.tables.ESTIMATES`; points at the ends of intervals are for a scoring run to compute.
    """
    rows = FedValue.objects.filter(participant__round=round_, standard_error__isnull=False)
    columns = ("participant__unit", "criterion_id", "source", "standard_error", "interval")
    found = [
        (str(unit), code, source, float(error), *_ends(interval), None, None)
        for unit, code, source, error, interval in rows.values_list(*columns)
    ]
    return pl.DataFrame(found, schema=ESTIMATES, orient="row")


def _ends(interval: dict[str, Any]) -> tuple[Any, ...]:
    """Give low, high, level, method, respondents and degrees of freedom as the library reads them."""
    numbers = [float(interval[name]) if interval else None for name in ("low", "high", "level")]
    return (*numbers, *(interval.get(name) for name in ("method", "respondents", "df")))


def _rows(
    layout: Layout, unit: str, code: str, inputs: dict[str, str], standing: str, points: Any, source: str
) -> Iterator[_Row]:
    leaf = layout.leaves.get(code)
    if leaf is None:
        return
    if points is not None:
        yield (unit, code, POINTS, float(points), "measured", source)
    if standing in ("not_applicable", "withheld"):
        for spec in leaf.node.inputs():
            yield (unit, code, spec.name, None, standing, source)
        return
    for name, text in inputs.items():
        yield (unit, code, name, float(text), "measured", source)


def previous_participation(participant: Participant) -> Participant | None:
    """Give the same unit in the round before, where there is one."""
    if participant.round.previous_id is None:
        return None
    before = Participant.objects.filter(round=participant.round.previous_id, unit=participant.unit_id)
    return before.select_related("round__edition", "entry").first()


def former_answers(participant: Participant) -> dict[str, Answer]:
    """Give what the unit said in the round before, by criterion (one query, or none)."""
    if participant.round.previous_id is None:
        return {}
    rows = Answer.objects.filter(
        entry__participant__round=participant.round.previous_id, entry__participant__unit=participant.unit_id
    )
    return {one.criterion_id: one for one in rows.exclude(standing="missing").defer("note", "explanation")}


def round_by_slug(slug: str) -> Round | None:
    """Give a round with its edition (text deferred) and owner, None where there is none."""
    rows = Round.objects.select_related("edition", "owner").defer("edition__text")
    return rows.filter(slug=slug).first()


@dataclass(frozen=True)
class FedCount:
    """How many units have a value of a leaf that is filled from elsewhere."""

    code: str
    label: str
    scored_by: str
    units: int


def fed_counts(round_: Round, lang: Lang) -> list[FedCount]:
    """Give for each leaf that is filled from elsewhere how many units have a value (one query)."""
    layout = layout_of(round_.edition)
    rows = FedValue.objects.filter(participant__round=round_).values("criterion_id")
    units = dict(
        rows.annotate(units=Count("participant", distinct=True)).values_list("criterion_id", "units")
    )
    return [
        FedCount(code, leaf.node.label.in_(lang), leaf.scored_by, units.get(code, 0))
        for code, leaf in layout.fed.items()
    ]
