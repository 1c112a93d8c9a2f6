"""Differences of figures between units and between campaigns, each with its error and its place in a family.

The library gives the differences; here cells that are withheld leave the family before it is adjusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from parindex.surveys.answers.table import UNIT_ID
from parindex.surveys.estimation.adjusting import benjamini_hochberg, holm, indistinguishable
from parindex.surveys.estimation.comparing import (
    differences,
    differences_from_everybody,
    index_differences,
)
from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.index import INDEX, IndexPlan
from parindex.surveys.estimation.intervals import with_intervals
from parindex.surveys.estimation.statistics import SurveyStatistics, population_of, stratum_of, unit_of
from parindex.surveys.estimation.years import YEAR, mark_breaks
from parindex.surveys.instruments.comparing import Comparability, comparable
from parweb.surveys.collected import POPULATION, Ground
from parweb.surveys.queries.figures import Figures, Options

MOST_UNITS: Final = 150
"""Units of which every two are compared; of more, each is compared with everybody alone."""
HERE, THERE = "0", "1"
"""The campaign that is looked at, and the one it is held against; in this order, so that a difference is
what moved since the other one."""
_A, _B = "_a", "_b"


@dataclass(frozen=True)
class UnitDifferences:
    """Differences of one figure: of each unit from everybody, of every two units, and what cannot be told."""

    from_everybody: pl.DataFrame
    pairs: pl.DataFrame
    """Every two units once; empty where there are too many of them, or only one."""
    together: pl.DataFrame
    """``unit_id``, ``letters``, ``group``, ``not_told_from``; empty as ``pairs`` is."""


def shown_units(figures: Figures, measure: str) -> list[str]:
    """Give the units whose figure is shown: neither withheld nor without an answer."""
    rows = figures.by["unit"].filter(pl.col("measure") == measure, ~pl.col("withheld"))
    return rows.filter(pl.col("estimate").is_not_null())["domain"].to_list()


def unit_differences(
    table: SurveyStatistics, plan: IndexPlan, figures: Figures, measure: str
) -> UnitDifferences:
    """Compare the units that are shown; ``table`` has the adjusted sums that ``figures`` were made of."""
    chosen, units = figures.chosen, shown_units(figures, measure)
    all_ = _family(_from_everybody(table, plan, measure, chosen), [UNIT_ID], units, chosen)
    none = all_.clear()
    if not 1 < len(units) <= MOST_UNITS:
        return UnitDifferences(all_, none, none)
    pairs = _family(_each_other(table, plan, measure, chosen), [UNIT_ID], units, chosen)
    return UnitDifferences(all_, pairs, indistinguishable(pairs, [UNIT_ID]))


def _each_other(table: SurveyStatistics, plan: IndexPlan, measure: str, chosen: Options) -> pl.DataFrame:
    if plan.aggregation == "pooled":
        return differences(table.chosen([measure]), [UNIT_ID], lonely=chosen.lonely)
    return index_differences(table, plan, [UNIT_ID], lonely=chosen.lonely).filter(measure=measure)


def _from_everybody(table: SurveyStatistics, plan: IndexPlan, measure: str, chosen: Options) -> pl.DataFrame:
    if plan.aggregation == "pooled":
        return differences_from_everybody(table.chosen([measure]), [UNIT_ID], lonely=chosen.lonely)
    found = index_differences(table, plan, [UNIT_ID], against="everybody", lonely=chosen.lonely)
    return found.filter(measure=measure)


def _family(found: pl.DataFrame, by: list[str], units: list[str], chosen: Options) -> pl.DataFrame:
    """Keep the differences of units that are shown, adjust p-values among them, and add intervals."""
    sides = [name + side for name in by for side in (_A, _B) if name + side in found.columns]
    kept = found.filter(pl.all_horizontal(pl.col(name).is_in(units) for name in sides))
    return with_ends(adjusted_anew(kept), chosen.level)


def adjusted_anew(found: pl.DataFrame) -> pl.DataFrame:
    """Adjust the p-values of each measure among the rows that are there."""
    parts = [_adjusted(part) for part in found.partition_by("measure", maintain_order=True)]
    return pl.concat(parts) if parts else found


def _adjusted(family: pl.DataFrame) -> pl.DataFrame:
    """Adjust the p-values of one family; a difference without a test is not of it."""
    p = family["p"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    columns = {"p_holm": holm(p), "p_bh": benjamini_hochberg(p)}
    return family.with_columns(pl.Series(name, values).fill_nan(None) for name, values in columns.items())


def with_ends(found: pl.DataFrame, level: float) -> pl.DataFrame:
    """Give differences with ``lower`` and ``upper``: difference ± t·se, of each one by itself."""
    asked = found.select(pl.col("difference").alias("estimate"), "se", "df", n=pl.lit(1))
    ends = with_intervals(asked, "wald", level)
    return found.with_columns(ends["lower"], ends["upper"])


@dataclass(frozen=True)
class Side:
    """A campaign as it stands in a comparison: how its answers are read, their sums, its figures."""

    ground: Ground
    table: SurveyStatistics
    """Adjusted for who did not answer."""
    figures: Figures


@dataclass(frozen=True)
class CampaignDifferences:
    """What moved between two campaigns: of the whole by figure, and by unit; and whether that may be said."""

    ground: Comparability
    whole: pl.DataFrame
    """The figures that stand in one table; their p-values are adjusted among all of them."""
    units: pl.DataFrame


def campaign_differences(here: Side, there: Side) -> CampaignDifferences:
    """Compare two campaigns, whose samples were drawn apart: ``difference`` is here less there.

    The figures that both forms measure alike; between forms that are not comparable they are the factors that
    are asked alike, the others keep no test.
    """
    found, names = comparable(here.ground.form, there.ground.form), _alike(here, there)
    if not names:
        none = pl.DataFrame()
        return CampaignDifferences(found, none, none)
    both = stacked({HERE: here.table, THERE: there.table}, names)
    level = here.figures.chosen.level
    whole = with_ends(_between(both, here, there, [YEAR]), level)
    units = whole.clear().with_columns(pl.lit("").alias(UNIT_ID + _A))
    if set(here.table.cells[UNIT_ID]) & set(there.table.cells[UNIT_ID]):
        units = with_ends(_shown_in_both(_between(both, here, there, [UNIT_ID, YEAR]), here, there), level)
    listed = mark_breaks(whole.filter(pl.col("measure").is_in(here.ground.plan.figures)), found)
    return CampaignDifferences(found, _adjusted(listed), mark_breaks(units, found))


def _alike(here: Side, there: Side) -> list[str]:
    """Give the measures that both forms have alike; of different forms, the pooled figures alone."""
    plans = here.ground.plan, there.ground.plan
    theirs = set(there.table.measures)
    alike = [measure.name for measure in here.table.measures if measure in theirs]
    if plans[0] == plans[1]:
        return alike
    is_pooled = all(plan.aggregation == "pooled" for plan in plans)
    return [name for name in alike if name in plans[0].figures] if is_pooled else []


def _between(both: SurveyStatistics, here: Side, there: Side, by: list[str]) -> pl.DataFrame:
    within, lonely = by[:-1], here.figures.chosen.lonely
    if here.ground.plan == there.ground.plan:
        return index_differences(both, here.ground.plan, by, within=within, lonely=lonely)
    return differences(both, by, within=within, lonely=lonely)


def _shown_in_both(found: pl.DataFrame, here: Side, there: Side) -> pl.DataFrame:
    """Keep the units whose figure is shown in both campaigns; p-values are adjusted among those."""
    kept = []
    for part in found.partition_by("measure", maintain_order=True):
        measure = part["measure"][0]
        units = set(shown_units(here.figures, measure)) & set(shown_units(there.figures, measure))
        kept.append(part.filter(pl.col(UNIT_ID + _A).is_in(sorted(units))))
    return adjusted_anew(pl.concat(kept)) if kept else found


def stacked(tables: Mapping[str, SurveyStatistics], names: list[str]) -> SurveyStatistics:
    """Put the sums of several campaigns side by side as one sample, as ``stack_years`` does with answers.

    Each campaign was drawn apart, so strata and units are its own; no answer is read again. Where one of them
    has no finite population, its strata have an endless one: drawn with replacement.
    """
    has_population = any(population_of(1) in table.cells.columns for table in tables.values())
    fpc = (POPULATION,) if has_population else ()
    design = SurveyDesign(strata="stratum", psu="unit", weights="weight", fpc=fpc, nest=True)
    parts = [_renamed(table.chosen(names), label, design) for label, table in tables.items()]
    first, *rest = parts
    for part in rest:
        first = first + part
    return first


def _renamed(table: SurveyStatistics, label: str, design: SurveyDesign) -> SurveyStatistics:
    own = [
        pl.concat_str(pl.lit(f"{label} "), pl.col(name)).alias(name) for name in (stratum_of(1), unit_of(1))
    ]
    cells = table.cells.with_columns(own)
    if design.fpc and population_of(1) not in cells.columns:
        at = cells.columns.index(unit_of(1)) + 1
        cells = cells.insert_column(at, pl.Series(population_of(1), np.full(cells.height, np.inf)))
    cells = cells.insert_column(0, pl.Series(YEAR, [label] * cells.height, dtype=pl.String))
    return replace(table, design=design, domains=(YEAR, *table.domains), cells=cells)


def measure_of(wanted: str, plan: IndexPlan) -> str:
    """Give the figure that was asked for, the index where there is none of that name."""
    return wanted if wanted in plan.figures else INDEX
