"""Moments as people and programs write them."""

# ruff: noqa: DTZ001  # moments of records are local, without a zone

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.dossiers.intake.moments import read_lists, read_moments
from parindex.dossiers.records import MOMENTS

MOMENT = datetime(2026, 9, 30, 8, 5)


@pytest.mark.parametrize(
    "text",
    [
        "30/09/2026 08:05:00", "30/09/2026 08:05", "30/9/2026 8:05", "30-09-2026 08:05", "30.09.2026 8:05:00",
        "2026-09-30 08:05:00", "2026-09-30T08:05:00", "2026-09-30T08:05", "2026/09/30 08:05", "20260930080500",
        "2026-09-30T08:05:00.000", "2026-09-30T01:05:00Z", "2026-09-30T01:05:00.000Z", "2026-09-30T08:05:00+07:00",
        "2026-09-30T10:05:00+0900", "2026-09-29 22:05:00 -03:00", "30/09/2026 8:05 SA", "30/09/2026 08:05 AM",
        "30/09/2026 8h05",
    ],
)  # fmt: skip
def test_five_past_eight_is_read_from(text):
    read = read_moments(pl.Series("received_at", [text]))
    assert read.moments.to_list() == [MOMENT]
    assert not read.is_bad[0]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("30/09/2026 12:30 SA", datetime(2026, 9, 30, 0, 30)),
        ("30/09/2026 12:30 CH", datetime(2026, 9, 30, 12, 30)),
        ("30/09/2026 1:30 PM", datetime(2026, 9, 30, 13, 30)),
        ("2026-09-30T23:30:00Z", datetime(2026, 10, 1, 6, 30)),
        ("29/02/2024", datetime(2024, 2, 29)),
        ("46295", datetime(2026, 9, 30)),
        ("46295.5", datetime(2026, 9, 30, 12)),
        ("1/9/2026", datetime(2026, 9, 1)),
    ],
)
def test_a_moment_is_local_time(text, moment):
    assert read_moments(pl.Series("received_at", [text])).moments.to_list() == [moment]


@pytest.mark.parametrize(
    "text",
    [
        "29/02/2026",
        "31/04/2026",
        "30/13/2026",
        "30/09/2026 24:00:00",
        "30/09/26",
        "hôm qua",
        "0",
        "1/1/1900",
        "01/01/2101",
        "30/09/2026 13:00 CH",
        "12",
        "NaN",
    ],
)
def test_no_moment_is_made_of(text):
    read = read_moments(pl.Series("received_at", [text, None, "30/09/2026 08:05"]))
    assert read.moments.to_list() == [None, None, MOMENT]
    assert read.is_bad.to_list() == [True, False, False]


@pytest.mark.parametrize("cell", ["30/09/2026", "2026-09-30", "30/09/2026 00:00:00", "46295"])
def test_a_due_date_without_a_time_of_day_is_the_end_of_that_day(cell):
    due = read_moments(pl.Series("due_at", [cell, "30/09/2026 11:00"]), is_due=True).moments
    assert due.to_list() == [datetime(2026, 9, 30, 23, 59, 59, 999_000), datetime(2026, 9, 30, 11)]


def test_typed_columns_are_read_as_they_are_and_zones_become_local_time():
    utc = pl.Series("x", [datetime(2026, 9, 30, 1, 5, tzinfo=UTC), None])
    assert read_moments(utc).moments.to_list() == [MOMENT, None]
    assert read_moments(utc.dt.convert_time_zone("America/New_York")).moments.to_list() == [MOMENT, None]
    assert read_moments(pl.Series("x", [date(2026, 9, 30)])).moments.to_list() == [datetime(2026, 9, 30)]
    assert read_moments(pl.Series("x", [46295.5, 1.0])).is_bad.to_list() == [False, True]


def test_several_moments_of_a_cell_are_parted_by_semicolons_and_sorted():
    read = read_lists(
        pl.Series("x", ["02/10/2026 9:00; 01/10/2026", None, " ; ", "03/10/2026", "01/10/2026;?"])
    )
    assert read.moments.to_list() == [
        [datetime(2026, 10, 1), datetime(2026, 10, 2, 9)], None, None, [datetime(2026, 10, 3)], [datetime(2026, 10, 1)],
    ]  # fmt: skip
    assert read.is_bad.to_list() == [False, False, False, False, True]


@given(
    st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)), min_size=1, max_size=30), st.data()
)
def test_mixed_ways_of_writing_in_one_column_give_the_moments_they_say(moments, data):
    ways = ("%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S+07:00", "%Y%m%d%H%M%S")
    texts = [moment.strftime(data.draw(st.sampled_from(ways))) for moment in moments]
    read = read_moments(pl.Series("x", texts))
    assert read.moments.to_list() == [moment.replace(microsecond=0) for moment in moments]


def test_lists_of_one_moment_stay_as_they_are_and_one_bad_moment_makes_its_row_bad():
    good, far = datetime(2026, 9, 30, 8, 5), datetime(1980, 1, 1)
    plain = read_lists(pl.Series([None, [good], None, [good]], dtype=MOMENTS))
    assert plain.moments.to_list() == [None, [good], None, [good]]
    assert plain.is_bad.to_list() == [False] * 4
    for other in ([far], [None], [good, good], []):
        read = read_lists(pl.Series([None, [good], other], dtype=MOMENTS))
        assert read.moments.to_list()[:2] == [None, [good]]
        assert read.is_bad.to_list() == [False, False, other == [far]], other
    assert read_lists(pl.Series([[good, datetime(2026, 9, 29)]], dtype=MOMENTS)).moments.to_list() == [
        [datetime(2026, 9, 29), good]
    ]
