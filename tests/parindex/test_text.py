"""Folding and ordering of Vietnamese text."""

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.text import fold, fold_expr, natural_key

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
LETTERS = VIETNAMESE + VIETNAMESE.upper() + " \u00a0\t-.,:0123456789ßﬁΣςＡé"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Mã đơn vị", "ma don vi"),
        ("MÃ ĐƠN VỊ", "ma don vi"),
        ("ma don vi", "ma don vi"),
        ("  Tỷ\u00a0lệ   hồ sơ ", "ty le ho so"),
        ("Ｔｉêｕ chí", "tieu chi"),
        ("", ""),
    ],
)
def test_a_text_folds_to_plain_lower_letters(text: str, folded: str):
    assert fold(text) == folded


def test_every_vietnamese_letter_folds_to_a_plain_one():
    assert set(fold(VIETNAMESE)) <= set("abcdefghijklmnopqrstuvwxyz")


@given(st.text(alphabet=LETTERS))
def test_composed_and_decomposed_text_fold_alike(text: str):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet=LETTERS))
def test_folding_twice_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.one_of(st.none(), st.text(alphabet=LETTERS)), max_size=20))
def test_a_column_folds_as_its_cells_do(texts: list[str | None]):
    column = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)}).select(fold_expr(pl.col("text")))
    assert column.to_series().to_list() == [None if text is None else fold(text) for text in texts]


def test_codes_are_ordered_as_people_count():
    printed = ["1", "1.1", "3.2", "3.2.1", "3.9", "3.10", "3.10.2", "10", "TCTP2", "TCTP10"]
    backwards = printed[::-1]
    assert sorted(backwards, key=natural_key) == printed
