"""Editions as reports: the list of a shelf, and one edition with its tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import polars as pl

from parindex.errors import Phrase, Problem
from parindex.frameworks.digest import digest
from parindex.frameworks.model import ClassBand, Classes, Edition
from parindex.frameworks.outline import OutlineNode, outline
from parindex.frameworks.workbook.words import CHANNEL_KINDS, DENOMINATORS, KINDS, SCORED_BY, TIES
from parindex.language import N_, Lang, translate
from parindex.numerals import format_date, format_number
from parindex.reports.content import (
    ILLUSTRATIVE,
    Column,
    Lines,
    Report,
    Table,
    edition_facts,
    edition_title,
    has_illustrative_nodes,
    legal_basis,
    node_mark,
)

_SHORTEST = 8
"""Signs of a digest that are shown in a list; the whole stands in files."""


def shelf_report(
    editions: Sequence[Edition], unread: Sequence[tuple[str, Problem]] = (), lang: Lang = "vi"
) -> Report:
    """List editions, a row each; ``unread`` are those (by name) whose file has problems."""
    details = {"count": len(editions)}
    title = Phrase(N_("{count} bộ tiêu chí"), details).in_(lang)
    notes = [translate(N_("Xem cây tiêu chí của một bộ: parindex frameworks TÊN"), lang)]
    broken = tuple((0, f"{ref}: {problem.text(lang)}") for ref, problem in unread)
    table = _shelf_table(editions, lang)
    read = _read_at_a_glance(table, editions)
    lines = (Lines(translate(N_("Không đọc được"), lang), broken),) if broken else ()
    return Report(
        title, parts=(read, *lines), notes=tuple(notes), is_failed=bool(unread), more=lambda: [table]
    )


def _shelf_table(editions: Sequence[Edition], lang: Lang) -> Table:
    rows = [_shelf_row(edition, lang) for edition in editions]
    schema = {
        "edition": pl.String, "title": pl.String, "units": pl.String, "max_points": pl.Float64,
        "leaves": pl.Int64, "illustrative": pl.String, "legal_basis": pl.String, "digest": pl.String,
    }  # fmt: skip
    columns = (
        Column("edition", translate(N_("Tên"), lang), is_key=True),
        Column("title", translate(N_("Bộ tiêu chí"), lang)),
        Column("units", translate(N_("Chấm cho"), lang)),
        Column("max_points", translate(N_("Điểm tối đa"), lang)),
        Column("leaves", translate(N_("Số TCTP"), lang)),
        Column("illustrative", translate(N_("Tính chất"), lang)),
        Column("legal_basis", translate(N_("Căn cứ"), lang)),
        Column("digest", translate(N_("Mã băm"), lang)),
    )
    return Table("editions", "", pl.DataFrame(rows, schema=schema, orient="row"), columns)


def _read_at_a_glance(table: Table, editions: Sequence[Edition]) -> Table:
    """Leave out for reading what makes rows long: whom it is for, all of the legal basis but its number."""
    numbers = [edition.legal_basis.number if edition.legal_basis else "" for edition in editions]
    frame = table.frame.with_columns(
        legal_basis=pl.Series(numbers, dtype=pl.String), digest=pl.col("digest").str.head(_SHORTEST)
    )
    columns = tuple(column for column in table.columns if column.name != "units")
    return replace(table, frame=frame, columns=columns)


def _shelf_row(edition: Edition, lang: Lang) -> tuple[object, ...]:
    flat = outline(edition)
    return (
        edition.ref,
        edition.title.in_(lang),
        edition.league.in_(lang) if edition.league else ", ".join(edition.unit_kinds),
        float(flat.total_max),
        len(flat.leaves),
        nature(edition, lang),
        legal_basis(edition, lang),
        digest(edition),
    )


def nature(edition: Edition, lang: Lang = "vi") -> str:
    """Say whether criteria were published or written by us: all, some or none of them (minh họa)."""
    if edition.illustrative:
        return translate(ILLUSTRATIVE, lang)
    if has_illustrative_nodes(edition):
        return translate(N_("một phần minh họa"), lang)
    return translate(N_("đã công bố"), lang)


def tree_report(edition: Edition, lang: Lang = "vi") -> Report:
    """Give one edition: what it rests on, its channels and settings, its tree."""
    flat = outline(edition)
    nodes = Table(
        "criteria",
        translate(N_("Cây tiêu chí"), lang),
        pl.DataFrame([_node_row(node, lang) for node in flat.nodes], schema=_NODES, orient="row"),
        _node_columns(lang),
    )
    shown = replace(
        nodes,
        frame=_as_a_tree(nodes.frame, [node_mark(edition, node, lang) for node in flat.nodes]),
        columns=tuple(column for column in nodes.columns if column.name not in ("depth", "illustrative")),
    )
    channels = _channel_table(edition, lang)
    return Report(
        edition_title(edition, lang),
        about=tuple(_about(edition, lang)),
        parts=(channels, Lines(translate(N_("Quy định"), lang), tuple(_settings(edition, lang))), shown),
        notes=(edition.note.in_(lang),) if edition.note else (),
        facts={**edition_facts(edition), "title": edition.title.in_(lang)},
        more=lambda: (nodes, channels),
    )


def _about(edition: Edition, lang: Lang) -> Iterable[str]:
    if edition.illustrative:
        yield translate(
            N_("Tiêu chí do nhóm phát triển soạn để minh họa, không phải văn bản đã ban hành."), lang
        )
    if edition.legal_basis:
        yield f"{translate(N_('Căn cứ'), lang)}: {legal_basis(edition, lang)}"
        if edition.legal_basis.replaces:
            yield f"{translate(N_('Thay thế'), lang)}: {', '.join(edition.legal_basis.replaces)}"
    if edition.validity:
        days = {"from": format_date(edition.validity.from_, lang)}
        end = edition.validity.to
        days["to"] = format_date(end, lang) if end else "…"
        yield Phrase(N_("Hiệu lực: {from} – {to}"), days).in_(lang)
    if edition.league:
        yield f"{translate(N_('Chấm cho'), lang)}: {edition.league.in_(lang)}"
    yield f"{translate(N_('Mã băm'), lang)}: {digest(edition)}"


def _channel_table(edition: Edition, lang: Lang) -> Table:
    rows = [
        (name, channel.label.in_(lang), float(channel.max), CHANNEL_KINDS.word(channel.kind, lang))
        for name, channel in edition.channels.items()
    ]
    schema = {"channel": pl.String, "label": pl.String, "max_points": pl.Float64, "kind": pl.String}
    columns = (
        Column("channel", translate(N_("Nguồn điểm"), lang), is_key=True),
        Column("label", translate(N_("Tên"), lang)),
        Column("max_points", translate(N_("Điểm tối đa"), lang)),
        Column("kind", translate(N_("Cách tính"), lang)),
    )
    title = translate(N_("Nguồn điểm"), lang)
    return Table("channels", title, pl.DataFrame(rows, schema=schema, orient="row"), columns)


def _settings(edition: Edition, lang: Lang) -> Iterable[tuple[int, str]]:
    settings = edition.settings
    ranking = {
        "ties": _lower(TIES.word(settings.ranking.ties, lang)),
        "denominator": _lower(DENOMINATORS.word(settings.ranking.denominator, lang)),
    }
    yield 1, Phrase(N_("Xếp hạng: {ties}; mẫu số in ra: {denominator}."), ranking).in_(lang)
    yield 1, Phrase(N_("Điểm in với {decimals} số lẻ."), {"decimals": settings.decimals}).in_(lang)
    if settings.classes:
        yield 1, f"{translate(N_('Xếp loại'), lang)}: {classes_line(settings.classes, lang)}."
    if settings.remedy:
        details = {"threshold": settings.remedy.threshold}
        yield 1, Phrase(N_("Lĩnh vực dưới {threshold} % điểm tối đa phải khắc phục."), details).in_(lang)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


_UNITS = {"percent": " %", "points": N_(" điểm"), "quantile": N_(" % đầu bảng")}


def classes_line(classes: Classes, lang: Lang = "vi") -> str:
    """Give the bands of classes in one line: ``Tốt từ 55 điểm; Khá 45–<55 điểm``."""
    unit = translate(_UNITS[classes.basis], lang)
    return "; ".join(f"{band.label.in_(lang)} {_band(band, lang)}{unit}" for band in classes.bands)


def _band(band: ClassBand, lang: Lang) -> str:
    low = format_number(band.from_, None, lang)
    if band.below is None:
        return f"≥ {low}"
    high = format_number(band.below, None, lang)
    return f"< {high}" if band.from_ == Decimal(0) else f"{low}–<{high}"


_NODES = {
    "criterion_id": pl.String, "depth": pl.Int64, "label": pl.String, "max_points": pl.Float64,
    "rule": pl.String, "scored_by": pl.String, "channel": pl.String, "legal_ref": pl.String,
    "illustrative": pl.String,
}  # fmt: skip


def _node_row(node: OutlineNode, lang: Lang) -> tuple[object, ...]:
    rule = node.node.rule
    return (
        node.code,
        node.depth,
        node.node.label.in_(lang),
        float(node.node.max),
        KINDS.word(rule.kind, lang) if rule else "",
        SCORED_BY.word(node.scored_by, lang) if node.node.is_leaf else "",
        node.channel if node.node.is_leaf else "",
        node.legal_ref or "",
        translate(ILLUSTRATIVE, lang) if node.is_illustrative else "",
    )


def _node_columns(lang: Lang) -> tuple[Column, ...]:
    return (
        Column("criterion_id", translate(N_("Mã"), lang), is_key=True),
        Column("depth", translate(N_("Cấp"), lang)),
        Column("label", translate(N_("Tiêu chí"), lang), is_key=True),
        Column("max_points", translate(N_("Điểm tối đa"), lang)),
        Column("rule", translate(N_("Cách chấm"), lang)),
        Column("scored_by", translate(N_("Ai chấm"), lang)),
        Column("channel", translate(N_("Nguồn điểm"), lang)),
        Column("legal_ref", translate(N_("Căn cứ"), lang)),
        Column("illustrative", translate(N_("Tính chất"), lang)),
    )


def _as_a_tree(nodes: pl.DataFrame, marks: Sequence[str]) -> pl.DataFrame:
    """Set the codes in by their depth and the marks behind the labels, for reading."""
    indent = pl.lit("  ").repeat_by("depth").list.join("")
    return nodes.with_columns(
        criterion_id=indent + pl.col("criterion_id"),
        label=pl.col("label") + pl.Series(marks, dtype=pl.String),
    )
