"""Differences as rows of a page: percentage points, p-values as people write them, and what may be said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.surveys.answers.table import UNIT_ID
from parindex.surveys.estimation.adjusting import LEVEL
from parweb.interface.numbers import number_text
from parweb.interface.tables import Column
from parweb.surveys.drawing import Point
from parweb.surveys.queries.comparing import UnitDifferences

_PERCENT: Final = 100
_LEAST_P: Final = 0.001
_NUMBERS: Final = ("estimate_a", "estimate_b", "difference", "se", "lower", "upper")
WORDS: Final = {
    "higher": gettext_lazy("cao hơn"),
    "lower": gettext_lazy("thấp hơn"),
    "same": gettext_lazy("chưa đủ căn cứ"),
    "unknown": gettext_lazy("không so được"),
}
FILE: Final = [
    Column("name", gettext_lazy("Đơn vị")),
    Column("against", gettext_lazy("So với")),
    Column("estimate_a", gettext_lazy("Tỷ lệ hài lòng"), kind="percent", decimals=2),
    Column("estimate_b", gettext_lazy("Tỷ lệ của bên kia"), kind="percent", decimals=2),
    Column("difference", gettext_lazy("Chênh lệch"), unit=gettext_lazy("điểm %"), kind="number", decimals=2),
    Column("se", gettext_lazy("Sai số chuẩn"), unit=gettext_lazy("điểm %"), kind="number", decimals=2),
    Column("lower", gettext_lazy("Cận dưới"), unit=gettext_lazy("điểm %"), kind="number", decimals=2),
    Column("upper", gettext_lazy("Cận trên"), unit=gettext_lazy("điểm %"), kind="number", decimals=2),
    Column("df", gettext_lazy("Bậc tự do"), kind="whole"),
    Column("p", "p", kind="number", decimals=4),
    Column("p_holm", gettext_lazy("p (Holm)"), kind="number", decimals=4),
    Column("p_bh", gettext_lazy("p (Benjamini–Hochberg)"), kind="number", decimals=4),
    Column("words", gettext_lazy("Kết luận")),
]


def row_of(found: Mapping[str, Any], name: str, **more: Any) -> dict[str, Any]:
    """Give a difference as a row of a page; shares and differences in percent."""
    told = {key: None if found[key] is None else _PERCENT * found[key] for key in _NUMBERS}
    verdict = verdict_of(found)
    tests = {key: found[key] for key in ("df", "p", "p_holm", "p_bh")}
    said = {f"{key}_said": p_text(found[key]) for key in ("p_holm", "p_bh")}
    return {"name": name, **told, **tests, **said, "verdict": verdict, "words": WORDS[verdict], **more}


def sentence_of(row: Mapping[str, Any], level: float) -> str:
    """Say in one sentence what moved, or that it cannot be told; empty where there is no test."""
    words = _MOVED.get(row["verdict"])
    if words is None:
        return ""
    numbers = {name: number_text(row[name], 2) for name in ("estimate_a", "estimate_b", "lower", "upper")}
    size = number_text(abs(row["difference"]), 2)
    return str(words).format(name=row["name"], size=size, level=number_text(level, 0), **numbers)


_MOVED: Final = {
    "higher": gettext_lazy(
        "{name} tăng {size} điểm %, từ {estimate_b} % lên {estimate_a} % (khoảng tin cậy {level} % của "
        "mức tăng: {lower} đến {upper})."
    ),
    "lower": gettext_lazy(
        "{name} giảm {size} điểm %, từ {estimate_b} % xuống {estimate_a} % (khoảng tin cậy {level} % của "
        "chênh lệch: {lower} đến {upper})."
    ),
    "same": gettext_lazy(
        "{name}: {estimate_a} %, trước là {estimate_b} %. Chưa đủ căn cứ nói tăng hay giảm "
        "(khoảng tin cậy {level} % của chênh lệch: {lower} đến {upper})."
    ),
}


def verdict_of(found: Mapping[str, Any]) -> str:
    """Tell what may be said of a difference, at 5 % after Holm's adjustment."""
    if found["p_holm"] is None:
        return "unknown"
    if found["p_holm"] >= LEVEL:
        return "same"
    return "higher" if found["difference"] > 0 else "lower"


def p_text(p: float | None) -> str:
    """Write a p-value: three decimals, or that it is smaller; empty where there is none."""
    if p is None:
        return ""
    return f"< {number_text(_LEAST_P, 3)}" if p < _LEAST_P else number_text(p, 3)


def rows_by_unit(found: UnitDifferences, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give each unit's difference from everybody, highest figure first, and what it cannot be told from."""
    together = {row[UNIT_ID]: row for row in found.together.to_dicts()} if found.together.width else {}
    rows = [
        row_of(
            row,
            names.get(row["unit_id_a"], row["unit_id_a"]),
            unit=row["unit_id_a"],
            against=_("Chung"),
            **{key: together.get(row["unit_id_a"], {}).get(key) for key in ("letters", "not_told_from")},
        )
        for row in found.from_everybody.to_dicts()
    ]
    return sorted(rows, key=lambda row: -row["estimate_a"])


def rows_against(found: UnitDifferences, unit: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the differences of one unit from each other one, the largest first."""
    swapped = found.pairs.filter(pl.col("unit_id_b") == unit).to_dicts()
    rows = found.pairs.filter(pl.col("unit_id_a") == unit).to_dicts() + [_turned(row) for row in swapped]
    told = [
        row_of(row, names.get(unit, unit), against=names.get(row["unit_id_b"], row["unit_id_b"]))
        for row in rows
    ]
    return sorted(told, key=lambda row: -row["difference"])


def _turned(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give the difference the other way round."""
    low, high = row["lower"], row["upper"]
    return {
        **row,
        "unit_id_a": row["unit_id_b"],
        "unit_id_b": row["unit_id_a"],
        "estimate_a": row["estimate_b"],
        "estimate_b": row["estimate_a"],
        "difference": -row["difference"],
        "lower": None if high is None else -high,
        "upper": None if low is None else -low,
    }


def difference_points(rows: Iterable[Mapping[str, Any]], name: str = "name") -> list[Point]:
    """Give differences as points of a chart; full where they are told apart."""
    return [
        Point(
            str(row[name]),
            row["difference"],
            row["lower"],
            row["upper"],
            1,
            is_sure=row["verdict"] in {"higher", "lower"},
        )
        for row in rows
        if row["difference"] is not None
    ]


def counted_words(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Count the rows by what may be said of them."""
    verdicts = [row["verdict"] for row in rows]
    return {name: verdicts.count(name) for name in WORDS}
