"""An appraiser's queue: by unit, by criterion, and the lines of one unit or one criterion."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.appraisals.leaves import leaf_of
from parweb.appraisals.permissions import (
    appraisable_codes,
    may_close_all,
    may_close_stage,
    may_read_appraisal,
    may_see_council,
    may_see_queue,
    watches,
)
from parweb.appraisals.phases import STAGES, stage_at, stage_of_round
from parweb.appraisals.queries.criterion_units import units_in_filter
from parweb.appraisals.queries.finding import of_round, participant_of, round_of
from parweb.appraisals.queries.lines import LINE_FILTERS, keep, lines_of
from parweb.appraisals.queries.queue import FILTERS, Scope, by_criterion, counts, queue_rows, scope_of
from parweb.appraisals.views.parts import label_of, queue_crumbs
from parweb.interface.numbers import page_language
from parweb.interface.pages import read_page, read_search
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.rounds.models import Participant, Round
from parweb.rounds.queries import window
from parweb.rounds.states import HANDED_IN, RoundState
from parweb.units.models import Unit
from parweb.units.queries import search_units


def scope_for(person: Person, round_: Round) -> Scope:
    """Give the queue of a person: an appraiser's own part; all of it for managers and observers."""
    if person.has(Role.APPRAISER):
        mine = scope_of(person, round_)
        if mine.codes:
            return mine
    return scope_of(person, round_, sees_all=watches(person, round_, timezone.now()))


def seen(person: Person, round_: Round, units: QuerySet[Participant]) -> QuerySet[Participant]:
    """Keep the units whose entry a person may look into: for those who judge, the signed ones."""
    if watches(person, round_, timezone.now()):
        return units
    return units.filter(state__in=HANDED_IN)


def stage_asked(request: HttpRequest, round_: Round) -> int:
    """Give the stage of ``?lan=``; the one of the calendar where none is asked for."""
    asked = request.GET.get("lan", "")
    if asked in ("1", "2"):
        return int(asked)
    return stage_of_round(round_, timezone.now())


@require_GET
@for_people
def home(request: HttpRequest) -> HttpResponse:
    """List the rounds in which a person has something to appraise; go on where there is one."""
    person, at = person_in(request), timezone.now()
    rounds = Round.objects.filter(state=RoundState.OPEN).select_related("owner", "edition")
    mine: list[dict[str, Any]] = [
        {"round": one, "queue": may_see_queue(person, one, at), "council": may_see_council(person, one, at)}
        for one in rounds
    ]
    mine = [row for row in mine if row["queue"] or row["council"]]
    if len(mine) == 1 and mine[0]["queue"] and not mine[0]["council"]:
        return redirect("appraisals:queue", mine[0]["round"].slug)
    return render(request, "appraisals/home.html", {"rounds": mine})


@require_GET
@for_people
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the units in hand, with how far each is."""
    round_, person, at = round_of(slug), person_in(request), timezone.now()
    require(may_see_queue(person, round_, at))
    scope, stage = scope_for(person, round_), stage_asked(request, round_)
    which = request.GET.get("loc", "todo")
    which = which if which in FILTERS else "todo"
    found = search_units(Unit.objects.all(), request.GET.get("q", "")) if read_search(request.GET) else None
    rows = queue_rows(scope, stage, found)
    context = {
        **_frame(person, round_, stage, "units"),
        "page": read_page(request.GET, [row for row in rows if row.is_in(which)]),
        "counts": counts(rows),
        "which": which,
        "filters": _queue_filters(),
        "search": request.GET.get("q", ""),
    }
    return render(request, "appraisals/queue.html", context)


@require_GET
@for_people
def queue_by_criterion(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the criteria in hand, with how many units of each are decided."""
    round_, person = round_of(slug), person_in(request)
    require(may_see_queue(person, round_, timezone.now()))
    stage = stage_asked(request, round_)
    rows = by_criterion(scope_for(person, round_), stage, page_language())
    if file_format := asked_format(request.GET):
        columns = [
            Column("code", _("Mã")),
            Column("label", _("Tiêu chí")),
            Column("due", _("Đơn vị đã nộp"), kind="whole"),
            Column("done", _("Đã thẩm định"), kind="whole"),
            Column("accepted", _("Chấp nhận nguyên"), kind="whole"),
        ]
        table = Table(_("Tiến độ thẩm định theo tiêu chí"), columns, rows)
        return table_response(table, file_format, f"{_('Thẩm định')} {round_.name}")
    context = {**_frame(person, round_, stage, "criteria"), "rows": rows}
    return render(request, "appraisals/queue_by_criterion.html", context)


