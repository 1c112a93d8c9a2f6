"""Working time agrees with a clock that looks at every minute, and with dates worked by hand."""

from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.office import HANDOVER, OfficeHours, office_hours
from parindex.dossiers.calendar.reading import shipped_calendar
from parindex.dossiers.calendar.waiting import waited_minutes
from parindex.errors import ProblemsFound
from tests.parindex.dossiers.calendar.slow_clock import SlowClock

CALENDAR = shipped_calendar()
CLOCK = WorkingClock(CALENDAR)
HOURS = [
    OfficeHours(),
    OfficeHours(handover_after=900),
    office_hours("7h30-11h30, 13h-17h", HANDOVER),
    office_hours("0:00-24:00"),
]
CLOCKS = [(WorkingClock(CALENDAR, hours), SlowClock(CALENDAR, hours)) for hours in HOURS]
MOMENT = pl.Datetime("ms")

clocks = st.sampled_from(CLOCKS)
# Around Tết, both swaps of 2026, 24/11 and the turn of a year with a make-up day in the next.
crowded = st.sampled_from(
    [date(2026, 2, 10), date(2025, 12, 30), date(2026, 8, 20), date(2026, 11, 20), date(2018, 12, 28)]
)
moments = st.builds(
    lambda day, seconds: datetime.combine(day, time()) + timedelta(seconds=seconds),
    crowded | st.dates(date(2015, 1, 5), date(2030, 11, 30)),
    st.integers(0, 9 * 86400),
)
short = st.integers(0, 6 * 86400).map(lambda seconds: timedelta(seconds=seconds))
few = settings(max_examples=30, deadline=None)


def column(*moments: datetime | None) -> pl.Series:
    return pl.Series(moments, dtype=MOMENT)


def at(text: str) -> datetime:
    """Read ``24/11/2026 7:00``."""
    return datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007  # local moments have no zone


@few
@given(clocks, moments, short, st.booleans())
def test_minutes_between_two_moments_are_those_the_slow_clock_sees_open(clocks, start, length, turned):
    clock, slow = clocks
    pair = (start + length, start) if turned else (start, start + length)
    assert clock.minutes_between(column(pair[0]), column(pair[1])).to_list() == [slow.minutes_between(*pair)]


@few
@given(clocks, moments, st.integers(0, 3000))
def test_adding_minutes_ends_where_the_slow_clock_ends(clocks, start, minutes):
    clock, slow = clocks
    assert clock.add_minutes(column(start), minutes).to_list() == [slow.add_minutes(start, minutes)]


@few
@given(clocks, moments, st.floats(0, 400))
def test_as_many_minutes_lie_before_a_due_moment_as_were_added(clocks, start, days):
    clock, _ = clocks
    added = round(days * clock.hours.minutes_per_day)
    assert clock.minutes_between(column(start), clock.add_days(column(start), days)).to_list() == [added]


@few
@given(moments)
def test_a_due_date_rolls_to_the_first_working_day_at_or_after_it(moment):
    clock, slow = CLOCKS[0]
    assert clock.rolled(pl.Series([moment.date()])).to_list() == [slow.rolled(moment.date())]


@few
@given(moments, short, st.booleans())
def test_working_days_after_a_day_are_those_the_slow_clock_counts(start, length, turned):
    clock, slow = CLOCKS[0]
    pair = ((start + length).date(), start.date()) if turned else (start.date(), (start + length).date())
    assert clock.working_days_between(pl.Series([pair[0]]), pl.Series([pair[1]])).to_list() == [
        slow.working_days_between(*pair)
    ]


@few
@given(moments, st.integers(-12, 12))
def test_a_day_shifted_by_working_days_is_where_the_slow_clock_steps_to(moment, working_days):
    clock, slow = CLOCKS[0]
    day = moment.date()
    assert clock.shifted(pl.Series([day]), working_days).to_list() == [slow.shifted(day, working_days)]


@few
@given(clocks, moments)
def test_a_receipt_counts_from_the_moment_the_slow_clock_gives(clocks, received):
    clock, slow = clocks
    assert clock.reception(column(received)).to_list() == [slow.reception(received)]


