"""Units and years are compared with the error of their difference; what chance may do is not called a change."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from parindex.surveys.answers.table import UNIT_ID
from parindex.surveys.estimation.adjusting import holm
from parindex.surveys.estimation.comparing import index_differences
from parindex.surveys.estimation.index import INDEX
from parindex.surveys.estimation.statistics import statistics_of
from parindex.surveys.estimation.years import YEAR, stack_years
from parweb.surveys.actions.refresh_tally import refresh_tally
from parweb.surveys.collected import DOMAINS, collected, counted, ground_of
from parweb.surveys.models import Campaign
from parweb.surveys.queries.comparing import (
    HERE,
    THERE,
    Side,
    campaign_differences,
    stacked,
    unit_differences,
)
from parweb.surveys.queries.figures import figures_of, options
from parweb.surveys.tallying import adjusted
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import Survey, make_campaign
from tests.parweb.surveys.test_results import answer, invite


@pytest.fixture
def answered(survey: Survey) -> Survey:
    """Communes with 75 %, 25 % and 70 % satisfied of 40 each."""
    values_by_unit = ([5] * 30 + [2] * 10, [4] * 10 + [1] * 30, [5] * 28 + [2] * 12)
    for unit, values in enumerate(values_by_unit):
        invite(survey, unit, len(values), 10.0)
        answer(survey, unit, values, 10.0)
    return survey


@pytest.fixture
def earlier(answered: Survey) -> Survey:
    """A campaign of the year before in the same communes: 25 % and 25 % satisfied."""
    campaign = make_campaign(answered.cast, "sipas-2024")
    Campaign.objects.filter(pk=campaign.pk).update(
        title="SIPAS cấp xã năm 2024", starts_on=NOW.date() - timedelta(days=360)
    )
    campaign.refresh_from_db()
    before = Survey(answered.cast, campaign)
    for unit in (0, 1):
        invite(before, unit, 40, 5.0)
        answer(before, unit, [5] * 10 + [2] * 30, 5.0)
    return before


def side_of(campaign: Campaign) -> Side:
    ground = ground_of(campaign)
    running = refresh_tally(campaign, NOW, ground)
    return Side(ground, adjusted(running.table, ground), figures_of(running, ground, options()))


def compared(survey: Survey):
    side = side_of(survey.campaign)
    return unit_differences(side.table, side.ground.plan, side.figures, INDEX)


def figures_of_units(survey: Survey) -> pl.DataFrame:
    return side_of(survey.campaign).figures.by["unit"].filter(measure=INDEX)


def test_two_units_differ_by_the_error_of_both_and_alike_ones_are_not_told_apart(answered: Survey):
    found = compared(answered)
    ids = [str(one.pk) for one in answered.cast.communes[:2]]
    [row] = found.pairs.filter(pl.col("unit_id_a") == ids[0], pl.col("unit_id_b") == ids[1]).to_dicts()
    assert row["difference"] == pytest.approx(0.5)
    assert row["se"] == pytest.approx(np.sqrt(2 * 0.75 * 0.25 / 39))
    assert row["p_holm"] < 0.001
    together = {row[UNIT_ID]: row for row in found.together.to_dicts()}
    assert [together[one]["not_told_from"] for one in ids] == [1, 0]


def test_a_unit_that_is_withheld_is_in_no_comparison_nor_in_the_family(answered: Survey):
    before = compared(answered)
    assert before.pairs.height == 3
    assert before.pairs["p_holm"].min() == pytest.approx(before.pairs["p"].min() * 3)
    invite(answered, 3, 4, 10.0)
    answer(answered, 3, [5] * 4, 10.0)
    found = compared(answered)
    rows = figures_of_units(answered)
    withheld = set(rows.filter(pl.col("withheld"))["domain"])
    named = {*found.pairs["unit_id_a"], *found.pairs["unit_id_b"], *found.from_everybody["unit_id_a"]}
    assert (len(withheld), len(named), named & withheld) == (2, 2, set())
    assert found.pairs["p_holm"].to_list() == pytest.approx(found.pairs["p"].to_list())


def test_sums_of_two_years_side_by_side_give_what_all_their_answers_give(earlier: Survey, answered: Survey):
    here, there = (ground_of(one.campaign) for one in (answered, earlier))
    rows = {
        label: collected(ground, counted(survey.campaign))
        for label, ground, survey in ((HERE, here, answered), (THERE, there, earlier))
    }
    names = [*DOMAINS, *(share.column for share in here.plan.items)]
    table, design = stack_years(rows, here.design, names)
    whole = statistics_of(table, design, here.plan.measures, [YEAR, UNIT_ID])
    expected = index_differences(whole, here.plan, [UNIT_ID, YEAR], within=[UNIT_ID], lonely="adjust")
    sides = {label: side_of(one.campaign) for label, one in ((HERE, answered), (THERE, earlier))}
    sums = stacked({label: side.table for label, side in sides.items()}, [m.name for m in here.plan.measures])
    found = index_differences(sums, here.plan, [UNIT_ID, YEAR], within=[UNIT_ID], lonely="adjust")
    assert found.height == expected.height > 0
    for name in ("difference", "se", "df", "p"):
        assert found[name].to_list() == pytest.approx(expected[name].to_list(), rel=1e-9), name


def test_what_moved_between_years_is_the_newer_less_the_older_by_unit_and_whole(
    earlier: Survey, answered: Survey
):
    found = campaign_differences(side_of(answered.campaign), side_of(earlier.campaign))
    assert found.ground.is_comparable
    rows = {row["unit_id_a"]: row for row in found.units.filter(measure=INDEX).to_dicts()}
    ids = [str(one.pk) for one in answered.cast.communes[:2]]
    assert rows.keys() <= set(ids)
    assert rows[ids[0]]["difference"] == pytest.approx(0.5)
    assert rows[ids[0]]["p_holm"] < 0.001
    assert rows[ids[1]]["p_holm"] > 0.9
    [whole] = found.whole.filter(measure=INDEX).to_dicts()
    assert whole["estimate_b"] == pytest.approx(0.25)


def test_the_figures_of_the_whole_are_one_family_since_they_stand_in_one_table(
    earlier: Survey, answered: Survey
):
    whole = campaign_differences(side_of(answered.campaign), side_of(earlier.campaign)).whole
    assert whole["measure"].to_list() == list(side_of(answered.campaign).ground.plan.figures)
    expected = holm(whole["p"].to_numpy())
    assert whole["p_holm"].to_list() == pytest.approx(expected.tolist())
    assert (whole["p_holm"] > 2 * whole["p"]).sum() > 0


def test_forms_that_ask_otherwise_are_not_compared_and_the_page_says_why(
    earlier: Survey, answered: Survey, client: Client
):
    Campaign.objects.filter(pk=earlier.campaign.pk).update(instrument="sipas-users@2017")
    earlier.campaign.refresh_from_db()
    answer(earlier, 0, [5] * 3, 5.0, form="sipas-users@2017")
    client.force_login(answered.cast.users["manager"])
    address = reverse("surveys:compare_campaigns", args=[answered.campaign.slug, earlier.campaign.slug])
    text = client.get(address).content.decode()
    assert "chuỗi số liệu bị ngắt" in text
    assert "điểm %" not in text


def test_the_page_of_units_says_what_differs_shows_a_chart_and_gives_the_pairs_as_a_file(
    answered: Survey, client: Client, django_assert_max_num_queries
):
    client.force_login(answered.cast.users["manager"])
    address = reverse("surveys:compare_units", args=[answered.campaign.slug])
    with django_assert_max_num_queries(40):
        text = client.get(address).content.decode()
    assert text.count("<svg") >= 1
    assert "thấp hơn" in text
    assert "Không phân biệt được với" in text
    one = client.get(address, {"don-vi": str(answered.cast.communes[1].pk)}).content.decode()
    assert 'id="against"' in one
    rows = client.get(address, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    found = compared(answered)
    assert len(rows) == 1 + found.from_everybody.height + found.pairs.height


def test_the_page_of_two_campaigns_shows_what_moved_to_who_may_see_both(
    earlier: Survey, answered: Survey, client: Client
):
    address = reverse("surveys:compare_campaigns", args=[answered.campaign.slug, earlier.campaign.slug])
    client.force_login(answered.cast.users["manager"])
    listed = client.get(reverse("surveys:compare_units", args=[answered.campaign.slug])).content.decode()
    assert address in listed
    text = client.get(address).content.decode()
    assert "+50,00" in text
    assert "cao hơn" in text
    assert "Chỉ số hài lòng chung tăng " in text
    assert "So sánh được: hai phiếu hỏi cùng nội dung" in text
    client.force_login(answered.cast.users["surveyor"])
    assert client.get(address).status_code == 403


def test_a_campaign_is_not_held_against_itself(answered: Survey, client: Client):
    client.force_login(answered.cast.users["manager"])
    slug = answered.campaign.slug
    assert client.get(reverse("surveys:compare_campaigns", args=[slug, slug])).status_code == 404
