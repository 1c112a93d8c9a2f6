"""Columns of cells to texts, codes, truths and numbers; each says which cells it could not read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from parindex.dossiers.intake.names import CODE_WORDS, CODES, NO_PAYMENT, TRUTH_WORDS
from parindex.dossiers.records import Level
from parindex.reading.grid import BLANKS
from parindex.text import fold_expr

LONGEST_TEXT: Final = 200
"""Letters of a code or an id; longer ones come from shifted columns."""
_MANY: Final = 10_000
"""Different texts from which looking at each once saves nothing."""
_UNFINISHED: Final = r"^=|^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)$"
MOST_LEGAL_DAYS: Final = 3650.0
_OLD_INFORMATION: Final = 1
"""Level 1 gave information, as level 2 does."""


def stripped(cells: pl.Series) -> pl.Series:
    """Give texts without blanks around them, null where nothing is left; other types stay as they are."""
    if cells.dtype != pl.String:
        return cells
    text = cells.str.strip_chars(BLANKS)
    return text.to_frame().select(pl.when(pl.first() != "").then(pl.first())).to_series()


def is_unfinished(cells: pl.Series) -> pl.Series:
    """Tell which cells are a formula without a result, or show an error of Excel."""
    if cells.dtype != pl.String or not (cells.str.starts_with("=") | cells.str.starts_with("#")).any():
        return pl.repeat(value=False, n=len(cells), eager=True)
    return cells.str.contains(_UNFINISHED).fill_null(value=False)


def as_text(cells: pl.Series) -> pl.Series:
    """Give ids as texts: a whole number of Excel without its ``.0``; null where it is no id."""
    if cells.dtype.is_float():
        cells = cells.cast(pl.Int64, strict=False)
    text = cells if cells.dtype == pl.String else cells.cast(pl.String, strict=False)
    return (
        text.to_frame()
        .select(pl.when(pl.first().str.len_chars() <= LONGEST_TEXT).then(pl.first()))
        .to_series()
    )


def as_code(cells: pl.Series, name: str, own: Mapping[str, int]) -> pl.Series:
    """Give codes of a field from numbers, the words for them, or the source's own words."""
    words = {**CODE_WORDS[name], **own}
    codes = _by_words(cells, words, own)
    if name == "level":
        codes = codes.replace(_OLD_INFORMATION, int(Level.INFORMATION))
    allowed = pl.Series(sorted(CODES[name]), dtype=pl.Int8)
    return codes.to_frame().select(pl.when(pl.first().is_in(allowed.implode())).then(pl.first())).to_series()


def without_no_payment(codes: pl.Series) -> pl.Series:
    """Take away the code that says nothing was paid online."""
    return codes.to_frame().select(pl.when(pl.first() != NO_PAYMENT).then(pl.first())).to_series()


def as_truth(cells: pl.Series, own: Mapping[str, int]) -> pl.Series:
    """Give truth values from 0 and 1, true and false, có and không."""
    if cells.dtype == pl.Boolean:
        return cells
    codes = _by_words(cells, {**TRUTH_WORDS, **own}, own)
    return codes.to_frame().select(pl.when(pl.first().is_between(0, 1)).then(pl.first() == 1)).to_series()


def as_days(cells: pl.Series) -> pl.Series:
    """Give a number of days; the decimal sign may be a comma."""
    if cells.dtype == pl.String:
        cells = cells.str.strip_chars(BLANKS).str.replace(",", ".", literal=True)
    days = cells.cast(pl.Float64, strict=False)
    good = pl.first().is_between(0, MOST_LEGAL_DAYS)
    return days.to_frame().select(pl.when(good).then(pl.first())).to_series()


def _by_words(cells: pl.Series, words: Mapping[str, int], own: Mapping[str, int]) -> pl.Series:
    """Give codes of numbers and words; a text is looked at once, however often it stands in the column."""
    if cells.dtype == pl.Boolean:
        return cells.cast(pl.Int8)
    if cells.dtype != pl.String and not own:
        return cells.cast(pl.Int8, strict=False)
    texts = cells if cells.dtype == pl.String else cells.cast(pl.String, strict=False)
    different = texts.drop_nulls().unique()
    if len(different) > _MANY:
        return _said(texts, words)
    return texts.replace_strict(different, _said(different, words), default=None, return_dtype=pl.Int8)


def _said(texts: pl.Series, words: Mapping[str, int]) -> pl.Series:
    """Look words up as they are folded; a text such as ``10.0`` is its number."""
    folded = texts.to_frame().select(fold_expr(pl.first().str.strip_chars(BLANKS))).to_series()
    whole = folded.str.strip_suffix(".0").cast(pl.Int8, strict=False)
    found = folded.replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.Int8)
    return found.fill_null(whole)
