"""How the page "who can do what, and why" finds rounds and the units that take part in them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.register import explainable
from parweb.rounds.models import Participant, Round

_MOST = 20


def find_round(key: str) -> dict[str, Any] | None:
    """Give the round with that address."""
    found = Round.objects.filter(slug=key).first()
    return {"round": found} if found else None


def search_rounds(person: Person, text: str) -> list[tuple[str, str]]:
    """Give the newest rounds whose name fits."""
    rounds = (one for one in Round.objects.order_by("-year", "name") if fold(text) in fold(one.name))
    return [(one.slug, one.name) for one in rounds][:_MOST]


def find_participant(key: str) -> dict[str, Any] | None:
    """Give a unit in a round with its round and itself."""
    rows = Participant.objects.select_related("round", "unit")
    found = rows.filter(pk=int(key)).first() if key.isdigit() else None
    return {"participant": found, "round": found.round, "unit": found.unit} if found else None


def search_participants(person: Person, text: str) -> list[tuple[str, str]]:
    """Give the units whose name fits, in their newest rounds first."""
    rows = Participant.objects.select_related("round", "unit").filter(unit__name_fold__contains=fold(text))
    return [(str(one.pk), str(one)) for one in rows.order_by("-round__year", "order")[:_MOST]]


explainable("round", _("Kỳ đánh giá"), find_round, search_rounds)
explainable("participant", _("Đơn vị trong một kỳ"), find_participant, search_participants)
