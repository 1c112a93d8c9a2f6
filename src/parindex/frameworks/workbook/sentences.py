"""A rule in one line, for people."""

from __future__ import annotations

from decimal import Decimal
from functools import singledispatch
from typing import Any

from parindex.expressions.wording import formula_text
from parindex.frameworks import rules
from parindex.frameworks.parts import Text
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number

_RELATIVE = {
    "best": N_("Giá trị chia cho giá trị cao nhất của nhóm, nhân {max} điểm"),
    "leader": N_(
        "Đơn vị dẫn đầu: {max} điểm; từ chỉ tiêu {target} trở lên: từ một nửa số điểm, "
        "tăng dần đến đơn vị dẫn đầu; dưới chỉ tiêu: 0 điểm"
    ),
    "mean": N_("Từ mức trung bình của nhóm trở lên: {max} điểm; thấp hơn: theo tỷ lệ so với trung bình"),
    "rank": N_("Đơn vị đứng đầu nhóm: {max} điểm, giảm đều đến 0 điểm cho đơn vị đứng cuối"),
}


def rule_sentence(rule: rules.Rule | None, max_points: Decimal, lang: Lang = "vi") -> str:
    """Say in one line how a leaf is scored; blank for a node without a rule.

    >>> rule_sentence(rules.RatioFloor(kind="ratio_floor", floor=Decimal(70)), Decimal(2))
    'Từ 100 %: 2 điểm; từ 70 % đến dưới 100 %: theo tỷ lệ; dưới 70 %: 0 điểm'
    """
    said = "; ".join(_Speaker(max_points, lang).say(rule)) if rule else ""
    return said[:1].upper() + said[1:]


class _Speaker:
    """The language, the maximum, and the pieces that sentences are made of."""

    def __init__(self, max_points: Decimal, lang: Lang) -> None:
        self.max = max_points
        self.lang = lang

    def say(self, rule: rules.Rule) -> list[str]:
        return _clauses(rule, self)

    def __call__(self, template: str, **details: Any) -> str:
        """Fill a template: decimals as people write them, texts in the language."""
        said = {key: self._said(value) for key, value in ({"max": self.max} | details).items()}
        return translate(template, self.lang).format_map(said)

    def _said(self, value: Any) -> str:
        if isinstance(value, Decimal):
            return format_number(value, lang=self.lang)
        return value.in_(self.lang) if isinstance(value, Text) else translate(str(value), self.lang)

    def amount(self, number: Decimal, rule: Any) -> str:
        """Give a bound with its percent sign where the quantity is judged in percent."""
        return self._said(number) + (" %" if rule.quantity.as_ != "number" else "")


@singledispatch
def _clauses(rule: rules.Rule, say: _Speaker) -> list[str]:
    raise TypeError(f"no sentence for the rule {type(rule).__name__}, {say.lang}")


@_clauses.register
def _(rule: rules.YesNo, say: _Speaker) -> list[str]:
    yes = say.max if rule.yes is None else rule.yes
    return [say(N_("Có: {yes} điểm"), yes=yes), say(N_("Không: {no} điểm"), no=rule.no)]


@_clauses.register
def _(rule: rules.Count, say: _Speaker) -> list[str]:
    cap = say.max if rule.cap is None else rule.cap
    of = rule.of or N_("Số lượng")
    return [say(N_("{of} × {each} điểm, tối đa {cap} điểm"), of=of, each=rule.each, cap=cap)]


@_clauses.register
def _(rule: rules.Proportional, say: _Speaker) -> list[str]:
    full = say.amount(rule.full_at, rule)
    return [say(N_("Theo tỷ lệ, từ {full} được {max} điểm"), full=full)]


@_clauses.register
def _(rule: rules.RatioFloor, say: _Speaker) -> list[str]:
    full, floor = say.amount(rule.full_at, rule), say.amount(rule.floor, rule)
    return [
        say(N_("Từ {full}: {max} điểm"), full=full),
        say(N_("từ {floor} đến dưới {full}: theo tỷ lệ"), floor=floor, full=full),
        say(N_("dưới {floor}: 0 điểm"), floor=floor),
    ]


@_clauses.register
def _(rule: rules.Bands, say: _Speaker) -> list[str]:
    return [_band(band, rule, say) for band in rule.bands]


