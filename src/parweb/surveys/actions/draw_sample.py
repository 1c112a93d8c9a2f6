"""Draw the sample: anybody who has the list, the seed and the plan draws the same."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import polars as pl
from django.db import transaction

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.sampling.drawn import Drawn
from parindex.surveys.sampling.frames import Frame as Elements
from parindex.surveys.sampling.protocol import record_of
from parindex.surveys.sampling.selection import draw
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.surveys.actions.take_frame import units_of
from parweb.surveys.contacts import sealed
from parweb.surveys.designs import Design, plan_of
from parweb.surveys.models import Campaign, Contact, Frame, Invitation, Quota, Sample
from parweb.surveys.permissions import may_change_design
from parweb.surveys.problems import CHANGED_FRAME
from parweb.surveys.storing import elements_of, keep_sample

_AT_ONCE: Final = 2000


def draw_sample(
    person: Person, campaign: Campaign, frame: Frame, design: Design, seed: int, at: datetime
) -> Sample:
    """Draw a sample of a list, and make an invitation for everybody drawn and for each reserve.

    The record of the draw (protocol) is kept with the sample; a sample that was drawn before is replaced, and
    the log keeps every draw with its seed. Raises :class:`ProblemsFound` for what cannot be drawn.
    """
    require(may_change_design(person, campaign, at))
    elements = elements_of(frame)
    if elements.hash != frame.sha256:
        told = {"now": elements.hash[:12], "before": frame.sha256[:12]}
        raise ProblemsFound([Problem(CHANGED_FRAME, Place(file=frame.source), told)])
    units = units_of(campaign, elements)
    drawn = draw(elements, plan_of(elements, design), seed)
    protocol = record_of(drawn, {"campaign": campaign.slug, "frame": frame.source}).as_dict()
    with transaction.atomic():
        made = _replaced(person, campaign, frame, drawn, protocol, at)
        _invite(campaign, drawn.sample, units)
        _keep_contacts(campaign, elements, drawn.sample)
        Campaign.objects.filter(pk=campaign.pk).update(design=design.as_dict())
        keep_sample(made, drawn.sample)
        told = {"seed": str(seed), "frame": frame.sha256, "sample": made.sha256, "drawn": str(made.chosen)}
        record(
            person.actor, "surveys.draw_sample", at, target=campaign, unit_id=campaign.owner_id, after=told
        )
    campaign.design = design.as_dict()
    return made


def _replaced(
    person: Person, campaign: Campaign, frame: Frame, drawn: Drawn, protocol: Mapping[str, Any], at: datetime
) -> Sample:
    Sample.objects.filter(campaign=campaign).delete()
    campaign.invitations.all().delete()
    campaign.quotas.all().delete()
    return Sample.objects.create(
        campaign=campaign,
        frame=frame,
        seed=drawn.seed,
        frame_sha256=frame.sha256,
        sha256=drawn.hash,
        design=protocol,
        chosen=protocol["sample"]["drawn"],
        reserves=protocol["sample"]["reserve"],
        drawn_at=at,
        drawn_by_id=person.account_id,
    )


def _invite(campaign: Campaign, sample: pl.DataFrame, units: Mapping[str, int]) -> None:
    wanted: Counter[int] = Counter()
    columns = ("element_id", "unit_id", "stratum", "psu", "weight", "is_reserve")
    rows = []
    for order, one in enumerate(sample.select(columns).iter_rows(named=True), start=1):
        unit = units.get(one["unit_id"] or "", campaign.owner_id)
        wanted[unit] += not one["is_reserve"]
        told = {name: one[name] or "" for name in ("stratum", "psu")}
        rows.append(
            Invitation(
                campaign=campaign,
                element_id=one["element_id"],
                unit_id=unit,
                order=order,
                weight=one["weight"],
                is_reserve=one["is_reserve"],
                **told,
            )
        )
    Invitation.objects.bulk_create(rows, batch_size=_AT_ONCE)
    quotas = (Quota(campaign=campaign, unit_id=unit, wanted=count) for unit, count in wanted.items() if count)
    Quota.objects.bulk_create(quotas)


def _keep_contacts(campaign: Campaign, elements: Elements, sample: pl.DataFrame) -> None:
    """Keep how to reach those who were drawn, each encrypted; of the others nothing."""
    if elements.contacts is None or campaign.contacts_until is None:
        return
    ids = dict(campaign.invitations.values_list("element_id", "pk"))
    wanted = elements.contacts.filter(pl.col("element_id").is_in(list(ids)))
    rows = (
        Contact(
            campaign=campaign,
            invitation_id=ids[one.pop("element_id")],
            value=sealed(json.dumps(one, ensure_ascii=False)),
            delete_on=campaign.contacts_until,
        )
        for one in wanted.iter_rows(named=True)
    )
    while chunk := [row for row, _number in zip(rows, range(_AT_ONCE), strict=False)]:
        Contact.objects.bulk_create(chunk)
