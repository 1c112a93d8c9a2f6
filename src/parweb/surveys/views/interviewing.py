"""The interviewer's pages ``/phong-van/``: whom to ask, the form without a network, sending in."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import Refused, require
from parweb.surveys.actions.assign import assign, take_back
from parweb.surveys.actions.take_fieldwork import take_fieldwork
from parweb.surveys.asking.offline import form_data
from parweb.surveys.models import Campaign, CampaignMember
from parweb.surveys.permissions import may_interview, may_list_campaigns, may_run_fieldwork
from parweb.surveys.queries.fieldwork import (
    campaign_in_field,
    campaigns_to_ask,
    given_to,
    interviewers_of,
    last_outcomes,
    units_with_free,
)
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import ASKING, InvitationState, MemberRole, Outcome
from parweb.surveys.views.answering import page_language

_ASSETS: Final = ("interface/tokens.css", "surveys/answering.css", "surveys/interviewer.css")
_SCRIPTS: Final = (
    "surveys/interviewer.js",
    "surveys/interviewer_logic.js",
    "surveys/interviewer_sending.js",
    "surveys/interviewer_store.js",
)
MOST_GIVEN: Final = 500
"""Forms given to an interviewer at once."""
_BY_HAND: Final = (Outcome.COMPLETE, Outcome.PARTIAL)
"""Outcomes that an answer itself says; the others are chosen by hand."""
View = Callable[..., HttpResponse]


@require_safe
@for_people
def home(request: HttpRequest) -> HttpResponse:
    """List the campaigns in which somebody interviews."""
    person = person_in(request)
    require(may_list_campaigns(person, timezone.now()))
    context = {"campaigns": campaigns_to_ask(person), "breadcrumbs": [{"label": _("Phỏng vấn"), "url": ""}]}
    return render(request, "surveys/interviewing/home.html", context)


@never_cache
@require_safe
@for_people
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the page of the telephone: whom to ask and the form, kept on the device.

    Where nobody may interview any more, the page says why, and what of it still waits on the device.
    """
    person, campaign = person_in(request), campaign_in_field(slug)
    if not (verdict := may_interview(person, campaign, timezone.now())):
        shut = {"campaign": campaign, "verdict": verdict}
        return render(request, "surveys/interviewing/shut.html", shut, status=403)
    context = {"campaign": campaign, "work": _work(request, person, campaign), "scripts": _SCRIPTS}
    return render(request, "surveys/interviewing/work.html", context)


def in_json(view: View) -> View:
    """Tell a device in JSON why somebody may not do what it asks for: ``{"problem": ...}``, status 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            told = f"{refused.verdict.why} {refused.verdict.who}".strip()
            return JsonResponse({"problem": told}, status=403)

    return guarded


@never_cache
@require_safe
@for_people
@in_json
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the same as JSON, with a fresh token for sending in."""
    person, campaign = _asked(request, slug)
    return JsonResponse(_work(request, person, campaign))


