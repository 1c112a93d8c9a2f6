"""A campaign in the field, for stories of fieldwork: interviewers, a kiosk, a batch of paper."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from parindex.surveys.instruments.registry import load_instrument
from parweb.results.models import RunUnit
from parweb.results.queries.unit_result import unit_result
from parweb.surveys.actions.keep_station import make_station
from parweb.surveys.actions.make_batch import Wanted, make_batch
from parweb.surveys.actions.take_response import Given, take_response
from parweb.surveys.asking.doors import by_token
from parweb.surveys.models import Campaign, Invitation, Response, Station
from parweb.surveys.states import Mode, StationKind, Stream
from parweb.surveys.tokens import answer_key, hash_of, new_token
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


def respondents(many: str) -> Any:
    """People of a sample who answered every screen and have only to send; gives their tokens."""
    cast = people.make_cast()
    campaign = make_campaign(cast)
    now = timezone.now()
    days = {"starts_on": now.date() - timedelta(days=2), "ends_on": now.date() + timedelta(days=20)}
    Campaign.objects.update(**days)
    tokens = [new_token() for _number in range(int(many))]
    unit = cast.communes[0]
    Invitation.objects.bulk_create(
        Invitation(
            campaign=campaign,
            element_id=f"E{number}",
            unit=unit,
            order=number,
            stratum=unit.slug,
            weight=2.5,
            token_hash=hash_of(token),
            token_at=now,
        )
        for number, token in enumerate(tokens)
    )
    form = load_instrument(campaign.instrument)
    told = {one.id: one.options[0].code for one in form.columns if one.kind == "code"}
    Response.objects.bulk_create(
        Response(
            campaign=campaign,
            key=answer_key(token),
            form=form.ref,
            answers=told | {"other_feedback": token},
            mode=Mode.ONLINE,
            stream=Stream.PROBABILITY,
            unit=unit,
            screen=99,
            started_at=now,
            received_at=now,
            is_partial=True,
        )
        for token in tokens
    )
    return tokens


def answered(said: str) -> Any:
    """Take answers through links as the form does: ``[[link, level of every item], …]``; count the whole ones."""
    now = timezone.now()
    for link, level in json.loads(said):
        door = by_token(link.strip("/").rsplit("/", 1)[-1], timezone.localdate(now))
        given = Given(
            campaign=door.campaign,
            key=door.key,
            form=door.form.ref,
            answers={column.id: level for column in door.form.index_columns},
            mode=door.mode,
            stream=door.stream,
            unit_id=door.unit_id,
            started_at=now - timedelta(minutes=9),
            finished_at=now,
            invitation=door.invitation,
        )
        take_response(given, now)
    return {"whole": Response.objects.filter(is_partial=False).count()}


def points(code: str) -> Any:
    """Give what the newest run froze of a criterion for the units that have points of it, in official order."""
    listed = RunUnit.objects.filter(run__number=1).order_by("order")
    leaves = [leaf for unit in listed for leaf in unit_result(unit.run, unit).leaves if leaf.code == code]
    return [
        {"points": format(leaf.points.normalize(), "f"), "standard_error": str(leaf.sureness.standard_error)}
        for leaf in leaves
        if leaf.points is not None
    ]


def taken() -> Any:
    """Give the tokens of whole answers, each as often as its answer is there."""
    rows = Response.objects.filter(is_partial=False).order_by("pk")
    return list(rows.values_list("answers__other_feedback", flat=True))


def counts() -> Any:
    """Say how many answers there are by mode, and how many of them are partial."""
    rows = Response.objects.order_by("pk").values_list("mode", "is_partial", "answers")
    return [{"mode": mode, "is_partial": partial, "answers": answers} for mode, partial, answers in rows]


def kiosk() -> Any:
    """Say the code of the kiosk."""
    return {"code": Station.objects.get(kind=StationKind.KIOSK).code}
