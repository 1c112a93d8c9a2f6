"""Accepting at one stroke what nothing speaks against: list first, then confirm; with a record and undo."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals.actions.accept_plain import accept_plain, undo_plain
from parweb.appraisals.leaves import leaf_of
from parweb.appraisals.models import Appraisal, BulkAcceptance
from parweb.appraisals.permissions import may_appraise, may_see_bulk, may_see_queue
from parweb.appraisals.queries.finding import of_round, round_of
from parweb.appraisals.queries.lines import Line
from parweb.appraisals.queries.plain import REASONS, plain_lines
from parweb.appraisals.queries.queue import scope_of
from parweb.appraisals.views.parts import label_in, label_of, queue_crumbs, tell
from parweb.appraisals.views.queue import stage_asked
from parweb.interface.pages import read_page
from parweb.rounds.models import Participant, Round
from parweb.rounds.states import HANDED_IN

MOST_UNITS: Final = 500
"""Units looked at in one go: the X-ray reads their whole entries. The others come with the next go."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what could be accepted of a criterion (``?tieu-chi=``) or a unit (``?don-vi=``), and accept it."""
    round_, person, at = round_of(slug), person_in(request), timezone.now()
    require(may_see_queue(person, round_, at))
    stage = stage_asked(request, round_)
    units, codes, scope = _asked(request, round_, person)
    if request.method == "POST":
        seen = frozenset(key for one in request.POST.getlist("line") if (key := _key(one)))
        try:
            made = accept_plain(person, round_, units, codes, stage, scope=scope, seen=seen, at=at)
        except ValidationError as found:
            tell(request, found)
            return redirect(request.get_full_path())
        messages.success(
            request, _("Đã chấp nhận %(count)d nội dung. Có thể hoàn tác.") % {"count": made.accepted}
        )
        return redirect("appraisals:bulk_record", made.pk)
    plain, others = plain_lines(round_, units, codes, stage)
    plain = [one for one in plain if may_appraise(person, one.participant, at, one.code, stage)]
    first = units[0] if units else None
    context: dict[str, Any] = {
        "breadcrumbs": queue_crumbs(round_, {"label": _("Chấp nhận hàng loạt")}),
        "round": round_,
        "scope": scope,
        "stage": stage,
        "lines": [(line, label_of(line.leaf), _key_text(line)) for line in plain],
        "others": [(REASONS[reason], count) for reason, count in sorted(others.items())],
        "verdict": may_appraise(person, first, at, stage=stage) if first else None,
    }
    return render(request, "appraisals/bulk.html", context)


@require_GET
@for_people
def bulk_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was accepted at one stroke."""
    found = _bulk(pk)
    person, round_ = person_in(request), round_of(found.round.slug)
    require(may_see_bulk(person, found, timezone.now()))
    rows = (
        Appraisal.objects.filter(bulk=found)
        .select_related("participant__unit")
        .order_by("participant__order", "criterion_id")
    )
    page = read_page(request.GET, rows)
    context = {
        "breadcrumbs": queue_crumbs(round_, {"label": _("Chấp nhận hàng loạt")}),
        "round": round_,
        "bulk": found,
        "page": page,
        "rows": [(one, label_in(round_.edition, one.criterion_id)) for one in page.object_list],
        "may_undo": found.undone_at is None and found.by_id == person.user_id,
    }
    return render(request, "appraisals/bulk_record.html", context)


@require_POST
@for_people
def undo_bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an acceptance at one stroke."""
    found = _bulk(pk)
    try:
        taken = undo_plain(person_in(request), found, timezone.now())
    except ValidationError as refused:
        tell(request, refused)
    else:
        messages.success(request, _("Đã hoàn tác %(count)d nội dung.") % {"count": taken})
    return redirect("appraisals:bulk_record", found.pk)


def _bulk(pk: int) -> BulkAcceptance:
    return get_object_or_404(BulkAcceptance.objects.select_related("round", "by"), pk=pk)


def _asked(request: HttpRequest, round_: Round, person: Person) -> tuple[list[Participant], list[str], str]:
    """Give the units and leaves asked for, of those in hand, and how they are called."""
    scope = scope_of(person, round_)
    ready = scope.participants().filter(state__in=HANDED_IN).order_by("order", "pk")
    code, unit = request.GET.get("tieu-chi", ""), request.GET.get("don-vi", "")
    if code:
        leaf = leaf_of(round_.edition, code)
        if leaf is None:
            raise Http404
        mine = scope.participants_with(code).filter(state__in=HANDED_IN).order_by("order", "pk")
        left = mine.exclude(pk__in=_decided(round_, code, stage_asked(request, round_)))
        return of_round(round_, left[:MOST_UNITS]), [code], f"{code} {label_of(leaf)}"
    if not unit.isdecimal():
        raise Http404
    units = of_round(round_, ready.filter(pk=int(unit)))
    name = units[0].unit.name if units else ""
    return units, list(scope.codes_for(units[0].unit.path)) if units else [], name


def _decided(round_: Round, code: str, stage: int) -> QuerySet[Any, Any]:
    rows = Appraisal.objects.filter(participant__round=round_, criterion_id=code, stage=stage)
    return rows.values_list("participant", flat=True)


def _key_text(line: Line) -> str:
    return f"{line.participant.pk}:{line.answer.revision if line.answer else 0}:{line.code}"


def _key(text: str) -> tuple[int, str, int] | None:
    participant, _sign, rest = text.partition(":")
    revision, _sign, code = rest.partition(":")
    if not (participant.isdecimal() and revision.isdecimal()):
        return None
    return int(participant), code, int(revision)
