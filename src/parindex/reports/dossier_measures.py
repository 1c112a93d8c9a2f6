"""Measures of dossiers as reports: Biểu 06, indicators, the late list, reconciling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import polars as pl

from parindex.dossiers.calendar.coverage import said_of_years
from parindex.dossiers.measures.asking import ID_OF
from parindex.dossiers.measures.catalogue import COUNTS, RATIOS
from parindex.dossiers.measures.form06 import COLUMNS, WITHOUT_END, gaps
from parindex.dossiers.measures.periods import Period
from parindex.dossiers.measures.reconcile import Reconciliation
from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.reports.content import Column, Report, Table

KPIS: Final = (
    "received", "online_share", "full_online_share", "post_share", "resolved", "resolved_early",
    "resolved_on_due", "resolved_late", "on_time_share", "on_time_share_766", "pending_in_time",
    "pending_overdue", "digitised_result_share", "digitised_component_share", "reuse_share",
    "payment_share", "vneid_share", "mean_hours", "supplements", "supplement_share",
)  # fmt: skip
_HEADS: Final = {
    "unit_id": N_("Đơn vị"), "field": N_("Lĩnh vực"), "procedure": N_("Thủ tục"), "channel": N_("Kênh nộp"),
    "group_id": N_("Nhóm"),
}  # fmt: skip
_GAP_HEADS: Final = {"where": N_("Ở đâu"), "sum": N_("Tổng"), "amount": N_("Lệch")}
_DIFFERENCE_HEADS: Final = {
    "figure": N_("Số liệu"), "printed": N_("Số in"), "counted": N_("Số đếm"), "amount": N_("Lệch"),
}  # fmt: skip
_DOSSIER_HEADS: Final = {"code": N_("Mã hồ sơ"), "reason": N_("Lý do")}
_TOTAL: Final = N_("Tổng cộng")


def measures_report(
    frame: pl.DataFrame, names: Sequence[str], by: Sequence[str], period: Period, lang: Lang = "vi"
) -> Report:
    """Show counts and ratios; every ratio stands beside its two counts in the full table."""
    keys = tuple(key_of(ID_OF[name], lang) for name in by)
    counts = tuple(name for name in frame.columns if name in COUNTS and name not in names)
    title = translate(N_("Chỉ số giải quyết thủ tục hành chính"), lang)
    table = Table("kpi", title, frame, (*keys, *(_measure(name, lang) for name in names)))
    full = Table("kpi", title, frame, (*keys, *(_measure(name, lang) for name in (*names, *counts))))
    laws = dict.fromkeys(translate(_law(name), lang) for name in names)
    notes = tuple(f"{translate(N_('Căn cứ'), lang)}: {law}" for law in laws)
    return Report(
        title,
        about=about(period, lang),
        parts=(table,),
        notes=notes,
        facts=facts_of(period),
        more=lambda: [full],
    )


def form06_report(frame: pl.DataFrame, by: Sequence[str], period: Period, lang: Lang = "vi") -> Report:
    """Show Biểu 06 with its total, and say whether its sums hold."""
    ids = [ID_OF[name] for name in by]
    keys = tuple(key_of(name, lang) for name in ids)
    total = frame.select(COLUMNS).sum()
    sums = total.row(0, named=True)
    rows = frame.select(*ids, *COLUMNS)
    if ids:
        words = [pl.lit(translate(_TOTAL, lang) if name == ids[0] else "").alias(name) for name in ids]
        rows = pl.concat([rows.with_columns(pl.col(ids).cast(pl.String)), total.select(*words, *COLUMNS)])
    title = translate(N_("Biểu số 06/VPCP/KSTT: giải quyết thủ tục hành chính"), lang)
    table = Table("form06", title, rows, (*keys, *(_measure(name, lang) for name in COLUMNS)))
    notes = tuple(_said_of_gaps(sums, int(frame[WITHOUT_END].sum()), lang))
    return Report(title, about=about(period, lang), parts=(table,), notes=notes, facts=facts_of(period))


def _said_of_gaps(sums: dict[str, int], without_end: int, lang: Lang) -> Iterator[str]:
    found = gaps(sums)
    if not found:
        yield translate(N_("Các cột cộng khớp: nhận = từ kỳ trước + trong kỳ = đã + đang giải quyết."), lang)
    for gap in found:
        details = {"sum": gap.words(lang), "amount": gap.amount}
        yield Phrase(N_("Không khớp: {sum}, lệch {amount} hồ sơ."), details).in_(lang)
    if without_end:
        text = N_("{count} hồ sơ đã xong nhưng không có ngày kết thúc; xem: parindex dossiers reconcile")
        yield Phrase(text, {"count": without_end}).in_(lang)


def reconcile_report(
    found: Reconciliation,
    named: pl.DataFrame,
    period: Period,
    lang: Lang = "vi",
    *,
    rows: pl.DataFrame | None = None,
    by: Sequence[str] = (),
) -> Report:
    """Show gaps, differing figures, and the dossiers (``code``, ``reason``) that may explain them.

    ``rows``: the counts by the dimensions ``by``; those whose sums do not hold are shown one by one.
    """
    title, said_first = translate(N_("Đối soát số liệu hồ sơ"), lang), about(period, lang)
    tables = [_groups_with_gaps(rows, by, lang), *_tables_of(found, named, lang)]
    parts = tuple(table for table in tables if table.frame.height)
    if found.is_clean and not parts:
        said = translate(N_("Mọi tổng đều khớp, không số in nào khác số đếm từ hồ sơ."), lang)
        return Report(title, said_first, notes=(said,), facts=facts_of(period), more=lambda: tables)
    notes = tuple(
        Phrase(
            N_("{count} hồ sơ {reason}{exact}"),
            {
                "count": format_number(one.dossiers, None, lang),
                "reason": translate(one.reason, lang),
                "exact": translate(N_(" — đúng bằng số lệch."), lang) if one.is_exact else ".",
            },
        ).in_(lang)
        for one in found.suspects
    )
    return Report(title, said_first, parts=parts, notes=notes, facts=facts_of(period))


def _tables_of(found: Reconciliation, named: pl.DataFrame, lang: Lang) -> list[Table]:
    """Give the sums that do not hold, the figures that differ, and the dossiers to look at."""
    said_gaps = [
        {"where": translate(where, lang), "sum": gap.words(lang), "amount": gap.amount}
        for where, group in ((N_("số in"), found.printed_gaps), (N_("hồ sơ"), found.counted_gaps))
        for gap in group
    ]
    differing = [
        {
            "figure": translate(COUNTS[one.count].label, lang),
            "printed": one.printed,
            "counted": one.counted,
            "amount": one.amount,
        }
        for one in found.differences
    ]
    return [
        _plain("gaps", N_("Tổng không khớp"), said_gaps, _GAP_HEADS, lang),
        _plain("differences", N_("Số in khác số đếm từ hồ sơ"), differing, _DIFFERENCE_HEADS, lang),
        _plain("dossiers", N_("Hồ sơ cần xem"), named.to_dicts(), _DOSSIER_HEADS, lang),
    ]


def _groups_with_gaps(rows: pl.DataFrame | None, by: Sequence[str], lang: Lang) -> Table:
    ids = [ID_OF[name] for name in by]
    listed = [
        {**{name: row[name] for name in ids}, "sum": gap.words(lang), "amount": gap.amount}
        for row in ([] if rows is None or not by else rows.iter_rows(named=True))
        for gap in gaps({name: row[name] for name in COLUMNS})
    ]
    heads = {**{name: _HEADS[name] for name in ids}, **{name: _GAP_HEADS[name] for name in ("sum", "amount")}}
    return _plain("groups", N_("Tổng không khớp, từng nhóm"), listed, heads, lang)


def _plain(name: str, title: str, rows: list[dict[str, Any]], heads: dict[str, str], lang: Lang) -> Table:
    frame = pl.DataFrame(rows, schema=list(heads) if not rows else None)
    columns = tuple(Column(one, translate(head, lang), is_key=False) for one, head in heads.items())
    return Table(name, translate(title, lang), frame.select(list(heads)), columns)


def _measure(name: str, lang: Lang) -> Column:
    if name in RATIOS:
        ratio = RATIOS[name]
        return Column(name, f"{translate(ratio.label, lang)} ({translate(ratio.unit, lang)})", decimals=2)
    return Column(name, translate(COUNTS[name].label, lang), decimals=0)


def _law(name: str) -> str:
    return RATIOS[name].law if name in RATIOS else COUNTS[name].law


def key_of(name: str, lang: Lang) -> Column:
    """Give the column of an id: unit, field, procedure, channel, group."""
    return Column(name, translate(_HEADS[name], lang), is_key=True)


def about(period: Period, lang: Lang) -> tuple[str, ...]:
    """Name a period, and say what the calendar does not know of its years."""
    return period.title(lang), *(said.in_(lang) for said in said_of_years(period.start, period.end))


def facts_of(period: Period) -> dict[str, str]:
    """Give the days of a period, for programs."""
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}
