"""Reports as text for machines: JSON and CSV. Numbers have the decimal point; names are those of columns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from parindex.reports.content import Report, Table

_RUNS: Final = r"^([=+\-@\t\r])"
"""What a spreadsheet takes for a formula when it opens a CSV file."""


def json_text(report: Report, tables: Sequence[Table], *, is_bare: bool = False) -> str:
    """Write a report as a JSON object with its tables under ``tables``; bare: the array of the only table."""
    if is_bare:
        return rows_json(tables[0].frame) + "\n"
    head = {"title": report.title, **report.facts, "about": report.about, "notes": report.notes}
    begun = json.dumps(head, ensure_ascii=False, indent=2)[:-2]
    parts = ",\n".join(f"    {json.dumps(table.name)}: {rows_json(table.frame)}" for table in tables)
    return f'{begun},\n  "tables": {{\n{parts}\n  }}\n}}\n'


def rows_json(frame: pl.DataFrame) -> str:
    """Write the rows of a frame as a JSON array of objects.

    >>> rows_json(pl.DataFrame({"unit_id": ["Đồng Tâm"], "points": [87.747]}))
    '[{"unit_id":"Đồng Tâm","points":87.747}]'
    """
    return frame.with_columns(pl.selectors.float().fill_nan(None)).write_json()


def csv_text(table: Table, *, is_for_people: bool = False) -> str:
    """Write a table as CSV. For people (a file that Excel opens) no text runs as a formula."""
    frame = table.frame
    if is_for_people:
        frame = frame.with_columns(pl.selectors.string().str.replace(_RUNS, "'${1}"))
    return frame.write_csv()
