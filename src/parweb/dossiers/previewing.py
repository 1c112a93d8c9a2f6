"""The first rows of a file as they will be taken, and what will be rejected and why; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.dossiers.intake import kinds
from parindex.dossiers.intake.drafting import has_one_title, open_anyway, unknown_words
from parindex.dossiers.intake.mapping import Mapping as ColumnMapping
from parindex.dossiers.intake.mapping import match
from parindex.dossiers.intake.sources import Limits, Piece, Position, Source
from parindex.dossiers.intake.typed import Chunk, Typed, typed
from parindex.dossiers.records import MOMENT, MOMENTS, RECORDS
from parindex.errors import Problem, ProblemsFound
from parindex.language import translate
from parweb.dossiers.models import ImportFile
from parweb.dossiers.storing import on_disk
from parweb.dossiers.words import code_words, label_of
from parweb.interface.numbers import day_text, moment_text, number_text, page_language

_FIRST: Final = Limits(csv_bytes=1 << 18, parquet_rows=500, xlsx_rows=500)
_SHOWN: Final = 10
_REJECTS_SHOWN: Final = 20
_TRIES: Final = 4
_LONGEST: Final = 60
_WORDS_ASKED: Final = 50
_UNKNOWN_WORD: Final = gettext_lazy("chưa biết từ này nghĩa là gì; chọn nghĩa của nó ở bên dưới")


@dataclass(frozen=True)
class ColumnShown:
    """A column of the file: its title and the field it is read as; empty where it is not read."""

    title: str
    field: str


@dataclass(frozen=True)
class Rejected:
    """A cell that cannot be read: where it stands, what is in it, why."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Preview:
    """One file: its columns, the first rows as texts by field, what is rejected, what is wrong with it."""

    name: str
    columns: tuple[ColumnShown, ...] = ()
    sheets: tuple[str, ...] = ()
    """The sheets that are not read, with what they lack where they are nearly lists of dossiers."""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    read: int = 0
    rejected: int = 0
    rejects: tuple[Rejected, ...] = ()
    problems: tuple[Mapping[str, Any], ...] = ()
    lacking: tuple[str, ...] = ()
    """Required fields that no column gives; one value for all rows may be given instead."""
    is_sampled: bool = field(default=False)
    """Whether the file goes on after the rows that were looked at."""
    words: tuple[tuple[str, str], ...] = ()
    """Coded fields with words whose code is not known; a person may say it."""
    unit_codes: tuple[str, ...] = ()
    """The codes of units in the rows that were looked at."""

    @property
    def unread(self) -> tuple[str, ...]:
        """Give the titles of the columns that are not read."""
        return tuple(one.title for one in self.columns if not one.field)

    @property
    def lacks_due_date(self) -> bool:
        """Tell whether rows are read and no column is the due date: all would count as on time."""
        return self.read > 0 and all(one.field != "due_at" for one in self.columns)

    @property
    def is_empty(self) -> bool:
        """Tell whether the file can be read and has no row."""
        return not self.problems and not self.read


def preview_of(one: ImportFile, mapping: ColumnMapping) -> Preview:
    """Read the beginning of a file as the import would; what is wrong comes as coded problems."""
    opened = open_anyway(on_disk(one), mapping, _FIRST)
    if opened.source is None:
        return Preview(one.name, problems=problem_rows(opened.problems, one.name))
    return _read(one, opened.source, mapping, opened.mapping, list(opened.problems))


def _read(
    one: ImportFile, source: Source, mapping: ColumnMapping, mended: ColumnMapping, found: list[Problem]
) -> Preview:
    piece, goes_on, wrong = _beginning(source)
    found = [*found, *wrong]
    titles = dict(piece.chunk.titles) if piece else {}
    unread = [title for title in source.unread if not title.startswith("[")]
    lacking = tuple(name for name in mended.constants if name not in mapping.constants)
    shown = Preview(
        one.name,
        columns=(*(ColumnShown(title, name) for name, title in titles.items()), *map(_unread, unread)),
        sheets=tuple(title[1:-1] for title in source.unread if title.startswith("[")),
        lacking=lacking,
        problems=problem_rows(found, one.name),
    )
    if piece is None or found:
        return shown
    return _with_rows(shown, piece.chunk, typed(piece.chunk, mapping), mapping, is_sampled=goes_on)


def _beginning(source: Source) -> tuple[Piece | None, bool, tuple[Problem, ...]]:
    """Give the first piece of a file, whether it goes on, and what is wrong with either."""
    piece, pieces = None, source.pieces(Position())
    try:
        piece = next(pieces, None)
        goes_on = piece is not None and piece.share < 1 and next(pieces, None) is not None
    except ProblemsFound as problem:
        return piece, False, problem.problems
    return piece, goes_on, ()


