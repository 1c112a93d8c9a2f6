"""Parquet files by slices of rows: types are the file's own, only mapped columns are decoded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl

from parindex.dossiers.intake import kinds
from parindex.dossiers.intake.mapping import Mapping, match
from parindex.dossiers.intake.sources import Piece, Position, refuse_unclear, refuse_wide, stop
from parindex.dossiers.intake.typed import Chunk
from parindex.dossiers.records import FIELDS, MOMENTS
from parindex.errors import Place
from parindex.language import N_

_MOST_ROWS: Final = 1_000_000_000
_BROKEN: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


class ParquetSource:
    """A Parquet file with a column per field."""

    def __init__(self, path: Path, mapping: Mapping, rows: int) -> None:
        """Read its schema; raises :class:`ProblemsFound`."""
        self._path = path
        self._place = Place(file=str(path))
        self._rows = rows
        self._lazy = pl.scan_parquet(path)
        try:
            schema = self._lazy.collect_schema()
            self._height = int(self._lazy.select(pl.len()).collect().item())
        except _BROKEN:
            raise self._broken() from None
        refuse_wide(len(schema), self._place)
        if self._height > _MOST_ROWS:
            raise stop(kinds.TOO_LARGE, self._place, what=N_("số dòng"), given=self._height, most=_MOST_ROWS)
        self._matched = match(schema.names(), mapping)
        refuse_unclear(self._matched, schema.names(), self._place)
        self._refuse_nested(schema)

    @property
    def unread(self) -> tuple[str, ...]:
        """The names of the columns that are not read."""
        return self._matched.unread

    def _broken(self) -> Exception:
        return stop(kinds.CUT_OFF, self._place, reason=N_("tệp Parquet bị hỏng hoặc thiếu phần cuối"))

    def _refuse_nested(self, schema: pl.Schema) -> None:
        """Refuse columns of structures and bytes; only supplements may be lists."""
        for name, title in self._matched.titles.items():
            kind = schema[title]
            inner = kind.inner if isinstance(kind, pl.List) and FIELDS[name].type == MOMENTS else kind
            if inner.is_nested() or inner in (pl.Binary, pl.Object, pl.Time, pl.Duration):
                place = Place(file=str(self._path), column=title)
                raise stop(kinds.UNREADABLE, place, reason=N_("một cột không chứa số, chữ hay ngày"))

    def pieces(self, start: Position) -> Iterator[Piece]:
        """Give the chunks from a position on; raises :class:`ProblemsFound` where the file is broken."""
        wanted = [pl.col(title).alias(name) for name, title in self._matched.titles.items()]
        for offset in range(start.offset, self._height, self._rows):
            try:
                cells = self._lazy.slice(offset, self._rows).select(wanted).collect().rechunk()
            except _BROKEN:
                raise self._broken() from None
            after = offset + cells.height
            rows = pl.int_range(offset + 1, after + 1, dtype=pl.Int64, eager=True)
            chunk = Chunk(cells, rows, str(self._path), self._matched.titles)
            yield Piece(chunk, Position(after, after), after / self._height)
