"""The variance of a total by a design of one or more stages, for many domains and figures at once.

What is drawn at a stage varies between the units of a stratum around their mean; what the next stage adds is
weighed by the share drawn before it (Särndal et al. 1992, result 4.3.1; R's ``svyrecvar``). A unit without
people of the domain counts as 0: the design is subset, not the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parindex.errors import Place, Problem, ProblemsFound, raise_if_any
from parindex.surveys.estimation import kinds
from parindex.surveys.estimation.design import LONELY, Lonely, SurveyDesign
from parindex.surveys.estimation.measures import Floats
from parindex.surveys.estimation.statistics import (
    SurveyStatistics,
    population_of,
    stratum_of,
    unit_of,
)

Places: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
ALL_DRAWN = 1e-7
"""A stratum of which less than this share was left out has no variance, as in R's ``onestrat``."""
_NAMED = 20


@dataclass(frozen=True)
class Stage:
    """One stage of a design, with the units of the whole sample.

    ``unit_by_cell`` and ``stratum_by_unit`` are places; ``drawn`` (units in the sample), ``factor`` (the
    share drawn at the stages before) and ``parent`` (the unit of the stage before) are by stratum;
    ``left_out`` (the finite population correction) by unit.
    """

    number: int
    unit_by_cell: Places
    stratum_by_unit: Places
    drawn: Places
    left_out: Floats
    factor: Floats
    parent: Places
    names: pl.DataFrame

    @property
    def is_lonely(self) -> Flags:
        """Which strata have one unit only that was not certain to be drawn."""
        flags: Flags = (self.drawn == 1) & self.has_variance
        return flags

    @property
    def has_variance(self) -> Flags:
        """Which strata were not drawn as a whole."""
        most = np.zeros(self.drawn.size)
        np.maximum.at(most, self.stratum_by_unit, self.left_out)
        flags: Flags = most >= ALL_DRAWN
        return flags

    def name_of(self, stratum: int) -> str:
        """Name a stratum as people do: the values of its columns."""
        return " / ".join(str(value) for value in self.names.row(int(stratum)) if value != "") or "*"


def stages_of(table: SurveyStatistics) -> tuple[Stage, ...]:
    """Give the stages of a table's design that add to a variance.

    Raises :class:`ProblemsFound` with all that is wrong with units and populations (SV406-SV408).
    """
    raise_if_any(_problems_of_nesting(table.cells, table.design))
    stages: list[Stage] = []
    problems: list[Problem] = []
    factor_by_cell = np.ones(table.cells.height)
    for number in range(1, table.design.stages + 1):
        above = stages[-1].unit_by_cell if stages else np.zeros(table.cells.height, np.int64)
        stage, population = _stage(table, number, factor_by_cell, above)
        stages.append(stage)
        problems += _problems_of_population(stage, population, table)
        share = stage.drawn[stage.stratum_by_unit] / population
        factor_by_cell = factor_by_cell * share[stage.unit_by_cell]
    raise_if_any(problems)
    return tuple(stages)


def _stage(
    table: SurveyStatistics, number: int, factor_by_cell: Floats, parent_by_cell: Places
) -> tuple[Stage, Floats]:
    above = [name(stage) for stage in range(1, number) for name in (stratum_of, unit_of)]
    stratum_keys = [*above, stratum_of(number)]
    units, unit_by_cell = _numbered(table.cells, [*stratum_keys, unit_of(number)])
    names, stratum_by_unit = _numbered(units, stratum_keys)
    drawn = np.bincount(stratum_by_unit, minlength=names.height)
    cell_of_unit = np.empty(units.height, np.int64)
    cell_of_unit[unit_by_cell] = np.arange(unit_by_cell.size)
    population = np.full(units.height, np.inf)
    if population_of(number) in table.cells.columns:
        given = table.cells[population_of(number)].to_numpy()[cell_of_unit]
        population = drawn[stratum_by_unit] / given if _are_shares(given) else given
    left_out = np.where(np.isinf(population), 1.0, 1 - drawn[stratum_by_unit] / population)
    factor, parent = np.empty(names.height), np.empty(names.height, np.int64)
    factor[stratum_by_unit] = factor_by_cell[cell_of_unit]
    parent[stratum_by_unit] = parent_by_cell[cell_of_unit]
    stage = Stage(number, unit_by_cell, stratum_by_unit, drawn, left_out, factor, parent, names)
    return stage, population


def _are_shares(given: Floats) -> bool:
    return bool((given <= 1).all())