def _unread(title: str) -> ColumnShown:
    return ColumnShown(title, "")


def _with_rows(
    shown: Preview, chunk: Chunk, read: Typed, mapping: ColumnMapping, *, is_sampled: bool
) -> Preview:
    names = [name for name in RECORDS if name in chunk.titles or name in mapping.constants]
    first = read.records.select(names).head(_SHOWN)
    return replace(
        shown,
        headings=tuple(label_of(name) for name in names),
        rows=tuple(
            tuple(shown_cell(name, value) for name, value in zip(names, row, strict=True))
            for row in first.iter_rows()
        ),
        read=chunk.height,
        rejected=read.rejected,
        rejects=tuple(_rejects(read.rejects.head(_REJECTS_SHOWN), chunk.titles)),
        words=unknown_words(read.rejects, chunk.titles)[:_WORDS_ASKED],
        unit_codes=tuple(read.records["unit_id"].drop_nulls().unique().sort()),
        is_sampled=is_sampled,
    )


def _rejects(rejects: pl.DataFrame, titles: Mapping[str, str]) -> Iterable[Rejected]:
    lang, words = page_language(), set(unknown_words(rejects, titles))
    fields = {title: name for name, title in titles.items()}
    for row in rejects.iter_rows(named=True):
        column, value = row["column"] or "", str(row["value"] or "")
        is_word = (fields.get(column, ""), value) in words
        told = _UNKNOWN_WORD if is_word else translate(row["reason"], lang)
        yield Rejected(row["row"], column, value[:_LONGEST], str(told))


def shown_cell(name: str, value: Any) -> str:
    """Write a cell of a record as people read it."""
    if value is None:
        return ""
    kind = RECORDS[name]
    if kind == MOMENTS:
        return "; ".join(shown_moment(one) for one in value)
    if kind == MOMENT:
        return shown_moment(value)
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, float):
        return number_text(value)
    return code_words(name, value)[:_LONGEST]


def shown_moment(value: datetime) -> str:
    """Write a moment of a record: local time already; without its clock at the beginning or end of a day."""
    is_day = value.time() == time.min or (value.hour, value.minute) == (23, 59)
    return day_text(value.date()) if is_day else moment_text(value)


def problem_rows(problems: Iterable[Problem], name: str) -> tuple[Mapping[str, Any], ...]:
    """Give problems as rows of a page; a file is called what people called it."""
    lang = page_language()
    named = [replace(one, place=replace(one.place, file=name)) for one in problems]
    return tuple(
        {"code": one.code, "place": one.place.text(lang), "what": _what(one), "remedy": _remedy(one)}
        for one in named
    )


def _what(problem: Problem) -> str:
    """Say what is wrong; of what is too large only the beginning was read, so it may be more."""
    if problem.kind is not kinds.TOO_LARGE:
        return problem.what(page_language())
    told = {
        name: translate(one, page_language()) if isinstance(one, str) else number_text(one, 0)
        for name, one in problem.details.items()
    }
    return _("tệp quá lớn: {what} là {given} hoặc hơn, nhiều nhất được {most}").format(**told)


def _remedy(problem: Problem) -> str:
    """Say how to mend it on the page: columns are chosen below, there is no file that maps them."""
    if problem.kind is kinds.DOUBLED_COLUMN and has_one_title(problem):
        return _("xóa hoặc đổi tên một trong hai cột trong tệp, rồi nộp lại")
    choose = _("chọn cột đúng ở bảng “Cột nào là trường nào” bên dưới")
    if problem.kind is kinds.NO_COLUMNS:
        mend = _("cột không có ở đó thì sửa tệp cho tiêu đề nằm trên một dòng, không gộp ô, rồi nộp lại")
        return f"{choose}; {mend}"
    if problem.kind is kinds.DOUBLED_COLUMN:
        return choose
    if problem.kind is kinds.UNKNOWN_TITLE:
        return _("bấm “Đổi và xem lại” ở bên dưới để bỏ cột đã nhớ này")
    return problem.remedy(page_language())


def automatic_field(title: str) -> str:
    """Say which field a title means by itself; empty where none."""
    return next(iter(match([title], ColumnMapping()).columns), "")


def mapping_from(
    pairs: Sequence[tuple[str, str]], constants: Mapping[str, str], words: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    """Make what is remembered of the choices of a person: only what differs from what titles say."""
    columns = {title: name or None for title, name in pairs if (name or "") != automatic_field(title)}
    return ColumnMapping(columns, dict(constants), words).as_dict()


def paths_of(files: Iterable[ImportFile]) -> list[Path]:
    """Give the files as paths, in their order."""
    return [on_disk(one) for one in files]
