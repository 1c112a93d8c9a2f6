"""What several pages of appraisals share: labels of criteria, breadcrumbs, the answer to a refused form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from parindex.frameworks.outline import OutlineNode
from parweb.accounts.person import Person
from parweb.appraisals.leaves import leaf_of
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.queries import outline_of
from parweb.interface.numbers import page_language
from parweb.rounds.models import Participant, Round

Crumb = dict[str, Any]


def label_of(leaf: OutlineNode) -> str:
    """Give the words of a criterion in the language of the page."""
    return leaf.node.label.in_(page_language())


def label_in(adopted: AdoptedEdition, code: str) -> str:
    """Give the words of a criterion by its code; empty where the edition no longer has it."""
    leaf = leaf_of(adopted, code)
    return label_of(leaf) if leaf else ""


def criteria_choices(adopted: AdoptedEdition) -> list[tuple[str, str]]:
    """Give all leaves of an edition as choices of a form."""
    return [(leaf.code, f"{leaf.code} {label_of(leaf)}") for leaf in outline_of(adopted).leaves]


def queue_crumbs(round_: Round, *more: Crumb) -> list[Crumb]:
    """Give the way to a page under an appraiser's queue."""
    return [
        {"url": reverse("appraisals:home"), "label": _("Thẩm định")},
        {"url": reverse("appraisals:queue", args=[round_.slug]), "label": round_.name},
        *more,
    ]


def unit_crumbs(participant: Participant, *more: Crumb, person: Person | None = None) -> list[Crumb]:
    """Give the way to a page about one unit's results."""
    link = reverse("appraisals:result", args=[participant.pk])
    return [
        {"url": "", "label": participant.round.name},
        {"url": link, "label": participant.unit.name},
        *more,
    ]


def tell(request: HttpRequest, found: ValidationError) -> None:
    """Show why an action without a form of its own was not done."""
    for message in found.messages:
        messages.error(request, message)
