"""Points of a rule against the points of its leaf: more than the maximum, or never as many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch
from typing import Any

from parindex.errors import Phrase, Problem, kind
from parindex.expressions import FormulaError, parse
from parindex.frameworks import rules
from parindex.frameworks.checks.scene import Scene, Spot, total
from parindex.frameworks.checks.spans import Span
from parindex.frameworks.yaml_lines import Path
from parindex.language import N_

TOO_MANY = kind(
    "FW121",
    N_("tiêu chí {code}: {part} cho {points} điểm, nhiều hơn điểm tối đa {max}"),
    N_("giảm xuống không quá {max} điểm, hoặc sửa điểm tối đa của tiêu chí {code}"),
)
TOO_FEW = kind(
    "FW122",
    N_("tiêu chí {code}: cách chấm cho nhiều nhất {points} điểm, không bao giờ đạt điểm tối đa {max}"),
    N_("nâng phần cao nhất lên {max} điểm, hoặc giảm điểm tối đa của tiêu chí {code} còn {points}"),
    severity="warning",
)
NOT_POSITIVE = kind(
    "FW123",
    N_("tiêu chí {code}: {key} của {part} là {given}, phải lớn hơn 0"),
    N_("ghi số dương; điểm trừ cũng ghi số dương, cách chấm tự trừ"),
)
FLOOR_TOO_HIGH = kind(
    "FW124",
    N_("tiêu chí {code}: sàn (floor) là {floor} điểm, cao hơn {most}"),
    N_("hạ floor xuống không quá {most}, hoặc bỏ floor để dùng sàn mặc định"),
)
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Award:
    """Points that a part of a rule gives, where they stand below ``rule``, and the part in words."""

    points: Decimal
    path: Path
    part: Phrase


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of points."""
    for spot in scene.leaves:
        if spot.node.rule is None:
            continue
        yield from _signs(scene, spot)
        yield from _floors(scene, spot)
        if spot.node.max > 0 and not scene.is_penalty(spot):
            yield from _against_maximum(scene, spot, awards(spot.node.rule, spot.node.max))


def _against_maximum(scene: Scene, spot: Spot, given: tuple[Award, ...]) -> Iterator[Problem]:
    most = spot.node.max
    details = {"code": spot.code, "max": most}
    for award in given:
        if award.points > most:
            path = (*spot.path, "rule", *award.path)
            yield scene.problem(TOO_MANY, path, part=award.part, points=award.points, **details)
    best = max((award.points for award in given), default=most)
    if best < most and not isinstance(spot.node.rule, rules.Formula):
        yield scene.problem(TOO_FEW, (*spot.path, "rule"), points=best, **details)


@singledispatch
def awards(rule: rules.Rule, most: Decimal) -> tuple[Award, ...]:  # noqa: ARG001  # read by the kinds below
    """List the points that the parts of a rule give; empty for rules that cannot miss their maximum."""
    return ()


@awards.register
def _(rule: rules.YesNo, most: Decimal) -> tuple[Award, ...]:
    yes = rule.yes if rule.yes is not None else most
    return (
        Award(yes, ("yes",), Phrase(N_("câu trả lời “Có”"))),
        Award(rule.no, ("no",), Phrase(N_("câu trả lời “Không”"))),
    )


@awards.register
def _(rule: rules.Count, most: Decimal) -> tuple[Award, ...]:
    cap = rule.cap if rule.cap is not None else most
    return (Award(cap, ("cap",), Phrase(N_("mức trần của phép đếm"))),)


@awards.register
def _(rule: rules.Bands, most: Decimal) -> tuple[Award, ...]:  # noqa: ARG001
    return tuple(
        Award(band.points, ("bands", number, "points"), _band(Span(band.from_, band.below)))
        for number, band in enumerate(rule.bands)
    )


def _band(span: Span) -> Phrase:
    return Phrase(N_("mức {span}"), {"span": span})


@awards.register
def _(rule: rules.Linear, most: Decimal) -> tuple[Award, ...]:  # noqa: ARG001
    return tuple(
        Award(knot.points, ("knots", number, "points"), Phrase(N_("mốc {at}"), {"at": knot.at}))
        for number, knot in enumerate(rule.knots)
    )


