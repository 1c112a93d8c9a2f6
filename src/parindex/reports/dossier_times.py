"""How long dossiers take and wait, and the evaluation by TT 01/2018, as reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from parindex.dossiers.measures.asking import ID_OF
from parindex.dossiers.measures.periods import Period
from parindex.dossiers.measures.tt01 import LABELS, Evaluation
from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.reports.content import Column, Report, Table
from parindex.reports.dossier_measures import about, facts_of, key_of

_HOURS: Final = {
    "mean": N_("Bình quân (giờ làm việc)"), "p50": N_("Trung vị (giờ làm việc)"),
    "p90": N_("90 % không quá (giờ làm việc)"),
}  # fmt: skip
_AGES: Final = {
    "age": N_("Đã chờ"),
    "in_time": N_("Trong hạn"),
    "overdue": N_("Quá hạn"),
    "pending": N_("Cộng"),
}


def times_report(frame: pl.DataFrame, by: Sequence[str], period: Period, lang: Lang = "vi") -> Report:
    """Show dossiers done, and how long they took."""
    title = translate(N_("Thời gian giải quyết hồ sơ"), lang)
    columns = (
        *(key_of(ID_OF[name], lang) for name in by),
        Column("dossiers", translate(N_("Hồ sơ"), lang), decimals=0),
        *(Column(name, translate(head, lang), decimals=2) for name, head in _HOURS.items()),
    )
    note = N_("Trung vị và mức 90 % lấy cận trên của khoảng 15 phút làm việc, nên dài hơn thật dưới 15 phút.")
    table = Table("times", title, frame, columns)
    return Report(title, about(period, lang), (table,), (translate(note, lang),), facts_of(period))


def ages_report(in_time: pl.DataFrame, overdue: pl.DataFrame, period: Period, lang: Lang = "vi") -> Report:
    """Show what is pending on the last day of a period by the working days it has waited."""
    both = in_time.rename({"pending": "in_time"}).with_columns(overdue=overdue["pending"])
    last = max(edge for edge in both["up_to"] if edge is not None)
    words = [
        Phrase(N_("đến {days} ngày làm việc"), {"days": edge}).in_(lang)
        if edge is not None
        else Phrase(N_("trên {days} ngày làm việc"), {"days": last}).in_(lang)
        for edge in both["up_to"]
    ]
    frame = both.with_columns(age=pl.Series(words), pending=pl.col("in_time") + pl.col("overdue"))
    total = format_number(int(frame["pending"].sum()), None, lang)
    title = Phrase(N_("{total} hồ sơ đang giải quyết theo thời gian đã chờ"), {"total": total}).in_(lang)
    columns = (
        Column("age", translate(_AGES["age"], lang), is_key=True),
        *(
            Column(name, translate(_AGES[name], lang), decimals=0)
            for name in ("in_time", "overdue", "pending")
        ),
    )
    table = Table("ages", title, frame.select("age", "up_to", "in_time", "overdue", "pending"), columns)
    return Report(title, about=about(period, lang), parts=(table,), facts=facts_of(period))


def tt01_report(found: Mapping[str, Evaluation], period: Period, lang: Lang = "vi") -> Report:
    """Show the points of each unit by indicator, their sum, and the band where all nine are there."""
    title = translate(N_("Đánh giá theo Thông tư 01/2018/TT-VPCP"), lang)
    rows = [
        {
            "unit_id": unit,
            **{str(number): _number(one.points.get(number)) for number in LABELS},
            "total": _number(one.total),
            "band": None if one.band is None else translate(one.band, lang),
        }
        for unit, one in found.items()
    ]
    kinds = {str(number): pl.Float64 for number in LABELS}
    frame = pl.DataFrame(rows, schema={"unit_id": pl.String, **kinds, "total": pl.Float64, "band": pl.String})
    columns = (
        key_of("unit_id", lang),
        *(Column(str(number), str(number), decimals=1) for number in LABELS),
        Column("total", translate(N_("Cộng"), lang), decimals=1),
        Column("band", translate(N_("Xếp loại"), lang)),
    )
    legend = tuple((str(number), translate(label, lang)) for number, label in LABELS.items())
    notes = (
        translate(
            N_("Ô trống: hồ sơ không trả lời được, bảng kèm không có; thiếu một chỉ số thì không xếp loại."),
            lang,
        ),
        translate(N_("Thông tư này có thể đã được thay thế; hãy kiểm tra hiệu lực."), lang),
    )
    return Report(
        title,
        about(period, lang),
        (Table("tt01", title, frame, columns, legend=legend),),
        notes,
        facts_of(period),
    )


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
