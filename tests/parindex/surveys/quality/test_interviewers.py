"""Interviewers are compared with others in the same places, and chance alone is the yardstick."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from parindex.surveys.quality.fieldwork import refusal_scores
from parindex.surveys.quality.interviewers import (
    interviewer_effects,
    interviewer_table,
    intraclass_correlation,
    many_refusals,
)

PLACES, EACH = 4, 30


def scores(seed: int, lift: float = 0.0) -> pl.DataFrame:
    """Six interviewers in four places whose people differ; ``lift`` is what interviewer f adds."""
    generator = np.random.default_rng(seed)
    rows = PLACES * 6 * EACH
    place = np.repeat(np.arange(PLACES), 6 * EACH)
    who = np.tile(np.repeat(list("abcdef"), EACH), PLACES)
    score = generator.normal(0.5 + 0.1 * place, 0.2, rows) + lift * (who == "f")
    return pl.DataFrame({"interviewer": who, "place": place.astype(str), "score": score})


def test_an_interviewer_who_lifts_results_by_a_tenth_is_found_alone():
    table = interviewer_table(scores(3, lift=0.1), np.random.default_rng(1), permutations=999)
    assert interviewer_effects(table)["about"].to_list() == ["f"]
    row = table.row(by_predicate=pl.col("interviewer") == "f", named=True)
    assert row["answers"] == PLACES * EACH
    assert row["p_value"] == pytest.approx(0.001)
    assert 0.07 < row["mean"] - row["elsewhere"] < 0.13


def test_differences_between_places_are_not_held_against_anybody():
    told = scores(3)
    alone = told.filter((pl.col("interviewer") == "a") == (pl.col("place") == "3"))
    table = interviewer_table(alone, np.random.default_rng(1), permutations=199)
    assert table.filter(pl.col("interviewer") == "a").select("z", "p_value").rows() == [(None, None)]
    assert interviewer_effects(table).rows() == []


def test_chance_alone_flags_somebody_in_about_one_survey_of_a_hundred():
    flagged = sum(
        len(
            interviewer_effects(
                interviewer_table(scores(seed), np.random.default_rng(seed), permutations=199), level=0.05
            )
        )
        > 0
        for seed in range(60)
    )
    assert flagged <= 9  # 5 % of 60 are 3; ten or more would come once in a thousand


def test_the_same_generator_gives_the_same_p_values():
    first, second = (
        interviewer_table(scores(3), np.random.default_rng(7), permutations=99) for _ in range(2)
    )
    assert first.equals(second)


def test_many_refusals_are_flagged_and_few_are_not():
    generator = np.random.default_rng(5)
    who = np.repeat(["a", "b", "c", "d"], 200)
    rate = np.select([who == "a", who == "b"], [0.35, 0.02], 0.15)
    outcome = np.where(generator.random(800) < rate, "2.1", "1.1")
    attempts = pl.DataFrame({"interviewer": who, "place": np.tile(["x", "y"], 400), "outcome": outcome})
    table = interviewer_table(refusal_scores(attempts), np.random.default_rng(1), permutations=999)
    assert many_refusals(table)["about"].to_list() == ["a"]
    assert table.filter(pl.col("interviewer") == "b")["z"][0] < -3


def test_addresses_out_of_scope_are_no_refusals_and_no_attempts():
    attempts = pl.DataFrame({"interviewer": ["a"] * 3, "place": ["x"] * 3, "outcome": ["4.7", "2.1", "2.2"]})
    assert refusal_scores(attempts)["score"].to_list() == [1.0, 0.0]


def test_the_intraclass_correlation_is_that_of_the_analysis_of_variance():
    told = pl.DataFrame({"interviewer": list("aabbcc"), "place": ["x"] * 6, "score": [1.0, 3, 4, 6, 7, 9]})
    # Between: means 2, 5, 8 give 36 / 2 = 18 … times 2 answers each; within: 6 / 3 = 2; (36/2·… − 2) / 2.
    between, within = 2 * (9 + 0 + 9) / 2, 6 / 3
    variance = (between - within) / 2
    assert intraclass_correlation(told) == pytest.approx(variance / (variance + within))


def test_one_interviewer_has_no_intraclass_correlation():
    told = pl.DataFrame({"interviewer": ["a"] * 3, "place": ["x"] * 3, "score": [1.0, 2, 3]})
    assert intraclass_correlation(told) is None
