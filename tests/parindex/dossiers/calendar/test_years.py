"""The shipped calendars: every year makes sense, and says what the decisions say."""

from datetime import date, timedelta

import holidays
import pytest

from parindex.dossiers.calendar.days import DayKind, is_weekend
from parindex.dossiers.calendar.reading import folder_of_years, read_year, shipped_calendar

YEARS = range(2015, 2031)
TABLES = {year: read_year(folder_of_years() / f"{year}.yaml") for year in YEARS}
CALENDAR = shipped_calendar()
HOLIDAYS_BY_LAW = {2015: 10, 2021: 11, 2026: 12}
"""Days off by law from that year on: Labour Code 2012, Labour Code 2019, and 24/11."""

# Where the public package `holidays` 0.109 is known to differ: day -> (worked by us, worked by it).
KNOWN_DIFFERENCES = {date(2026, 1, 2): (False, True), date(2026, 1, 10): (True, False)}


def days_of(year: int) -> list[date]:
    return [
        date(year, 1, 1) + timedelta(days=number)
        for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]


def test_the_years_2015_to_2030_are_shipped_and_no_other():
    assert sorted(path.name for path in folder_of_years().iterdir()) == [f"{year}.yaml" for year in YEARS]
    assert CALENDAR.years == tuple(YEARS)
    assert [table.year for table in TABLES.values()] == list(YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_as_many_holidays_as_the_law_of_the_year_gives(year: int):
    by_law = next(count for since, count in sorted(HOLIDAYS_BY_LAW.items(), reverse=True) if since <= year)
    assert len([day for day in TABLES[year].days if day.kind is DayKind.HOLIDAY]) == by_law


@pytest.mark.parametrize("year", YEARS)
def test_make_up_days_are_weekends_and_substitute_days_are_weekdays(year: int):
    by_kind = {kind: [day.on for day in TABLES[year].days if day.kind is kind] for kind in DayKind}
    assert all(is_weekend(day) for day in by_kind[DayKind.MAKE_UP_WORKING])
    assert not any(is_weekend(day) for day in by_kind[DayKind.SUBSTITUTE_OFF])


@pytest.mark.parametrize("year", YEARS)
def test_each_holiday_on_a_weekend_has_exactly_one_weekday_off_in_its_place(year: int):
    days = TABLES[year].days
    on_weekends = [day.on for day in days if day.kind is DayKind.HOLIDAY and is_weekend(day.on)]
    replaced = [
        day.in_place_of
        for day in days
        if day.kind is DayKind.SUBSTITUTE_OFF and day.in_place_of in on_weekends
    ]
    assert sorted(replaced) == sorted(on_weekends)


@pytest.mark.parametrize("year", YEARS)
def test_a_day_off_in_place_of_a_holiday_comes_after_it_as_the_labour_code_says(year: int):
    # "được nghỉ bù vào ngày làm việc kế tiếp": Điều 115 khoản 3 (2012), Điều 111 khoản 3 (2019).
    table = TABLES[year].days
    holidays_ = {day.on for day in table if day.kind is DayKind.HOLIDAY}
    early = [day.on for day in table if day.in_place_of in holidays_ and day.on < day.in_place_of]
    assert early == []


@pytest.mark.parametrize(
    ("first", "last_of_the_year", "of_the_new_year"),
    [("2015-02-17", 2, 3), ("2016-02-07", 1, 4), ("2018-02-14", 2, 3), ("2023-01-20", 2, 3), ("2024-02-08", 2, 3), ("2026-02-16", 1, 4)],
)  # fmt: skip
def test_tet_is_one_or_two_days_of_the_old_year_and_four_or_three_of_the_new_one(
    first: str, last_of_the_year: int, of_the_new_year: int
):
    day = date.fromisoformat(first)
    tet = [one for one in TABLES[day.year].days if day <= one.on <= day + timedelta(days=4)]
    assert [one.kind for one in tet] == [DayKind.HOLIDAY] * 5
    of_the_old = [one for one in tet if "Chạp" in one.name_vi or "Giao thừa" in one.name_vi]
    assert (len(of_the_old), len(tet) - len(of_the_old)) == (last_of_the_year, of_the_new_year)


@pytest.mark.parametrize("year", YEARS)
def test_days_off_for_a_holiday_lie_within_a_week_of_it_and_swaps_within_a_week_of_each_other(year: int):
    for day in TABLES[year].days:
        if day.in_place_of:
            assert abs((day.on - day.in_place_of).days) <= 9, day


@pytest.mark.parametrize("year", YEARS)
def test_every_day_has_a_law_or_a_decision_and_two_names(year: int):
    for day in TABLES[year].days:
        assert any(char.isdigit() for char in day.basis) or "Thông báo" in day.basis, day
        assert day.name("vi") != day.name("en"), day


@pytest.mark.parametrize("year", YEARS)
def test_a_day_is_a_forecast_from_2027_on_and_never_before(year: int):
    assert {day.is_forecast for day in TABLES[year].days} == {year >= 2027}


def test_the_calendar_says_which_years_are_a_forecast():
    assert CALENDAR.forecast_years == (2027, 2028, 2029, 2030)


@pytest.mark.parametrize("year", YEARS)
def test_a_year_works_the_same_days_as_the_package_holidays_but_for_the_known_differences(year: int):
    theirs = holidays.VN(years=range(year - 1, year + 2))
    differing = {
        day: (CALENDAR.is_working(day), theirs.is_working_day(day))
        for day in days_of(year)
        if CALENDAR.is_working(day) != theirs.is_working_day(day)
    }
    assert differing == {day: known for day, known in KNOWN_DIFFERENCES.items() if day.year == year}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2015-02-14", "2015-02-23"), ("2016-02-06", "2016-02-14"), ("2017-01-26", "2017-02-01"),
        ("2018-02-14", "2018-02-20"), ("2019-02-02", "2019-02-10"), ("2020-01-23", "2020-01-29"),
        ("2021-02-10", "2021-02-16"), ("2022-01-29", "2022-02-06"), ("2023-01-20", "2023-01-26"),
        ("2024-02-08", "2024-02-14"), ("2025-01-25", "2025-02-02"), ("2026-02-14", "2026-02-22"),
    ],
)  # fmt: skip
def test_tet_is_off_from_the_first_to_the_last_day_of_the_decision_and_worked_around_it(
    first: str, last: str
):
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    length = (end - begin).days + 1
    worked = [
        begin + timedelta(days=number)
        for number in range(length)
        if CALENDAR.is_working(begin + timedelta(days=number))
    ]
    assert worked == ([date(2015, 2, 14)] if begin.year == 2015 else [])
    assert CALENDAR.is_working(end + timedelta(days=1))


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        ("2015-01-02", "2014-12-27"), ("2015-02-16", "2015-02-14"), ("2015-04-29", "2015-04-25"), ("2018-12-31", "2019-01-05"),
        ("2019-04-29", "2019-05-04"), ("2024-04-29", "2024-05-04"), ("2025-05-02", "2025-04-26"),
        ("2026-01-02", "2026-01-10"), ("2026-08-31", "2026-08-22"),
    ],
)  # fmt: skip
def test_a_swapped_day_is_off_and_its_saturday_is_worked(off: str, worked: str):
    assert not CALENDAR.is_working(date.fromisoformat(off))
    assert CALENDAR.is_working(date.fromisoformat(worked))
    assert date.fromisoformat(worked).weekday() == 5


def test_the_24th_of_november_is_off_from_2026_on():
    assert [CALENDAR.is_working(date(year, 11, 24)) for year in (2023, 2025, 2026, 2027)] == [
        True,
        True,
        False,
        False,
    ]


def test_2026_has_249_working_days():
    # 261 weekdays without 12 holidays (27/4 stands in for Sunday 26/4); the two swaps change no count.
    assert sum(CALENDAR.is_working(day) for day in days_of(2026)) == 261 - 12
