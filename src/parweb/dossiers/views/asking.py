"""What a page of figures is about: whose, over which period, from which state of the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parweb.accounts.access import person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.dossiers.beginning import Beginning, beginning_of
from parweb.dossiers.kept import Kept, opened
from parweb.dossiers.models import Import
from parweb.dossiers.periods import Asked, asked_period, offered, year_to
from parweb.dossiers.permissions import (
    OWN,
    READING_FIGURES,
    may_see_dashboard,
    may_see_dossiers_of,
    may_see_figures_of,
)
from parweb.dossiers.queries.scopes import Scope, scope_of
from parweb.units.models import Unit


@dataclass(frozen=True)
class About:
    """The reader, the unit with its places in the store, the period, and the day that counts as today."""

    person: Person
    scope: Scope
    kept: Kept
    asked: Asked
    today: date
    may_open: bool
    """Whether the reader may see single dossiers."""

    @property
    def unit(self) -> Unit:
        """The unit that the page is about."""
        return self.scope.unit

    @property
    def beginning(self) -> Beginning:
        """From when on the unit has figures."""
        return beginning_of(self.kept, self.scope.places)

    @property
    def has_figures(self) -> bool:
        """Whether a dossier of the unit was received by the end of the period."""
        return self.beginning.has(self.asked.period)

    def link(self, name: str, *args: str, **query: str) -> str:
        """Give the address of a page about the same unit and period, with more parameters."""
        told = {"don-vi": self.unit.slug, "ky": self.asked.code, **query}
        return f"{reverse(f'dossiers:{name}', args=args)}?{urlencode(told)}"

    def context(self, **more: Any) -> dict[str, Any]:
        """Give what every page of figures shows."""
        return {
            "unit": self.unit,
            "asked": self.asked,
            "periods": offered(self.asked, self.today),
            "is_empty": self.beginning.slot is None,
            "has_figures": self.has_figures,
            "begins_in": self.beginning.month,
            "begins_late": self.beginning.is_within(year_to(self.asked.period)),
            "has_units": self.scope.has_several,
            "updated_at": updated_at(self.unit),
            "may_open": self.may_open,
            "home_url": self.link("home"),
            "late_url": self.link("late"),
            "letters_url": self.link("letters"),
            "today": self.today,
            **more,
        }

    def trail(self, *rest: str) -> list[dict[str, str]]:
        """Give the way to a page below the dashboard of the unit."""
        home = {"label": _("Hồ sơ: {unit}").format(unit=self.unit.name), "url": self.link("home")}
        return [home, *({"label": label, "url": ""} for label in rest)]


def about(request: HttpRequest) -> About:
    """Give what a request asks for; raises ``Refused``, and ``Http404`` for a unit that there is not."""
    person, now = person_in(request), timezone.now()
    require(may_see_dashboard(person, now))
    unit = _unit(person, str(request.GET.get("don-vi") or ""))
    require(may_see_figures_of(person, unit, now))
    kept, today = opened(), timezone.localdate()
    return About(
        person,
        scope_of(unit, kept.store.lists.units),
        kept,
        asked_period(request.GET, today),
        today,
        bool(may_see_dossiers_of(person, unit, now)),
    )


def _unit(person: Person, slug: str) -> Unit:
    """Give the unit asked for; else the reader's own, else the top of what they oversee."""
    if slug:
        return get_object_or_404(Unit, slug=slug[:120])
    path = (person.paths(*OWN) or person.paths(*READING_FIGURES))[0]
    return Unit.objects.get(pk=int(path.strip("/").split("/")[-1]))


def updated_at(unit: Unit) -> datetime | None:
    """Tell when records of a unit's area last came in; None where none did (one query)."""
    above = [int(part) for part in unit.path.strip("/").split("/")]
    done = Import.objects.filter(state=Import.State.DONE, source__owner__in=above, done_at__isnull=False)
    return done.order_by("-done_at").values_list("done_at", flat=True).first()
