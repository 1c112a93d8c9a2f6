"""YAML with the line of every value kept, numbers as exact decimals, and doubled keys refused."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.frameworks.reasons import reason_in_yaml
from parindex.language import N_

Path = tuple[str | int, ...]

NOT_YAML = kind(
    "FW001",
    N_("tệp không đúng cú pháp YAML: {reason}"),
    N_("sửa dòng này; thường là thiếu dấu hai chấm, thụt lề lệch hoặc quên đóng ngoặc, đóng nháy"),
)
DOUBLED_KEY = kind(
    "FW002",
    N_("khóa “{key}” được viết hai lần trong cùng một khối (lần đầu ở dòng {first})"),
    N_("giữ một lần, xóa lần kia"),
)
_MAX_DEPTH = 60
_MAX_VALUES = 300_000
"""Far above any edition; a few lines of aliases of aliases mean more than a machine can hold."""

# The C parser is about ten times faster; wheels carry it, source builds may not.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Document:
    """What a YAML file says, as plain data, and the line each value stands on."""

    file: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int | None:
        """Give the line of a value, or of the nearest thing above it that has one."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None

    def place(self, path: Path, item: str | None = None) -> Place:
        """Give the place of a value for a message."""
        return Place(file=self.file, line=self.line(path), item=item)


def parse(text: str, file: str) -> Document:
    """Read a YAML text; raise :class:`ProblemsFound` with every doubled key, or with the syntax error."""
    document = Document(file)
    try:
        root = yaml.compose(unicodedata.normalize("NFC", text.removeprefix("\ufeff")), Loader=_LOADER)
    except (yaml.YAMLError, RecursionError) as error:
        raise ProblemsFound([_syntax_problem(error, file)]) from None
    if root is not None:
        document.data = _plain(root, (), document)
    if document.problems:
        raise ProblemsFound(document.problems)
    return document


def _syntax_problem(error: Exception, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    reason = reason_in_yaml(getattr(error, "problem", None) or str(error).splitlines()[0])
    return Problem(NOT_YAML, Place(file=file, line=mark.line + 1 if mark else None), {"reason": reason})


def _plain(node: yaml.Node, path: Path, document: Document) -> Any:  # any plain data
    document.lines.setdefault(path, node.start_mark.line + 1)
    said = "nesting too deep" if len(path) > _MAX_DEPTH else "too many values"
    if len(path) > _MAX_DEPTH or len(document.lines) > _MAX_VALUES:
        where = Place(file=document.file, line=node.start_mark.line + 1)
        raise ProblemsFound([Problem(NOT_YAML, where, {"reason": reason_in_yaml(said)})])
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, number), document) for number, child in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in out:
            details = {"key": key, "first": document.lines[(*path, key)]}
            document.problems.append(Problem(DOUBLED_KEY, Place(file=document.file, line=line), details))
            continue
        document.lines[(*path, key)] = line
        out[key] = _plain(value_node, (*path, key), document)
    return out


def _scalar(node: yaml.Node) -> Any:  # any plain scalar
    """Read a scalar as YAML 1.2 people mean it: only true/false are booleans, numbers are decimal."""
    text = str(node.value)
    kind_ = node.tag.rsplit(":", 1)[-1]
    if kind_ == "null":
        return None
    if kind_ == "bool":
        return {"true": True, "false": False}.get(text.lower(), text)
    if kind_ in ("int", "float"):
        return _number(text)
    if kind_ == "timestamp":
        return _day(text)
    return text


def _number(text: str) -> Any:  # Decimal, int, or the text where it is neither
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return int(number) if text.lstrip("+-").isdigit() else number


def _day(text: str) -> Any:  # a date, or the text where it is none
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
