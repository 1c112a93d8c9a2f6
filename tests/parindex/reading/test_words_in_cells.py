"""Words in cells: yes and no, levels, what does not apply, what is kept back, what is not there yet."""

from pathlib import Path

import pytest

from parindex.reading.values import read_values
from tests.parindex.reading.edition import SMALL, csv_file, xlsx_file


def read(tmp_path: Path, title: str, word: str) -> tuple[float | None, str]:
    values = read_values(csv_file(tmp_path, f"unit_id;{title}", f"a;{word}"), SMALL).values
    return values.select("value", "standing").row(0)


@pytest.mark.parametrize("word", ["Có", "có", "CÓ", "co", "x", "X", "Yes", "1", "✓", "Đúng", "1,0"])
def test_yes_is_one(tmp_path: Path, word: str):
    assert read(tmp_path, "1.1", word) == (1, "measured")


@pytest.mark.parametrize("word", ["Không", "KHÔNG", "khong", "No", "0", "Sai"])
def test_no_is_zero(tmp_path: Path, word: str):
    assert read(tmp_path, "1.1", word) == (0, "measured")


@pytest.mark.parametrize(
    ("word", "number"),
    [("Tốt", 3), ("tot", 3), ("Good", 3), ("Khá", 2), ("trung  bình", 1), ("3", 3), ("2,0", 2)],
)
def test_a_level_is_its_word_or_its_number(tmp_path: Path, word: str, number: int):
    assert read(tmp_path, "3.10", word) == (number, "measured")


@pytest.mark.parametrize(
    "word", ["Không áp dụng", "KHÔNG ÁP DỤNG", "khong ap dung", "KAD", "N/A", "n/a", "Not applicable"]
)
def test_what_does_not_apply_is_not_applicable_and_never_zero(tmp_path: Path, word: str):
    assert read(tmp_path, "1.1", word) == (None, "not_applicable")


@pytest.mark.parametrize("title", ["1.1", "1.2", "3.1", "3.10", "8.1"])
@pytest.mark.parametrize(
    ("word", "standing"),
    [("Không công bố", "withheld"), ("", "missing"), ("Chưa có số liệu", "missing"), ("-", "missing")],
)
def test_what_is_kept_back_or_not_there_has_no_number(tmp_path: Path, title: str, word: str, standing: str):
    assert read(tmp_path, title, word) == (None, standing)


def test_truth_values_of_excel_are_yes_and_no(tmp_path: Path):
    file = xlsx_file(tmp_path, [["Mã đơn vị", "1.1"], ["a", True], ["b", False]])
    assert read_values(file, SMALL).values["value"].to_list() == [1, 0]


@pytest.mark.parametrize(
    ("said", "standing"),
    [("Không áp dụng;", "not_applicable"), (";Không áp dụng", "not_applicable"), ("KAD;KAD", "not_applicable"), ("-;withheld", "withheld"),
     (";Chưa có", "missing"), ("1;Có số liệu", "measured"), ("1;", "measured")],
)  # fmt: skip
def test_the_cell_and_the_column_of_standings_complete_each_other(tmp_path: Path, said: str, standing: str):
    file = csv_file(tmp_path, "unit_id;criterion_id;value;Tình trạng", f"a;1.1;{said}")
    assert read_values(file, SMALL).values["standing"].to_list() == [standing]


@pytest.mark.parametrize(
    ("word", "source"),
    [("Tự chấm", "self"), ("tu danh gia", "self"), ("Thẩm định", "appraisal1"), ("Thẩm định lần 2", "appraisal2"), ("Hội đồng", "council"),
     ("Khảo sát", "survey"), ("Hồ sơ", "dossier"), ("Công bố", "published"), ("published", "published")],
)  # fmt: skip
def test_a_source_is_known_by_its_vietnamese_or_english_word(tmp_path: Path, word: str, source: str):
    file = csv_file(tmp_path, "unit_id;Nguồn;3.1", f"a;{word};5")
    assert read_values(file, SMALL).values["source"].to_list() == [source]
