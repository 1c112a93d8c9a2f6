"""Long and wide tables laid out alike: one row a cell, with its unit, its slot and its source."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import polars as pl

from parindex.errors import ProblemKind
from parindex.reading.findings import Findings
from parindex.reading.grid import Column, Grid, Header
from parindex.reading.kinds import (
    A_DATE,
    EXCEL_ERROR,
    NO_CODE,
    NO_RESULT,
    UNKNOWN_SOURCE,
    UNKNOWN_STANDING,
)
from parindex.reading.meaning import Meaning
from parindex.reading.numbering import Numbered
from parindex.reading.slots import Miss, Slots
from parindex.reading.words import KNOWN_SOURCES, KNOWN_STANDINGS, SOURCE_WORDS, STANDING_WORDS
from parindex.tables import SOURCES
from parindex.text import fold

ERROR_CELL: Final = (
    r"^#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)$"
)
DATE_CELL: Final = (
    r"^(?:[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T][0-9:.]+)?$"
    r"|^[0-9]{1,2}/[0-9]{1,2}$|^[0-9]{1,2}-(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$"
)
FORMULA_CELL: Final = "="

CELLS: Final = {
    "row": pl.UInt32,
    "col": pl.UInt16,
    "unit": pl.UInt32,
    "slot": pl.UInt32,
    "source": pl.UInt8,
    "text": pl.String,
    "number": pl.Float64,
    "percent": pl.Boolean,
    "standing": pl.UInt8,
}
"""Where the cell stands, whose it is, what it is for, who says so, and what it says: a text or a real number
(shown with a percent sign or not), and its standing where the file has a column for that."""


def cells_of(
    grid: Grid, meaning: Meaning, slots: Slots, units: pl.Series, source: str | None, findings: Findings
) -> pl.DataFrame:
    """Lay a table out as cells; those whose unit or slot is unknown are left out, and were noted."""
    refuse_errors_in_keys(grid, meaning, findings)
    sources = _sources(grid, meaning, source, findings)
    if meaning.is_long:
        cells = _long(grid, meaning, slots, sources, findings).with_columns(unit=units)
    else:
        cells = _wide(grid, meaning, pl.DataFrame({"row": grid.rows, "unit": units, "source": sources}))
    if cells["unit"].has_nulls() or cells["slot"].has_nulls():
        return cells.drop_nulls(["unit", "slot"])
    return cells


def _wide(grid: Grid, meaning: Meaning, rows: pl.DataFrame) -> pl.DataFrame:
    parts = [
        _with_content(rows, grid.columns[number]).with_columns(
            col=pl.lit(number, pl.UInt16), slot=pl.lit(slot, pl.UInt32)
        )
        for number, slot in meaning.slots.items()
    ]
    blank = pl.DataFrame(schema={name: type_ for name, type_ in CELLS.items() if name != "standing"})
    return pl.concat([blank, *(part.select(blank.columns) for part in parts)])


def _with_content(rows: pl.DataFrame, column: Column) -> pl.DataFrame:
    nothing = pl.lit(None)
    return rows.with_columns(
        nothing.cast(pl.String).alias("text") if column.text is None else column.text.alias("text"),
        nothing.cast(pl.Float64).alias("number") if column.number is None else column.number.alias("number"),
        nothing.cast(pl.Boolean).alias("percent")
        if column.percent is None
        else column.percent.alias("percent"),
    )


def _long(grid: Grid, meaning: Meaning, slots: Slots, sources: pl.Series, findings: Findings) -> pl.DataFrame:
    value = meaning.keys.get("value")
    rows = pl.DataFrame(
        {"row": grid.rows, "slot": _slots(grid, meaning, slots, findings), "source": sources}
    ).with_columns(col=pl.lit(value if value is not None else meaning.keys["standing"], pl.UInt16))
    cells = _with_content(rows, grid.columns[value] if value is not None else Column())
    standing = meaning.keys.get("standing")
    if standing is None:
        return cells
    told = _told(grid, standing, STANDING_WORDS.get, findings, UNKNOWN_STANDING, KNOWN_STANDINGS)
    return cells.with_columns(standing=told)


def _slots(grid: Grid, meaning: Meaning, slots: Slots, findings: Findings) -> pl.Series:
    """Find the slot of each row by its code and the name of its input, each different pair once."""
    column = meaning.keys["criterion"]
    codes = grid.columns[column].numbered(grid.height)
    _refuse_codeless(grid, meaning, codes, findings)
    inputs = grid.columns[meaning.keys["input"]].numbered(grid.height) if "input" in meaning.keys else None
    pairs = _Pairs(codes, inputs, grid.columns[column].number)
    found = [pairs.slot(pair, slots) for pair in pairs.different.to_list()]
    missed = {
        pair: miss for pair, miss in zip(pairs.different, found, strict=True) if not isinstance(miss, int)
    }
    for pair, row, count in pairs.first_rows(grid.rows, list(missed)).iter_rows():
        miss = missed[pair]
        if miss is not None:
            details = slots.particulars(miss) if findings.has_room(miss.kind) else {}
            findings.add(miss.kind, row, column, count=count, **details)
    known = [one if isinstance(one, int) else None for one in found]
    table = pl.DataFrame({"pair": pairs.different, "slot": pl.Series(values=known, dtype=pl.UInt32)})
    return pairs.numbers.to_frame("pair").join(table, on="pair", how="left", maintain_order="left")["slot"]


class _Pairs:
    """Codes and names of inputs as one number each row: two texts are looked at once however often."""

    def __init__(self, codes: Numbered, inputs: Numbered | None, reals: pl.Series | None) -> None:
        """Join the numbers of code and input, and whether the code was typed as a number."""
        self.codes = codes
        self.inputs = inputs
        self.width = 1 + (len(inputs.texts) if inputs else 0)
        numbers = codes.numbers.cast(pl.UInt64) * self.width
        if inputs:
            numbers += inputs.numbers.fill_null(self.width - 1)
        is_real = 0 if reals is None else reals.is_not_null().cast(pl.UInt64)
        self.numbers = numbers * 2 + is_real
        self.different = self.numbers.drop_nulls().unique(maintain_order=True).alias("pair")

    def slot(self, pair: int, slots: Slots) -> int | Miss | None:
        """Give the slot that a pair means, why there is none, or None where that is said elsewhere."""
        code, input_ = divmod(pair // 2, self.width)
        text = self.codes.texts[code]
        said = self.inputs.texts[input_] if self.inputs and input_ < self.width - 1 else None
        found = slots.find(Header(text, is_number=bool(pair % 2)), said)
        if isinstance(found, int):
            return found
        if re.match(ERROR_CELL, text) or text.startswith(FORMULA_CELL):
            return None
        return Miss(A_DATE, {"given": text}) if re.match(DATE_CELL, text) else found

    def first_rows(self, rows: pl.Series, wanted: list[int]) -> pl.DataFrame:
        """Give for some pairs the first row that says it and how many do."""
        if not wanted:
            return pl.DataFrame()
        frame = pl.DataFrame({"pair": self.numbers, "row": rows}).filter(pl.col("pair").is_in(wanted))
        return frame.group_by("pair").agg(pl.col("row").min(), pl.len().alias("count")).sort("row")


def _refuse_codeless(grid: Grid, meaning: Meaning, codes: Numbered, findings: Findings) -> None:
    has_value = pl.repeat(value=False, n=grid.height, eager=True)
    for number in (meaning.keys.get("value"), meaning.keys.get("standing")):
        if number is not None:
            has_value |= grid.columns[number].has_content(grid.height)
    rows = grid.rows.filter(codes.numbers.is_null() & has_value)
    findings.add_rows(
        NO_CODE, pl.DataFrame({"row": rows}).with_columns(col=pl.lit(meaning.keys["criterion"]))
    )


def _sources(grid: Grid, meaning: Meaning, source: str | None, findings: Findings) -> pl.Series:
    """Give the number of each row's source; what the file says goes before what the caller says."""
    default = pl.repeat(_source_number(source), grid.height, dtype=pl.UInt8, eager=True)
    column = meaning.keys.get("source")
    if column is None:
        return default
    told = _told(
        grid,
        column,
        lambda word: _source_number(SOURCE_WORDS.get(word)),
        findings,
        UNKNOWN_SOURCE,
        KNOWN_SOURCES,
    )
    return told.fill_null(default) if source else told


