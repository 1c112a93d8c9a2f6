"""Closing the second appraisal of all units at once: the list first, then what was closed."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.appraisals.actions.close_all import close_all
from parweb.appraisals.permissions import may_close_all
from parweb.appraisals.queries.closing import REASONS, counted, to_close
from parweb.appraisals.queries.finding import round_of
from parweb.appraisals.views.parts import queue_crumbs
from parweb.interface.pages import read_page

MOST_UNITS: Final = 500
"""Units closed in one go; the others come with the next go."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def close_second(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which units can be closed and which stay open and why; close those that were shown."""
    round_, person, at = round_of(slug), person_in(request), timezone.now()
    require(may_close_all(person, round_, at))
    closed = None
    if request.method == "POST":
        seen = frozenset(int(one) for one in request.POST.getlist("unit") if one.isdecimal())
        closed = close_all(person, round_, seen, at)
    ready, still_open = to_close(round_)
    context = {
        "breadcrumbs": queue_crumbs(round_, {"label": _("Chốt thẩm định lần 2")}),
        "round": round_,
        "closed": closed,
        "ready": ready[:MOST_UNITS],
        "counts": counted(still_open),
        "page": read_page(request.GET, [(one, REASONS[reason]) for one, reason in still_open]),
    }
    return render(request, "appraisals/close_second.html", context)
