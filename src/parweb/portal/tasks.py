"""Work in the background: the charts of a publication, drawn before anybody asks for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import translation

from parweb.jobs.registry import Progress, background
from parweb.portal.pictures import ranking_picture, unit_pictures
from parweb.results.models import Publication, RunUnit
from parweb.results.queries.movement import domain_moves
from parweb.results.queries.publications import publication_before
from parweb.results.queries.unit_result import unit_result

LANGUAGES = ("vi", "en")
_EVERY = 20


@background("portal.draw_charts", at_leisure=True)
def draw_charts(progress: Progress, at: datetime, publication_id: int) -> dict[str, Any]:
    """Draw and keep the charts of all pages of a publication, in both languages; those kept are left."""
    found = Publication.objects.select_related("round__owner", "round__league", "run__edition")
    publication = found.get(pk=publication_id)
    units = list(RunUnit.objects.filter(run=publication.run))
    before = publication_before(publication, at)
    for done, listed in enumerate(units):
        if done % _EVERY == 0:
            progress(done, len(units), publication.title)
        for lang in LANGUAGES:
            with translation.override(lang):
                _draw(publication, before, listed)
    for lang in LANGUAGES:
        with translation.override(lang):
            ranking_picture(publication.run)
    progress(len(units), len(units))
    return {"units": len(units)}


def _draw(publication: Publication, before: Publication | None, listed: RunUnit) -> None:
    moves = domain_moves(before.run, publication.run, listed.unit_id) if before else []
    unit_pictures(publication, before, unit_result(publication.run, listed), moves)
