"""Pages about campaigns."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.interface.pages import read_page, read_search
from parweb.surveys.permissions import may_list_campaigns, may_make_campaigns
from parweb.surveys.queries.campaigns import campaigns_of


@for_people
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns the person sees."""
    person, now = person_in(request), timezone.now()
    require(may_list_campaigns(person, now))
    context = {
        "page": read_page(request.GET, campaigns_of(person, read_search(request.GET))),
        "may_make": may_make_campaigns(person, now),
        "breadcrumbs": [{"label": _("Điều tra"), "url": ""}],
    }
    return render(request, "surveys/campaigns.html", context)
