"""Back-checks: a list that anybody draws again from pool and seed, and agreement with the first answer."""

from __future__ import annotations

import polars as pl
import pytest

from parindex.surveys.quality.back_checks import (
    POOL,
    agreement_by_interviewer,
    agreement_by_item,
    draw_back_checks,
    pool_hash,
)


def pool(**sizes: int) -> pl.DataFrame:
    """So many answers of each interviewer, none flagged, none drawn."""
    rows = [(f"{who}{number:04}", who, False, False) for who, m in sizes.items() for number in range(m)]
    return pl.DataFrame(rows, schema=POOL, orient="row")


def marked(table: pl.DataFrame, column: str, *answers: str) -> pl.DataFrame:
    return table.with_columns(pl.col("response_id").is_in(answers).alias(column))


def counts(chosen: pl.DataFrame) -> dict[str, int]:
    return dict(chosen.group_by("interviewer").len().rows())


def test_each_interviewer_gives_a_tenth_rounded_up_and_at_least_two():
    drawn = draw_back_checks(pool(a=300, b=41, c=9, d=1), 11)
    assert counts(drawn.chosen) == {"a": 30, "b": 5, "c": 2, "d": 1}
    assert drawn.chosen["response_id"].n_unique() == 38


def test_share_and_minimum_are_declared():
    assert counts(draw_back_checks(pool(a=40, b=10), 1, share=0.25, minimum=5).chosen) == {"a": 10, "b": 5}
    assert counts(draw_back_checks(pool(a=40), 1, share=1.0).chosen) == {"a": 40}


@pytest.mark.parametrize(
    ("share", "minimum", "seed"), [(0.0, 2, 1), (1.1, 2, 1), (float("nan"), 2, 1), (0.1, -1, 1), (0.1, 2, -1)]
)
def test_a_share_minimum_or_seed_out_of_bounds_is_refused(share, minimum, seed):
    with pytest.raises(ValueError, match=r"share|negative|unsigned|seed|>= 0"):
        draw_back_checks(pool(a=10), seed, share=share, minimum=minimum)


def test_pool_and_seed_draw_the_same_list_whatever_the_order_of_rows():
    table = marked(pool(a=80, b=50), "is_flagged", "a0007", "b0009")
    first = draw_back_checks(table, 2026)
    again = draw_back_checks(table.reverse().sample(fraction=1, shuffle=True, seed=5), 2026)
    assert first.chosen.rows() == again.chosen.rows()
    assert first.hash == again.hash == pool_hash(table)
    assert first.chosen.rows() != draw_back_checks(table, 2027).chosen.rows()
    assert draw_back_checks(first.pool, first.seed).chosen.rows() == first.chosen.rows()


def test_the_list_of_a_known_seed_stays_as_it_was():
    assert draw_back_checks(pool(a=30, b=12), 5).chosen["response_id"].to_list() == [
        "a0009",
        "a0006",
        "a0005",
        "b0004",
        "b0006",
    ]


def test_answers_without_an_interviewer_are_never_drawn():
    table = pool(a=10, b=90).with_columns(interviewer=pl.col("interviewer").replace("b", None))
    assert counts(draw_back_checks(table, 3, share=1.0).chosen) == {"a": 10}
    assert draw_back_checks(table.filter(pl.col("interviewer").is_null()), 3).chosen.rows() == []


def test_flagged_answers_come_first_and_leave_half_to_chance():
    two = marked(pool(a=100), "is_flagged", "a0003", "a0090")
    chosen = draw_back_checks(two, 1).chosen
    assert set(chosen.filter("is_flagged")["response_id"]) == {"a0003", "a0090"}
    assert len(chosen) == 10
    many = marked(pool(a=100), "is_flagged", *(f"a{number:04}" for number in range(60)))
    shares = [draw_back_checks(many, seed).chosen["is_flagged"].sum() for seed in range(200)]
    # 5 for certain, then 5 of the other 95, of whom 55 are flagged: 5 + 5·55/95 = 7.89
    assert min(shares) >= 5
    assert sum(shares) / 200 == pytest.approx(7.89, abs=0.3)


def test_every_answer_that_is_not_flagged_has_the_same_chance():
    table = pool(a=20)
    hits = pl.concat([draw_back_checks(table, seed, share=0.25).chosen for seed in range(400)])
    per_answer = hits["response_id"].value_counts()["count"]
    # 5 of 20, 400 times: 100 each, standard deviation 8.7
    assert len(per_answer) == 20
    assert 100 - 35 < per_answer.min() <= per_answer.max() < 100 + 35


def test_what_was_drawn_before_counts_and_is_not_drawn_again():
    early = draw_back_checks(pool(a=50), 1).chosen["response_id"].to_list()
    later = marked(pool(a=200), "is_drawn", *early)
    more = draw_back_checks(later, 2).chosen["response_id"].to_list()
    assert (len(early), len(more)) == (5, 15)
    assert not set(early) & set(more)
    assert draw_back_checks(marked(pool(a=200), "is_drawn", *early, *more), 3).chosen.rows() == []


FIRST = pl.DataFrame(
    {"response_id": ["r1", "r2", "r3", "r4"], "interviewer": ["a", "a", "b", None], "q1": [1, 2, 3, 1], "q2": [5, 5, None, 1]}
)  # fmt: skip


def test_agreement_counts_items_answered_both_times():
    again = pl.DataFrame({"response_id": ["r1", "r2", "r3"], "q1": [1, 1, 3], "q2": [5, None, 4]})
    assert agreement_by_interviewer(FIRST, again, ["q1", "q2"]).rows() == [
        ("a", 2, 3, 2, pytest.approx(2 / 3)),
        ("b", 1, 1, 1, 1.0),
    ]
    assert agreement_by_item(FIRST, again, ["q2", "q1", "q9"]).rows() == [
        ("q2", 1, 1, 1.0),
        ("q1", 3, 2, pytest.approx(2 / 3)),
    ]


def test_a_back_check_with_nothing_in_common_has_no_rate():
    again = pl.DataFrame({"response_id": ["r3"], "q2": [4]})
    assert agreement_by_interviewer(FIRST, again, ["q1", "q2"]).rows() == [("b", 1, 0, 0, None)]
    assert agreement_by_item(FIRST, again, ["q1", "q2"]).rows() == []
