"""Printed tables for the tests of the audit: one row a line, cells parted by semicolons."""

import polars as pl

from parindex.ranking.audit import Audit, Finding, audit_table, read_spec


def table(text: str) -> pl.DataFrame:
    """The cells of a text as they are printed, under the titles of its first line."""
    header, *lines = [line.split(";") for line in text.strip().splitlines()]
    cells = {title: [line[at].strip() or None for line in lines] for at, title in enumerate(header)}
    return pl.DataFrame(cells, schema=dict.fromkeys(header, pl.String))


def audit(text: str, spec: str | None = None, **options: object) -> Audit:
    """Audit a table, by detection or by a spec."""
    return audit_table(table(text), read_spec(spec) if spec else None, **options)


def told(found: list[Finding]) -> list[tuple[str, int | None, str | None, str]]:
    """Code, row, column and cause of each finding."""
    return [(one.code, one.place.row, one.place.column, one.cause.code) for one in found]
