"""Dossiers by name as reports: the late list, letters of apology, the dossiers of a count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from parindex.dossiers.measures.periods import Period
from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.numerals import format_date, format_number
from parindex.reports.content import Column, Report, Table
from parindex.reports.dossier_measures import about, facts_of

_WHICH: Final = {"code": N_("Mã hồ sơ"), "unit_id": N_("Đơn vị"), "procedure": N_("Thủ tục")}
_DAYS: Final = {
    "received_on": N_("Ngày tiếp nhận"), "due_on": N_("Ngày hẹn trả"), "ended_on": N_("Ngày kết thúc"),
}  # fmt: skip
_LETTER: Final = {
    "due_on": N_("Ngày hẹn trả"), "letter_on": N_("Ngày phải gửi thư xin lỗi"),
    "days_left": N_("Số ngày làm việc còn lại"),
}  # fmt: skip


@dataclass(frozen=True)
class Letters:
    """How many letters are due: of what is missed, and of what is due next.

    ``over_since``: what was overdue on the day and has ended since; its letter is late for ever.
    """

    missed: int
    ahead: int
    over_since: int


def late_report(late: pl.DataFrame, counted: tuple[int, int], period: Period, lang: Lang = "vi") -> Report:
    """Show late dossiers, the latest first: code, unit, procedure, due date, days late.

    ``counted``: how many were resolved late in the period, and how many were pending and overdue at its end.
    """
    resolved, pending = counted
    heads = {**_WHICH, **_DAYS, "days_late": N_("Số ngày làm việc trễ")}
    split = N_(
        "Trong đó {resolved} hồ sơ giải quyết quá hạn trong kỳ, "
        "{pending} hồ sơ hết ngày {day} vẫn đang giải quyết."
    )
    notes = [_said(split, lang, resolved=resolved, pending=pending, day=period.end)] if sum(counted) else []
    title = N_("{total} hồ sơ quá hạn")
    return _listing("late", (title, resolved + pending), late, heads, period, lang, notes)


def listing_report(rows: pl.DataFrame, total: int, period: Period, lang: Lang = "vi") -> Report:
    """Show the dossiers of a count."""
    return _listing(
        "dossiers", (N_("{total} hồ sơ được tính"), total), rows, {**_WHICH, **_DAYS}, period, lang
    )


def apologies_report(due: pl.DataFrame, counted: Letters, period: Period, lang: Lang = "vi") -> Report:
    """Show whom a letter of apology is due to on the last day of a period."""
    split = N_(
        "Trong đó {missed} hồ sơ đã quá hạn; {ahead} hồ sơ hẹn trả ngày {day} hoặc ngày làm việc tiếp theo."
    )
    since = N_(
        "Không kể {count} hồ sơ quá hạn vào ngày {day} nhưng đã kết thúc sau đó: "
        "danh sách quá hạn (không có --apologies) vẫn kể."
    )
    notes = []
    if due.height or counted.missed:
        notes.append(_said(split, lang, missed=counted.missed, ahead=counted.ahead, day=period.end))
    if counted.over_since:
        notes.append(_said(since, lang, count=counted.over_since, day=period.end))
    title = (N_("{total} thư xin lỗi phải gửi"), counted.missed + counted.ahead)
    return _listing("apologies", title, due, {**_WHICH, **_LETTER}, period, lang, notes)


def _said(words: str, lang: Lang, **details: int | date) -> str:
    """Fill numbers and days into words."""
    told = {
        name: format_number(value, None, lang) if isinstance(value, int) else format_date(value, lang)
        for name, value in details.items()
    }
    return Phrase(words, told).in_(lang)


def _listing(  # noqa: PLR0913, PLR0917  # each says what is shown, and of what
    name: str,
    title: tuple[str, int],
    frame: pl.DataFrame,
    heads: dict[str, str],
    period: Period,
    lang: Lang,
    notes: Sequence[str] = (),
) -> Report:
    words, total = title
    columns = tuple(Column(one, translate(head, lang), is_key=one == "code") for one, head in heads.items())
    said = _said(words, lang, total=total)
    table = Table(name, said, frame.select(list(heads)), columns)
    if frame.height < total:
        cut = N_("Bảng chỉ có {shown} hồ sơ đầu trong {total}; muốn đủ thì thêm --limit với số lớn hơn.")
        notes = (*notes, _said(cut, lang, shown=frame.height, total=total))
    return Report(said, about=about(period, lang), parts=(table,), notes=tuple(notes), facts=facts_of(period))
