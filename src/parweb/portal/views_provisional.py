"""Provisional results: the same pages for participants who signed in, never kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.portal import pages
from parweb.portal.reading import Reading
from parweb.results.permissions import may_see_provisional
from parweb.results.queries.publications import provisional_ones


def _provisional(request: HttpRequest, slug: str) -> Reading:
    now = timezone.now()
    publication = get_object_or_404(provisional_ones(now).select_related("run__edition"), slug=slug)
    require(may_see_provisional(person_in(request), publication.round, now))
    return Reading(publication, is_public=False)


@never_cache
@for_people
def ranking(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a provisional ranking to participants."""
    return pages.ranking_page(request, _provisional(request, slug))


@never_cache
@for_people
def unit(request: HttpRequest, slug: str, unit_slug: str) -> HttpResponse:
    """Show a unit's provisional result to participants."""
    return pages.unit_page(request, _provisional(request, slug), unit_slug)


@never_cache
@for_people
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Compare units of a provisional result."""
    return pages.compare_page(request, _provisional(request, slug))


@never_cache
@for_people
def method(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how provisional figures were made."""
    return pages.method_page(request, _provisional(request, slug))


@never_cache
@for_people
def edition(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the edition of a provisional result."""
    return pages.edition_page(request, _provisional(request, slug))
