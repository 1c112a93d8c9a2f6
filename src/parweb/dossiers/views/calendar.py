"""The page of the working calendar: what was corrected by decisions, and dossiers judged anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from parindex.dossiers.calendar.days import DayKind, SpecialDay
from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.dossiers.actions import correct_calendar
from parweb.dossiers.actions.correct_calendar import NothingToDo, UnderWay, begin_recount
from parweb.dossiers.calendars import days_to_recount, site_calendar
from parweb.dossiers.forms.calendar import CalendarDayForm
from parweb.dossiers.models import CalendarDay, Recount
from parweb.dossiers.permissions import may_keep_calendar, may_see_calendar
from parweb.interface.numbers import page_language
from parweb.interface.tables import Column, Table, asked_format, table_response

_LAST_RECOUNTS = 20
_KINDS = {
    DayKind.HOLIDAY: gettext_lazy("Nghỉ lễ, tết"),
    DayKind.SUBSTITUTE_OFF: gettext_lazy("Nghỉ bù, hoán đổi"),
    DayKind.MAKE_UP_WORKING: gettext_lazy("Làm bù"),
}
_COLUMNS = [
    Column("on", gettext_lazy("Ngày"), kind="date"),
    Column("kind", gettext_lazy("Loại")),
    Column("name", gettext_lazy("Tên")),
    Column("basis", gettext_lazy("Căn cứ")),
]


@require_GET
@for_people
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the special days of a year, the corrections, and what recounts changed."""
    person = person_in(request)
    require(may_see_calendar(person, timezone.now()))
    return _page(request, person, CalendarDayForm())


def _page(request: HttpRequest, person: Person, form: CalendarDayForm) -> HttpResponse:
    known = site_calendar()
    year = _year(request, known.years)
    rows = [_row(one) for one in known.special(date(year, 1, 1), date(year, 12, 31))]
    if wanted := asked_format(request.GET):
        title = _("Lịch làm việc năm {year}").format(year=year)
        return table_response(Table(title, _COLUMNS, rows), wanted, title)
    recounts = Recount.objects.exclude(asked_by=None).select_related("asked_by", "job")[:_LAST_RECOUNTS]
    context = {
        "year": year,
        "years": known.years,
        "rows": rows,
        "corrections": CalendarDay.objects.select_related("made_by"),
        "waiting": days_to_recount(),
        "recounts": recounts,
        "under_way": any(one.done_at is None and one.job and one.job.ended_at is None for one in recounts),
        "may_keep": may_keep_calendar(person, timezone.now()),
        "form": form,
        "breadcrumbs": _trail(),
    }
    return render(request, "dossiers/calendar.html", context, status=422 if form.errors else 200)


def _year(request: HttpRequest, years: tuple[int, ...]) -> int:
    asked = str(request.GET.get("nam") or "")
    this = timezone.localdate().year
    year = int(asked) if asked.isdecimal() and len(asked) == len(str(this)) else this
    return year if year in years else years[-1]


def _row(one: SpecialDay) -> dict[str, Any]:
    return {
        "on": one.on,
        "kind": str(_KINDS[one.kind]),
        "is_working": one.is_working,
        "name": one.name(page_language()),
        "basis": one.basis,
        "is_forecast": one.is_forecast,
    }


def _trail() -> list[dict[str, str]]:
    home = {"label": _("Nhập hồ sơ"), "url": reverse("dossiers:imports")}
    return [home, {"label": _("Lịch làm việc"), "url": ""}]


@require_POST
@for_people
def save_day(request: HttpRequest) -> HttpResponse:
    """Keep a correction."""
    person, now = person_in(request), timezone.now()
    require(may_keep_calendar(person, now))
    form = CalendarDayForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form)
    given = form.cleaned_data
    on = given.pop("on")
    correct_calendar.save_day(person, on, now, **given)
    messages.success(request, _("Đã lưu ngày {day}.").format(day=f"{on:%d/%m/%Y}"))
    return redirect("dossiers:calendar")


@require_POST
@for_people
def drop_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a correction back."""
    person, now = person_in(request), timezone.now()
    require(may_keep_calendar(person, now))
    day = get_object_or_404(CalendarDay, pk=pk)
    correct_calendar.drop_day(person, day, now)
    messages.success(request, _("Đã bỏ sửa ngày {day}.").format(day=f"{day.on:%d/%m/%Y}"))
    return redirect("dossiers:calendar")


@require_POST
@for_people
def recount(request: HttpRequest) -> HttpResponse:
    """Judge the dossiers anew that the changed days touch."""
    try:
        job = begin_recount(person_in(request), timezone.now())
    except NothingToDo:
        messages.info(request, _("Không có ngày nào thay đổi từ lần tính gần nhất."))
    except UnderWay:
        messages.warning(request, _("Đang tính lại; xem kết quả ở bảng bên dưới."))
    else:
        return redirect("jobs:job", job.pk)
    return redirect("dossiers:calendar")
