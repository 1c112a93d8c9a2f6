"""The shelf of forms: those of the library, and those that institutes sent in. Neither ever changes."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Final

from django.db.models import Q, QuerySet

from parindex.frameworks.yaml_lines import parse
from parindex.surveys.instruments.digest import digest
from parindex.surveys.instruments.loading import instrument_from
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.registry import instrument_entries, load_instrument
from parweb.accounts.person import Person
from parweb.surveys.models import Campaign, Questionnaire, Station
from parweb.surveys.queries.campaigns import OVERSEEING, campaigns_of

DIGITS: Final = 12
"""So much of the digest stands in the name of an own form."""
_OWN: Final = re.compile(rf"@\d{{4}}-[0-9a-f]{{{DIGITS}}}")


class OwnForm(Instrument):
    """A form that was sent in. Its name holds its digest: a changed form is another one."""

    @cached_property
    def ref(self) -> str:
        """The name of the form: ``id@year-`` and the beginning of its digest."""
        return f"{self.id}@{self.year}-{digest(self)[:DIGITS]}"


def own_form(form: Instrument) -> OwnForm:
    """Give a form as one of ours, with a name of its own."""
    return OwnForm.model_validate({name: getattr(form, name) for name in type(form).model_fields})


@lru_cache(maxsize=128)
def form_of(ref: str) -> Instrument:
    """Give a form by its name, of the library or sent in (one query the first time).

    It is kept while the programme runs: the library's forms are part of it, the name of an own form says its
    content. Raises ``ProblemsFound`` for a name that there is not.
    """
    if _OWN.search(ref) is None:
        return load_instrument(ref)
    found = Questionnaire.objects.filter(ref=ref).first()
    return load_instrument(ref) if found is None else own_form(instrument_from(parse(found.content, ref)))


def is_shipped(ref: str) -> bool:
    """Tell whether a form is one of the library's."""
    return ref in {one.ref for one in instrument_entries()}


def forms_along(paths: tuple[str, ...]) -> QuerySet[Questionnaire]:
    """Give the forms sent in for units below some tops, or for units these tops belong to."""
    wanted = Q(pk__in=())
    for path in paths:
        wanted |= Q(owner__path__startswith=path) | Q(owner__path__in=_tops(path))
    return Questionnaire.objects.filter(wanted).select_related("owner", "made_by")


def _tops(path: str) -> list[str]:
    """Give a path and those above it: ``/1/5/`` and ``/1/``."""
    return [path[: end + 1] for end, letter in enumerate(path) if letter == "/" and end]


def forms_seen(person: Person) -> QuerySet[Questionnaire]:
    """Give the forms somebody sees: along the units they oversee, and those of campaigns they work in."""
    along = forms_along(person.paths(*OVERSEEING)).values("pk")
    campaigns = campaigns_of(person).values("pk").order_by()
    used = Q(ref__in=Campaign.objects.filter(pk__in=campaigns).values("instrument")) | Q(
        ref__in=Station.objects.filter(campaign__in=campaigns).values("instrument")
    )
    rows = Questionnaire.objects.filter(Q(pk__in=along) | used)
    return rows.select_related("owner", "made_by")


def offered_forms(paths: tuple[str, ...]) -> QuerySet[Questionnaire]:
    """Give the own forms that a new campaign may use: along its units, and not taken off the shelf."""
    return forms_along(paths).filter(retired_at=None)


def versions_of(form: Questionnaire) -> QuerySet[Questionnaire]:
    """Give every version of a form of its owner, the newest first."""
    rows = Questionnaire.objects.filter(owner=form.owner_id, form_id=form.form_id, year=form.year)
    return rows.select_related("made_by").order_by("-number")


def users_of(person: Person, refs: set[str]) -> dict[str, list[Campaign]]:
    """Give the campaigns that somebody sees by the forms they use, also at a station (two queries)."""
    seen = {one.pk: one for one in campaigns_of(person)}
    found: dict[str, dict[int, Campaign]] = {ref: {} for ref in refs}
    for one in seen.values():
        found.setdefault(one.instrument, {})[one.pk] = one
    rows = Station.objects.filter(campaign__in=seen).values_list("instrument", "campaign_id")
    for ref, pk in rows.distinct().order_by():
        found.setdefault(ref, {})[pk] = seen[pk]
    return {ref: list(campaigns.values()) for ref, campaigns in found.items()}