def _numbered(frame: pl.DataFrame, keys: Sequence[str]) -> tuple[pl.DataFrame, Places]:
    """Give the distinct keys, sorted, and the place of each row's keys among them."""
    row = pl.int_range(pl.len(), dtype=pl.Int64).alias("_row")
    found = frame.select(*keys, row).group_by(keys).agg("_row").sort(keys)
    sizes = found["_row"].list.len().to_numpy()
    places = np.empty(frame.height, np.int64)
    places[found["_row"].explode(empty_as_null=False).to_numpy()] = np.repeat(np.arange(found.height), sizes)
    return found.drop("_row"), places


def _problems_of_nesting(cells: pl.DataFrame, design: SurveyDesign) -> Iterator[Problem]:
    if design.nest or not cells.height:
        return
    unit, stratum = unit_of(1), stratum_of(1)
    found = cells.group_by(unit).agg(pl.col(stratum).n_unique().alias("count")).filter(pl.col("count") > 1)
    for name, count in found.sort(unit).head(_NAMED).iter_rows():
        yield Problem(kinds.NOT_NESTED, Place(item=name), {"unit": name, "count": count})


def _problems_of_population(stage: Stage, population: Floats, table: SurveyStatistics) -> Iterator[Problem]:
    design, low = table.design, np.full(stage.drawn.size, np.inf)
    high = np.zeros(stage.drawn.size)
    np.minimum.at(low, stage.stratum_by_unit, population)
    np.maximum.at(high, stage.stratum_by_unit, population)
    if stage.number <= len(design.fpc):
        is_mixed = high > low if design.pps == "replacement" else np.zeros(low.size, bool)
        is_mixed[stage.stratum_by_unit[_mixed_units(stage, table.cells)]] = True
        for stratum in np.flatnonzero(is_mixed)[:_NAMED]:
            details = {"stratum": stage.name_of(stratum), "stage": stage.number}
            yield Problem(
                kinds.MIXED_POPULATION, Place(), {**details, "column": design.fpc[stage.number - 1]}
            )
    for stratum in np.flatnonzero(low < stage.drawn)[:_NAMED]:
        details = {"stratum": stage.name_of(stratum), "stage": stage.number}
        found = {"drawn": int(stage.drawn[stratum]), "population": f"{low[stratum]:g}"}
        yield Problem(kinds.TOO_MANY_DRAWN, Place(), {**details, **found})


def _mixed_units(stage: Stage, cells: pl.DataFrame) -> Places:
    """Give the units whose answers say different populations (or probabilities)."""
    given = cells[population_of(stage.number)].to_numpy()
    one = np.empty(stage.stratum_by_unit.size)
    one[stage.unit_by_cell] = given
    mixed: Places = stage.unit_by_cell[given != one[stage.unit_by_cell]]
    return mixed


def refuse_lonely(stages: Sequence[Stage], lonely: Lonely) -> None:
    """Raise where a stratum of one unit has no variance and nobody said what to do (SV410, SV411)."""
    problems: list[Problem] = []
    for stage in stages:
        strata = np.flatnonzero(stage.is_lonely)
        alone = _alone_in_unit(stage) if lonely == "average" and stage.number > 1 else strata[:0]
        if lonely == "fail" and strata.size:
            named = [stage.name_of(stratum) for stratum in strata[:_NAMED]]
            text = ", ".join(named) + (" …" if strata.size > _NAMED else "")
            details = {"count": int(strata.size), "stage": stage.number, "strata": text}
            problems.append(Problem(kinds.LONELY, Place(), details))
        if alone.size:
            details = {"stage": stage.number, "stratum": stage.name_of(alone[0])}
            problems.append(Problem(kinds.NO_AVERAGE, Place(), details))
    if problems:
        raise ProblemsFound(problems)


def _alone_in_unit(stage: Stage) -> Places:
    """Give the strata of one unit that no other stratum of the same unit of the stage before stands for."""
    has_other = np.zeros(int(stage.parent.max(initial=0)) + 1, bool)
    has_other[stage.parent[~stage.is_lonely]] = True
    return np.flatnonzero(stage.is_lonely & ~has_other[stage.parent])


