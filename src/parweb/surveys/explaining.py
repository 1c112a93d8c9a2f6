"""How the page "who can do what, and why" finds campaigns."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.register import explainable
from parweb.surveys.models import Campaign
from parweb.surveys.queries.campaigns import campaigns_of

_MOST = 20


def find(key: str) -> dict[str, Any] | None:
    """Give the campaign with that address, and the unit it belongs to."""
    found = Campaign.objects.select_related("owner").filter(slug=key).first()
    return {"campaign": found, "unit": found.owner} if found else None


def search(person: Person, text: str) -> list[tuple[str, str]]:
    """Give the newest campaigns of the person whose title fits."""
    return [(one.slug, one.title) for one in campaigns_of(person, fold(text))[:_MOST]]


explainable("campaign", _("Đợt điều tra"), find, search)
