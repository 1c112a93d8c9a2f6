"""A correction of the calendar reaches the dossiers whose life holds a changed day, and no other."""

from datetime import date, timedelta

import pytest

from parindex.dossiers.intake.sources import Limits
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.rederiving import Rederived, rederive
from tests.parindex.dossiers.store.states import FIRST, derive, live, put, state, sums

STATES = [
    state("before", received_at=0, due_at=3, finished_at=2, status=9),
    state("on its due day", received_at=0, due_at=10),
    state("on its first day", received_at=10, due_at=12),
    state("on its last day", received_at=0, due_at=2, finished_at=10, status=9),
    state("around", received_at=5, due_at=20),
    state("after", received_at=11, due_at=20),
]
DAY = (FIRST + timedelta(days=10)).date()
MINUTES = 14
"""Where the minutes stand in a summed row."""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "s"
    put(
        folder,
        [state("around", None, received_at=5, due_at=9), *STATES[:3]],
        clock=1,
        limits=Limits(parquet_rows=2),
    )
    put(folder, STATES, clock=1)
    return folder


def test_only_dossiers_whose_life_holds_the_day_are_looked_at(folder):
    before = live(folder)
    done = rederive(Store.open(folder), 2, [DAY], derive=derive)
    assert done == Rederived(4, 4)
    rows = {row[6]: row for row in sums(folder)}
    assert sum(row[-1] for row in sums(folder)) == len(STATES)
    assert sorted(row[MINUTES] for row in sums(folder)) == sorted([1, 1, 2, 2, 2, 2])
    assert rows
    assert live(folder).equals(before)


def test_the_same_calendar_changes_nothing(folder):
    before, serial = sums(folder), Store.open(folder).manifest.serial
    assert rederive(Store.open(folder), 1, [DAY], derive=derive).changed == 0
    assert (sums(folder), Store.open(folder).manifest.serial) == (before, serial)


def test_a_day_of_another_year_looks_at_nothing(folder):
    assert rederive(Store.open(folder), 2, [date(2020, 1, 1)], derive=derive) == Rederived(0, 0)


def test_what_is_imported_after_a_correction_takes_the_corrected_facts_back(folder):
    rederive(Store.open(folder), 2, [DAY], derive=derive)
    put(folder, [state("around", 9, received_at=5, due_at=20, status=9, finished_at=9)], clock=2)
    assert sum(row[-1] for row in sums(folder)) == len(STATES)
    assert all(row[-1] > 0 for row in sums(folder))


def test_a_due_date_that_was_written_before_the_receipt_belongs_to_the_life_of_a_dossier(tmp_path):
    folder = tmp_path / "s"
    put(folder, [state("due before its receipt", received_at=11, due_at=10)], clock=1)
    assert rederive(Store.open(folder), 2, [DAY], derive=derive) == Rederived(1, 1)
    assert rederive(Store.open(folder), 1, [DAY - timedelta(days=1)], derive=derive) == Rederived(0, 0)


def test_every_dossier_that_counts_is_looked_at_where_no_day_is_said(folder):
    before = live(folder)
    assert rederive(Store.open(folder), 2, None, derive=derive) == Rederived(6, 6)
    assert sorted(row[MINUTES] for row in sums(folder)) == [2] * len(STATES)
    assert live(folder).equals(before)
    assert rederive(Store.open(folder), 2, None, derive=derive) == Rederived(6, 0)
