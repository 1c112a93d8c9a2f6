"""Plain answers into which each test plants its case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

ITEMS = [f"q9_{number}" for number in range(1, 21)]
NINE = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)  # nine in the morning in Hà Nội


def answers(people: int = 40, seed: int = 1, units: int = 2, **columns: Any) -> pl.DataFrame:
    """Give answers of different people, each taking five minutes, one after the other."""
    generator = np.random.default_rng(seed)
    codes = generator.integers(1, 6, size=(people, len(ITEMS)))
    started = [NINE + timedelta(minutes=10 * number) for number in range(people)]
    table = {
        "response_id": [f"R{number:03}" for number in range(people)],
        "unit_id": [f"xa-{number % units}" for number in range(people)],
        "started_at": started,
        "finished_at": [moment + timedelta(minutes=5) for moment in started],
        **{item: codes[:, place] for place, item in enumerate(ITEMS)},
    }
    return pl.DataFrame(table | columns, schema_overrides=dict.fromkeys(ITEMS, pl.Int16))


def changed(table: pl.DataFrame, row: int, **values: Any) -> pl.DataFrame:
    """Plant other values in one row."""
    at = pl.int_range(pl.len()) == row
    return table.with_columns(
        pl.when(at).then(pl.lit(value, dtype=table.schema[name])).otherwise(pl.col(name)).alias(name)
        for name, value in values.items()
    )


def codes_of(table: pl.DataFrame, row: int) -> dict[str, Any]:
    """Give what a row says."""
    return table.select(ITEMS).row(row, named=True)


def flagged(flags: pl.DataFrame) -> list[str]:
    """Give the answers a check flagged."""
    return sorted(flags["response_id"].to_list())
