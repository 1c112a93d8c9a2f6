"""What the tests of ``flows`` can tell apart about a row, as one small number.

Rows of one number pass the same tests, so each test is asked once for each number that occurs, not once for
each row. A test asks small columns for their value, and all other columns only whether they have one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.dossiers.facts import FACTS, State
from parindex.dossiers.measures.columns import Rows
from parindex.dossiers.measures.flows import Condition

SMALL: Final = frozenset(name for name, kind in FACTS.items() if kind in {pl.Int8(), pl.Boolean()})
_EXAMPLE: Final = 1
"""A value, or a day, where only its being there matters."""
_FEW: Final = 4096
"""So many numbers are asked without looking which occur: once, for they are the same for most facts."""
_SHORT: Final = 1 << 15
Flags = npt.NDArray[np.bool_]


class Digit(NamedTuple):
    """A column of a profile: the value of its digit 0, how many digits; a null is the last of them."""

    name: str
    least: int
    radix: int
    has_null: bool


@dataclass(frozen=True)
class Profiles:
    """The number of each row; how many numbers there may be, and which there are."""

    of_rows: Any
    digits: tuple[Digit, ...]
    size: int
    present: npt.NDArray[np.int64]

    def passed(self, tests: tuple[Condition, ...]) -> Flags:
        """Tell which of the present numbers pass each test and are counted at all; axes: number, test."""
        if len(self.present) == self.size:
            return _of_all(self.digits, self.size, tests)
        return _passed(self.digits, self.present, tests)

    def spread(self, of_present: Any) -> Any:
        """Put what each present number is worth where the numbers point."""
        if len(self.present) == self.size:
            return of_present
        worth = np.zeros(self.size)
        worth[self.present] = of_present
        return worth


def columns_asked(tests: Sequence[Condition]) -> tuple[str, ...]:
    """Give the columns of facts that tests ask about, and the state."""
    rows: Any = Rows()
    roots = {name for test in tests for name in test(rows).column.meta.root_names()}
    return tuple(name for name in FACTS if name in roots | {"state"})


def profiled(frame: pl.DataFrame, columns: Sequence[str]) -> Profiles:
    """Number the rows of a frame by what tests of these columns can tell apart."""
    found = [_digit(frame[name]) for name in columns]
    size = int(np.prod([digit.radix for _, digit in found], dtype=np.int64))
    kind: Any = np.int16 if size < _SHORT else np.int32
    codes: Any = np.zeros(frame.height, kind)
    for of_rows, digit in found:
        if digit.radix > 1:
            codes *= kind(digit.radix)
            codes += of_rows
    has_few = size < max(_FEW, frame.height)
    present = np.arange(size) if has_few else np.flatnonzero(np.bincount(codes, minlength=size))
    return Profiles(codes, tuple(digit for _, digit in found), size, present)


def _digit(column: pl.Series) -> tuple[Any, Digit]:
    """Give the digit of each row, and what digits mean."""
    has_null = column.null_count() > 0
    if column.name not in SMALL:
        digits = column.is_null().cast(pl.UInt8).to_numpy() if has_null else None
        return digits, Digit(column.name, 0, 1 + has_null, has_null)
    small = column.cast(pl.Int8) if column.dtype == pl.Boolean else column
    ends: Any = (small.min() or 0, small.max() or 0)
    radix = ends[1] - ends[0] + 1
    if has_null:
        small = small.cast(pl.Int16).fill_null(ends[0] + radix)
    numbers = small.to_numpy()
    digits = numbers - np.int16(ends[0]) if ends[0] else numbers
    return digits, Digit(column.name, ends[0], radix + has_null, has_null)


@lru_cache(maxsize=64)
def _of_all(digits: tuple[Digit, ...], size: int, tests: tuple[Condition, ...]) -> Flags:
    return _passed(digits, np.arange(size), tests)


def _passed(digits: tuple[Digit, ...], present: npt.NDArray[np.int64], tests: tuple[Condition, ...]) -> Flags:
    rows: Any = Rows()
    is_counted = pl.col("state") != State.NOT_COUNTED
    columns = [
        (is_counted & test(rows).column.fill_null(value=False)).alias(str(place))
        for place, test in enumerate(tests)
    ]
    answers = _seen(present, digits).select(pl.col("state").alias("state"), *columns).drop("state")
    return np.asarray(answers.to_numpy(), dtype=np.bool_).reshape(len(present), len(tests))


def _seen(present: npt.NDArray[np.int64], digits: tuple[Digit, ...]) -> pl.DataFrame:
    """Give a row of facts for each number: values of small columns, an example where others have one."""
    rest, columns = present, list[pl.Series]()
    for one in reversed(digits):
        digit = pl.Series(rest % one.radix)
        rest = rest // one.radix
        kind = FACTS[one.name]
        value = digit + one.least if one.name in SMALL else pl.repeat(_EXAMPLE, len(digit), eager=True)
        is_null = (digit == one.radix - 1) & one.has_null
        columns.append(value.set(is_null, None).cast(kind).alias(one.name))
    return pl.DataFrame(columns)
