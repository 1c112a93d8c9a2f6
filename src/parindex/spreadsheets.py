"""XLSX files written the same way everywhere: real numbers and dates, plain looks, no text that runs.

Text is always written as text: a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage
return never becomes a formula, and stays text when somebody edits it (the mark "quote prefix"). Formulas are
written by :meth:`Sheet.formula` alone. NaN and infinities are blank cells. The same content gives the same
bytes: the file carries no moment of writing.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.exceptions import XlsxFileError  # type: ignore[import-untyped]

from parindex.errors import Place, Problem, ProblemsFound, kind, refusal
from parindex.language import N_

LONGEST_TEXT: Final = 32_767
MOST_ROWS: Final = 1_048_576
_LONGEST_NAME: Final = 31
_LONGEST_HINT: Final = 255
_SURE_DIGITS: Final = 15
_LOOKED_AT: Final = 500
_MANY_CELLS: Final = 400_000
_BEFORE_EXCEL: Final = date(1900, 3, 1)
_A3: Final = 8
_A4: Final = 9
_LINE: Final = 16.0
_HIGHEST: Final = 400.0
_LETTERS_PER_UNIT: Final = 1.1
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
_WRITTEN_AT: Final = datetime(2000, 1, 1)  # noqa: DTZ001  # a constant: the library has no clock
_FONT: Final = {"font_name": "Times New Roman", "font_size": 12}

NOT_WRITTEN = kind(
    "XL300",
    N_("không ghi được tệp: {reason}"),
    N_("đóng tệp nếu đang mở trong Excel, kiểm tra thư mục và quyền ghi rồi chạy lại"),
)
TOO_MANY_ROWS = kind(
    "XL301",
    N_("bảng có {rows} dòng; một trang Excel chỉ chứa được {most} dòng"),
    N_("xuất ra CSV hoặc Parquet, hoặc lọc bớt dòng"),
)

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 0."""
Cell = str | int | float | Decimal | bool | date | datetime | None
"""What a cell can hold. ``None`` and NaN are blank."""


@dataclass(frozen=True)
class Style:
    """How a cell looks. ``locked`` matters on a protected sheet only."""

    bold: bool = False
    italic: bool = False
    size: float | None = None
    ink: str | None = None
    fill: str | None = None
    align: str | None = None
    wrap: bool = False
    indent: int = 0
    number: str | None = None
    border: bool = False
    locked: bool = True

    def but(self, **changes: Any) -> Style:
        """Give the same look with some things changed."""
        return replace(self, **changes)

    def properties(self) -> dict[str, Any]:
        """Give the look in the words of XlsxWriter."""
        wanted = {
            "bold": self.bold,
            "italic": self.italic,
            "font_size": self.size,
            "font_color": self.ink,
            "bg_color": self.fill,
            "align": self.align,
            "text_wrap": self.wrap,
            "indent": self.indent,
            "num_format": self.number,
            "border": int(self.border),
            "border_color": "#BFBFBF" if self.border else None,
        }
        given = {key: value for key, value in wanted.items() if value}
        return {**_FONT, **given, "valign": "top", "locked": self.locked}


PLAIN: Final = Style()
TITLE: Final = Style(bold=True, size=14)
NOTE: Final = Style(italic=True, ink="#595959")
HEADER: Final = Style(bold=True, fill="#DDEBF7", wrap=True, border=True, align="center")
DATE_FORMAT: Final = "dd/mm/yyyy"
TEXT_FORMAT: Final = "@"


def sheet_name(name: str, taken: Collection[str] = ()) -> str:
    r"""Make a valid sheet name: at most 31 characters, none of ``[]:*?/\``, not taken in any letter case.

    >>> sheet_name("Xếp hạng 2022/2023: tổng")
    'Xếp hạng 2022-2023- tổng'
    >>> sheet_name("điểm", {"Điểm"})
    'điểm (2)'
    """
    composed = unicodedata.normalize("NFC", name)
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", composed).strip(" '\t\n")
    clean = "Trang" if not clean or clean.casefold() == "history" else clean
    used = {one.casefold() for one in taken}
    candidate, number = _shortened(clean, ""), 1
    while candidate.casefold() in used:
        number += 1
        candidate = _shortened(clean, f" ({number})")
    return candidate


