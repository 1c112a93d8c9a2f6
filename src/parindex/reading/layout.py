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
from parindex.reading.numbering import Numbered, numbered
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
    return cells.filter(pl.col("unit").is_not_null() & pl.col("slot").is_not_null())


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
    codes = numbered(grid.columns[column].texts(grid.height))
    _refuse_codeless(grid, meaning, codes, findings)
    has_input = "input" in meaning.keys
    inputs = numbered(grid.columns[meaning.keys["input"]].texts(grid.height)) if has_input else None
    pairs = pl.DataFrame({"code": codes.numbers, "row": grid.rows}).with_columns(
        input=inputs.numbers if inputs else pl.lit(None, pl.UInt32),
        is_number=_are_numbers(grid.columns[column]),
    )
    by = ["code", "input", "is_number"]
    different = pairs.drop_nulls("code").group_by(by).agg(pl.col("row").min(), pl.len().alias("count"))
    found = [
        _slot(slots, codes, inputs, one, column, findings)
        for one in different.sort("row").iter_rows(named=True)
    ]
    table = different.sort("row").select(by).with_columns(slot=pl.Series(values=found, dtype=pl.UInt32))
    return pairs.join(table, on=by, how="left", nulls_equal=True, maintain_order="left")["slot"]


def _are_numbers(column: Column) -> pl.Series | pl.Expr:
    return pl.lit(value=False) if column.number is None else column.number.is_not_null()


def _slot(
    slots: Slots,
    codes: Numbered,
    inputs: Numbered | None,
    pair: dict[str, int],
    column: int,
    findings: Findings,
) -> int | None:
    text = codes.texts[pair["code"]]
    said = inputs.texts[pair["input"]] if inputs and pair["input"] is not None else None
    found = slots.find(Header(text, bool(pair["is_number"])), said)
    if isinstance(found, int):
        return found
    if re.match(ERROR_CELL, text) or text.startswith(FORMULA_CELL):
        return None
    if re.match(DATE_CELL, text):
        found = Miss(A_DATE, {"given": text})
    findings.add(found.kind, pair["row"], column, count=pair["count"], **slots.particulars(found))
    return None


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
    words = numbered(grid.columns[column].texts(grid.height))
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
        text = grid.columns[number].text
        if text is not None:
            note_errors(
                pl.DataFrame({"row": grid.rows, "text": text}).with_columns(col=pl.lit(number)), findings
            )


def note_errors(cells: pl.DataFrame, findings: Findings) -> None:
    """Note cells (``row, col, text``) that are an error of Excel or a formula without a result."""
    in_error = cells.filter(pl.col("text").str.contains(ERROR_CELL))
    findings.add_rows(EXCEL_ERROR, in_error, lambda one: {"given": one["text"]})
    formulas = cells.filter(pl.col("text").str.starts_with(FORMULA_CELL))
    findings.add_rows(NO_RESULT, formulas, lambda one: {"given": one["text"]})
