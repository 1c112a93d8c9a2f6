"""Which publications there are, for whom, and what became of them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, F, Prefetch

from parweb.results.models import Place, Publication, PublicationQuerySet
from parweb.results.states import PublicationKind, PublicationState

_NEWEST = (F("published_at").desc(nulls_last=True), "-pk")


def public_ones(at: datetime) -> PublicationQuerySet:
    """Give what anybody may read, the newest first, with round and run."""
    return _with_parts(Publication.objects.shown(at))


def provisional_ones(at: datetime) -> PublicationQuerySet:
    """Give provisional results whose hour has come, for participants."""
    found = Publication.objects.released(at).filter(kind=PublicationKind.PROVISIONAL)
    return _with_parts(found)


def _with_parts(found: PublicationQuerySet) -> PublicationQuerySet:
    later = Publication.objects.filter(state=PublicationState.PUBLISHED)
    return (
        found.select_related("round__league", "round__owner", "run", "replaces")
        .prefetch_related(Prefetch("replaced_by", later, to_attr="later"))
        .order_by(*_NEWEST)
    )


def stamp(at: datetime) -> int:
    """Count the public publications: nothing public changes without this number growing (one read)."""
    return Publication.objects.shown(at).count()


def replacement_of(publication: Publication) -> Publication | None:
    """Give the publication that corrects this one; None where it stands."""
    later: list[Publication] | None = getattr(publication, "later", None)
    if later is not None:
        return later[0] if later else None
    return publication.replaced_by.filter(state=PublicationState.PUBLISHED).first()


def publication_before(publication: Publication, at: datetime) -> Publication | None:
    """Give the latest public result of an earlier year of the same owner and league, else of the owner."""
    earlier = [
        one
        for one in public_ones(at).filter(
            round__owner=publication.round.owner_id, round__year__lt=publication.round.year
        )
        if not one.later  # type: ignore[attr-defined]  # prefetched to this name
    ]
    previous, league = publication.round.previous_id, publication.round.league_id
    earlier.sort(
        key=lambda one: (one.round_id == previous, one.round.league_id == league, one.round.year),
        reverse=True,
    )
    return earlier[0] if earlier else None


def history_of(unit_id: int, at: datetime) -> list[Place]:
    """Give the total of a unit in each public publication that stands, the latest year first.

    Each place carries its ``publication``.
    """
    shown = {one.run_id: one for one in public_ones(at) if not one.later}  # type: ignore[attr-defined]
    places = list(
        Place.objects.filter(unit=unit_id, criterion_id="total", run__in=shown).select_related("listed")
    )
    for place in places:
        place.publication = shown[place.run_id]  # type: ignore[attr-defined]  # for the page
    places.sort(key=lambda one: (-shown[one.run_id].round.year, one.run_id))
    return places


def units_public(at: datetime) -> int:
    """Count the units that some public publication lists."""
    runs = Publication.objects.shown(at).values("run")
    found = Place.objects.filter(run__in=runs, criterion_id="total").aggregate(n=Count("unit", distinct=True))
    return int(found["n"])
