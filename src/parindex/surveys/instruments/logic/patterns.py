r"""Patterns of ``regex()``, matched in linear time: no pattern a form may hold can stop the server.

The engine is the one behind Polars (RE2's method, Cox 2007): no backreference, no look-around; the whole text
must match, as ODK says. Texts and patterns are bounded besides.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import polars as pl

_LONGEST_PATTERN: Final = 300
_LONGEST_TEXT: Final = 10_000


@lru_cache(maxsize=1024)
def is_pattern(pattern: str) -> bool:
    r"""Tell whether a pattern is one that is understood.

    >>> is_pattern("[0-9]{10}"), is_pattern(r"(a)\1"), is_pattern("(")
    (True, False, False)
    """
    if len(pattern) > _LONGEST_PATTERN:
        return False
    try:
        pl.Series([""]).str.contains(pattern)
        _matches(pattern, "")
    except pl.exceptions.PolarsError:
        return False
    return True


def matches(text: str, pattern: str) -> bool:
    """Tell whether the whole text is of the pattern; a text of more than 10,000 letters is of none."""
    return len(text) <= _LONGEST_TEXT and _matches(pattern, text)


def _matches(pattern: str, text: str) -> bool:
    return bool(pl.Series([text], dtype=pl.String).str.contains(f"^(?:{pattern})$").item())
