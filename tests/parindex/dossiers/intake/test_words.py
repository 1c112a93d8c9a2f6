"""Few texts that stand often are looked at once, and come out as if each cell had been looked at."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.dossiers.intake.ids import as_ids
from parindex.dossiers.intake.words import words_of

CELLS = st.lists(
    st.one_of(st.none(), st.sampled_from(["U1", " U1", "U2 ", "", "=A1", "#N/A", "x" * 201, "Đ"]))
)


@given(CELLS)
def test_each_different_cell_stands_once_and_every_row_finds_its_own(cells):
    column = pl.Series("unit_id", cells, dtype=pl.String)
    words = words_of(column)
    if words is not None:
        assert words.texts.n_unique() == len(words.texts)
        assert words.spread(words.texts).to_list() == cells


def test_thousands_of_texts_that_share_slots_are_told_apart():
    names = [f"000.00.{number:05d}.H26" for number in range(9000)]
    column = pl.Series([names[number * 7919 % 9000] for number in range(60_000)])
    words = words_of(column)
    assert len(words.texts) == 9000
    assert words.spread(words.texts).equals(column)


def test_texts_that_first_stand_after_the_rows_looked_at_first_are_found_too():
    late = [f"P{number}" for number in range(300)] + [None]
    column = pl.Series(["H1", "H2"] * 40_000 + late * 3)
    words = words_of(column)
    assert sorted(words.texts.drop_nulls()) == sorted(["H1", "H2", *late[:-1]])
    assert words.spread(words.texts).equals(column, null_equal=True)


def test_a_column_of_codes_has_too_many_texts_to_be_looked_at_once():
    assert words_of(pl.Series([f"H{number}" for number in range(1000)])) is None


@given(CELLS)
def test_ids_are_the_same_whether_looked_at_once_or_one_by_one(cells):
    column = pl.Series("unit_id", cells, dtype=pl.String)
    repeated, single = (
        as_ids(pl.concat([column] * 20)),
        [as_ids(column[place : place + 1]) for place in range(len(cells))],
    )
    assert repeated.ids.cast(pl.String).to_list() == [one.ids.cast(pl.String)[0] for one in single] * 20
    assert repeated.is_bad.to_list() == [one.is_bad[0] for one in single] * 20


@pytest.mark.parametrize(
    ("cell", "read", "is_bad"),
    [
        ("A-1", "A-1", False),
        (" A-1\u00a0", "A-1", False),
        ("", None, False),
        ("=A1", "=A1", True),
        ("Đ1", "Đ1", False),
    ],
)
def test_among_plain_codes_one_that_is_not_plain_is_found(cell, read, is_bad):
    ids = as_ids(pl.Series([*(f"H{number}" for number in range(500)), cell]))
    assert (ids.ids[500], ids.is_bad[500], ids.is_bad.sum()) == (read, is_bad, int(is_bad))
    assert ids.ids[:500].to_list() == [f"H{number}" for number in range(500)]