@few
@given(
    clocks,
    moments,
    short,
    st.lists(st.tuples(st.lists(short, max_size=3), st.lists(short, max_size=3)), min_size=1, max_size=3),
    st.booleans(),
)
def test_waits_for_supplements_are_the_open_minutes_that_lie_in_any_of_them(
    clocks, start, length, rows, unanswered
):
    clock, slow = clocks
    end = start + length
    lists = [[[start - timedelta(days=2) + step for step in side] for side in row] for row in rows]
    asked, answered = (pl.Series([row[side] for row in lists], dtype=pl.List(MOMENT)) for side in (0, 1))
    span = (column(*[start] * len(rows)), column(*[end] * len(rows)))
    got = waited_minutes(clock, asked, answered, span, count_unanswered=unanswered).tolist()
    # The slow clock sees whole minutes; the answers are cut to theirs as the clock cuts them.
    cut = [[[moment.replace(second=0) for moment in side] for side in row] for row in lists]
    whole = (start.replace(second=0), end.replace(second=0))
    assert got == [slow.waited(*row, *whole, count_unanswered=unanswered) for row in cut]


@pytest.mark.parametrize(
    ("start", "end", "hours", "why"),
    [
        ("23/11/2026 8:00", "23/11/2026 9:30", 1.5, "a morning"),
        ("23/11/2026 11:00", "23/11/2026 14:00", 1.0, "11:30 to 13:30 is closed"),
        ("23/11/2026 7:00", "23/11/2026 17:00", 8.0, "a working day has 8 hours"),
        ("23/11/2026 16:00", "25/11/2026 8:00", 2.0, "24/11/2026 is a holiday"),
        ("24/11/2025 7:00", "24/11/2025 17:00", 8.0, "24/11/2025 was none yet"),
        ("13/02/2026 16:00", "23/02/2026 8:00", 2.0, "Tết 2026 is off from 14/2 to 22/2"),
        ("21/08/2026 16:00", "24/08/2026 8:00", 10.0, "Saturday 22/8/2026 is worked"),
        ("28/08/2026 16:00", "03/09/2026 8:00", 2.0, "31/8, 1/9 and 2/9/2026 are off"),
        ("31/12/2025 16:00", "05/01/2026 8:00", 2.0, "1/1 and 2/1/2026 are off"),
        ("09/01/2026 16:00", "12/01/2026 8:00", 10.0, "Saturday 10/1/2026 is worked"),
        ("24/04/2026 16:00", "28/04/2026 8:00", 2.0, "27/4/2026 stands in for Sunday 26/4"),
        ("21/11/2026 9:00", "22/11/2026 20:00", 0.0, "a weekend"),
    ],
)
def test_working_hours_worked_by_hand(start: str, end: str, hours: float, why: str):
    assert CLOCK.minutes_between(column(at(start)), column(at(end))).to_list() == [hours * 60], why


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("23/11/2026 16:00", 1, "25/11/2026 16:00"),
        ("20/11/2026 9:10", 3, "26/11/2026 09:10"),
        ("12/02/2026 10:00", 5, "26/02/2026 10:00"),
        ("20/08/2026 10:00", 2, "22/08/2026 10:00"),
        ("27/08/2026 10:00", 2, "03/09/2026 10:00"),
        ("23/11/2026 7:00", 0.5, "23/11/2026 11:00"),
        ("21/11/2026 20:00", 1, "23/11/2026 17:00"),
        ("23/11/2026 16:30", 0.5, "25/11/2026 10:30"),
    ],
)
def test_due_moments_worked_by_hand(start: str, days: float, due: str):
    assert CLOCK.add_days(column(at(start)), days).to_list() == [at(due)]


@pytest.mark.parametrize(
    ("due", "rolled"),
    [
        ("24/11/2026 16:00", "25/11/2026"),
        ("22/11/2026 16:00", "23/11/2026"),
        ("15/02/2026 8:00", "23/02/2026"),
    ],
)
def test_a_due_moment_on_a_day_off_moves_to_the_end_of_the_next_working_day(due: str, rolled: str):
    end_of_day = at(f"{rolled} 23:59") + timedelta(seconds=59, milliseconds=999)
    assert CLOCK.rolled(column(at(due))).to_list() == [end_of_day]


