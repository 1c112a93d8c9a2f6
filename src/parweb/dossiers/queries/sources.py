"""Reads about sources, their units' codes and tokens."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Max, Q, QuerySet

from parindex.text import fold
from parweb.dossiers.models import Source, UnitCode
from parweb.units.models import Unit
from parweb.units.queries import units_by_codes


def sources_below(paths: tuple[str, ...]) -> QuerySet[Source]:
    """Give the sources of some subtrees with their owner."""
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(owner__path__startswith=path)
    return Source.objects.filter(wanted).select_related("owner")


def with_counts(sources: QuerySet[Source]) -> QuerySet[Source]:
    """Add how many codes and live tokens each has, and when something last came in."""
    return sources.annotate(
        codes=Count("unit_codes", distinct=True),
        live_tokens=Count("tokens", filter=Q(tokens__revoked_at=None), distinct=True),
        last_in=Max("imports__done_at"),
    ).order_by("name", "id")


def codes_of(source: Source, words: str = "") -> QuerySet[UnitCode]:
    """Give the codes of a source with their units, those that fit the folded words."""
    rows = source.unit_codes.select_related("unit")
    return rows.filter(Q(unit__name_fold__contains=words) | Q(code__icontains=words)) if words else rows


def codes_without_unit(codes: Iterable[str]) -> list[str]:
    """Keep the codes that mean no unit in any source, in the order given (one query)."""
    given = list(dict.fromkeys(codes))
    known = set(UnitCode.objects.values_list("code", flat=True).distinct())
    return [code for code in given if code not in known]


def suggested(source: Source, codes: Iterable[str]) -> dict[str, Unit]:
    """Give the one unit that a code names by itself: an official code, or a whole name."""
    units = units_by_codes(codes, (source.owner.path,))
    return {code: unit for code in codes if (unit := units.get(fold(code)))}
