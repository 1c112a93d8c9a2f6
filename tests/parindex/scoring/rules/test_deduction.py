"""R7: the maximum less so much for each fault, by severity, down to the floor."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.frameworks.rules import Deduction
from tests.parindex.scoring.rules.trial import COUNTS, MAXIMA, decimals, earned, tried


def deduction(*each: object, **more: object) -> Deduction:
    faults = [{"name": f"fault{n}", "label": "Lỗi", "each": points} for n, points in enumerate(each, 1)]
    return Deduction.model_validate({"kind": "deduction", "faults": faults, **more})


DISCIPLINE = deduction("0.25", "0.5", 1)


@pytest.mark.parametrize(
    ("faults", "points", "clause"),
    [((0, 0, 0), 1.5, 0), ((1, 1, 0), 0.75, 0), ((2, 0, 1), 0, 0), ((0, 1, 1), 0, 0), ((0, 1, 2), 0, 1)],
)
def test_faults_take_points_off_until_nothing_is_left(faults, points: float, clause: int):
    inputs = {f"fault{n}": [count] for n, count in enumerate(faults, 1)}
    assert earned(DISCIPLINE, "1.5", **inputs) == [points]
    assert tried(DISCIPLINE, "1.5", **inputs).clause == [clause]


def test_a_floor_below_zero_lets_a_criterion_go_negative():
    assert earned(deduction("0.5", floor=-1), 1, fault1=[0, 2, 3, 4, 9]) == [1, 0, -0.5, -1, -1]


def test_three_tenths_off_three_tenths_leave_exactly_nothing():
    assert tried(deduction("0.1"), "0.3", fault1=[3]) == ([0], [0], [False])


@given(
    MAXIMA,
    st.tuples(decimals("0.01", 2, 3), decimals("0.01", 2, 3)),
    st.tuples(COUNTS, COUNTS),
    decimals(-5, 0, 2),
)
def test_one_fault_more_never_earns_more_and_the_floor_holds(most, each, faults, floor):
    rule = deduction(*each, floor=floor)
    found = tried(rule, most, fault1=[faults[0], faults[0] + 1], fault2=[faults[1], faults[1]])
    assert found.points[1] <= found.points[0] <= Fraction(most)
    lost = sum(Fraction(one) * int(count) for one, count in zip(each, faults, strict=True))
    assert found.points[0] == max(Fraction(most) - lost, Fraction(floor))
