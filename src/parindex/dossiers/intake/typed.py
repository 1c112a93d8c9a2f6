"""A chunk of cells to records, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import polars as pl

from parindex.dossiers.intake.cells import as_code, as_days, as_truth, without_no_payment
from parindex.dossiers.intake.doubts import doubtful
from parindex.dossiers.intake.ids import as_ids, as_kinds
from parindex.dossiers.intake.mapping import Mapping as ColumnMapping
from parindex.dossiers.intake.moments import Read, read_lists, read_moments
from parindex.dossiers.intake.names import CODES
from parindex.dossiers.intake.reasons import MISSING, NO_DOSSIER, TOO_MANY_CELLS, Mark, marks_of
from parindex.dossiers.intake.rejects import REJECTS, rejects_frame
from parindex.dossiers.intake.words import none_of
from parindex.dossiers.records import FIELDS, MOMENT, MOMENTS, NOT_COUNTED, RECORDS

_WORDS: Final = frozenset({"unit_id", "procedure", "field", "applicant_kind"})
_FEW: Final = 3
"""Required values that a row may lack and still be a dossier with a fault."""
_NUMBERING: Final = r"^\(?\d{1,2}\)?$"


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


def typed(chunk: Chunk, mapping: ColumnMapping) -> Typed:
    """Give the records of a chunk; a row with a cell that cannot be read is set aside alone."""
    read = typed_words(chunk, mapping)
    return read._replace(records=read.records.cast(dict(RECORDS)))  # type: ignore[arg-type]  # a schema of types


def typed_words(chunk: Chunk, mapping: ColumnMapping) -> Typed:
    """Do as :func:`typed`, but leave units, procedures and the like as words (``Enum``) where few are met."""
    columns, marks, days = list[pl.Series](), list[Mark](), dict[str, tuple[pl.Series, Read]]()
    for name, kind in RECORDS.items():
        given = _given(chunk, name, mapping)
        if given is None:
            columns.append(pl.Series(name, [None], dtype=kind).new_from_index(0, chunk.height))
            continue
        read = _read(given, name, mapping)
        is_word = name in _WORDS and isinstance(read.moments.dtype, pl.Enum)
        columns.append((read.moments if is_word else read.moments.cast(kind)).alias(name))
        marks += marks_of(given, name, read.is_bad)
        if kind == MOMENT and given.dtype == pl.String:
            days[name] = (given, read)
    marks += _doubts(days)
    records = _with_receipt(pl.DataFrame(columns))
    marks += [(name, _missing(records, name, marks), MISSING) for name in _required()]
    if chunk.excess is not None:
        marks.append(("", chunk.excess, TOO_MANY_CELLS))
    return _parted(chunk, records, marks)


def _doubts(days: Mapping[str, tuple[pl.Series, Read]]) -> Iterator[Mark]:
    """Say which days can be read but may be other days."""
    if any(read.is_mixed or read.is_bad.any() for _, read in days.values()):
        texts = {name: cells for name, (cells, _) in days.items()}
        for name, doubts in doubtful(texts, {name: read for name, (_, read) in days.items()}).items():
            yield from ((name, mask, reason) for mask, reason in doubts)


def _given(chunk: Chunk, name: str, mapping: ColumnMapping) -> pl.Series | None:
    if name not in chunk.cells.columns:
        constant = mapping.constants.get(name)
        return None if constant is None else pl.Series(name, [constant]).new_from_index(0, chunk.height)
    cells = chunk.cells[name]
    return cells.cast(pl.String) if cells.dtype in (pl.Categorical, pl.Enum) else cells


def _required() -> Iterator[str]:
    return (name for name, field in FIELDS.items() if field.is_required)


def _read(cells: pl.Series, name: str, mapping: ColumnMapping) -> Read:
    kind = RECORDS[name]
    if name == "applicant_kind":
        return Read(*as_kinds(cells))
    if kind == pl.String:
        return Read(*as_ids(cells))
    if kind == MOMENTS:
        return read_lists(cells)
    if kind == MOMENT:
        return read_moments(cells, is_due=name == "due_at")
    values = _simple(cells, name, mapping)
    has_all = values.null_count() == cells.null_count()
    is_bad = none_of(cells) if has_all else values.is_null() & cells.is_not_null()
    return Read(without_no_payment(values) if name == "payment" else values, is_bad)


def _simple(cells: pl.Series, name: str, mapping: ColumnMapping) -> pl.Series:
    if name in CODES:
        return as_code(cells, name, mapping.codes(name))
    return as_truth(cells, mapping.codes(name)) if RECORDS[name] == pl.Boolean else as_days(cells)


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
    for _, mask, _ in marks:
        is_bad |= mask
    rejected = int(is_bad.sum())
    if not rejected:
        return Typed(records, rejects_frame(), 0)
    others = is_bad & _no_dossiers(chunk, marks)
    found = [_listed(chunk, name, mask & ~others, reason) for name, mask, reason in marks]
    found.append(_listed(chunk, "", others, NO_DOSSIER))
    return Typed(records.filter(~is_bad), rejects_frame(one for one in found if one.height), rejected)


def _no_dossiers(chunk: Chunk, marks: list[Mark]) -> pl.Series:
    """Tell which rows are sums, notes, numbers of columns or the header again: told once, not by cell."""
    lacks = pl.repeat(0, chunk.height, dtype=pl.Int8, eager=True)
    for _, mask, reason in marks:
        if reason is MISSING:
            lacks += mask.cast(pl.Int8)
    texts = chunk.cells.select(pl.col(pl.String))
    if not texts.width:
        return lacks >= _FEW
    is_numbering = pl.all_horizontal(pl.all().is_null() | pl.all().str.contains(_NUMBERING))
    titles = {name: chunk.titles[name] for name in texts.columns if name in chunk.titles}
    is_header = pl.all_horizontal(pl.col(name) == title for name, title in titles.items())
    return (lacks >= _FEW) | texts.select((is_numbering | is_header).fill_null(value=False)).to_series()


def _listed(chunk: Chunk, name: str, mask: pl.Series, reason: str) -> pl.DataFrame:
    values = chunk.cells[name].filter(mask) if name in chunk.cells.columns else _first_texts(chunk, mask)
    return (
        pl.DataFrame({"row": chunk.rows.filter(mask).cast(pl.Int64)})
        .select(
            pl.lit(chunk.file).alias("file"),
            pl.lit(chunk.sheet, dtype=pl.String).alias("sheet"),
            "row",
            pl.lit(chunk.titles.get(name, FIELDS[name].label if name else None), dtype=pl.String).alias(
                "column"
            ),
            _shown(values),
            pl.lit(reason).alias("reason"),
        )
        .cast(REJECTS)
    )


def _shown(values: pl.Series) -> pl.Series:
    if isinstance(values.dtype, pl.List):
        values = values.cast(pl.List(pl.String)).list.join("; ")
    return values.cast(pl.String, strict=False).alias("value")


def _first_texts(chunk: Chunk, mask: pl.Series) -> pl.Series:
    """Give the first text of rows that are wrong as a whole."""
    texts = [name for name, kind in chunk.cells.schema.items() if kind == pl.String]
    first = pl.coalesce(texts) if texts else pl.lit(None, dtype=pl.String)
    return chunk.cells.filter(mask).select(first.alias("value")).to_series()
