"""Results of a campaign: figures with their error, method card, releases, files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parindex.errors import ProblemsFound
from parindex.surveys.estimation.index import INDEX
from parindex.surveys.methodcard import problems_of
from parweb.accounts.access import for_people
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.interface.numbers import number_text, page_language
from parweb.interface.pages import read_page
from parweb.interface.tables import Table, asked_format, file_response, table_response
from parweb.surveys.actions.export_answers import SUFFIXES, export_answers
from parweb.surveys.actions.publish_release import AlreadyPublished, publish_release
from parweb.surveys.actions.refresh_tally import refresh_tally
from parweb.surveys.actions.release_figures import release_figures
from parweb.surveys.carding import card_of, lines_of_frozen, live_lines
from parweb.surveys.collected import ground_of
from parweb.surveys.drawing import funnel_plot, interval_plot, outside_funnel
from parweb.surveys.models import Campaign, Release
from parweb.surveys.permissions import may_publish_release, may_release, may_see_results
from parweb.surveys.problems import card_gaps
from parweb.surveys.queries.figures import BESIDE, Figures, beside_rows, figures_of, options
from parweb.surveys.queries.paper import sheets_half_way
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.releasing import is_whole, live, newest_published
from parweb.surveys.showing import (
    AGGREGATIONS,
    DIVISIONS,
    FILE,
    METHODS,
    domain_rows,
    names_of_domains,
    names_of_figures,
    point_of,
    points_of,
    shown,
    shown_beside,
    units_by_id,
)
from parweb.surveys.states import ANNOUNCED, CampaignState
from parweb.surveys.views.campaigns import crumb_of, crumbs, seen

_LEAST_POINTS: Final = 2
PER_TABLE: Final = 30
"""Units on a page: with a chart of them it stays under 60 KB."""
_PAGE: Final = "trang-"
_ITEMS: Final = "cau-hoi"
_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def _results_of(request: HttpRequest, slug: str) -> tuple[Person, Campaign]:
    person, campaign = seen(request, slug)
    require(may_see_results(person, campaign, timezone.now()))
    return person, campaign


def _figures(campaign: Campaign) -> tuple[Any, Figures | None]:
    """Give what answers are read with, and the figures as of now."""
    ground = ground_of(campaign)
    running = refresh_tally(campaign, timezone.now(), ground) if ground is not None else None
    if ground is None or running is None:
        return ground, None
    return ground, figures_of(running, ground, options())


@require_GET
@for_people
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the figures of all answers that count now, with their error, by unit, group and mode."""
    person, campaign = _results_of(request, slug)
    now = timezone.now()
    _ground, figures = _figures(campaign)
    context: dict[str, Any] = {
        "campaign": campaign,
        "beside": shown_beside(beside_rows(campaign)),
        "releases": list(Release.objects.filter(campaign=campaign).select_related("made_by", "published_by")),
        "may_release": may_release(person, campaign, now),
        "suffixes": SUFFIXES,
        "breadcrumbs": crumbs(crumb_of(campaign), (_("Kết quả"), "")),
    }
    if figures is not None:
        told = live(figures)
        if found := asked_format(request.GET):
            return _file(campaign, told, found)
        context |= {"figures": figures, **_page(campaign, told, figures.chosen.as_dict(), request)}
    return render(request, "surveys/results/results.html", context)


def _page(
    campaign: Campaign, told: Mapping[str, Any], chosen: Mapping[str, Any], request: HttpRequest
) -> dict[str, Any]:
    """Give the tables and charts of figures as plain data, live or frozen."""
    names = names_of_figures(form_of(campaign.instrument))
    measures = [row["measure"] for row in told["whole"]]
    measure = request.GET.get("so-lieu", INDEX)
    measure = measure if measure in measures else INDEX
    whole = [shown(row, names) for row in told["whole"]]
    about = {
        "whole": whole,
        "count_items": len(told["items"]),
        "measure": measure,
        "measure_name": names[measure],
        "measures": [(code, names[code]) for code in measures],
        "method": METHODS.get(str(chosen["method"]), chosen["method"]),
        "options": chosen,
        "level": 100 * float(chosen["level"]),
        "aggregation": AGGREGATIONS.get(told["aggregation"], told["aggregation"]),
        "answers": told["answers"],
        "unplaced": told["unplaced"],
    }
    if request.GET.get("phan") == _ITEMS:
        return about | {"items": [shown(row, names) for row in told["items"]]}
    chosen_row = next(row for row in whole if row["measure"] == measure)
    return about | _divided(campaign, told["by"], chosen_row, names, request)


