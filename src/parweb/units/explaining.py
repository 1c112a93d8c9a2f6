"""How the page "who can do what, and why" finds units."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.register import explainable
from parweb.units.models import Unit
from parweb.units.queries import search_units

_MOST = 20


def find(key: str) -> dict[str, Any] | None:
    """Give the unit with that address."""
    unit = Unit.objects.filter(slug=key).first()
    return {"unit": unit} if unit else None


def search(person: Person, text: str) -> list[tuple[str, str]]:
    """Give the first units whose name or code fits."""
    units = search_units(Unit.objects.select_related("parent"), text).order_by("valid_to", "path")[:_MOST]
    return [(one.slug, f"{one.name} ({one.parent.name})" if one.parent else one.name) for one in units]


explainable("unit", _("Đơn vị"), find, search)
