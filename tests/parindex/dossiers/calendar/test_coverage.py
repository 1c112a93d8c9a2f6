"""A figure of a year without a table of days off says so; a figure of a forecast year says that it may move."""

from datetime import date

import pytest

from parindex.dossiers.calendar.coverage import said_of_years
from parindex.dossiers.calendar.reading import FORECAST_FROM, SHIPPED_YEARS, shipped_calendar
from parindex.dossiers.measures.periods import month, parse_period, year
from parindex.reports.dossier_measures import about

NO_TABLE, FORECAST = "Không có bảng ngày nghỉ của năm", "là dự kiến theo luật"


def test_the_years_that_are_named_as_shipped_are_those_of_the_calendar():
    assert tuple(SHIPPED_YEARS) == shipped_calendar().years
    assert shipped_calendar().forecast_years == tuple(range(FORECAST_FROM, SHIPPED_YEARS.stop))


@pytest.mark.parametrize("known", [2015, 2025, 2026])
def test_a_year_with_a_table_by_decision_needs_no_word(known: int):
    assert list(said_of_years(date(known, 1, 1), date(known, 12, 31))) == []
    assert about(year(known), "vi") == (year(known).title(),)


@pytest.mark.parametrize(
    ("period", "years"),
    [
        ("2014", "2014"), ("2031", "2031"), ("CCHC-2031-Q1", "2031"), ("CCHC-2015-Q1", "2014"),
        ("2010-01-01..2014-12-31", "2010–2014"), ("2014-12-31..2031-01-01", "2014, 2031"),
    ],
)  # fmt: skip
def test_a_period_outside_2015_to_2030_says_that_only_weekends_are_off(period: str, years: str):
    [said] = [line for line in about(parse_period(period), "vi") if line.startswith(NO_TABLE)]
    assert said.startswith(f"{NO_TABLE} {years}: hạn, số ngày trễ, giờ làm việc chỉ trừ thứ Bảy và Chủ nhật")


@pytest.mark.parametrize(("period", "years"), [("2027-02", "2027"), ("CCHC-2031-Y", "2030"), ("2027-01-01..2029-12-31", "2027–2029")])  # fmt: skip
def test_a_period_of_a_year_without_its_decision_says_that_days_may_still_change(period: str, years: str):
    [said] = [line for line in about(parse_period(period), "vi") if FORECAST in line]
    assert said.startswith(f"Ngày nghỉ năm {years} {FORECAST}")


def test_both_are_said_in_english():
    assert about(month(2031, 1), "en")[1].startswith("There is no table of days off for 2031:")
    assert about(month(2027, 1), "en")[1].startswith("The days off of 2027 are a forecast by law")
