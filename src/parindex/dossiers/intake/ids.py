"""Columns of ids: texts without blanks around them, and which cells are no ids."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from parindex.dossiers.intake.blanks import SHORT, without_no_ids
from parindex.dossiers.intake.names import APPLICANT_KINDS
from parindex.dossiers.intake.words import Words, none_of, words_of
from parindex.reading.grid import BLANKS
from parindex.text import fold_expr

LONGEST: Final = 200
"""Letters of an id; longer ones come from shifted columns."""
_UNFINISHED: Final = r"^=|^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)$"
_FIRST_PLAIN, _LAST_PLAIN = ord("!"), ord("~")
_SHORT_CODE: Final = r"^(?:\d{1,2}|[A-Z]{1,2})$"
_FORMULA_SIGNS: Final = [ord("="), ord("#")]


class Ids(NamedTuple):
    """Ids (``String``, or ``Enum`` where few stand often), and which cells are none."""

    ids: pl.Series
    is_bad: pl.Series


def as_ids(cells: pl.Series) -> Ids:
    """Give ids as texts: a whole number of Excel without its ``.0``; null where there is none."""
    if cells.dtype != pl.String:
        return _of_others(cells)
    words = words_of(cells)
    if words is not None:
        return _of_words(words)
    return Ids(cells, none_of(cells)) if _is_plain(cells) else _looked_at(cells)


def as_kinds(cells: pl.Series) -> Ids:
    """Give kinds of applicants: known words and short codes; anything else may be a name, and is not kept."""
    read = as_ids(cells)
    ids = read.ids
    if isinstance(ids.dtype, pl.Enum) and not _known_kinds(ids.dtype.categories).null_count():
        return read
    return Ids(_known_kinds(ids.cast(pl.String)), none_of(cells))


def _known_kinds(texts: pl.Series) -> pl.Series:
    known = fold_expr(pl.first()).is_in(sorted(APPLICANT_KINDS)) | pl.first().str.contains(_SHORT_CODE)
    return texts.to_frame().select(pl.when(known).then(pl.first())).to_series()


def stripped(cells: pl.Series) -> pl.Series:
    """Give texts without blanks around them, null where nothing is left; other types stay as they are."""
    if cells.dtype != pl.String:
        return cells
    text = cells.str.strip_chars(BLANKS)
    return text.to_frame().select(pl.when(pl.first() != "").then(pl.first())).to_series()


def is_unfinished(cells: pl.Series) -> pl.Series:
    """Tell which cells are a formula without a result, or show an error of Excel."""
    if cells.dtype != pl.String or not (cells.str.starts_with("=") | cells.str.starts_with("#")).any():
        return none_of(cells)
    return cells.str.contains(_UNFINISHED).fill_null(value=False)


def _of_others(cells: pl.Series) -> Ids:
    if cells.dtype.is_float():
        cells = cells.cast(pl.Int64, strict=False)
    return _short(cells.cast(pl.String, strict=False), cells.is_not_null())


def _looked_at(cells: pl.Series) -> Ids:
    text = without_no_ids(stripped(cells))
    read = _short(text, text.is_not_null())
    return Ids(read.ids, read.is_bad | is_unfinished(text))


def _short(texts: pl.Series, has_value: pl.Series) -> Ids:
    """Take away texts that are too long."""
    is_short = pl.first().str.len_chars() <= LONGEST
    ids = texts.to_frame().select(pl.when(is_short).then(pl.first())).to_series()
    return Ids(ids, ids.is_null() & has_value)


def _of_words(words: Words) -> Ids:
    """Look at each different text once; texts that differ in their blanks alone become one."""
    read = _looked_at(words.texts)
    known = read.ids.drop_nulls().unique().sort()
    ids = words.spread(read.ids.cast(pl.Enum(known)))
    return Ids(ids, words.spread(read.is_bad) if read.is_bad.any() else none_of(ids))


def _is_plain(cells: pl.Series) -> bool:
    """Tell whether all texts begin and end with a plain letter, are short, and look like no formula."""
    if cells.str.len_bytes().max() is None:
        return True
    lengths = cells.str.len_bytes()
    if int(lengths.min()) <= SHORT or int(lengths.max()) > LONGEST:  # type: ignore[arg-type]  # a whole number
        return False
    letters = cells.cast(pl.Binary)
    first, last = letters.bin.get(0), letters.bin.get(-1)
    are_plain = all(one.is_between(_FIRST_PLAIN, _LAST_PLAIN).all() for one in (first, last))
    return are_plain and not any((first == sign).any() for sign in _FORMULA_SIGNS)
