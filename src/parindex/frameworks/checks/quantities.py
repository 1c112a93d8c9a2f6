"""Quantities that rules look at: bounds in order, thresholds in reach, percent and not shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from parindex.errors import Phrase, Problem, kind
from parindex.frameworks import rules
from parindex.frameworks.checks.scene import Scene, Spot
from parindex.frameworks.checks.spans import SWAPPED
from parindex.frameworks.rules import Quantity
from parindex.frameworks.yaml_lines import Path
from parindex.language import N_

NO_TARGET = kind(
    "FW125",
    N_("tiêu chí {code}: cách chấm so với đơn vị dẫn đầu (to: leader) thiếu chỉ tiêu"),
    N_("thêm target: mức mà đơn vị phải đạt để được nửa số điểm"),
)
NO_EFFECT = kind(
    "FW126",
    N_("tiêu chí {code}: khóa {key} không có tác dụng khi {when}"),
    N_("xóa {key}, hoặc sửa {when} cho đúng ý của văn bản"),
    severity="warning",
)
OUT_OF_REACH = kind(
    "FW136",
    N_("{where}: ngưỡng {given} nằm ngoài khoảng giá trị có thể có, {range}"),
    N_("sửa ngưỡng; tỷ lệ tính bằng phần trăm (0–100), kết quả vượt kế hoạch thì ghi may_exceed: true"),
)
LOOKS_LIKE_SHARE = kind(
    "FW137",
    N_("{where}: ngưỡng {given} có vẻ viết theo tỷ lệ 0–1, trong khi tỷ lệ được tính bằng phần trăm"),
    N_("viết theo phần trăm: {given} thành {percent}"),
    severity="warning",
)
_ONE, _HUNDRED = Decimal(1), Decimal(100)
_ONLY_FOR_RATIOS = ("numerator", "denominator", "when_zero")
_NOT_FOR_RATIOS = ("minimum", "maximum")


class Range(NamedTuple):
    """The least and the largest value a quantity can have when it is judged; None is open."""

    low: Decimal | None
    high: Decimal | None

    @property
    def words(self) -> Phrase:
        """The range in a message."""
        if self.low is None:
            return Phrase(N_("không quá {high}"), {"high": self.high})
        if self.high is None:
            return Phrase(N_("từ {low} trở lên"), {"low": self.low})
        return Phrase(N_("từ {low} đến {high}"), {"low": self.low, "high": self.high})

    def holds(self, number: Decimal) -> bool:
        """Tell whether a number is in the range."""
        above = self.low is None or number >= self.low
        return above and (self.high is None or number <= self.high)


class Threshold(NamedTuple):
    """A number that a quantity is compared with, and its path below ``rule``."""

    number: Decimal
    path: Path


def judged_range(quantity: Quantity) -> Range:
    """Give the range of a quantity as it is judged: in percent, but for ``number``."""
    if quantity.as_ == "ratio":
        return Range(Decimal(0), None if quantity.may_exceed else _HUNDRED)
    spec = quantity.inputs()[0]
    scale = _HUNDRED if quantity.as_ == "share" else _ONE
    low = None if spec.minimum is None else spec.minimum * scale
    return Range(low, None if spec.maximum is None else spec.maximum * scale)


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of quantities."""
    for spot in scene.leaves:
        rule = spot.node.rule
        yield from _bounds(scene, spot)
        if isinstance(rule, rules.Relative):
            yield from _relative(scene, spot, rule)
        quantity = getattr(rule, "quantity", None)
        if isinstance(quantity, Quantity):
            yield from _idle_keys(scene, spot, quantity)
            yield from _thresholds(scene, spot, quantity)


def _bounds(scene: Scene, spot: Spot) -> Iterator[Problem]:
    for bounded, path in _bounded(spot.node.rule):
        low, high = bounded.minimum, bounded.maximum
        if low is not None and high is not None and low >= high:
            pair = {"lower": "minimum", "low": low, "upper": "maximum", "high": high}
            yield scene.problem(SWAPPED, (*spot.path, "rule", *path), where=spot.where, **pair)


