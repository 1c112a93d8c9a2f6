"""Printed tables as they stand in people's files: titles and the texts of cells, for whoever reconciles them.

Nothing is understood here: a cell stays the text that was printed, and a real number of a workbook the
decimal it was typed as.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from parindex.errors import Place
from parindex.numerals import as_decimal, read_number
from parindex.reading.files import open_grids
from parindex.reading.findings import stop
from parindex.reading.grid import Column, Grid, Header
from parindex.reading.kinds import EMPTY, NO_ROWS
from parindex.reading.titles import key_of

_LOOKED_AT: Final = 60
_FEWEST: Final = 2
_NUMBER_OF_COLUMN: Final = re.compile(r"^\(?[0-9A-Z]{1,2}\)?(?:\s*=.*)?$|^\([^)]*\)\s*=.*$|^\d+\s*=.*$")


class PrintedTable(NamedTuple):
    """A table of a file: its cells as texts under their titles, the numbers of its rows, and where it is."""

    table: pl.DataFrame
    rows: tuple[int, ...]
    place: Place


def read_printed(path: Path | str, sheet: str | None = None) -> list[PrintedTable]:
    """Read the tables of a CSV, XLSX or Parquet file, one for each sheet that has a table.

    The titles may stand in several rows, under a heading, with merged cells: "Điều tra XHH – Người dân".
    A row that numbers the columns, and blank rows, are left out.

    Raises :class:`ProblemsFound`: the file cannot be read, or holds no table.
    """
    where = Place(file=str(path))
    grids = [grid for grid in open_grids(Path(path), sheet, _score) if grid.height or grid.header]
    if not grids:
        raise stop(EMPTY, where)
    tables = [table for grid in grids for table in _tables(grid)]
    if not tables:
        raise stop(NO_ROWS, grids[0].place)
    return tables


def _score(header: tuple[Header, ...]) -> int:
    """Prefer the separator that parts a line into the most titles."""
    return len([title for title in header if title.text])


def _tables(grid: Grid) -> Iterator[PrintedTable]:
    texts = [_printed(column, grid.height) for column in grid.columns]
    if grid.header is not None:
        titles, first = [title.text for title in grid.header], 0
    else:
        lines = [[column[row] for column in texts] for row in range(min(grid.height, _LOOKED_AT))]
        top, first = _header(lines)
        titles = _joined(lines[top:first])
    kept = [at for at, title in enumerate(titles) if title or any(texts[at][first:])]
    rows = [row for row in range(first, grid.height) if any(texts[at][row] for at in kept)]
    if not rows or not any(titles):
        return
    names = _distinct([titles[at] or f"({at + 1})" for at in kept])
    cells = {name: [texts[at][row] or None for row in rows] for name, at in zip(names, kept, strict=True)}
    numbers = grid.rows.to_list()
    schema = dict.fromkeys(names, pl.String)
    yield PrintedTable(pl.DataFrame(cells, schema=schema), tuple(numbers[row] for row in rows), grid.place)


def _printed(column: Column, height: int) -> list[str]:
    """Give the cells of a column as they were printed: a real number as typed, a percent with its sign."""
    texts = [""] * height if column.text is None else [text or "" for text in column.text.to_list()]
    if column.number is not None:
        marks = [False] * height if column.percent is None else column.percent.to_list()
        for row, number in enumerate(column.number.to_list()):
            if number is not None and not texts[row]:
                texts[row] = _typed(number, is_percent=bool(marks[row]))
    return texts


def _typed(number: float, *, is_percent: bool) -> str:
    """Write a real number with a decimal comma, so that no sign of thousands can be read into it."""
    value = as_decimal(number) * (100 if is_percent else 1)
    text = format(value, "f")
    text = (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
    return f"{text} %" if is_percent else text


def _header(lines: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Find the rows of the titles: from the first that has several up to the first row of figures."""
    first = next((row for row, line in enumerate(lines) if _has_figures(line)), len(lines))
    top = first
    while top > 0 and sum(bool(text) for text in lines[top - 1]) >= _FEWEST:
        top -= 1
    if top == first < len(lines) and _names_units(lines[first]):
        return first, first + 1
    return top, first


def _names_units(line: Sequence[str]) -> bool:
    """Tell whether a row with figures has titles after all: of units, beside codes of criteria."""
    return any(key_of(text) in ("unit", "name") for text in line if text)


def _has_figures(line: Sequence[str]) -> bool:
    """Tell whether a row has a figure, and does not just number the columns."""
    filled = [text for text in line if text]
    if not filled or all(_NUMBER_OF_COLUMN.match(text) for text in filled):
        return False
    return any(_is_figure(text) for text in filled)


def _is_figure(text: str) -> bool:
    readings = read_number(text)
    is_year = text.isdigit() and len(text) == len("2022") and text[:2] in ("19", "20")
    return (readings.comma is not None or readings.point is not None) and not is_year


def _joined(lines: Sequence[Sequence[str]]) -> list[str]:
    """Make one title of several rows of them: a title above stands for the blank cells to its right."""
    named = [line for line in lines if not all(_NUMBER_OF_COLUMN.match(text) for text in line if text)]
    if not named:
        return [""] * (len(lines[0]) if lines else 0)
    spread = [_spread(line, below) for line, below in zip(named, [*named[1:], None], strict=True)]
    return [
        " – ".join(dict.fromkeys(" ".join(text.split()) for text in parts if text))
        for parts in zip(*spread, strict=True)
    ]


def _spread(line: Sequence[str], below: Sequence[str] | None) -> list[str]:
    out: list[str] = []
    for at, text in enumerate(line):
        is_covered = below is not None and not text and below[at] and out and _is_merged(line, below, at)
        out.append(out[-1] if is_covered else text)
    return out


def _is_merged(line: Sequence[str], below: Sequence[str], at: int) -> bool:
    """Tell whether the title to the left reaches here: everything between has a title of its own below."""
    left = list(takewhile(lambda column: not line[column], range(at, -1, -1)))
    start = min(left) - 1
    return start >= 0 and all(below[column] for column in range(start, at + 1))


def _distinct(titles: Sequence[str]) -> list[str]:
    """Number the titles that stand above several columns."""
    seen: dict[str, int] = {}
    out = []
    for title in titles:
        seen[title] = seen.get(title, 0) + 1
        out.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return out
