"""Every check of forms has its broken file, and says in its own words what is wrong and where."""

from pathlib import Path

import pytest

from parindex.errors import KINDS, Problem, ProblemsFound
from parindex.surveys.instruments.checks import check
from parindex.surveys.instruments.loading import read_instrument
from parindex.surveys.instruments.registry import find_instrument, instrument_entries

BROKEN = Path(__file__).parent / "broken"
# file and code, line, words
SAID = [
    ("SV102", 6, "khóa “quota” không có trong mẫu của phiếu khảo sát"),
    ("SV103", 5, "thiếu khóa bắt buộc “label”"),
    ("SV104", 5, "giá trị của “kind” không hợp lệ: phải là một trong: single, multi, matrix, text, integer, decimal, date, note"),
    ("SV110", 6, "tên “Q1” được dùng hai lần (không phân biệt chữ hoa, chữ thường)"),
    ("SV111", 5, "tên “weight” dành cho cột của mẫu khảo sát"),
    ("SV112", 5, "câu “q1” thuộc loại multi nhưng không có phương án trả lời"),
    ("SV113", 7, "câu “q1” dùng thang “agreed” chưa khai"),
    ("SV114", 5, "câu “q1” có phương án trả lời không dùng được: loại này không có phương án"),
    ("SV115", 10, "trong “q1”, hai phương án cùng mã hoặc cùng tên “1”"),
    ("SV116", 5, "câu “q1” thuộc loại matrix có 0 nội dung (items)"),
    ("SV117", 5, "câu “q1” thuộc nhóm “people” chưa khai"),
    ("SV118", 9, "các câu của nhóm “people” không đứng liền nhau"),
    ("SV119", 7, "yếu tố A dùng “q7”, không phải một câu hay nội dung chọn một phương án"),
    ("SV120", 8, "“q1” được tính trong cả yếu tố A và yếu tố B"),
    ("SV121", 9, "mã 4, 5 của mức hài lòng không có trong thang của “q1”, hoặc là mã không ý kiến"),
    ("SV122", 7, "mã không ý kiến 9 không có trong thang “agree”"),
    ("SV123", 6, "phiếu có factors nhưng không có index"),
    ("SV124", 10, "các mức xếp loại chồng nhau hoặc hở nhau ở 85 %"),
    ("SV125", 6, "relevant của “q2” không đọc được ở ký tự 1: hàm pulldata() không hỗ trợ; chỉ có coalesce, count-selected, false, if, not, number, regex, selected, string-length, today, true"),
    ("SV126", 6, "relevant của “q2” hỏi ${q9}, phiếu không có câu này"),
    ("SV127", 5, "điều kiện hỏi của “q1” quay vòng về chính nó: q1 → q2 → q1"),
    ("SV128", 5, "relevant của “q0” hỏi ${q1}, là câu đứng sau"),
    ("SV129", 6, "relevant của “q2” không dùng được ở đây: dấu chấm (câu trả lời này) chỉ có trong constraint"),
    ("SV130", 5, "choice_filter của “q1” nhìn cột “district”, các phương án không có cột này"),
    ("SV131", 7, "yếu tố A thuộc phần “II” chưa khai"),
    ("SV132", 9, "mã yếu tố “A” được dùng hai lần"),
    ("SV133", 11, "cầu nối tới other@2025 không dùng được: có yếu tố không thuộc phiếu này"),
    ("SV134", 6, "“q1” chưa có chữ tiếng Anh, phiếu ghi có tiếng Anh"),
    ("SV135", 5, "“q1” có chữ tiếng Anh, phiếu không ghi có tiếng Anh"),
    ("SV136", 7, "câu “q1” loại matrix có phương án “ghi cụ thể” (2)"),
    ("SV137", 6, "chữ của “q2” chèn câu trả lời khác (${...}), chưa hỗ trợ"),
    ("SV138", 4, "có nhóm không có câu nào, hoặc các nhóm khai không theo thứ tự câu hỏi"),
    ("SV139", 5, "cột lọc “name” của “q1” trùng tên cột có sẵn của XLSForm"),
]  # fmt: skip


def problems_of(code: str) -> list[Problem]:
    try:
        return check(read_instrument(BROKEN / f"{code}.yaml"))
    except ProblemsFound as found:
        return list(found.problems)


@pytest.mark.parametrize(("code", "line", "words"), SAID, ids=[code for code, _, _ in SAID])
def test_a_broken_form_is_told_in_these_words_and_on_this_line(code: str, line: int, words: str):
    found = next(problem for problem in problems_of(code) if problem.code == code)
    assert found.what() == words
    assert found.place.line == line
    assert found.remedy() != ""


@pytest.mark.parametrize("code", [code for code, _, _ in SAID])
def test_a_broken_form_has_no_other_error_than_the_one_it_shows(code: str):
    errors = {problem.code for problem in problems_of(code) if problem.is_error}
    assert errors <= {code}


def test_every_check_of_forms_has_its_broken_file_and_its_words():
    codes = {code for code in KINDS if "SV102" <= code < "SV140"}
    assert {path.stem for path in BROKEN.glob("*.yaml")} == codes == {code for code, _, _ in SAID}


def test_a_folder_without_a_form_is_told_with_its_path(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        read_instrument(tmp_path)
    assert found.value.problems[0].code == "SV101"
    assert "instrument.yaml" in found.value.text()


@pytest.mark.parametrize("entry", instrument_entries(), ids=lambda entry: entry.ref)
def test_a_shipped_form_has_no_problem_at_all(entry):
    assert check(find_instrument(entry.folder)) == []


@pytest.mark.parametrize("entry", instrument_entries(), ids=lambda entry: entry.ref)
def test_a_shipped_form_stands_in_the_folder_of_its_name_and_year(entry):
    assert find_instrument(entry.folder).instrument.ref == entry.ref
