"""Reading a form: ``instrument.yaml`` becomes an :class:`Instrument`, or coded problems with their lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, Final

from pydantic import ValidationError

from parindex.errors import Phrase, Place, Problem, ProblemsFound
from parindex.frameworks.reasons import reason_in_model, reason_of_system
from parindex.frameworks.yaml_lines import Document, Path, parse
from parindex.language import N_
from parindex.surveys.instruments import kinds
from parindex.surveys.instruments.model import Instrument

FILE_NAME: Final = "instrument.yaml"


@dataclass(frozen=True)
class LoadedInstrument:
    """A form with the file it was read from and the line of each of its values."""

    instrument: Instrument
    document: Document
    folder: FilePath


def read_instrument(path: FilePath | str) -> LoadedInstrument:
    """Read a form from its folder or its file.

    Raises :class:`ProblemsFound` with every problem of form, each with its line. Whether the form makes sense
    is told by :func:`parindex.surveys.instruments.checks.check`.
    """
    given = FilePath(path)
    file = given if given.suffix in (".yaml", ".yml") else given / FILE_NAME
    document = parse(_text(file), str(file))
    return LoadedInstrument(instrument_from(document), document, file.parent)


def instrument_from(document: Document) -> Instrument:
    """Make a form of a document's data; raise :class:`ProblemsFound` with the line of each problem."""
    data = document.data if isinstance(document.data, dict) else {}
    try:
        return Instrument.model_validate(data)
    except ValidationError as error:
        found = [_told(one, document) for one in telling(error)]
    raise ProblemsFound(sorted(found, key=lambda problem: problem.place.line or 0)) from None


def telling(error: ValidationError) -> list[Mapping[str, Any]]:
    """Give what pydantic says, less what only follows: a list is too short where its items are wrong."""
    said = error.errors(include_url=False)
    wrong_below = {tuple(one["loc"][:end]) for one in said for end in range(len(one["loc"]))}
    return [one for one in said if one["type"] != "too_short" or tuple(one["loc"]) not in wrong_below]


def _text(file: FilePath) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = reason_of_system(error)
    except UnicodeDecodeError:
        reason = N_("không phải UTF-8")
    raise ProblemsFound([Problem(kinds.NO_FILE, Place(file=str(file)), {"reason": reason})])


def _told(one: Mapping[str, Any], document: Document) -> Problem:
    path = _path_of(one["loc"], document)
    if one["type"] == "missing":
        path = (*path, one["loc"][-1])
        return Problem(kinds.MISSING_KEY, document.place(path), {"key": _key(path)})
    if one["type"] == "extra_forbidden":
        return Problem(kinds.UNKNOWN_KEY, document.place(path), {"key": _key(path)})
    details = {"key": _key(path), "reason": reason_in_model(one)}
    return Problem(kinds.WRONG_VALUE, document.place(path), details)


def _key(path: Path) -> Phrase | str:
    """Name a value by its key; an item of a list by the key of the list and its number, from 1."""
    last = path[-1] if path else ""
    if isinstance(last, int):
        return Phrase(N_("{key}, mục {number}"), {"key": _key(path[:-1]), "number": last + 1})
    return last


def _path_of(loc: Path, document: Document) -> Path:
    """Give the place of an error in the file: without the names of union members that pydantic puts in."""
    path: Path = ()
    for part in loc:
        if (*path, part) in document.lines:
            path = (*path, part)
    return path
