"""The digits of float64 values: which decimals they print, as whole units and parts of a unit.

A value means the decimal of at most 15 significant digits that it prints, as a spreadsheet shows it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

TENS: Final = 10 ** np.arange(19, dtype=np.int64)
SAFE: Final = 4e18
"""Whole numbers up to this are held; int64 ends at 9.2e18."""
_DIGITS: Final = 15
_BEYOND_DIGITS: Final = 1e15
_LARGEST_EXACT_POWER: Final = 26
"""Beyond ``10**26`` a power of ten is too coarse in float64 to find the last of 15 digits."""


def fitting(places: int, largest: float) -> int:
    """Give as many places, up to these, as whole numbers hold of a number of that size.

    >>> fitting(9, 100.0), fitting(9, 5e12)
    (9, 5)
    """
    while places > 0 and largest * 10.0**places > SAFE:
        places -= 1
    return places


def as_units(values: FloatArray, places: int) -> IntArray | None:
    """Give the values as whole units of ``10**-places``, or None where one of them is between units.

    An integer below 2**53 divided by a power of ten up to 1e22 is the float nearest to that decimal, so the
    round trip proves that the value prints as that decimal (Clinger 1990, the fast path). Below 1e15 that
    decimal has at most 15 digits, so a value means the same beside any others.
    """
    scale = float(10**places)
    head = values[:32]
    if not (np.rint(head * scale) / scale == head).all():
        return None
    if not places:
        whole = values.astype(np.int64)
        return whole if (whole == values).all() else None
    units = np.rint(values * scale)
    if not (units / scale == values).all():
        return None
    if units.size and max(units.max(), -units.min()) >= _BEYOND_DIGITS:
        return None
    return units.astype(np.int64)


def with_parts(values: FloatArray, places: int) -> tuple[IntArray, FloatArray, int]:
    """Give whole units of ``10**-places``, the parts of a unit beyond them, and the places there is room for.

    For values that have digits beyond the last place, or more digits than int64 holds with so many places.
    """
    size = np.abs(values)
    places = fitting(places, float(size.max(initial=0)))
    most = min(_LARGEST_EXACT_POWER, places + len(TENS) - 1)
    shift = np.clip(_DIGITS - 1 - _exponents(size), 0, most)
    digits = np.rint(values * 10.0**shift).astype(np.int64)
    up = TENS[np.maximum(places - shift, 0)]
    down = TENS[np.maximum(shift - places, 0)]
    whole, rest = np.divmod(digits * up, down)
    return whole, rest / down, places


def _exponents(size: FloatArray) -> IntArray:
    """Give the power of ten of the first digit; log10 alone takes 99999.9999999999 for 1e5."""
    with np.errstate(divide="ignore"):
        exponent = np.where(size > 0, np.floor(np.log10(size)), 0)
    return (exponent - (size < 10.0**exponent) * (size > 0)).astype(np.int64)
