"""What a cell says: a number, or a word for one, or why there is none."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from parindex.numerals import as_decimal
from parindex.reading.decimals import Decimals, decide, with_readings
from parindex.reading.findings import Findings, Row
from parindex.reading.kinds import A_DATE, CONFLICT, DASH, NOT_A_CHOICE, NOT_A_NUMBER, PERCENT_SIGN
from parindex.reading.layout import DATE_CELL, ERROR_CELL, FORMULA_CELL, note_errors
from parindex.reading.slots import CHOICE_TYPES, Slots
from parindex.reading.words import (
    NOT_APPLICABLE_WORDS,
    STANDING_NAMES,
    WANTED,
    WITHHELD_WORDS,
    cell_numbers,
    cell_standings,
)
from parindex.tables import MEASURED, MISSING
from parindex.text import fold_expr

_OTHER_WORDS: Final = ", ".join(f"“{words[0]}”" for words in (NOT_APPLICABLE_WORDS, WITHHELD_WORDS))
_PERCENT_TYPES: Final = ("percent", "share")
_OUT: Final = ("row", "col", "unit", "slot", "source", "number", "says")


def interpret(cells: pl.DataFrame, slots: Slots, decimal: Decimals, findings: Findings) -> pl.DataFrame:
    """Give each cell its ``number`` and ``standing``; where it could not be understood, no number.

    Takes cells as :mod:`parindex.reading.layout` lays them out.
    """
    told = [name for name in ("standing",) if name in cells.columns]
    types = slots.table.select("slot", "type", "low", "high")
    is_text = pl.col("text").is_not_null()
    is_percent = pl.col("percent").fill_null(value=False) & pl.col("number").is_not_null()
    plain = cells.filter(~is_text & ~is_percent).with_columns(says=_by_content())
    parts = [
        plain,
        *_texts(cells.filter(is_text).join(types, on="slot"), slots, decimal, findings),
        _percents(cells.filter(is_percent).join(types, on="slot"), slots, findings),
    ]
    whole = pl.concat([part.select(*_OUT, *told) for part in parts])
    return _with_standing(whole, findings) if told else whole.rename({"says": "standing"})


def _by_content() -> pl.Expr:
    return pl.when(pl.col("number").is_null()).then(MISSING).otherwise(MEASURED).cast(pl.UInt8)


def _texts(
    cells: pl.DataFrame, slots: Slots, decimal: Decimals, findings: Findings
) -> tuple[pl.DataFrame, ...]:
    cells = cells.with_columns(word=fold_expr(pl.col("text")))
    cells = cells.join(cell_numbers(slots), on=["slot", "word"], how="left")
    cells = cells.join(cell_standings(), on="word", how="left")
    is_word = pl.col("said").is_not_null() | pl.col("said_standing").is_not_null()
    words = cells.filter(is_word).with_columns(
        number="said", says=pl.col("said_standing").fill_null(MEASURED)
    )
    _note_dashes(words.filter("is_dash"), findings)
    is_special = pl.any_horizontal(
        pl.col("text").str.contains(ERROR_CELL),
        pl.col("text").str.contains(DATE_CELL),
        pl.col("text").str.starts_with(FORMULA_CELL),
    )
    rest = cells.filter(~is_word)
    special = rest.filter(is_special)
    note_errors(special, findings)
    dates = special.filter(pl.col("text").str.contains(DATE_CELL))
    findings.add_rows(A_DATE, dates, lambda one: {"given": one["text"]})
    numbers, others = _numbers(rest.filter(~is_special), slots, decimal, findings)
    unread = pl.concat([special, others], how="diagonal")
    return words, numbers, unread.with_columns(number=pl.lit(None, pl.Float64), says=_MEASURED)


_MEASURED: Final = pl.lit(MEASURED, pl.UInt8)


def _note_dashes(dashes: pl.DataFrame, findings: Findings) -> None:
    first = dashes.sort("row", "col").head(1)
    findings.add_rows(DASH, first, lambda one: {"given": one["text"], "count": dashes.height})


def _numbers(
    cells: pl.DataFrame, slots: Slots, decimal: Decimals, findings: Findings
) -> tuple[pl.DataFrame, pl.DataFrame]:
    cells = with_readings(cells)
    is_number = pl.col("comma").is_not_null() | pl.col("point").is_not_null()
    others = cells.filter(~is_number)
    is_choice = pl.col("type").is_in(CHOICE_TYPES)
    findings.add_rows(
        NOT_A_NUMBER, others.filter(~is_choice), lambda one: {"given": one["text"], "words": _OTHER_WORDS}
    )
    findings.add_rows(NOT_A_CHOICE, others.filter(is_choice), lambda one: no_choice(slots, one, one["text"]))
    numbers = decide(cells.filter(is_number), decimal, findings).with_columns(number="read", says=_MEASURED)
    odd = numbers.filter(pl.col("percent") & ~pl.col("type").is_in(_PERCENT_TYPES))
    findings.add_rows(PERCENT_SIGN, odd, lambda one: _no_percent(slots, one, one["text"]))
    return numbers, others


def _percents(cells: pl.DataFrame, slots: Slots, findings: Findings) -> pl.DataFrame:
    """Read real numbers that Excel shows as percents: 0.8088 shown as 80,88 % is 80.88 percent."""
    odd = cells.filter(~pl.col("type").is_in(_PERCENT_TYPES))
    findings.add_rows(PERCENT_SIGN, odd, lambda one: _no_percent(slots, one, as_decimal(one["number"])))
    number = pl.col("number")
    shifted = (number.cast(pl.String) + "e2").cast(pl.Float64, strict=False)
    hundredfold = pl.coalesce(shifted, number * 100)
    return cells.with_columns(
        number=pl.when(pl.col("type") == "percent").then(hundredfold).otherwise(number), says=_MEASURED
    )


def _no_percent(slots: Slots, one: Row, given: object) -> dict[str, Any]:
    wanted = WANTED.get(one["type"], WANTED["number"])
    return {"given": given, "code": slots.all[one["slot"]].title, "wanted": wanted}


def no_choice(slots: Slots, one: Row, given: object) -> dict[str, Any]:
    """Give the particulars of a cell that is none of the choices of its slot."""
    slot = slots.all[one["slot"]]
    known = ", ".join(f"{choice.label.vi} ({choice.value})" for choice in slot.spec.choices)
    return {"given": given, "code": slot.title, "known": known}


def _with_standing(cells: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Join what the cell says with what the column of standings says; they must not contradict."""
    told, says = pl.col("standing"), pl.col("says")
    is_blank = says == MISSING
    clash = told.is_not_null() & pl.when(is_blank).then(told == MEASURED).otherwise(told != says)
    findings.add_rows(CONFLICT, cells.filter(clash), _contradiction)
    standing = pl.when(is_blank).then(told.fill_null(says)).otherwise(says)
    return cells.with_columns(standing=standing).drop("says")


def _contradiction(one: Row) -> dict[str, Any]:
    given = STANDING_NAMES[one["says"]][0] if one["number"] is None else as_decimal(one["number"])
    return {"standing": STANDING_NAMES[one["standing"]][0], "given": given}