def _shortened(name: str, ending: str) -> str:
    """Cut a name so that it fits with its ending; Excel counts UTF-16 units."""
    while len((name + ending).encode("utf-16-le")) // 2 > _LONGEST_NAME:
        name = name[:-1]
    return name.rstrip(" '") + ending


def is_exact_number(number: float | Decimal) -> bool:
    """Tell whether a cell keeps the number digit by digit (Excel keeps 15 digits)."""
    return Decimal(format(float(number), f".{_SURE_DIGITS}g")) == Decimal(str(number))


def _lines_of(cell: Cell, width: float) -> int:
    """Count the lines that a wrapped text takes in a column; other cells take one."""
    lines = cell.split("\n") if isinstance(cell, str) else [""]
    return sum(max(1, math.ceil(len(line) / (width * _LETTERS_PER_UNIT))) for line in lines)


class Sheet:
    """One sheet of a :class:`Book`. Rows and columns count from 0, as in XlsxWriter."""

    def __init__(self, book: Book, name: str, raw: Any) -> None:
        """Hold the sheet; made by :meth:`Book.sheet`."""
        self.book = book
        self.name = name
        self.raw = raw

    def put(self, row: int, column: int, value: Cell, style: Style = PLAIN) -> None:
        """Write one value: numbers and dates as such, text as text, nothing as a blank cell."""
        if isinstance(value, str) and value:
            text = value[:LONGEST_TEXT]
            self.raw.write_string(
                row, column, text, self.book.look(style, is_quoted=text.startswith(_DANGEROUS))
            )
        elif isinstance(value, bool):
            self.raw.write_boolean(row, column, value, self.book.look(style))
        elif isinstance(value, int | float | Decimal):
            self._number(row, column, Decimal(value) if isinstance(value, int) else value, style)
        elif isinstance(value, date):
            self._date(row, column, value, style)
        else:
            self.raw.write_blank(row, column, None, self.book.look(style))

    def _number(self, row: int, column: int, value: float | Decimal, style: Style) -> None:
        if not (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
            self.raw.write_blank(row, column, None, self.book.look(style))
        elif isinstance(value, float) or is_exact_number(value):
            self.raw.write_number(row, column, float(value), self.book.look(style))
        else:
            self.raw.write_string(row, column, format(value, "f").replace(".", ","), self.book.look(style))

    def _date(self, row: int, column: int, value: date, style: Style) -> None:
        day = value.date() if isinstance(value, datetime) else value
        if day < _BEFORE_EXCEL:
            self.raw.write_string(row, column, value.strftime("%d/%m/%Y"), self.book.look(style))
            return
        has_time = isinstance(value, datetime) and value.time() != datetime.min.time()
        shown = style.number or (f"{DATE_FORMAT} hh:mm" if has_time else DATE_FORMAT)
        self.raw.write_datetime(row, column, value, self.book.look(style.but(number=shown)))

    def put_row(self, row: int, values: Sequence[Cell], style: Style = PLAIN, first: int = 0) -> None:
        """Write values side by side in one look."""
        for column, value in enumerate(values, first):
            self.put(row, column, value, style)

    def merge(self, area: Area, text: str, style: Style = PLAIN) -> None:
        """Write a text over several cells."""
        self.raw.merge_range(*area, "", self.book.look(style))
        self.put(area[0], area[1], text, style)

    def formula(self, row: int, column: int, formula: str, value: Cell, style: Style = PLAIN) -> None:
        """Write a formula of ours (never of people's text) with the value it has now."""
        self.raw.write_formula(row, column, formula, self.book.look(style), "" if value is None else value)

    def widths(self, widths: Sequence[float], styles: Mapping[int, Style] | None = None) -> None:
        """Set the widths of the columns, and the look of the cells that nothing is written to."""
        for column, width in enumerate(widths):
            style = (styles or {}).get(column)
            self.raw.set_column(column, column, width, self.book.look(style) if style else None)

    def fit_row(self, row: int, cells: Iterable[Cell], widths: Iterable[float]) -> None:
        """Make a row high enough for its wrapped texts, where one of them needs several lines."""
        lines = max((_lines_of(cell, width) for cell, width in zip(cells, widths, strict=False)), default=1)
        if lines > 1:
            self.raw.set_row(row, min(lines * _LINE, _HIGHEST))

    def choices(self, area: Area, source: str, hint: str = "", *, is_strict: bool = True) -> None:
        """Offer a drop-down in an area; other words are refused, or only warned of."""
        error_type = "stop" if is_strict else "warning"
        self.check(area, {"validate": "list", "source": source, "error_type": error_type}, hint)

    def check(self, area: Area, rule: dict[str, Any], hint: str = "") -> None:
        """Check what is typed in an area; the hint is shown beside the cell and when it is refused."""
        options = dict(rule)
        if hint:
            options |= {"input_message": hint[:_LONGEST_HINT], "error_message": hint[:_LONGEST_HINT]}
        self.raw.data_validation(*area, options)

    def highlight(self, area: Area, formula: str, properties: Mapping[str, Any]) -> None:
        """Give the cells of an area another look where a formula of ours holds."""
        look = self.book.conditional_look(properties)
        self.raw.conditional_format(*area, {"type": "formula", "criteria": formula, "format": look})

    def protect(self) -> None:
        """Lock the locked cells, without a password; rows may be added, widths changed, rows filtered."""
        allowed = ("format_cells", "format_columns", "format_rows", "insert_rows", "sort", "autofilter")
        self.raw.protect("", dict.fromkeys(allowed, True))

    def for_print(self, header: str, first_row: int, last_row: int, *, is_wide: bool = False) -> None:
        """Print landscape on A4 (A3 where wide), one page wide, header rows and numbers on every page."""
        self.raw.set_landscape()
        self.raw.set_paper(_A3 if is_wide else _A4)
        self.raw.fit_to_pages(1, 0)
        self.raw.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
        self.raw.repeat_rows(first_row, last_row)
        text = header.replace("&", "&&")
        self.raw.set_header(f"&L{text[:200]}")
        self.raw.set_footer("&C&P/&N")


class Book:
    """An XLSX file being written: ``with Book(path) as book: book.sheet("Điểm").put(0, 0, 18.5)``."""

    def __init__(self, path: Path | str, title: str = "", *, is_large: bool = False) -> None:
        """Begin a file; ``is_large`` keeps memory small but then rows must be written in order."""
        options = {
            "constant_memory": is_large,
            "remove_timezone": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        self._file = str(path)
        self._book = xlsxwriter.Workbook(self._file, options)
        self._book.set_properties({"title": title, "created": _WRITTEN_AT})
        self._looks: dict[tuple[Style, bool], Any] = {}
        self.names: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind_: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind_ is None:
            self.close()

    def close(self) -> None:
        """Write the file; raise :class:`ProblemsFound` where the disk refuses it."""
        try:
            self._book.close()
        except (OSError, XlsxFileError) as error:
            raise ProblemsFound(
                [Problem(NOT_WRITTEN, Place(file=self._file), {"reason": refusal(error)})]
            ) from None

    def look(self, style: Style, *, is_quoted: bool = False) -> Any:
        """Give the XlsxWriter format of a style, made once."""
        key = (style, is_quoted)
        if key not in self._looks:
            quoted = {"quote_prefix": True} if is_quoted else {}
            self._looks[key] = self._book.add_format(style.properties() | quoted)
        return self._looks[key]

    def conditional_look(self, properties: Mapping[str, Any]) -> Any:
        """Give a format for :meth:`Sheet.highlight`."""
        return self._book.add_format(dict(properties))

    def sheet(self, name: str, *, is_hidden: bool = False) -> Sheet:
        """Add a sheet under the nearest valid name."""
        valid = sheet_name(name, self.names)
        self.names.append(valid)
        raw = self._book.add_worksheet(valid)
        if is_hidden:
            raw.hide()
        return Sheet(self, valid, raw)


@dataclass(frozen=True)
class TableSheet:
    """A table for one sheet: its name, its rows, the headings of its columns and what is said around it.

    ``decimals`` gives the digits shown after the comma by column; the number in the cell is never rounded.
    """

    name: str
    frame: pl.DataFrame
    headings: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, int] = field(default_factory=dict)
    title: str = ""
    notes: Sequence[str] = ()


def write_tables(path: Path | str, tables: Sequence[TableSheet]) -> None:
    """Write tables to an XLSX file, a sheet each: header frozen and with filters, numbers right.

    Raises :class:`ProblemsFound` when a table has more rows than a sheet can hold, or the file cannot be
    written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     frame = pl.DataFrame({"unit_id": ["Xã Đồng Tâm"], "points": [87.747]})
    ...     write_tables(Path(folder) / "diem.xlsx", [TableSheet("Điểm", frame, decimals={"points": 2})])
    ...     (Path(folder) / "diem.xlsx").exists()
    True
    """
    problems = [problem for table in tables if (problem := _too_long(table, path))]
    if problems:
        raise ProblemsFound(problems)
    cells = sum(table.frame.height * table.frame.width for table in tables)
    with Book(path, tables[0].title if tables else "", is_large=cells > _MANY_CELLS) as book:
        for table in tables:
            _write_table(book.sheet(table.name), table)


def _too_long(table: TableSheet, path: Path | str) -> Problem | None:
    rows = table.frame.height + len(table.notes) + 3
    if rows <= MOST_ROWS:
        return None
    details = {"rows": table.frame.height, "most": MOST_ROWS}
    return Problem(TOO_MANY_ROWS, Place(file=str(path), sheet=table.name), details)


def _write_table(sheet: Sheet, table: TableSheet) -> None:
    top = 2 if table.title else 0
    sheet.widths([_width(table, name) for name in table.frame.columns])
    if table.title:
        sheet.put(0, 0, table.title, TITLE)
    sheet.put_row(top, [table.headings.get(name, name) for name in table.frame.columns], HEADER)
    styles = [_column_style(table, name) for name in table.frame.columns]
    row = top
    for row, values in enumerate(table.frame.iter_rows(), top + 1):
        for column, value in enumerate(values):
            sheet.put(row, column, _as_cell(value), styles[column])
    for number, note in enumerate(table.notes, row + 2):
        sheet.put(number, 0, note, NOTE)
    sheet.raw.freeze_panes(top + 1, 1)
    if table.frame.width:
        sheet.raw.autofilter(top, 0, max(row, top + 1), table.frame.width - 1)
    sheet.for_print(table.title or table.name, top, top)


def _as_cell(value: Any) -> Cell:  # any value of a frame
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return value if value is None or isinstance(value, str | int | float | Decimal | date) else str(value)


def _column_style(table: TableSheet, name: str) -> Style:
    dtype = table.frame.schema[name]
    if not dtype.is_numeric():
        return Style(border=True)
    digits = table.decimals.get(name)
    shown = None if digits is None else ("0." + "0" * digits if digits else "0")
    return Style(border=True, align="right", number=shown)


def _width(table: TableSheet, name: str) -> float:
    digits = table.decimals.get(name)
    cells = [_as_cell(value) for value in table.frame[name].head(_LOOKED_AT)]
    longest = max((_shown_length(cell, digits) for cell in cells if cell is not None), default=0)
    heading = table.headings.get(name, name)
    words = max((len(word) for word in heading.split()), default=0)
    return float(min(max(longest + 2, min(len(heading), 14) + 2, words + 2, 8), 60))


def _shown_length(cell: Cell, digits: int | None) -> int:
    return (
        len(f"{cell:.{digits}f}") if digits is not None and isinstance(cell, int | float) else len(str(cell))
    )
