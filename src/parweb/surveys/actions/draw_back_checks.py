"""Draw whose interviews are asked again; anybody who has the record of a draw draws the same list."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import polars as pl
from django.db import transaction
from django.db.models import Max

from parindex.surveys.quality.back_checks import POOL, BackChecks
from parindex.surveys.quality.back_checks import draw_back_checks as draw
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.surveys.models import BackCheck, BackCheckDraw, Campaign
from parweb.surveys.permissions import may_review
from parweb.surveys.rechecking import pool_of

_AT_ONCE: Final = 2000


def draw_back_checks(
    person: Person, campaign: Campaign, share: float, minimum: int, seed: int, at: datetime
) -> BackCheckDraw | None:
    """Draw what is still missing from the share of each interviewer; None where nothing is missing.

    What was drawn before stays and counts. The draw keeps its pool, seed, share and minimum; the log has
    them too, but for the pool, of which it has the digest.
    """
    require(may_review(person, campaign, at))
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)  # two draws at once follow each other
        drawn = draw(pool_of(campaign), seed, share=share, minimum=minimum)
        if drawn.chosen.is_empty():
            return None
        made = _kept(person, campaign, drawn, share, minimum, at)
        told = {"seed": str(seed), "share": str(share), "minimum": str(minimum), "pool": drawn.hash}
        told["drawn"] = str(drawn.chosen.height)
        unit = campaign.owner_id
        record(person.actor, "surveys.draw_back_checks", at, target=campaign, unit_id=unit, after=told)
    return made


def drawn_again(made: BackCheckDraw) -> BackChecks:
    """Draw a list once more from its record: it is the same list, or the record was changed."""
    pool = pl.DataFrame(made.pool, schema=POOL, orient="row")
    return draw(pool, made.seed, share=made.share, minimum=made.minimum)


def log_list_taken(person: Person, campaign: Campaign, kind: str, at: datetime) -> None:
    """Write into the log that the list was taken as a file: it says whom to find."""
    require(may_review(person, campaign, at))
    with transaction.atomic():
        record(
            person.actor,
            "surveys.export_back_checks",
            at,
            target=campaign,
            unit_id=campaign.owner_id,
            after={"kind": kind},
            is_read=True,
        )


def _kept(
    person: Person, campaign: Campaign, drawn: BackChecks, share: float, minimum: int, at: datetime
) -> BackCheckDraw:
    made = BackCheckDraw.objects.create(
        campaign=campaign,
        share=share,
        minimum=minimum,
        seed=drawn.seed,
        pool=drawn.pool.rows(),
        pool_sha256=drawn.hash,
        drawn_at=at,
        drawn_by_id=person.account_id,
    )
    before = BackCheck.objects.filter(draw__campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    rows = enumerate(drawn.chosen.iter_rows(named=True), start=before + 1)
    BackCheck.objects.bulk_create(
        (
            BackCheck(draw=made, number=n, response_id=int(one["response_id"]), is_flagged=one["is_flagged"])
            for n, one in rows
        ),
        batch_size=_AT_ONCE,
    )
    return made
