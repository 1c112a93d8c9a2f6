"""An XLSX file as the archive it is: unpacked within limits, and searched for what a plain reading loses.

The reader of cell values gives nothing for a cell in error and for a formula without a result, makes no
difference between 0,85 and 85 %, and lays out the whole rectangle between two far cells. All four are seen
here.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

import numpy as np

from parindex.errors import Place
from parindex.language import N_
from parindex.reading.findings import stop
from parindex.reading.kinds import TOO_LARGE, UNREADABLE
from parindex.reading.limits import MOST_SHEET_CELLS, MOST_UNPACKED_BYTES

Cell = tuple[int, int]
"""Row and column, from 0."""

_WORKBOOK: Final = "xl/workbook.xml"
_BUILT_IN_PERCENT: Final = {"9", "10"}
_QUOTED_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_CELL_NAME = re.compile(rb'\br=["\']([A-Z]{1,3})([0-9]{1,7})["\']')
_COLUMN_NAME = re.compile(rb' r="([A-Z]{1,3})[0-9]{1,7}"')
_ROW_OF_CELL = re.compile(rb' r="[A-Z]{1,3}([0-9]{1,7})"')
_OTHER_CELLS: Final = (
    b"<c>",
    b"<c/",
    b"<c\t",
    b"<c\n",
    b"<c\r",
    b":c ",
    b":c>",
    b":c/",
    b":c\t",
    b":c\n",
    b":c\r",
)
_ROW_NAME = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br=["\']([0-9]{1,7})["\']')
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_IN_ERROR = re.compile(
    rb'<(?:\w+:)?c\s([^>]*\bt=["\']e["\'][^>]*)>(?:<(?:\w+:)?f[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?'
    rb"\s*<(?:\w+:)?v>([^<]*)<"
)
_NO_RESULT = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^/>])>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_TEXT_RESULT = re.compile(rb'\bt=["\']str["\']')
"""A formula may well give an empty text."""
_SHARED = re.compile(rb'\bt=["\']s["\'][^>]*>\s*<(?:\w+:)?v>([0-9]+)<')


@dataclass(frozen=True)
class Marks:
    """Cells of a sheet that need more than their value: what is shown in error, and percent formats."""

    unread: dict[Cell, str]
    percent: dict[int, list[int]]
    """The rows, by column."""


@dataclass(frozen=True)
class Parts:
    """The XML members of a workbook, by name."""

    members: dict[str, bytes]
    place: Place

    def packed(self) -> io.BytesIO:
        """Give an archive of just these members: its true size is known."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.members.items():
                archive.writestr(name, content)
        out.seek(0)
        return out

    def marks(self, sheet: str) -> Marks:
        """Search a sheet; raise :class:`ProblemsFound` when it would be too large laid out."""
        content = self._sheet(sheet)
        self._refuse_far_cells(content, sheet)
        self._refuse_long_texts(content)
        percent: dict[int, list[int]] = {}
        for row, column in self._percent_cells(content):
            percent.setdefault(column, []).append(row)
        return Marks(dict(_unread(content)), percent)

    def _sheet(self, sheet: str) -> bytes:
        by_id = {
            one.get("Id"): one.get("Target", "") for one in self._all(_relations(_WORKBOOK), "Relationship")
        }
        for one in self._all(_WORKBOOK, "sheet"):
            ids = [value for key, value in one.attrib.items() if key.endswith("}id")]
            if one.get("name") == sheet and ids:
                target = posixpath.normpath(posixpath.join("/xl", by_id.get(ids[0], "")))
                return self.members.get(target.lstrip("/"), b"")
        return b""

    def _all(self, member: str, tag: str) -> Iterator[ET.Element]:
        """Give the elements of a name. No document type gets here, so entities cannot grow."""
        try:
            root = ET.fromstring(self.members.get(member, b"<none/>"))  # noqa: S314  # see above
        except (ET.ParseError, ValueError, LookupError):
            raise self._unreadable() from None
        return (element for element in root.iter() if element.tag.rsplit("}", 1)[-1] == tag)

    def _unreadable(self) -> Exception:
        return stop(UNREADABLE, self.place, reason=N_("nội dung bên trong tệp .xlsx bị hỏng"))

    def _refuse_far_cells(self, content: bytes, sheet: str) -> None:
        rows, columns = _extent(content)
        if rows * columns > MOST_SHEET_CELLS:
            what = N_("số ô của trang tính")
            place = Place(file=self.place.file, sheet=sheet)
            raise stop(TOO_LARGE, place, what=what, given=rows * columns, most=MOST_SHEET_CELLS)

    def _refuse_long_texts(self, content: bytes) -> None:
        """Refuse a long text that is shared by so many cells that it would fill the memory."""
        shared = self.members.get("xl/sharedStrings.xml", b"").split(b"<si")
        sizes = np.array([len(text) for text in shared[1:]], dtype=np.int64)
        if not sizes.size or int(sizes.max()) * content.count(b"<") < MOST_UNPACKED_BYTES:
            return
        used = np.array([int(number) for number in _SHARED.findall(content)], dtype=np.int64)
        total = int(sizes[used[used < sizes.size]].sum())
        if total > MOST_UNPACKED_BYTES:
            raise _too_large(self.place, total)

    def _percent_cells(self, content: bytes) -> Iterator[Cell]:
        styles = self._percent_styles()
        if styles:
            any_of = "|".join(styles).encode()
            for cell in re.finditer(
                rb'<(?:\w+:)?c\s([^>]*\bs=["\'](?:' + any_of + rb')["\'][^>]*)>', content
            ):
                yield from _position(cell[1])

    def _percent_styles(self) -> list[str]:
        formats = {
            one.get("numFmtId"): one.get("formatCode", "") for one in self._all("xl/styles.xml", "numFmt")
        }
        shows = {key for key, code in formats.items() if "%" in _QUOTED_IN_FORMAT.sub("", code)}
        cells = next(self._all("xl/styles.xml", "cellXfs"), None)
        ids = [] if cells is None else [one.get("numFmtId") for one in cells]
        return [str(style) for style, form in enumerate(ids) if form in _BUILT_IN_PERCENT | shows]


