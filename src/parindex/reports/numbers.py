"""Numbers of reports as texts: points, percent, ranks with their denominators, differences."""

from __future__ import annotations

from parindex.language import Lang
from parindex.numerals import format_number

NONE = "–"
"""What stands where there is no number."""


def shown(number: float | None, decimals: int | None = None, lang: Lang = "vi") -> str:
    """Write a number, or the dash where there is none.

    >>> shown(87.747, 2), shown(None)
    ('87,75', '–')
    """
    return NONE if number is None else format_number(number, decimals, lang)


def percent(number: float | None, decimals: int = 2, lang: Lang = "vi") -> str:
    """Write a percentage with its sign.

    >>> percent(71.428571, 2)
    '71,43 %'
    """
    return NONE if number is None else f"{format_number(number, decimals, lang)} %"


def signed(number: float | None, decimals: int | None = None, lang: Lang = "vi") -> str:
    """Write a difference with its sign; zero has none.

    >>> signed(2.61, 2), signed(-0.52, 2), signed(-0.001, 2)
    ('+2,61', '-0,52', '0,00')
    """
    if number is None:
        return NONE
    text = format_number(number, decimals, lang)
    return f"+{text}" if number > 0 and text.strip("0.,") else text


def place(rank: int | None, of: int | None, tied: bool = False) -> str:  # noqa: FBT001, FBT002  # a column
    """Write a rank as it is printed, with ``=`` after the rank of a tie.

    >>> place(9, 19), place(2, 3, True), place(None, 3)
    ('9/19', '2=/3', '–')
    """
    return NONE if rank is None else f"{rank}{'=' if tied else ''}/{of}"
