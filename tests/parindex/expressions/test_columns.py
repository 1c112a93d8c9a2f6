"""Formulas over columns: exact, a division by zero is a mask, and no row sees another."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.exact import Exact, constant, equal, from_floats, times_over, units_of
from parindex.expressions import parse
from parindex.expressions.columns import between, evaluate, holds
from parindex.expressions.rows import holds as holds_in_row
from parindex.expressions.rows import number_at
from parindex.expressions.rows import value as value_in_row
from tests.parindex.oracle import formulas
from tests.parindex.oracle.chance import chance
from tests.parindex.oracle.editions import condition, term

NUMBERS = (0, 1, 2, 3, 7, 0.1, 0.3, -2.5, 33.3333333333333, 698_578_382_861, 1e12, 0.000000001)


def columns(**given_: list[float]) -> dict[str, Exact]:
    return {name: from_floats(np.array(values, dtype=np.float64)) for name, values in given_.items()}


def values(text: str, **given_: list[float]) -> list[Fraction | str | None]:
    """Give what a formula gives; None where it is undefined, "lost" where int64 is too small."""
    found = evaluate(parse(text), columns(**given_))
    size = len(next(iter(given_.values())))
    rows = zip(*(np.broadcast_to(table, (size,)).tolist() for table in found), strict=True)
    return [
        "lost" if lost else None if undefined else Fraction(top, bottom)
        for top, bottom, undefined, lost in rows
    ]


def truths(text: str, **given_: list[float]) -> list[bool | None]:
    found = holds(parse(text), columns(**given_))
    size = len(next(iter(given_.values())))
    rows = zip(*(np.broadcast_to(table, (size,)).tolist() for table in found), strict=True)
    assert not np.any(found.lost)
    return [None if undefined else holds_ for holds_, undefined, _ in rows]


def test_a_formula_gives_fractions_and_not_their_neighbours():
    assert values("x / y", x=[1, 2, 7], y=[3, 3, 10]) == [Fraction(1, 3), Fraction(2, 3), Fraction(7, 10)]
    assert values("0.1 + 0.2 - x", x=[0.3]) == [0]


def test_three_thirds_are_one_in_a_condition():
    assert truths("x / 3 + x / 3 + x / 3 == x", x=[1, 0.7, 1e9]) == [True, True, True]
    assert truths("x / y >= 0.7", x=[7, 6.999999999], y=[10, 10]) == [True, False]


def test_a_third_times_three_billion_is_a_billion():
    assert truths("x / 3 * 3000000000 == 1000000000 * x", x=[1, 2]) == [True, True]


def test_a_division_by_zero_is_undefined_in_its_row_alone():
    assert values("x / y", x=[1, 0, 4], y=[0, 0, 2]) == [None, None, 2]
    assert values("max(1, x / y)", x=[1, 4], y=[0, 2]) == [None, 2]
    assert values("0 * (x / y)", x=[1, 4], y=[0, 2]) == [None, 0]


def test_a_choice_is_a_guard_against_a_division_by_zero():
    assert values("x / y if y > 0 else 0", x=[1, 4], y=[0, 2]) == [0, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y > 0 and x / y > 1", [False, True]),
        ("x / y > 1 and y > 0", [False, True]),
        ("y == 0 or x / y > 1", [True, True]),
        ("x / y > 1", [None, True]),
        ("not x / y > 1", [None, False]),
        ("x / y > 1 or x > 100", [None, True]),
        ("x > 0 and x / y > 1", [None, True]),
    ],
)
def test_one_side_of_and_and_or_that_decides_is_enough(text: str, expected: list[bool | None]):
    assert truths(text, x=[1, 4], y=[0, 2]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x < y", [True, False, False]),
        ("x <= y", [True, True, False]),
        ("x > y", [False, False, True]),
        ("x >= y", [False, True, True]),
        ("x == y", [False, True, False]),
        ("x != y", [True, False, True]),
        ("0 < x <= y", [True, True, False]),
    ],
)
def test_comparisons_hold_as_on_paper(text: str, expected: list[bool]):
    assert truths(text, x=[1, 2, 3], y=[2, 2, 2]) == expected


def test_min_max_abs_and_signs():
    assert values("min(x, y, 2)", x=[1, 5], y=[3, 3]) == [1, 2]
    assert values("max(x, y, 2)", x=[1, 5], y=[3, 3]) == [3, 5]
    assert values("abs(x - y)", x=[1, 5], y=[3, 3]) == [2, 2]
    assert values("-x + +y", x=[1, 5], y=[3, 3]) == [2, -2]


def test_what_outgrows_int64_is_told_and_worked_out_in_fractions():
    assert values("x * x / (y * y)", x=[1e12, 6], y=[2e12, 3]) == ["lost", 4]
    expression = parse("x * x / (y * y)")
    numbers = {"x": Fraction(10**12), "y": Fraction(2 * 10**12)}
    assert value_in_row(expression, numbers) == Fraction(1, 4)


def test_a_value_with_more_than_nine_decimals_is_told_and_keeps_them_in_fractions():
    given_ = columns(x=[0.1234567890123, 0.5])
    assert values("x", x=[0.1234567890123, 0.5]) == ["lost", Fraction(1, 2)]
    assert number_at(given_["x"], 0) == Fraction(Decimal("0.1234567890123"))


def test_what_is_kept_between_two_bounds_is_exact():
    found, lost = between(evaluate(parse("x / 3"), columns(x=[-1, 1, 2, 3, 30])), Decimal(0), Decimal("1.5"))
    assert units_of(found, 9).tolist() == [0, 333333333, 666666667, 1000000000, 1500000000]
    assert equal(times_over(found, constant(3)), from_floats(np.array([0, 1, 2, 3, 4.5]))).all()
    assert not lost.any()


@given(st.integers(0, 10**6), st.lists(st.tuples(*[st.sampled_from(NUMBERS)] * 3), min_size=1, max_size=4))
def test_random_formulas_agree_with_the_oracle_in_every_row(seed: int, rows: list[tuple[float, ...]]):
    text = term(chance(seed), ["x", "y", "z"], 4).replace("full", "2.5")
    given_ = dict(zip("xyz", (list(column) for column in zip(*rows, strict=True)), strict=True))
    for row, found in zip(rows, values(text, **given_), strict=True):
        numbers = {name: Fraction(Decimal(str(number))) for name, number in zip("xyz", row, strict=True)}
        expected = formulas.number(text, numbers)
        assert found in ("lost", expected)
        assert value_in_row(parse(text), numbers) == expected


@given(st.integers(0, 10**6), st.tuples(*[st.sampled_from(NUMBERS)] * 3))
def test_random_conditions_agree_with_the_oracle(seed: int, row: tuple[float, ...]):
    text = condition(chance(seed), ["x", "y", "z"], 3).replace("full", "2.5")
    numbers = {name: Fraction(Decimal(str(number))) for name, number in zip("xyz", row, strict=True)}
    expected = formulas.truth(text, numbers)
    assert holds_in_row(parse(text), numbers) == expected
    found = holds(parse(text), columns(**{name: [number] for name, number in zip("xyz", row, strict=True)}))
    if not np.any(found.lost):
        assert (bool(np.any(found.undefined)), bool(np.any(found.holds))) == (
            expected is None,
            expected is True,
        )


@given(st.integers(0, 10**6), st.lists(st.sampled_from(NUMBERS), min_size=2, max_size=5))
def test_no_row_sees_another(seed: int, x: list[float]):
    text = term(chance(seed), ["x"], 3).replace("y", "x").replace("z", "x").replace("full", "2.5")
    together = values(text, x=x)
    alone = [values(text, x=[number])[0] for number in x]
    assert [a for a, b in zip(together, alone, strict=True) if a not in ("lost", b)] == []
