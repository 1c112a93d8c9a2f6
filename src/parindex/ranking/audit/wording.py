"""Relations in words: what was tested, on how many places, and what came out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from parindex.errors import Phrase
from parindex.language import N_
from parindex.ranking.audit.checking import Checked
from parindex.ranking.audit.judging import number_of
from parindex.ranking.audit.relations import (
    AnyRelation,
    Change,
    Classed,
    Maxima,
    MeanRow,
    Ranked,
    Ratio,
    Reprint,
    Stock,
    Sum,
    Summary,
    TotalRow,
    Within,
)
from parindex.ranking.audit.reprints import BETWEEN_TABLES

_MOST_NAMES: Final = 6


def relation_words(checked: Checked) -> Phrase:
    """Say a relation and how it went: "Tổng = A + B: kiểm tra 9 chỗ, đều khớp"."""
    details: dict[str, object] = {
        "relation": _words(checked.relation),
        "tested": checked.tested,
        "wrong": checked.contradicted,
        "rounded": len(checked.findings) - checked.contradicted,
    }
    if not checked.tested:
        return Phrase(N_("{relation}: không có chỗ nào đủ số liệu để kiểm tra"), details)
    if not checked.findings:
        return Phrase(N_("{relation}: kiểm tra {tested} chỗ, đều khớp"), details)
    return Phrase(
        N_("{relation}: kiểm tra {tested} chỗ, {wrong} mâu thuẫn, {rounded} lệch do làm tròn hoặc cắt bớt"),
        details,
    )


def _words(relation: AnyRelation) -> Phrase:
    return _SAID[type(relation)](relation)


def _quoted(given: str | Decimal) -> Any:  # a number writes itself in the language asked for
    return f"“{given}”" if isinstance(given, str) else number_of(given)


def _list(columns: tuple[str, ...], between: str) -> str:
    shown = [f"“{column}”" for column in columns]
    if len(shown) > _MOST_NAMES:
        shown = [*shown[:2], "…", shown[-1]]
    return between.join(shown)


def _sum(relation: Sum) -> Phrase:
    minus = "".join(f" − “{column}”" for column in relation.minus)
    parts = _list(relation.columns, " + ")
    return Phrase("“{total}” = {parts}{minus}", {"total": relation.equals, "parts": parts, "minus": minus})


def _ratio(relation: Ratio) -> Phrase:
    whole: Any = Phrase(N_("tổng cột")) if relation.whole is None else _quoted(relation.whole)
    details = {
        "equals": relation.equals,
        "part": relation.part,
        "whole": whole,
        "times": _quoted(relation.times),
    }
    return Phrase("“{equals}” = “{part}” / {whole} × {times}", details)


def _change(relation: Change) -> Phrase:
    if relation.before:
        details = {"change": relation.change, "after": relation.after, "before": relation.before}
        return Phrase("“{change}” = “{after}” − “{before}”", details)
    details = {"change": relation.change, "value": relation.value, "by": relation.by}
    return Phrase(N_("“{change}” = “{value}” trừ “{value}” của năm liền trước (theo “{by}”)"), details)


def _stock(relation: Stock) -> Phrase:
    came_in = tuple(filter(None, (relation.carried, relation.received)))
    return Phrase(
        "{received} = {parts}", {"received": _list(came_in, " + "), "parts": _list(relation.parts, " + ")}
    )


def _within(columns: tuple[str, ...]) -> Phrase:
    return Phrase(N_(", trong từng {columns}"), {"columns": _list(columns, ", ")}) if columns else Phrase("")


def _ranked(relation: Ranked) -> Phrase:
    details = {"rank": relation.rank, "points": relation.points, "within": _within(relation.within)}
    return Phrase(N_("hạng “{rank}” theo “{points}”{within}"), details)


def _classed(relation: Classed) -> Phrase:
    details = {"class": relation.class_, "points": relation.points, "within": _within(relation.within)}
    return Phrase(N_("xếp loại “{class}” theo “{points}”{within}"), details)


def _maxima(relation: Maxima) -> Phrase:
    details = {"column": relation.column, "equals": number_of(relation.equals)}
    return Phrase(N_("“{column}” cộng lại đủ {equals}, mục con đủ mục cha"), details)


def _bound(relation: Within) -> Phrase:
    details = {"column": relation.column, "most": _quoted(relation.most)}
    return Phrase(N_("“{column}” không quá {most}"), details)


_BLOCKS: Final = {
    "all": N_("mọi dòng"),
    "top": N_("các mục lớn"),
    "above": N_("các dòng phía trên"),
    "below": N_("các dòng phía dưới"),
}


def _summary(template: str) -> Callable[[Summary], Phrase]:
    def said(relation: Summary) -> Phrase:
        where = ", ".join(f"{column}: {value}" for column, value in (relation.where or {}).items())
        rows = Phrase(N_("các dòng {where}"), {"where": where}) if where else Phrase(_BLOCKS[relation.of])
        details = {"row": relation.row, "rows": rows, "columns": _list(relation.columns, ", ")}
        return Phrase(template, details)

    return said


def _reprint(relation: Reprint) -> Phrase:
    if relation == BETWEEN_TABLES:
        return Phrase(N_("số liệu in ở nhiều bảng như nhau"))
    details = {"columns": _list(relation.columns, ", "), "key": _list(relation.key, ", ")}
    return Phrase(N_("{columns} in như nhau ở mọi dòng cùng {key}"), details)


_SAID: Final[dict[type, Callable[[Any], Phrase]]] = {
    Sum: _sum,
    TotalRow: _summary(N_("dòng “{row}” = tổng {rows} ({columns})")),
    Ratio: _ratio,
    Change: _change,
    Stock: _stock,
    Ranked: _ranked,
    Classed: _classed,
    Maxima: _maxima,
    Within: _bound,
    MeanRow: _summary(N_("dòng “{row}” = trung bình {rows} ({columns})")),
    Reprint: _reprint,
}
