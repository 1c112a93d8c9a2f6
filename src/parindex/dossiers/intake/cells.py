"""Columns of cells to codes, truths and numbers; what could not be read is null."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

import polars as pl

from parindex.dossiers.intake.names import CODE_WORDS, CODES, NO_PAYMENT, TRUTH_WORDS
from parindex.dossiers.intake.words import words_of
from parindex.dossiers.records import Level
from parindex.reading.grid import BLANKS
from parindex.text import fold_expr

MOST_LEGAL_DAYS: Final = 3650.0
_WITH_UNIT: Final = r"(?i)^(\d+(?:\.\d+)?)\s*ngày(?:\s+làm\s+việc)?\.?$"
_ABOUT_DUE: Final = r"(?: *[-,(]? *(?:truoc|som|dung|trong|qua|tre) han\)?)?[ .;,]*$"
_CODE_BEFORE: Final = r"^(\d{1,2}) *[-–.:)/] *"
_OLD_INFORMATION: Final = 1
"""Level 1 gave information, as level 2 does."""


def as_code(cells: pl.Series, name: str, own: Mapping[str, int]) -> pl.Series:
    """Give codes of a field from numbers, the words for them, or the source's own words."""
    words = {**CODE_WORDS[name], **own}
    codes = _by_words(cells, words, own)
    if name == "level" and (codes == _OLD_INFORMATION).any():
        codes = codes.replace(_OLD_INFORMATION, int(Level.INFORMATION))
    if _are_among(codes, CODES[name]):
        return codes
    allowed = pl.Series(sorted(CODES[name]), dtype=pl.Int8)
    return codes.to_frame().select(pl.when(pl.first().is_in(allowed.implode())).then(pl.first())).to_series()


def _are_among(codes: pl.Series, known: frozenset[int]) -> bool:
    """Tell whether all codes are known ones, from the least and the greatest of them where that tells it."""
    if codes.len() == codes.null_count():
        return True
    least, most = cast("int", codes.min()), cast("int", codes.max())
    return known >= set(range(least, most + 1)) or known >= set(codes.unique().drop_nulls())


def without_no_payment(codes: pl.Series) -> pl.Series:
    """Take away the code that says nothing was paid online."""
    if not (codes == NO_PAYMENT).any():
        return codes
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
        words = words_of(cells)
        return _days_of(cells) if words is None else words.spread(_days_of(words.texts))
    return _within(cells.cast(pl.Float64, strict=False))


def _days_of(texts: pl.Series) -> pl.Series:
    plain = texts.str.strip_chars(BLANKS).str.replace(",", ".", literal=True)
    days = plain.cast(pl.Float64, strict=False)
    if days.null_count() == texts.null_count():
        return _within(days)
    return _within(days.fill_null(plain.str.extract(_WITH_UNIT).cast(pl.Float64, strict=False)))


def _within(days: pl.Series) -> pl.Series:
    if days.is_between(0, MOST_LEGAL_DAYS).all():
        return days
    good = pl.first().is_between(0, MOST_LEGAL_DAYS)
    return days.to_frame().select(pl.when(good).then(pl.first())).to_series()


def _by_words(cells: pl.Series, words: Mapping[str, int], own: Mapping[str, int]) -> pl.Series:
    """Give codes of numbers and words; a text is looked at once, however often it stands in the column."""
    if cells.dtype == pl.Boolean:
        return cells.cast(pl.Int8)
    if cells.dtype != pl.String and not own:
        return _whole_numbers(cells)
    texts = cells if cells.dtype == pl.String else cells.cast(pl.String, strict=False)
    different = words_of(texts)
    return _said(texts, words) if different is None else different.spread(_said(different.texts, words))


def _said(texts: pl.Series, words: Mapping[str, int]) -> pl.Series:
    """Look words up as they are folded; a text such as ``10.0`` is its number."""
    folded = texts.to_frame().select(fold_expr(pl.first().str.strip_chars(BLANKS))).to_series()
    whole = folded.str.strip_suffix(".0").cast(pl.Int8, strict=False)
    found = _looked_up(folded, words).fill_null(whole)
    return found if found.null_count() == texts.null_count() else found.fill_null(_around(folded, words))


def _looked_up(folded: pl.Series, words: Mapping[str, int]) -> pl.Series:
    return folded.replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.Int8)


def _around(folded: pl.Series, words: Mapping[str, int]) -> pl.Series:
    """Give codes of words that have their number before them (it must be theirs) or being on time behind."""
    bare = folded.str.replace(_ABOUT_DUE, "").str.replace(_CODE_BEFORE, "")
    before = folded.str.extract(_CODE_BEFORE).cast(pl.Int8, strict=False)
    found = _looked_up(bare, words)
    agrees = before.is_null() | (before == found)
    return found.to_frame().select(pl.when(agrees).then(pl.first())).to_series()


def _whole_numbers(cells: pl.Series) -> pl.Series:
    """Give numbers as codes; one with a fraction is none."""
    codes = cells.cast(pl.Int8, strict=False)
    if not (cells.dtype.is_float() or cells.dtype.is_decimal()):
        return codes
    same = codes.cast(pl.Float64) == cells.cast(pl.Float64)
    return codes.to_frame().select(pl.when(same).then(pl.first())).to_series()
