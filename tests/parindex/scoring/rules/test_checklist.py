"""R9: every item done is worth its points, and they add up."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from parindex.frameworks.rules import Checklist
from tests.parindex.scoring.rules.trial import decimals, earned, tried


def checklist(*points: object) -> Checklist:
    items = [{"name": f"item{n}", "label": "Nội dung", "points": worth} for n, worth in enumerate(points, 1)]
    return Checklist.model_validate({"kind": "checklist", "items": items})


PLAN = checklist("0.2", "0.1", "0.2")


def test_items_add_up_and_the_clause_counts_them():
    found = tried(PLAN, "0.5", item1=[0, 0, 1, 1], item2=[0, 1, 1, 1], item3=[0, 0, 0, 1])
    assert [float(points) for points in found.points] == [0, 0.1, 0.3, 0.5]
    assert found.clause == [0, 1, 2, 3]


def test_two_tenths_and_one_tenth_are_three_tenths():
    assert tried(PLAN, "0.5", item1=[1], item2=[1], item3=[0]).points == [Fraction(3, 10)]


def test_equal_counts_of_unequal_items_earn_unequal_points():
    assert earned(PLAN, "0.5", item1=[1, 0], item2=[0, 1], item3=[0, 0]) == [0.2, 0.1]


@given(st.lists(st.tuples(decimals(0, 3, 9), st.booleans()), min_size=1, max_size=8))
def test_points_are_the_sum_of_what_is_done_and_one_item_more_never_earns_less(items):
    rule = checklist(*(points for points, _ in items))
    done = {f"item{n}": [int(is_done)] for n, (_, is_done) in enumerate(items, 1)}
    found = tried(rule, sum((points for points, _ in items), Decimal(0)), **done)
    assert found.points == [sum((Fraction(points) for points, is_done in items if is_done), Fraction(0))]
    assert tried(rule, 1, **{**done, "item1": [1]}).points >= found.points
