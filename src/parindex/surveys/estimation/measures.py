"""What is asked of answers: shares, means, ratios, and what is pooled over several items.

Every measure is a ratio of two sums over people, ``y`` over ``x``: a share has ``x`` 1 for each who answered
and ``y`` 1 for each who is counted; a mean has the number as ``y``. Who did not answer has neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parindex.surveys.estimation.numbers import numbers_of

Floats: TypeAlias = NDArray[np.float64]
Marks: TypeAlias = NDArray[np.uint8]

SATISFIED = (4, 5)
FIVE_LEVELS = (1, 2, 3, 4, 5)
_MISSING, _ASKED, _COUNTED = 0, 1, 2


@dataclass(frozen=True)
class Share:
    """The share of people whose answer in ``column`` is one of ``counted``, of those with one of ``asked``.

    A code outside ``asked`` ("không ý kiến", "không sử dụng") leaves numerator and denominator, as no answer
    does.

    >>> answers = pl.DataFrame({"q": [5, 3, 9, None]}, schema={"q": pl.Int16})
    >>> Share("q", "q").marks(answers).tolist()  # counted, asked, left out, left out
    [2, 1, 0, 0]
    """

    name: str
    column: str
    counted: tuple[int, ...] = SATISFIED
    asked: tuple[int, ...] = FIVE_LEVELS

    def __post_init__(self) -> None:
        """A counted code is asked."""
        if not set(self.counted) <= set(self.asked):
            raise ValueError(f"{self.name}: codes that are counted must be asked")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answers table that it reads."""
        return (self.column,)

    def marks(self, answers: pl.DataFrame) -> Marks:
        """Give 2 for each row that is counted, 1 for one that is asked only, 0 for one that is left out."""
        codes = answers[self.column]
        if codes.dtype.is_integer():
            return self._looked_up(codes)
        numbers = numbers_of(codes)
        asked, counted = (
            numbers.is_in([float(code) for code in some]) for some in (self.asked, self.counted)
        )
        return _bytes(asked.fill_null(value=False)) + _bytes(counted.fill_null(value=False))

    def _looked_up(self, codes: pl.Series) -> Marks:
        """Compare where codes are runs of numbers, which is quick; look each code up where they are not."""
        given = (codes.fill_null(0) if codes.null_count() else codes).to_numpy()
        if _is_run(self.asked) and _is_run(self.counted):
            found = _within(given, self.asked).view(np.uint8)
            found += _within(given, self.counted).view(np.uint8)
        else:
            asked, counted = (np.isin(given, some) for some in (self.asked, self.counted))
            found = asked.view(np.uint8) + counted.view(np.uint8)
        if codes.null_count():
            found *= codes.is_not_null().to_numpy()
        return found


def _is_run(codes: Sequence[int]) -> bool:
    return bool(codes) and max(codes) - min(codes) + 1 == len(set(codes))


def _within(given: NDArray[np.integer], codes: Sequence[int]) -> NDArray[np.bool_]:
    """Tell which codes lie in a run of codes: less its lowest, as unsigned, they are within its span."""
    limit = np.iinfo(given.dtype)
    low, high = max(min(codes), limit.min), min(max(codes), limit.max)
    if low > high:
        return np.zeros(given.size, bool)
    if given.size and given.min() >= low and given.max() <= high:
        return np.ones(given.size, bool)
    kind = given.dtype.type
    unsigned = (given - kind(low)).view(f"u{given.dtype.itemsize}")
    flags: NDArray[np.bool_] = unsigned <= high - low
    return flags


def _bytes(flags: pl.Series) -> Marks:
    return flags.cast(pl.UInt8).to_numpy()


@dataclass(frozen=True)
class AllCounted:
    """The share of people whose every answer to ``shares`` is counted ("hài lòng toàn diện").

    An item without an answer says nothing; who answered none of them is left out.
    """

    name: str
    shares: tuple[Share, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answers table that it reads."""
        return tuple(share.column for share in self.shares)

    def marks(self, answers: pl.DataFrame) -> Marks:
        """Give 2 for each row whose every answer is counted, 1 for any other with an answer, else 0."""
        return self.joined([share.marks(answers) for share in self.shares])

    def joined(self, each: Sequence[Marks]) -> Marks:
        """Give the marks that follow from those of each share."""
        has_any = reduce(np.maximum, each) > _MISSING
        has_other = reduce(np.logical_or, [marks == _ASKED for marks in each])
        return np.where(has_any, _COUNTED - has_other.astype(np.uint8), _MISSING).astype(np.uint8)


@dataclass(frozen=True)
class Mean:
    """The mean, and the total, of the numbers in ``column``."""

    name: str
    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answers table that it reads."""
        return (self.column,)

    def pairs(self, answers: pl.DataFrame) -> tuple[Floats, Floats, Floats]:
        """Give who answered, ``x`` (the same) and ``y`` of each row."""
        numbers = numbers_of(answers[self.column])
        has_any = numbers.is_not_null().cast(pl.Float64).to_numpy()
        return has_any, has_any, numbers.fill_null(0).to_numpy()


@dataclass(frozen=True)
class Ratio:
    """The total of ``top`` over the total of ``bottom``, of people who gave both numbers."""

    name: str
    top: str
    bottom: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answers table that it reads."""
        return (self.top, self.bottom)

    def pairs(self, answers: pl.DataFrame) -> tuple[Floats, Floats, Floats]:
        """Give who gave both numbers, ``x`` (the bottom) and ``y`` (the top) of each row."""
        top, bottom = numbers_of(answers[self.top]), numbers_of(answers[self.bottom])
        has_both = (top.is_not_null() & bottom.is_not_null()).cast(pl.Float64).to_numpy()
        x, y = bottom.fill_null(0).to_numpy(), top.fill_null(0).to_numpy()
        return has_both, has_both * x, has_both * y


@dataclass(frozen=True)
class Pooled:
    """The share of counted answers among all answers to several items, all people's answers in one heap."""

    name: str
    shares: tuple[Share, ...] = field(default_factory=tuple)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answers table that it reads."""
        return tuple(share.column for share in self.shares)

    def pairs(self, answers: pl.DataFrame) -> tuple[Floats, Floats, Floats]:
        """Give who answered any, ``x`` (how many items each answered) and ``y`` (how many are counted)."""
        return self.counts([share.marks(answers) for share in self.shares])

    def counts(self, each: Sequence[Marks]) -> tuple[Floats, Floats, Floats]:
        """Give the same from the marks of each share."""
        asked, counted = np.zeros((2, each[0].size), np.int16)
        for marks in each:
            asked += marks > _MISSING
            counted += marks == _COUNTED
        return (asked > 0).astype(np.float64), asked.astype(np.float64), counted.astype(np.float64)


Measure: TypeAlias = Share | AllCounted | Mean | Ratio | Pooled


def columns_of(measures: Sequence[Measure]) -> tuple[str, ...]:
    """Give every column that measures read, each once."""
    return tuple(dict.fromkeys(column for measure in measures for column in measure.columns))
