"""Xã Đồng Tâm 2022: ten published lines, the total, its ranks among twenty communes, the domain to remedy."""

import pytest

from parindex import below_threshold, find_edition, rank, read_values, score
from parindex.numerals import format_number
from tests.golden.published import comma, exactly, printed, published, scored

UNIT = "dong-tam"
LOADED = find_edition("commune-hai-duong@2022")
LINES = published("dong_tam_2022")[:-1]
TOTAL = published("dong_tam_2022", code="TOTAL")[0]
LEAGUE_FILE = LOADED.folder / "demo" / "league-2022.csv"


@pytest.fixture(scope="module")
def alone():
    return scored(LOADED, {UNIT: {line["code"]: line["score"] for line in LINES}})


@pytest.fixture(scope="module")
def league():
    given = read_values(LEAGUE_FILE, LOADED)
    assert given.warnings == ()
    return score(LOADED, given.values, given.units)


def test_the_ten_published_lines_add_up_to_exactly_87_747_and_print_87_75(alone):
    assert len(LINES) == 10
    assert exactly(alone.points("total"), alone, UNIT, "87.747")
    assert printed(alone.points("total")) == comma(TOTAL["score"]) == "87,75"


def test_every_line_is_in_percent_of_its_maximum_what_the_table_says(alone):
    got = {line["code"]: printed(alone.percent(line["code"])) for line in LINES}
    assert got == {line["code"]: comma(line["percent_computed"]) for line in LINES}
    assert printed(alone.percent("total")) == comma(TOTAL["percent_computed"])


def test_the_published_maxima_are_those_of_the_edition():
    maxima = {leaf.code: format_number(leaf.max) for leaf in LOADED.edition.leaves()}
    assert maxima == {line["code"]: comma(line["max"], 1).removesuffix(",0") for line in LINES}


def test_the_demonstration_league_has_twenty_communes_of_which_only_dong_tam_is_real(league):
    names = league.units["name"].to_list()
    assert len(names) == 20
    assert [name for name in names if "minh họa" not in name] == ["Xã Đồng Tâm"]


def test_the_points_of_dong_tam_in_the_league_are_the_published_ones(league):
    assert [
        line["code"]
        for line in LINES
        if not exactly(league.points(line["code"]), league, UNIT, line["score"])
    ] == []


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("1", "9/19"),
        ("2", "2/3"),
        ("3", "2/20"),
        ("4", "1/5"),
        ("5", "1/14"),
        ("6", "12/12"),
        ("7", "9/16"),
        ("8.1", "14/20"),
        ("8.2", "5/19"),
        ("8.3", "12/18"),
        ("total", "9/20"),
    ],
)
def test_its_rank_is_printed_out_of_the_distinct_ranks_as_published(league, code: str, place: str):
    row = rank(league, criteria=[code]).filter(unit_id=UNIT).row(0, named=True)
    assert f"{row['rank']}/{row['of']}" == place
    line = TOTAL if code == "total" else published("dong_tam_2022", code=code)[0]
    assert f"{line['rank']}/{line['distinct_ranks']}" == place


def test_of_its_domains_only_public_finance_with_71_43_percent_is_below_the_threshold_of_75(league):
    table = below_threshold(league).filter(unit_id=UNIT)
    assert table["criterion_id"].to_list() == ["6"]
    assert table["threshold"].to_list() == [75.0]
    assert format_number(table["percent"][0], 2) == "71,43"
    assert league.outline.label("6", "vi") == "Cải cách tài chính công"
