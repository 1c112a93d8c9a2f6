"""One table, three ways to take it: the page shows it, XLSX and CSV carry all its rows."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, Literal, get_args

import polars as pl
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header

from parindex.numerals import as_decimal
from parindex.spreadsheets import TableSheet, write_tables
from parindex.text import fold
from parweb.interface.numbers import day_text, has_number, moment_text, number_text

Kind = Literal["text", "number", "percent", "whole", "date", "moment"]
Format = Literal["xlsx", "csv"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
CONTENT_TYPES: Final[dict[Format, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_TYPES: Final[dict[Kind, type[pl.DataType]]] = {
    "text": pl.String,
    "number": pl.Float64,
    "percent": pl.Float64,
    "whole": pl.Float64,
    "date": pl.Date,
    "moment": pl.Datetime,
}
_AT_ONCE: Final = 5000
"""Rows made into a frame at once: what a generator gives is never all there as Python objects."""
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What office programs take for the beginning of a formula when they open a CSV."""


@dataclass(frozen=True)
class Column:
    """A column: the key of its value in a row, its words (may be lazy), its unit, what it holds.

    ``decimals`` is how many digits are shown; a file always holds the number as exact as it is.
    """

    key: str
    label: Any
    unit: Any = ""
    kind: Kind = "text"
    decimals: int | None = None

    @property
    def is_number(self) -> bool:
        """Tell whether the column stands right-aligned."""
        return self.kind in {"number", "percent", "whole"}

    def heading(self) -> str:
        """Give the words of the header with the unit named once: ``Điểm (điểm)``, ``Tỷ lệ (%)``."""
        unit = str(self.unit) or ("%" if self.kind == "percent" else "")
        return f"{self.label} ({unit})" if unit else str(self.label)


@dataclass(frozen=True)
class Table:
    """A table to offer: a title, columns, all rows (mappings or objects), notes below."""

    title: Any
    columns: Sequence[Column]
    rows: Iterable[Any]
    notes: Sequence[Any] = ()


def asked_format(query: QueryDict | Mapping[str, str]) -> Format | None:
    """Give the format of ``?format=``; None where the page itself is asked for.

    >>> asked_format({"format": "csv"}), asked_format({"format": "exe"})
    ('csv', None)
    """
    wanted = query.get("format")
    return next((one for one in FORMATS if one == wanted), None)


def table_response(table: Table, file_format: Format, filename: str) -> HttpResponse:
    """Give the whole table as a file to save; ``filename`` has no ending and may have diacritics."""
    body = xlsx_bytes(table) if file_format == "xlsx" else csv_text(table).encode("utf-8-sig")
    return file_response(body, f"{filename}.{file_format}", CONTENT_TYPES[file_format])


def streamed_response(table: Table, file_format: Format, filename: str) -> HttpResponseBase:
    """Give a table whose rows are made one after the other: CSV as it comes, XLSX when it is whole.

    Whatever the number of rows, only a few thousand are there at once as Python objects.
    """
    if file_format != "csv":
        return table_response(table, file_format, filename)
    with_mark = chain(["\ufeff"], csv_lines(table))
    response = StreamingHttpResponse(
        (part.encode() for part in with_mark), content_type=CONTENT_TYPES[file_format]
    )
    _to_save(response, f"{filename}.{file_format}")
    return response


def file_response(body: bytes, filename: str, content_type: str) -> HttpResponse:
    """Give bytes as a file to save; its name keeps diacritics (RFC 5987) and no path."""
    response = HttpResponse(body, content_type=content_type)
    _to_save(response, filename)
    return response


def _to_save(response: HttpResponseBase, filename: str) -> None:
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=safe_name(filename)) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"


def safe_name(filename: str) -> str:
    r"""Give a file name without path and signs that a disk refuses.

    >>> safe_name("Xếp hạng 2025/2026: tổng.xlsx")
    'Xếp hạng 2025-2026- tổng.xlsx'
    """
    signs = ("-" if sign in '/\\:*?"<>|' or ord(sign) < ord(" ") else sign for sign in filename)
    return "".join(signs).strip(" .") or "bang"


