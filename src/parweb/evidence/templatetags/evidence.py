"""Tags of the documents: ``{% load evidence %}``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django import template
from django.http import HttpRequest
from django.template.context import Context

from parweb.accounts.access import person_in
from parweb.evidence.models import Use
from parweb.evidence.showing import ShownDocument, shown_use
from parweb.rounds.models import Participant

register = template.Library()


@register.simple_tag(takes_context=True)
def shown_uses(context: Context, uses: Iterable[Use], participant: Participant) -> list[ShownDocument]:
    """Prepare the uses of ``queries.uses_of`` for the reader of the page; asks the database nothing."""
    person = person_in(cast("HttpRequest", context["request"]))
    path, year = participant.unit.path, participant.round.year
    return [shown_use(person, use, path, year) for use in uses or ()]


@register.filter
def file_size(size: int) -> str:
    """Write a count of bytes as people do: ``1,4 MB``."""
    step = 1024
    if size < step * step:
        return f"{max(1, round(size / step))} KB"
    return f"{size / step / step:.1f} MB".replace(".", ",")
