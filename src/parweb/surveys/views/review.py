"""Review: what checks found; answers accepted, held or rejected with a reason; interviewers side by side."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parindex.language import Lang, translate
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.quality.flags import CHECKS, reason_of
from parindex.surveys.quality.verdicts import HOLDING
from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import Refused, require
from parweb.interface.pages import read_page
from parweb.jobs.models import Job
from parweb.surveys.actions.check_answers import KIND, begin_check
from parweb.surveys.actions.judge_answer import MOST_AT_ONCE, judge_answers
from parweb.surveys.models import Campaign, Flag, Response
from parweb.surveys.permissions import may_review
from parweb.surveys.queries.fieldwork import campaign_in_field, interviewers_of
from parweb.surveys.queries.review import (
    Wanted,
    answer_of,
    answers_to_review,
    by_check,
    by_verdict,
    units_in,
)
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import Mode, Verdict
from parweb.surveys.views.answering import page_language
from parweb.surveys.views.campaigns import crumb_of, crumbs
from parweb.units.models import Unit

_TYPED: Final = "surveys.review."
"""In the session, before a campaign's slug: what was ticked and typed when a verdict was refused."""
_GIVEN = {
    "accept": Verdict.ACCEPTED,
    "hold": Verdict.HELD,
    "reject": Verdict.REJECTED,
    "undo": Verdict.UNSEEN,
}


@require_safe
@for_people
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Show counts by verdict and check, findings about groups, and the answers that fit the filter."""
    _person, campaign = _reviewing(request, slug)
    asked = {name: str(request.GET.get(name) or "")[:120] for name in ("verdict", "check", "unit", "mode")}
    page = read_page(request.GET, answers_to_review(campaign, Wanted(**asked)))
    checked = _last_check(campaign)
    typed = request.session.pop(_TYPED + slug, {})
    context = {
        "campaign": campaign,
        "chosen": typed.get("chosen", []),
        "reason": typed.get("reason", ""),
        "page": page,
        "rows": [(one, _reasons(one)) for one in page],
        "asked": asked,
        "verdicts": [(one, Verdict(one).label, many) for one, many in by_verdict(campaign).items()],
        "checks": _checks(by_check(campaign)),
        "units": units_in(campaign),
        "modes": Mode.choices,
        "checked": checked,
        "groups": _groups(checked),
        "interviewers": interviewers_of(campaign),
        "breadcrumbs": crumbs(crumb_of(campaign), (_("Rà soát phiếu"), "")),
    }
    return render(request, "surveys/review/review.html", context)


@require_POST
@for_people
def run_checks(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the checks, and show how far they are."""
    person, campaign = _reviewing(request, slug)
    job = begin_check(person, campaign, timezone.now())
    return redirect("jobs:job", job.pk)


@require_POST
@for_people
def judge(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the chosen answers a verdict, or hold everything that a holding check flagged."""
    person, campaign = _reviewing(request, slug)
    reason = str(request.POST.get("reason") or "")
    numbers = [int(one) for one in request.POST.getlist("answer") if one.isdecimal() and len(one) < 19]  # noqa: PLR2004  # digits of a key
    verdict = _GIVEN.get(str(request.POST.get("verdict")))
    if request.POST.get("verdict") == "hold_flagged":
        verdict, numbers = Verdict.HELD, _flagged(campaign)
        reason = reason or _("Bị gắn cờ khi kiểm tra chất lượng")
    if verdict is None or not numbers:
        messages.info(request, _("Chưa chọn phiếu nào."))
        return _again(request, slug, numbers, reason)
    try:
        changed = judge_answers(person, campaign, numbers, verdict, reason, timezone.now())
    except Refused as refused:
        messages.error(request, f"{refused.verdict.why} {refused.verdict.who}")
        return _again(request, slug, numbers, reason)
    messages.success(request, _("Đã ghi {count} phiếu.").format(count=changed))
    return redirect(_back(request, slug))


@require_safe
@for_people
def answer(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one answer with what the checks found; nothing in it says whose it is."""
    _person, campaign = _reviewing(request, slug)
    found = answer_of(campaign, number)
    if found is None:
        raise Http404
    context = {
        "campaign": campaign,
        "answer": found,
        "reasons": _reasons(found),
        "said": _said(form_of(found.form), found),
        "breadcrumbs": crumbs(
            crumb_of(campaign),
            (_("Rà soát phiếu"), reverse("surveys:review", args=[slug])),
            (_("Phiếu {number}").format(number=found.pk), ""),
        ),
    }
    return render(request, "surveys/review/answer.html", context)


def _reviewing(request: HttpRequest, slug: str) -> tuple[Person, Campaign]:
    person, campaign = person_in(request), campaign_in_field(slug)
    require(may_review(person, campaign, timezone.now()))
    return person, campaign


def _again(request: HttpRequest, slug: str, numbers: list[int], reason: str) -> HttpResponse:
    """Go back to the list with what was ticked and typed, so that only what lacks is added."""
    request.session[_TYPED + slug] = {"chosen": numbers[:MOST_AT_ONCE], "reason": reason[:300]}
    return redirect(_back(request, slug))


def _back(request: HttpRequest, slug: str) -> str:
    query = str(request.POST.get("query") or "")
    address = reverse("surveys:review", args=[slug])
    return f"{address}?{query}" if query and "\n" not in query and "\r" not in query else address


def _flagged(campaign: Campaign) -> list[int]:
    rows = Flag.objects.filter(
        response__campaign=campaign, response__verdict=Verdict.UNSEEN, code__in=HOLDING
    )
    return list(rows.values_list("response_id", flat=True).distinct()[:MOST_AT_ONCE])


def _last_check(campaign: Campaign) -> Job | None:
    rows = Job.objects.filter(kind=KIND, arguments__campaign_id=campaign.pk)
    return rows.order_by("-asked_at", "-pk").first()


def _checks(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    language = page_language()
    return [(code, _title(code, language), many) for code, many in sorted(counts.items()) if code in CHECKS]


def _title(code: str, language: Lang) -> str:
    return translate(CHECKS[code].title, language)


def _reasons(found: Response) -> list[tuple[str, str]]:
    language = page_language()
    return [
        (_title(one.code, language), reason_of({"check": one.code, **one.detail}, language))
        for one in found.flags.all()
        if one.code in CHECKS
    ]


def _groups(job: Job | None) -> list[tuple[str, str]]:
    """Say findings about units and interviewers, which the checks name by their numbers."""
    rows = (job.result or {}).get("groups", []) if job else []
    numbers = [int(one["about"]) for one in rows if str(one.get("about") or "").isdecimal()]
    units = dict(Unit.objects.filter(pk__in=numbers).values_list("pk", "name"))
    language = page_language()
    said = []
    for one in rows:
        about = str(one.get("about") or "")
        of_unit = one["check"] in ("all_satisfied", "no_variance", "one_address")
        name = units.get(int(about), about) if of_unit and about.isdecimal() else about
        said.append((_title(one["check"], language), reason_of({**one, "about": name}, language)))
    return said


def _said(form: Instrument, found: Response) -> list[tuple[str, str]]:
    language = page_language()
    lines = []
    for column in form.columns:
        value = found.answers.get(column.id)
        if value is None or (column.kind == "flag" and not value):
            continue
        label = column.label.in_(language) if column.kind != "flag" else column.question.label.in_(language)
        options = {one.code: one.label.in_(language) for one in column.options}
        text = column.label.in_(language) if column.kind == "flag" else options.get(value, str(value))
        lines.append((label, text))
    return lines
