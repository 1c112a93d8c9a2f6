"""What the tests of ``flows`` can tell apart about a row, as one small number.

Rows of one number pass the same tests, so each test is asked once for each number that occurs, not once for
each row. A test asks small columns for their value, and all other columns only whether they have one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.dossiers.facts import FACTS, State
from parindex.dossiers.measures.arrays import SMALL, Arrays, Blocks, Digit
from parindex.dossiers.measures.columns import Rows
from parindex.dossiers.measures.flows import Condition

_EXAMPLE: Final = 1
"""A value, or a day, where only its being there matters."""
_FEW: Final = 4096
"""So many numbers are asked without looking which occur: once, for they are the same for most facts."""
_SHORT: Final = 1 << 15
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Profiles:
    """How rows of some facts are numbered; how many numbers there may be, and which there are."""

    digits: tuple[Digit, ...]
    size: int
    present: npt.NDArray[np.int64]

    @classmethod
    def of(cls, facts: Arrays, columns: Sequence[str]) -> Profiles:
        """Look what tests of some columns can tell apart in facts."""
        digits = tuple(facts.digit(name) for name in columns)
        size = int(np.prod([digit.radix for digit in digits], dtype=np.int64))
        every = cls(digits, size, np.arange(size if size <= max(_FEW, facts.height) else 0))
        if len(every.present):
            return every
        counts = np.bincount(np.concatenate(every.numbers(facts)), minlength=size)
        return replace(every, present=np.flatnonzero(counts))

    def steps(self) -> list[tuple[Digit, int]]:
        """Give the digits that differ, and what a step of each adds to the number of a row."""
        found, step = list[tuple[Digit, int]](), 1
        for digit in reversed(self.digits):
            if digit.radix > 1:
                found.append((digit, step))
            step *= digit.radix
        return found

    def numbers(self, facts: Arrays) -> Blocks:
        """Number the rows of each block of the facts."""
        least = sum(digit.least * step for digit, step in self.steps())
        kind: Any = np.int16 if self.size + abs(least) < _SHORT else np.int32
        steps = [(facts.digits(digit), kind(step)) for digit, step in self.steps()]
        found = []
        for block, height in enumerate(facts.heights):
            numbers = np.full(height, -least, kind)  # a column holds values, not digits
            for column, step in steps:
                numbers += column[block] * step
            found.append(numbers)
        return found

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
