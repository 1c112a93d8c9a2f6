"""What a campaign says of itself in English: on its pages, on the form, and on the method card of its figures."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from parweb.surveys.actions.make_campaign import change_campaign
from parweb.surveys.actions.publish_release import publish_release
from parweb.surveys.actions.release_figures import release_figures
from parweb.surveys.carding import lines_of_frozen
from parweb.surveys.models import Campaign
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import Survey
from tests.parweb.surveys.test_results import answer, complete, invite

ENGLISH = {
    "title_en": "Satisfaction in 2025",
    "population_en": "People of 18 years and more living in the communes",
    "frame_note_en": "List of households; boarders are not on it",
    "firm_en": "Post office of Minh Hoa",
}


@pytest.fixture
def told(survey: Survey) -> Survey:
    Campaign.objects.update(frame_note="Danh sách hộ; thiếu người ở trọ")
    survey.campaign.refresh_from_db()
    change_campaign(survey.person("manager"), survey.campaign, ENGLISH, NOW)
    return survey


def test_words_in_english_may_be_mended_while_answers_come_in(told: Survey):
    kept = Campaign.objects.get()
    assert {name: getattr(kept, name) for name in ENGLISH} == ENGLISH
    assert kept.population == "Người dân từ 18 tuổi cư trú tại các xã, phường"


def test_pages_speak_the_language_of_the_reader_and_vietnamese_where_there_is_no_english(told: Survey):
    campaign = Campaign.objects.get()
    with translation.override("en"):
        assert campaign.shown_population == ENGLISH["population_en"]
        assert campaign.shown_frame_note == ENGLISH["frame_note_en"]
        assert campaign.shown_firm == ENGLISH["firm_en"]
        campaign.firm_en = ""
        assert campaign.shown_firm == "Bưu điện tỉnh Minh Họa"
    with translation.override("vi"):
        assert campaign.shown_frame_note == "Danh sách hộ; thiếu người ở trọ"


def test_the_english_method_card_has_the_english_words_and_marks_none_of_them_as_vietnamese(told: Survey):
    survey = told
    invite(survey, 0, 60, 10.0)
    answer(survey, 0, [5] * 30 + [2] * 10, 10.0)
    complete(survey)
    Campaign.objects.update(**ENGLISH, frame_note="Danh sách hộ; thiếu người ở trọ")
    survey.campaign.refresh_from_db()
    made = release_figures(survey.person("manager"), survey.campaign, "", NOW)
    publish_release(survey.person("manager2"), made, NOW)
    with translation.override("en"):
        lines = {line.text: line.language for line in lines_of_frozen(made.card)}
    for name in ("title_en", "population_en", "firm_en"):
        assert lines[ENGLISH[name]] == ""
    assert any(ENGLISH["frame_note_en"] in text and language == "" for text, language in lines.items())
    with translation.override("vi"):
        vietnamese = {line.text for line in lines_of_frozen(made.card)}
    assert "Bưu điện tỉnh Minh Họa" in vietnamese
    assert not any(ENGLISH["population_en"] in text for text in vietnamese)
    page = Client(HTTP_ACCEPT_LANGUAGE="en").get(
        reverse("surveys:public_results", args=[survey.campaign.slug])
    )
    assert page.status_code == 200


def test_the_form_of_the_campaign_offers_the_english_words(told: Survey, client: Client):
    client.force_login(told.cast.users["manager"])
    page = client.get(reverse("surveys:edit_campaign", args=[told.campaign.slug])).content.decode()
    for name, words in ENGLISH.items():
        assert f'name="{name}"' in page
        assert words in page
