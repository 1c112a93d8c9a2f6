"""Reading a file of values: a full table and its units, or every problem of the file at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from parindex.errors import Place, Problem
from parindex.frameworks.loading import Loaded, edition_of
from parindex.frameworks.model import Edition
from parindex.frameworks.outline import outline
from parindex.reading.cells import interpret
from parindex.reading.checks import Checks, in_order, note_doubles
from parindex.reading.decimals import Decimals
from parindex.reading.files import open_grids
from parindex.reading.findings import Findings, stop
from parindex.reading.grid import Grid
from parindex.reading.headers import HeaderFinder
from parindex.reading.kinds import UNKNOWN_SOURCE
from parindex.reading.layout import cells_of
from parindex.reading.meaning import meaning_of
from parindex.reading.slots import Slots
from parindex.reading.unit_rows import unit_rows
from parindex.reading.words import KNOWN_SOURCES, SOURCE_WORDS
from parindex.tables import SOURCES, STANDINGS, VALUES, StandingType
from parindex.text import fold


@dataclass(frozen=True)
class ValuesFile:
    """What a file of values says.

    ``values`` has the columns of :data:`parindex.tables.VALUES`, one row for each unit, leaf, input and
    source, in the order of the units, of the edition, and of the sources; ``source`` is null where neither
    the file nor the caller says it. ``units`` has those of :data:`parindex.tables.UNITS` and one column for
    each peer group; it is the list that was given, or the units of the file in its order.
    """

    values: pl.DataFrame
    units: pl.DataFrame
    warnings: tuple[Problem, ...] = ()


def read_values(
    path: Path | str,
    edition: Edition | Loaded,
    units: pl.DataFrame | None = None,
    *,
    decimal: Decimals = "auto",
    sheet: str | None = None,
    source: str | None = None,
) -> ValuesFile:
    """Read the values that people filled in for an edition, from CSV, XLSX or Parquet, long or wide.

    ``units`` is the list of who is scored (:data:`parindex.tables.UNITS`); with it, other units are problems.
    ``decimal`` says how numbers written as text are read: ``auto`` decides column by column and asks where
    it cannot. ``sheet`` names the sheet of a workbook that has several; ``source`` says whose values these
    are where the file does not.

    Percent, share and points are in the units that the edition asks for; a blank cell is a missing value.
    Raises :class:`ProblemsFound` with every problem of the file. How it decides: ``docs/methods/reading.md``.
    """
    file = Path(path)
    said_by = _source(source, file)
    slots = Slots(outline(edition_of(edition)))
    finder = HeaderFinder(slots)
    grid = finder.chosen(open_grids(file, sheet, finder.score), Place(file=str(file)))
    return _values_of(grid, slots, units, decimal, said_by)


def _source(source: str | None, file: Path) -> str | None:
    if source is None:
        return None
    known = SOURCE_WORDS.get(fold(source))
    if known is None:
        raise stop(UNKNOWN_SOURCE, Place(file=str(file)), given=source, known=KNOWN_SOURCES, count=1)
    return known


def _values_of(
    grid: Grid, slots: Slots, given: pl.DataFrame | None, decimal: Decimals, source: str | None
) -> ValuesFile:
    findings = Findings(grid.place, [title.text for title in grid.header or ()])
    meaning = meaning_of(grid, slots, findings)
    whose = unit_rows(grid, meaning, given, findings)
    cells = cells_of(grid, meaning, slots, whose.numbers, source, findings)
    cells = in_order(interpret(cells, slots, decimal, findings), slots)
    ids = whose.units["unit_id"]
    Checks(cells, slots, ids, findings).run()
    note_doubles(cells, slots, ids, findings, is_long=meaning.is_long)
    findings.stop_if_wrong()
    return ValuesFile(_table(cells, slots, ids), whose.units, findings.problems())


def _table(cells: pl.DataFrame, slots: Slots, unit_ids: pl.Series) -> pl.DataFrame:
    """Write the numbers of units, slots, standings and sources as their words."""
    codes = pl.Series(values=[slot.leaf.code for slot in slots.all], dtype=pl.String)
    inputs = pl.Series(values=[slot.spec.name for slot in slots.all], dtype=pl.String)
    return pl.DataFrame(
        {
            "unit_id": unit_ids.gather(cells["unit"]),
            "criterion_id": codes.gather(cells["slot"]),
            "input": inputs.gather(cells["slot"]),
            "value": cells["number"],
            "standing": pl.Series(values=STANDINGS, dtype=StandingType).gather(cells["standing"]),
            "source": pl.Series(values=SOURCES, dtype=pl.String).gather(cells["source"]),
        },
        schema=VALUES,
    )
