"""Reading a list of units: codes, names, leagues and peer groups, in official order."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from parindex.errors import Place
from parindex.reading.files import open_grids
from parindex.reading.findings import Findings
from parindex.reading.grid import Grid
from parindex.reading.headers import HeaderFinder
from parindex.reading.kinds import DOUBLED_UNIT, NO_UNIT
from parindex.reading.layout import refuse_errors_in_keys
from parindex.reading.meaning import Meaning, meaning_of
from parindex.reading.unit_rows import unit_rows


def read_units(path: Path | str, *, sheet: str | None = None) -> pl.DataFrame:
    """Read who is scored: the columns of :data:`parindex.tables.UNITS`, then one for each peer group.

    The rows stay in the order of the file, which is the official one. Every column that is not the code, the
    name, the league or a running number is a peer group. Raises :class:`ProblemsFound` with all problems:
    a unit listed twice, a row without a code, a cell in error.
    """
    finder = HeaderFinder()
    grid = finder.chosen(open_grids(Path(path), sheet, finder.score), Place(file=str(path)))
    findings = Findings(grid.place, [title.text for title in grid.header or ()])
    meaning = meaning_of(grid, None, findings)
    refuse_errors_in_keys(grid, meaning, findings)
    _refuse_doubles(grid, meaning, findings)
    rows = unit_rows(grid, meaning, None, findings)
    findings.stop_if_wrong()
    return rows.units


def _refuse_doubles(grid: Grid, meaning: Meaning, findings: Findings) -> None:
    """Note units that are listed twice, and rows with a name but no code."""
    rows = pl.DataFrame({"row": grid.rows, "given": grid.columns[meaning.unit].texts(grid.height)})
    rows = rows.with_columns(col=pl.lit(meaning.unit), first=pl.col("row").first().over("given"))
    again = rows.filter((pl.col("row") > pl.col("first")) & pl.col("given").is_not_null())
    findings.add_rows(DOUBLED_UNIT, again, lambda one: {"given": one["given"], "first": one["first"]})
    if "name" in meaning.keys:
        names = grid.columns[meaning.keys["name"]].has_content(grid.height)
        findings.add_rows(NO_UNIT, rows.filter(names & rows["given"].is_null()))
