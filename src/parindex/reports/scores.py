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
from parindex.reports.wide import at_a_glance, summary_table, wide_tables
from parindex.scoring.scorecard import Scorecard

_MOST_LISTED = 20
_MOST_CODES = 12


def score_report(card: Scorecard, lang: Lang = "vi") -> Report:
    """Give the points of every unit: domains, channels, total; beside them what is missing and left out."""
    summary = summary_table(card, lang)
    details = {"units": format_number(card.units.height, None, lang), "leaves": len(card.outline.leaves)}
    title = Phrase(N_("Điểm của {units} đơn vị trên {leaves} tiêu chí thành phần"), details).in_(lang)
    parts: list[Table | Lines] = [at_a_glance(summary, card)]
    parts += [part for part in (_missing_lines(card, lang), _excluded_lines(card, lang)) if part.lines]
    return Report(
        title,
        about=run_lines(card, lang),
        parts=tuple(parts),
        facts=run_facts(card),
        more=lambda: (summary, *long_tables(card, lang)),
        sheets=lambda: (summary, *wide_tables(card, lang)),
        main="scores",
    )


_POLICIES = {"block": N_("tổng điểm để trống vì thiếu"), "zero": N_("tạm tính 0 điểm")}


def _missing_lines(card: Scorecard, lang: Lang) -> Lines:
    """Say who lacks what, and what that does to the total."""
    says = {policy: translate(text, lang) for policy, text in _POLICIES.items()}
    told = pl.col("policy").replace_strict(says, return_dtype=pl.String)
    table = card.missing.select("unit_id", what=told, words="criterion_id")
    title = translate(N_("Chưa có số liệu"), lang)
    return Lines(title, tuple((1, line) for line in _by_unit(card, table, lang)))


def _excluded_lines(card: Scorecard, lang: Lang) -> Lines:
    """Say who has leaves that do not apply, with the points that left the maximum."""
    points = [format_number(number, None, lang) for number in card.excluded["max_points"].to_list()]
    table = card.excluded.select(
        "unit_id",
        what=pl.lit(translate(N_("bớt"), lang)),
        words=pl.format("{} ({})", "criterion_id", pl.Series(points, dtype=pl.String)),
    )
    title = translate(N_("Không áp dụng, không tính vào điểm tối đa (tiêu chí và số điểm)"), lang)
    return Lines(title, tuple((1, line) for line in _by_unit(card, table, lang)))


def _by_unit(card: Scorecard, table: pl.DataFrame, lang: Lang) -> Iterator[str]:
    names = dict(zip(card.inputs.unit_ids, unit_names(card), strict=True))
    grouped = table.group_by("unit_id", "what", maintain_order=True).agg("words")
    for unit, what, words in grouped.head(_MOST_LISTED).iter_rows():
        yield f"{names[unit]} – {what}: {_listed(words, lang)}"
    if grouped.height > _MOST_LISTED:
        rest = grouped["unit_id"].slice(_MOST_LISTED).n_unique()
        yield Phrase(N_("… và {rest} đơn vị nữa"), {"rest": rest}).in_(lang)


def _listed(words: list[str], lang: Lang) -> str:
    text = ", ".join(words[:_MOST_CODES])
    rest = len(words) - _MOST_CODES
    more = Phrase(N_(" … và {rest} tiêu chí nữa"), {"rest": rest}).in_(lang)
    return text + (more if rest > 0 else "")
