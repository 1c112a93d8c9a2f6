"""Writing an edition as YAML: one spelling for equal content, pleasant to read and to compare.

Keys stand in the order of the model and defaults are left out. A plain Vietnamese text stands alone; short
records (bands, levels, a text in two languages) stand on one line; long texts are folded. Reading what was
written gives an equal edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel

from parindex.frameworks.cases import Case, CaseFile, Expected
from parindex.frameworks.digest import plain_decimal
from parindex.frameworks.loading import FILE_NAME
from parindex.frameworks.model import Edition, LegalBasis, Node, Settings
from parindex.frameworks.parts import Choice, Text
from parindex.frameworks.rules import Band, FormulaCase, Item, Knot, Level, Option, Rule, Severity, Variable

_WIDTH: Final = 120
_WIDTH_OF_CASES: Final = 180
_STEP: Final = 2
_NO_LIMIT: Final = 10**9
_OTHER_BREAKS: Final = frozenset("\r\x85\u2028\u2029")
_LIKE_A_NUMBER: Final = re.compile(r"[+-]?\d[\d.,]*")
_TAG: Final = "tag:yaml.org,2002:"
_BLOCKS: Final = (Edition, Node, Settings, LegalBasis, Case, CaseFile)
_RECORDS: Final = (Band, Choice, FormulaCase, Item, Knot, Level, Option, Severity, Variable)
_SPREAD: Final = frozenset({"channels", "units", "expect"})
"""Mappings with a line for each entry, however short."""


def edition_text(edition: Edition) -> str:
    """Give the text of ``framework.yaml`` for an edition.

    >>> rule = {"kind": "ratio_floor", "floor": 70}
    >>> leaf = {"code": "1", "label": "Hồ sơ đúng hạn", "max": 2, "rule": rule}
    >>> channels = {"appraisal": {"label": "Thẩm định", "max": 2}}
    >>> data = {"id": "mau", "year": 2025, "title": "Mẫu", "channels": channels, "tree": [leaf]}
    >>> print(edition_text(Edition.model_validate(data)), end="")
    schema_version: 1
    id: mau
    year: 2025
    title: Mẫu
    <BLANKLINE>
    channels:
      appraisal: {label: Thẩm định, max: 2}
    <BLANKLINE>
    tree:
      - code: "1"
        label: Hồ sơ đúng hạn
        max: 2
        rule: {kind: ratio_floor, floor: 70}
    """
    written = yaml_text({"schema_version": edition.schema_version, **_fields(edition)})
    return _spaced(written, ("channels:", "settings:", "tree:"))


def cases_text(cases: Iterable[Case]) -> str:
    """Give the text of a file of ``cases/``."""
    return _spaced(yaml_text(_fields(CaseFile(cases=list(cases))), _WIDTH_OF_CASES), ("  - name:",), skip=1)


def write_edition(edition: Edition, cases: Iterable[Case], folder: Path) -> tuple[Path, ...]:
    """Write ``framework.yaml`` and, where there are cases, ``cases/cases.yaml``; give the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {folder / FILE_NAME: edition_text(edition)}
    listed = list(cases)
    if listed:
        (folder / "cases").mkdir(exist_ok=True)
        files[folder / "cases" / "cases.yaml"] = cases_text(listed)
    for file, text in files.items():
        file.write_text(text, encoding="utf-8", newline="\n")
    return tuple(files)


def yaml_text(data: Mapping[str, Any], width: int = _WIDTH) -> str:
    """Write a mapping of parts and plain values in the same layout, over as many lines as it needs."""
    return _serialised(_mapping(data, _WIDTH - width, is_block=True), width)


def one_line(value: Any) -> str:  # a part or plain data
    """Write a part or a plain value on one line: ``{measure: on_time, period: quarter}``."""
    node = _node(value, -_NO_LIMIT)
    if not isinstance(node, yaml.ScalarNode):
        _flatten(node)
    return _serialised(node, _NO_LIMIT).removesuffix("...\n").removesuffix("\n")


def part_fields(part: BaseModel) -> dict[str, Any]:
    """Give what a part says beyond the defaults, by the key of the file, parts inside left as they are."""
    return _fields(part)


def _fields(part: BaseModel) -> dict[str, Any]:
    fields = {}
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if field.is_required() or value != field.get_default(call_default_factory=True):
            fields[field.alias or name] = value
    return {"kind": fields.pop("kind"), **fields} if isinstance(part, Rule) else fields


