"""Pages on which managers make and run rounds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import refuse, require
from parweb.rounds.actions.change_calendar import ChangedMeanwhile, calendar_of, change_calendar
from parweb.rounds.actions.close_round import close_round
from parweb.rounds.actions.make_round import copy_round, make_round
from parweb.rounds.actions.open_round import open_round, take_in_units
from parweb.rounds.actions.reopen_participant import reopen_participant, withdraw_reopening
from parweb.rounds.calendar import proposed, remarks
from parweb.rounds.finding import found_participant, found_round
from parweb.rounds.forms import CalendarForm, CopyForm, ReopenForm, RoundForm
from parweb.rounds.models import Reopening
from parweb.rounds.permissions import may_change_calendar, may_manage_round, may_reopen
from parweb.rounds.states import PhaseKind
from parweb.rounds.views import trail
from parweb.rounds.views_board import participant_page


@for_people
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a round: what it is about and its calendar, on one page."""
    now, person = timezone.now(), person_in(request)
    if not person.has(Role.MANAGER):
        who = _("Người có vai trò “Quản lý kỳ đánh giá (Sở Nội vụ)”.")
        require(refuse(_("Chỉ người quản lý được lập kỳ đánh giá."), who))
    calendar = proposed(timezone.localdate(now).year, timezone.get_default_timezone())
    form = RoundForm(person, request.POST or None, initial={"year": timezone.localdate(now).year})
    dates = CalendarForm(request.POST or None, calendar=calendar)
    if request.method == "POST" and form.is_valid() and dates.is_valid():
        made = make_round(person, **form.cleaned_data, calendar=dates.spans(), at=now)
        _name_remarks(request, dates)
        return redirect("rounds:round", slug=made.slug)
    context = {"form": form, "dates": dates, "breadcrumbs": trail(None, _("Lập kỳ đánh giá"))}
    status = 422 if form.errors or dates.errors else 200
    return render(request, "rounds/make.html", context, status=status)


def _name_remarks(request: HttpRequest, dates: CalendarForm) -> None:
    for remark in remarks(dates.spans()):
        messages.warning(request, remark.text)


@for_people
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the calendar of a round."""
    now, person = timezone.now(), person_in(request)
    found = found_round(slug)
    require(may_change_calendar(person, found, now))
    dates = CalendarForm(request.POST or None, calendar=calendar_of(found))
    status = 200
    if request.method == "POST" and dates.is_valid():
        try:
            revision = int(request.POST.get("revision") or -1)
            change_calendar(person, found, dates.spans(), revision=revision, at=now)
        except (ChangedMeanwhile, ValueError):
            dates.add_error(None, _("Người khác vừa sửa lịch này. Đối chiếu với lịch hiện tại rồi lưu lại."))
            found.refresh_from_db(fields=["revision"])
            status = 409
        else:
            _name_remarks(request, dates)
            messages.success(request, _("Đã lưu lịch."))
            return redirect("rounds:round", slug=slug)
    context = {
        "round": found,
        "dates": dates,
        "stored": calendar_of(found) if status == 409 else (),  # noqa: PLR2004  # Conflict
        "breadcrumbs": trail(found, _("Lịch")),
    }
    return render(
        request,
        "rounds/calendar.html",
        context,
        status=422 if dates.errors and status == 200 else status,  # noqa: PLR2004
    )


@for_people
@require_POST
def open_(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a round."""
    joined = open_round(person_in(request), found_round(slug), at=timezone.now())
    messages.success(request, _("Kỳ đánh giá đã mở; {count} đơn vị tham gia.").format(count=joined))
    return redirect("rounds:round", slug=slug)


@for_people
@require_POST
def take_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Let new units of the league take part."""
    joined = take_in_units(person_in(request), found_round(slug), at=timezone.now())
    messages.success(request, _("Thêm {count} đơn vị của nhóm vào kỳ đánh giá.").format(count=joined))
    return redirect("rounds:round", slug=slug)


@for_people
@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """End a round."""
    close_round(person_in(request), found_round(slug), at=timezone.now())
    messages.success(request, _("Kỳ đánh giá đã kết thúc."))
    return redirect("rounds:round", slug=slug)


@for_people
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Copy a round for another year."""
    now, person = timezone.now(), person_in(request)
    found = found_round(slug)
    require(may_manage_round(person, found, now))
    year = found.year + 1
    start = {
        "year": year,
        "name": found.name.replace(str(found.year), str(year)),
        "edition": found.edition_id,
    }
    form = CopyForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        made = copy_round(person, found, **form.cleaned_data, at=now)
        messages.success(request, _("Đã sao chép. Xem lại lịch trước khi mở."))
        return redirect("rounds:calendar", slug=made.slug)
    context = {"round": found, "form": form, "breadcrumbs": trail(found, _("Sao chép"))}
    return render(request, "rounds/copy.html", context, status=422 if form.errors else 200)


@for_people
@require_POST
def reopen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Open a phase again for one unit."""
    now, person = timezone.now(), person_in(request)
    found = found_participant(slug, pk)
    require(may_reopen(person, found, now))
    form = ReopenForm(now, request.POST)
    if not form.is_valid():
        return participant_page(request, found, now, form)
    data = form.cleaned_data
    phase = PhaseKind(data["phase"])
    reopen_participant(person, found, phase=phase, until=data["until"], reason=data["reason"], at=now)
    messages.success(request, _("Đã mở lại “{phase}” cho {unit}.").format(phase=phase.label, unit=found.unit))
    return redirect("rounds:participant", slug=slug, pk=pk)


@for_people
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a reopening back."""
    rows = Reopening.objects.select_related("participant__unit", "participant__round__owner")
    found = get_object_or_404(rows, pk=pk)
    withdraw_reopening(person_in(request), found, at=timezone.now())
    messages.success(request, _("Đã rút việc mở lại."))
    return redirect("rounds:participant", slug=found.participant.round.slug, pk=found.participant_id)
