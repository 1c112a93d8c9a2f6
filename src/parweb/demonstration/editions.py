"""Adopt shipped editions as a manager does: draft, check, adopt."""

from __future__ import annotations

from datetime import datetime

from parweb.accounts.person import Person
from parweb.frameworks.actions.adopt_edition import adopt_edition
from parweb.frameworks.actions.make_draft import make_draft
from parweb.frameworks.intake import from_shelf
from parweb.frameworks.models import AdoptedEdition, EditionDraft


def adopt(person: Person, ref: str, at: datetime) -> AdoptedEdition:
    """Adopt a shipped edition, or give the one adopted before."""
    name, _, year = ref.partition("@")
    known = AdoptedEdition.objects.filter(edition_id=name, year=int(year)).first()
    if known is not None:
        return known
    draft = make_draft(person, from_shelf(ref), origin=EditionDraft.Origin.SHELF, name=ref, at=at)
    return adopt_edition(person, draft, at=at)
