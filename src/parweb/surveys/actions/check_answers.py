"""Run the checks on a campaign's answers: asked for by a reviewer, done in the background."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import numpy as np
import polars as pl
from django.db import transaction
from django.urls import reverse

from parindex.surveys.quality.flags import CHECKS
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.jobs.actions.start import start
from parweb.jobs.models import Job
from parweb.surveys.checking import flags_of
from parweb.surveys.models import Campaign, Flag
from parweb.surveys.permissions import may_review

KIND: Final = "surveys.check_answers"
_AT_ONCE: Final = 2000


def begin_check(person: Person, campaign: Campaign, at: datetime) -> Job:
    """Ask for the checks; give the job that runs them."""
    require(may_review(person, campaign, at))
    with transaction.atomic():
        link = reverse("surveys:review", args=[campaign.slug])
        job = start(KIND, {"campaign_id": campaign.pk}, by=person.user_id, at=at, link=link)
        record(person.actor, KIND, at, target=campaign, unit_id=campaign.owner_id)
    return job


def check_answers(campaign: Campaign, at: datetime) -> dict[str, Any]:
    """Run the checks and keep what they found instead of what an earlier run found; give counts and groups.

    ``groups`` are findings about units and interviewers, which belong to no single answer. The permutations
    of the comparison of interviewers are seeded by the campaign's number: the same answers give the same
    findings.
    """
    found = flags_of(campaign, np.random.default_rng(campaign.pk))
    of_answers = found.filter(pl.col("response_id").is_not_null())
    flags = [_flag(row, at) for row in of_answers.unique(["response_id", "check"]).iter_rows(named=True)]
    with transaction.atomic():
        Flag.objects.filter(response__campaign=campaign).delete()
        Flag.objects.bulk_create(flags, batch_size=_AT_ONCE)
    groups = found.filter(pl.col("response_id").is_null()).drop("response_id")
    return {"flags": len(flags), "groups": groups.rows(named=True)}


def _flag(row: dict[str, Any], at: datetime) -> Flag:
    detail = {name: row[name] for name in ("about", "figure", "limit") if row[name] is not None}
    return Flag(
        response_id=int(row["response_id"]),
        code=row["check"],
        severity=CHECKS[row["check"]].level,
        detail=detail,
        found_at=at,
    )
