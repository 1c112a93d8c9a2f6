"""Pages about invitations: who was drawn, sheets of one-answer links, places where passers-by answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parweb.accounts.access import for_people
from parweb.accounts.verdicts import require
from parweb.interface.numbers import page_language
from parweb.interface.pages import read_page
from parweb.interface.tables import file_response
from parweb.surveys.actions.issue_tokens import MOST, issue_tokens
from parweb.surveys.actions.keep_station import close_station, make_station
from parweb.surveys.forms.campaigns import StationForm
from parweb.surveys.models import Campaign, Invitation, Station
from parweb.surveys.permissions import (
    may_call_reserve,
    may_issue_tokens,
    may_run_fieldwork,
    may_see_results,
)
from parweb.surveys.queries.places import counts_by_place
from parweb.surveys.queries.samples import (
    IN_TURN,
    invitations_of,
    names_of_strata,
    newest_frame,
    stations_of,
    to_be_handed_out,
)
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.sheets import qr_picture, station_link, token_link
from parweb.surveys.slip_pdf import slips_pdf
from parweb.surveys.states import InvitationState, StationKind
from parweb.surveys.subjects import subjects_for
from parweb.surveys.tokens import written
from parweb.surveys.views.campaigns import crumb_of, crumbs, seen
from parweb.units.models import Unit


@for_people
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """List invitations by unit, and offer to print what was not handed out yet."""
    person, campaign = seen(request, slug)
    now = timezone.now()
    require(may_run_fieldwork(person, campaign, now))
    units = list(Unit.objects.filter(pk__in=campaign.quotas.values("unit")).order_by("order", "pk"))
    asked = str(request.GET.get("don-vi") or "")
    unit = next((one for one in units if one.slug == asked), units[0] if units else None)
    words = str(request.GET.get("q") or "").strip()[:100]
    page = read_page(request.GET, invitations_of(campaign, unit.pk if unit else None, words))
    frame = newest_frame(campaign)
    strata = names_of_strata(frame, campaign.owner) if frame else {}
    context = {
        "campaign": campaign,
        "units": units,
        "unit": unit,
        "words": words,
        "page": page,
        "rows": [(row, strata.get(row.stratum, row.stratum)) for row in page],
        "has_clusters": any(row.psu for row in page),
        "waiting": to_be_handed_out(campaign, unit.pk).count() if unit else 0,
        "most": MOST,
        "may_issue": may_issue_tokens(person, campaign, now),
        "may_call": may_call_reserve(person, campaign, now),
        "breadcrumbs": crumbs(crumb_of(campaign), (_("Phiếu mời"), "")),
    }
    return render(request, "surveys/invitations.html", context)


@never_cache
@require_POST
@for_people
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """Make tokens for a unit's next invitations, or anew for one; the answer is the sheet to print."""
    person, campaign = seen(request, slug)
    require(may_issue_tokens(person, campaign, timezone.now()))
    chosen = _chosen(request, campaign)
    if not chosen:
        messages.info(request, _("Không còn phiếu mời nào chờ in."))
        return redirect("surveys:invitations", campaign.slug)
    issued = issue_tokens(person, campaign, chosen, timezone.now())
    slips = [
        {
            "element": one.invitation.element_id,
            "unit": one.invitation.unit.name,
            "link": token_link(one.token),
            "code": written(one.token),
            "qr": qr_picture(token_link(one.token)),
        }
        for one in issued
    ]
    if request.POST.get("as") == "pdf":
        name = f"phieu-moi-{campaign.slug}-{timezone.localtime():%Y%m%d-%H%M}.pdf"
        return file_response(slips_pdf(campaign, slips), name, "application/pdf")
    return render(request, "surveys/slips.html", {"campaign": campaign, "slips": slips})


def _chosen(request: HttpRequest, campaign: Campaign) -> list[Invitation]:
    if (again := str(request.POST.get("invitation") or "")).isdigit():
        rows = invitations_of(campaign).filter(IN_TURN, pk=int(again))
        return list(rows.filter(state=InvitationState.WAITING))
    unit = get_object_or_404(Unit, slug=str(request.POST.get("unit") or "")[:120])
    return list(to_be_handed_out(campaign, unit.pk)[:MOST])


@require_http_methods(["GET", "POST"])
@for_people
def stations(request: HttpRequest, slug: str) -> HttpResponse:
    """List the places where passers-by answer, and make one."""
    person, campaign = seen(request, slug)
    require(may_run_fieldwork(person, campaign, timezone.now()))
    form = StationForm(request.POST or None, owner=campaign.owner, subjects=subjects_for(campaign.owner))
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        told = (given["unit"], StationKind(given["kind"]), given["place"], given["instrument"])
        make_station(person, campaign, *told, timezone.now(), given.get("subject"))
        messages.success(request, _("Đã thêm điểm thu ý kiến."))
        return redirect("surveys:stations", campaign.slug)
    page, lang, heard = (
        read_page(request.GET, stations_of(campaign)),
        page_language(),
        counts_by_place(campaign),
    )
    context = {
        "campaign": campaign,
        "page": page,
        "rows": [(row, form_of(row.instrument).title.in_(lang), heard.get(row.pk, 0)) for row in page],
        "form": form,
        "may_see_results": may_see_results(person, campaign, timezone.now()),
        "breadcrumbs": crumbs(crumb_of(campaign), (_("Điểm thu ý kiến"), "")),
    }
    return render(request, "surveys/stations.html", context, status=422 if form.errors else 200)


@for_people
def poster(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give the poster of a place to print: the QR code and where it leads."""
    person, campaign = seen(request, slug)
    require(may_run_fieldwork(person, campaign, timezone.now()))
    station = get_object_or_404(stations_of(campaign, StationKind.QR), pk=pk)
    link = station_link(station.code)
    context = {"campaign": campaign, "station": station, "link": link, "qr": qr_picture(link)}
    return render(request, "surveys/poster.html", context)


@require_POST
@for_people
def close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a place take no more answers."""
    person, campaign = seen(request, slug)
    rows = Station.objects.select_related("campaign__owner")
    station = get_object_or_404(rows, pk=pk, campaign=campaign)
    close_station(person, station, timezone.now())
    messages.success(request, _("Đã đóng điểm thu ý kiến."))
    return redirect("surveys:stations", campaign.slug)