@require_POST
@for_people
@in_json
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Take what a device kept: JSON ``{"items": [...]}``, answered with a receipt for each item."""
    person, campaign = _asked(request, slug)
    try:
        sent = json.loads(request.body)
        items = [one for one in sent["items"] if isinstance(one, dict)]
    except (ValueError, KeyError, TypeError, RecursionError, RequestDataTooBig):
        return JsonResponse(
            {"problem": _("Không đọc được dữ liệu gửi lên; dữ liệu vẫn ở trên máy.")}, status=400
        )
    receipts = take_fieldwork(person, campaign, items, timezone.now())
    return JsonResponse({"receipts": [vars(one) for one in receipts]})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the script that keeps the pages of the telephone on the device."""
    found = finders.find("surveys/interviewer_worker.js")
    with open(str(found), encoding="utf-8") as source:  # noqa: PTH123  # a path of Django's finders
        text = source.read()
    kept = [static(one) for one in (*_ASSETS, *_SCRIPTS)]
    kept += [f"{settings.STATIC_URL}{one}" for one in _SCRIPTS]  # scripts name each other without a version
    kept = list(dict.fromkeys(kept))
    scope = reverse("surveys:interview_home")
    script = f"const KEPT = {json.dumps(kept)};\nconst SCOPE = {json.dumps(scope)};\n{text}"
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the pages are installed on a telephone."""
    start = reverse("surveys:interview_home")
    told = {
        "name": _("Phỏng vấn khảo sát"),
        "short_name": _("Phỏng vấn"),
        "lang": page_language(),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "icons": [{"src": static("interface/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def interviewers(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what each interviewer was given and did; give people to one, or take them back."""
    person, campaign = person_in(request), campaign_in_field(slug)
    require(may_run_fieldwork(person, campaign, timezone.now()))
    if request.method == "POST":
        _change(request, person, campaign)
        return redirect("surveys:interviewers", slug)
    context = {
        "campaign": campaign,
        "rows": interviewers_of(campaign),
        "units": units_with_free(campaign),
        "breadcrumbs": [
            {"label": _("Điều tra"), "url": reverse("surveys:campaigns")},
            {"label": campaign.shown_title, "url": reverse("surveys:campaign", args=[slug])},
            {"label": _("Điều tra viên"), "url": ""},
        ],
    }
    return render(request, "surveys/interviewing/interviewers.html", context)


def _change(request: HttpRequest, person: Person, campaign: Campaign) -> None:
    members = CampaignMember.objects.filter(campaign=campaign, role=MemberRole.INTERVIEWER, removed_at=None)
    member = get_object_or_404(members, pk=_number(request, "member"))
    if "take_back" in request.POST:
        taken = take_back(person, campaign, member, timezone.now())
        messages.success(request, _("Đã thu lại {count} phiếu chưa trả lời.").format(count=taken))
        return
    many = _number(request, "many")
    if not 1 <= many <= MOST_GIVEN:
        words = _("Chưa giao phiếu nào: ghi số phiếu từ {low} đến {high}.")
        messages.error(request, words.format(low=1, high=MOST_GIVEN))
        return
    given = assign(person, campaign, member, _number(request, "unit"), many, timezone.now())
    messages.success(request, _("Đã giao {count} phiếu.").format(count=given))


def _number(request: HttpRequest, name: str) -> int:
    text = str(request.POST.get(name) or "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004  # fits every database


def _asked(request: HttpRequest, slug: str) -> tuple[Person, Campaign]:
    person, campaign = person_in(request), campaign_in_field(slug)
    require(may_interview(person, campaign, timezone.now()))
    return person, campaign


def _work(request: HttpRequest, person: Person, campaign: Campaign) -> dict[str, Any]:
    language = page_language()
    outcomes = last_outcomes(campaign, person)
    return {
        "campaign": campaign.slug,
        "title": campaign.shown_title,
        "purpose": campaign.purpose,
        "language": language,
        "is_over": campaign.state not in ASKING,
        "account": person.user_id,
        "token": get_token(request),
        "send": reverse("surveys:interview_send", args=[campaign.slug]),
        "data": reverse("surveys:interview_data", args=[campaign.slug]),
        "worker": reverse("surveys:interview_worker"),
        "scope": reverse("surveys:interview_home"),
        "sign_in": f"{reverse(settings.LOGIN_URL)}?next={request.path}",
        "form": form_data(form_of(campaign.instrument), language),
        "outcomes": [[one.value, str(one.label)] for one in Outcome if one not in _BY_HAND],
        "people": [
            {
                "id": one.pk,
                "code": one.element_id,
                "unit": one.unit.name,
                "cluster": one.psu,
                "is_open": one.state == InvitationState.WAITING,
                "state": str(one.get_state_display()),
                "last": outcomes.get(one.pk, ""),
            }
            for one in given_to(campaign, person)
        ],
    }
