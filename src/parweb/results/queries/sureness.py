"""How sure a run is: intervals of figures that are estimates, ranks that their errors leave possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import polars as pl

from parindex.exact import PLACES
from parindex.numerals import as_decimal
from parindex.tables import TOTAL
from parweb.results.models import Run
from parweb.results.queries.tables import table_of

METHOD_WORDS: Final = {
    "korn_graubard": "Korn–Graubard",
    "wilson": "Wilson",
    "wald": "Student",
    "logit": "logit",
}


@dataclass(frozen=True)
class Sureness:
    """How sure an estimate is, in percentage points of the share that the leaf's points are made of."""

    standard_error: Decimal
    low: Decimal | None
    high: Decimal | None
    level: Decimal | None
    """Of the interval, in percent."""
    method: str
    points_low: Decimal | None
    points_high: Decimal | None
    """The leaf's points at the ends; None where its rule does not rise or fall all the way."""

    @property
    def method_words(self) -> str:
        """The method's name."""
        return METHOD_WORDS.get(self.method, self.method)


@dataclass(frozen=True)
class PossibleRanks:
    """Ranks and points that errors of estimates leave possible, and how many units they cannot tell apart."""

    best: int
    worst: int
    alike: int
    points_low: Decimal
    points_high: Decimal


def possible_ranks_of(run: Run, unit_id: int) -> dict[str, PossibleRanks]:
    """Give what is possible for a unit, by column; no query where the run has no estimates."""
    if "sureness" not in run.facts:
        return {}
    table = table_of(run, "sure_ranks", pl.col("unit_id") == str(unit_id))
    return {} if table is None else dict(_possible(table, "criterion_id"))


def possible_totals(run: Run) -> dict[str, PossibleRanks]:
    """Give what is possible on the total, by unit; no query where the run has no estimates."""
    if "sureness" not in run.facts:
        return {}
    table = table_of(run, "sure_ranks", pl.col("criterion_id") == TOTAL)
    return {} if table is None else dict(_possible(table, "unit_id"))


def possible_in_group(run: Run, group: str) -> dict[str, PossibleRanks]:
    """Give what is possible on the total inside one peer group (``family=name``), by unit."""
    if "sureness" not in run.facts:
        return {}
    among = (pl.col("peer_group") == group, pl.col("criterion_id") == TOTAL)
    table = table_of(run, "peer_sure_ranks", *among)
    return {} if table is None else dict(_possible(table, "unit_id"))


def _possible(table: pl.DataFrame, key: str) -> Iterator[tuple[str, PossibleRanks]]:
    for row in table.filter(pl.col("best").is_not_null()).iter_rows(named=True):
        ends = [round(as_decimal(row[name]), PLACES) for name in ("points_low", "points_high")]
        yield row[key], PossibleRanks(row["best"], row["worst"], row["alike"], *ends)


def sureness_of(row: Mapping[str, Any]) -> Sureness | None:
    """Read how sure a leaf's figure is from its explanation; None where it is no estimate."""
    error = _exact(row.get("standard_error"))
    if error is None:
        return None
    level = _exact(row.get("level"))
    return Sureness(
        standard_error=error,
        low=_exact(row.get("low")),
        high=_exact(row.get("high")),
        level=None if level is None else 100 * level,
        method=row.get("method") or "",
        points_low=_exact(row.get("points_low")),
        points_high=_exact(row.get("points_high")),
    )


def _exact(number: float | None) -> Decimal | None:
    return None if number is None else as_decimal(number)
