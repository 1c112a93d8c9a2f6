"""Finished dossiers become a list that a survey draws from, and slips to answer by; nothing about people."""

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from parweb.dossiers.framing import frame_for
from parweb.dossiers.models import Source
from parweb.surveys.actions.draw_sample import draw_sample
from parweb.surveys.actions.move_campaign import move_campaign
from parweb.surveys.actions.take_frame import take_frame_from
from parweb.surveys.designs import Design
from parweb.surveys.models import Campaign, Invitation, Response
from parweb.surveys.states import CampaignState
from tests.parweb.cast import NOW, Cast
from tests.parweb.dossiers.filled import imported, known_as, row
from tests.parweb.surveys.conftest import make_campaign

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


@pytest.fixture
def _filled(cast: Cast, source: Source, settings, tmp_path: Path, django_capture_on_commit_callbacks) -> None:
    """Nine dossiers of two communes: six ended in January, two in February, one is open."""
    settings.SURVEY_STORE = tmp_path / "surveys"
    for unit, code in zip(cast.communes, ("A", "B"), strict=False):
        known_as(source, unit, code)
    ends = [date(2026, 1, 9)] * 6 + [date(2026, 2, 9)] * 2 + [None]
    lines = [
        row(number, "A" if number % 2 else "B", date(2026, 1, 5), date(2026, 1, 12), end)
        for number, end in enumerate(ends)
    ]
    imported(cast, source, lines, django_capture_on_commit_callbacks)


@pytest.mark.usefixtures("_filled")
def test_the_list_has_the_dossiers_that_ended_in_the_period_with_todays_units(cast: Cast):
    frame = frame_for(cast.province, *JANUARY)
    assert frame.height == frame["element_id"].n_unique() == 6
    assert sorted(frame["unit_id"].to_list()) == ["99001"] * 3 + ["99002"] * 3
    assert set(frame.columns) == {"element_id", "unit_id", "field", "procedure", "ended_on"}
    assert frame_for(cast.communes[0], *JANUARY).height == 3


@pytest.mark.usefixtures("_filled")
def test_a_campaign_draws_from_the_dossiers_of_its_area(cast: Cast):
    draft = make_campaign(cast, state=CampaignState.DRAFT)
    frame = take_frame_from(cast.person("manager"), draft, "dossiers", *JANUARY, NOW)
    assert (frame.rows, frame.summary["units"]) == (6, 2)
    draw_sample(
        cast.person("manager"), draft, frame, Design(basis="typed", size=4, reserve_percent=0), 1, NOW
    )
    units = Invitation.objects.order_by("unit").values_list("unit__code", flat=True)
    assert list(units) == ["99001", "99001", "99002", "99002"]


@pytest.mark.usefixtures("_filled")
def test_each_dossier_that_was_drawn_gets_a_slip_with_its_code_and_a_qr_that_is_answered_once(
    cast: Cast, client: Client, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    campaign, manager = make_campaign(cast, state=CampaignState.DRAFT), cast.person("manager")
    frame = take_frame_from(manager, campaign, "dossiers", *JANUARY, NOW)
    draw_sample(manager, campaign, frame, Design(basis="typed", size=4, reserve_percent=0), 1, NOW)
    move_campaign(manager, campaign, CampaignState.READY, NOW)
    move_campaign(manager, campaign, CampaignState.FIELD, NOW)
    client.force_login(cast.users["manager"])
    unit = cast.communes[0]
    page = client.post(reverse("surveys:issue_tokens", args=[campaign.slug]), {"unit": unit.slug})
    slips = page.context["slips"]
    drawn = set(Invitation.objects.filter(unit=unit).values_list("element_id", flat=True))
    assert {one["element"] for one in slips} == drawn
    assert all(code.startswith("000.00.01.H99-") for code in drawn)
    text = page.content.decode()
    assert text.count("<svg") == len(slips) == 2
    assert all(one["element"] in text and one["link"] in text for one in slips)
    phone, address = Client(), urlsplit(slips[0]["link"]).path
    assert phone.get(address).status_code == 200
    assert phone.post(f"{address}1/", {"go": "next", "gender": "1"}).status_code == 302
    assert phone.post(f"{address}gui/").status_code == 302
    answered = Invitation.objects.get(element_id=slips[0]["element"])
    assert (answered.state, Response.objects.get().unit_id) == ("answered", unit.pk)
    assert Client().get(address).status_code == 410
    assert Response.objects.count() == 1


@pytest.mark.usefixtures("_filled")
def test_slips_of_dossiers_are_a_pdf_with_the_codes_in_words(cast: Cast, client: Client):
    campaign, manager = make_campaign(cast, state=CampaignState.DRAFT), cast.person("manager")
    frame = take_frame_from(manager, campaign, "dossiers", *JANUARY, NOW)
    draw_sample(manager, campaign, frame, Design(basis="typed", size=6, reserve_percent=0), 1, NOW)
    Campaign.objects.update(state=CampaignState.FIELD)
    client.force_login(cast.users["manager"])
    told = {"unit": cast.communes[1].slug, "as": "pdf"}
    made = client.post(reverse("surveys:issue_tokens", args=[campaign.slug]), told)
    assert made["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF-")
    assert Invitation.objects.filter(unit=cast.communes[1]).exclude(token_hash=None).count() == 3
