"""Reading an edition folder: ``framework.yaml`` becomes an :class:`Edition`, or coded problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, get_args

from pydantic import ValidationError

from parindex.errors import Phrase, Place, Problem, ProblemsFound, kind
from parindex.frameworks.model import Edition
from parindex.frameworks.reasons import reason_in_model, reason_of_system
from parindex.frameworks.rules import AnyRule
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
    N_("sửa lại tên khóa theo lược đồ (in ra bằng parindex schema), hoặc xóa đi"),
)
MISSING_KEY = kind("FW005", N_("thiếu khóa bắt buộc “{key}”"), N_("thêm khóa “{key}” vào khối này"))
WRONG_VALUE = kind(
    "FW006",
    N_("giá trị của “{key}” không hợp lệ: {reason}"),
    N_("viết lại theo kiểu ghi trong lược đồ (in ra bằng parindex schema)"),
)
UNKNOWN_RULE = kind(
    "FW007",
    N_("cách chấm “{given}” không có"),
    N_("chọn một trong: {known}"),
)
_WHOLE = N_("cả tệp")
_COMMA = N_("dấu phẩy ở đây ngăn hai khóa; số thập phân viết bằng dấu chấm, như 10.5")
_RULE_KINDS = ", ".join(
    get_args(rule.model_fields["kind"].annotation)[0] for rule in get_args(get_args(AnyRule)[0])
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


def edition_of(edition: Edition | Loaded) -> Edition:
    """Give the edition itself, whether or not it comes with its file."""
    return edition.edition if isinstance(edition, Loaded) else edition


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
        reason = reason_of_system(error)
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
    said = error.errors(include_url=False)
    wrong_below = {tuple(one["loc"][:end]) for one in said for end in range(len(one["loc"]))}
    # A list counts as too short when its items are wrong; only the items are worth a message.
    telling = [one for one in said if one["type"] != "too_short" or tuple(one["loc"]) not in wrong_below]
    # A value that fits no member of a union is named once, by the member that lists the allowed words.
    telling.sort(key=lambda one: one["type"] == "literal_error")
    problems = {(problem.code, path): problem for path, problem in (_told(one, document) for one in telling)}
    return sorted(problems.values(), key=lambda problem: problem.place.line or 0)


def _told(one: Mapping[str, Any], document: Document) -> tuple[Path, Problem]:
    path = _path_of(one, document)
    return path, _form_problem(one, path, document.place(path))


def _form_problem(one: Mapping[str, Any], path: Path, place: Place) -> Problem:
    if one["type"] == "extra_forbidden" and str(path[-1]).isdigit():
        return Problem(WRONG_VALUE, place, {"key": path[-1], "reason": _COMMA})
    if one["type"] == "extra_forbidden":
        return Problem(UNKNOWN_KEY, place, {"key": _key(path)})
    if one["type"] == "missing":
        return Problem(MISSING_KEY, place, {"key": _key(path)})
    if one["type"].startswith("union_tag"):
        context = one.get("ctx", {})
        given = context.get("tag", N_("(không ghi)"))
        known = str(context.get("expected_tags", _RULE_KINDS)).replace("'", "")
        return Problem(UNKNOWN_RULE, place, {"given": given, "known": known})
    return Problem(WRONG_VALUE, place, {"key": _key(path) or _WHOLE, "reason": reason_in_model(one)})


def _key(path: Path) -> Phrase | str:
    """Name a value by its key; an item of a list by the key of the list and its number, from 1."""
    last = path[-1] if path else ""
    if isinstance(last, int):
        return Phrase(N_("{key}, mục {number}"), {"key": _key(path[:-1]), "number": last + 1})
    return last


def _path_of(one: Mapping[str, Any], document: Document) -> Path:
    """Give the place of an error in the file: without the names of union members that pydantic puts in."""
    path: Path = ()
    loc: Path = one["loc"]
    for number, part in enumerate(loc):
        is_kind_of_rule = number > 0 and loc[number - 1] == "rule"
        if not is_kind_of_rule and (*path, part) in document.lines:
            path = (*path, part)
    return (*path, loc[-1]) if one["type"] == "missing" else path
