"""The tree: sums of maxima, codes, and what is a leaf and what is not."""

from __future__ import annotations

from collections.abc import Iterator

from parindex.errors import Problem, kind
from parindex.frameworks.checks.scene import Scene, Spot, total
from parindex.language import N_
from parindex.tables import TOTAL, UNITS

SUM = kind(
    "FW101",
    N_("điểm tối đa của tiêu chí {code} là {max}, nhưng các tiêu chí con ({children}) cộng lại là {sum}"),
    N_("lệch {gap} điểm: sửa điểm tối đa của {code} thành {sum}, hoặc sửa điểm tối đa của tiêu chí con"),
)
TWICE = kind(
    "FW105",
    N_("mã {code} đã dùng cho tiêu chí ở dòng {first}"),
    N_("mỗi tiêu chí một mã: đổi một trong hai mã theo văn bản"),
)
RESERVED_CODE = kind(
    "FW106",
    N_("mã “{code}” đã dành cho việc khác (dòng tổng điểm hoặc cột của danh sách đơn vị)"),
    N_("đặt mã khác cho tiêu chí này"),
)
BOTH = kind(
    "FW110",
    N_("tiêu chí {code} vừa có cách chấm (rule) vừa có tiêu chí con (criteria)"),
    N_("điểm của nó là tổng các tiêu chí con: xóa rule, hoặc chuyển rule xuống một tiêu chí con"),
)
NO_RULE = kind(
    "FW111",
    N_("tiêu chí {code} không có tiêu chí con và cũng không có cách chấm"),
    N_("thêm rule cho tiêu chí này, hoặc thêm tiêu chí con (criteria)"),
)
BELOW_ZERO = kind(
    "FW112",
    N_("điểm tối đa của tiêu chí {code} là {max}, nhỏ hơn 0"),
    N_("ghi số dương; điểm phạt thì ghi max: 0, thuộc nguồn điểm kind: penalty, và dùng cách chấm penalty"),
)
WORTH_NOTHING = kind(
    "FW113",
    N_("tiêu chí {code} có điểm tối đa là 0 nhưng không thuộc nguồn điểm phạt"),
    N_("ghi điểm tối đa của tiêu chí, hoặc cho nó vào nguồn điểm kind: penalty nếu đây là điểm phạt"),
)
NO_EFFECT = kind(
    "FW118",
    N_("khóa {key} ở tiêu chí {code} không có tác dụng, vì tiêu chí này có tiêu chí con"),
    N_("chuyển {key} xuống từng tiêu chí con cần đến nó, rồi xóa ở đây"),
    severity="warning",
)
_RESERVED = frozenset({TOTAL, *UNITS.names()})
_LEAF_KEYS = ("not_applicable", "feed")
_TAKING_OFF = ("violation", "deduction")
_MOST_CODES = 12


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of the tree."""
    yield from _codes(scene)
    for spot in scene.spots:
        yield from _leaf(scene, spot) if spot.node.is_leaf else _inner(scene, spot)


def _codes(scene: Scene) -> Iterator[Problem]:
    first: dict[str, Spot] = {}
    for spot in scene.spots:
        path = (*spot.path, "code")
        if spot.code in _RESERVED:
            yield scene.problem(RESERVED_CODE, path, code=spot.code)
        elif spot.code in first:
            line = scene.document.line((*first[spot.code].path, "code"))
            yield scene.problem(TWICE, path, code=spot.code, first=line)
        first.setdefault(spot.code, spot)


def _leaf(scene: Scene, spot: Spot) -> Iterator[Problem]:
    node, path = spot.node, (*spot.path, "max")
    if node.rule is None:
        yield scene.problem(NO_RULE, spot.path, code=spot.code)
    if scene.is_penalty(spot):
        return
    if node.max < 0:
        yield scene.problem(BELOW_ZERO, path, code=spot.code, max=node.max)
    takes_off = node.rule is not None and node.rule.kind in (*_TAKING_OFF, "penalty")
    if node.max == 0 and not takes_off:
        yield scene.problem(WORTH_NOTHING, path, code=spot.code)


def _inner(scene: Scene, spot: Spot) -> Iterator[Problem]:
    node = spot.node
    if node.rule is not None:
        yield scene.problem(BOTH, (*spot.path, "rule"), code=spot.code)
    added = total(child.max for child in node.criteria)
    if added != node.max:
        details = {"max": node.max, "sum": added, "gap": abs(added - node.max), "children": _codes_of(spot)}
        yield scene.problem(SUM, (*spot.path, "max"), code=spot.code, **details)
    for key in _LEAF_KEYS:
        if key in node.model_fields_set:
            yield scene.problem(NO_EFFECT, (*spot.path, key), code=spot.code, key=key)


def _codes_of(spot: Spot) -> str:
    codes = [child.code for child in spot.node.criteria]
    more = ["…"] if len(codes) > _MOST_CODES else []
    return ", ".join(codes[:_MOST_CODES] + more)
