"""Freeze the figures of a campaign with their method card."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from parindex.errors import Place, Problem, ProblemsFound
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.surveys.actions.refresh_tally import count_again
from parweb.surveys.carding import frozen_card
from parweb.surveys.collected import ground_of
from parweb.surveys.likert import BY_OPTION, by_option
from parweb.surveys.models import Campaign, Release
from parweb.surveys.permissions import may_release
from parweb.surveys.problems import NO_FIGURES
from parweb.surveys.queries.figures import BESIDE, beside_rows, figures_of, options
from parweb.surveys.releasing import digest_of, frozen


def release_figures(person: Person, campaign: Campaign, note: str, at: datetime) -> Release:
    """Count every answer from the beginning, and freeze figures, card and options under the next number.

    Raises :class:`ProblemsFound` with every gap of the method card, or where there is nothing to freeze.
    """
    require(may_release(person, campaign, at))
    ground = ground_of(campaign)
    running = count_again(campaign, ground) if ground is not None else None
    if ground is None or running is None:
        raise ProblemsFound([Problem(NO_FIGURES, Place(), {"campaign": campaign.title})])
    chosen = options()
    figures = figures_of(running, ground, chosen)
    card = frozen_card(campaign, ground, figures)
    told = frozen(figures) | {BY_OPTION: by_option(campaign, ground, chosen), BESIDE: beside_rows(campaign)}
    with transaction.atomic():
        last = Release.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
        made = Release.objects.create(
            campaign=campaign,
            number=last + 1,
            figures=told,
            card=card,
            options=chosen.as_dict(),
            sha256=digest_of(told, card, chosen.as_dict()),
            note=note,
            made_at=at,
            made_by_id=person.account_id,
        )
        after = {"number": made.number, "sha256": made.sha256, "answers": figures.answers, "note": note}
        record(
            person.actor,
            "surveys.release_figures",
            at,
            target=campaign,
            unit_id=campaign.owner_id,
            after=after,
        )
    return made
