"""Places by exact points: ties, tie policies, groups; a slow oracle in fractions agrees."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex import exact
from parindex.exact import Exact, from_floats
from parindex.ranking.places import Places, places


def placed(points: list[float], ties: str = "dense", group: list[int] | None = None) -> Places:
    size = len(points)
    groups = np.zeros(size, dtype=np.int64) if group is None else np.array(group)
    return places(from_floats(np.array(points)), np.ones(size, bool), groups, ties)


@pytest.mark.parametrize(
    ("ties", "ranks"),
    [
        ("dense", [1, 2, 2, 3, 4, 4]),
        ("competition", [1, 2, 2, 4, 5, 5]),
        ("ordinal", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_equal_points_share_a_place_as_the_policy_says(ties: str, ranks: list[int]):
    assert placed([9, 8.5, 8.5, 7, 6, 6], ties).rank.tolist() == ranks


def test_both_counts_are_kept_so_that_either_denominator_can_be_printed():
    found = placed([9, 8.5, 8.5, 7, 6, 6])
    assert (found.distinct.tolist(), found.ranked.tolist()) == ([4], [6])


def test_every_unit_of_a_tie_is_marked_and_nobody_else():
    assert placed([9, 8.5, 8.5, 7, 6, 6]).tied.tolist() == [False, True, True, False, True, True]


def test_a_sum_of_decimals_ties_with_the_decimal_that_it_is():
    tenth, two_tenths, three_tenths = (
        exact.at_places(exact.constant(text), 9) for text in ("0.1", "0.2", "0.3")
    )
    points = Exact(np.array([exact.add(tenth, two_tenths).whole, three_tenths.whole]))
    assert 0.1 + 0.2 != 0.3
    assert places(points, np.ones(2, bool), np.zeros(2, np.int64)).rank.tolist() == [1, 1]


def test_a_third_times_three_ties_with_one_and_a_third_does_not_tie_with_its_first_decimals():
    third = exact.times_over(exact.constant(1), exact.constant(1), exact.constant(3))
    whole = exact.add(exact.add(third, third), third)
    columns = [exact.normalised(whole), exact.at_places(exact.constant(1), 9), third]
    columns.append(exact.at_places(exact.constant("0.333333333"), 9))
    points = Exact(
        np.array([int(c.whole) for c in columns]),
        np.array([0.0 if c.part is None else float(c.part) for c in columns]),
    )
    found = places(points, np.ones(4, bool), np.zeros(4, np.int64))
    assert found.rank.tolist() == [1, 1, 2, 3]


def test_units_without_points_have_no_place_and_count_in_no_denominator():
    valid = np.array([True, False, True])
    found = places(from_floats(np.array([5.0, 0.0, 7.0])), valid, np.zeros(3, np.int64))
    assert found.rank.tolist() == [2, 0, 1]
    assert (found.distinct.tolist(), found.ranked.tolist()) == ([2], [2])


def test_where_nobody_has_points_nobody_has_a_place():
    found = places(from_floats(np.zeros(2)), np.zeros(2, bool), np.array([0, 1]))
    assert (found.rank.tolist(), found.ranked.tolist()) == ([0, 0], [0, 0])


def test_each_group_is_ranked_for_itself():
    found = placed([5, 9, 7, 9, 6, 5], group=[0, 1, 0, 1, 0, 1])
    assert found.rank.tolist() == [3, 1, 1, 1, 2, 2]
    assert (found.distinct.tolist(), found.ranked.tolist()) == ([3, 2], [3, 3])


def test_ordinal_places_of_equal_points_follow_the_official_order_even_beside_thirds():
    third = exact.times_over(exact.constant(1), exact.constant(1), exact.constant(3))
    noise = 1e-13  # below the tolerance: the same number
    part = float(third.part)
    points = Exact(np.full(4, int(third.whole)), np.array([part, part + noise, part - noise, 0.9]))
    found = places(points, np.ones(4, bool), np.zeros(4, np.int64), "ordinal")
    assert found.rank.tolist() == [2, 3, 4, 1]


def test_points_too_large_to_be_packed_with_their_row_are_ranked_all_the_same():
    large = [9e14, -9e14, 9e14 - 1, 0.25]
    assert placed(large).rank.tolist() == [1, 4, 2, 3]


def test_the_highest_points_lead_also_where_all_are_negative():
    assert placed([-3, -1, -2]).rank.tolist() == [3, 1, 2]


MAXIMA = st.sampled_from([3, 7, 46, 48, 50, 92, 100])
QUOTIENTS = st.tuples(st.integers(-300, 300), MAXIMA)
LEAGUES = st.lists(st.tuples(QUOTIENTS, st.booleans(), st.integers(0, 2)), min_size=1, max_size=40)


def oracle(values: list[Fraction | None], groups: list[int], ties: str) -> list[int]:
    """Places by comparing every unit with every other one."""
    ranks = []
    for row, (value, group) in enumerate(zip(values, groups, strict=True)):
        rivals = [(v, i) for i, v in enumerate(values) if v is not None and groups[i] == group]
        if value is None:
            ranks.append(0)
        elif ties == "dense":
            ranks.append(1 + len({v for v, _ in rivals if v > value}))
        elif ties == "competition":
            ranks.append(1 + sum(v > value for v, _ in rivals))
        else:
            ranks.append(1 + sum(v > value or (v == value and i < row) for v, i in rivals))
    return ranks


@given(league=LEAGUES, ties=st.sampled_from(["dense", "competition", "ordinal"]), data=st.data())
def test_places_agree_with_an_oracle_in_fractions_in_any_order_of_the_rows(league, ties, data):
    order = data.draw(st.permutations(range(len(league))))
    for rows in (league, [league[at] for at in order]):
        numerator = Exact(np.array([top for (top, _), _, _ in rows]), None, 2)
        over = Exact(np.array([bottom for (_, bottom), _, _ in rows]), None, 0)
        points = exact.times_over(numerator, exact.constant(1), over)
        valid = np.array([is_valid for _, is_valid, _ in rows])
        groups = [group for _, _, group in rows]
        values = [Fraction(top, 100 * bottom) if is_valid else None for (top, bottom), is_valid, _ in rows]
        found = places(points, valid, np.array(groups), ties)
        assert found.rank.tolist() == oracle(values, groups, ties)
        for group in range(max(groups) + 1):
            mine = [v for v, g in zip(values, groups, strict=True) if g == group and v is not None]
            assert found.ranked[group] == len(mine)
            assert found.distinct[group] == len(set(mine))
        shared = [
            v is not None and _count(values, groups, v, g) > 1 for v, g in zip(values, groups, strict=True)
        ]
        assert found.tied.tolist() == shared


def _count(values, groups, value, group) -> int:
    return sum(v == value and g == group for v, g in zip(values, groups, strict=True))