@awards.register
def _(rule: rules.Levels, most: Decimal) -> tuple[Award, ...]:
    return tuple(
        Award(most * level.share / _HUNDRED, ("levels", number, "share"), _called(N_("mức"), level.label))
        for number, level in enumerate(rule.levels)
    )


@awards.register
def _(rule: rules.Checklist, most: Decimal) -> tuple[Award, ...]:  # noqa: ARG001
    added = total(item.points for item in rule.items)
    return (Award(added, ("items",), Phrase(N_("các phần cộng lại"))),)


@awards.register
def _(rule: rules.SurveyLikert, most: Decimal) -> tuple[Award, ...]:
    return tuple(
        Award(most * option.weight / _HUNDRED, ("options", number, "weight"), _called(_OPTION, option.label))
        for number, option in enumerate(rule.options)
    )


@awards.register
def _(rule: rules.Formula, most: Decimal) -> tuple[Award, ...]:  # noqa: ARG001
    """Only formulas that are a plain number are known without values."""
    found = ((number, case, _plain(case.points)) for number, case in enumerate(rule.cases))
    return tuple(
        Award(points, ("cases", number, "points"), _called(N_("trường hợp"), case.label))
        for number, case, points in found
        if points is not None
    )


_OPTION = N_("phương án trả lời")


def _called(word: str, label: Any) -> Phrase:
    return Phrase("{word} “{label}”", {"word": word, "label": label})


def _plain(formula: str) -> Decimal | None:
    try:
        return parse(formula).root.number
    except FormulaError:
        return None


def _signs(scene: Scene, spot: Spot) -> Iterator[Problem]:
    """Name the numbers that must be above 0: a minus sign is the usual slip."""
    for path, part, number in positive_numbers(spot.node.rule):
        if number <= 0:
            details = {"code": spot.code, "key": str(path[-1]), "part": part, "given": number}
            yield scene.problem(NOT_POSITIVE, (*spot.path, "rule", *path), **details)


@singledispatch
def positive_numbers(rule: Any) -> tuple[tuple[Path, Phrase, Decimal], ...]:  # noqa: ARG001  # see below
    """List the numbers of a rule that must be above 0, each with its path below ``rule``."""
    return ()


_RULE = Phrase(N_("cách chấm"))


@positive_numbers.register(rules.Count)
@positive_numbers.register(rules.Bonus)
def _(rule: rules.Count | rules.Bonus) -> tuple[tuple[Path, Phrase, Decimal], ...]:
    return ((("each",), _RULE, rule.each),)


@positive_numbers.register
def _(rule: rules.Penalty) -> tuple[tuple[Path, Phrase, Decimal], ...]:
    return ((("each",), _RULE, rule.each), (("cap",), _RULE, rule.cap))


@positive_numbers.register
def _(rule: rules.Proportional) -> tuple[tuple[Path, Phrase, Decimal], ...]:
    return ((("full_at",), _RULE, rule.full_at),)


@positive_numbers.register
def _(rule: rules.Deduction) -> tuple[tuple[Path, Phrase, Decimal], ...]:
    return tuple(
        (("faults", number, "each"), _called(N_("lỗi"), fault.label), fault.each)
        for number, fault in enumerate(rule.faults)
    )


@positive_numbers.register
def _(rule: rules.Checklist) -> tuple[tuple[Path, Phrase, Decimal], ...]:
    return tuple(
        (("items", number, "points"), _called(N_("phần"), item.label), item.points)
        for number, item in enumerate(rule.items)
    )


def _floors(scene: Scene, spot: Spot) -> Iterator[Problem]:
    rule, path = spot.node.rule, (*spot.path, "rule", "floor")
    if isinstance(rule, rules.Deduction) and rule.floor > max(spot.node.max, Decimal(0)):
        yield scene.problem(FLOOR_TOO_HIGH, path, code=spot.code, floor=rule.floor, most=spot.node.max)
    if isinstance(rule, rules.Violation) and rule.floor is not None and rule.floor > 0:
        yield scene.problem(FLOOR_TOO_HIGH, path, code=spot.code, floor=rule.floor, most=Decimal(0))
