"""What would give a leaf its next level of points: one step up from what was filled in, in words.

Every sentence says what is enough for the points it names; a rule that promises nothing for one leaf alone
(R10, free formulas, points that somebody gives) has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import singledispatch
from typing import Any, Final

from parindex.errors import Phrase
from parindex.frameworks import rules
from parindex.frameworks.parts import Text
from parindex.language import N_, Lang, decimal_text, translate
from parindex.text import lower_first

_DECIMALS_OF_GAPS: Final = 2
_DECIMALS_OF_POINTS: Final = 4
_COUNTED: Final = {"vi": "số ", "en": "number of "}


@dataclass(frozen=True)
class Filled:
    """A leaf as one unit filled it in: its maximum, its points, its inputs (None: not filled in)."""

    most: Fraction
    points: Fraction
    inputs: Mapping[str, Fraction | None]
    decimals: int | None = None
    """Decimals to which the leaf's points are rounded, where the edition rounds them."""

    @property
    def value(self) -> Fraction:
        """The only input."""
        return self.inputs["value"] or Fraction(0)

    def shown(self, points: Fraction) -> Decimal:
        """Give points as the leaf has them, in at most four decimals."""
        decimals = _DECIMALS_OF_POINTS if self.decimals is None else min(self.decimals, _DECIMALS_OF_POINTS)
        return _decimal(points, decimals, ROUND_HALF_UP)


def next_level(rule: rules.AnyRule, filled: Filled) -> Phrase | None:
    """Say what gives the next level; None at the maximum, and where the leaf alone cannot tell."""
    top = max(filled.most, Fraction(0))
    is_open = any(value is None for value in filled.inputs.values())
    if filled.points >= top or (is_open and not isinstance(rule, rules.Checklist)):
        return None
    return _step(rule, filled)


@singledispatch
def _step(rule: Any, filled: Filled) -> Phrase | None:  # noqa: ARG001  # see the registered kinds
    return None


# ------------------------------------------------------------ choices


@_step.register
def _(rule: rules.YesNo, filled: Filled) -> Phrase | None:
    yes = filled.most if rule.yes is None else Fraction(rule.yes)
    if filled.value or yes <= filled.points:
        return None
    return Phrase(N_("Có để đạt {points} điểm"), {"points": filled.shown(yes)})


@_step.register
def _(rule: rules.Levels, filled: Filled) -> Phrase | None:
    worth = [(Fraction(level.share) * filled.most / 100, level) for level in rule.levels]
    higher = [one for one in worth if one[0] > filled.points]
    if not higher:
        return None
    points, level = min(higher, key=lambda one: one[0])
    return Phrase(N_("mức “{level}” để đạt {points} điểm"), _with(filled, points, level=level.label))


@_step.register
def _(rule: rules.Checklist, filled: Filled) -> Phrase | None:
    left = [item for item in rule.items if not filled.inputs.get(item.name)]
    if not left:
        return None
    named = tuple((item.label, filled.shown(Fraction(item.points))) for item in left)
    return Phrase(N_("làm thêm: {items}"), {"items": Items(named)})


@dataclass(frozen=True)
class Items:
    """Items of a checklist with their points, one after the other."""

    named: tuple[tuple[Text, Decimal], ...]

    def in_(self, lang: Lang = "vi") -> str:
        """Say the list."""
        word = translate(N_("điểm"), lang)
        return "; ".join(
            f"{label.in_(lang)} ({decimal_text(points, lang)} {word})" for label, points in self.named
        )


# ------------------------------------------------------------- counts


@dataclass(frozen=True)
class Counted:
    """What is counted, as it stands behind a number: “Số văn bản” is “văn bản”."""

    label: Text | None

    def in_(self, lang: Lang = "vi") -> str:
        """Say what is counted."""
        text = translate(N_("nội dung"), lang) if self.label is None else lower_first(self.label.in_(lang))
        return text.removeprefix(_COUNTED[lang])


@_step.register(rules.Count)
@_step.register(rules.Bonus)
def _(rule: rules.Count | rules.Bonus, filled: Filled) -> Phrase | None:
    cap = rule.cap if isinstance(rule, rules.Count) else None
    top = filled.most if cap is None else Fraction(cap)
    each, count = Fraction(rule.each), filled.value
    points = min(top, (count + 1) * each)
    if points <= filled.points:
        return None
    details = _with(filled, points, more=Decimal(1), of=Counted(rule.of))
    return Phrase(N_("thêm {more} {of} để đạt {points} điểm"), details)


@_step.register
def _(rule: rules.Deduction, filled: Filled) -> Phrase | None:
    lost = sum(
        (Fraction(fault.each) * (filled.inputs[fault.name] or 0) for fault in rule.faults), Fraction(0)
    )
    worst = max(rule.faults, key=lambda fault: (bool(filled.inputs[fault.name]), fault.each))
    left, floor = filled.most - lost, Fraction(rule.floor)
    found = _fewer(left, Fraction(worst.each), floor, filled.inputs[worst.name] or Fraction(0))
    if found is None:
        return Phrase(N_("không còn lỗi nào để đạt {points} điểm"), _with(filled, filled.most))
    details = _with(filled, found[1], fewer=Decimal(found[0]), of=Counted(worst.label))
    return Phrase(N_("bớt {fewer} lỗi “{of}” để đạt {points} điểm"), details)


