"""Reading an edition folder: ``framework.yaml`` becomes an :class:`Edition`, or coded problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.frameworks.model import Edition
from parindex.frameworks.yaml_lines import Document, Path, parse
from parindex.language import N_

FILE_NAME = "framework.yaml"

NO_FILE = kind(
    "FW003",
    N_("không đọc được tệp: {reason}"),
    N_("kiểm tra đường dẫn; thư mục của một bộ tiêu chí phải có tệp framework.yaml, mã hóa UTF-8"),
)
UNKNOWN_KEY = kind(
    "FW004",
    N_("khóa “{key}” không có trong mẫu của bộ tiêu chí"),
    N_("sửa lại tên khóa theo lược đồ (docs/schema), hoặc xóa đi"),
)
MISSING_KEY = kind("FW005", N_("thiếu khóa bắt buộc “{key}”"), N_("thêm khóa “{key}” vào khối này"))
WRONG_VALUE = kind(
    "FW006",
    N_("giá trị của “{key}” không hợp lệ: {reason}"),
    N_("viết lại theo kiểu ghi trong lược đồ (docs/schema)"),
)
UNKNOWN_RULE = kind(
    "FW007",
    N_("cách chấm “{given}” không có"),
    N_("chọn một trong: {known}"),
)


@dataclass(frozen=True)
class Loaded:
    """An edition with the file it was read from and the line of each of its values."""

    edition: Edition
    document: Document
    folder: FilePath

    def node_paths(self) -> Iterator[tuple[str, Path]]:
        """Give the code of every node with its path in the document, in printed order."""
        yield from _paths(self.document.data.get("tree", []), ("tree",))


def _paths(nodes: list[dict[str, Any]], path: Path) -> Iterator[tuple[str, Path]]:
    for number, node in enumerate(nodes):
        here = (*path, number)
        yield str(node.get("code")), here
        yield from _paths(node.get("criteria") or [], (*here, "criteria"))


def load_edition(path: FilePath | str) -> Loaded:
    """Read an edition from its folder (or its ``framework.yaml``).

    Raises :class:`ProblemsFound` with every problem of form, each with its line. Whether what the file says
    makes sense (sums, bands, formulas) is told by :func:`parindex.frameworks.checks.check`.
    """
    folder = FilePath(path)
    file = folder / FILE_NAME if folder.suffix not in (".yaml", ".yml") else folder
    document = parse(read_text(file), str(file))
    return Loaded(edition_from(document), document, file.parent)


def read_text(file: FilePath) -> str:
    """Read a UTF-8 text file, or raise one coded problem."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or type(error).__name__
    except UnicodeDecodeError:
        reason = N_("không phải UTF-8")
    raise ProblemsFound([Problem(NO_FILE, Place(file=str(file)), {"reason": reason})])


def edition_from(document: Document) -> Edition:
    """Make an edition of a document's data; raise :class:`ProblemsFound` with the line of each problem."""
    data = document.data if isinstance(document.data, dict) else {}
    try:
        return Edition.model_validate(data)
    except ValidationError as error:
        raise ProblemsFound(form_problems(error, document)) from None


def form_problems(error: ValidationError, document: Document) -> list[Problem]:
    """Turn what pydantic says into coded problems with lines, in the order of the file."""
    problems = [_form_problem(dict(one), document) for one in error.errors(include_url=False)]
    return sorted(problems, key=lambda problem: problem.place.line or 0)


def _form_problem(one: dict[str, Any], document: Document) -> Problem:
    path = _without_tags(one["loc"], document)
    key = str(path[-1]) if path else ""
    place = document.place(path)
    if one["type"] == "extra_forbidden":
        return Problem(UNKNOWN_KEY, place, {"key": key})
    if one["type"] == "missing":
        return Problem(MISSING_KEY, place, {"key": key})
    if one["type"].startswith("union_tag"):
        context = one.get("ctx", {})
        given = context.get("tag", N_("(không ghi)"))
        return Problem(UNKNOWN_RULE, place, {"given": given, "known": context.get("expected_tags", "kind")})
    return Problem(WRONG_VALUE, place, {"key": key, "reason": one["msg"]})


def _without_tags(loc: tuple[str | int, ...], document: Document) -> Path:
    """Drop the names of union members that pydantic puts into a place but the file does not have."""
    path: Path = ()
    for number, part in enumerate(loc):
        longer = (*path, part)
        is_last = number == len(loc) - 1
        if longer in document.lines or is_last:
            path = longer
    return path
