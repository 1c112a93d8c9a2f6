"""The table of answers: one row per response, one column per thing that can be answered.

``response_id`` and ``unit_id`` come first, then columns of the design (weight, stratum, cluster ...) where
there are any, then the columns of the form in its order. A cell holds the *code* of the option, null where
nothing was answered; "no opinion" stays a code. Nothing is -1, nothing is a position on the paper.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from parindex.surveys.instruments.model import Column, ColumnKind, Instrument

RESPONSE_ID: Final = "response_id"
UNIT_ID: Final = "unit_id"
WEIGHT: Final = "weight"
WEIGHT_BEFORE: Final = "weight_before_margins"
"""What a weight was before known totals were met: an estimate after them begins there."""
STRATUM: Final = "stratum"
PSU: Final = "psu"

_TYPES: Final[dict[ColumnKind, pl.DataType]] = {
    "code": pl.Int16(),
    "flag": pl.Int16(),
    "text": pl.String(),
    "integer": pl.Int64(),
    "decimal": pl.Float64(),
    "date": pl.Date(),
}


def column_type(column: Column) -> pl.DataType:
    """Give the type of a column: Int16 for codes and flags, and as they say for the rest."""
    return _TYPES[column.kind]


def answers_schema(instrument: Instrument) -> pl.Schema:
    """Give the columns of the table of answers of a form, without columns of the design.

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> schema = answers_schema(load_instrument("one-stop-kiosk@2026"))
    >>> list(schema)[:5]
    ['response_id', 'unit_id', 'attitude', 'reason:1', 'reason:2']
    """
    columns: dict[str, pl.DataType] = {RESPONSE_ID: pl.String(), UNIT_ID: pl.String()}
    return pl.Schema(columns | {column.id: column_type(column) for column in instrument.columns})


def no_answers(instrument: Instrument) -> pl.DataFrame:
    """Give the table of answers without a row."""
    return pl.DataFrame(schema=answers_schema(instrument))