@pytest.mark.parametrize("due", ["22/08/2026 8:00", "23/11/2026 16:00"])
def test_a_due_moment_on_a_working_day_stays(due: str):
    assert CLOCK.rolled(column(at(due))).to_list() == [at(due)]


def test_a_receipt_after_15_hours_counts_from_the_next_working_morning_only_where_the_setting_says_so():
    received = column(
        at("23/11/2026 15:00"), at("23/11/2026 15:01"), at("20/11/2026 16:00"), at("21/11/2026 16:00")
    )
    with_handover = WorkingClock(CALENDAR, OfficeHours(handover_after=900))
    assert CLOCK.reception(received).to_list() == received.to_list()
    assert with_handover.reception(received).to_list() == [
        at("23/11/2026 15:00"), at("25/11/2026 7:00"), at("23/11/2026 7:00"), at("21/11/2026 16:00"),
    ]  # fmt: skip


def test_waits_in_a_row_of_several_dossiers_are_kept_apart():
    asked = [
        [at("23/11/2026 8:00")],
        [],
        [at("23/11/2026 9:00"), at("23/11/2026 8:00")],
        [at("23/11/2026 10:00")],
        None,
    ]
    answered = [[at("23/11/2026 9:00")], [], [at("23/11/2026 9:30"), at("23/11/2026 10:00")], [], None]
    lists = [pl.Series(side, dtype=pl.List(MOMENT)) for side in (asked, answered)]
    span = (column(*[at("23/11/2026 7:00")] * 5), column(*[at("23/11/2026 11:00")] * 5))
    assert waited_minutes(CLOCK, *lists, span).tolist() == [60, 0, 120, 0, 0]
    assert waited_minutes(CLOCK, *lists, span, count_unanswered=True).tolist() == [60, 0, 120, 60, 0]


def test_nothing_known_gives_null_and_so_does_a_moment_outside_the_tables():
    some, none, far = at("23/11/2026 8:00"), None, at("31/12/1899 0:00")
    assert CLOCK.minutes_between(column(some, none, far, some), column(none, some, some, some)).to_list() == [
        None,
        None,
        None,
        0,
    ]
    assert CLOCK.add_days(column(some, none, far), pl.Series([None, 1.0, 1.0])).to_list() == [
        None,
        None,
        None,
    ]
    assert CLOCK.add_days(column(some), 100_000).to_list() == [None]
    assert CLOCK.rolled(column(some, none, far)).to_list() == [some, None, far]
    assert CLOCK.rolled(pl.Series([None, date(1899, 1, 1)], dtype=pl.Date)).to_list() == [None, None]
    assert CLOCK.reception(column(none)).to_list() == [None]
    assert CLOCK.is_working(pl.Series([date(2026, 11, 24), None, date(2026, 8, 22)])).to_list() == [
        False,
        None,
        True,
    ]


def test_arrays_of_numpy_are_taken_as_columns_too():
    start = np.array(["2026-11-23T16:00", "NaT"], dtype="datetime64[ms]")
    end = np.array(["2026-11-25T08:00"] * 2, dtype="datetime64[ms]")
    assert CLOCK.minutes_between(start, end).to_list() == [120, None]


def test_empty_columns_give_empty_columns():
    none = column()
    assert [
        len(CLOCK.minutes_between(none, none)),
        len(CLOCK.add_days(none, 1)),
        len(CLOCK.rolled(none)),
    ] == [0, 0, 0]


def test_a_column_of_a_day_without_a_time_is_taken_at_its_beginning():
    start, end = pl.Series([date(2026, 11, 23)]), pl.Series([date(2026, 11, 26)])
    assert CLOCK.minutes_between(start, end).to_list() == [960]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7:00",
        "17:00-7:00",
        "7:00-11:30, 11:30-17:00",
        "7:00-12:00, 11:00-17:00",
        "7:00-25:00",
        "7:75-11:00",
        "sáng",
    ],
)
def test_office_hours_that_make_no_sense_are_refused(text: str):
    with pytest.raises(ProblemsFound) as caught:
        office_hours(text)
    assert [problem.code for problem in caught.value.problems] == ["DO311"]


def test_office_hours_are_read_as_people_write_them():
    assert office_hours("7:30–11:30; 13g00-17g00").text() == "7:30-11:30, 13:00-17:00"
    assert office_hours("8h-12h", HANDOVER).handover_after == 900
