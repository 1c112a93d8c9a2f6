"""Exact decimals in columns.

A column is held as whole units of ``10**-places`` in int64, and, only where a division left something
over, as the part of a unit beyond them in float64. Sums of decimals are therefore sums of integers; thirds
and sevenths are carried some sixteen digits further than the ninth decimal. What float64 cannot say (that
0.1 + 0.2 is 0.3, that 7 of 10 is 70 %) holds here; ``docs/methods/exactness.md`` states the bounds and
their proof.

A number that comes in as float64 means the decimal of at most 15 significant digits that it prints: the
binary noise of another program's arithmetic (0.7000000000000001) does not enter.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, reduce
from typing import Final

import numpy as np
import numpy.typing as npt

from parindex.digits import SAFE, TENS, as_units, fitting, with_parts

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

PLACES: Final = 9
"""Points are held in units of a billionth of a point."""
TOLERANCE: Final = 1e-11
"""Two columns whose difference is below this part of a unit (1e-20 points) hold the same number."""
_DIGITS_SEEN: Final = 15
_NOISE_OF_PART: Final = 1e-15
"""What float64 leaves unsaid of a part of a unit, and of a quotient that is estimated, some ulps together."""


@dataclass(frozen=True, slots=True)
class Exact:
    """A column of exact numbers (a 0-dimensional array is a constant); ``part`` is None where it is all 0.

    ``limit``, where it is known, is a bound of the size of ``whole``: it saves looking for overflows.
    """

    whole: IntArray
    part: FloatArray | None = None
    places: int = PLACES
    limit: float | None = None

    def rows(self, index: IntArray | Mask | slice) -> Exact:
        """Give some of the rows."""
        part = None if self.part is None else self.part[index]
        return Exact(self.whole[index], part, self.places, self.limit)


@lru_cache(maxsize=4096)
def constant(number: Decimal | int | str) -> Exact:
    """Make a constant of a decimal.

    >>> constant("18.5").whole, constant("18.5").places
    (array(185), 1)
    """
    value = Decimal(number)
    exponent = value.as_tuple().exponent
    places = min(max(0, -exponent), PLACES) if isinstance(exponent, int) else 0
    scaled = value.scaleb(places)
    whole = int(scaled // 1)
    part = float(scaled - whole)
    return Exact(np.asarray(whole, dtype=np.int64), np.asarray(part) if part else None, places)


def clamp(x: Exact, low: Exact, high: Exact) -> Exact:
    """Keep a column between two constants."""
    low, high = (_aligned(bound, x)[0] for bound in (low, high))
    if x.part is None and low.part is None and high.part is None and low.places == high.places == x.places:
        return Exact(
            x.whole.clip(low.whole, high.whole), None, x.places, max(_size(low.whole), _size(high.whole))
        )
    return smaller(larger(x, low), high)


def from_floats(values: FloatArray) -> Exact:
    """Read float64 values as the decimals they print (15 significant digits); they must be finite, < 1e15.

    >>> from_floats(np.array([0.1, 18.5]))
    Exact(whole=array([  10, 1850]), part=None, places=2, limit=1850.0)
    """
    values = np.atleast_1d(values)
    for places in (0, 2, 4, PLACES):
        units = as_units(values, places)
        if units is not None:
            return Exact(units, None, places, _size(units))
    whole, part, places = with_parts(values, PLACES)
    return normalised(Exact(whole, part, places))


def normalised(x: Exact, tolerance: float = TOLERANCE) -> Exact:
    """Bring the part into [0, 1) and drop what is noise, so that equal numbers have equal whole units."""
    if x.part is None:
        return x
    nearest = np.rint(x.part)
    is_unit = np.abs(x.part - nearest) <= tolerance
    carry = np.where(is_unit, nearest, np.floor(x.part))
    part = np.where(is_unit, 0.0, x.part - carry)
    whole = x.whole + carry.astype(np.int64)
    return Exact(whole, part if part.any() else None, x.places)


def at_places(x: Exact, places: int) -> Exact:
    """Express the same numbers in units of ``10**-places``."""
    step = places - x.places
    if step == 0:
        return x
    if step > 0:
        if x.part is None:
            return Exact(x.whole * TENS[step], None, places)
        finer = Exact(x.whole * TENS[step], x.part * 10.0**step, places)
        return normalised(finer, max(TOLERANCE, _NOISE_OF_PART * 10.0**step))
    whole, rest = np.divmod(x.whole, TENS[-step])
    part = rest if x.part is None else rest + x.part
    return normalised(Exact(whole, part / float(TENS[-step]), places))


def with_room_for(x: Exact, count: int) -> Exact:
    """Take coarser units where int64 could not hold a sum of so many numbers of the column."""
    return at_places(x, fitting(x.places, _largest(x) * count / 10.0**x.places))


def _aligned(a: Exact, b: Exact) -> tuple[Exact, Exact]:
    """Express two columns in the same units: the finer ones, unless int64 cannot hold that many."""
    if a.places == b.places:
        return a, b
    if a.places > b.places:
        fine, coarse = _aligned(b, a)
        return coarse, fine
    places = fitting(b.places, _largest(a) / 10.0**a.places)
    return at_places(a, places), at_places(b, places)


def _largest(x: Exact) -> float:
    return _size(x.whole) if x.limit is None else x.limit


def _size(whole: IntArray) -> float:
    if not whole.ndim:
        return float(abs(int(whole)))
    return float(max(whole.max(initial=0), -whole.min(initial=0)))


def _sum_of_parts(a: FloatArray | None, b: FloatArray | None, sign: int) -> FloatArray | None:
    if b is None:
        return a
    return (0.0 if a is None else a) + sign * b


def add(a: Exact, b: Exact) -> Exact:
    """Add two columns."""
    a, b = _aligned(a, b)
    return Exact(a.whole + b.whole, _sum_of_parts(a.part, b.part, 1), a.places)


def subtract(a: Exact, b: Exact) -> Exact:
    """Subtract the second column from the first."""
    a, b = _aligned(a, b)
    return Exact(a.whole - b.whole, _sum_of_parts(a.part, b.part, -1), a.places)


def total(columns: list[Exact]) -> Exact:
    """Add up columns; at least one."""
    return normalised(reduce(add, columns))


def negative(x: Exact) -> Exact:
    """Change the sign."""
    return Exact(-x.whole, None if x.part is None else -x.part, x.places)


_ONE: Final = constant(1)


def times_over(a: Exact, b: Exact, c: Exact = _ONE, places: int = PLACES) -> Exact:
    """Give ``a * b / c``; ``c`` must not be 0.

    The quotient is estimated in float64 and the remainder ``a * b - quotient * c`` taken in wrapping int64
    arithmetic, which is right because the remainder itself is small.
    """
    times = _whole_factor(a, b, c, places)
    if times is not None:
        return Exact(a.whole * times, None, places, _largest(a) * abs(times))
    estimate = _float(a) * _float(b) / _float(c)
    largest = float(np.abs(estimate).max(initial=0))
    if largest > SAFE:
        return _within_int64(a, b, c, estimate)
    a, places = _with_room_for_rest(a, b, c, largest, places)
    shift = places - a.places - b.places + c.places
    up, down = TENS[max(shift, 0)], TENS[max(-shift, 0)]
    whole = np.rint(estimate * 10.0**places).astype(np.int64)
    below = c.whole * down
    with np.errstate(over="ignore"):
        rest = np.asarray(a.whole * b.whole * up - whole * below).astype(np.float64)
    extra = _beyond(a, b, float(up)) - (0.0 if c.part is None else whole * c.part * down)
    over = below if c.part is None else below + c.part * down
    return normalised(Exact(whole, (rest + extra) / over, places))


def _with_room_for_rest(a: Exact, b: Exact, c: Exact, largest: float, places: int) -> tuple[Exact, int]:
    """Take coarser units, of the quotient or of ``a``, where int64 could not hold quotient or remainder."""
    of_a, divisor = a.places, _largest(c)
    places = fitting(min(places, len(TENS) - 1 + a.places + b.places - c.places), largest)
    while of_a or places:
        down = of_a + b.places - places - c.places
        # the quotient is estimated to a few units of its last binary digit
        rest = (1 + largest * 10.0**places * _NOISE_OF_PART) * divisor * 10.0 ** max(down, 0)
        if rest <= SAFE:
            break
        of_a, places = (of_a - 1, places) if of_a and down > 0 else (of_a, places - 1)
    return at_places(a, of_a), places


def _within_int64(a: Exact, b: Exact, c: Exact, estimate: FloatArray) -> Exact:
    """Give ``a * b / c`` where it can be held, and 4e18 (no edition knows such a number) where it cannot."""
    is_beyond = np.abs(estimate) > SAFE
    edge = np.where(estimate > 0, SAFE, -SAFE).astype(np.int64)
    return where(is_beyond, Exact(edge, None, 0), times_over(where(is_beyond, constant(0), a), b, c))


def _whole_factor(a: Exact, b: Exact, c: Exact, places: int) -> int | None:
    """Give ``b / c`` as a whole factor of ``a``'s units, where it is one constant and nothing overflows."""
    if b.whole.ndim or c.whole.ndim or not (a.part is None and b.part is None and c.part is None):
        return None
    shift = places - a.places - b.places + c.places
    top, bottom = int(b.whole) * 10 ** max(shift, 0), int(c.whole) * 10 ** max(-shift, 0)
    if top % bottom or _largest(a) * abs(top // bottom) > SAFE:
        return None
    return int(top // bottom)


def _beyond(a: Exact, b: Exact, up: float) -> FloatArray | float:
    """Give what the parts of two factors add to the product of their whole units."""
    out: FloatArray | float = 0.0
    if a.part is not None:
        out = out + a.part * b.whole
    if b.part is not None:
        out = out + b.part * a.whole
    if a.part is not None and b.part is not None:
        out = out + a.part * b.part
    return out * up


def _float(x: Exact) -> FloatArray:
    units = x.whole.astype(np.float64) if x.part is None else x.whole + x.part
    return units / 10.0**x.places if x.places else units


def sign_of_difference(a: Exact, b: Exact) -> npt.NDArray[np.int8]:
    """Give -1, 0 or 1 as ``a`` is below, equal to or above ``b``."""
    difference = subtract(a, b)
    if difference.part is None:
        return np.sign(difference.whole).astype(np.int8)
    gap = difference.whole + difference.part
    return np.where(np.abs(gap) <= TOLERANCE, 0, np.sign(gap)).astype(np.int8)


def at_least(a: Exact, b: Exact) -> Mask:
    """Tell where ``a >= b``."""
    if a.part is None and b.part is None:
        a, b = _aligned(a, b)
    if a.part is None and b.part is None:
        return np.asarray(a.whole >= b.whole)
    return np.asarray(sign_of_difference(a, b) >= 0)


def equal(a: Exact, b: Exact) -> Mask:
    """Tell where ``a == b``."""
    if a.part is None and b.part is None:
        a, b = _aligned(a, b)
    if a.part is None and b.part is None:
        return np.asarray(a.whole == b.whole)
    return np.asarray(sign_of_difference(a, b) == 0)


def where(mask: Mask, a: Exact, b: Exact) -> Exact:
    """Take ``a`` where the mask holds, ``b`` elsewhere."""
    a, b = _aligned(a, b)
    whole = np.where(mask, a.whole, b.whole)
    if a.part is None and b.part is None:
        return Exact(whole, None, a.places)
    part = np.where(mask, 0.0 if a.part is None else a.part, 0.0 if b.part is None else b.part)
    return Exact(whole, part, a.places)


def smaller(a: Exact, b: Exact) -> Exact:
    """Take the smaller of two columns, row by row."""
    a, b = _aligned(a, b)
    if a.part is None and b.part is None:
        return Exact(np.minimum(a.whole, b.whole), None, a.places)
    return where(at_least(a, b), b, a)


def larger(a: Exact, b: Exact) -> Exact:
    """Take the larger of two columns, row by row."""
    a, b = _aligned(a, b)
    if a.part is None and b.part is None:
        return Exact(np.maximum(a.whole, b.whole), None, a.places)
    return where(at_least(a, b), a, b)


def lookup(table: tuple[Decimal, ...], index: npt.NDArray[np.integer]) -> Exact:
    """Give the number at each index of a table of decimals."""
    whole, parts = _table(table)
    if len(whole) == 2 and parts is None and not whole[0]:  # noqa: PLR2004  # nothing or something: no gather
        return Exact(index * whole[1], None, PLACES)
    return Exact(whole[index], None if parts is None else parts[index], PLACES)


@lru_cache(maxsize=4096)
def _table(table: tuple[Decimal, ...]) -> tuple[IntArray, FloatArray | None]:
    units = [at_places(constant(number), PLACES) for number in table]
    whole = np.array([unit.whole for unit in units], dtype=np.int64)
    parts = np.array([0.0 if unit.part is None else float(unit.part) for unit in units])
    return whole, parts if parts.any() else None


def half_up(x: Exact, decimals: int) -> Exact:
    """Round half up (away from zero) to so many decimals, as printed tables do."""
    x = normalised(x)
    is_below = x.whole < 0
    size = normalised(where(is_below, negative(x), x))
    if decimals < x.places:
        unit = TENS[size.places - decimals]
        rounded = Exact((size.whole + unit // 2) // unit * unit, None, size.places)
    else:
        rounded = _half_up_in_part(size, decimals)
    return where(is_below, negative(rounded), rounded)


def _half_up_in_part(size: Exact, decimals: int) -> Exact:
    """Round where the decimal asked for is as fine as the units of the column, or finer."""
    if size.part is None:
        return size
    step = 10.0 ** (decimals - size.places)
    part = np.floor(size.part * step + 0.5 + TOLERANCE * step) / step
    return normalised(Exact(size.whole, part, size.places))


def units_of(x: Exact, decimals: int) -> IntArray:
    """Give the numbers rounded half up, as whole units of the last decimal (for printing).

    >>> units_of(from_floats(np.array([87.745, -0.125])), 2).tolist()
    [8775, -13]
    """
    return at_places(half_up(x, decimals), decimals).whole


def to_printed_floats(x: Exact, decimals: int) -> FloatArray:
    """Give float64 that print, half up with so many decimals, the digits of the exact numbers.

    Who prints a float64 sees 15 digits: 12.34499999999999999 is 12.345 there, and 12.35. Such a number is
    given as the 15-digit decimal next to it, on its own side of the half.

    >>> nearly = Exact(np.array([12344999999]), np.array([0.999999999]))
    >>> to_floats(nearly).tolist(), to_printed_floats(nearly, 2).tolist()
    ([12.345], [12.3449999999999])
    """
    floats = np.array(to_floats(x), ndmin=1)
    missed = units_of(x, decimals) - units_of(from_floats(floats), decimals)
    for row in np.flatnonzero(missed).tolist():
        seen = Decimal(format(floats[row], f".{_DIGITS_SEEN}g"))
        last = Decimal(1).scaleb(seen.adjusted() - _DIGITS_SEEN + 1)
        floats[row] = float(seen + last * int(np.sign(missed[row])))
    return floats


def to_floats(x: Exact) -> FloatArray:
    """Give the nearest float64; a number of up to 15 digits prints as the decimal it is."""
    return _float(x)
