"""The 766 index from dossiers as a report: points of every unit, each leaf with its two numbers."""

from __future__ import annotations

import polars as pl

from parindex.dossiers.measures.periods import Period
from parindex.language import N_, Lang, translate
from parindex.reports.content import Column, Report, Table, edition_facts, edition_lines
from parindex.reports.dossier_measures import about
from parindex.scoring.scorecard import Scorecard
from parindex.tables import TOTAL


def index766_report(card: Scorecard, fed: pl.DataFrame, period: Period, lang: Lang = "vi") -> Report:
    """Show the points of the groups and the total, and every leaf with numerator, denominator, reason."""
    edition = card.edition
    groups = [node.code for node in edition.tree]
    shown = [*groups, TOTAL]  # also where no unit had a dossier
    wide = card.scores.filter(pl.col("criterion_id").is_in(shown)).pivot(
        "criterion_id", on_columns=shown, index="unit_id", values="points"
    )
    total = translate(N_("Tổng điểm"), lang)
    columns = (
        Column("unit_id", translate(N_("Đơn vị"), lang), is_key=True),
        *(Column(code, total if code == TOTAL else code, decimals=2) for code in shown),
    )
    legend = tuple((node.code, node.label.in_(lang)) for node in edition.tree)
    title = translate(N_("Chỉ số phục vụ người dân, doanh nghiệp (Bộ chỉ số 766)"), lang)
    table = Table("index766", title, wide.select(column.name for column in columns), columns, legend=legend)
    notes = (
        translate(N_("Đơn vị chưa có tổng điểm: còn chỉ tiêu thiếu số liệu; xem cột lý do."), lang),
        translate(
            N_("Điểm chia trong nhóm III chưa công bố; cách chia đang dùng là giả định (minh họa)."), lang
        ),
    )
    lines = (*about(period, lang), *edition_lines(edition, lang))
    facts = {**edition_facts(edition), "start": period.start.isoformat(), "end": period.end.isoformat()}
    return Report(title, lines, (table, _leaves(card, fed, lang)), notes, facts)


def _leaves(card: Scorecard, fed: pl.DataFrame, lang: Lang) -> Table:
    points = card.scores.select("unit_id", "criterion_id", "points", "max_points")
    labels = {leaf.code: leaf.label.in_(lang) for leaf in card.edition.leaves()}
    reasons = {text: translate(text, lang) for text in fed["reason"].drop_nulls().unique()}
    frame = fed.join(points, on=["unit_id", "criterion_id"], how="left", maintain_order="left").with_columns(
        label=pl.col("criterion_id").replace(labels),
        reason=pl.col("reason").replace(reasons),
        ratio=pl.when(pl.col("denominator") > 0).then(pl.col("numerator") * 100 / pl.col("denominator")),
    )
    heads = {
        "unit_id": N_("Đơn vị"), "criterion_id": N_("Chỉ tiêu"), "label": N_("Tên chỉ tiêu"),
        "numerator": N_("Tử số"), "denominator": N_("Mẫu số"), "ratio": N_("Tỷ lệ (%)"), "points": N_("Điểm"),
        "max_points": N_("Điểm tối đa"), "reason": N_("Lý do thiếu"),
    }  # fmt: skip
    two = {"ratio", "points"}
    columns = tuple(
        Column(
            name,
            translate(head, lang),
            2 if name in two else None,
            is_key=name in ("unit_id", "criterion_id"),
        )
        for name, head in heads.items()
    )
    return Table("leaves", translate(N_("Từng chỉ tiêu"), lang), frame.select(list(heads)), columns)