def xlsx_bytes(table: Table) -> bytes:
    """Give the table as XLSX: real numbers and dates, header frozen, text that never runs."""
    sheet = TableSheet(
        name=str(table.title),
        frame=frame_of(table),
        headings={column.key: column.heading() for column in table.columns},
        decimals={one.key: digits for one in table.columns if (digits := _digits(one)) is not None},
        title=str(table.title),
        notes=[str(note) for note in table.notes],
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write_tables(path, [sheet])
        return path.read_bytes()


def frame_of(table: Table) -> pl.DataFrame:
    """Give the table as a frame, each column with the type of its kind."""
    rows = iter(table.rows)
    parts = [_frame_of([], table.columns)]
    while part := list(islice(rows, _AT_ONCE)):
        parts.append(_frame_of(part, table.columns))
    return pl.concat(parts)


def _frame_of(rows: Sequence[Any], columns: Sequence[Column]) -> pl.DataFrame:
    return pl.DataFrame(
        {one.key: [_typed(value_of(row, one.key), one.kind) for row in rows] for one in columns},
        schema={column.key: _TYPES[column.kind] for column in columns},
    )


def csv_text(table: Table) -> str:
    """Give the table as CSV for programs: comma between, point as decimal sign, days as 2026-03-16."""
    return "".join(csv_lines(table))


def csv_lines(table: Table) -> Iterator[str]:
    """Give the same line by line, so that a long table is sent while its rows are still being made."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(guarded(column.heading()) for column in table.columns)
    yield target.getvalue()
    for row in table.rows:
        target.seek(0)
        target.truncate()
        writer.writerow(_csv_cell(value_of(row, one.key), one.kind) for one in table.columns)
        yield target.getvalue()


def guarded(text: str) -> str:
    """Give a text that no office program runs: an apostrophe stands before what looks like a formula.

    >>> guarded("=1+1"), guarded("Xã Đồng Tâm")
    ("'=1+1", 'Xã Đồng Tâm')
    """
    return (
        f"'{text}" if text.lstrip(" \N{NO-BREAK SPACE}").startswith(_RUNS) or text.startswith(_RUNS) else text
    )


def shown(value: Any, column: Column) -> str:
    """Give a cell as people read it on a page, in the page's language; a dash for no number."""
    if column.is_number:
        return number_text(value, _digits(column))
    if isinstance(value, datetime) and column.kind == "moment":
        return moment_text(value)
    return day_text(value) if isinstance(value, date) else _text(value)


def value_of(row: Any, key: str) -> Any:
    """Give the value of a column in a row: an item of a mapping, else an attribute."""
    return row.get(key) if isinstance(row, Mapping) else getattr(row, key, None)


def table_id(title: str) -> str:
    """Give an id for a table made of its title.

    >>> table_id("Xếp hạng 2026")
    'xep-hang-2026'
    """
    return "-".join("".join(one if one.isalnum() else " " for one in fold(title)).split()) or "table"


def _digits(column: Column) -> int | None:
    return 0 if column.kind == "whole" else column.decimals


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _typed(value: Any, kind: Kind) -> Any:
    """Give the value as its column holds it; what is no such value is left out."""
    if kind == "text":
        return _text(value)
    if kind in {"date", "moment"}:
        return _day(value, kind)
    return float(value) if has_number(value) else None


def _day(value: Any, kind: Kind) -> date | None:
    if not isinstance(value, date):
        return None
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    if kind == "date":
        return local.date() if isinstance(local, datetime) else local
    moment = local if isinstance(local, datetime) else datetime.combine(local, datetime.min.time())
    return moment.replace(tzinfo=None, microsecond=0)


def _csv_cell(value: Any, kind: Kind) -> str:
    typed = _typed(value, kind)
    if typed is None:
        return ""
    if kind == "text":
        return guarded(typed)
    if kind in {"date", "moment"}:
        return str(typed.isoformat())
    return format(as_decimal(value), "f")
