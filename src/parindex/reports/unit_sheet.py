"""The explained sheet of a unit: where it stands, how its total came about, why, what it lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import polars as pl

from parindex.errors import Phrase
from parindex.frameworks.outline import OutlineNode, above
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.ranking.classes import class_codes, class_label
from parindex.ranking.comparison import below_threshold, compare_with_league
from parindex.ranking.ranks import rank
from parindex.reports.cells import (
    cell,
    domains,
    is_base,
    label_of,
    max_at,
    percent_at,
    points_at,
    source_words,
    unit_names,
)
from parindex.reports.content import Column, Lines, Report, Table, has_illustrative_nodes
from parindex.reports.numbers import percent, place, shown
from parindex.reports.runs import run_facts, run_lines
from parindex.scoring.explain import Explanation, explain
from parindex.scoring.scorecard import Scorecard
from parindex.tables import TOTAL


class Whose(NamedTuple):
    """Whose sheet it is: a unit of a scorecard, by number, in a language."""

    card: Scorecard
    unit: int
    lang: Lang

    @property
    def decimals(self) -> int:
        """The decimals that the edition prints."""
        return self.card.edition.settings.decimals

    def words(self, text: str, **details: Any) -> str:
        """Say a text in the language of the sheet."""
        return Phrase(text, details).in_(self.lang) if details else translate(text, self.lang)


def unit_report(card: Scorecard, unit_id: str, criterion_id: str = TOTAL, lang: Lang = "vi") -> Report:
    """Explain a unit's points on the total, a channel or a node; KeyError for an unknown unit or node.

    Parts: the domains beside the league, the lines of the total, every leaf in a sentence, the lost points
    sorted. The full tables are ``domains``, ``total_lines``, ``explained`` and ``lost``.
    """
    whose = Whose(card, card.unit_number(unit_id), lang)
    explanation = explain(card, unit_id, criterion_id, lang)
    beside = domain_table(whose, criterion_id)
    totals = [total_table(whose)] if criterion_id == TOTAL else []
    explained = explained_table(whose, explanation)
    lost = lost_table(whose, criterion_id)
    tables = [beside, *totals, explained, lost]
    return Report(
        _title(whose, criterion_id),
        about=run_lines(card, lang),
        parts=(_beside_in_words(whose, beside), *totals, _sentences(whose, explanation), lost),
        notes=tuple(_notes(whose)),
        facts={**run_facts(card), "unit_id": unit_id, "name": name_of(whose), "criterion": criterion_id},
        more=lambda: tables,
    )


def name_of(whose: Whose) -> str:
    """Give the name of the unit."""
    return unit_names(whose.card)[whose.unit]


def _title(whose: Whose, criterion_id: str) -> str:
    """Say it all in a line: points, maximum, rank, class."""
    card, unit, lang = whose
    points = points_at(card, criterion_id, unit)
    details = {
        "name": name_of(whose),
        "points": shown(points, whose.decimals, lang),
        "max": format_number(max_at(card, criterion_id, unit), None, lang),
    }
    if points is None:
        return whose.words(N_("{name}: chưa có điểm"), **details)
    text = whose.words(N_("{name}: {points}/{max} điểm"), **details)
    row = rank(card, criteria=[criterion_id]).row(unit, named=True)
    text += whose.words(N_(", hạng {place}"), place=place(row["rank"], row["of"], row["tied"]))
    code = class_codes(card)[unit]
    is_classed = criterion_id == TOTAL and code is not None
    return text + (
        whose.words(N_(", xếp loại {label}"), label=class_label(card, code, lang)) if is_classed else ""
    )


def domain_table(whose: Whose, criterion_id: str = TOTAL) -> Table:
    """Set the domains (or the node asked for) beside the league: points, percent, rank, mean, best."""
    card, unit, lang = whose
    rows = [node.code for node in domains(card)] if criterion_id == TOTAL else [criterion_id]
    unit_id = card.inputs.unit_ids[unit]
    ranks = rank(card, criteria=rows).filter(unit_id=unit_id)
    beside = compare_with_league(card, rows).filter(unit_id=unit_id)
    weak = below_threshold(card).filter(unit_id=unit_id)["criterion_id"].to_list()
    frame = pl.DataFrame(
        {
            "criterion_id": rows,
            "label": [label_of(card, row, lang) for row in rows],
            "points": [points_at(card, row, unit) for row in rows],
            "max_points": [max_at(card, row, unit) for row in rows],
            "percent": [percent_at(card, row, unit) for row in rows],
            "rank": [place(*row) for row in ranks.select("rank", "of", "tied").iter_rows()],
            "mean": beside["mean"],
            "best": beside["best"],
            "basis": beside["basis"],
            "mark": [whose.words(N_("dưới ngưỡng")) if row in weak else "" for row in rows],
        },
        schema_overrides={"points": pl.Float64, "percent": pl.Float64},
    )
    columns = (
        Column("criterion_id", whose.words(N_("Mã")), is_key=True),
        Column(
            "label", whose.words(N_("Lĩnh vực") if criterion_id == TOTAL else N_("Tiêu chí")), is_key=True
        ),
        Column("points", whose.words(N_("Điểm")), whose.decimals),
        Column("max_points", whose.words(N_("Tối đa"))),
        Column("percent", "%", whose.decimals),
        Column("rank", whose.words(N_("Hạng")), is_right=True),
        Column("mean", whose.words(N_("Trung bình")), whose.decimals),
        Column("best", whose.words(N_("Cao nhất")), whose.decimals),
        Column("basis", whose.words(N_("So theo"))),
        Column("mark", whose.words(N_("Ghi chú"))),
    )
    return Table("domains", whose.words(N_("So với nhóm xếp hạng")), frame, columns)


def _beside_in_words(whose: Whose, table: Table) -> Table:
    """Write mean and best for reading: percent where units could earn different maxima, points elsewhere."""

    def written(name: str) -> pl.Series:
        pairs = table.frame.select(name, "basis").iter_rows()
        texts = [
            (percent if basis == "percent" else shown)(number, whose.decimals, whose.lang)
            for number, basis in pairs
        ]
        return pl.Series(name, texts, dtype=pl.String)

    frame = table.frame.with_columns(written("mean"), written("best"))
    columns = tuple(
        replace(column, decimals=None, is_right=True) if column.name in ("mean", "best") else column
        for column in table.columns
        if column.name != "basis"
    )
    return replace(table, frame=frame, columns=columns)


def total_table(whose: Whose) -> Table:
    """Follow the total line by line: channels as earned and rescaled, sum, bonus, penalty, total."""
    rows = list(_total_rows(whose))
    schema = {"line": pl.String, "earned": pl.Float64, "max_points": pl.Float64, "counted": pl.Float64}
    columns = (
        Column("line", whose.words(N_("Dòng")), is_key=True),
        Column("earned", whose.words(N_("Điểm đạt")), whose.decimals),
        Column("max_points", whose.words(N_("Tối đa"))),
        Column("counted", whose.words(N_("Tính vào tổng")), whose.decimals),
    )
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    title = whose.words(N_("Cách tính tổng điểm"))
    return Table("total_lines", title, frame, columns, tuple(_rescalings(whose)))


def _rescalings(whose: Whose) -> Iterator[str]:
    """Say what was rescaled on the way to the total."""
    card, unit, _ = whose
    lines = card.lines
    bases = [name for name, channel in card.outline.channels.items() if channel.kind == "base"]
    rescaled = [
        name
        for name in bases
        if cell(card, lines.earned[name], unit) != cell(card, lines.rescaled[name], unit)
    ]
    if rescaled:
        names = ", ".join(card.outline.channels[name].label.in_(whose.lang) for name in rescaled)
        text = N_("{names}: bỏ tiêu chí không áp dụng rồi quy đổi về đủ điểm tối đa của nguồn điểm.")
        yield whose.words(text, names=names)
    if cell(card, lines.of_base, unit) != cell(card, lines.of_base_rescaled, unit):
        details = {"max": format_number(card.outline.total_max, None, whose.lang)}
        yield whose.words(
            N_("Phần không áp dụng ra khỏi mẫu số; tổng được quy đổi về {max} điểm."), **details
        )


def _total_rows(whose: Whose) -> Iterator[tuple[str, float | None, float | None, float | None]]:
    card, unit, lang = whose
    lines, channels = card.lines, card.outline.channels
    base = [name for name, channel in channels.items() if channel.kind == "base"]
    for name in base:
        row = f"channel:{name}"
        is_there = bool(card.valid(row)[unit])
        counted = cell(card, lines.rescaled[name], unit) if is_there else None
        earned = cell(card, lines.earned[name], unit) if is_there else None
        yield channels[name].label.in_(lang), earned, max_at(card, row, unit), counted
    has_total = bool(card.valid(TOTAL)[unit])
    if has_total and len(base) > 1:
        full = float(card.outline.total_max)
        sums = cell(card, lines.of_base, unit), cell(card, lines.of_base_rescaled, unit)
        yield whose.words(N_("Cộng các nguồn điểm")), sums[0], full, sums[1]
    for name, channel in channels.items():
        if channel.kind != "base" and has_total:
            counted = cell(card, lines.rescaled[name], unit)
            yield channel.label.in_(lang), cell(card, lines.earned[name], unit), float(channel.max), counted
    total = points_at(card, TOTAL, unit)
    yield whose.words(N_("Tổng điểm")), total, float(card.outline.total_max), total


def _sentences(whose: Whose, explanation: Explanation) -> Lines:
    title = whose.words(N_("Diễn giải từng tiêu chí"))
    return Lines(title, tuple(_told(whose, explanation, 1)))


def _told(whose: Whose, explanation: Explanation, depth: int) -> Iterator[tuple[int, str]]:
    """Give the sentences of a tree: a leaf has its label above its reason."""
    if explanation.below:
        yield depth, explanation.sentence
        for one in explanation.below:
            yield from _told(whose, one, depth + 1)
        return
    yield depth, f"{explanation.criterion_id} · {explanation.label}"
    yield depth + 1, explanation.sentence + _from(whose, explanation)


def _from(whose: Whose, explanation: Explanation) -> str:
    if not explanation.sources:
        return ""
    return " · " + whose.words(N_("nguồn: {sources}"), sources=source_words(explanation.sources, whose.lang))


def explained_table(whose: Whose, explanation: Explanation) -> Table:
    """Give every node of an explanation as a row, with its depth, standing, sentence and sources."""
    rows = [
        (
            one.criterion_id,
            depth,
            one.label,
            points_at(whose.card, one.criterion_id, whose.unit),
            max_at(whose.card, one.criterion_id, whose.unit),
            one.standing,
            one.sentence,
            ", ".join(one.sources),
            one.is_illustrative,
        )
        for depth, one in _flat(explanation, 0)
    ]
    schema = {
        "criterion_id": pl.String, "depth": pl.Int64, "label": pl.String, "points": pl.Float64,
        "max_points": pl.Float64, "standing": pl.String, "sentence": pl.String, "sources": pl.String,
        "illustrative": pl.Boolean,
    }  # fmt: skip
    heads = {
        "criterion_id": N_("Mã"), "depth": N_("Cấp"), "label": N_("Tiêu chí"), "points": N_("Điểm"),
        "max_points": N_("Tối đa"), "standing": N_("Tình trạng"), "sentence": N_("Diễn giải"),
        "sources": N_("Nguồn số liệu"), "illustrative": N_("Minh họa"),
    }  # fmt: skip
    columns = tuple(
        Column(name, whose.words(head), whose.decimals if name == "points" else None)
        for name, head in heads.items()
    )
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return Table("explained", whose.words(N_("Diễn giải từng tiêu chí")), frame, columns)


def _flat(explanation: Explanation, depth: int) -> Iterator[tuple[int, Explanation]]:
    yield depth, explanation
    for one in explanation.below:
        yield from _flat(one, depth + 1)


def lost_table(whose: Whose, criterion_id: str = TOTAL) -> Table:
    """List the leaves that lost points, the most first; what is missing, excluded or a bonus is not lost."""
    rows = sorted(_lost(whose, criterion_id), key=lambda row: -row[4])
    schema = {
        "criterion_id": pl.String, "label": pl.String, "points": pl.Float64,
        "max_points": pl.Float64, "lost": pl.Float64, "share": pl.Float64,
    }  # fmt: skip
    total = sum(row[4] for row in rows)
    full = [(*row, 100 * row[4] / total) for row in rows]
    columns = (
        Column("criterion_id", whose.words(N_("Mã")), is_key=True),
        Column("label", whose.words(N_("Tiêu chí")), is_key=True),
        Column("points", whose.words(N_("Điểm")), whose.decimals),
        Column("max_points", whose.words(N_("Tối đa"))),
        Column("lost", whose.words(N_("Mất")), whose.decimals),
        Column("share", whose.words(N_("% điểm mất")), 1),
    )
    details = {"lost": shown(total, whose.decimals, whose.lang)}
    title = whose.words(N_("Điểm mất ở đâu: {lost} điểm"), **details)
    return Table("lost", title, pl.DataFrame(full, schema=schema, orient="row"), columns)


def _lost(whose: Whose, criterion_id: str) -> Iterator[tuple[str, str, float, float, float]]:
    card, unit, lang = whose
    for leaf in card.outline.leaves:
        points = points_at(card, leaf.code, unit)
        if points is None or not _is_under(card, leaf, criterion_id):
            continue
        top = float(leaf.node.max) if is_base(card, leaf) else 0.0
        if top - points > 0:
            yield leaf.code, label_of(card, leaf.code, lang), points, top, top - points


def _is_under(card: Scorecard, leaf: OutlineNode, criterion_id: str) -> bool:
    codes = {leaf.code, *(node.code for node in above(card.outline, leaf))}
    return criterion_id == TOTAL or criterion_id in codes or criterion_id == f"channel:{leaf.channel}"


def _notes(whose: Whose) -> Iterator[str]:
    card, unit, lang = whose
    unit_id = card.inputs.unit_ids[unit]
    excluded = card.excluded.filter(unit_id=unit_id)
    if excluded.height:
        names = [f"{code} ({format_number(points, None, lang)})" for _, code, points in excluded.iter_rows()]
        yield whose.words(N_("Không áp dụng, không tính vào điểm tối đa: {codes}."), codes=", ".join(names))
    missing = card.missing.filter(unit_id=unit_id)["criterion_id"].to_list()
    if missing:
        yield whose.words(N_("Chưa có số liệu: {codes}."), codes=", ".join(missing))
    remedy = card.edition.settings.remedy
    weak = below_threshold(card).filter(unit_id=unit_id)["criterion_id"].to_list()
    if remedy and weak:
        details = {"codes": ", ".join(weak), "threshold": shown(float(remedy.threshold), None, lang)}
        yield whose.words(N_("Phải khắc phục lĩnh vực {codes}: dưới {threshold} % điểm tối đa."), **details)
    if has_illustrative_nodes(card.edition):
        yield whose.words(
            N_("Tiêu chí ghi (minh họa) do nhóm phát triển soạn, không phải văn bản đã ban hành.")
        )