def _band(band: rules.Band, rule: rules.Bands, say: _Speaker) -> str:
    low = None if band.from_ is None else say.amount(band.from_, rule)
    high = None if band.below is None else say.amount(band.below, rule)
    if low is None and high is None:
        return say(N_("mọi giá trị: {points} điểm"), points=band.points)
    if high is None:
        return say(N_("từ {low}: {points} điểm"), low=low, points=band.points)
    if low is None:
        return say(N_("dưới {high}: {points} điểm"), high=high, points=band.points)
    return say(N_("từ {low} đến dưới {high}: {points} điểm"), low=low, high=high, points=band.points)


@_clauses.register
def _(rule: rules.Linear, say: _Speaker) -> list[str]:
    knots = [
        say(N_("tại {at}: {points} điểm"), at=say.amount(knot.at, rule), points=knot.points)
        for knot in rule.knots
    ]
    return [*knots, say(N_("ở giữa tính theo đường thẳng"))]


@_clauses.register
def _(rule: rules.Levels, say: _Speaker) -> list[str]:
    levels = rule.levels
    return [
        say(N_("{label}: {share} % điểm tối đa"), label=level.label, share=level.share) for level in levels
    ]


@_clauses.register
def _(rule: rules.Deduction, say: _Speaker) -> list[str]:
    faults = [say(N_("{label}: trừ {each} điểm mỗi lần"), label=f.label, each=f.each) for f in rule.faults]
    return [*faults, say(N_("không thấp hơn {floor} điểm"), floor=rule.floor)]


@_clauses.register
def _(rule: rules.Violation, say: _Speaker) -> list[str]:
    clauses = [say(N_("Không có vi phạm: {max} điểm")), say(N_("có vi phạm: 0 điểm"))]
    if rule.extra:
        each = N_("trừ thêm {extra} điểm cho mỗi vi phạm")
        clauses.append(say(each if rule.per == "each" else N_("trừ thêm {extra} điểm"), extra=rule.extra))
    if rule.floor is not None:
        clauses.append(say(N_("không thấp hơn {floor} điểm"), floor=rule.floor))
    return clauses


@_clauses.register
def _(rule: rules.Checklist, say: _Speaker) -> list[str]:
    return [say(N_("{label}: {points} điểm"), label=item.label, points=item.points) for item in rule.items]


@_clauses.register
def _(rule: rules.Relative, say: _Speaker) -> list[str]:
    target = "" if rule.target is None else say.amount(rule.target, rule)
    return [say(_RELATIVE[rule.to], target=target)]


@_clauses.register
def _(rule: rules.Formula, say: _Speaker) -> list[str]:
    labels = {one.name: one.label.in_(say.lang) for one in rule.variables}
    return [
        say(
            N_("{label}: điểm = {formula}"),
            label=case.label,
            formula=formula_text(case.points, labels, say.lang),
        )
        for case in rule.cases
    ]


@_clauses.register
def _(rule: rules.SurveyIndex, say: _Speaker) -> list[str]:
    del rule
    return [say(N_("Chỉ số khảo sát (%) nhân {max} điểm"))]


@_clauses.register
def _(rule: rules.SurveyLikert, say: _Speaker) -> list[str]:
    options = [say(N_("{label}: {weight} %"), label=o.label, weight=o.weight) for o in rule.options]
    return [*options, say(N_("trung bình các câu trả lời, nhân {max} điểm"))]


@_clauses.register
def _(rule: rules.Graded, say: _Speaker) -> list[str]:
    del rule
    return [say(N_("Hội đồng hoặc lãnh đạo cho điểm, từ 0 đến {max}"))]


@_clauses.register
def _(rule: rules.Appraised, say: _Speaker) -> list[str]:
    del rule
    return [say(N_("Người thẩm định cho điểm, từ 0 đến {max}"))]


@_clauses.register
def _(rule: rules.Bonus, say: _Speaker) -> list[str]:
    of = rule.of or N_("Số lần được thưởng")
    return [say(N_("Cộng: {of} × {each} điểm, tối đa {max} điểm"), of=of, each=rule.each)]


@_clauses.register
def _(rule: rules.Penalty, say: _Speaker) -> list[str]:
    of = rule.of or N_("Số lần bị trừ")
    return [say(N_("Trừ: {of} × {each} điểm, tối đa {cap} điểm"), of=of, each=rule.each, cap=rule.cap)]
