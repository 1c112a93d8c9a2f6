"""The cases beside an edition: whether they speak of its criteria and inputs (not whether they hold)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from parindex.errors import Problem, ProblemKind, ProblemsFound, kind
from parindex.frameworks.cases import Case, Expected, load_cases
from parindex.frameworks.loading import Loaded
from parindex.frameworks.model import Node
from parindex.frameworks.yaml_lines import Document, Path
from parindex.language import N_
from parindex.tables import CHANNEL_PREFIX, POINTS, STANDINGS, TOTAL

UNKNOWN_CRITERION = kind(
    "FW202",
    N_("ca kiểm thử “{case}” nói đến tiêu chí “{given}”, bộ tiêu chí không có mã này"),
    N_("sửa mã; gần giống: {near}"),
)
NOT_A_LEAF = kind(
    "FW203",
    N_("ca kiểm thử “{case}” cho giá trị của tiêu chí {given}, nhưng tiêu chí này có tiêu chí con"),
    N_("cho giá trị của từng tiêu chí con: {leaves}"),
)
UNKNOWN_INPUT = kind(
    "FW204",
    N_("ca kiểm thử “{case}”: tiêu chí {code} không có ô nhập “{given}”"),
    N_("các ô nhập của tiêu chí này: {known}; nhiều ô nhập thì viết {{tên ô: số}}"),
)
UNKNOWN_UNIT = kind(
    "FW205",
    N_("ca kiểm thử “{case}” chờ kết quả của đơn vị “{given}”, nhưng units không có đơn vị này"),
    N_("sửa tên cho khớp với một trong: {known}"),
)
SAME_NAME = kind(
    "FW206",
    N_("hai ca kiểm thử cùng tên “{case}”"),
    N_("tên ca là điều nó khẳng định: viết lại cho khác nhau, hoặc xóa ca thừa"),
)
CLAIMS_NOTHING = kind(
    "FW207",
    N_("ca kiểm thử “{case}” không chờ kết quả nào, nên không bao giờ sai"),
    N_("ghi kết quả phải có ở expect: points, printed, ranks, class, ..."),
)
UNKNOWN_STANDING = kind(
    "FW208",
    N_("ca kiểm thử “{case}”: không có tình trạng số liệu “{given}”"),
    N_("dùng một trong: {known}"),
)
_BY_CRITERION = ("points", "printed", "percent", "ranks", "standing")
_LISTS = ("excluded", "below_threshold")
_NEAR = 3


class Known(NamedTuple):
    """What cases may speak of: the nodes by code, and every row of a result."""

    nodes: dict[str, Node]
    rows: tuple[str, ...]


class Told(NamedTuple):
    """A case where it is told."""

    case: Case
    path: Path
    document: Document

    def problem(self, kind: ProblemKind, path: Path, **details: Any) -> Problem:
        """Make a problem at a value of the case."""
        place = self.document.place((*self.path, *path))
        return Problem(kind, place, {"case": self.case.name, **details})


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Read the cases beside an edition and give their problems of form and of sense."""
    try:
        files = load_cases(loaded.folder)
    except ProblemsFound as found:
        yield from found.problems
        return
    nodes = {node.code: node for node in loaded.edition.nodes()}
    channels = [CHANNEL_PREFIX + name for name in loaded.edition.channels]
    known = Known(nodes, (*nodes, *channels, TOTAL))
    names: set[str] = set()
    for file in files:
        for number, case in enumerate(file.cases):
            told = Told(case, ("cases", number), file.document)
            if case.name in names:
                yield told.problem(SAME_NAME, ("name",))
            names.add(case.name)
            yield from _values(told, known)
            yield from _expectations(told, known)


def _values(told: Told, known: Known) -> Iterator[Problem]:
    for unit, values in told.case.units.items():
        for code, value in values.items():
            path = ("units", unit, code)
            node = known.nodes.get(code)
            if node is None:
                yield told.problem(UNKNOWN_CRITERION, path, given=code, near=_near(code, tuple(known.nodes)))
            elif not node.is_leaf:
                leaves = ", ".join(child.code for child in node.criteria)
                yield told.problem(NOT_A_LEAF, path, given=code, leaves=leaves)
            else:
                yield from _inputs(told, node, value, path)


def _inputs(told: Told, node: Node, value: Any, path: Path) -> Iterator[Problem]:
    known = [spec.name for spec in node.inputs()]
    if isinstance(value, str) or (not isinstance(value, dict) and len(known) == 1):
        return
    given = value if isinstance(value, dict) else {"value": value}
    for name in given:
        if name not in (*known, POINTS):
            where = (*path, name) if isinstance(value, dict) else path
            details = {"code": node.code, "given": name, "known": ", ".join(known)}
            yield told.problem(UNKNOWN_INPUT, where, **details)


def _expectations(told: Told, known: Known) -> Iterator[Problem]:
    if not any(expected.model_fields_set for expected in told.case.expect.values()):
        yield told.problem(CLAIMS_NOTHING, ("expect",))
    for unit, expected in told.case.expect.items():
        if unit not in told.case.units:
            details = {"given": unit, "known": ", ".join(told.case.units)}
            yield told.problem(UNKNOWN_UNIT, ("expect", unit), **details)
        for code, path in _codes(expected):
            if code not in known.rows:
                details = {"given": code, "near": _near(code, known.rows)}
                yield told.problem(UNKNOWN_CRITERION, ("expect", unit, *path), **details)
        for code, word in expected.standing.items():
            if word not in STANDINGS:
                details = {"given": word, "known": ", ".join(STANDINGS)}
                yield told.problem(UNKNOWN_STANDING, ("expect", unit, "standing", code), **details)


def _codes(expected: Expected) -> Iterator[tuple[str, Path]]:
    for key in _BY_CRITERION:
        for code in getattr(expected, key):
            yield code, (key, code)
    for key in _LISTS:
        for number, code in enumerate(getattr(expected, key) or ()):
            yield code, (key, number)


def _near(given: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(given, known, n=_NEAR, cutoff=0.5) or known[: 2 * _NEAR]
    return ", ".join(near)
