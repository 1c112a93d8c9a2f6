"""CSV files of any length: blocks cut at the ends of rows, each parsed as columns of texts."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import IO, Final, NamedTuple

import polars as pl

from parindex.dossiers.intake import kinds
from parindex.dossiers.intake.mapping import Mapping, Matched, match
from parindex.dossiers.intake.sources import Piece, Position, refuse_unclear, refuse_wide, stop
from parindex.dossiers.intake.typed import Chunk
from parindex.errors import Place
from parindex.language import N_
from parindex.reading.grid import BLANKS

_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SEPARATORS: Final = (";", "\t", ",", "|")
_HEAD: Final = 1 << 20
_LOOKED_AT: Final = 60
_UTF16_SEEN: Final = 200
_DECODED_AT_ONCE: Final = 4 << 20
_QUOTE: Final = b'"'


class _Header(NamedTuple):
    titles: list[str]
    separator: str
    row: int
    """The row of the header, from 1."""
    end: int
    """The byte after it."""


class CsvSource:
    """A CSV file in UTF-8 (or UTF-16), columns parted by comma, semicolon, tab or an upright bar."""

    def __init__(self, path: Path, mapping: Mapping, block: int) -> None:
        """Find the header; raises :class:`ProblemsFound`."""
        self._path = path
        self._place = Place(file=str(path))
        self._block = block
        self._size = max(path.stat().st_size, 1)
        self._header, self._matched = self._understood(mapping)
        refuse_unclear(self._matched, self._header.titles, self._place)

    @property
    def unread(self) -> tuple[str, ...]:
        """The titles of the columns that are not read."""
        return self._matched.unread

    def _understood(self, mapping: Mapping) -> tuple[_Header, Matched]:
        with closing(_opened(self._path)) as stream:
            head = stream.read(_HEAD)
        self._refuse_zeros(head, 0)
        text = self._text_of(head)
        headers = [one for separator in _SEPARATORS for one in self._lines(text, separator)]
        if not headers:
            raise stop(kinds.EMPTY, self._place)
        scored = [
            (len(match(one.titles, mapping).columns), len([title for title in one.titles if title]), -number)
            for number, one in enumerate(headers)
        ]
        best = headers[-max(scored)[2]]
        return best, match(best.titles, mapping)

    def _text_of(self, head: bytes) -> str:
        """Decode the beginning of the file; a letter that is cut at its end does not matter."""
        try:
            return codecs.getincrementaldecoder("utf-8")().decode(head)
        except UnicodeDecodeError as error:
            row = head.count(b"\n", 0, error.start) + 1
            raise stop(kinds.NOT_UTF8, replace(self._place, row=row)) from None

    def _lines(self, text: str, separator: str) -> Iterator[_Header]:
        """Give the first rows as headers; the last one may be cut, so it is none of several."""
        lines = io.StringIO(text, newline="").readlines()[:_LOOKED_AT]
        refuse_wide(max((line.count(separator) for line in lines), default=0) + 1, self._place)
        reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=separator)
        try:
            for row, cells in enumerate(islice(reader, _LOOKED_AT), 1):
                end = len("".join(lines[: reader.line_num]).encode())
                titles = [cell.strip(BLANKS) for cell in cells]
                if any(titles):
                    yield _Header(titles, separator, row, end)
        except csv.Error:
            return

    def pieces(self, start: Position) -> Iterator[Piece]:
        """Give the chunks from a position on; raises :class:`ProblemsFound` where the file is broken."""
        offset, row = start.offset or self._header.end, start.rows or self._header.row
        with closing(_opened(self._path)) as stream:
            _skip(stream, offset)
            for block in self._blocks(stream):
                self._refuse_undecodable(block, row)
                chunk = self._chunk(block, row)
                offset, row = offset + len(block), row + chunk.height
                yield Piece(_filled(chunk), Position(offset, row), min(offset / self._size, 1.0))

    def _blocks(self, stream: IO[bytes]) -> Iterator[bytes]:
        rest = b""
        while data := stream.read(max(self._block - len(rest), 1 << 16)):
            block = rest + data
            end = _end_of_rows(block)
            if not end and len(block) >= self._block:
                raise self._open_quote()
            if end:
                yield block[:end]
            rest = block[end:]
        if rest.strip():
            self._refuse_cut(rest)
            yield rest

    def _open_quote(self) -> Exception:
        reason = N_("dấu nháy kép mở ra mà không đóng đúng chỗ")
        return stop(kinds.CUT_OFF, replace(self._place, row=self._opening_row()), reason=reason)

    def _opening_row(self) -> int:
        """Give the line whose quote is not closed, as far as lines tell; looked for only to say it."""
        opening, is_open = 1, False
        with self._path.open("rb") as file:
            for line, text in enumerate(file, 1):
                if text.count(_QUOTE) % 2:
                    opening, is_open = (opening if is_open else line), not is_open
        return opening

    def _refuse_cut(self, rest: bytes) -> None:
        """Refuse a last row that ends before its columns do, without the end of a line."""
        if rest.count(_QUOTE) % 2:
            raise self._open_quote()
        last = rest.decode("utf-8", "replace")
        cells = next(csv.reader(io.StringIO(last, newline=""), delimiter=self._header.separator), [])
        if len(cells) <= max(self._matched.columns.values(), default=0):
            raise stop(
                kinds.CUT_OFF,
                self._place,
                reason=N_("dòng cuối dừng giữa chừng (nếu là dòng cộng hay chú thích thì xóa đi)"),
            )

    def _refuse_zeros(self, block: bytes, row: int) -> None:
        at = block.find(b"\0")
        if at < 0:
            return
        is_utf16 = not row and max(block[start:_UTF16_SEEN:2].count(0) for start in (0, 1)) > _UTF16_SEEN // 4
        reason = (
            N_("tệp UTF-16 thiếu dấu đầu tệp (BOM)") if is_utf16 else N_("tệp không phải văn bản (có byte 0)")
        )
        place = replace(self._place, row=row + 1 + block.count(b"\n", 0, at))
        raise stop(kinds.UNREADABLE, place, reason=reason)

    def _refuse_undecodable(self, block: bytes, row: int) -> None:
        self._refuse_zeros(block, row)
        if block.isascii():
            return
        decoder = codecs.getincrementaldecoder("utf-8")()
        done = 0
        try:
            for done in range(0, len(block), _DECODED_AT_ONCE):
                decoder.decode(block[done : done + _DECODED_AT_ONCE])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            wrong = row + 1 + block.count(b"\n", 0, done + error.start)
            raise stop(kinds.NOT_UTF8, replace(self._place, row=wrong)) from None

    def _chunk(self, block: bytes, row: int) -> Chunk:
        """Parse a block; one column more than the header has shows rows with too many cells."""
        width = len(self._header.titles)
        places = {f"c{place}": name for name, place in self._matched.columns.items()}
        head = self._header.separator.join(f"c{place}" for place in range(width + 1)).encode()
        try:
            cells = (
                pl.scan_csv(
                    head + b"\n" + block,
                    infer_schema=False,
                    separator=self._header.separator,
                    truncate_ragged_lines=True,
                )
                .select(*places, f"c{width}")
                .collect()
            )
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            raise self._open_quote() from None
        excess = cells[f"c{width}"].is_not_null()
        rows = pl.int_range(row + 1, row + 1 + cells.height, dtype=pl.Int64, eager=True)
        named = cells.drop(f"c{width}").rename(places)
        return Chunk(named, rows, str(self._path), self._matched.titles, excess=excess)


def _filled(chunk: Chunk) -> Chunk:
    """Leave out blank rows."""
    filled = chunk.cells.select(pl.any_horizontal(pl.all().is_not_null() & (pl.all() != ""))).to_series()
    if filled.all() or chunk.excess is None:
        return chunk
    cells, rows, excess = chunk.cells.filter(filled), chunk.rows.filter(filled), chunk.excess.filter(filled)
    return replace(chunk, cells=cells, rows=rows, excess=excess)


def _end_of_rows(block: bytes) -> int:
    """Give the byte after the last row end of a block: a line end with an even number of quotes before it."""
    end = block.rfind(b"\n")
    quotes = block.count(_QUOTE, 0, max(end, 0))
    while end >= 0 and quotes % 2:
        before = block.rfind(b"\n", 0, end)
        quotes -= block.count(_QUOTE, max(before, 0), end)
        end = before
    return end + 1


def _opened(path: Path) -> IO[bytes]:
    """Open a file as UTF-8 bytes without the mark of its encoding."""
    file = path.open("rb")
    mark = file.read(3)
    if mark.startswith(_UTF16):
        file.seek(0)
        return _Translated(file, "utf-16")  # type: ignore[return-value]  # it has what is used: read and close
    if _has_returns_alone(file):
        return _Translated(file, "utf-8-sig")  # type: ignore[return-value]
    file.seek(3 if mark == codecs.BOM_UTF8 else 0)
    return file


def _skip(stream: IO[bytes], offset: int) -> None:
    """Go to a byte, counted from the end of the mark of the encoding."""
    if isinstance(stream, io.BufferedReader):
        stream.seek(offset, io.SEEK_CUR)
        return
    while offset and (data := stream.read(min(offset, _DECODED_AT_ONCE))):
        offset -= len(data)


def _has_returns_alone(file: IO[bytes]) -> bool:
    """Tell whether rows end as on old Macs; leaves the file at its beginning."""
    file.seek(0)
    head = file.read(_DECODED_AT_ONCE)
    file.seek(0)
    return b"\r" in head and b"\n" not in head


class _Translated:
    """A file in UTF-16, or with rows that end in a carriage return alone, as UTF-8 with plain ones."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self._file = file
        errors = "replace" if encoding == "utf-16" else "surrogateescape"
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self._ready = b""
        self._has_returns = encoding != "utf-16"

    def read(self, size: int) -> bytes:
        while len(self._ready) < size and (data := self._file.read(_DECODED_AT_ONCE)):
            text = self._decoder.decode(data)
            plain = text.replace("\r", "\n") if self._has_returns else text
            self._ready += plain.encode(errors="surrogateescape")
        given, self._ready = self._ready[:size], self._ready[size:]
        return given

    def close(self) -> None:
        self._file.close()