@require_GET
@for_people
def criterion(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one criterion over all units in hand."""
    round_, person = round_of(slug), person_in(request)
    require(may_see_queue(person, round_, timezone.now()))
    leaf = leaf_of(round_.edition, code)
    if leaf is None:
        raise Http404
    scope, stage = scope_for(person, round_), stage_asked(request, round_)
    which = request.GET.get("loc", "")
    units = seen(person, round_, scope.participants_with(code)).order_by("order", "pk")
    page = read_page(request.GET, units_in_filter(units, round_, code, which, stage))
    lines = lines_of(round_, of_round(round_, cast("QuerySet[Participant]", page.object_list)), [code])
    context = {
        **_frame(person, round_, stage, "criteria"),
        "breadcrumbs": queue_crumbs(round_, {"label": code}),
        "leaf": leaf,
        "label": label_of(leaf),
        "page": page,
        "rows": [(line, line.at_stage(stage), line.is_stale(stage)) for line in lines],
        "which": which,
        "filters": _line_filters(),
    }
    return render(request, "appraisals/criterion.html", context)


@require_GET
@for_people
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the criteria of one unit that are in a person's hands (all of them for those who watch)."""
    participant, person, at = participant_of(pk), person_in(request), timezone.now()
    require(may_read_appraisal(person, participant, at))
    round_ = participant.round
    stage = int(asked) if (asked := request.GET.get("lan", "")) in ("1", "2") else stage_at(participant, at)
    codes = appraisable_codes(person, participant) or list(scope_for(person, round_).codes)
    if not codes:  # the council reads what appraisers decide
        codes = list(scope_of(person, round_, sees_all=True).codes)
    lines = lines_of(round_, [participant], codes)
    which = request.GET.get("loc", "")
    shown = keep(lines, which, stage)
    context = {
        **_frame(person, round_, stage, "units"),
        "breadcrumbs": queue_crumbs(round_, {"label": participant.unit.name}),
        "participant": participant,
        "window": window(round_, STAGES[stage], at, participant),
        "rows": [(line, label_of(line.leaf), line.at_stage(stage), line.is_stale(stage)) for line in shown],
        "done": sum(line.at_stage(stage) is not None for line in lines),
        "total": len(lines),
        "which": which,
        "filters": _line_filters(),
        "counts": {one: len(keep(lines, one, stage)) for one in LINE_FILTERS},
        "may_accept_plain": bool(appraisable_codes(person, participant)),
        "may_close": bool(may_close_stage(person, participant, at)),
        "is_mine": bool(appraisable_codes(person, participant)),
    }
    return render(request, "appraisals/unit.html", context)


def _frame(person: Person, round_: Round, stage: int, tab: str) -> dict[str, object]:
    return {
        "round": round_,
        "stage": stage,
        "tab": tab,
        "sees_council": may_see_council(person, round_, timezone.now()),
        "may_close_all": bool(may_close_all(person, round_, timezone.now())),
        "phase": window(round_, STAGES[stage], timezone.now()),
        "breadcrumbs": [*queue_crumbs(round_)[:1], {"label": round_.name}],
    }


def _queue_filters() -> list[tuple[str, str]]:
    return [
        ("todo", _("Còn phải thẩm định")),
        ("done", _("Đã xong phần của tôi")),
        ("requests", _("Đang chờ giải trình")),
        ("unsigned", _("Chưa nộp")),
        ("all", _("Tất cả")),
    ]


def _line_filters() -> list[tuple[str, str]]:
    return [
        ("", _("Tất cả")),
        ("todo", _("Chưa thẩm định")),
        ("differs", _("Khác năm trước")),
        ("remarks", _("Có ghi chú, giải trình")),
        ("no_evidence", _("Không có tài liệu")),
        ("stale", _("Đơn vị sửa sau khi thẩm định")),
    ]