def _bounded(rule: rules.Rule | None) -> Iterator[tuple[Quantity | rules.Variable, Path]]:
    quantity = getattr(rule, "quantity", None)
    if isinstance(quantity, Quantity):
        yield quantity, ("quantity",)
    if isinstance(rule, rules.Formula):
        for number, variable in enumerate(rule.variables):
            yield variable, ("variables", number)


def _relative(scene: Scene, spot: Spot, rule: rules.Relative) -> Iterator[Problem]:
    path = (*spot.path, "rule")
    if rule.to == "leader" and rule.target is None:
        yield scene.problem(NO_TARGET, path, code=spot.code)
    if rule.to != "leader" and rule.target is not None:
        yield _idle(scene, spot, (*path, "target"), f"to: {rule.to}")


def _idle_keys(scene: Scene, spot: Spot, quantity: Quantity) -> Iterator[Problem]:
    keys = _NOT_FOR_RATIOS if quantity.as_ == "ratio" else _ONLY_FOR_RATIOS
    for key in keys:
        if key in quantity.model_fields_set:
            yield _idle(scene, spot, (*spot.path, "rule", "quantity", key), f"as: {quantity.as_}")


def _idle(scene: Scene, spot: Spot, path: Path, when: str) -> Problem:
    return scene.problem(NO_EFFECT, path, code=spot.code, key=path[-1], when=when)


def _thresholds(scene: Scene, spot: Spot, quantity: Quantity) -> Iterator[Problem]:
    given = tuple(thresholds(spot.node.rule))
    reach = judged_range(quantity)
    yield from against_range(scene, (*spot.path, "rule"), given, spot.where, reach)
    if quantity.as_ != "number":
        yield from not_shares(scene, (*spot.path, "rule"), given, spot.where)


def thresholds(rule: rules.Rule | None) -> Iterator[Threshold]:
    """List the numbers that a rule compares its quantity with."""
    if isinstance(rule, rules.Bands):
        found = ((band.from_, ("bands", number, "from")) for number, band in enumerate(rule.bands))
        yield from (Threshold(start, path) for start, path in found if start is not None)
    elif isinstance(rule, rules.Linear):
        yield from (Threshold(knot.at, ("knots", number, "at")) for number, knot in enumerate(rule.knots))
    elif isinstance(rule, rules.RatioFloor):
        yield Threshold(rule.floor, ("floor",))
    elif isinstance(rule, rules.Relative) and rule.target is not None:
        yield Threshold(rule.target, ("target",))
    if isinstance(rule, rules.Proportional | rules.RatioFloor):
        yield Threshold(rule.full_at, ("full_at",))


def against_range(
    scene: Scene, above: Path, given: Sequence[Threshold], where: Phrase, reach: Range
) -> Iterator[Problem]:
    """Name the thresholds that no value can reach."""
    for threshold in given:
        if not reach.holds(threshold.number):
            details = {"where": where, "given": threshold.number, "range": reach.words}
            yield scene.problem(OUT_OF_REACH, (*above, *threshold.path), **details)


def not_shares(scene: Scene, above: Path, given: Sequence[Threshold], where: Phrase) -> Iterator[Problem]:
    """Name thresholds in percent that look like shares: none above 1, and not only a lone 1 %."""
    parts = [threshold for threshold in given if 0 < threshold.number <= _ONE]
    is_lone_percent = len(given) > 1 and len({part.number for part in parts}) == 1
    if parts and max(threshold.number for threshold in given) <= _ONE and not is_lone_percent:
        first = parts[0]
        details = {"where": where, "given": first.number, "percent": first.number * _HUNDRED}
        yield scene.problem(LOOKS_LIKE_SHARE, (*above, *first.path), **details)
