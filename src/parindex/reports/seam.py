"""The tables of the seam as tables of a report: full, long, with headings that people read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from parindex.language import N_, Lang, translate
from parindex.ranking.ranks import rank
from parindex.reports.content import Column, Table
from parindex.scoring.scorecard import Scorecard


def long_tables(card: Scorecard, lang: Lang = "vi", names: Sequence[str] = ()) -> Iterator[Table]:
    """Give the tables of the seam, or some: scores, ranks, explanations, excluded, missing, indices."""
    titles = {
        "scores": N_("Điểm mọi tiêu chí"),
        "ranks": N_("Thứ hạng"),
        "explanations": N_("Diễn giải điểm"),
        "excluded": N_("Không áp dụng"),
        "missing": N_("Thiếu số liệu"),
        "indices": N_("Chỉ số theo mẫu số"),
    }
    for name in names or titles:
        yield seam_table(name, translate(titles[name], lang), _frame(name, card, lang), card, lang)


def _frame(name: str, card: Scorecard, lang: Lang) -> pl.DataFrame:
    if name == "ranks":
        return rank(card)
    if name == "explanations":
        return card.explanations_in(lang)
    frame: pl.DataFrame = getattr(card, name)
    return frame


_HEADINGS = {
    "unit_id": N_("Mã đơn vị"),
    "criterion_id": N_("Mã tiêu chí"),
    "points": N_("Điểm"),
    "max_points": N_("Điểm tối đa"),
    "standing": N_("Tình trạng"),
    "missing_leaves": N_("Số tiêu chí thiếu"),
    "peer_group": N_("Nhóm"),
    "rank": N_("Hạng"),
    "of": N_("Mẫu số của hạng"),
    "tied": N_("Đồng hạng"),
    "class": N_("Xếp loại"),
    "rule": N_("Cách chấm"),
    "inputs": N_("Số liệu"),
    "clause": N_("Mức áp dụng"),
    "legal_ref": N_("Căn cứ"),
    "policy": N_("Cách tính khi thiếu"),
    "of_everything": N_("% của tổng điểm tối đa"),
}


def seam_table(name: str, title: str, frame: pl.DataFrame, card: Scorecard, lang: Lang = "vi") -> Table:
    """Give a table of the seam with headings that people read."""
    decimals = card.edition.settings.decimals
    columns = tuple(
        Column(
            column,
            _heading_of(column, card, lang),
            decimals if frame.schema[column].is_float() else None,
            is_key=column in ("unit_id", "criterion_id"),
        )
        for column in frame.columns
    )
    return Table(name, title, frame, columns)


def _heading_of(column: str, card: Scorecard, lang: Lang) -> str:
    if column in _HEADINGS:
        return translate(_HEADINGS[column], lang)
    channel = card.outline.channels.get(column.removeprefix("of_"))
    return f"% {channel.label.in_(lang)}" if channel else column
