"""Periods as people name them, and the half-month slots that every one of them is made of."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from parindex.dossiers.measures.periods import (
    cchc,
    half_year,
    month,
    parse_period,
    quarter,
    slot_of,
    span,
    year,
    year_before,
)
from parindex.errors import ProblemsFound


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", (2026, 1, 1), (2026, 12, 31)),
        ("2026-H1", (2026, 1, 1), (2026, 6, 30)),
        ("2026-H2", (2026, 7, 1), (2026, 12, 31)),
        ("2026-Q4", (2026, 10, 1), (2026, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("cchc-2026-q1", (2025, 12, 15), (2026, 3, 14)),
        ("CCHC-2026-H1", (2025, 12, 15), (2026, 6, 14)),
        ("CCHC-2026-Q3", (2026, 6, 15), (2026, 9, 14)),
        ("CCHC-2026-Y", (2025, 12, 15), (2026, 12, 14)),
        (" 2026-01-05..2026-02-10 ", (2026, 1, 5), (2026, 2, 10)),
    ],
)
def test_a_period_is_read_as_people_write_it(text, start, end):
    period = parse_period(text)
    assert (period.start, period.end) == (date(*start), date(*end))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tháng 3",
        "2026-13",
        "2026-00",
        "2026-Q5",
        "2026-02-30..2026-03-01",
        "2026-03-02..2026-03-01",
        "CCHC-2026-Q2",
    ],
)
def test_what_is_no_period_is_refused_with_the_ways_to_write_one(text):
    with pytest.raises(ProblemsFound) as found:
        parse_period(text)
    assert [problem.code for problem in found.value.problems] == ["DO401"]
    assert "CCHC-2026-Q1" in found.value.text()


@pytest.mark.parametrize(
    "text", ["0001", "1989-12", "CCHC-1990-Q1", "2101", "9999", "2026-01-01..2101-01-01"]
)
def test_a_period_of_years_that_no_dossier_may_have_is_refused_with_the_years(text):
    with pytest.raises(ProblemsFound) as found:
        parse_period(text)
    assert [problem.code for problem in found.value.problems] == ["DO412"]
    assert "1990–2100" in found.value.text()


def test_the_first_and_the_last_year_that_dossiers_may_have_are_periods():
    assert parse_period("1990").start == date(1990, 1, 1)
    assert parse_period("2100-12").end == date(2100, 12, 31)


@pytest.mark.parametrize("part", ["Q1", "H1", "Q3", "Y"])
def test_reports_of_cchc_are_due_on_the_20th_of_the_month_they_end_in(part):
    period = cchc(2026, part)
    assert period.due_on == period.end + timedelta(days=6)
    assert period.due_on.day == 20


@pytest.mark.parametrize(
    "period",
    [
        month(2024, 2),
        quarter(2026, 3),
        half_year(2026, 2),
        year(2025),
        *(cchc(2026, part) for part in ("Q1", "H1", "Q3", "Y")),
    ],
    ids=lambda p: f"{p.start}..{p.end}",
)
def test_every_period_of_a_report_is_made_of_whole_slots(period):
    assert period.is_whole_slots
    days = [period.start + timedelta(days=n) for n in range((period.end - period.start).days + 1)]
    assert {slot_of(day) for day in days} == set(range(period.first_slot, period.last_slot + 1))


def test_a_span_that_cuts_a_slot_says_so():
    assert not span(date(2026, 1, 2), date(2026, 1, 14)).is_whole_slots
    assert not span(date(2026, 1, 1), date(2026, 1, 15)).is_whole_slots
    assert span(date(2026, 1, 15), date(2026, 2, 14)).is_whole_slots


def test_slots_follow_each_other_without_a_gap():
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(16 * 366)]
    steps = {slot_of(after) - slot_of(before) for before, after in pairwise(days)}
    assert steps == {0, 1}
    assert slot_of(date(2026, 1, 1)) - slot_of(date(2025, 1, 1)) == 24


def test_the_year_before_a_period_is_a_calendar_year():
    assert year_before(month(2026, 3)).start == date(2025, 1, 1)
    assert year_before(cchc(2026, "Y")).end == date(2025, 12, 31)


def test_the_share_of_a_year_is_what_empty_denominators_are_divided_by():
    shares = [month(2026, 3), quarter(2026, 1), half_year(2026, 1), year(2026)]
    assert [period.share_of_year for period in shares] == [12, 4, 1, 1]


def test_a_title_says_name_and_days_in_both_languages():
    assert month(2026, 9).title() == "Tháng 9/2026 (01/09/2026–30/09/2026)"
