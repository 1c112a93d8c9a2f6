"""Each check finds the case that was planted, and flags nothing in plain answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from parindex.surveys.instruments.model import Instrument
from parindex.surveys.quality.content import (
    broken_constraints,
    missing_by_item,
    missing_items,
    straight_lines,
    wrong_version,
)
from parindex.surveys.quality.duplicates import identical, near_identical, repeated
from parindex.surveys.quality.fieldwork import back_check_rates, back_checked, no_attempt, unknown_outcomes
from parindex.surveys.quality.flags import CHECKS, FLAGS, all_flags, reason_of
from parindex.surveys.quality.satisfaction import Satisfaction
from parindex.surveys.quality.timing import (
    impossible_times,
    odd_hours,
    outside_fieldwork,
    overlapping,
    same_device,
    too_fast,
)
from parindex.surveys.quality.too_good import all_satisfied, no_variance, one_address
from tests.parindex.surveys.quality.answers import ITEMS, NINE, answers, changed, codes_of, flagged

PLAIN = answers(token=[f"T{number}" for number in range(40)], device=[f"D{number}" for number in range(40)])
MATRIX = {"q9": ITEMS}


@pytest.mark.parametrize(
    "found",
    [
        repeated(PLAIN),
        identical(PLAIN, ITEMS),
        near_identical(PLAIN, ITEMS),
        missing_items(PLAIN, ITEMS),
        straight_lines(PLAIN, MATRIX),
        too_fast(PLAIN, ITEMS),
        impossible_times(PLAIN),
        odd_hours(PLAIN),
        outside_fieldwork(PLAIN, date(2026, 5, 4), date(2026, 5, 4)),
        same_device(PLAIN),
        all_satisfied(PLAIN, Satisfaction(tuple(ITEMS))),
        no_variance(PLAIN, ITEMS),
        one_address(PLAIN),
        back_checked(PLAIN, PLAIN, ITEMS),
    ],
)
def test_plain_answers_raise_no_flag(found: pl.DataFrame):
    assert found.schema == FLAGS
    assert found.rows() == []


def test_both_answers_of_one_invitation_are_flagged():
    found = repeated(changed(PLAIN, 7, token="T3"))
    assert found.rows() == [("R003", "same_token", None, 2.0, None), ("R007", "same_token", None, 2.0, None)]


def test_all_copies_of_one_id_are_flagged_and_a_missing_token_is_no_copy():
    table = changed(changed(changed(PLAIN, 7, response_id="R003"), 8, response_id="R003"), 1, token=None)
    found = repeated(changed(table, 2, token=None))
    assert found.select("response_id", "check", "figure").rows() == [("R003", "same_id", 3.0)] * 3


def test_a_copied_answer_is_flagged_with_the_one_it_copies():
    found = identical(changed(PLAIN, 9, **codes_of(PLAIN, 4)), ITEMS)
    assert found.select("response_id", "about").rows() == [("R009", "R004")]


def test_two_straight_lines_are_not_called_copies():
    line = dict.fromkeys(ITEMS, 4)
    assert identical(changed(changed(PLAIN, 1, **line), 2, **line), ITEMS).rows() == []


def test_an_answer_with_one_of_twenty_codes_changed_is_near_identical():
    copied = codes_of(PLAIN, 4) | {"q9_3": codes_of(PLAIN, 4)["q9_3"] % 5 + 1}
    found = near_identical(changed(PLAIN, 8, **copied), ITEMS)
    assert found.rows() == [
        ("R004", "near_identical", "R008", 95.0, 95.0),
        ("R008", "near_identical", "R004", 95.0, 95.0),
    ]


def test_people_of_different_units_are_not_compared():
    copied = codes_of(PLAIN, 4) | {"q9_3": codes_of(PLAIN, 4)["q9_3"] % 5 + 1}
    assert near_identical(changed(PLAIN, 9, **copied), ITEMS).rows() == []


def test_only_items_that_both_answered_are_compared():
    copied = codes_of(PLAIN, 4) | dict.fromkeys(ITEMS[:3], None)
    found = near_identical(changed(PLAIN, 8, **copied), ITEMS)
    assert found.rows() == []  # all of the 17 shared ones agree: that is a copy, not nearly one
    copied |= {"q9_9": codes_of(PLAIN, 4)["q9_9"] % 5 + 1}
    found = near_identical(changed(PLAIN, 8, **copied), ITEMS, share=0.9)
    assert [round(figure, 3) for figure in found["figure"]] == [94.118, 94.118]


def test_an_answer_of_another_version_and_one_without_are_flagged():
    table = changed(PLAIN.with_columns(form_version=pl.lit("2")), 5, form_version="1")
    found = wrong_version(changed(table, 6, form_version=None), ["2", "2b"])
    assert found.select("response_id", "about").rows() == [("R005", "1"), ("R006", "?")]


def test_more_than_a_fifth_of_the_items_open_is_flagged_and_a_fifth_is_not():
    four, five = dict.fromkeys(ITEMS[:4], None), dict.fromkeys(ITEMS[:5], None)
    found = missing_items(changed(changed(PLAIN, 1, **four), 2, **five), ITEMS)
    assert found.rows() == [("R002", "missing_items", None, 25.0, 20.0)]


def test_an_answer_that_breaks_a_constraint_is_flagged_with_its_question():
    number = {"kind": "integer", "label": "?"}
    form = Instrument.model_validate(
        {
            "id": "x",
            "year": 2026,
            "title": "X",
            "questions": [
                {"id": "a", "constraint": ". >= 1 and . <= 50", **number},
                {"id": "b", "constraint": ". <= ${a}", **number},
                {"id": "born", "kind": "date", "label": "?", "constraint": ". <= today()"},
            ],
        }
    )
    begun = [datetime(2026, 5, 4, 8, tzinfo=UTC)] * 4 + [None]
    table = pl.DataFrame(
        {
            "response_id": ["R1", "R2", "R3", "R4", "R5"],
            "started_at": begun,
            "a": [1, 51, None, 50, 0],
            "b": [1, 51, 3, 51, None],
            "born": [date(2026, 5, 4), None, date(2026, 5, 5), None, date(2027, 1, 1)],
        }
    )
    told = [("R2", "a"), ("R3", "b"), ("R4", "b"), ("R3", "born")]  # R5 has no day, and the form asks for it
    assert broken_constraints(table, form).select("response_id", "about").rows() == told
    assert set(broken_constraints(table, form)["check"]) == {"broken_constraint"}
    assert broken_constraints(table.drop("started_at"), form).rows() == []
    timeless = form.model_copy(update={"questions": form.questions[:2]})
    told = [("R2", "a"), ("R5", "a"), ("R3", "b"), ("R4", "b")]
    assert (
        broken_constraints(table.drop("started_at"), timeless).select("response_id", "about").rows() == told
    )
    assert broken_constraints(table.drop("a"), form).rows() == []


def test_gaps_and_no_opinions_are_counted_for_each_item():
    table = changed(changed(PLAIN, 1, q9_1=None), 2, q9_2=9)
    found = missing_by_item(table, ["q9_1", "q9_2"], {"q9_2": [9]})
    assert found.rows() == [("q9_1", 40, 1, 0, 0.025), ("q9_2", 40, 0, 1, 0.0)]


def test_one_code_from_the_first_item_to_the_last_is_a_straight_line():
    found = straight_lines(changed(PLAIN, 3, **dict.fromkeys(ITEMS, 4)), MATRIX)
    assert found.rows() == [("R003", "straight_line", "q9", 20.0, None)]


def test_a_gap_does_not_break_a_straight_line_and_another_code_does():
    line = dict.fromkeys(ITEMS, 4)
    table = changed(changed(PLAIN, 3, **line | {"q9_5": None}), 4, **line | {"q9_5": 3})
    assert straight_lines(table, MATRIX).rows() == [("R003", "straight_line", "q9", 19.0, None)]
    assert flagged(straight_lines(table, MATRIX, share=0.75)) == ["R003", "R004"]


def test_an_answer_given_in_twenty_seconds_is_too_fast():
    table = changed(PLAIN, 6, finished_at=PLAIN["started_at"][6] + timedelta(seconds=20))
    assert too_fast(table, ITEMS).rows() == [("R006", "too_fast", None, 20.0, 99.0)]


def test_an_answer_that_ends_before_it_begins_is_impossible_and_not_fast():
    table = changed(PLAIN, 6, finished_at=PLAIN["started_at"][6] - timedelta(seconds=20))
    assert impossible_times(table).rows() == [("R006", "impossible_times", None, -20.0, None)]
    assert too_fast(table, ITEMS).rows() == []


def test_an_answer_at_three_in_the_night_in_ha_noi_is_flagged():
    moment = NINE.replace(hour=20)  # 20:00 UTC is 03:00 the next day in Hà Nội
    found = odd_hours(changed(PLAIN, 2, started_at=moment))
    assert found.rows() == [("R002", "odd_hour", None, 3.0, None)]


def test_a_day_is_a_day_of_ha_noi():
    late = changed(PLAIN, 2, started_at=NINE.replace(hour=18))  # 01:00 on 5 May there
    found = outside_fieldwork(late, date(2026, 5, 4), date(2026, 5, 4))
    assert found.select("response_id", "about").rows() == [("R002", "05/05/2026")]


def test_an_interview_inside_another_one_of_the_same_interviewer_is_flagged():
    table = answers(4, interviewer=["a", "a", "a", "b"])
    table = changed(table, 0, finished_at=NINE + timedelta(minutes=25))
    found = overlapping(table)
    assert found.select("response_id", "about").rows() == [("R001", "R000"), ("R002", "R000")]


def test_the_fourth_answer_from_one_telephone_flags_all_four_but_not_an_interviewers():
    table = answers(10, device=["x"] * 4 + ["y"] * 3 + ["z"] * 3, interviewer=[None] * 10)
    assert same_device(table).select("response_id", "figure", "limit").rows() == [
        (f"R00{number}", 4.0, 3.0) for number in range(4)
    ]
    assert same_device(table.with_columns(interviewer=pl.lit("a"))).rows() == []


def test_a_unit_where_everybody_is_satisfied_with_everything_raises_the_alarm():
    pleased = pl.when(pl.col("unit_id") == "xa-0").then(5).otherwise(pl.col("q9_1")).cast(pl.Int16)
    table = PLAIN.with_columns(
        pl.when(pl.col("unit_id") == "xa-0")
        .then(pl.max_horizontal(pl.col(item), 4))
        .otherwise(item)
        .cast(pl.Int16)
        .alias(item)
        for item in ITEMS
    ).with_columns(q9_1=pleased)
    found = all_satisfied(table, Satisfaction(tuple(ITEMS)))
    assert found.rows() == [(None, "all_satisfied", "xa-0", 20.0, 1.0)]
    assert no_variance(table, ITEMS).rows() == []


def test_a_unit_where_all_answers_are_the_same_raises_the_alarm():
    same = codes_of(PLAIN, 0)
    table = PLAIN.with_columns(
        pl.when(pl.col("unit_id") == "xa-1").then(same[item]).otherwise(item).cast(pl.Int16).alias(item)
        for item in ITEMS
    )
    assert no_variance(table, ITEMS).rows() == [(None, "no_variance", "xa-1", 20.0, None)]


def test_a_unit_whose_answers_come_from_one_device_raises_the_alarm():
    table = PLAIN.with_columns(
        device=pl.when(pl.col("unit_id") == "xa-1").then(pl.lit("x")).otherwise("device")
    )
    assert one_address(table).rows() == [(None, "one_address", "xa-1", 20.0, None)]


def test_an_answer_without_a_completed_attempt_is_flagged():
    attempts = pl.DataFrame({"token": ["T0", "T0", "T1"], "outcome": ["2.2", "1.1", "2.1"]})
    assert flagged(no_attempt(PLAIN.head(2), attempts)) == ["R001"]


def test_codes_of_outcomes_that_nobody_knows_are_counted():
    attempts = pl.DataFrame({"token": ["T0"] * 4, "outcome": ["1.1", "9.9", "9.9", None]})
    assert unknown_outcomes(attempts).select("about", "figure").rows() == [("", 1.0), ("9.9", 2.0)]


def test_more_than_a_tenth_answered_otherwise_in_the_back_check_is_flagged():
    again = PLAIN.select("response_id", *ITEMS).head(3)
    for item in ITEMS[:3]:
        again = changed(again, 1, **{item: codes_of(again, 1)[item] % 5 + 1})
    again = changed(again, 2, q9_1=None)
    table = PLAIN.with_columns(interviewer=pl.lit("a"))
    assert back_checked(table, again, ITEMS).rows() == [("R001", "back_check", None, 15.0, 10.0)]
    rates = back_check_rates(table, again, ["q9_1", "q9_9"])
    assert rates.rows() == [("a", "q9_1", 2, 1), ("a", "q9_9", 3, 0)]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_check_says_its_reason_with_its_figures(lang):
    for code, check in CHECKS.items():
        said = reason_of({"check": code, "about": "R001", "figure": 12.5, "limit": 20.0}, lang)
        assert "{" not in said
        assert ("12,5" if lang == "vi" else "12.5") in said or "{figure}" not in check.reason


def test_flags_of_several_checks_stand_together_by_answer():
    table = changed(changed(PLAIN, 3, **dict.fromkeys(ITEMS, 4)), 1, token="T3")
    found = all_flags([straight_lines(table, MATRIX), repeated(table)])
    assert found.select("response_id", "check").rows() == [
        ("R001", "same_token"),
        ("R003", "same_token"),
        ("R003", "straight_line"),
    ]