class _Dumper(yaml.SafeDumper):
    """The layout that is not a matter of style: indented lists, double quotes, no aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  # the parent's signature
        super().increase_indent(flow, indentless=False)

    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        event: Any = self.event
        return (
            '"'
            if style == "'" and not ({'"', "\\"} & set(event.value) and "\n" not in event.value)
            else style
        )


def _serialised(node: yaml.Node, width: int) -> str:
    text: str = yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=width, indent=_STEP)
    return text


def _node(value: Any, column: int) -> yaml.Node:  # a part or plain data
    """Make the YAML node of a value that begins at a column."""
    if isinstance(value, Text) and value.en is None:
        return _string(value.vi, column)
    if isinstance(value, BaseModel):
        return _part(value, column)
    if isinstance(value, Mapping):
        return _mapping(value, column)
    if isinstance(value, list | tuple):
        return _sequence(value, column)
    if isinstance(value, str):
        return _string(value, column)
    return _scalar(value)


def _scalar(value: Decimal | date | float | None) -> yaml.ScalarNode:
    if value is None:
        return yaml.ScalarNode(_TAG + "null", "null")
    if isinstance(value, bool):
        return yaml.ScalarNode(_TAG + "bool", str(value).lower())
    if isinstance(value, date):
        return yaml.ScalarNode(_TAG + "timestamp", value.isoformat())
    text = plain_decimal(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))
    return yaml.ScalarNode(_TAG + ("float" if "." in text else "int"), text)


def _string(text: str, column: int) -> yaml.ScalarNode:
    is_odd = bool(_OTHER_BREAKS & set(text))
    style = '"' if is_odd or _LIKE_A_NUMBER.fullmatch(text) else ("|" if "\n" in text else None)
    if style is None and column + len(text) > _WIDTH and text == text.strip():
        style = ">"
    return yaml.ScalarNode(_TAG + "str", text, style=style)


def _part(part: BaseModel, column: int) -> yaml.MappingNode:
    node = _mapping(
        _fields(part), column, is_block=isinstance(part, _BLOCKS), is_record=isinstance(part, _RECORDS)
    )
    if isinstance(part, Node):
        node.value[0][1].style = '"'
    return node


def _mapping(
    data: Mapping[str, Any], column: int, *, is_block: bool = False, is_record: bool = False
) -> yaml.MappingNode:
    entries = [(_string(str(key), 0), _value(str(key), value, column)) for key, value in data.items()]
    node = yaml.MappingNode(_TAG + "map", entries, flow_style=False)
    deep = any(isinstance(value, yaml.CollectionNode) and value.value for _, value in entries)
    fits = column + _length(node) <= _WIDTH and (is_record or not deep)
    if not entries or (fits and not is_block):
        _flatten(node)
    return node


def _value(key: str, value: Any, column: int) -> yaml.Node:  # a part or plain data
    inner = column + len(key) + 2
    if key in _SPREAD and isinstance(value, Mapping) and value:
        return _mapping(value, column + _STEP, is_block=True)
    if isinstance(value, Expected):
        return _mapping(_fields(value), inner, is_record=True)
    return _node(value, inner)


def _sequence(values: Iterable[Any], column: int) -> yaml.SequenceNode:
    node = yaml.SequenceNode(
        _TAG + "seq", [_node(value, column + _STEP) for value in values], flow_style=False
    )
    is_plain = all(isinstance(child, yaml.ScalarNode) for child in node.value)
    if not node.value or (is_plain and column + _length(node) <= _WIDTH):
        _flatten(node)
    return node


def _flatten(node: yaml.Node) -> None:
    """Lay a node and everything in it on one line."""
    if isinstance(node, yaml.ScalarNode):
        node.style = None if node.style != '"' else '"'
        return
    node.flow_style = True  # type: ignore[attr-defined]
    for child in _children(node):
        _flatten(child)


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [child for pair in node.value for child in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _length(node: yaml.Node) -> int:
    """Estimate the length of a node on one line; a text of several lines fits on none."""
    if isinstance(node, yaml.ScalarNode):
        is_bare = node.tag != _TAG + "str" or node.value.isalpha()
        return _NO_LIMIT if node.style in ("|", ">") else len(node.value) + (0 if is_bare else 2)
    return sum(_length(child) + 2 for child in _children(node))


def _spaced(text: str, before: tuple[str, ...], skip: int = 0) -> str:
    """Put a blank line before the lines that begin so, the first ``skip`` of them left out."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith(before):
            skip -= 1
            lines += [""] if skip < 0 else []
        lines.append(line)
    return "\n".join(lines) + "\n"
