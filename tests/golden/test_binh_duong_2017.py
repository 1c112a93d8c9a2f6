"""Bình Dương 2017: nine districts, their totals, ranks and mean."""

import pytest

from parindex import exact, find_edition, rank
from parindex.ranking.comparison import league_means
from tests.golden.published import comma, exactly, printed, published, scored

ROWS = [row for row in published("binh_duong_2017") if row["rank"]]
MEAN = published("binh_duong_2017", rank="")[0]["index_pct"]


@pytest.fixture(scope="module")
def card():
    return scored(
        find_edition("district-binh-duong@2017"),
        {row["unit"]: {"TĐ": row["appraisal_max65"], "XHH": row["xhh_max35"]} for row in ROWS},
    )


def test_appraisal_and_survey_of_the_nine_districts_add_up_to_the_published_totals(card):
    assert len(ROWS) == 9
    assert [
        row["unit"]
        for row in ROWS
        if not exactly(card.points("total"), card, row["unit"], row["total_max100"])
    ] == []


def test_out_of_100_points_the_index_in_percent_is_the_total(card):
    assert [
        row["unit"] for row in ROWS if not exactly(card.percent("total"), card, row["unit"], row["index_pct"])
    ] == []


def test_the_nine_districts_have_the_published_ranks_1_to_9(card):
    table = rank(card, criteria=["total"])
    assert dict(table.select("unit_id", "rank").rows()) == {row["unit"]: int(row["rank"]) for row in ROWS}
    assert sorted(table["rank"].to_list()) == list(range(1, 10))
    assert table["of"].unique().to_list() == [9]


def test_ranked_by_appraisal_alone_phu_giao_would_stand_above_dau_tieng(card):
    ranks = dict(rank(card, criteria=["channel:appraisal"]).select("unit_id", "rank").rows())
    assert (ranks["Huyện Phú Giáo"], ranks["Huyện Dầu Tiếng"]) == (6, 8)


def test_the_mean_of_the_nine_totals_prints_78_39_as_published(card):
    [mean] = league_means(card).values()
    assert exact.units_of(mean, 2).tolist() == [7839]
    assert printed(mean) == comma(MEAN) == "78,39"
    # 705,49 / 9 = 78,38777…
    assert printed(mean, decimals=5) == "78,38778"
