"""Numbers written as text: which sign is the decimal sign is decided column by column, or asked.

Every text has a reading for each style (see :mod:`parindex.numerals`). A text that is a number in one style
only is evidence for that style; so is one whose other reading its criterion cannot take (1.577 where at most
2 points can be had). A column without evidence is not guessed at.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import polars as pl

from parindex.numerals import MINUS_SIGNS, PERCENT, SPACED, STYLES, Style, as_decimal, grammar
from parindex.reading.findings import Findings, Row
from parindex.reading.kinds import AMBIGUOUS, MIXED, OTHER_STYLE

Decimals = Literal["auto", "comma", "point"]
"""How numbers in texts are to be read: as each column says, or in one style throughout."""

_SIGNS: Final = {"comma": ",", "point": "."}
_SURE: Final = 5e-16
"""A whole number that was computed is off by a few units of the 16th digit."""


def with_readings(cells: pl.DataFrame) -> pl.DataFrame:
    """Add what each ``text`` means in each style (``comma``, ``point``), and whether it says percent.

    The value of a share (``type``) said in percent is a hundredth of it.
    """
    plain = pl.col("text").str.normalize("NFKC").str.strip_chars()
    cells = cells.with_columns(bare=plain, percent=plain.str.contains(PERCENT))
    bare = pl.col("bare").str.replace(PERCENT, "").str.replace(f"^[{MINUS_SIGNS}]", "-")
    cells = cells.with_columns(bare=bare)
    bare = pl.col("bare")
    spaced = pl.when(bare.str.contains(SPACED)).then(bare.str.replace_all(" ", "", literal=True))
    cells = cells.with_columns(bare=spaced.otherwise(bare))
    is_hundredths = pl.col("percent") & (pl.col("type") == "share")
    return cells.with_columns(_reading(style, is_hundredths) for style in STYLES).drop("bare")


def _reading(style: Style, is_hundredths: pl.Expr) -> pl.Expr:
    bare = pl.col("bare")
    point, group = (",", ".") if style == "comma" else (".", ",")
    digits = bare.str.replace_all(group, "", literal=True).str.replace(point, ".", literal=True)
    value = pl.when(is_hundredths).then(digits + "e-2").otherwise(digits).cast(pl.Float64, strict=False)
    value = (
        pl.when(is_hundredths & value.is_null())
        .then(digits.cast(pl.Float64, strict=False) / 100)
        .otherwise(value)
    )
    return pl.when(bare.str.contains(grammar(style))).then(value).alias(style)


def decide(cells: pl.DataFrame, decimal: Decimals, findings: Findings) -> pl.DataFrame:
    """Choose a reading for each cell (``row, col, text, comma, point, low, high, type``); add it as ``read``.

    ``read`` is null where there is none; problems say why: a column without evidence, with evidence for both
    styles, or cells that the style asked for cannot read. Text that is a number in no style is not judged.
    """
    if decimal != "auto":
        return _in_style(cells, decimal, findings)
    votes = cells.with_columns(vote=_vote())
    columns = votes.group_by("col").agg(
        (pl.col("vote") == style).any().alias(f"any_{style}") for style in STYLES
    )
    votes = votes.join(columns, on="col", how="left", maintain_order="left")
    _note_mixed(votes, findings)
    style = (
        pl.when(pl.col("any_comma") & ~pl.col("any_point"))
        .then(pl.lit("comma"))
        .when(pl.col("any_point") & ~pl.col("any_comma"))
        .then(pl.lit("point"))
    )
    votes = votes.with_columns(style=style)
    _note_ambiguous(votes, findings)
    return votes.with_columns(read=_chosen()).drop("vote", "style", "any_comma", "any_point")


def _in_style(cells: pl.DataFrame, style: Style, findings: Findings) -> pl.DataFrame:
    other = next(one for one in STYLES if one != style)
    unread = cells.filter(pl.col(style).is_null() & pl.col(other).is_not_null())
    findings.add_rows(OTHER_STYLE, unread, lambda one: {"given": one["text"], "sign": f"“{_SIGNS[style]}”"})
    return cells.with_columns(read=pl.col(style))


def _differ() -> pl.Expr:
    return (
        pl.col("comma").is_not_null() & pl.col("point").is_not_null() & (pl.col("comma") != pl.col("point"))
    )


def _vote() -> pl.Expr:
    """Say which style a cell speaks for; null where it could be either or is the same in both."""
    only_comma = pl.col("point").is_null() & pl.col("comma").is_not_null()
    only_point = pl.col("comma").is_null() & pl.col("point").is_not_null()
    return (
        pl.when(only_comma | (_differ() & _fits("comma") & ~_fits("point")))
        .then(pl.lit("comma"))
        .when(only_point | (_differ() & _fits("point") & ~_fits("comma")))
        .then(pl.lit("point"))
    )


def _fits(style: Style) -> pl.Expr:
    value = pl.col(style)
    is_whole = (pl.col("type") != "count") | ((value - value.round()).abs() <= value.abs() * _SURE)
    return (value >= pl.col("low").fill_null(value)) & (value <= pl.col("high").fill_null(value)) & is_whole


def _chosen() -> pl.Expr:
    """Take the reading of the column's style; without one, what both styles agree on."""
    agreed = pl.when(~_differ()).then(pl.coalesce("comma", "point"))
    return (
        pl.when(pl.col("style") == "comma")
        .then(pl.col("comma"))
        .when(pl.col("style") == "point")
        .then(pl.col("point"))
        .otherwise(agreed)
    )