@_step.register
def _(rule: rules.Penalty, filled: Filled) -> Phrase | None:
    each, floor = Fraction(rule.each), Fraction(-rule.cap)
    found = _fewer(-each * filled.value, each, floor, filled.value)
    if found is None:
        return None
    details = {"fewer": Decimal(found[0]), "of": Counted(rule.of), "points": filled.shown(-found[1])}
    return Phrase(N_("bớt {fewer} {of} để chỉ bị trừ {points} điểm"), details)


def _fewer(left: Fraction, each: Fraction, floor: Fraction, count: Fraction) -> tuple[int, Fraction] | None:
    """Give how many fewer faults lift the points above the floor, or above what is left, and to what."""
    if each <= 0 or count < 1:
        return None
    fewer = 1 if left >= floor else int((floor - left) / each) + 1
    return None if fewer > count else (fewer, left + fewer * each)


@_step.register
def _(rule: rules.Violation, filled: Filled) -> Phrase | None:  # noqa: ARG001  # the kind alone says it
    return Phrase(N_("không có vi phạm để đạt {points} điểm"), _with(filled, filled.most))


# ---------------------------------------------------------- quantities


def quantity_of_unit(spec: rules.Quantity, inputs: Mapping[str, Fraction | None]) -> Fraction | None:
    """Give the quantity that a rule judges, before rounding; None where a ratio is over nothing."""
    if spec.as_ == "ratio":
        top, bottom = inputs["numerator"], inputs["denominator"]
        return None if top is None or not bottom else top * 100 / bottom
    value = inputs["value"]
    return value if value is None or spec.as_ != "share" else value * 100


@dataclass(frozen=True)
class _Goal:
    """Points, and the quantity that gives them: from ``at`` up, or (``is_below``) anything below it."""

    points: Fraction
    at: Fraction
    is_below: bool = False


def _towards(rule: Any, filled: Filled, goals: Iterator[_Goal]) -> Phrase | None:
    quantity = quantity_of_unit(rule.quantity, filled.inputs)
    if quantity is None:
        return None
    better = [
        goal for goal in goals if goal.points > filled.points and goal.is_below == (goal.at <= quantity)
    ]
    if not better:
        return None
    goal = min(better, key=lambda one: (one.points, abs(one.at - quantity)))
    is_percent = rule.quantity.as_ != "number"
    if goal.is_below:
        text = (
            N_("giảm xuống dưới {at} % để đạt {points} điểm")
            if is_percent
            else N_("giảm xuống dưới {at} để đạt {points} điểm")
        )
        return Phrase(text, _with(filled, goal.points, at=_decimal(goal.at, 9, ROUND_HALF_UP)))
    text = (
        N_("thêm {gap} điểm % để đạt {points} điểm") if is_percent else N_("thêm {gap} để đạt {points} điểm")
    )
    gap = _decimal(goal.at - quantity, _DECIMALS_OF_GAPS, ROUND_CEILING)
    return Phrase(text, _with(filled, goal.points, gap=gap))


@_step.register
def _(rule: rules.Proportional, filled: Filled) -> Phrase | None:
    return _towards(rule, filled, iter([_Goal(filled.most, Fraction(rule.full_at))]))


@_step.register
def _(rule: rules.RatioFloor, filled: Filled) -> Phrase | None:
    floor, full = Fraction(rule.floor), Fraction(rule.full_at)
    return _towards(rule, filled, iter([_Goal(floor / full * filled.most, floor), _Goal(filled.most, full)]))


@_step.register
def _(rule: rules.SurveyIndex, filled: Filled) -> Phrase | None:
    return _towards(rule, filled, iter([_Goal(filled.most, Fraction(100))]))


@_step.register
def _(rule: rules.Bands, filled: Filled) -> Phrase | None:
    return _towards(rule, filled, _goals_of_bands(rule))


def _goals_of_bands(rule: rules.Bands) -> Iterator[_Goal]:
    for band in rule.bands:
        if band.from_ is not None:
            yield _Goal(Fraction(band.points), Fraction(band.from_))
        if band.below is not None:
            yield _Goal(Fraction(band.points), Fraction(band.below), is_below=True)


@_step.register
def _(rule: rules.Linear, filled: Filled) -> Phrase | None:
    quantity = quantity_of_unit(rule.quantity, filled.inputs)
    if quantity is None:
        return None
    above = [_Goal(Fraction(knot.points), Fraction(knot.at)) for knot in rule.knots if knot.at > quantity]
    if any(goal.points > filled.points for goal in above):
        return _towards(rule, filled, iter(above))
    below = [knot for knot in rule.knots if knot.at < quantity and knot.points > filled.points]
    if not below:
        return None
    knot = below[-1]
    is_percent = rule.quantity.as_ != "number"
    text = (
        N_("giảm còn {at} % để đạt {points} điểm") if is_percent else N_("giảm còn {at} để đạt {points} điểm")
    )
    return Phrase(text, _with(filled, Fraction(knot.points), at=knot.at))


# -------------------------------------------------------------- words


def _with(filled: Filled, points: Fraction, **details: Any) -> dict[str, Any]:
    return {**details, "points": filled.shown(points)}


def _decimal(number: Fraction, decimals: int, rounding: str) -> Decimal:
    """Give a fraction as a decimal of so many places; exactly, where it has no more."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=rounding).normalize()
