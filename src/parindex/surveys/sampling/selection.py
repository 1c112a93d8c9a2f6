"""The draw: stage after stage, in an order that the rows of the file have no part in.

Chance is taken in this order: one raw number for each element, in the order of their codes, where persons
have several (who keeps which); then for each stage what its method takes; last one for each element left in a
drawn cell, for the reserve.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from parindex.errors import Problem, raise_if_any
from parindex.surveys.sampling.chance import (
    Chance,
    Positions,
    brewer,
    pps_systematic,
    probabilities,
    ranks,
    systematic,
)
from parindex.surveys.sampling.drawn import DOSSIERS, Drawn, sample_of
from parindex.surveys.sampling.fitting import check_fit
from parindex.surveys.sampling.frames import Frame
from parindex.surveys.sampling.kinds import FOLDED_PERSONS, NOBODY_DRAWN, SMALL_CLUSTERS
from parindex.surveys.sampling.plans import BY_SIZE, KEY_OF, Plan, Stage

_CELL: Final = "cell"
_PICKED: Final = "is_picked"
_ORDER: Final = "order"
_HUNDRED: Final = 100
_NAMED: Final = 12


class _Cells(NamedTuple):
    """Where the cells of a stage begin in the order of its units, how many each has, how many are taken."""

    starts: Positions
    populations: Positions
    taken: Positions


def draw(frame: Frame, plan: Plan, seed: int) -> Drawn:
    """Draw a sample; the same frame, plan and seed give the same sample on any machine.

    Raises :class:`ProblemsFound` with everything that is wrong with the frame and that the plan asks of it in
    vain. What is only worth knowing (small clusters taken whole, persons folded, strata with nobody drawn) is
    in ``Drawn.problems``.

    >>> from parindex.surveys.sampling.plans import simple_plan
    >>> frame = Frame.of(pl.DataFrame({"element_id": [f"h{number}" for number in range(100)]}))
    >>> drawn = draw(frame, simple_plan(4), seed=2026)
    >>> drawn.sample["weight"].to_list(), drawn.sample.height
    ([25.0, 25.0, 25.0, 25.0], 4)
    """
    chance = Chance(seed, frame.hash)
    before = chance.state()
    raise_if_any((*frame.problems(), *frame.missing_columns(plan.sort)))
    people, warnings = _folded(frame, plan, chance)
    check_fit(frame, people, plan)
    left, lacking = people, []
    for number, stage in enumerate(plan.stages, 1):
        left, short = _drawn_stage(left, plan, number, chance)
        lacking += short if stage.size is not None and number > 1 else []
    warnings += [*_short(frame, lacking), *_nobody_in(frame, people, left.filter(_PICKED))]
    reserve = _reserve(left, plan, chance)
    sample = sample_of(left.filter(_PICKED), reserve, len(plan.stages))
    return Drawn(sample, people, plan, seed, frame, (before, chance.state()), tuple(warnings))


def _folded(frame: Frame, plan: Plan, chance: Chance) -> tuple[pl.DataFrame, list[Problem]]:
    """Keep one element of each person, any of them with the same chance; count how many there were."""
    table = frame.table.with_columns(pl.lit(1, pl.Int64).alias(DOSSIERS))
    if not plan.is_one_per_person or not frame.has("person_id"):
        return table, []
    # Without a person an element is its own; the tab keeps it apart from every code.
    owner = pl.coalesce("person_id", pl.concat_str(pl.lit("\t"), "element_id"))
    raws = pl.Series(values=chance.raws(table.height), dtype=pl.UInt64)
    owned = table.with_columns(owner=owner, raw=raws, at=pl.int_range(pl.len()))
    counted = owned.with_columns(pl.len().over("owner").cast(pl.Int64).alias(DOSSIERS))
    kept = counted.sort("raw", "at").unique("owner", keep="first", maintain_order=True).sort("at")
    gone = table.height - kept.height
    said = [Problem(FOLDED_PERSONS, frame.place, {"count": gone})] if gone else []
    return kept.drop("owner", "raw", "at"), said


def _drawn_stage(
    left: pl.DataFrame, plan: Plan, number: int, chance: Chance
) -> tuple[pl.DataFrame, list[int]]:
    """Draw one stage: what is left, with the probability of the stage; how many each small cell lacks."""
    stage = plan.stages[number - 1]
    parents = ["stratum", *(KEY_OF[one.level] for one in plan.stages[: number - 1])]
    is_last = stage.level == "element"
    units = _units(left, parents, KEY_OF[stage.level], plan.sort)
    cells, wanted = _cells(units, parents, stage)
    picked, order, chances = _picked(units, cells, stage, chance)
    done = units.with_columns(
        pl.Series(_PICKED, picked, pl.Boolean),
        pl.Series(_ORDER, order, pl.Int64),
        pl.Series(f"pi_{number}", chances, pl.Float64),
        pl.Series(f"population_{number}", np.repeat(cells.populations, cells.populations), pl.Int64),
        pl.Series(f"taken_{number}", np.repeat(cells.taken, cells.populations), pl.Int64),
    )
    short = [int(one) for one in (wanted - cells.taken) if one > 0]
    if is_last:
        return done, short
    keys = [*parents, KEY_OF[stage.level]]
    new = done.filter(_PICKED).select(*keys, f"pi_{number}", f"population_{number}", f"taken_{number}")
    return left.join(new, on=keys, how="inner"), short


def _units(left: pl.DataFrame, parents: Sequence[str], key: str, sort: Sequence[str]) -> pl.DataFrame:
    """Give what a stage draws from, in order: parents, the columns to sort by, codes; with sizes."""
    by_size = pl.col("size") if left["size"].null_count() < left.height else pl.lit(1.0)
    sized = left.with_columns(by_size.alias("size"))
    if key != "element_id":
        first = [pl.col(name).min() for name in sort if name not in {"size", key, *parents}]
        sized = sized.group_by(*parents, key).agg(pl.col("size").sum(), *first)
    units = sized.sort(*parents, *sort, key)
    return units.with_columns(pl.struct(parents).rle_id().alias(_CELL))


def _cells(units: pl.DataFrame, parents: Sequence[str], stage: Stage) -> tuple[_Cells, Positions]:
    counted = units.group_by(_CELL, maintain_order=True).agg(pl.col(parents[0]).first(), pl.len())
    populations = counted["len"].to_numpy().astype(np.int64)
    asked = [stage.wanted(stratum) for stratum in counted["stratum"].to_list()]
    wanted = np.array(
        [most if one is None else one for one, most in zip(asked, populations, strict=True)], np.int64
    )
    starts = np.concatenate([[0], np.cumsum(populations)[:-1]]).astype(np.int64)
    return _Cells(starts, populations, np.minimum(wanted, populations)), wanted


def _picked(
    units: pl.DataFrame, cells: _Cells, stage: Stage, chance: Chance
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Say of each unit whether it is drawn, in which place of its cell (from 1), with which probability."""
    if stage.method == "srs":
        order = ranks(units[_CELL].to_numpy().astype(np.int64), chance.raws(units.height))
        most = np.repeat(cells.taken, cells.populations)
        return (
            order < most,
            order + 1,
            most / np.repeat(cells.populations, cells.populations),
        )
    picked = np.zeros(units.height, bool)
    order = np.zeros(units.height, np.int64)
    chances = np.zeros(units.height)
    sizes = units["size"].to_numpy() if stage.method in BY_SIZE else np.ones(units.height)
    for start, population, taken in zip(*cells, strict=True):
        here = slice(int(start), int(start + population))
        chances[here] = probabilities(sizes[here], int(taken)) if taken else 0.0
        found = int(start) + _positions(stage, chances[here], int(taken), chance)
        picked[found] = True
        order[found] = np.arange(1, len(found) + 1)
    return picked, order, chances


