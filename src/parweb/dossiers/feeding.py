"""What fills the leaves of a round that are bound to measures of dossiers: each unit's figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import polars as pl
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.dossiers.facts import State
from parindex.dossiers.measures.late import with_days
from parindex.dossiers.measures.opening import is_member
from parindex.dossiers.measures.periods import Period, span
from parindex.frameworks.outline import OutlineNode
from parweb.dossiers.calendars import working_clock
from parweb.dossiers.figures import counted
from parweb.dossiers.kept import Kept, opened
from parweb.dossiers.models import Binding
from parweb.dossiers.offered import LATE_BY_LENGTH, LATE_INPUTS, Fraction, fraction_of, words_of
from parweb.dossiers.periods import until
from parweb.dossiers.queries.scopes import scope_of
from parweb.frameworks.queries import outline_of
from parweb.interface.numbers import day_text, number_text
from parweb.rounds.feeding import Figure, Told, feeds
from parweb.rounds.models import Participant, Round
from parweb.units.models import Unit

SOURCE: Final = "dossier"
_STEP: Final = Decimal("0.000001")
"""A share that a leaf takes as one number is written to a millionth of a percent."""
_LONG_LATE: Final = 10

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Bound:
    """A leaf with its measure, its period, and the counts of every unit of the round that has records."""

    leaf: OutlineNode
    measure: str
    period: Period
    counts: Mapping[int, Counts]


@feeds(SOURCE)
def figures(round_: Round, told: Told) -> Iterator[Figure]:
    """Give the figures of every unit and bound leaf; a unit without records in the store gets none.

    A period under way is counted up to today: what is due later is not overdue, and days to come have none.
    """
    kept, today = opened(), timezone.localdate()
    bindings = list(Binding.objects.filter(round=round_))
    outline = outline_of(round_.edition)
    units = _units(round_, kept)
    for number, one in enumerate(bindings, start=1):
        if one.first_on > today:
            continue
        period = until(span(one.first_on, one.last_on), today)
        counts = _counts(kept, one.measure, period, units)
        bound = Bound(outline.by_code(one.criterion_id), one.measure, period, counts)
        told(number, len(bindings), words_of(one.measure))
        for unit_id, values in counts.items():
            if (figure := _figure(unit_id, bound, values, kept)) is not None:
                yield figure


def _units(round_: Round, kept: Kept) -> dict[int, int]:
    """Give the unit of each place of the store, for the units of the round: those below it count for it."""
    taking_part = Participant.objects.filter(round=round_).values_list("unit_id", "unit__path")
    paths = {path: unit_id for unit_id, path in taking_part.order_by(Length("unit__path"))}
    scope = scope_of(round_.owner, kept.store.lists.units)
    above = _paths_of(set(scope.unit_of.values()))
    found = {}
    for place, unit_id in scope.unit_of.items():
        for path, participant in paths.items():
            if above.get(unit_id, "").startswith(path):
                found[place] = participant
    return found


def _paths_of(ids: set[int]) -> dict[int, str]:
    return dict(Unit.objects.filter(pk__in=ids).values_list("pk", "path"))


def _counts(kept: Kept, measure: str, period: Period, units: Mapping[int, int]) -> Mapping[int, Counts]:
    """Count for every unit, from facts and not from the cube: a period may begin and end on any day.

    A unit that had not received a dossier by the end of the period is left out: nothing was counted of it.
    """
    if kept.is_empty or not units:
        return {}
    begun = _begun(kept, period, units)
    names: tuple[str, ...]
    if measure == LATE_BY_LENGTH:
        names, found = LATE_INPUTS, _late_by_length(kept, period, units)
    else:
        names = fraction_of(measure).counts
        found = counted(kept, period, names, ("unit",), units)
    totals: dict[int, dict[str, int]] = {unit_id: dict.fromkeys(names, 0) for unit_id in begun}
    for row in found.iter_rows(named=True):
        for name in names if units[row["unit"]] in begun else ():
            totals[units[row["unit"]]][name] += int(row[name])
    return totals


def _begun(kept: Kept, period: Period, units: Mapping[int, int]) -> list[int]:
    """Give the units that had received a dossier by the end of a period, in their order."""
    facts = pl.scan_parquet(kept.store.facts_paths()).filter(
        pl.col("unit").is_in(list(units)),
        pl.col("received_on") <= period.end,
        pl.col("state") != int(State.NOT_COUNTED),
    )
    received = facts.group_by("unit").agg(pl.col("weight").cast(pl.Int64).sum()).filter(pl.col("weight") > 0)
    places = set(received.select("unit").collect()["unit"].to_list())
    return list(dict.fromkeys(unit_id for place, unit_id in units.items() if place in places))


def _late_by_length(kept: Kept, period: Period, units: Mapping[int, int]) -> pl.DataFrame:
    """Count what is late by up to ten working days and by more; the open ones as of the end of the period."""
    asked = pl.col("unit").is_in(list(units)) & is_member("late_or_overdue", period)
    facts = pl.scan_parquet(kept.store.facts_paths()).filter(asked).collect()
    days = with_days(facts, working_clock(), period.end).with_columns(
        is_long=pl.col("days_late") > _LONG_LATE
    )
    weight = pl.col("weight").cast(pl.Int64)
    short, over = weight.filter(~pl.col("is_long")).sum(), weight.filter(pl.col("is_long")).sum()
    return days.group_by("unit").agg(short.alias(LATE_INPUTS[0]), over.alias(LATE_INPUTS[1]))


def _figure(unit_id: int, bound: Bound, counts: Counts, kept: Kept) -> Figure | None:
    note = _note(bound, counts, kept)
    names = tuple(spec.name for spec in bound.leaf.node.inputs())
    if bound.measure == LATE_BY_LENGTH:
        inputs = {name: Decimal(counts[name]) for name in LATE_INPUTS}
        return Figure(unit_id, bound.leaf.code, inputs, note)
    fraction = fraction_of(bound.measure)
    if len(names) > 1:
        values = (Decimal(counts[one]) for one in fraction.counts)
        return Figure(unit_id, bound.leaf.code, dict(zip(names, values, strict=True)), note)
    return _single(unit_id, bound, fraction, counts, note)


def _single(unit_id: int, bound: Bound, fraction: Fraction, counts: Counts, note: str) -> Figure | None:
    """Give one number for a leaf that takes one; without a denominator the leaf does not apply."""
    [name] = (spec.name for spec in bound.leaf.node.inputs())
    if not fraction.denominator:
        return Figure(unit_id, bound.leaf.code, {name: Decimal(counts[fraction.numerator])}, note)
    below = Decimal(counts[fraction.denominator])
    if below:
        share = (100 * Decimal(counts[fraction.numerator]) / below).quantize(_STEP, ROUND_HALF_UP).normalize()
        return Figure(unit_id, bound.leaf.code, {name: share}, note)
    if bound.leaf.node.not_applicable == "refuse":
        return None
    return Figure(unit_id, bound.leaf.code, {}, note, standing="not_applicable")


def _note(bound: Bound, counts: Counts, kept: Kept) -> str:
    """Say measure, period, counts, and the state of the store that was counted."""
    return _("{measure}: {counts}; {first}–{last}; kho hồ sơ bản {version}").format(
        measure=words_of(bound.measure),
        counts=" / ".join(number_text(value, 0) for value in counts.values()),
        first=day_text(bound.period.start),
        last=day_text(bound.period.end),
        version=kept.version,
    )
