"""What became of imported files of dossiers, as a report."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

import polars as pl

from parindex.dossiers.store.importing import Report as Imported
from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.reports.content import Column, Report, Table

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
    numbers = {name: format_number(number, None, lang) for name, number in details.items()}
    title = N_("Đã nhập: {new} hồ sơ mới, {changed} hồ sơ thay đổi; kho có {kept} hồ sơ")
    facts = {name: done.total(name) for name in counts} | {
        "dossiers": kept,
        "rejects": None if done.rejects is None else str(done.rejects),
        "resumed": done.is_resumed,
    }
    return Report(Phrase(title, numbers).in_(lang), parts=(table,), notes=_notes(done, lang), facts=facts)


def _notes(done: Imported, lang: Lang) -> tuple[str, ...]:
    """Say what was not read: columns and sheets, and files that came in before."""
    known = N_("{file}: tệp này đã nhập trước đó, không đọc lại")
    unread = N_("{file}: không đọc các cột, trang: {titles}")
    notes = [Phrase(known, {"file": file.file}).in_(lang) for file in done.files if file.is_known]
    notes += [
        Phrase(unread, {"file": file.file, "titles": ", ".join(file.unread)}).in_(lang)
        for file in done.files
        if file.unread
    ]
    return tuple(notes)
