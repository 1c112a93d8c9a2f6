"""Dossiers that are late, and those whose applicants are owed a letter of apology (thư xin lỗi)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parindex.numerals import format_date
from parweb.accounts.access import for_people
from parweb.dossiers.rows import (
    MOST_LISTED,
    count_of,
    due_first,
    in_places,
    latest_first,
    letters_question,
    question_of,
)
from parweb.dossiers.views.asking import About
from parweb.dossiers.views.listing import allowed, note_reading, shown_rows
from parweb.interface.pages import read_page
from parweb.interface.tables import Column, Table, asked_format, table_response


def _columns(*more: Column) -> list[Column]:
    return [
        Column("code", _("Mã hồ sơ")),
        Column("unit", _("Đơn vị")),
        Column("procedure", _("Thủ tục")),
        Column("status", _("Trạng thái")),
        Column("received_at", _("Tiếp nhận"), kind="moment"),
        Column("due_on", _("Hẹn trả"), kind="date"),
        *more,
    ]


@require_GET
@for_people
def late(request: HttpRequest) -> HttpResponse:
    """List what was resolved late in a period or is overdue at its end, the latest first."""
    asked = allowed(request)
    question = in_places(question_of("late_or_overdue", asked.asked.period), unit=asked.scope.places)
    found = latest_first(asked.kept, question, asked.asked.period.end)
    more = (
        Column("ended_on", _("Xong"), kind="date"),
        Column("late_days", _("Trễ"), unit=_("ngày làm việc"), kind="whole"),
    )
    columns = _columns(*more)
    note_reading(asked, "dossiers.list_late", {"period": asked.asked.code, "rows": len(found)})
    if wanted := asked_format(request.GET):
        table = _file(asked, _("Hồ sơ trễ hạn"), columns, found[:MOST_LISTED], asked.asked.title)
        return table_response(table, wanted, _name(asked, "tre-han", asked.asked.code))
    page = read_page(request.GET, found)
    page.object_list = shown_rows(asked, page.object_list)
    trail = asked.trail(_("Hồ sơ trễ hạn"))
    context = asked.context(page=page, total=len(found), most=MOST_LISTED, breadcrumbs=trail)
    return render(request, "dossiers/late.html", context)


@require_GET
@for_people
def letters(request: HttpRequest) -> HttpResponse:
    """List the dossiers whose letter of apology is due today."""
    asked = allowed(request)
    owing, missed = (
        in_places(letters_question(asked.today, only_missed=one), unit=asked.scope.places)
        for one in (False, True)
    )
    found = due_first(asked.kept, owing, asked.today)
    rows = found.letters()
    more = (
        Column("letter_on", _("Gửi thư trước khi hết ngày"), kind="date"),
        Column("days_left", _("Còn"), unit=_("ngày làm việc"), kind="whole"),
    )
    note_reading(asked, "dossiers.list_letters", {"rows": len(rows)})
    if wanted := asked_format(request.GET):
        day = _("Ngày {day}").format(day=format_date(asked.today))
        table = _file(asked, _("Thư xin lỗi đến hạn"), _columns(*more), rows, day)
        return table_response(table, wanted, _name(asked, "thu-xin-loi", f"{asked.today}"))
    page = read_page(request.GET, rows)
    page.object_list = shown_rows(asked, page.object_list)
    trail = asked.trail(_("Thư xin lỗi đến hạn"))
    told = {"total": len(found), "missed": count_of(asked.kept, missed), "most": MOST_LISTED}
    context = asked.context(page=page, breadcrumbs=trail, **told)
    return render(request, "dossiers/letters.html", context)


def _file(asked: About, title: str, columns: list[Column], rows: list[Any], when: str) -> Table:
    return Table(f"{title}: {asked.unit.name}", columns, shown_rows(asked, rows), [when])


def _name(asked: About, what: str, when: str) -> str:
    return f"ho-so-{what} {asked.unit.name} {when}"
