"""Points as publications print them."""

from __future__ import annotations

from decimal import Decimal

from parweb.interface.numbers import number_text

_MOST_DIGITS = 3


def line_text(points: Decimal | None, decimals: int) -> str:
    """Write the points of one line with the digits it has, where it has at most three decimals.

    Seed 001 prints the lines of Xã Đồng Tâm so (11,84; 6; 1,577) and rounds their sum alone (87,75); a number
    that has more digits is rounded to the decimals of the edition.

    >>> line_text(Decimal("1.577"), 2), line_text(Decimal("6.000"), 2), line_text(Decimal("0.666666666"), 2)
    ('1,577', '6', '0,67')
    """
    if points is None:
        return "–"
    exponent = points.normalize().as_tuple().exponent
    has_few = isinstance(exponent, int) and -exponent <= max(decimals, _MOST_DIGITS)
    return number_text(points, None if has_few else decimals)
