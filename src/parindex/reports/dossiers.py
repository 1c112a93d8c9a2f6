"""What became of imported files of dossiers, as a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from parindex.dossiers.intake.rejects import reject_reasons
from parindex.dossiers.store.importing import Report as Imported
from parindex.dossiers.store.rederiving import Rederived
from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.numerals import format_date, format_number
from parindex.reports.content import Column, Report, Table

_MOST_REASONS: Final = 20
_COUNTS: Final = {
    "rows": N_("Dòng đã đọc"), "new": N_("Mới"), "changed": N_("Thay đổi"), "unchanged": N_("Không đổi"),
    "older": N_("Cũ hơn, bỏ qua"), "rejected": N_("Bị loại"),
}  # fmt: skip


def import_report(done: Imported, kept: int, lang: Lang = "vi") -> Report:
    """Say what became of the rows of each file; ``kept``: how many dossiers the store holds now."""
    counts = {name: translate(head, lang) for name, head in _COUNTS.items()}
    rows = [
        {name: value for name, value in asdict(file).items() if name in ("file", *counts)}
        for file in done.files
    ]
    schema = {"file": pl.String, **dict.fromkeys(counts, pl.Int64)}
    columns = (
        Column("file", translate(N_("Tệp"), lang), is_key=True),
        *(Column(name, head, decimals=0) for name, head in counts.items()),
    )
    table = Table("files", translate(N_("Các tệp"), lang), pl.DataFrame(rows, schema=schema), columns)
    details = {"new": done.total("new"), "changed": done.total("changed"), "kept": kept}
    details["rejected"] = done.total("rejected")
    numbers = {name: format_number(number, None, lang) for name, number in details.items()}
    title = N_("Đã nhập: {new} hồ sơ mới, {changed} hồ sơ thay đổi; kho có {kept} hồ sơ")
    if details["rejected"]:
        title = N_(
            "Đã nhập: {new} hồ sơ mới, {changed} hồ sơ thay đổi, {rejected} dòng bị loại; kho có {kept} hồ sơ"
        )
    facts = {name: done.total(name) for name in counts} | {
        "dossiers": kept,
        "rejects": None if done.rejects is None else str(done.rejects),
        "resumed": done.is_resumed,
    }
    parts = (table,) if done.rejects is None else (table, _reasons(done, done.rejects, lang))
    return Report(Phrase(title, numbers).in_(lang), parts=parts, notes=_notes(done, lang), facts=facts)


def _reasons(done: Imported, rejects: Path, lang: Lang) -> Table:
    """Count why cells were set aside, with the first row of each reason."""
    files = {"file": N_("Tệp")} if len(done.files) > 1 else {}
    heads = files | {
        "cells": N_("Số ô"), "column": N_("Cột"), "reason": N_("Lý do"), "row": N_("Dòng đầu tiên"),
        "value": N_("Giá trị"),
    }  # fmt: skip
    columns = tuple(
        Column(name, translate(head, lang), decimals=0 if name in ("cells", "row") else None)
        for name, head in heads.items()
    )
    rows = reject_reasons(rejects).select(list(heads)).head(_MOST_REASONS)
    return Table("reasons", translate(N_("Vì sao bị loại"), lang), rows, columns)


def _notes(done: Imported, lang: Lang) -> tuple[str, ...]:
    """Say what was not read: columns and sheets, and files that came in before."""
    known = N_("{file}: tệp này đã nhập trước đó, không đọc lại")
    unread = N_("{file}: không đọc các cột, trang: {titles}")
    notes = [Phrase(known, {"file": file.file}).in_(lang) for file in done.files if file.is_known]
    empty = N_("{file}: tệp không có dòng hồ sơ nào")
    notes += [
        Phrase(empty, {"file": file.file}).in_(lang)
        for file in done.files
        if not file.rows and not file.is_known
    ]
    older = N_(
        "{file}: {count} dòng cũ hơn trạng thái đã có nên không thay; tệp sửa lại dữ liệu cần cột "
        "NgayCapNhat ghi ngày sửa"
    )
    notes += [
        Phrase(older, {"file": file.file, "count": format_number(file.older, None, lang)}).in_(lang)
        for file in done.files
        if file.older
    ]
    notes += [
        Phrase(unread, {"file": file.file, "titles": ", ".join(file.unread)}).in_(lang)
        for file in done.files
        if file.unread
    ]
    return tuple(notes)


def rederived_report(done: Rederived, days: Sequence[date] | None, lang: Lang = "vi") -> Report:
    """Say how many dossiers the corrected days touch (None: all), and how many are judged otherwise now."""
    numbers = {
        "looked_at": format_number(done.looked_at, None, lang),
        "changed": format_number(done.changed, None, lang),
    }
    title = N_("Đã xem lại {looked_at} hồ sơ, {changed} hồ sơ có kết quả khác trước")
    known = [] if days is None else days
    listed = ", ".join(format_date(day, lang) for day in known) or translate(N_("không có ngày nào"), lang)
    note = Phrase(N_("Ngày được sửa: {days}"), {"days": listed}).in_(lang)
    if days is None:
        note = translate(N_("Tính lại mọi hồ sơ trong kho"), lang)
    facts = {"looked_at": done.looked_at, "changed": done.changed, "days": [str(day) for day in known]}
    heads = {"looked_at": N_("Hồ sơ đã xem lại"), "changed": N_("Kết quả khác trước")}
    columns = tuple(Column(name, translate(head, lang), decimals=0) for name, head in heads.items())
    said = Phrase(title, numbers).in_(lang)
    table = Table("rederived", said, pl.DataFrame([{name: facts[name] for name in heads}]), columns)
    return Report(said, notes=(note,), facts=facts, more=lambda: [table])
