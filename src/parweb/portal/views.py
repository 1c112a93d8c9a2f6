"""Public pages: each takes one publication that anybody may read and gives one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from parweb.interface.pages import read_page
from parweb.interface.tables import file_response
from parweb.portal import pages
from parweb.portal.early import public_list, public_page
from parweb.portal.pictures import ranking_picture
from parweb.portal.reading import Reading
from parweb.results.queries.movement import moves
from parweb.results.queries.publications import history_of, public_ones
from parweb.results.queries.showing import league_context
from parweb.results.queries.tables import bundle_of
from parweb.units.models import Unit
from parweb.units.queries import lineage


def _public(slug: str) -> Reading:
    return Reading(get_object_or_404(public_ones(timezone.now()).select_related("run__edition"), slug=slug))


@public_list
def home(request: HttpRequest) -> HttpResponse:
    """List the publications, the newest first."""
    page = read_page(request.GET, public_ones(timezone.now()), 30)
    return render(request, "portal/home.html", {"page": page})


@public_page
def ranking(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a publication's ranking."""
    return pages.ranking_page(request, _public(slug))


@public_page
def unit(request: HttpRequest, slug: str, unit_slug: str) -> HttpResponse:
    """Show one unit of a publication."""
    return pages.unit_page(request, _public(slug), unit_slug)


@public_page
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Compare units of a publication."""
    return pages.compare_page(request, _public(slug))


@public_page
def method(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how the figures were made."""
    return pages.method_page(request, _public(slug))


@public_page
def edition(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the edition of a publication."""
    return pages.edition_page(request, _public(slug))


@public_page
def chart(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the chart of the ranking as a picture of its own (long leagues load it last)."""
    return HttpResponse(ranking_picture(_public(slug).run).svg, content_type="image/svg+xml")


@public_page
def moved(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a publication changed of the one it replaces."""
    reading = _public(slug)
    former = pages.need(reading.publication.replaces)
    found = moves(former.run, reading.run)
    context = reading.context(
        **league_context(reading.run),
        former=former,
        page=read_page(request.GET, found),
        breadcrumbs=[
            {"url": reading.url("ranking"), "label": reading.publication.title},
            {"label": _("Nội dung thay đổi")},
        ],
    )
    return render(request, "portal/moved.html", context)


def bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the bundle from which anybody makes the figures again."""
    reading = _public(slug)
    content, digest = pages.need(bundle_of(reading.run))
    response = file_response(content, pages.bundle_name(reading), "application/zip")
    response["ETag"] = f'"{digest}"'
    response["X-Content-SHA256"] = digest
    return response


@public_list
def history(request: HttpRequest, unit_slug: str) -> HttpResponse:
    """Show every published result of a unit; one that was dissolved keeps its own and names who followed."""
    found = get_object_or_404(Unit, slug=unit_slug)
    came_from, became = lineage(found)
    context = {
        "unit": found,
        "places": history_of(found.pk, timezone.now()),
        "came_from": [one for one in came_from if one.former_id != found.pk],
        "became": [one for one in became if one.successor_id != found.pk],
    }
    return render(request, "portal/history.html", context)
