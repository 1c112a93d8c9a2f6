"""Scores of a round as a report: a row per unit for reading, and every table of the scorecard in full."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.reports.cells import unit_names
from parindex.reports.content import Lines, Report, Table
from parindex.reports.runs import run_facts, run_lines
from parindex.reports.seam import long_tables
from parindex.reports.wide import summary_table, wide_tables
from parindex.scoring.scorecard import Scorecard

_MOST_LISTED = 20


def score_report(card: Scorecard, lang: Lang = "vi") -> Report:
    """Give the points of every unit: domains, channels, total; beside them what is missing and left out."""
    summary = summary_table(card, lang)
    details = {"units": card.units.height, "leaves": len(card.outline.leaves)}
    title = Phrase(N_("Điểm của {units} đơn vị trên {leaves} tiêu chí thành phần"), details).in_(lang)
    parts: list[Table | Lines] = [summary]
    parts += [part for part in (_missing_lines(card, lang), _excluded_lines(card, lang)) if part.lines]
    return Report(
        title,
        about=run_lines(card, lang),
        parts=tuple(parts),
        facts=run_facts(card),
        more=lambda: (summary, *long_tables(card, lang)),
        sheets=lambda: (summary, *wide_tables(card, lang)),
    )


def _missing_lines(card: Scorecard, lang: Lang) -> Lines:
    """Say who lacks what: by unit where they are few, by criterion where they are many."""
    title = translate(N_("Chưa có số liệu"), lang)
    words = {"block": N_("tổng điểm để trống"), "zero": N_("tạm tính 0 điểm")}
    table = card.missing.with_columns(
        words=pl.format("{} ({})", "criterion_id", pl.col("policy").replace_strict(_said(words, lang)))
    )
    return Lines(title, tuple((1, line) for line in _by_unit(card, table, lang)))


def _said(words: dict[str, str], lang: Lang) -> dict[str, str]:
    return {key: translate(text, lang) for key, text in words.items()}


def _excluded_lines(card: Scorecard, lang: Lang) -> Lines:
    title = translate(N_("Không áp dụng, không tính vào điểm tối đa"), lang)
    points = [format_number(number, None, lang) for number in card.excluded["max_points"].to_list()]
    word = translate(N_("điểm"), lang)
    table = card.excluded.with_columns(top=pl.Series(points, dtype=pl.String)).with_columns(
        words=pl.format("{} ({} {})", "criterion_id", "top", pl.lit(word))
    )
    return Lines(title, tuple((1, line) for line in _by_unit(card, table, lang)))


def _by_unit(card: Scorecard, table: pl.DataFrame, lang: Lang) -> Iterator[str]:
    names = dict(zip(card.inputs.unit_ids, unit_names(card), strict=True))
    grouped = table.group_by("unit_id", maintain_order=True).agg(pl.col("words").str.join(", "))
    for unit, words in grouped.head(_MOST_LISTED).iter_rows():
        yield f"{names[unit]}: {words}"
    if grouped.height > _MOST_LISTED:
        yield Phrase(N_("… và {rest} đơn vị nữa"), {"rest": grouped.height - _MOST_LISTED}).in_(lang)
