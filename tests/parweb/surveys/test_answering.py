"""Somebody answers on a telephone, by a one-answer link or at a counter."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from parindex.surveys.instruments.registry import load_instrument
from parweb.audit.models import Entry
from parweb.surveys.actions.keep_contact import forget_contacts
from parweb.surveys.asking.limits import MOST_A_MINUTE
from parweb.surveys.asking.screens import screens_of
from parweb.surveys.contacts import opened
from parweb.surveys.models import Campaign, Contact, Invitation, Response, Station
from parweb.surveys.states import CampaignState, InvitationState, StationKind
from parweb.surveys.tokens import new_token, written
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import FORM, Survey

ADDRESS = "203.0.113.77"
KIOSK = "one-stop-kiosk@2026"


@pytest.fixture(autouse=True)
def _in_the_field(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def phone() -> Client:
    """A browser of a respondent, which checks forgery as a real one does."""
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS)


def post(phone: Client, path: str, **data: Any):
    """Send a form as a browser does: with the token of the page it came from."""
    page = phone.get(path)
    data["csrfmiddlewaretoken"] = (
        page.cookies["csrftoken"].value if "csrftoken" in page.cookies else _kept(phone)
    )
    return phone.post(path, data)


def _kept(phone: Client) -> str:
    return phone.cookies["csrftoken"].value if "csrftoken" in phone.cookies else ""


def screen_url(token: str, number: int) -> str:
    return reverse("surveys:answer_screen", args=[token, number])


def answer_all(phone: Client, token: str) -> None:
    """Go through the whole form and send it."""
    form = load_instrument(FORM)
    for screen in screens_of(FORM):
        data = {
            column.id: str(column.options[-1].code)
            for column in screen.columns(form)
            if column.kind == "code"
        }
        assert post(phone, screen_url(token, screen.number), go="next", **data).status_code == 302
    sent = post(phone, reverse("surveys:answer_send", args=[token]))
    assert (sent.status_code, sent.url) == (302, reverse("surveys:answer_thanks", args=[token]))


def test_the_first_screen_says_what_for_who_and_that_nobody_is_named(survey: Survey, phone: Client):
    _, token = survey.invite()
    text = phone.get(reverse("surveys:answer", args=[token])).content.decode()
    assert survey.campaign.purpose in text
    assert "không ai biết phiếu nào là của ai" in text
    assert "Bưu điện tỉnh Minh Họa" in text
    assert "Trả lời là tự nguyện" in text


def test_the_whole_form_is_answered_without_a_script_and_becomes_codes(survey: Survey, phone: Client):
    invitation, token = survey.invite()
    answer_all(phone, token)
    row = Response.objects.get()
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ANSWERED
    assert (row.is_partial, row.mode, row.stream, row.form) == (False, "online", "probability", FORM)
    assert [row.answers[f"q9_{number}"] for number in (1, 20, 39)] == [5, 5, 5]
    assert (row.unit_id, row.weight) == (survey.cast.communes[0].pk, 21.5)
    assert "Xin cảm ơn" in phone.get(reverse("surveys:answer_thanks", args=[token])).content.decode()


def test_a_second_use_of_a_token_is_refused_politely_on_every_page(survey: Survey, phone: Client):
    _, token = survey.invite()
    answer_all(phone, token)
    for path in (
        reverse("surveys:answer", args=[token]),
        screen_url(token, 1),
        reverse("surveys:answer_send", args=[token]),
    ):
        again = phone.get(path)
        assert again.status_code == 410
        assert "Xin cảm ơn" in again.content.decode()
    assert Client().post(reverse("surveys:answer_send", args=[token])).status_code == 410
    assert Response.objects.count() == 1


def test_going_back_and_closing_the_browser_lose_nothing(survey: Survey, phone: Client):
    _, token = survey.invite()
    post(phone, screen_url(token, 1), go="next", gender="2", age="3")
    back = post(phone, screen_url(token, 2), go="back", q1_1="4")
    assert back.url == screen_url(token, 1)
    page = Client().get(screen_url(token, 1)).content.decode()
    assert 'id="gender-2" checked' in page
    assert 'id="q1_1-4" checked' in Client().get(screen_url(token, 2)).content.decode()
    row = Response.objects.get()
    assert (row.is_partial, row.answers, row.screen) == (True, {"gender": 2, "age": 3, "q1_1": 4}, 1)
    assert "Làm tiếp" in Client().get(reverse("surveys:answer", args=[token])).content.decode()


def test_several_answers_of_one_question_are_kept_as_ones_and_zeros(survey: Survey, phone: Client):
    _, token = survey.invite()
    number = next(one.number for one in screens_of(FORM) if one.parts[0].question.id == "q2")
    post(phone, screen_url(token, number), go="next", q2=["1", "7"], q2_7_text="báo của thôn")
    row = Response.objects.get().answers
    assert {name: row[name] for name in ("q2:1", "q2:2", "q2:7", "q2_7_text")} == {
        "q2:1": 1,
        "q2:2": 0,
        "q2:7": 1,
        "q2_7_text": "báo của thôn",
    }


def test_a_text_of_an_option_that_was_not_chosen_is_left_out(survey: Survey, phone: Client):
    _, token = survey.invite()
    post(phone, screen_url(token, 1), go="next", ethnicity="1", ethnicity_2_text="Tày")
    assert Response.objects.get().answers == {"ethnicity": 1}


def test_a_code_that_the_form_has_not_is_said_at_its_field_and_not_kept(survey: Survey, phone: Client):
    _, token = survey.invite()
    wrong = post(phone, screen_url(token, 1), go="next", gender="9", age="2")
    assert wrong.status_code == 422
    assert "Hãy chọn một trong các câu trả lời." in wrong.content.decode()
    assert Response.objects.get().answers == {"age": 2}


@pytest.mark.parametrize("path", ["answer", "answer_send", "answer_thanks"])
def test_a_guessed_token_opens_nothing(survey: Survey, phone: Client, path: str):
    survey.invite()
    for token in (new_token(), "x", "k7mq-2x9f-abcd-234", "0" * 16):
        assert phone.get(reverse(f"surveys:{path}", args=[token])).status_code == 404


def test_a_token_that_was_replaced_opens_nothing_any_more(survey: Survey, phone: Client):
    invitation, token = survey.invite()
    Invitation.objects.filter(pk=invitation.pk).update(token_hash="0" * 64)
    assert phone.get(reverse("surveys:answer", args=[token])).status_code == 404


def test_before_after_and_withdrawn_each_have_their_words(survey: Survey, phone: Client):
    _, token = survey.invite()
    path = reverse("surveys:answer", args=[token])
    Campaign.objects.update(state=CampaignState.READY)
    assert phone.get(path).status_code == 403
    Campaign.objects.update(state=CampaignState.CLOSED)
    assert phone.get(path).status_code == 410
    Campaign.objects.update(state=CampaignState.FIELD, ends_on=NOW.date() - timedelta(days=1))
    assert phone.get(path).status_code == 410
    Campaign.objects.update(ends_on=NOW.date())
    assert phone.get(path).status_code == 200
    Invitation.objects.update(state=InvitationState.WITHDRAWN)
    assert "thôi dùng" in phone.get(path).content.decode()


def test_a_code_typed_from_paper_opens_the_form_however_it_is_written(survey: Survey, phone: Client):
    _, token = survey.invite()
    found = post(phone, reverse("surveys:code"), code=f" {written(token).upper()} ")
    assert (found.status_code, found.url) == (302, reverse("surveys:answer", args=[token]))
    assert post(phone, reverse("surveys:code"), code="abc").status_code == 422


def test_the_form_speaks_english_too_and_the_answer_says_in_which_language(survey: Survey, phone: Client):
    _, token = survey.invite()
    path = f"/en{screen_url(token, 1)}"
    assert "Gender" in phone.get(path).content.decode()
    post(phone, path, go="next", gender="1")
    assert Response.objects.get().language == "en"


def test_a_form_sent_from_another_site_is_refused(survey: Survey, phone: Client):
    _, token = survey.invite()
    assert phone.post(screen_url(token, 1), {"gender": "1", "go": "next"}).status_code == 403
    assert phone.post(reverse("surveys:answer_send", args=[token])).status_code == 403
    assert Response.objects.count() == 0


def test_nothing_about_the_network_or_a_session_is_kept_or_logged(survey: Survey, phone: Client, caplog):
    caplog.set_level(logging.DEBUG)
    before = Entry.objects.count()
    _, token = survey.invite()
    answer_all(phone, token)
    phone.get(reverse("surveys:answer", args=[token]))
    phone.get(reverse("surveys:answer", args=[new_token()]))
    told = [one.getMessage() for one in caplog.records if not one.name.startswith("django.db")]
    assert [one for one in told if ADDRESS in one or token in one or "/ks/" in one] == []
    row = Response.objects.filter().values().get()
    assert ADDRESS not in repr(row)
    assert token not in repr(row) + repr(list(Invitation.objects.values()))
    assert "sessionid" not in phone.cookies
    assert Entry.objects.count() == before


def test_pages_of_a_form_are_kept_nowhere_and_run_no_script_of_others(survey: Survey, phone: Client):
    _, token = survey.invite()
    page = phone.get(screen_url(token, 1))
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert "<style" not in page.content.decode()


def test_one_form_is_not_sent_without_end_while_another_from_the_same_address_is(
    survey: Survey, phone: Client
):
    _, token = survey.invite(1)
    _, other = survey.invite(2)
    answers = {post(phone, screen_url(token, 1), go="next").status_code for _try in range(MOST_A_MINUTE)}
    assert answers == {302}
    assert post(phone, screen_url(token, 1), go="next").status_code == 429
    assert post(phone, screen_url(other, 1), go="next").status_code == 302
    cache.clear()
    assert post(phone, screen_url(token, 1), go="next").status_code == 302


def test_two_answers_from_one_browser_are_noticed_within_a_campaign_alone(survey: Survey, phone: Client):
    for number in (1, 2):
        _, token = survey.invite(number)
        post(phone, screen_url(token, 1), go="next", gender="1")
    hashes = set(Response.objects.values_list("device_hash", flat=True))
    mark = phone.cookies["khao-sat"].value
    assert len(hashes) == 1
    assert mark not in str(hashes)
    assert phone.cookies["khao-sat"]["httponly"]


def test_a_contact_is_kept_apart_encrypted_and_deleted_on_its_day(survey: Survey, phone: Client):
    Campaign.objects.update(asks_contact=True)
    _, token = survey.invite()
    post(phone, screen_url(token, 1), go="next", gender="1")
    post(phone, reverse("surveys:answer_send", args=[token]), contact="0912 345 678")
    kept = Contact.objects.get()
    assert b"0912" not in bytes(kept.value)
    assert opened(kept.value) == "0912 345 678"
    assert kept.invitation_id is None
    assert "0912" not in repr(Response.objects.values().get())
    day = survey.campaign.contacts_until
    assert forget_contacts(NOW + timedelta(days=49)) == 0
    assert forget_contacts(NOW + timedelta(days=50)) == 1
    assert (Contact.objects.count(), Campaign.objects.get().salt, day) == (0, "", day)


def test_no_contact_is_kept_where_the_campaign_asks_none(survey: Survey, phone: Client):
    _, token = survey.invite()
    post(phone, screen_url(token, 1), go="next", gender="1")
    post(phone, reverse("surveys:answer_send", args=[token]), contact="0912 345 678")
    assert Contact.objects.count() == 0


@pytest.fixture
def station(survey: Survey) -> Station:
    return Station.objects.create(
        campaign=survey.campaign,
        unit=survey.cast.communes[1],
        kind=StationKind.QR,
        code="quay-1",
        place="Quầy 1",
        instrument=KIOSK,
        made_at=NOW,
        made_by=survey.cast.users["manager"],
    )


def begin(phone: Client) -> str:
    """Scan the code and begin: gives the address of the first question."""
    page = phone.get(reverse("surveys:scan", args=["quay-1"]))
    token = page.cookies["csrftoken"].value if "csrftoken" in page.cookies else _kept(phone)
    return phone.post(reverse("surveys:scan_begin", args=["quay-1"]), {"csrfmiddlewaretoken": token}).url


def test_whoever_scans_the_code_answers_in_a_stream_of_its_own(
    survey: Survey, station: Station, phone: Client
):
    url = begin(phone)
    sent = post(phone, url, go="next", attitude="3")
    assert sent.status_code == 302
    assert post(phone, sent.url).url == reverse("surveys:scan_thanks", args=["quay-1"])
    row = Response.objects.get()
    assert (row.stream, row.mode, row.unit_id, row.weight) == ("qr", "qr", survey.cast.communes[1].pk, None)
    assert row.station_id == station.pk
    assert phone.get(url).status_code == 410


def test_a_low_score_asks_for_the_reason_and_a_high_one_skips_it(station: Station, phone: Client):
    low, high = begin(phone), begin(phone)
    assert low != high
    reason = post(phone, low, go="next", attitude="1").url
    assert reason.endswith("/2/")
    post(phone, reason, go="next", reason=["1"])
    after = post(phone, low, go="next", attitude="3").url
    assert after.endswith("/gui/")
    post(phone, after)
    assert Response.objects.get(is_partial=False).answers == {"attitude": 3}


def test_a_required_answer_is_asked_for_before_sending(station: Station, phone: Client):
    url = begin(phone)
    assert post(phone, url, go="next").status_code == 422
    send = url.replace("/1/", "/gui/")
    back = phone.get(send)
    assert back.url == f"{url}?xem-lai=1"
    assert "Câu này cần được trả lời." in phone.get(back.url).content.decode()


def test_a_closed_station_opens_nothing(station: Station, phone: Client):
    Station.objects.update(closed_at=NOW)
    shut = phone.get(reverse("surveys:scan", args=["quay-1"]))
    assert shut.status_code == 404
    assert "Mã QR này không còn dùng" in shut.content.decode()
    assert "giấy mời" not in shut.content.decode()