def variance_of(
    stages: Sequence[Stage],
    influence: Floats,
    domain_by_cell: Places,
    domains: int,
    lonely: Lonely = "fail",
    present: Flags | None = None,
) -> Floats:
    """Give the variance of the sum of ``influence`` (cells × figures) over each domain: domains × figures.

    ``domain_by_cell`` is -1 for a cell of no domain. ``present`` (cells × figures; all, if not given) tells
    which cells have people in the figure; only ``average`` asks: it averages over those strata, as R does.
    Raises :class:`ProblemsFound` for strata of one unit (SV410) unless ``lonely`` says what to do with them.
    """
    if lonely not in LONELY:
        raise ValueError(f"{lonely!r} is no treatment of strata of one unit: {', '.join(LONELY)}")
    refuse_lonely(stages, lonely)
    variance = np.zeros((domains, influence.shape[1]))
    is_in = np.flatnonzero(domain_by_cell >= 0)
    if not is_in.size:
        return variance
    for stage in stages:
        units = _by_domain_and_unit(stage, domain_by_cell, is_in)
        part = _of_strata(stage, units, influence, lonely)
        if lonely == "average" and stage.is_lonely.any():
            has = np.ones(influence.shape, bool) if present is None else present
            part = _averaged(units, stage, part, has)
        first = _starts(units.domain_of_group)
        variance[units.domain_of_group[first]] += np.add.reduceat(part, first, axis=0)
    return variance


@dataclass(frozen=True)
class _Units:
    """The units that have cells of a domain, sorted by domain and stratum; a group is a domain × stratum."""

    cells: Places
    starts: Places
    unit: Places
    group_starts: Places
    group_sizes: Places
    domain_of_group: Places
    stratum_of_group: Places


def _by_domain_and_unit(stage: Stage, domain_by_cell: Places, is_in: Places) -> _Units:
    size = stage.stratum_by_unit.size
    key = domain_by_cell[is_in] * size + stage.unit_by_cell[is_in]
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = _starts(key)
    domain, unit = np.divmod(key[starts], size)
    group = domain * stage.drawn.size + stage.stratum_by_unit[unit]
    group_starts = _starts(group)
    domain_of_group, stratum_of_group = np.divmod(group[group_starts], stage.drawn.size)
    sizes = np.diff(np.append(group_starts, unit.size))
    return _Units(is_in[order], starts, unit, group_starts, sizes, domain_of_group, stratum_of_group)


def _of_strata(stage: Stage, units: _Units, influence: Floats, lonely: Lonely) -> Floats:
    """Give what each domain × stratum adds: units against the mean of all units drawn in the stratum."""
    by_unit = np.add.reduceat(influence[units.cells], units.starts, axis=0)
    drawn = stage.drawn[units.stratum_of_group][:, None]
    mean = np.add.reduceat(by_unit, units.group_starts, axis=0) / drawn
    if lonely == "adjust":
        mean[stage.is_lonely[units.stratum_of_group]] = 0
    left_out = stage.left_out[units.unit][:, None]
    around = by_unit - np.repeat(mean, units.group_sizes, axis=0)
    squares = np.add.reduceat(left_out * around**2, units.group_starts, axis=0)
    all_left_out = np.bincount(stage.stratum_by_unit, stage.left_out)[units.stratum_of_group]
    absent = all_left_out[:, None] - np.add.reduceat(left_out, units.group_starts, axis=0)
    squares += np.where(drawn > units.group_sizes[:, None], absent, 0) * mean**2
    scale = stage.factor[units.stratum_of_group] * stage.has_variance[units.stratum_of_group]
    return squares * scale[:, None] * np.where(drawn > 1, drawn / np.maximum(drawn - 1, 1), 1)


def _averaged(units: _Units, stage: Stage, part: Floats, present: Flags) -> Floats:
    """Let the other strata of a domain stand for its strata of one unit (R's ``average``).

    Below the first stage these are the other strata within the same unit of the stage before.
    """
    starts = units.starts[units.group_starts]
    has = np.add.reduceat(present[units.cells].astype(np.int64), starts, axis=0) > 0
    usable = has & ~stage.is_lonely[units.stratum_of_group][:, None]
    parents = int(stage.parent.max(initial=0)) + 1
    first = _starts(units.domain_of_group * parents + stage.parent[units.stratum_of_group])
    with np.errstate(divide="ignore", invalid="ignore"):
        held, able = (np.add.reduceat(flags.astype(float), first) for flags in (has, usable))
        scale = np.where(held > 0, held / able, 1)
    scaled: Floats = part * np.repeat(scale, np.diff(np.append(first, units.domain_of_group.size)), axis=0)
    return scaled


def _starts(sorted_places: Places) -> Places:
    """Give where each new value begins."""
    return np.flatnonzero(np.diff(sorted_places, prepend=-1))
