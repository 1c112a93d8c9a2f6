"""Figures that are estimates: their interval (khoảng tin cậy), and the points at its two ends.

A rule that only rises, or only falls, maps the ends of an interval to the ends of the points' interval, with
no less confidence however bent it is: where the figure lies between its ends, its points lie between theirs.
Of other rules nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

import polars as pl

from parindex.frameworks import rules
from parindex.frameworks.outline import Outline, OutlineNode
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from parindex.surveys.estimation.intervals import METHODS, with_intervals
from parindex.tables import ESTIMATES

KEYS: Final = ("unit_id", "criterion_id", "source")
_PERCENT: Final = 100
_RISING: Final = (rules.SurveyIndex, rules.SurveyLikert, rules.Proportional, rules.RatioFloor)
_ROLES: Final = {
    "criterion_id": pl.String,
    "input": pl.String,
    "role": pl.String,
    "weight": pl.Float64,
    "least": pl.Float64,
    "most": pl.Float64,
    "direction": pl.Int8,
}
_PLACE: Final = 5e-4
"""How far a recorded end may be from the computed one, in percentage points: figures have six decimals."""


def direction_of(rule: rules.AnyRule) -> int:
    """Tell whether points rise (1) or fall (-1) with the figure all the way; 0 where neither is known.

    >>> rising = rules.Linear(kind="linear", knots=({"at": 50, "points": 0}, {"at": 90, "points": 2}))
    >>> direction_of(rising), direction_of(rules.Relative(kind="relative"))
    (1, 0)
    """
    if isinstance(rule, _RISING):
        return 1
    if isinstance(rule, rules.Linear):
        return _trend([knot.points for knot in sorted(rule.knots, key=lambda one: one.at)])
    if isinstance(rule, rules.Bands):
        lowest = Decimal("-Infinity")
        ordered = sorted(rule.bands, key=lambda one: lowest if one.from_ is None else one.from_)
        return _trend([band.points for band in ordered])
    return 0


def _trend(points: Sequence[Decimal]) -> int:
    steps = [after - before for before, after in pairwise(points)]
    if all(step >= 0 for step in steps):
        return 1
    return -1 if all(step <= 0 for step in steps) else 0


def read_estimates(outline: Outline, values: pl.DataFrame, estimates: pl.DataFrame) -> pl.DataFrame:
    """Give estimates with ``estimate`` (in percent, from the values) and ``direction`` of their leaf's rule.

    ``estimates`` has the columns of :data:`parindex.tables.ESTIMATES`. ``estimate`` is the only input of a
    leaf, or the mean weight of its answers where it weighs options; null where the leaf takes neither.
    """
    roles = _roles(outline)
    weighed = (pl.col("value") * pl.col("weight")).sum() / pl.col("value").sum()
    is_single = pl.col("role").first() == "single"
    found = (
        _given(values, roles)
        .group_by(KEYS)
        .agg(
            estimate=pl.when(is_single).then(pl.col("value").first()).otherwise(weighed),
            direction=pl.col("direction").first(),
        )
    )
    return estimates.join(found, on=KEYS, how="left", maintain_order="left").with_columns(
        pl.col("direction").fill_null(0)
    )


def _given(values: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    plain = values.with_columns(pl.col("source").cast(pl.String))
    return plain.join(roles, on=["criterion_id", "input"], how="inner", maintain_order="left")


def _roles(outline: Outline) -> pl.DataFrame:
    rows = [row for leaf in outline.leaves for row in _roles_of(leaf)]
    return pl.DataFrame(rows, schema=_ROLES, orient="row")


def _roles_of(leaf: OutlineNode) -> Iterator[tuple[str, str, str, float | None, float, float, int]]:
    """Say what each input of a leaf is for a figure: the figure itself, or answers of the best option, ..."""
    rule, inputs = leaf.node.rule, leaf.node.inputs()
    if rule is None:
        return
    direction = direction_of(rule)
    if isinstance(rule, rules.SurveyLikert):
        weights = {option.name: float(option.weight) for option in rule.options}
        least, most = min(weights.values()), max(weights.values())
        names = {
            "best": max(weights, key=weights.__getitem__),
            "worst": min(weights, key=weights.__getitem__),
        }
        for name, weight in weights.items():
            role = next((role for role, chosen in names.items() if chosen == name), "other")
            yield leaf.code, name, role, weight, least, most, direction
    elif len(inputs) == 1 and inputs[0].type in {"percent", "number"}:
        least = max(0.0, float(inputs[0].minimum or 0))
        most = min(float(_PERCENT), float(_PERCENT if inputs[0].maximum is None else inputs[0].maximum))
        yield leaf.code, inputs[0].name, "single", None, least, most, direction


def usable() -> pl.Expr:
    """Tell which estimates can be mapped to points: a rule with one direction, an interval, what it is of."""
    known = pl.all_horizontal(pl.col("estimate", "low", "high").is_not_null())
    return known & (pl.col("direction") != 0)


def with_points(card: Scorecard, values: pl.DataFrame, estimates: pl.DataFrame) -> pl.DataFrame:
    """Give estimates with ``points_low`` and ``points_high``: a leaf's points at the ends of the interval.

    Ends beyond what the leaf takes count as the nearest it takes. Null where the rule has no one direction.
    """
    if estimates.is_empty():
        return estimates.select(ESTIMATES.names()).cast(ESTIMATES)
    read = read_estimates(card.outline, values, estimates)
    chosen = read.filter(usable())
    found = read.select(ESTIMATES.names()[:-2])
    if chosen.is_empty():
        return found.with_columns(points_low=None, points_high=None).cast(ESTIMATES)
    for column, is_worse in (("points_low", True), ("points_high", False)):
        points = at_ends(card, values, chosen, is_worse=is_worse).scores.select(
            "unit_id", "criterion_id", pl.col("points").alias(column)
        )
        kept = chosen.select(KEYS).join(points, on=["unit_id", "criterion_id"], how="left")
        found = found.join(kept, on=KEYS, how="left", maintain_order="left")
    return found.select(ESTIMATES.names())


def at_ends(card: Scorecard, values: pl.DataFrame, chosen: pl.DataFrame, *, is_worse: bool) -> Scorecard:
    """Score again with every estimate at the end of its interval that gives fewer (or more) points."""
    is_low = (pl.col("direction") > 0) == is_worse
    ends = chosen.select(*KEYS, end=pl.when(is_low).then("low").otherwise("high"))
    return score(card.edition, _moved(card.outline, values, ends), card.units, sources=card.sources)


def _moved(outline: Outline, values: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """Give values with figures moved to ``end``: answers of options go to the best and the worst one."""
    plain = values.with_columns(pl.col("source").cast(pl.String))
    joined = plain.join(
        _roles(outline), on=["criterion_id", "input"], how="left", maintain_order="left"
    ).join(ends, on=KEYS, how="left", maintain_order="left")
    end = pl.col("end").clip(pl.col("least"), pl.col("most"))
    reach, all_answers = pl.col("most") - pl.col("least"), pl.col("value").sum().over(KEYS)
    moved = (
        pl.when(pl.col("end").is_null() | pl.col("role").is_null())
        .then("value")
        .when(pl.col("role") == "single")
        .then(end)
        .when(pl.col("role") == "best")
        .then(all_answers * (end - pl.col("least")) / reach)
        .when(pl.col("role") == "worst")
        .then(all_answers * (pl.col("most") - end) / reach)
        .otherwise(0.0)
    )
    return joined.with_columns(value=moved).select(values.columns)


def widened(read: pl.DataFrame, level: float) -> pl.DataFrame:
    """Give estimates with their interval at another level, by their own method, from error and df."""
    return _intervals(read, pl.lit(level)).with_columns(
        low=pl.col("computed_low"), high=pl.col("computed_high")
    )


def contradicted(read: pl.DataFrame) -> pl.DataFrame:
    """Give the recorded ends that are not those of the estimate: ``column``, ``recorded``, ``computed``.

    The interval is computed from the estimate, its error, respondents and degrees of freedom, by the method
    and at the level that are named with it; ends may differ by what rounding to six decimals can do.
    """
    there = read.filter(pl.col("low").is_not_null())
    computed = _intervals(there, pl.col("level"))
    parts = []
    for name in ("low", "high"):
        again = pl.col(f"computed_{name}")
        differs = again.is_null() | ((pl.col(name) - again).abs() > _PLACE)
        columns = (
            *KEYS,
            pl.lit(name).alias("column"),
            pl.col(name).alias("recorded"),
            again.alias("computed"),
        )
        parts.append(computed.filter(differs).select(*columns))
    return pl.concat(parts)


def _intervals(read: pl.DataFrame, level: pl.Expr) -> pl.DataFrame:
    """Compute the interval of each row, in percent; none where a method or a number is not known."""
    ready = read.with_columns(asked=level.cast(pl.Float64)).with_row_index("at")
    parts = [pl.DataFrame(schema={"at": pl.UInt32, "computed_low": pl.Float64, "computed_high": pl.Float64})]
    for (method, asked), rows in ready.group_by("method", "asked", maintain_order=True):
        if method in METHODS and isinstance(asked, float) and 0 < asked < 1:
            shares = rows.select(
                "at",
                estimate=pl.col("estimate") / _PERCENT,
                se=pl.col("standard_error") / _PERCENT,
                n="respondents",
                df="df",
            )
            found = with_intervals(shares, method, asked)
            parts.append(
                found.select(
                    "at",
                    computed_low=pl.col("lower") * _PERCENT,
                    computed_high=pl.col("upper") * _PERCENT,
                )
            )
    return ready.join(pl.concat(parts), on="at", how="left", maintain_order="left").drop("at", "asked")
