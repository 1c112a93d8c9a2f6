"""A campaign in the field, for stories of fieldwork: interviewers, a kiosk, a batch of paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from parweb.surveys.actions.keep_station import make_station
from parweb.surveys.actions.make_batch import Wanted, make_batch
from parweb.surveys.models import Campaign, Invitation, Response, Station
from parweb.surveys.states import Mode, StationKind
from tests.parweb import cast as people
from tests.parweb.surveys.conftest import Survey, join, make_campaign, member


def fieldwork() -> Any:
    """Two campaigns; in the first three people of the interviewer, a kiosk, a batch of two sheets."""
    cast = people.make_cast()
    now = timezone.now()
    campaign, other = make_campaign(cast), make_campaign(cast, "khac")
    days = {"starts_on": now.date() - timedelta(days=2), "ends_on": now.date() + timedelta(days=20)}
    Campaign.objects.update(**days)
    Campaign.objects.filter(pk=other.pk).update(title="Điều tra khác")
    for name, role in (("firm", "firm"), ("interviewer", "interviewer"), ("one", "keyer"), ("two", "keyer")):
        join(cast, campaign, name, role)  # type: ignore[arg-type]
    survey = Survey(cast, campaign)
    for number in range(1, 6):
        survey.invite(number)
    asked = Invitation.objects.filter(order__lte=3)
    asked.update(interviewer=cast.users["interviewer"], mode=Mode.INTERVIEWER)
    Invitation.objects.filter(order__lte=3).update(state="closed")  # so that the batch takes the other two
    firm = member(cast, "firm")
    batch = make_batch(firm, campaign, Wanted(cast.communes[0], 2), now)
    Invitation.objects.filter(order__lte=3).update(state="waiting")
    kiosk = make_station(
        firm, campaign, cast.communes[0], StationKind.KIOSK, "Quầy 3", "one-stop-kiosk@2026", now
    )
    return {"campaign": campaign.slug, "other": other.slug, "batch": batch.number, "kiosk": kiosk.code}


def counts() -> Any:
    """Say how many answers there are by mode, and how many of them are partial."""
    rows = Response.objects.order_by("pk").values_list("mode", "is_partial", "answers")
    return [{"mode": mode, "is_partial": partial, "answers": answers} for mode, partial, answers in rows]


def kiosk() -> Any:
    """Say the code of the kiosk."""
    return {"code": Station.objects.get(kind=StationKind.KIOSK).code}
