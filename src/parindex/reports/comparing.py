"""What changed from one edition to another, and from one year to the next, as reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from parindex.errors import Phrase
from parindex.frameworks.changes import Comparison
from parindex.frameworks.model import Edition
from parindex.language import N_, Lang, translate
from parindex.ranking.movement import Movement
from parindex.reports.cells import label_of, unit_names
from parindex.reports.content import Column, Lines, Report, Table, edition_facts, edition_title
from parindex.reports.numbers import place
from parindex.tables import TOTAL

_KINDS: Final = {
    "edition": N_("Bộ tiêu chí"),
    "legal_basis": N_("Căn cứ pháp lý"),
    "channels": N_("Nguồn điểm"),
    "settings": N_("Quy định chung"),
    "dropped": N_("Tiêu chí bỏ đi"),
    "added": N_("Tiêu chí thêm mới"),
    "split": N_("Tiêu chí tách ra"),
    "merged": N_("Tiêu chí gộp lại"),
    "recoded": N_("Đổi mã"),
    "moved": N_("Chuyển chỗ"),
    "repointed": N_("Đổi điểm tối đa"),
    "reworded": N_("Đổi lời văn"),
    "rule": N_("Đổi cách chấm"),
    "channel": N_("Đổi nguồn điểm"),
    "scorer": N_("Đổi người chấm"),
    "evidence": N_("Đổi tài liệu kiểm chứng"),
    "criterion": N_("Quy định khác của tiêu chí"),
}


def comparison_report(before: Edition, after: Edition, comparison: Comparison, lang: Lang = "vi") -> Report:
    """Say what changed between two editions: sentences in groups, and a table of all changes."""
    frame = comparison.table(lang)
    details = {"before": before.ref, "after": after.ref, "count": frame.height}
    title = Phrase(N_("Từ {before} đến {after}: {count} thay đổi"), details).in_(lang)
    parts = tuple(
        Lines(f"{translate(head, lang)} ({len(sentences)})", tuple((1, sentence) for sentence in sentences))
        for kind, head in _KINDS.items()
        if (sentences := frame.filter(kind=kind)["sentence"].to_list())
    )
    about = tuple(
        f"{translate(name, lang)}: {edition_title(edition, lang)}"
        for name, edition in ((N_("Trước"), before), (N_("Sau"), after))
    )
    facts = {"before": edition_facts(before), "after": edition_facts(after), "counts": comparison.counts}
    notes = () if frame.height else (translate(N_("Hai bộ tiêu chí như nhau."), lang),)
    return Report(title, about, parts, notes, facts, more=lambda: [_changes_table(frame, lang)])


def _changes_table(frame: pl.DataFrame, lang: Lang) -> Table:
    heads = {
        "kind": N_("Loại"), "criterion_id_before": N_("Mã trước"), "criterion_id_after": N_("Mã sau"),
        "what": N_("Mục"), "before": N_("Trước"), "after": N_("Sau"), "sentence": N_("Thay đổi"),
    }  # fmt: skip
    columns = tuple(Column(name, translate(head, lang)) for name, head in heads.items())
    return Table("changes", translate(N_("Thay đổi"), lang), frame, columns)


def movement_report(
    moved: Movement,
    lang: Lang = "vi",
    criteria: Sequence[str] = (TOTAL,),
    unit_ids: Sequence[str] | None = None,
) -> Report:
    """Say how units moved between two years: a table per node, best of the later year first, then sentences.

    ``unit_ids`` limits the report to some units, each with a sentence per node. What could not be compared
    is named in the notes.
    """
    years = " → ".join(str(year) for year in moved.years if year is not None)
    title = Phrase(N_("Thay đổi giữa hai năm {years}"), {"years": years}).in_(lang).rstrip()
    tables = [_movement_table(moved, code, unit_ids, lang) for code in criteria]
    about = tuple(
        f"{translate(name, lang)}: {edition_title(card.edition, lang)}"
        for name, card in ((N_("Năm trước"), moved.before), (N_("Năm sau"), moved.after))
    )
    parts: list[Table | Lines] = [*tables]
    if unit_ids is not None:
        sentences = moved.sentences(lang, criteria, unit_ids)["sentence"].to_list()
        title_of_them = translate(N_("Bằng lời"), lang)
        parts.append(Lines(title_of_them, tuple((1, sentence) for sentence in sentences)))
    facts = {
        "before": edition_facts(moved.before.edition),
        "after": edition_facts(moved.after.edition),
        "only_before": moved.only_before,
        "only_after": moved.only_after,
        "dropped": moved.dropped,
        "added": moved.added,
    }
    return Report(
        title, about, tuple(parts), tuple(moved.remarks(lang)), facts, more=lambda: _all(moved, lang)
    )


def _movement_table(moved: Movement, code: str, unit_ids: Sequence[str] | None, lang: Lang) -> Table:
    card = moved.after
    names = pl.DataFrame({"unit_id": card.inputs.unit_ids, "name": unit_names(card)})
    rows = moved.table.filter(criterion_id=code)
    rows = rows if unit_ids is None else rows.filter(pl.col("unit_id").is_in(list(unit_ids)))
    rows = rows.join(names, on="unit_id", how="left").sort("rank_after", nulls_last=True, maintain_order=True)
    frame = rows.with_columns(
        was=_places(rows, "before"), now=_places(rows, "after"), moved=_moves(rows, lang)
    )
    title = label_of(card, code, lang)
    return Table(
        f"movement {code}", title, frame, tuple(_columns(frame, card.edition.settings.decimals, lang))
    )


def _places(rows: pl.DataFrame, side: str) -> pl.Series:
    pairs = rows.select(f"rank_{side}", f"of_{side}").iter_rows()
    return pl.Series([place(rank, of) for rank, of in pairs], dtype=pl.String)


def _moves(rows: pl.DataFrame, lang: Lang) -> pl.Series:
    """Say how many places a unit rose or fell: ``tăng 8``."""
    rose, fell, same = (translate(word, lang) for word in (N_("tăng"), N_("giảm"), N_("giữ nguyên")))
    words = [
        "" if moved is None else same if moved == 0 else f"{rose if moved > 0 else fell} {abs(moved)}"
        for moved in rows["places_moved"].to_list()
    ]
    return pl.Series(words, dtype=pl.String)


def _columns(frame: pl.DataFrame, decimals: int, lang: Lang) -> Iterator[Column]:
    yield Column("name", translate(N_("Đơn vị"), lang), is_key=True)
    yield Column("points_before", translate(N_("Điểm trước"), lang), decimals)
    yield Column("points_after", translate(N_("Điểm sau"), lang), decimals)
    if frame["change_points"].count():
        yield Column("change_points", translate(N_("Tăng giảm (điểm)"), lang), decimals, is_signed=True)
    yield Column("change_percent", translate(N_("Tăng giảm (điểm %)"), lang), decimals, is_signed=True)
    yield Column("was", translate(N_("Hạng trước"), lang), is_right=True)
    yield Column("now", translate(N_("Hạng sau"), lang), is_right=True)
    yield Column("moved", translate(N_("Số bậc"), lang))


def _all(moved: Movement, lang: Lang) -> list[Table]:
    heads = {
        "unit_id": N_("Mã đơn vị"), "criterion_id": N_("Mã tiêu chí"), "criterion_before": N_("Mã trước"),
        "points_before": N_("Điểm trước"), "points_after": N_("Điểm sau"),
        "change_points": N_("Tăng giảm (điểm)"), "max_before": N_("Tối đa trước"),
        "max_after": N_("Tối đa sau"), "percent_before": N_("% trước"), "percent_after": N_("% sau"),
        "change_percent": N_("Tăng giảm (điểm %)"), "change_relative": N_("Tăng giảm tương đối (%)"),
        "peer_group": N_("Nhóm"), "rank_before": N_("Hạng trước"), "of_before": N_("Mẫu số trước"),
        "rank_after": N_("Hạng sau"), "of_after": N_("Mẫu số sau"), "places_moved": N_("Số bậc"),
    }  # fmt: skip
    decimals = moved.after.edition.settings.decimals
    table, sentences = moved.table, moved.sentences(lang)
    columns = tuple(
        Column(name, translate(head, lang), decimals if table.schema[name].is_float() else None)
        for name, head in heads.items()
    )
    whole = Table("movement", translate(N_("Thay đổi giữa hai năm"), lang), table, columns)
    said = (
        Column("unit_id", translate(N_("Mã đơn vị"), lang)),
        Column("sentence", translate(N_("Bằng lời"), lang)),
    )
    frame = sentences.select("unit_id", "sentence")
    return [whole, Table("sentences", translate(N_("Bằng lời"), lang), frame, said)]
