"""R11: named variables, alternative formulas; the first that holds, or the one the appraiser chose."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.frameworks.rules import Formula
from tests.parindex.scoring.rules.trial import MAXIMA, decimals, earned, is_near, tried


def formula(*cases: tuple[str, str | None], names: str = "x y", **more: object) -> Formula:
    return Formula.model_validate(
        {
            "kind": "formula",
            "variables": [{"name": name, "label": name} for name in names.split()],
            "cases": [
                {"value": number, "label": f"Trường hợp {number}", "points": points, "when": when}
                for number, (points, when) in enumerate(cases, 1)
            ],
            **more,
        }
    )


TASKS = formula(
    ("full", "late == 0 and undone == 0"),
    ("full * (1 - 0.5 * late / assigned)", "undone == 0"),
    ("full * (1 - (0.5 * late + 2 * undone) / assigned)", None),
    names="assigned late undone",
)


@pytest.mark.parametrize(
    ("assigned", "late", "undone", "points", "case"),
    [(121, 0, 0, 2, 0), (120, 30, 0, 1.75, 1), (10, 2, 1, 1.4, 2), (10, 0, 5, 0, 2), (10, 0, 8, 0, 2)],
)
def test_the_first_case_that_holds_gives_the_points(assigned, late, undone, points: float, case: int):
    found = tried(TASKS, 2, assigned=[assigned], late=[late], undone=[undone])
    assert ([float(found.points[0])], found.clause, found.undefined) == ([points], [case], [False])


def test_27_of_121_late_tasks_cost_a_part_that_has_no_end():
    found = tried(TASKS, 2, assigned=[121], late=[27], undone=[0])
    assert is_near(found.points[0], Fraction(215, 121))


def test_the_appraiser_can_choose_the_case():
    rule = formula(("full", None), ("full * x / y", None), ("0", None), choose="appraiser")
    found = tried(rule, "1.5", x=[24] * 4, y=[30] * 4, case=[1, 2, 3, 9])
    assert [float(points) for points in found.points[:3]] == [1.5, 1.2, 0]
    assert (found.clause, found.undefined) == ([0, 1, 2, -1], [False, False, False, True])


def test_points_are_kept_between_nothing_and_the_maximum():
    assert earned(formula(("x - y", None)), 2, x=[9, 3, 1], y=[0, 2, 5]) == [2, 1, 0]


def test_a_division_by_zero_has_no_points():
    assert tried(formula(("x / y", None)), 2, x=[1, 1], y=[0, 1]).undefined == [True, False]


def test_a_condition_that_guards_against_zero_keeps_the_division_from_being_looked_at():
    rule = formula(("full", "y > 0 and x / y >= 0.7"), ("0", None))
    found = tried(rule, 2, x=[7, 6, 1], y=[10, 10, 0])
    assert ([float(points) for points in found.points], found.undefined) == ([2, 0, 0], [False] * 3)


def test_where_a_condition_cannot_be_said_later_cases_are_not_tried():
    rule = formula(("full", "x / y >= 0.7"), ("0", None))
    assert tried(rule, 2, x=[1, 1], y=[0, 9])[1:] == ([0, 1], [True, False])


def test_a_unit_for_which_no_case_holds_has_no_points():
    assert tried(formula(("full", "x > y")), 2, x=[1, 2], y=[2, 1]).undefined == [True, False]


def test_the_best_of_several_results_is_a_maximum():
    assert earned(formula(("full * max(x, y) / 100", None)), 2, x=[80, 40], y=[60, 95]) == [1.6, 1.9]


def test_seven_tenths_reach_seven_tenths():
    assert earned(formula(("full", "x / y >= 0.7"), ("0", None)), 1, x=[7], y=[10]) == [1]


def test_numbers_that_outgrow_the_columns_are_worked_out_all_the_same():
    found = tried(formula(("full * (x * x) / (y * y)", None)), 2, x=[10**12, 1], y=[3 * 10**12, 2])
    assert is_near(found.points[0], Fraction(2, 9))
    assert is_near(found.points[1], Fraction(1, 2))


@given(MAXIMA, decimals(0, 1000, 3), decimals("0.001", 1000, 3))
def test_a_formula_gives_what_fractions_give(most: Decimal, x: Decimal, y: Decimal):
    rule = formula(("full * x / y", "x < y"), ("full - y / (x + y)", "x < 2 * y"), ("full / 3", None))
    a, b, full = Fraction(x), Fraction(y), Fraction(most)
    expected = full * a / b if a < b else full - b / (a + b) if a < 2 * b else full / 3
    found = tried(rule, most, x=[x], y=[y])
    assert is_near(found.points[0], min(max(expected, Fraction(0)), full))
    assert found.clause == [0 if a < b else 1 if a < 2 * b else 2]


@given(st.lists(st.tuples(decimals(-50, 50, 2), decimals(-50, 50, 2)), min_size=1, max_size=6))
def test_points_never_leave_their_bounds_whatever_the_formula_gives(pairs):
    found = tried(formula(("x * y - 3 * abs(x)", None)), 2, x=[x for x, _ in pairs], y=[y for _, y in pairs])
    assert all(0 <= points <= 2 for points in found.points)
