"""Names inside a rule: each once, and none that means something else."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Sequence
from typing import Any

from parindex.errors import Problem, kind
from parindex.expressions.parsing import FUNCTIONS
from parindex.frameworks.checks.scene import Scene, Spot
from parindex.frameworks.yaml_lines import Path
from parindex.language import N_
from parindex.tables import POINTS

TWICE = kind(
    "FW141",
    N_("tiêu chí {code}: {key} “{name}” được dùng hai lần trong {group}"),
    N_("mỗi dòng của {group} một {key} riêng: đổi một trong hai"),
)
RESERVED = kind(
    "FW142",
    N_("tiêu chí {code}: ô nhập không được mang tên “{name}”"),
    N_(
        "đặt tên khác; tên này đã có nghĩa (points là điểm ấn định; trong công thức full là điểm tối đa, "
        "case là trường hợp áp dụng)"
    ),
)
_GROUPS = {
    "levels": "value",
    "faults": "name",
    "items": "name",
    "variables": "name",
    "cases": "value",
    "options": "name",
}
RESERVED_NAMES = frozenset({"full", "case", *FUNCTIONS, *keyword.kwlist})


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of names."""
    for spot in scene.leaves:
        for group, key in _GROUPS.items():
            parts = getattr(spot.node.rule, group, ())
            yield from _twice(scene, spot, (group, key), [getattr(part, key) for part in parts])
        yield from _reserved(scene, spot)


def _twice(scene: Scene, spot: Spot, group: tuple[str, str], names: Sequence[Any]) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in names[:number]:
            path: Path = (*spot.path, "rule", group[0], number, group[1])
            details = {"group": group[0], "key": group[1], "name": name}
            yield scene.problem(TWICE, path, code=spot.code, **details)


def _reserved(scene: Scene, spot: Spot) -> Iterator[Problem]:
    for group, key in _GROUPS.items():
        taken = RESERVED_NAMES | {POINTS} if group == "variables" else {POINTS}
        for number, part in enumerate(getattr(spot.node.rule, group, ())):
            if key == "name" and part.name in taken:
                path: Path = (*spot.path, "rule", group, number, key)
                yield scene.problem(RESERVED, path, code=spot.code, name=part.name)
