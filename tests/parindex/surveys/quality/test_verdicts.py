"""Flags propose, people decide, and no answer is ever deleted."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from parindex.surveys.quality.flags import CHECKS, FLAGS
from parindex.surveys.quality.verdicts import VERDICTS, counted, propose, tally

IDS = [f"R{number}" for number in range(6)]


def test_a_flag_to_look_at_holds_nothing_and_two_holding_ones_hold_once():
    rows = [
        ("R1", "straight_line", "q9", 20.0, None),
        ("R2", "too_fast", None, 9.0, 60.0),
        ("R2", "same_token", None, 2.0, None),
        (None, "all_satisfied", "xa-0", 20.0, 1.0),
    ]
    proposed = propose(pl.DataFrame(rows, schema=FLAGS, orient="row"))
    assert proposed.rows() == [("R2", "hold", "same_token too_fast")]


def test_answers_on_hold_and_rejected_stay_in_the_data_and_out_of_figures():
    answers = pl.DataFrame({"response_id": IDS})
    rows = [("R1", "rejected", "trùng"), ("R2", "hold", "too_fast"), ("R3", "accepted", "đã gọi lại")]
    verdicts = pl.DataFrame(rows, schema=VERDICTS, orient="row")
    assert counted(answers, verdicts)["response_id"].to_list() == ["R0", "R3", "R4", "R5"]
    assert tally(answers, verdicts) == {"accepted": 4, "hold": 1, "rejected": 1}
    assert len(answers) == 6


@given(st.dictionaries(st.sampled_from(IDS), st.sampled_from(["accepted", "hold", "rejected"])))
def test_the_parts_of_a_tally_add_up_to_the_answers(said):
    answers = pl.DataFrame({"response_id": IDS})
    rows = [(one, verdict, "") for one, verdict in said.items()]
    verdicts = pl.DataFrame(rows, schema=VERDICTS, orient="row")
    parts = tally(answers, verdicts)
    assert sum(parts.values()) == len(IDS)
    assert len(counted(answers, verdicts)) == parts["accepted"]


def test_every_check_is_either_holding_or_to_look_at():
    assert {check.level for check in CHECKS.values()} == {"hold", "look"}
