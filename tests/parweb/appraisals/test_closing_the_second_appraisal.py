"""A manager closes the second appraisal of all units at once that nothing is left to be done about."""

import pytest
from django.test import Client
from django.urls import reverse

from parweb.accounts.verdicts import Refused
from parweb.appraisals.actions.close_all import close_all
from parweb.appraisals.models import Appraisal, ExplanationRequest
from parweb.appraisals.queries.closing import to_close
from parweb.audit.models import Entry
from parweb.inbox.models import Message
from parweb.rounds.models import Participant
from parweb.rounds.states import ParticipantState
from tests.parweb.appraisals.scene import YES_NO, due, second
from tests.parweb.cast import NOW, Cast


@pytest.fixture
def scene(cast: Cast) -> Cast:
    """Nobody asked the first unit; the second answered and waits; the third was decided; the fourth is late."""
    units = cast.participants
    Participant.objects.filter(pk__in=[one.pk for one in units[:3]]).update(state="appraised_1")
    Participant.objects.filter(pk=units[3].pk).update(state="signed")
    for unit in units[1:3]:
        ExplanationRequest.objects.create(
            participant=unit,
            criterion_id=YES_NO,
            question="?",
            due_at=due(cast),
            state="released",
            asked_at=NOW,
            asked_by=cast.users["appraiser"],
        )
    Appraisal.objects.create(
        participant=units[2],
        criterion_id=YES_NO,
        stage=2,
        decision="keep",
        at=NOW,
        by=cast.users["appraiser"],
    )
    return cast


def names(units: list[Participant]) -> list[str]:
    return [one.unit.name for one in units]


def test_what_can_be_closed_and_what_stays_open_and_why_is_shown_first(scene: Cast) -> None:
    ready, still_open = to_close(scene.round)
    assert names(ready) == ["Xã Bắc Sơn", "Xã Đông Hưng"]
    assert [(one.unit.name, reason) for one, reason in still_open] == [
        ("Phường Chợ Rã", "asked"),
        ("Xã Yên Thế", "not_first"),
    ]


def test_units_with_open_requests_or_void_decisions_stay_open(scene: Cast) -> None:
    ExplanationRequest.objects.filter(participant=scene.participants[1]).update(state="asked")
    Appraisal.objects.update(voided_at=NOW)
    reasons = {one.unit.name: reason for one, reason in to_close(scene.round)[1]}
    assert reasons["Phường Chợ Rã"] == "request"
    assert reasons["Xã Đông Hưng"] in ("asked", "void")


def test_closing_all_closes_what_was_shown_tells_the_units_and_keeps_both_lists(scene: Cast) -> None:
    seen = frozenset(one.pk for one in scene.participants)
    closed = close_all(scene.person("manager"), scene.round, seen, second(scene))
    assert names(closed) == ["Xã Bắc Sơn", "Xã Đông Hưng"]
    states = dict(Participant.objects.values_list("unit__name", "state"))
    assert states == {
        "Xã Bắc Sơn": ParticipantState.APPRAISED_2,
        "Xã Đông Hưng": ParticipantState.APPRAISED_2,
        "Phường Chợ Rã": ParticipantState.APPRAISED_1,
        "Xã Yên Thế": ParticipantState.SIGNED,
    }
    entry = Entry.objects.get(action="appraisals.close_all")
    assert entry.after["closed"] == [scene.communes[0].pk, scene.communes[2].pk]
    assert entry.after["open"] == {
        str(scene.communes[1].pk): "asked",
        str(scene.communes[3].pk): "not_first",
    }
    told = Message.objects.filter(event="appraisals.stage_closed")
    assert {one.person.username for one in told} == {"officer", "officer2", "leader"}


def test_what_was_not_shown_is_not_closed(scene: Cast) -> None:
    seen = frozenset({scene.participants[2].pk})
    assert names(close_all(scene.person("manager"), scene.round, seen, second(scene))) == ["Xã Đông Hưng"]


def test_only_managers_close_all(scene: Cast) -> None:
    for name in ("appraiser_all", "chair", "observer", "officer", "admin"):
        with pytest.raises(Refused):
            close_all(scene.person(name), scene.round, frozenset(), second(scene))


def test_a_manager_closes_all_by_clicks_and_reads_what_was_closed(
    scene: Cast, client: Client, monkeypatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: second(scene))
    client.force_login(scene.users["manager"])
    queue = client.get(reverse("appraisals:queue", args=[scene.round.slug])).content.decode()
    address = reverse("appraisals:close_second", args=[scene.round.slug])
    assert f'href="{address}"' in queue
    shown = client.get(address)
    assert names(shown.context["ready"]) == ["Xã Bắc Sơn", "Xã Đông Hưng"]
    answered = client.post(address, {"unit": [one.pk for one in shown.context["ready"]]})
    assert names(answered.context["closed"]) == ["Xã Bắc Sơn", "Xã Đông Hưng"]
    assert "Còn tiêu chí đã giải trình mà chưa thẩm định lần 2" in answered.content.decode()
