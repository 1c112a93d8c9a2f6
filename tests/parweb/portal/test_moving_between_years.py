"""A unit's page says what moved since the result of the year before."""

import html
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from parweb.appraisals.models import Appraisal
from parweb.assessments.models import FedValue
from parweb.portal import pages
from parweb.results.actions.make_run import make_run
from parweb.results.models import Publication
from parweb.rounds.models import Participant, Round
from parweb.units.models import Group
from tests.parweb.cast import NOW
from tests.parweb.results.league import League


def next_year(league: League) -> Round:
    """The same league a year later: Đồng Tâm gains 1.5 points in domain 6, everything else stays."""
    before = league.round
    later = Round.objects.create(
        name="Chỉ số CCHC năm 2023", slug="ninh-giang-2023", year=2023, edition=before.edition,
        league=before.league, owner=before.owner, state="open", previous=before, created_at=NOW,
        created_by=league.managers[0],
    )  # fmt: skip
    new = {
        one.pk: Participant.objects.create(round=later, unit=one.unit, order=one.order, signed_at=NOW)
        for one in before.participants.select_related("unit")
    }
    for model in (Appraisal, FedValue):
        for row in model.objects.filter(participant__round=before):
            row.participant, row.pk = new[row.participant_id], None
            row._state.adding = True
            row.save()
    ours = Appraisal.objects.filter(
        participant__round=later, participant__unit=league.dong_tam, criterion_id="6"
    )
    ours.update(set_points=Decimal("6.5"))
    return later


@pytest.fixture
def published(league: League) -> Publication:
    league.publish()
    run = make_run(league.manager, next_year(league), NOW + timedelta(days=365))
    return league.publish(run, title="Chỉ số CCHC năm 2023")


def test_gained_points_percent_and_places_stand_beside_the_year_before(
    published: Publication, league: League, client
):
    page = client.get(reverse("portal:unit", args=[published.slug, league.dong_tam.slug])).content.decode()
    table = page.split('<table id="movement">')[1].split("</table>")[0]
    rows = [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in table.split("<tr>")]
    (finance,) = (row for row in rows if row.startswith("6 Cải cách tài chính công"))
    assert finance.startswith("6 Cải cách tài chính công 5,00/7 6,50/7 +1,50 +21,43 12/12 → ")
    (total,) = (row for row in rows if row.startswith("Tổng điểm"))
    assert total == "Tổng điểm 87,75/100 89,25/100 +1,50 +1,50 9/20 → 7/20, tăng 2 bậc"
    assert "1/10 lĩnh vực tăng điểm so với năm 2022." in page


def test_ranks_of_two_leagues_are_not_set_against_each_other(published: Publication, league: League, client):
    before = league.round.league
    other = Group.objects.create(
        name="Các thị trấn", slug="cac-thi-tran", kind=before.kind, owner=before.owner
    )
    Round.objects.filter(pk=published.round_id).update(league=other)
    page = client.get(reverse("portal:unit", args=[published.slug, league.dong_tam.slug])).content.decode()
    table = page.split('<table id="movement">')[1].split("</table>")[0]
    assert "9/20 → 7/20</td>" in table
    assert "bậc" not in table
    assert f"Kỳ trước xếp hạng trong nhóm “{before.name}”, kỳ này trong nhóm “Các thị trấn”" in html.unescape(
        page
    )


def test_a_year_scored_by_another_edition_says_so(
    published: Publication, league: League, client, monkeypatch: pytest.MonkeyPatch
):
    former = Publication.objects.select_related("run", "round__league").get(round=league.round)
    former.run.edition_ref = "commune-hai-duong@2021"
    monkeypatch.setattr(pages, "publication_before", lambda *_: former)
    page = client.get(reverse("portal:unit", args=[published.slug, league.dong_tam.slug])).content.decode()
    assert "Kỳ trước chấm theo commune-hai-duong@2021, kỳ này theo commune-hai-duong@2022" in page


def test_the_first_year_has_nothing_to_compare_with(published: Publication, league: League, client):
    first = Publication.objects.get(round=league.round)
    page = client.get(reverse("portal:unit", args=[first.slug, league.dong_tam.slug])).content.decode()
    assert "So với kỳ trước" not in page


def test_both_years_stand_on_the_page_of_the_unit(published: Publication, league: League, client):
    page = client.get(reverse("portal:history", args=[league.dong_tam.slug])).content.decode()
    assert page.index("89,25/100") < page.index("87,75/100")