def unpack(raw: bytes, place: Place) -> Parts:
    """Unpack the XML members of an XLSX file; raise :class:`ProblemsFound` for a bad or too large one."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            wanted = [one for one in archive.infolist() if one.filename.endswith((".xml", ".rels"))]
            size = sum(one.file_size for one in wanted)
            if size > MOST_UNPACKED_BYTES:
                raise _too_large(place, size)
            members = {one.filename: archive.read(one) for one in wanted}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise stop(UNREADABLE, place, reason=N_("tệp .xlsx bị hỏng hoặc có mật khẩu")) from None
    if _WORKBOOK not in members or any(b"<!DOCTYPE" in content for content in members.values()):
        raise stop(UNREADABLE, place, reason=N_("tệp nén này không phải tệp .xlsx"))
    return Parts(members, place)


def _too_large(place: Place, size: int) -> Exception:
    what = N_("số byte sau khi giải nén")
    return stop(TOO_LARGE, place, what=what, given=size, most=MOST_UNPACKED_BYTES)


def _relations(member: str) -> str:
    folder, name = posixpath.split(member)
    return f"{folder}/_rels/{name}.rels"


def _position(attributes: bytes) -> Iterator[Cell]:
    found = _CELL_NAME.search(attributes)
    if found:
        yield int(found[2]) - 1, _column(found[1])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _extent(content: bytes) -> tuple[int, int]:
    """Give how many rows and columns a sheet can reach, by the names of its cells.

    Cells are named as every spreadsheet program writes them, or else all possible spellings are looked at
    and unnamed cells are counted.
    """
    letters, rows = _COLUMN_NAME.findall(content), _ROW_OF_CELL.findall(content)
    plain = content.count(b"<c ")
    if plain == len(letters) == len(rows) and not any(other in content for other in _OTHER_CELLS):
        return max(map(int, set(rows)), default=0), max(map(_column, set(letters)), default=-1) + 1
    named = _CELL_NAME.findall(content)
    last_row = max((int(row) for row in [*_ROW_NAME.findall(content), *(row for _, row in named)]), default=0)
    last_column = max((_column(name) for name, _ in named), default=-1) + 1
    unnamed = max(len(_CELL.findall(row)) for row in re.split(rb"<(?:\w+:)?row", content))
    return last_row + content.count(b"row"), last_column + unnamed


def _unread(content: bytes) -> Iterator[tuple[Cell, str]]:
    """Give the cells in error with what they show, and the formulas without a result."""
    if any(start in content for start in (b"<f>", b"<f ", b"<f/", b":f")):
        for cell in _NO_RESULT.finditer(content):
            if not _TEXT_RESULT.search(cell[1]):
                yield from ((place, f"={_text(cell[2])}") for place in _position(cell[1]))
    if b't="e"' in content or b"t='e'" in content:
        for cell in _IN_ERROR.finditer(content):
            yield from ((place, _text(cell[2])) for place in _position(cell[1]))


def _text(content: bytes | None) -> str:
    return html.unescape((content or b"").decode("utf-8", "replace"))
