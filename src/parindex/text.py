"""Vietnamese text: folded for searching and matching, codes in counting order, small first letters."""

from __future__ import annotations

import re
import unicodedata

import polars as pl

_MARKS = r"\p{Mn}+"
_SPACES = r"\s+"
_DIGITS = re.compile(r"([0-9]+)")
# What lower case leaves different though Unicode folds it alike; both forms of fold() must agree.
_FOLDS = (("đ", "d"), ("ß", "ss"), ("ς", "σ"))


def fold(text: str) -> str:
    """Give a text as it is searched: no diacritics, đ as d, no difference of case, single spaces.

    Composed and decomposed text (NFC, NFD), full-width letters and hard spaces fold alike.

    >>> fold("  Đơn  vị "), fold("TIÊU CHÍ"), fold("Tỷ lệ đúng hạn")
    ('don vi', 'tieu chi', 'ty le dung han')
    """
    if text.isascii():
        return " ".join(text.lower().split())
    lower = unicodedata.normalize("NFKD", text).lower()
    for letter, plain in _FOLDS:
        lower = lower.replace(letter, plain)
    parts = unicodedata.normalize("NFKD", lower)
    return " ".join("".join(sign for sign in parts if unicodedata.category(sign) != "Mn").split())


def fold_expr(column: pl.Expr) -> pl.Expr:
    """Give a column of texts folded as :func:`fold` does; null stays null."""
    lower = column.str.normalize("NFKD").str.to_lowercase()
    for letter, plain in _FOLDS:
        lower = lower.str.replace_all(letter, plain, literal=True)
    bare = lower.str.normalize("NFKD").str.replace_all(_MARKS, "")
    return bare.str.replace_all(_SPACES, " ").str.strip_chars()


def lower_first(text: str) -> str:
    """Begin a label with a small letter, for the middle of a sentence; an acronym stays.

    >>> lower_first("Hồ sơ đúng hạn"), lower_first("UBND xã")
    ('hồ sơ đúng hạn', 'UBND xã')
    """
    is_acronym = len(text) > 1 and text[1].isupper()
    return text if is_acronym else text[:1].lower() + text[1:]


def natural_key(code: str) -> tuple[tuple[int, int | str], ...]:
    """Give the key that sorts codes as people count: 3.9 before 3.10, digits before letters.

    >>> sorted(["3.10", "3.9", "3", "TC2", "TC10"], key=natural_key)
    ['3', '3.9', '3.10', 'TC2', 'TC10']
    """
    parts = (part for part in _DIGITS.split(code) if part)
    return tuple((0, int(part)) if part.isdigit() else (1, part.lower()) for part in parts)