def _divided(
    campaign: Campaign,
    by: Mapping[str, Any],
    whole: Mapping[str, Any],
    names: Mapping[str, str],
    request: HttpRequest,
) -> dict[str, Any]:
    """Give one figure by unit, group and mode, each table cut into pages, with the charts of units."""
    domains, measure = names_of_domains(campaign, by), whole["measure"]
    rows = {code: domain_rows(by[code], domains[code], names, measure) for code in DIVISIONS}
    tables = [
        {
            "code": code,
            "title": DIVISIONS[code],
            "page": _cut(request, code, rows[code]),
            "parameter": _PAGE + code,
        }
        for code in DIVISIONS
        if rows[code] and not (code == "group" and _says_the_same(domains))
    ]
    charts = _charts(whole, rows["unit"], _cut(request, "unit", rows["unit"]), names[measure])
    return {"tables": tables, **charts}


def _cut(request: HttpRequest, code: str, rows: list[dict[str, Any]]) -> Page[Any]:
    """Cut a table that may have a row for each of many units; the file has all of them."""
    return read_page(request.GET, rows, PER_TABLE, _PAGE + code)


def _says_the_same(domains: Mapping[str, Mapping[str, str]]) -> bool:
    """Tell whether groups of the frame are the units themselves, or one group is all there is."""
    groups = sorted(domains["group"].values())
    return len(groups) == 1 or groups == sorted(domains["unit"].values())


def _charts(
    whole: Mapping[str, Any], rows: list[dict[str, Any]], cut: Page[Any], name: str
) -> dict[str, Any]:
    """Give the funnel of all units, and the intervals of those of this page."""
    points = points_of(rows)
    if len(points) < _LEAST_POINTS or whole["estimate"] is None:
        return {}
    middle = point_of(whole, _("Chung"))
    told = {
        "units": len(points),
        "outside": len(outside_funnel(points, middle)),
        "whole": _said(middle.value),
        "low": _said(min(one.value for one in points)),
        "high": _said(max(one.value for one in points)),
    }
    ends = _("{units} đơn vị, từ {low} % đến {high} %; chung {whole} %.")
    funnel = _("{outside} trong {units} đơn vị khác chung nhiều hơn mức do chọn mẫu (ngoài đường liền).")
    return {
        "intervals_words": ends.format(**told),
        "funnel_words": funnel.format(**told),
        "intervals": interval_plot(
            _("{name}: khoảng tin cậy theo đơn vị").format(name=name), points_of(cut), middle
        ),
        "is_cut": cut.has_other_pages(),
        "funnel": funnel_plot(
            _("{name}: biểu đồ phễu").format(name=name), points, middle, _("Cỡ mẫu hiệu dụng (người)")
        ),
    }


def _said(value: float) -> str:
    return number_text(value, 1)


def _file(campaign: Campaign, told: Mapping[str, Any], file_format: Any) -> HttpResponse:
    """Give every figure as one table; notes say how they were made."""
    names = names_of_figures(form_of(campaign.instrument))
    domains = names_of_domains(campaign, told["by"])
    everybody = {"division": _("Chung"), "domain": campaign.owner.name}
    rows = [shown(row, names, **everybody) for row in (*told["whole"], *told["items"])]
    for code, label in DIVISIONS.items():
        rows += [one | {"division": label} for one in domain_rows(told["by"][code], domains[code], names)]
    title = _("Kết quả {title}").format(title=campaign.shown_title)
    return table_response(Table(title, FILE, rows), file_format, title)


