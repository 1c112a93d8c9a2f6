"""The page about exactness is true: its tables are worked out again."""

import ast
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from parindex import digits, exact
from parindex.expressions import columns as formula_columns
from parindex.scoring import quantities
from tests.parindex.oracle import comparing
from tests.parindex.oracle.formulas import COMPARISON, Reader, truth
from tests.parindex.scoring import test_against_the_oracle as against

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "methods" / "exactness.md").read_text(encoding="utf-8")


def table(first_title: str) -> list[list[str]]:
    """Give the rows of the table whose first column has that title."""
    lines = PAGE.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first_title} |"))
    rows: list[list[str]] = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    assert rows
    return rows


def number(text: str) -> Fraction:
    return Fraction(text.replace("−", "-").replace(",", "."))


def tables_of_numbers() -> list[list[str]]:
    """The page has two tables of numbers: how they are held, and how they are printed."""
    parts = PAGE.split("| number |")
    assert len(parts) == 3
    return parts[1:]


def held(value: Fraction) -> exact.Exact:
    top, bottom = (exact.constant(whole) for whole in value.as_integer_ratio())
    return exact.times_over(exact.Exact(np.array([int(top.whole)]), None, 0), exact.constant(1), bottom)


class InFloats(Reader):
    """Works a formula out as a program does that has only binary numbers."""

    def number(self, node: ast.expr) -> float:
        if isinstance(node, ast.Constant):
            return float(node.value)
        left, right = self.number(node.left), self.number(node.right)
        return {"Add": left + right, "Sub": left - right, "Mult": left * right, "Div": left / (right or 1)}[
            type(node.op).__name__
        ]

    def compared(self, node: ast.Compare) -> bool:
        return COMPARISON[type(node.ops[0])](self.number(node.left), self.number(node.comparators[0]))


@pytest.mark.parametrize(("question", "binary", "here"), table("question"))
def test_binary_numbers_and_exact_ones_answer_as_the_page_says(question: str, binary: str, here: str):
    node = ast.parse(question, mode="eval").body
    said = {"yes": True, "no": False}
    assert InFloats(question, {}).compared(node) is said[binary]
    assert truth(question, {}) is said[here]
    found = formula_columns.holds(
        formula_columns.Expression(question, _root(question), is_condition=True), {}
    )
    assert bool(found.holds) is said[here]


def _root(question: str):
    from parindex.expressions import parse

    return parse(question).root


@pytest.mark.parametrize(("handed_over", "means", "_"), table("handed over"))
def test_a_value_that_comes_in_means_what_the_page_says(handed_over: str, means: str, _: str):
    found = exact.from_floats(np.array([float(handed_over)]))
    difference = Fraction(int(found.whole[0])) - number(means) * 10**found.places
    part = 0.0 if found.part is None else float(found.part[0])
    assert abs(difference + Fraction(part)) < Fraction(1, 10**12)


def test_numbers_are_held_as_the_page_says():
    for line in tables_of_numbers()[0].splitlines()[2:8]:
        text, whole, part = (cell.strip() for cell in line.strip("|").split("|"))
        column = held(number(text))
        found = 0.0 if column.part is None else float(column.part[0])
        assert (int(column.whole[0]), round(found, 12)) == (int(number(whole)), float(number(part)))


def test_numbers_are_printed_as_the_page_says():
    rows = [line for line in tables_of_numbers()[1].splitlines()[2:] if line.startswith("|")]
    assert len(rows) >= 8
    for line in rows:
        text, decimals, printed = (cell.strip() for cell in line.strip("|").split("|"))
        units = int(exact.units_of(held(number(text)), int(decimals))[0])
        assert Decimal(units).scaleb(-int(decimals)) == Decimal(printed.replace("−", "-").replace(",", "."))


def test_the_constants_of_the_page_are_those_of_the_code():
    code = [
        exact.PLACES,
        exact.TOLERANCE,
        digits.SAFE,
        quantities._PLACES_OF_RATIOS,
        formula_columns._SAFE,
    ]
    assert [float(value) for _, value, _ in table("constant")] == code
    assert Fraction(1, 10 ** (exact.PLACES + 11)) == comparing.BOUND


def test_as_many_editions_are_drawn_as_the_page_says():
    examples = {"200": "2,000", "10000": "100,000"}[str(settings().max_examples)]
    assert f"{against.EDITIONS:,}" == examples
    assert examples in PAGE
