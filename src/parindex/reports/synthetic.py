"""Synthetic values as a report that says what they are."""

from __future__ import annotations

import polars as pl

from parindex.errors import Phrase
from parindex.frameworks.model import Edition
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.reports.content import Column, Lines, Report, Table, edition_facts, edition_lines


def synthetic_report(
    edition: Edition, units: pl.DataFrame, values: pl.DataFrame, seed: int, lang: Lang = "vi"
) -> Report:
    """Give synthetic values and their units as two tables; the title says that they are nobody's."""
    title = N_("Số liệu tổng hợp (minh họa), không phải kết quả của đơn vị nào")
    details = {
        "units": format_number(units.height, None, lang),
        "values": format_number(values.height, None, lang),
        "seed": seed,
    }
    said = Phrase(N_("{units} đơn vị, {values} giá trị, hạt giống {seed}"), details).in_(lang)
    heads = {
        "unit_id": N_("Mã đơn vị"), "name": N_("Tên đơn vị"), "league": N_("Nhóm xếp hạng"),
        "criterion_id": N_("Mã tiêu chí"), "input": N_("Ô nhập"), "value": N_("Giá trị"),
        "standing": N_("Tình trạng"), "source": N_("Nguồn"),
    }  # fmt: skip
    tables = tuple(
        Table(name, translate(head, lang), frame, _columns(frame, heads, lang))
        for name, head, frame in (
            ("values", N_("Số liệu tổng hợp"), values),
            ("units", N_("Đơn vị tổng hợp"), units),
        )
    )
    return Report(
        translate(title, lang),
        about=edition_lines(edition, lang),
        parts=(Lines("", ((0, said),)),),
        notes=(translate(N_("Ghi ra thư mục: --out THƯ_MỤC/"), lang),),
        facts={**edition_facts(edition), "synthetic": True, "seed": seed},
        more=lambda: tables,
    )


def _columns(frame: pl.DataFrame, heads: dict[str, str], lang: Lang) -> tuple[Column, ...]:
    return tuple(Column(name, translate(heads[name], lang)) for name in frame.columns)
