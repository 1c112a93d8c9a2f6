"""A letter of apology is due one working day before a due date that will be missed."""

from datetime import date, timedelta

import polars as pl
import pytest

from parindex.dossiers.apologies import apologies_due, owes_letter
from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.reading import shipped_calendar
from parindex.dossiers.facts import State
from parindex.dossiers.measures.late import with_days

CLOCK = WorkingClock(shipped_calendar())
SCHEMA = {"state": pl.Int8, "received_on": pl.Date, "due_on": pl.Date, "weight": pl.Int8}


def rows(*told: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(told, schema=SCHEMA, orient="row")


def letters(
    today: date,
    due: date | None,
    state: State = State.OPEN,
    weight: int = 1,
    received: date = date(2026, 11, 2),
) -> list[tuple[object, ...]]:
    found = apologies_due(rows((state, received, due, weight)), CLOCK, today)
    return found.select("letter_on", "days_left").rows()


@pytest.mark.parametrize(
    ("today", "due", "expected"),
    [
        (date(2026, 11, 25), date(2026, 11, 27), []),
        (date(2026, 11, 26), date(2026, 11, 27), [(date(2026, 11, 26), 1)]),
        (date(2026, 11, 27), date(2026, 11, 27), [(date(2026, 11, 26), 0)]),
        (date(2026, 11, 28), date(2026, 11, 27), [(date(2026, 11, 26), -1)]),  # a Saturday: Friday is missed
        (date(2026, 11, 29), date(2026, 11, 27), [(date(2026, 11, 26), -1)]),
        (date(2026, 11, 30), date(2026, 11, 27), [(date(2026, 11, 26), -1)]),
        (date(2026, 12, 1), date(2026, 11, 27), [(date(2026, 11, 26), -2)]),
        (date(2026, 11, 28), date(2026, 11, 30), [(date(2026, 11, 27), 1)]),  # a Saturday: Monday is to come
        (
            date(2026, 11, 24),
            date(2026, 11, 23),
            [(date(2026, 11, 20), -1)],
        ),  # missed, on the holiday after it
        (date(2026, 11, 22), date(2026, 11, 25), []),
        (date(2026, 11, 23), date(2026, 11, 25), [(date(2026, 11, 23), 1)]),  # 24/11 is a holiday
        (date(2026, 8, 22), date(2026, 8, 24), [(date(2026, 8, 22), 1)]),  # Saturday 22/8 is worked
        (date(2026, 2, 13), date(2026, 2, 23), [(date(2026, 2, 13), 1)]),  # the last day before Tết
    ],
)
def test_the_letter_is_due_on_the_working_day_before_the_due_date_and_stays_due(today, due, expected):
    received = min(date(2026, 11, 2), due.replace(day=1))
    assert letters(today, due, received=received) == expected


@pytest.mark.parametrize("state", [state for state in State if state is not State.OPEN])
def test_only_what_is_in_progress_owes_a_letter(state: State):
    assert letters(date(2026, 11, 27), date(2026, 11, 27), state) == []


def test_superseded_rows_and_dossiers_without_a_due_date_owe_none():
    assert letters(date(2026, 11, 27), date(2026, 11, 27), weight=-1) == []
    assert letters(date(2026, 11, 27), None) == []


def test_no_letter_is_due_before_the_receipt():
    assert letters(date(2026, 11, 26), date(2026, 11, 27), received=date(2026, 11, 27)) == []
    assert letters(date(2026, 11, 27), date(2026, 11, 27), received=date(2026, 11, 27)) == [
        (date(2026, 11, 27), 0)
    ]


def test_the_most_urgent_come_first_and_nothing_comes_from_nothing():
    early, late = (
        (State.OPEN, date(2026, 11, 2), date(2026, 11, 20), 1),
        (State.OPEN, date(2026, 11, 2), date(2026, 11, 27), 1),
    )
    assert apologies_due(rows(late, early), CLOCK, date(2026, 11, 27))["due_on"].to_list() == [
        early[2],
        late[2],
    ]
    assert len(apologies_due(rows(), CLOCK, date(2026, 11, 27))) == 0


@pytest.mark.parametrize(
    "today", [date(2026, 2, 13), date(2026, 2, 21), date(2026, 8, 22), date(2026, 11, 23)]
)
def test_the_question_to_the_store_finds_whoever_is_listed_and_nobody_else(today: date):
    days = [today + timedelta(days=number) for number in range(-12, 13)]
    every = rows(
        *((state, received, due, 1) for state in State for received in days for due in (*days, None))
    )
    listed = apologies_due(every, CLOCK, today).select(every.columns)
    assert every.filter(owes_letter(CLOCK, today)).sort("due_on", maintain_order=True).equals(listed)
    assert 0 < listed.height < every.height


@pytest.mark.parametrize("number", range(23))
def test_what_is_missed_is_what_the_late_list_calls_overdue_by_as_many_days(number: int):
    """From Monday 16/11 to Tuesday 8/12/2026: three weekends and the holiday of 24/11."""
    today = date(2026, 11, 16) + timedelta(days=number)
    dues = [today + timedelta(days=days) for days in range(-12, 13)]
    every = rows(
        *((State.OPEN, date(2026, 10, 1), due, 1) for due in dues if CLOCK.is_working(pl.Series([due]))[0])
    )
    ended = every.with_columns(ended_on=pl.lit(None, dtype=pl.Date), late_days=pl.lit(0, dtype=pl.Int16))
    late = with_days(ended.filter(pl.col("due_on") < today), CLOCK, today)
    missed = apologies_due(every, CLOCK, today).filter(pl.col("days_left") < 0)
    assert missed["due_on"].to_list() == late["due_on"].to_list()
    assert missed["days_left"].to_list() == [-days for days in late["days_late"]]
    assert missed.height in range(7, 11)


def test_on_a_day_beyond_the_tables_whatever_was_due_still_owes_its_letter():
    told = rows((State.OPEN, date(2026, 11, 2), date(2026, 11, 20), 1))
    assert told.filter(owes_letter(CLOCK, date(2061, 1, 1))).equals(told)
    assert apologies_due(told, CLOCK, date(2061, 1, 1))["due_on"].to_list() == [date(2026, 11, 20)]
