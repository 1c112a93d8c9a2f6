"""The kiosk: a touch is kept at once, a low one is asked why, an idle screen is free for the next person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from parweb.surveys.actions.keep_station import close_station, make_station
from parweb.surveys.models import Response, Station
from parweb.surveys.states import CampaignState, Mode, StationKind, Stream
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import Survey, member

FORM = "one-stop-kiosk@2026"


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def station(survey: Survey) -> Station:
    firm = member(survey.cast, "firm")
    unit = survey.cast.communes[0]
    return make_station(firm, survey.campaign, unit, StationKind.KIOSK, "Quầy 3", FORM, NOW)


def home(station: Station, query: str = "") -> str:
    return reverse("surveys:kiosk", args=[station.code]) + query


def test_a_satisfied_touch_is_a_whole_answer_of_the_kiosks_own_stream(station, client: Client):
    done = client.post(home(station), {"attitude": "3"})
    assert done.url == reverse("surveys:kiosk_thanks", args=[station.code])
    answer = Response.objects.get()
    assert (answer.answers, answer.is_partial) == ({"attitude": 3}, False)
    assert (answer.mode, answer.stream, answer.weight) == (Mode.KIOSK, Stream.KIOSK, None)
    assert answer.unit == station.unit


def test_a_low_touch_is_kept_at_once_and_asked_why(station, client: Client):
    asked = client.post(home(station), {"attitude": "1"})
    kept = Response.objects.get()
    assert (kept.answers, kept.is_partial) == ({"attitude": 1}, True)
    page = client.get(asked.url).content.decode()
    assert "Chờ lâu" in page
    assert 'content="30; url=' in page
    done = client.post(asked.url, {"reason": ["4", "2"]})
    assert done.url == reverse("surveys:kiosk_thanks", args=[station.code])
    answer = Response.objects.get()
    assert answer.is_partial is False
    assert [name for name, value in answer.answers.items() if value == 1] == [
        "attitude",
        "reason:2",
        "reason:4",
    ]


def test_who_walks_away_leaves_a_partial_answer_and_the_next_person_begins_anew(station, client: Client):
    client.post(home(station), {"attitude": "1"})
    assert client.get(home(station)).status_code == 200
    client.post(home(station), {"attitude": "2"})
    told = Response.objects.order_by("pk").values_list("answers__attitude", "is_partial")
    assert list(told) == [(1, True), (2, False)]


def test_a_reason_that_is_skipped_ends_the_answer(station, client: Client):
    asked = client.post(home(station), {"attitude": "1"})
    client.post(asked.url, {":skip": "1", "reason": ["4"]})  # ticked, and then skipped: not said
    answer = Response.objects.get()
    assert (answer.answers, answer.is_partial) == ({"attitude": 1}, False)
    assert client.get(asked.url).url == home(station)


def test_a_dossier_is_rated_once(station, client: Client):
    query = "?ho-so=000.01.H26-1"
    assert client.post(home(station, query), {"attitude": "3"}).status_code == 302
    again = client.post(home(station, query), {"attitude": "1"})
    assert "Hồ sơ này đã được đánh giá" in again.content.decode()
    assert client.post(home(station, "?ho-so=000.01.H26-2"), {"attitude": "1"}).status_code == 302
    assert Response.objects.count() == 2
    assert "000.01.H26-1" not in str(list(Response.objects.values()))


@pytest.mark.parametrize("sent", [{}, {"attitude": "9"}, {"attitude": "x" * 4000}])
def test_a_touch_that_is_no_face_keeps_nothing(station, client: Client, sent):
    assert client.post(home(station), sent).status_code == 422
    assert Response.objects.count() == 0


def test_a_closed_kiosk_and_a_closed_campaign_take_nothing(station, survey: Survey, client: Client):
    close_station(member(survey.cast, "firm"), station, NOW)
    assert client.post(home(station), {"attitude": "3"}).status_code == 404
    Station.objects.update(closed_at=None)
    type(survey.campaign).objects.update(state=CampaignState.CLOSED)
    assert client.post(home(station), {"attitude": "3"}).status_code == 410
    assert Response.objects.count() == 0


def test_the_thanks_go_back_to_the_faces_by_themselves_without_script(station, client: Client):
    page = client.get(reverse("surveys:kiosk_thanks", args=[station.code])).content.decode()
    assert f'<meta http-equiv="refresh" content="5; url={home(station)}">' in page


def test_a_kiosk_that_was_read_in_english_is_vietnamese_again_for_the_next_person(station, client: Client):
    faces = home(station)
    english = client.get(f"/en{faces}?ho-so=H1").content.decode()
    assert f'data-idle="30" data-home="{faces}?ho-so=H1"' in english
    assert f'content="30; url={faces}?ho-so=H1"' in english
    thanks = client.get(f"/en{faces}cam-on/").content.decode()
    assert f'<meta http-equiv="refresh" content="5; url={faces}">' in thanks
    assert "data-idle" not in client.get(faces).content.decode()


def test_the_faces_are_three_buttons_that_work_without_script(station, client: Client):
    page = client.get(home(station)).content.decode()
    assert page.count('<button class="face" name="attitude"') == 3
    assert "Quầy 3" in page
