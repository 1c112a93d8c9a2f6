"""What the benchmark of dossiers asks: SQL by hand over raw records and over facts, and figures of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from parindex.dossiers.measures.catalogue import FORM06
from parindex.dossiers.measures.keeping import OF_PROCEDURES, Cubes
from parindex.dossiers.measures.periods import month, year

MONTHS: Final = [month(2025, number) for number in range(1, 13)]
FLOWS: Final = ["received", "received_online", "resolved_early", "resolved_on_due", "resolved_late"]
DASHBOARD: Final = (
    *(count.id for count in FORM06), "on_time_766", "handled_766", "full_online", "paid_online", "with_fee",
    "done", "done_with_result", "done_with_components", "reused", "minutes", "timed", "withdrawn", "waiting",
)  # fmt: skip
RAW_KPI: Final = """
WITH came AS (
  SELECT unit_id, date_trunc('month', received_at) AS month, count(*) AS received,
         count(*) FILTER (channel = 2) AS online
  FROM read_parquet($files) WHERE status NOT IN (1, 3) GROUP BY ALL
), over AS (
  SELECT unit_id, date_trunc('month', coalesce(finished_at, returned_at, refused_at)) AS month,
         count(*) FILTER (status <> 7 AND coalesce(finished_at, returned_at)::DATE < due_at::DATE) AS early,
         count(*) FILTER (status = 7 OR coalesce(finished_at, returned_at)::DATE = due_at::DATE) AS on_due,
         count(*) FILTER (status <> 7 AND coalesce(finished_at, returned_at)::DATE > due_at::DATE) AS late
  FROM read_parquet($files) WHERE status IN (7, 9, 10) GROUP BY ALL
)
SELECT * FROM came FULL JOIN over USING (unit_id, month) WHERE month < DATE '2026-01-01'
"""
FACTS_KPI: Final = """
WITH came AS (
  SELECT unit, date_trunc('month', received_on) AS month, sum(weight) AS received,
         sum(weight) FILTER (channel = 2) AS online
  FROM read_parquet($files) WHERE state <> 4 GROUP BY ALL
), over AS (
  SELECT unit, date_trunc('month', ended_on) AS month, sum(weight) FILTER (form06 = 1) AS early,
         sum(weight) FILTER (form06 = 2) AS on_due, sum(weight) FILTER (form06 = 3) AS late
  FROM read_parquet($files) WHERE state <> 4 AND ended_on IS NOT NULL GROUP BY ALL
)
SELECT * FROM came FULL JOIN over USING (unit, month) WHERE month < DATE '2026-01-01'
"""
SLICE: Final = """
SELECT unit, procedure,
  sum(weight) FILTER (received_on BETWEEN $first AND $last) AS received,
  sum(weight) FILTER (ended_on BETWEEN $first AND $last AND form06 = 3) AS late
FROM read_parquet($files)
WHERE state <> 4 AND received_on <= $last AND NOT coalesce(ended_on < $first AND ended766_on < $first, false)
GROUP BY ALL
"""


def pages(cubes: Cubes) -> dict[str, Callable[[], object]]:
    """Make questions of pages."""
    one, hundred, may = {"unit": [7]}, {"unit": list(range(0, 3300, 33))}, month(2025, 5)
    return {
        "all units together, a month": lambda: cubes.counts(may, DASHBOARD),
        "every unit, the year": lambda: cubes.counts(year(2025), DASHBOARD, ("unit",)),
        "fields of all units": lambda: cubes.counts(may, DASHBOARD, ("field",)),
        "procedures of all units": lambda: cubes.counts(may, OF_PROCEDURES, ("procedure",)),
        "a unit, 12 months": lambda: cubes.trend(MONTHS, DASHBOARD, (), one),
        "fields of a unit": lambda: cubes.counts(may, DASHBOARD, ("field",), one),
        "fields of a hundred units": lambda: cubes.counts(may, DASHBOARD, ("field",), hundred),
        "procedures of a hundred units": lambda: cubes.counts(may, OF_PROCEDURES, ("procedure",), hundred),
        "procedures of a unit": lambda: cubes.counts(may, OF_PROCEDURES, ("procedure",), one),
    }
