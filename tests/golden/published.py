"""Reading the published tables, and printing what the engine gives as they print it."""

import csv
from decimal import Decimal
from pathlib import Path

import polars as pl

from parindex import exact, score
from parindex.frameworks.model import Edition
from parindex.numerals import format_number
from parindex.scoring.scorecard import Scorecard

FOLDER = Path(__file__).parent


def published(name: str, **where: str) -> list[dict[str, str]]:
    """The rows of a published table, as texts; only those whose cells are as asked for."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if all(row[column] == text for column, text in where.items())]


def scored(edition: Edition, rows: dict[str, dict[str, str | None]]) -> Scorecard:
    """A scorecard of points by unit and code; a point that is None does not apply to the unit."""
    values = [
        {
            "unit_id": unit,
            "criterion_id": code,
            "value": None if text is None else float(text),
            "standing": "not_applicable" if text is None else "measured",
        }
        for unit, points in rows.items()
        for code, text in points.items()
    ]
    return score(edition, pl.DataFrame(values, schema_overrides={"value": pl.Float64}))


def exactly(column: exact.Exact, card: Scorecard, unit: str, number: str) -> bool:
    """Whether a unit has exactly a decimal in a column of points or percentages."""
    return bool(exact.equal(column, exact.constant(number))[card.unit_number(unit)])


def printed(column: exact.Exact, row: int = 0, decimals: int = 2) -> str:
    """A number as it is published: half up, with a decimal comma."""
    units = int(exact.units_of(column, decimals)[row])
    return format_number(Decimal(units).scaleb(-decimals), decimals)


def comma(text: str, decimals: int = 2) -> str:
    """A number of a published table with a decimal comma and so many decimals."""
    return format_number(Decimal(text), decimals)