def _source_number(source: str | None) -> int | None:
    return SOURCES.index(source) if source else None


def _told(
    grid: Grid,
    column: int,
    meaning: Callable[[str], int | None],
    findings: Findings,
    kind: ProblemKind,
    known: str,
) -> pl.Series:
    words = grid.columns[column].numbered(grid.height)
    meanings = [meaning(fold(word)) for word in words.texts]
    unknown = [number for number, found in enumerate(meanings) if found is None]
    if unknown:
        for number, row, count in words.first_rows(grid.rows, unknown).iter_rows():
            findings.add(kind, row, column, given=words.texts[number], known=known, count=count)
    return words.mapped(meanings).cast(pl.UInt8)


def refuse_errors_in_keys(grid: Grid, meaning: Meaning, findings: Findings) -> None:
    """Note keys that are an error of Excel or a formula without a result."""
    value = meaning.keys.get("value")
    for number in {*meaning.keys.values(), *meaning.peers} - {value}:
        text, different = grid.columns[number].text, grid.columns[number].different
        if text is not None and (different is None or _any_error(different)):
            note_errors(
                pl.DataFrame({"row": grid.rows, "text": text}).with_columns(col=pl.lit(number)), findings
            )


def _any_error(texts: pl.Series) -> bool:
    return bool((texts.str.contains(ERROR_CELL) | texts.str.starts_with(FORMULA_CELL)).any())


def note_errors(cells: pl.DataFrame, findings: Findings) -> None:
    """Note cells (``row, col, text``) that are an error of Excel or a formula without a result."""
    in_error = cells.filter(pl.col("text").str.contains(ERROR_CELL))
    findings.add_rows(EXCEL_ERROR, in_error, lambda one: {"given": one["text"]})
    formulas = cells.filter(pl.col("text").str.starts_with(FORMULA_CELL))
    findings.add_rows(NO_RESULT, formulas, lambda one: {"given": one["text"]})
