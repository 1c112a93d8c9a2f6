"""Filters of result pages: ``{% load results %}``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parweb.interface.numbers import no_number, number_text
from parweb.interface.templatetags.interface import class_badge
from parweb.results.models import Place
from parweb.results.printed import line_text
from parweb.results.queries.sureness import PossibleRanks

register = template.Library()


@register.filter
def line_points(value: Decimal | None, decimals: int) -> str:
    """Write the points of one line with its own digits, at most three, else the edition's decimals."""
    return no_number() if value is None else line_text(value, decimals)


@register.filter
def rank_of(place: Place | None) -> str:
    """Write a rank with its printed denominator, ``=`` where it is shared: ``9/20``, ``2=/3``."""
    if place is None or place.rank is None:
        return no_number()
    if not place.is_tied:
        return f"{place.rank}/{place.of}"
    words = _("đồng hạng")
    return format_html('{}<abbr title="{}">=</abbr>/{}', place.rank, words, place.of)


@register.filter
def plain_rank(place: Place | None) -> str:
    """Write a rank as the decision prints it: ``9/20``."""
    return no_number() if place is None or place.rank is None else f"{place.rank}/{place.of}"


@register.filter
def rank_range(possible: PossibleRanks | None) -> str:
    """Write the ranks that survey errors leave possible: ``3–7``, ``4`` where there is one."""
    if possible is None:
        return no_number()
    best, worst = possible.best, possible.worst
    return f"{best}" if best == worst else f"{best}–{worst}"


@register.filter
def risen(places: int | None) -> str:
    """Say how many places a unit moved: ``tăng 8 bậc``."""
    if places is None:
        return no_number()
    if places == 0:
        return _("giữ hạng")
    if places > 0:
        return ngettext("tăng {count} bậc", "tăng {count} bậc", places).format(count=places)
    return ngettext("giảm {count} bậc", "giảm {count} bậc", -places).format(count=-places)


@register.filter
def signed(value: Decimal | None, decimals: int = 2) -> str:
    """Write a change with its sign: ``+2,61``, ``−0,5``."""
    if value is None:
        return no_number()
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{number_text(abs(value), decimals)}"


@register.simple_tag
def class_of(place: Place | None, classes: dict[str, dict[str, Any]]) -> SafeString:
    """Show the class of a place as word and pattern; nothing where the edition has no classes."""
    found = classes.get(place.class_code) if place else None
    if found is None:
        return SafeString("")
    return class_badge(found["code"], found["label"], _colour(found["place"], len(classes)))


def _colour(place: int, count: int) -> int:
    """Spread the classes of an edition over the four looks, the best first."""
    most = 4
    return place if count <= most else 1 + round((place - 1) * (most - 1) / (count - 1))
