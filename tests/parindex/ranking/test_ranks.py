"""The ranks table: exact points, printed denominators, peer groups, units without points."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.errors import ProblemsFound
from parindex.ranking.ranks import rank
from parindex.tables import RANKS
from tests.parindex.ranking.leagues import by_unit, card, edition

TWO = {"1": "60", "2": "40"}
FOUR = {"A": [30, 20], "B": [28, 20], "C": [20, 28], "D": [10, 10]}


def test_the_table_has_the_columns_of_the_seam_node_by_node_and_units_in_official_order():
    table = rank(card(edition(TWO), FOUR))
    assert table.schema == RANKS
    assert table["criterion_id"].unique(maintain_order=True).to_list() == [
        "1",
        "2",
        "channel:appraisal",
        "total",
    ]
    assert table["unit_id"].to_list() == ["A", "B", "C", "D"] * 4


def test_dense_places_are_printed_out_of_the_number_of_distinct_ranks():
    table = rank(card(edition(TWO), FOUR))
    assert by_unit(table, "rank") == {"A": 1, "B": 2, "C": 2, "D": 3}
    assert by_unit(table, "of") == {"A": 3, "B": 3, "C": 3, "D": 3}
    assert by_unit(table, "tied") == {"A": False, "B": True, "C": True, "D": False}


@pytest.mark.parametrize(
    ("ties", "denominator", "ranks", "of"),
    [
        ("dense", "units", [1, 2, 2, 3], 4),
        ("competition", "distinct", [1, 2, 2, 4], 3),
        ("competition", "units", [1, 2, 2, 4], 4),
        ("ordinal", "distinct", [1, 2, 3, 4], 4),
        ("ordinal", "units", [1, 2, 3, 4], 4),
    ],
)
def test_tie_policy_and_denominator_are_the_edition_s_and_ordinal_ranks_are_out_of_the_units(
    ties: str, denominator: str, ranks: list[int], of: int
):
    table = rank(card(edition(TWO, ranking={"ties": ties, "denominator": denominator}), FOUR))
    assert list(by_unit(table, "rank").values()) == ranks
    assert set(by_unit(table, "of").values()) == {of}


def test_totals_that_floats_would_split_tie():
    ten = {str(code): "10" for code in range(1, 11)}
    table = rank(card(edition(ten), {"A": [0.1] * 10, "B": [1.0] + [0.0] * 9}))
    assert sum([0.1] * 10) != 1.0
    assert by_unit(table, "rank") == {"A": 1, "B": 1}


def test_points_are_ranked_exactly_and_not_as_printed():
    table = rank(card(edition(TWO), {"A": [50.001, 30], "B": [50.002, 30]}), criteria=["total"])
    assert by_unit(table, "rank") == {"A": 2, "B": 1}


def test_a_unit_without_points_stays_in_the_list_without_a_rank_and_counts_in_no_denominator():
    given_ = {"A": [30, 20], "B": [40, "missing"], "C": ["withheld", 10], "D": [20, 10]}
    table = rank(card(edition(TWO), given_))
    assert by_unit(table, "rank") == {"A": 1, "B": None, "C": None, "D": 2}
    assert by_unit(table, "points") == {"A": 50, "B": None, "C": None, "D": 30}
    assert by_unit(table, "of") == {"A": 2, "B": 2, "C": 2, "D": 2}
    assert by_unit(table, "rank", "1") == {"A": 2, "B": 1, "C": None, "D": 3}


def test_leagues_are_ranked_apart_each_with_its_own_denominator():
    table = rank(card(edition(TWO), FOUR, league=["xã", "phường", "phường", "xã"]), criteria=["total"])
    assert by_unit(table, "rank") == {"A": 1, "B": 1, "C": 1, "D": 2}
    assert by_unit(table, "of") == {"A": 2, "B": 1, "C": 1, "D": 2}
    assert by_unit(table, "peer_group") == {"A": "xã", "B": "phường", "C": "phường", "D": "xã"}


def test_other_peer_groups_stand_below_the_league_and_name_their_column():
    columns = {"region": ["núi", "núi", "biển", None], "size": ["to", "nhỏ", "nhỏ", "to"]}
    table = rank(card(edition(TWO), FOUR, **columns), ["league", "region", "size"], ["total"])
    assert table["peer_group"].to_list() == [
        *["—"] * 4,
        *["region=núi", "region=núi", "region=biển", "region=—"],
        *["size=to", "size=nhỏ", "size=nhỏ", "size=to"],
    ]
    assert table["rank"].to_list() == [1, 2, 2, 3, 1, 2, 1, 1, 1, 1, 1, 2]


def test_a_peer_group_that_the_units_do_not_have_is_a_coded_problem():
    with pytest.raises(ProblemsFound) as found:
        rank(card(edition(TWO), FOUR, region=["a", "a", "b", "b"]), ["vùng"])
    assert [problem.code for problem in found.value.problems] == ["RK601"]
    assert "“vùng”" in found.value.text()
    assert "region, league" in found.value.text()


def test_an_unknown_node_is_refused():
    with pytest.raises(KeyError):
        rank(card(edition(TWO), FOUR), criteria=["9"])


def test_no_peer_group_gives_a_table_without_rows():
    assert rank(card(edition(TWO), FOUR), []).shape == (0, len(RANKS))


def test_nodes_with_excluded_points_are_ranked_by_percent_of_what_could_be_earned():
    of = edition({"1": "48", "2": "2"}, ranking={"basis": "percent"})
    scored = card(of, {"TP Huế": [42.63, "not_applicable"], "Phong Điền": [41.51, 2]})
    assert by_unit(rank(scored), "rank") == {"TP Huế": 1, "Phong Điền": 2}


def inner(basis: str):
    """Two leaves below one domain; the unit that leaves one out earns fewer points and a higher share."""
    from parindex.frameworks.model import Edition

    leaf = {"label": "x", "max": 5, "rule": {"kind": "appraised"}, "not_applicable": "exclude"}
    domain = {
        "code": "1",
        "label": "x",
        "max": 10,
        "criteria": [{**leaf, "code": "1.1"}, {**leaf, "code": "1.2"}],
    }
    return Edition.model_validate(
        {
            "id": "inner",
            "year": 2024,
            "title": "x",
            "channels": {"a": {"label": "x", "max": 10, "on_excluded": "total"}},
            "settings": {"ranking": {"basis": basis}},
            "tree": [domain],
        }
    )


@pytest.mark.parametrize(("basis", "ranks"), [("percent", [1, 2]), ("points", [2, 1])])
def test_where_units_have_different_maxima_the_edition_says_whether_percent_or_points_are_ranked(
    basis, ranks
):
    table = rank(card(inner(basis), {"A": [4.5, "not_applicable"], "B": [4, 4]}))
    assert list(by_unit(table, "rank", "1").values()) == ranks
    assert list(by_unit(table, "rank", "channel:a").values()) == ranks
    assert by_unit(table, "points", "1") == {"A": 4.5, "B": 8}


def test_equal_percents_of_different_maxima_tie():
    table = rank(card(inner("percent"), {"A": [3.5, "not_applicable"], "B": [4, 3]}))
    assert by_unit(table, "rank", "1") == {"A": 1, "B": 1}


@given(
    points=st.lists(st.integers(0, 12), min_size=1, max_size=30),
    leagues=st.lists(st.sampled_from(["a", "b", None]), min_size=30, max_size=30),
    order=st.randoms(use_true_random=False),
)
def test_the_order_of_the_rows_changes_no_rank(points: list[int], leagues: list[str | None], order):
    of = edition({"1": "12"})
    units = [f"u{number:02d}" for number in range(len(points))]
    given_ = dict(zip(units, ([p / 7 // 0.01 / 100] for p in points), strict=True))
    shuffled = list(units)
    order.shuffle(shuffled)
    league = dict(zip(units, leagues, strict=False))
    first = rank(card(of, given_, league=[league[u] for u in units]), criteria=["total"])
    second = rank(
        card(of, {u: given_[u] for u in shuffled}, league=[league[u] for u in shuffled]), criteria=["total"]
    )
    assert first.sort("unit_id").equals(second.sort("unit_id"))
    assert isinstance(first, pl.DataFrame)