def _note_mixed(votes: pl.DataFrame, findings: Findings) -> None:
    mixed = votes.filter(pl.col("any_comma") & pl.col("any_point") & pl.col("vote").is_not_null())
    first = mixed.sort("row").unique(["col", "vote"], keep="first", maintain_order=True)
    sides = {style: first.filter(pl.col("vote") == style).select("col", "row", "text") for style in STYLES}
    both = sides["comma"].join(sides["point"], on="col", suffix="_of_point")
    places = both.with_columns(
        comma_row="row", point_row="row_of_point", row=pl.min_horizontal("row", "row_of_point")
    )
    findings.add_rows(MIXED, places, _both_sides)


def _both_sides(one: Row) -> dict[str, object]:
    return {
        "comma": one["text"],
        "comma_row": one["comma_row"],
        "point": one["text_of_point"],
        "point_row": one["point_row"],
    }


def _note_ambiguous(votes: pl.DataFrame, findings: Findings) -> None:
    is_mixed = pl.col("any_comma") & pl.col("any_point")
    unclear = votes.filter(pl.col("style").is_null() & ~is_mixed & _differ()).sort("row")
    counts = unclear.group_by("col").agg(pl.len().alias("count"))
    first = unclear.unique("col", keep="first", maintain_order=True).join(counts, on="col")
    findings.add_rows(AMBIGUOUS, first, _question)


def _question(one: Row) -> dict[str, object]:
    details: dict[str, object] = {style: as_decimal(one[style]) for style in STYLES}
    return {**details, "given": one["text"], "count": one["count"]}


class Evidence(NamedTuple):
    """What a column of texts says about its decimal sign.

    ``style`` is None where nothing decides it, or where both do; ``is_ambiguous`` tells whether it matters.
    """

    style: Style | None
    is_mixed: bool
    is_ambiguous: bool


def evidence_of(texts: pl.Series, least: float | None = None, most: float | None = None) -> Evidence:
    """Decide the decimal sign of a column from its own cells, and from the least and most it can hold.

    >>> evidence_of(pl.Series(["1.577", "11,84"])).style
    'comma'
    >>> evidence_of(pl.Series(["1.577"]))
    Evidence(style=None, is_mixed=False, is_ambiguous=True)
    >>> evidence_of(pl.Series(["1.577"]), least=0, most=2).style
    'point'
    """
    bounds = {"low": pl.lit(least, pl.Float64), "high": pl.lit(most, pl.Float64), "type": pl.lit("number")}
    cells = with_readings(pl.DataFrame({"text": texts}).drop_nulls().with_columns(**bounds))
    votes = cells.select(vote=_vote(), differ=_differ())
    styles = [style for style in STYLES if (votes["vote"] == style).any()]
    style = styles[0] if len(styles) == 1 else None
    return Evidence(style, len(styles) > 1, style is None and bool(votes["differ"].any()))
