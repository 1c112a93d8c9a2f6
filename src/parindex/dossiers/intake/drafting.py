"""A look at a file whatever its header lacks, and the mapping that a person may finish by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AbstractMapping
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from parindex.dossiers.intake import kinds
from parindex.dossiers.intake.mapping import Mapping
from parindex.dossiers.intake.names import CODES
from parindex.dossiers.intake.reasons import MISSING
from parindex.dossiers.intake.sources import Limits, Position, Source, open_source
from parindex.dossiers.intake.typed import typed
from parindex.dossiers.records import FIELDS
from parindex.errors import Problem, ProblemsFound
from parindex.language import N_, Lang, translate

_TRIES: Final = 4
_BEGINNING: Final = Limits(csv_bytes=1 << 20, parquet_rows=5000, xlsx_rows=5000)
_HEAD: Final = N_("Tệp ánh xạ của {file}: sửa, rồi nhập với --mapping. Dòng bắt đầu bằng # không được đọc.")
_COLUMNS: Final = N_("tên cột trong tệp: trường; để trống là không đọc")
_CONSTANTS: Final = N_("trường mà tệp không có cột: ghi một giá trị chung cho mọi dòng")
_WORDS: Final = N_("từ chưa biết nghĩa: ghi mã của nó, một trong {codes}")


class Opened(NamedTuple):
    """A file that was looked at: None where nothing helps, what got past its header, and what is wrong."""

    source: Source | None
    mapping: Mapping
    problems: tuple[Problem, ...]


def open_anyway(path: Path, mapping: Mapping, limits: Limits | None = None) -> Opened:
    """Open a file even where its header lacks columns, only to see the titles it has; never raises for it."""
    found = list[Problem]()
    for _attempt in range(_TRIES):
        try:
            return Opened(open_source(path, mapping, limits), mapping, tuple(found))
        except ProblemsFound as problem:
            found += [told for told in problem.problems if told not in found]
            if (changed := _mended(mapping, problem.problems)) == mapping:
                break
            mapping = changed
    return Opened(None, mapping, tuple(found))


def has_one_title(problem: Problem) -> bool:
    """Tell of DO107 whether both columns have the same title, so no mapping can say which is meant."""
    return bool(problem.details["first"] == problem.details["second"])


def unknown_words(rejects: pl.DataFrame, titles: AbstractMapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Give the fields and words of cells in columns of codes; a formula or a missing value is no word."""
    coded = {title: name for name, title in titles.items() if name in CODES}
    unknown = rejects.filter(pl.col("column").is_in(list(coded)), pl.col("reason") != MISSING)
    cells = unknown.select("column", "value").drop_nulls().unique(maintain_order=True).iter_rows()
    return tuple((coded[column], word) for column, word in cells if word.strip() and not word.startswith("="))


def draft_mapping(path: Path, mapping: Mapping, lang: Lang = "vi") -> str:
    """Write the mapping of a file as a person would finish it (YAML): titles, what is lacking, unknown words.

    Looks at its first rows. Raises :class:`ProblemsFound` where no mapping can help.
    """
    opened = open_anyway(path, mapping, _BEGINNING)
    if opened.source is None:
        raise ProblemsFound(opened.problems)
    piece = next(opened.source.pieces(Position()), None)
    titles = dict(piece.chunk.titles) if piece else {}
    words = unknown_words(typed(piece.chunk, opened.mapping).rejects, titles) if piece else ()
    unread = [title for title in opened.source.unread if not title.startswith("[")]
    lacking = [name for name in opened.mapping.constants if name not in mapping.constants]
    head = f"# {translate(_HEAD, lang).format(file=path.name)}"
    return "\n".join((head, *_columns(titles, unread, lang), *_rest(lacking, words, mapping, lang), ""))


def _mended(mapping: Mapping, problems: Iterable[Problem]) -> Mapping:
    """Give a mapping that gets past what a header lacks."""
    columns, constants = dict(mapping.columns), dict(mapping.constants)
    for one in problems:
        if one.kind is kinds.NO_COLUMNS:
            constants |= dict.fromkeys(one.details["fields"], "")
        elif one.kind is kinds.DOUBLED_COLUMN and not has_one_title(one):
            columns[str(one.details["second"])] = None
        elif one.kind is kinds.UNKNOWN_TITLE:
            columns.pop(str(one.details["given"]), None)
    return replace(mapping, columns=columns, constants=constants)


def _columns(titles: AbstractMapping[str, str], unread: Iterable[str], lang: Lang) -> Iterator[str]:
    yield f"columns:  # {translate(_COLUMNS, lang)}"
    yield from (f"  {_quoted(title)}: {FIELDS[name].national}" for name, title in titles.items())
    yield from (f"  {_quoted(title)}:" for title in dict.fromkeys(unread))


def _rest(
    lacking: Iterable[str], words: tuple[tuple[str, str], ...], known: Mapping, lang: Lang
) -> Iterator[str]:
    yield f"constants:  # {translate(_CONSTANTS, lang)}"
    yield from (f"  {FIELDS[name].national}: {_quoted(text)}" for name, text in known.constants.items())
    yield from (f"  {FIELDS[name].national}:  # {translate(FIELDS[name].label, lang)}" for name in lacking)
    yield "words:"
    for name in dict.fromkeys((*known.words, *(name for name, _ in words))):
        codes = ", ".join(map(str, sorted(CODES.get(name, {0, 1}))))
        yield f"  {FIELDS[name].national}:  # {translate(_WORDS, lang).format(codes=codes)}"
        mine = {word: str(code) for word, code in known.words.get(name, {}).items()}
        asked = {word: "" for field, word in words if field == name}
        yield from (f"    {_quoted(word)}: {code}".rstrip() for word, code in {**asked, **mine}.items())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