def _positions(stage: Stage, chances: np.ndarray, taken: int, chance: Chance) -> Positions:
    """Draw in one cell; a cell that gives nothing takes no chance."""
    if not taken:
        return np.empty(0, np.int64)
    if stage.method == "pps_brewer":
        return brewer(chances, chance.raws(taken))
    raw = int(chance.raws(1)[0])
    if stage.method == "systematic":
        return systematic(len(chances), taken, raw)
    return pps_systematic(chances, raw)


def _reserve(left: pl.DataFrame, plan: Plan, chance: Chance) -> pl.DataFrame:
    """Name the reserve of each cell: a random order of those not drawn, as many as the plan says."""
    if not plan.reserve_percent:
        return left.clear()
    last = len(plan.stages)
    free = left.filter(~pl.col(_PICKED) & (pl.col(f"taken_{last}") > 0))
    raws = chance.raws(free.height)
    order = ranks(free[_CELL].to_numpy().astype(np.int64), raws) + 1
    most = -((-pl.col(f"taken_{last}") * plan.reserve_percent) // _HUNDRED)
    return free.with_columns(pl.Series(_ORDER, order, pl.Int64)).filter(pl.col(_ORDER) <= most)


def _short(frame: Frame, lacking: Sequence[int]) -> list[Problem]:
    if not lacking:
        return []
    return [Problem(SMALL_CLUSTERS, frame.place, {"count": len(lacking), "lacking": sum(lacking)})]


def _nobody_in(frame: Frame, people: pl.DataFrame, drawn: pl.DataFrame) -> list[Problem]:
    """Say in which strata nobody was drawn: no weight makes up for them."""
    sizes = people.group_by("stratum").len().join(drawn, on="stratum", how="anti").sort("stratum")
    if sizes.is_empty():
        return []
    named = ", ".join(sizes["stratum"].head(_NAMED)) + (" …" if sizes.height > _NAMED else "")
    details = {"count": sizes.height, "strata": named, "people": int(sizes["len"].sum())}
    return [Problem(NOBODY_DRAWN, frame.place, details)]
