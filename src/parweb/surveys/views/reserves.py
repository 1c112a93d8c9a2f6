"""The page on which a reserve is called in for somebody of the sample who gives no answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parweb.accounts.access import for_people
from parweb.accounts.verdicts import Refused, require
from parweb.surveys.actions.call_reserve import call_reserve
from parweb.surveys.models import Campaign, Invitation
from parweb.surveys.permissions import may_call_reserve
from parweb.surveys.queries.samples import next_reserve
from parweb.surveys.states import Outcome
from parweb.surveys.views.campaigns import crumb_of, crumbs, seen

REASONS = (Outcome.REFUSED, Outcome.NOT_HOME, Outcome.UNABLE, Outcome.NOT_REACHED, Outcome.NO_ADDRESS)
"""Why somebody is replaced; who is not of the population is replaced too."""


@require_http_methods(["GET", "POST"])
@for_people
def call(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show who would step in for whom; POST with a reason calls the reserve in."""
    person, campaign = seen(request, slug)
    require(may_call_reserve(person, campaign, timezone.now()))
    rows = Invitation.objects.select_related("campaign__owner", "unit", "stand_in", "interviewer")
    found = get_object_or_404(rows, pk=pk, campaign=campaign)
    if request.method != "POST":
        return _page(request, campaign, found)
    try:
        made = call_reserve(person, found, _reason(request), timezone.now())
    except Refused as refused:
        return _page(request, campaign, found, refused)
    told = {"reserve": made.element_id, "out": found.element_id}
    messages.success(request, _("Dự phòng {reserve} thay {out}. Phát phiếu cho người này.").format(**told))
    return redirect(f"{reverse('surveys:invitations', args=[slug])}?don-vi={made.unit.slug}")


def _reason(request: HttpRequest) -> str:
    """Put the chosen reason and the note together."""
    chosen = str(request.POST.get("outcome") or "")
    label = str(Outcome(chosen).label) if chosen in Outcome.values else ""
    note = str(request.POST.get("note") or "").strip()
    return ": ".join(part for part in (label, note) if part)


def _page(
    request: HttpRequest, campaign: Campaign, found: Invitation, refused: Refused | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "campaign": campaign,
        "invitation": found,
        "reserve": next_reserve(found),
        "attempts": list(found.attempts.select_related("by")),
        "reasons": [*REASONS, Outcome.NOT_ELIGIBLE],
        "given": request.POST,
        "refused": refused.verdict if refused else None,
        "breadcrumbs": crumbs(
            crumb_of(campaign),
            (_("Phiếu mời"), reverse("surveys:invitations", args=[campaign.slug])),
            (_("Thay bằng dự phòng"), ""),
        ),
    }
    return render(request, "surveys/reserve.html", context, status=422 if refused else 200)
