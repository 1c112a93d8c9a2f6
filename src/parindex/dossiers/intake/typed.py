"""A chunk of cells to records, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import polars as pl

from parindex.dossiers.intake.cells import as_code, as_days, as_truth, without_no_payment
from parindex.dossiers.intake.ids import as_ids, is_unfinished, stripped
from parindex.dossiers.intake.mapping import Mapping as ColumnMapping
from parindex.dossiers.intake.moments import read_lists, read_moments
from parindex.dossiers.intake.names import CODES
from parindex.dossiers.intake.rejects import REJECTS, rejects_frame
from parindex.dossiers.intake.words import none_of
from parindex.dossiers.records import FIELDS, MOMENT, MOMENTS, NOT_COUNTED, RECORDS
from parindex.language import N_

MISSING: Final = N_("thiếu giá trị bắt buộc")
TOO_MANY_CELLS: Final = N_("dòng có nhiều ô hơn tiêu đề: thừa dấu ngăn cột hoặc thiếu dấu nháy kép")
UNFINISHED: Final = N_("ô là công thức chưa có kết quả, hoặc đang báo lỗi")
_WORDS: Final = frozenset({"unit_id", "procedure", "field", "applicant_kind"})
_REASONS: Final = {
    "text": N_("không phải mã: quá dài hoặc không phải chữ"),
    "code": N_("không có mã hoặc từ này; khai từ trong tệp ánh xạ nếu phần mềm dùng từ riêng"),
    "truth": N_("không phải có/không (0, 1, true, false, có, không)"),
    "days": N_("không phải số ngày từ 0 đến 3650"),
    "moment": N_("không phải ngày từ 1990 đến 2100 (dd/mm/yyyy hoặc yyyy-mm-dd, có hoặc không có giờ)"),
    "list": N_("có phần không phải ngày; nhiều ngày ngăn bằng “;”"),
}


@dataclass(frozen=True)
class Chunk:
    """Some rows of a table: one column per field that is read, named by it, of any type.

    ``rows``: their numbers as people count them. ``excess``: which have more cells than the header.
    ``titles``: field → title in the file.
    """

    cells: pl.DataFrame
    rows: pl.Series
    file: str
    titles: Mapping[str, str]
    sheet: str | None = None
    excess: pl.Series | None = None

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)


class Typed(NamedTuple):
    """Records with their row numbers in the file, what was set aside, and how many rows that were."""

    records: pl.DataFrame
    """:data:`RECORDS`."""
    rejects: pl.DataFrame
    """:data:`REJECTS`: a row may have several."""
    rejected: int


class _Read(NamedTuple):
    cells: pl.Series
    is_bad: pl.Series
    reason: str


Mark = tuple[str, pl.Series, str]


def typed(chunk: Chunk, mapping: ColumnMapping) -> Typed:
    """Give the records of a chunk; a row with a cell that cannot be read is set aside alone."""
    read = typed_words(chunk, mapping)
    return read._replace(records=read.records.cast(dict(RECORDS)))  # type: ignore[arg-type]  # a schema of types


def typed_words(chunk: Chunk, mapping: ColumnMapping) -> Typed:
    """Do as :func:`typed`, but leave units, procedures and the like as words (``Enum``) where few are met."""
    columns, marks = list[pl.Series](), list[Mark]()
    for name, kind in RECORDS.items():
        given = _given(chunk, name, mapping)
        if given is None:
            columns.append(pl.Series(name, [None], dtype=kind).new_from_index(0, chunk.height))
            continue
        read = _read(given, name, mapping)
        is_word = name in _WORDS and isinstance(read.cells.dtype, pl.Enum)
        columns.append((read.cells if is_word else read.cells.cast(kind)).alias(name))
        marks += _marks(given, name, read)
    records = _with_receipt(pl.DataFrame(columns))
    marks += [(name, _missing(records, name, marks), MISSING) for name in _required()]
    if chunk.excess is not None:
        marks.append(("", chunk.excess, TOO_MANY_CELLS))
    return _parted(chunk, records, marks)


def _marks(given: pl.Series, name: str, read: _Read) -> list[Mark]:
    """Say which cells could not be read and why; blank ones are none of them."""
    if not read.is_bad.any():
        return []
    plain = stripped(given)
    is_bad = read.is_bad & plain.is_not_null()
    unfinished = is_bad & is_unfinished(plain)
    return [(name, unfinished, UNFINISHED), (name, is_bad & ~unfinished, read.reason)]


def _given(chunk: Chunk, name: str, mapping: ColumnMapping) -> pl.Series | None:
    if name in mapping.constants:
        return pl.Series(name, [mapping.constants[name]]).new_from_index(0, chunk.height)
    if name not in chunk.cells.columns:
        return None
    cells = chunk.cells[name]
    return cells.cast(pl.String) if cells.dtype in (pl.Categorical, pl.Enum) else cells


def _required() -> Iterator[str]:
    return (name for name, field in FIELDS.items() if field.is_required)


def _read(cells: pl.Series, name: str, mapping: ColumnMapping) -> _Read:
    kind = RECORDS[name]
    if kind == pl.String:
        return _Read(*as_ids(cells), _REASONS["text"])
    if kind == MOMENTS:
        return _Read(*read_lists(cells), _REASONS["list"])
    if kind == MOMENT:
        return _Read(*read_moments(cells, is_due=name == "due_at"), _REASONS["moment"])
    values, reason = _simple(cells, name, mapping)
    has_all = values.null_count() == cells.null_count()
    is_bad = none_of(cells) if has_all else values.is_null() & cells.is_not_null()
    return _Read(without_no_payment(values) if name == "payment" else values, is_bad, _REASONS[reason])


def _simple(cells: pl.Series, name: str, mapping: ColumnMapping) -> tuple[pl.Series, str]:
    if name in CODES:
        return as_code(cells, name, mapping.codes(name)), "code"
    if RECORDS[name] == pl.Boolean:
        return as_truth(cells, mapping.codes(name)), "truth"
    return as_days(cells), "days"


def _with_receipt(records: pl.DataFrame) -> pl.DataFrame:
    """A dossier that was never received is placed in time by its submission; nothing counts it."""
    if not records["received_at"].null_count():
        return records
    never = pl.col("status").is_in([int(status) for status in NOT_COUNTED])
    submitted = pl.when(never).then(pl.coalesce("received_at", "submitted_at")).otherwise("received_at")
    return records.with_columns(submitted.alias("received_at"))


def _missing(records: pl.DataFrame, name: str, marks: list[Mark]) -> pl.Series:
    """Tell which rows lack a required value; one that could not be read is told once, by its reason."""
    missing = records[name].is_null()
    for marked, is_bad, _ in marks:
        if marked == name:
            missing &= ~is_bad
    return missing


def _parted(chunk: Chunk, records: pl.DataFrame, marks: list[Mark]) -> Typed:
    is_bad = pl.repeat(value=False, n=chunk.height, eager=True)
    found = []
    for name, mask, reason in marks:
        if mask.any():
            is_bad |= mask
            found.append(_listed(chunk, name, mask, reason))
    rejected = int(is_bad.sum())
    return Typed(records.filter(~is_bad) if rejected else records, rejects_frame(found), rejected)


def _listed(chunk: Chunk, name: str, mask: pl.Series, reason: str) -> pl.DataFrame:
    values = chunk.cells[name].filter(mask) if name in chunk.cells.columns else None
    return (
        pl.DataFrame({"row": chunk.rows.filter(mask).cast(pl.Int64)})
        .select(
            pl.lit(chunk.file).alias("file"),
            pl.lit(chunk.sheet, dtype=pl.String).alias("sheet"),
            "row",
            pl.lit(chunk.titles.get(name, FIELDS[name].label if name else None), dtype=pl.String).alias(
                "column"
            ),
            pl.lit(None, dtype=pl.String).alias("value") if values is None else _shown(values),
            pl.lit(reason).alias("reason"),
        )
        .cast(REJECTS)
    )


def _shown(values: pl.Series) -> pl.Series:
    if isinstance(values.dtype, pl.List):
        values = values.cast(pl.List(pl.String)).list.join("; ")
    return values.cast(pl.String, strict=False).alias("value")
