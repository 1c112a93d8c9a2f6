"""Reports print the exact points: a number just below a half is not printed up, whatever 15 digits say."""

import numpy as np
import polars as pl
import pytest

from parindex.exact import Exact, to_printed_floats, units_of
from parindex.numerals import format_number
from parindex.reports.cells import points_at, points_column
from parindex.reports.ranking import ranking_frame
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from tests.parindex.oracle.chance import chance
from tests.parindex.scoring.scored import edition, leaf

RATIO = {"kind": "proportional", "quantity": {"as": "ratio"}}


def nearly() -> Scorecard:
    """A total of 87.745 points less 5e-17: as near to the half as two numbers of 14 digits come."""
    bottom = next(number for number in range(99_999_999_999_999, 0, -1) if 17549 * number % 20000 == 1)
    top = (17549 * bottom - 1) // 20000
    wide = pl.DataFrame({"unit_id": ["a"], "1:numerator": [float(top)], "1:denominator": [float(bottom)]})
    return score(edition(leaf("1", 100, RATIO)), wide)


def test_points_just_below_a_half_are_printed_down() -> None:
    card = nearly()
    assert units_of(card.points(), 2).tolist() == [8774]
    assert format_number(card.scores["points"][-1], 2) == "87,75"
    for number in (points_at(card, "total", 0), points_column(card)[0], ranking_frame(card)["points"][0]):
        assert number is not None
        assert format_number(number, 2) == "87,74"
        assert number == pytest.approx(87.745, abs=1e-12)


def test_what_is_printed_of_any_number_are_its_exact_digits() -> None:
    rng = chance(7)
    whole = np.array([rng.randrange(10**11) for _ in range(500)])
    whole[::2] = whole[::2] // 10**7 * 10**7 + 5 * 10**6 - 1
    part = np.array([rng.choice((0.0, 0.5, 0.999999999, 0.3333333333)) for _ in range(500)])
    column = Exact(whole, part)
    said = [format_number(number, 2) for number in to_printed_floats(column, 2).tolist()]
    assert said == [format_number(units / 100, 2) for units in units_of(column, 2).tolist()]
