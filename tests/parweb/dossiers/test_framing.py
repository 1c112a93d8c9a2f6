"""Finished dossiers become a list that a survey draws from, without anything about people."""

from datetime import date
from pathlib import Path

import pytest

from parweb.dossiers.framing import frame_for
from parweb.dossiers.models import Source
from parweb.surveys.actions.draw_sample import draw_sample
from parweb.surveys.actions.take_frame import take_frame_from
from parweb.surveys.designs import Design
from parweb.surveys.models import Invitation
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