@require_GET
@for_people
def method(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the method card as it would be frozen now, with every gap."""
    person, campaign = _results_of(request, slug)
    ground, figures = _figures(campaign)
    if ground is None or figures is None:
        messages.info(request, _("Chưa có phiếu nào để tính số liệu."))
        return redirect("surveys:results", campaign.slug)
    card = card_of(campaign, ground, figures)
    context = {
        "campaign": campaign,
        "lines": live_lines(card),
        "problems": card_gaps(campaign, problems_of(card)),
        "may_release": may_release(person, campaign, timezone.now()),
        "breadcrumbs": crumbs(crumb_of(campaign), _crumb(campaign), (_("Phiếu phương pháp"), "")),
    }
    return render(request, "surveys/results/method.html", context)


def _crumb(campaign: Campaign) -> tuple[str, str]:
    return _("Kết quả"), reverse("surveys:results", args=[campaign.slug])


@require_POST
@for_people
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze the figures; a card with gaps is refused, each gap named."""
    person, campaign = _results_of(request, slug)
    note = str(request.POST.get("note") or "")[:2000]
    try:
        made = release_figures(person, campaign, note, timezone.now())
    except ProblemsFound as found:
        context = {
            "campaign": campaign,
            "problems": card_gaps(campaign, found.problems),
            "breadcrumbs": crumbs(crumb_of(campaign), _crumb(campaign), (_("Chốt kết quả"), "")),
        }
        return render(request, "surveys/results/refused.html", context, status=422)
    messages.success(
        request, _("Đã chốt kết quả lần {number}. Người khác công bố.").format(number=made.number)
    )
    return redirect("surveys:release", campaign.slug, made.number)


@require_GET
@for_people
def frozen_release(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a release as it was frozen, and whether it is still so."""
    person, campaign = _results_of(request, slug)
    found = _release(campaign, number)
    if kind := asked_format(request.GET):
        return _file(campaign, found.figures, kind)
    context = _of_release(request, campaign, found) | {
        "may_publish": may_publish_release(person, found, timezone.now()),
        "is_first": campaign.state == CampaignState.CLOSED,
        "half_way": sheets_half_way(campaign),
        "breadcrumbs": crumbs(
            crumb_of(campaign), _crumb(campaign), (_("Lần {number}").format(number=number), "")
        ),
    }
    return render(request, "surveys/results/release.html", context)


def _release(campaign: Campaign, number: int) -> Release:
    rows = Release.objects.select_related("made_by", "published_by")
    found = get_object_or_404(rows, campaign=campaign, number=number)
    found.campaign = campaign
    return found


def _of_release(request: HttpRequest, campaign: Campaign, found: Release) -> dict[str, Any]:
    return {
        "campaign": campaign,
        "release": found,
        "is_whole": is_whole(found),
        "beside": shown_beside(found.figures.get(BESIDE, [])),
        "lines": lines_of_frozen(found.card),
        **_page(campaign, found.figures, found.options, request),
    }


@require_POST
@for_people
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Publish what somebody else froze."""
    person, campaign = _results_of(request, slug)
    found = _release(campaign, number)
    try:
        publish_release(person, found, timezone.now())
    except AlreadyPublished:
        messages.info(request, _("Người khác vừa công bố kết quả này."))
    else:
        messages.success(request, _("Đã công bố kết quả lần {number}.").format(number=number))
    return redirect("surveys:release", campaign.slug, number)


@require_GET
@for_people
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Give the answers as a file, without anything that names a respondent."""
    person, campaign = _results_of(request, slug)
    try:
        made = export_answers(person, campaign, kind, page_language(), timezone.now())
    except KeyError:
        raise Http404 from None
    name = f"phieu-{campaign.slug}-{kind}.{made.suffix}"
    return file_response(made.content, name, _TYPES[made.suffix])


@require_GET
def public_list(request: HttpRequest) -> HttpResponse:
    """List the surveys whose results are public, the newest first, and those that were announced."""
    rows = Campaign.objects.filter(state__in=ANNOUNCED).select_related("owner")
    context = {"page": read_page(request.GET, rows.order_by("-starts_on", "-pk"))}
    return render(request, "surveys/results/public_list.html", context)


@require_GET
def public_results(request: HttpRequest, slug: str) -> HttpResponse:
    """Show anybody the release that was published last."""
    campaign = get_object_or_404(
        Campaign.objects.select_related("owner", "round"), slug=slug, state=CampaignState.PUBLISHED
    )
    found = newest_published(campaign.pk)
    if found is None:
        raise Http404
    if kind := asked_format(request.GET):
        return _file(campaign, found.figures, kind)
    return render(request, "surveys/results/public.html", _of_release(request, campaign, found))


@require_GET
def public_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the release that was published last as JSON: what its digest is of, and which unit a domain is."""
    campaign = get_object_or_404(Campaign, slug=slug, state=CampaignState.PUBLISHED)
    found = newest_published(campaign.pk)
    if found is None:
        raise Http404
    told = {"figures": found.figures, "card": found.card, "options": found.options, "sha256": found.sha256}
    told["units"] = units_by_id(row["domain"] for row in found.figures["by"]["unit"])
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "sort_keys": True})
