"""Cells of a file of answers as codes, flags, numbers, days and moments, each column at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from parindex.surveys.answers.headers import options_by_word
from parindex.surveys.instruments.parts import Option
from parindex.text import fold, fold_expr

_FLAGS: Final = {
    "1": 1, "true": 1, "yes": 1, "y": 1, "co": 1, "x": 1, "chon": 1, "da chon": 1, "v": 1,
    "0": 0, "false": 0, "no": 0, "n": 0, "khong": 0, "khong chon": 0,
}  # fmt: skip
_DAYS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
_MOMENTS: Final = (
    "%Y-%m-%dT%H:%M:%S%.f%:z", "%Y-%m-%d %H:%M:%S%.f%:z", "%Y-%m-%dT%H:%M:%S%.fZ",
)  # fmt: skip
_LOCAL_MOMENTS: Final = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M")
_LARGEST: Final = 2**53


def codes(cells: pl.Series, options: tuple[Option, ...]) -> pl.Series:
    """Give the codes of options written as code, name or label; null where a cell is none of them."""
    return _looked_up(cells, options_by_word(options))


def flags(cells: pl.Series) -> pl.Series:
    """Give 1 and 0 of flags; null where a cell is neither."""
    return _looked_up(cells, _FLAGS)


def _looked_up(cells: pl.Series, words: Mapping[str, int]) -> pl.Series:
    """Look each different text up once, folded; a text such as ``4.0`` is its number."""
    different = cells.drop_nulls().unique()
    folded = different.to_frame().select(fold_expr(pl.first())).to_series()
    plain = folded.str.replace(r"^(-?\d+)\.0+$", "$1")
    found = plain.replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.Int16)
    return cells.replace_strict(different, found, default=None, return_dtype=pl.Int16)


def packed(cells: pl.Series, options: tuple[Option, ...]) -> tuple[dict[int, pl.Series], pl.Series]:
    """Take several answers out of one cell: codes or names between spaces, or labels between semicolons.

    Gives a series of 1 and 0 for each code (null where the cell is blank), and which cells were understood.
    """
    words = options_by_word(options)
    chosen = {text: _chosen(text, words) for text in cells.drop_nulls().unique()}
    is_good = pl.Series([text is None or chosen[text] is not None for text in cells], dtype=pl.Boolean)
    made = {
        option.code: pl.Series(
            [
                None if text is None or (one := chosen[text]) is None else int(option.code in one)
                for text in cells
            ],
            dtype=pl.Int16,
        )
        for option in options
    }
    return made, is_good


def _chosen(text: str, words: Mapping[str, int]) -> frozenset[int] | None:
    """Give the codes that a cell names; None where one of its parts is no option."""
    for parts in (text.split(), text.split(";"), text.split("|"), text.split(","), [text]):
        found = [words.get(fold(part)) for part in parts if part.strip()]
        if found and None not in found:
            return frozenset(code for code in found if code is not None)
    return None


def whole(cells: pl.Series) -> pl.Series:
    """Give whole numbers; null where a cell is none."""
    number = decimals(cells)
    return (
        number.to_frame()
        .select(
            pl.when((pl.first() == pl.first().round(0)) & (pl.first().abs() <= _LARGEST)).then(
                pl.first().cast(pl.Int64, strict=False)
            )
        )
        .to_series()
    )


def decimals(cells: pl.Series) -> pl.Series:
    """Give finite numbers; the decimal sign may be a comma; null where a cell is none."""
    plain = cells.str.replace(r"^(-?\d+),(\d+)$", "$1.$2")
    is_written = plain.str.contains(r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$")
    numbers = plain.cast(pl.Float64, strict=False)
    return numbers.set(~(is_written & numbers.is_finite()).fill_null(value=False), None)


def days(cells: pl.Series) -> pl.Series:
    """Give days written 2026-12-31 or 31/12/2026, also with a time behind; null where a cell is none."""
    head = cells.str.replace(r"^(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})[T ].*$", "$1")
    tried = [head.str.to_date(form, strict=False) for form in _DAYS]
    return _first(tried)


def moments(cells: pl.Series, zone: str) -> pl.Series:
    """Give moments in UTC; one without a time zone is of the zone given; null where a cell is none."""
    utc = pl.Datetime("us", "UTC")
    plain = cells.str.replace(r"Z$", "+00:00").str.replace(r"([+-]\d{2})(\d{2})$", "$1:$2")
    tried = [
        plain.str.to_datetime(form, strict=False, time_zone="UTC", time_unit="us") for form in _MOMENTS[:2]
    ]
    for form in _LOCAL_MOMENTS:
        local = plain.str.to_datetime(form, strict=False, time_unit="us")
        tried.append(
            local.dt.replace_time_zone(zone, ambiguous="null", non_existent="null").dt.convert_time_zone(
                "UTC"
            )
        )
    return _first([one.cast(utc) for one in tried])


def _first(tried: list[pl.Series]) -> pl.Series:
    """Give in each row the first reading that is not null."""
    columns = [one.alias(str(number)) for number, one in enumerate(tried)]
    return pl.DataFrame(columns).select(pl.coalesce(pl.all())).to_series()
