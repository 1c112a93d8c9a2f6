"""Every part of every cell of facts in memory, in one pass and without hashing.

What a row adds to is told by two small numbers: its cell and its profile (what the tests of ``flows`` see of
it). The tests are those of ``flows``; ``cubing`` says the same in Ibis, and both give equal cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from parindex.dossiers.measures.arrays import BLOCK, Arrays
from parindex.dossiers.measures.cells import Space, Whole
from parindex.dossiers.measures.lanes import Lanes, Tests
from parindex.dossiers.measures.legs import Leg, legs_of
from parindex.dossiers.measures.placing import Block
from parindex.dossiers.measures.tally import Tally, tally_of

_BLOCK: Final = BLOCK
"""Rows that are added up at a time."""


class Sums(NamedTuple):
    """Keys of cells (see ``cells.frame_of``), and what parts add up to there."""

    keys: Whole
    parts: dict[str, Whole]


def summed(frame: pl.DataFrame, by: Sequence[str], parts: tuple[str, ...]) -> Sums:
    """Add up parts by cell, each cell once; some may have nothing.

    ``frame`` has the columns that :func:`~parindex.dossiers.measures.legs.columns_of` names.
    """
    legs = legs_of(parts)
    facts = Arrays(frame, _BLOCK)
    space = Space(facts, by, set[str]().union(*(leg.days for leg in legs)))
    adders: Sequence[Tally | Lanes]
    if space.has_few:
        cells, adders = np.arange(space.size), _in_blocks(facts, legs, space)
    else:
        cells, adders = _at_once(Arrays.whole(frame), legs, space)
    is_there, keys = space.keys(cells)
    totals: dict[str, Whole] = {}
    for adder in adders:
        for part, added in adder.parts():
            totals[part] = totals[part] + added if part in totals else added
    return Sums(keys, {part: totals[part][is_there] for part in parts})


def _in_blocks(facts: Arrays, legs: Sequence[Leg], space: Space) -> list[Tally | Lanes]:
    """Walk over the rows once, a block at a time; every cell has its place."""
    tests = [Tests.of(facts, leg) for leg in legs]
    tallies = [tally_of(one, facts, space) for one in tests]
    fullest = space.fullest(facts) if None in tallies else 0
    adders = [
        tally or Lanes(one, facts, space.size, fullest) for one, tally in zip(tests, tallies, strict=True)
    ]
    for number, base in enumerate(space.numbers(facts)):
        block = Block(facts, space, number, base)
        for adder in adders:
            adder.add(block)
    return adders


def _at_once(facts: Arrays, legs: Sequence[Leg], space: Space) -> tuple[Whole, list[Lanes]]:
    """Number the cells that occur, where nearly every row may have its own; the facts are one block."""
    block = Block(facts, space, 0, next(space.numbers(facts)))
    places = [(number, place) for number, leg in enumerate(legs) for place in block.places(leg)]
    numbering = space.numbered([place.cells for _, place in places])
    fullest = max((int(np.bincount(one).max(initial=1)) for one in numbering.numbers), default=1)
    adders = [Lanes(Tests.of(facts, leg), facts, len(numbering.cells), fullest) for leg in legs]
    for (number, place), cells in zip(places, numbering.numbers, strict=True):
        adders[number].add_at(0, place._replace(cells=cells))
    return numbering.cells, adders
