"""Writing files: first beside the target, then in its place, so that none is ever half written."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from parindex.cli.machine_text import csv_text, json_text
from parindex.cli.printing import printed
from parindex.cli.problems import OVER_INPUT, one
from parindex.errors import ProblemsFound
from parindex.spreadsheets import TableSheet, write_tables

if TYPE_CHECKING:
    from parindex.language import Lang
    from parindex.reports.content import Report, Table

_BOM = "\ufeff"
_WRITTEN: Final = frozenset({"out", "bundle", "record", "rejects", "lists", "draft"})
_INPUTS: ContextVar[tuple[str, ...]] = ContextVar("inputs", default=())


def write_file(path: Path, form: str, report: Report, tables: Sequence[Table], lang: Lang) -> None:
    """Write tables of a report in a form; raises :class:`OSError` or :class:`ProblemsFound`."""
    with replacing(path) as target:
        if form == "xlsx":
            write_tables(target, [_sheet(table, report) for table in tables])
        elif form == "parquet":
            facts = json.dumps(dict(report.facts), ensure_ascii=False)
            tables[0].frame.write_parquet(target, metadata={"parindex": facts})
        else:
            target.write_text(_text(form, report, tables, lang), encoding="utf-8", newline="")


def _text(form: str, report: Report, tables: Sequence[Table], lang: Lang) -> str:
    if form == "csv":
        return _BOM + csv_text(tables[0], is_for_people=True)
    if form == "json":
        return json_text(report, tables)
    return printed(report, lang, width=None, is_fancy=False)


def _sheet(table: Table, report: Report) -> TableSheet:
    legend = [f"{short}: {words}" for short, words in table.legend]
    return TableSheet(
        name=table.title.partition(":")[0],
        frame=table.frame,
        headings={column.name: column.heading for column in table.columns},
        decimals={column.name: column.decimals for column in table.columns if column.decimals is not None},
        title=table.title,
        notes=(*report.about, *table.notes, *legend, *report.notes),
    )


def must_have_folder(path: Path) -> None:
    """Refuse a file whose folder is not there, before any work is done for it."""
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))


@contextmanager
def keeping_inputs(given: Mapping[str, Any]) -> Iterator[None]:
    """Let nothing be written over a file that the line itself names as an input (``given``: its words)."""
    token = _INPUTS.set(tuple(_texts([value for name, value in given.items() if name not in _WRITTEN])))
    try:
        yield
    finally:
        _INPUTS.reset(token)


def _texts(value: Any) -> Iterator[str]:  # a word, or the words of a flag that is repeated
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def must_be_no_input(path: Path) -> None:
    """Refuse a file that the line reads, before any work is done for it."""
    if path.is_file() and any(os.path.exists(word) and path.samefile(word) for word in _INPUTS.get()):  # noqa: PTH110  # words that can be no path are none
        raise ProblemsFound([one(OVER_INPUT, file=str(path))])


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of ``path`` when all went well, and is gone otherwise.

    What is no ordinary file (a device, a pipe) is written to itself.
    """
    must_have_folder(path)
    must_be_no_input(path)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    target = path.resolve() if path.is_symlink() else path
    if target.exists() and not target.is_file():
        yield target
        return
    part = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    try:
        with _named(path, part):
            yield part
            part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def _named(path: Path, part: Path) -> Iterator[None]:
    """Let errors speak of the file that was asked for."""
    try:
        yield
    except ProblemsFound as found:
        raise ProblemsFound(
            replace(problem, place=replace(problem.place, file=str(path))) for problem in found.problems
        ) from None
    except OSError as error:
        if error.filename in (None, str(part)):
            error.filename = str(path)
        raise
