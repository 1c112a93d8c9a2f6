"""One broken file for each thing that can be wrong: the place, the words, and that all come at once."""

from pathlib import Path

import polars as pl
import pytest

from parindex.errors import KINDS
from parindex.reading.units import read_units
from parindex.reading.values import read_values
from tests.parindex.reading.edition import SMALL, UNITS, csv_file, problems_of, xlsx_file

LONG = "unit_id;criterion_id;input;value;standing;source"

# code, lines of a CSV file, row, column, words of what is wrong, words of how to mend it
BROKEN = [
    ("RD410", ["unit_id;Nguồng;3.1", "a;self;5"], None, "Nguồng", "không hiểu tiêu đề cột “Nguồng”", "gần giống: Nguồn"),
    ("RD413", ["unit_id;3.1;3.1. Tỷ lệ công khai", "a;5;6"], None, "3.1. Tỷ lệ công khai", "hai cột cùng là", "giữ một cột"),
    ("RD413", ["unit_id;Cụm;Cụm;3.1", "a;x;y;6"], None, "Cụm", "(cột trước: Cụm)", "giữ một cột"),
    ("RD413", ["unit_id;criterion_id;value;Giá trị", "a;3.1;5;6"], None, "Giá trị", "hai cột cùng là", "giữ một cột"),
    ("RD414", ["unit_id,3.1", "a,12,5"], 2, None, "dòng có 3 ô, tiêu đề chỉ có 2", "nháy kép"),
    ("RD420", ["unit_id;3.1", "a;5", ";6"], 3, "unit_id", "không ghi mã đơn vị", "xóa dòng"),
    ("RD421", ["unit_id;3.1", "00001;5", "0000x;6"], 3, "unit_id", "đơn vị “0000x” không có trong danh sách", "gần giống: 0000"),
    ("RD422", ["unit_id;3.1;3.3", "00001;5;6"], None, "3.3", "tiêu chí “3.3” không có trong bộ tiêu chí reading-test@2025", "3.9"),
    ("RD422", [LONG, "00001;3.11;;5"], 2, "criterion_id", "tiêu chí “3.11” không có", "3.1"),
    ("RD423", ["unit_id;3;3.1", "00001;5;6"], None, "3", "“3” là mục cha, không nhập điểm", "3.1, 3.2, 3.9, 3.10"),
    ("RD423", [LONG, "00001;8;;5"], 2, "criterion_id", "“8” là mục cha, không nhập điểm", "8.1, 8.2"),
    ("RD424", [LONG, "00001;3.2;top;5"], 2, "criterion_id", "tiêu chí 3.2 không có ô nhập “top”", "numerator, denominator"),
    ("RD424", ["unit_id;3.1:top", "00001;5"], None, "3.1:top", "tiêu chí 3.1 không có ô nhập “top”", "value"),
    ("RD425", ["unit_id;3.2", "00001;5"], None, "3.2", "nhiều ô nhập", "numerator, denominator"),
    ("RD427", [LONG, "00001;;;5"], 2, "criterion_id", "không ghi mã tiêu chí", "xóa dòng"),
    ("RD428", [LONG, "00001;3.1;;5", "00001;3.1;value;5"], 3, "value", "(lần đầu ở dòng 2)", "giữ một dòng"),
    ("RD429", ["unit_id;3.1;8.2", "00001;5;6", "00002;5;6", "00001;7;8"], 4, None, "“00001” có hai dòng (lần đầu ở dòng 2)", "giữ"),
    ("RD430", [LONG, "00001;3.1;;5;tạm"], 2, "standing", "tình trạng “tạm” không có", "measured, Chưa có, Không áp dụng, Không công bố"),
    ("RD431", [LONG, "00001;3.1;;5;;báo"], 2, "source", "nguồn “báo” không có", "self, appraisal1"),
    ("RD432", [LONG, "00001;1.1;;1;Không áp dụng"], 2, "value", "“Không áp dụng” nhưng ô giá trị ghi “1”", "sửa một trong hai"),
    ("RD432", [LONG, "00001;1.1;;;measured"], 2, "value", "“measured” nhưng ô giá trị ghi “Chưa có”", "sửa một trong hai"),
    ("RD440", ["unit_id;3.1", "00001;năm"], 2, "3.1", "“năm” không phải số", "“Không áp dụng”"),
    ("RD440", ["unit_id;3.1", "00001;nan"], 2, "3.1", "“nan” không phải số", "nhập số"),
    ("RD444", ["unit_id;3.1", "00001;3/2/2025"], 2, "3.1", "“3/2/2025” là ngày tháng", "Văn bản (Text)"),
    ("RD445", ["unit_id;3.1", "00001;#DIV/0!"], 2, "3.1", "ô đang báo lỗi #DIV/0!", "sửa công thức"),
    ("RD446", ["unit_id;3.1", "00001;=A1/B1"], 2, "3.1", "công thức chưa có kết quả: =A1/B1", "tính xong rồi lưu"),
    ("RD447", ["unit_id;1.2", "00001;5 %"], 2, "1.2", "“5 %” là phần trăm, nhưng tiêu chí 1.2 không nhận", "số nguyên, không có dấu %"),
    ("RD448", ["unit_id;8.2", "00001;1e15"], 2, "8.2", "không phải số dùng được", "nhập lại"),
    ("RD450", ["unit_id;3.1", "00001;-0,5"], 2, "3.1", "-0,5 nhỏ hơn mức thấp nhất 0 của tiêu chí 3.1", "kiểm tra"),
    ("RD451", ["unit_id;8.1", "00001;2,01"], 2, "8.1", "2,01 lớn hơn mức cao nhất 2 của tiêu chí 8.1", "kiểm tra"),
    ("RD451", ["unit_id;3.9", "00001;101 %"], 2, "3.9", "1,01 lớn hơn mức cao nhất 1", "kiểm tra"),
    ("RD452", ["unit_id;1.2", "00001;1,5"], 2, "1.2", "1,5 không phải số nguyên", "nhập số nguyên"),
    ("RD453", ["unit_id;1.1", "00001;2"], 2, "1.1", "“2” không phải lựa chọn của tiêu chí 1.1", "Có (1), Không (0)"),
    ("RD453", ["unit_id;1.1", "00001;có thể"], 2, "1.1", "“có thể” không phải lựa chọn", "Có (1), Không (0)"),
    ("RD453", ["unit_id;3.10", "00001;Kém"], 2, "3.10", "“Kém” không phải lựa chọn", "Tốt (3), Khá (2), Trung bình (1)"),
    ("RD454", ["unit_id;3.2:numerator;3.2:denominator", "00001;11;10"], 2, "3.2:numerator", "Số hồ sơ đúng hạn 11 lớn hơn Tổng số hồ sơ 10", "toàn bộ"),
    ("RD455", ["unit_id;3.1", "00001;KAD"], 2, "3.1", "tiêu chí 3.1 áp dụng cho mọi đơn vị", "nhập giá trị"),
    ("RD456", ["unit_id;source;8.1", "00001;self;1"], 2, "8.1", "không do đơn vị tự chấm (do: hội đồng)", "đúng nguồn"),
    ("RD457", ["unit_id;3.2:numerator;3.2:denominator", "00001;KAD;10"], 2, "3.2:numerator", "có ô ghi “không áp dụng”, có ô ghi số", "mọi ô"),
]  # fmt: skip
WARNED = [
    ("RD411", ["unit_id;criterion_id;value;5.5", "00001;3.1;5;6"], None, "5.5", "cột “5.5” không được dùng", "mã tiêu chí"),
    ("RD411", ["unit_id;3.1;Dân số", "00001;5;6000"], None, "Dân số", "cột “Dân số” không được dùng", "ghi chú"),
    ("RD412", ["unit_id;3.1;Dân tộc", "00001;5;Tày"], None, "Dân tộc", "được dùng làm nhóm so sánh", "xóa cột"),
    ("RD415", ["unit_id;;3.1", "00001;x;5"], None, "", "không có tiêu đề, nên không được đọc", "đặt tiêu đề"),
    ("RD433", ["unit_id;3.1", "1;5"], 2, "unit_id", "mã “1” được hiểu là “00001”", "Văn bản (Text)"),
    ("RD434", ["unit_id;name;3.1", "00001;Xã X;5"], 2, "name", "mã 00001 đi với tên “Xã X”", "lệch"),
    ("RD458", ["unit_id;3.1", "00001;-", "00002;…"], 2, "3.1", "“-” được hiểu là chưa có số liệu (2 ô)", "ghi 0"),
    ("RD459", ["unit_id;3.1", *(f"u{n};0,{n}" for n in range(1, 6))], 2, "3.1", "đều không quá 1", "85"),
]  # fmt: skip
ELSEWHERE = {
    "test_formats": {"RD401", "RD402", "RD403", "RD404", "RD405", "RD406", "RD407", "RD408", "RD409"},
    "test_decimals": {"RD441", "RD442", "RD443"},
    "below": {"RD426", "RD490", "RD491"},
}


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case[0]}-{case[1][0][:20]}")
def test_a_broken_file_is_refused_with_the_place_what_is_wrong_and_how_to_mend_it(tmp_path: Path, case):
    code, lines, row, column, what, remedy = case
    file = csv_file(tmp_path, *lines)
    found = problems_of(read_values, file, SMALL, UNITS if "00001" in lines[1] else None)
    assert list(found) == [code]
    problem = found[code][0]
    assert (problem.place.file, problem.place.row, problem.place.column) == (str(file), row, column)
    assert what in problem.what()
    assert remedy in problem.remedy()


@pytest.mark.parametrize("case", WARNED, ids=lambda case: f"{case[0]}-{case[1][0][:20]}")
def test_what_may_be_right_is_read_and_pointed_out(tmp_path: Path, case):
    code, lines, row, column, what, remedy = case
    read = read_values(csv_file(tmp_path, *lines), SMALL, UNITS if lines[1].startswith(("0", "1")) else None)
    assert [problem.code for problem in read.warnings] == [code]
    problem = read.warnings[0]
    assert (problem.place.row, problem.place.column) == (row, column)
    assert what in problem.what()
    assert remedy in problem.remedy()
    assert read.values.height == len(lines) - 1


def test_every_kind_of_problem_has_its_broken_file():
    shown = {case[0] for case in (*BROKEN, *WARNED)}.union(*ELSEWHERE.values())
    of_forms = {code for code in KINDS if code.startswith("RD46")}  # shown in test_entry.py
    assert shown == {code for code in KINDS if code.startswith("RD4")} - of_forms


def test_all_problems_of_a_file_come_at_once_in_the_order_of_their_places(tmp_path: Path):
    file = csv_file(
        tmp_path,
        "unit_id;1.1;1.2;3.1;3.2;9.9",
        "00001;maybe;1,5;101;1;1",
        "00009;Có;-1;x;;",
        "00001;Có;1;5;;",
    )
    problems = [
        problem for found in problems_of(read_values, file, SMALL, UNITS).values() for problem in found
    ]
    assert sorted(problem.code for problem in problems) == [
        "RD421",
        "RD422",
        "RD425",
        "RD429",
        "RD451",
        "RD452",
        "RD453",
    ]
    with pytest.raises(Exception) as refused:  # the order is what is looked at
        read_values(file, SMALL, UNITS)
    rows = [problem.place.row or 0 for problem in refused.value.problems]
    assert rows == sorted(rows)


def test_a_code_typed_as_a_number_that_could_be_two_codes_is_asked_about(tmp_path: Path):
    file = xlsx_file(tmp_path, [["Mã đơn vị", "Mã tiêu chí", "Giá trị"], ["a", 3.1, 5]])
    problem = problems_of(read_values, file, SMALL)["RD426"][0]
    assert (problem.place.sheet, problem.place.row, problem.place.column) == ("Giá trị", 2, "Mã tiêu chí")
    assert "có thể là 3.1, 3.10" in problem.what()
    wide = xlsx_file(tmp_path, [["Mã đơn vị", 3.1], ["a", 5]])
    assert list(problems_of(read_values, wide, SMALL)) == ["RD426"]


def test_fifty_problems_of_a_kind_are_listed_and_the_rest_is_counted(tmp_path: Path):
    file = csv_file(
        tmp_path, "unit_id;3.1;8.2", *(f"u{number};x;{'=A' if number < 3 else 1}" for number in range(120))
    )
    found = problems_of(read_values, file, SMALL)
    assert {code: len(problems) for code, problems in found.items()} == {"RD440": 50, "RD446": 3, "RD490": 1}
    assert [problem.place.row for problem in found["RD440"]] == list(range(2, 52))
    assert found["RD490"][0].what() == "… và 70 chỗ khác cùng lỗi RD440"


def test_warnings_beyond_fifty_are_counted_and_stop_nothing(tmp_path: Path):
    units = pl.DataFrame(
        {
            "unit_id": [f"u{n}" for n in range(60)],
            "name": [f"Xã {n}" for n in range(60)],
            "league": [None] * 60,
        }
    )
    file = csv_file(tmp_path, "unit_id;name;3.1", *(f"u{n};Phường {n};5" for n in range(60)))
    warnings = read_values(file, SMALL, units).warnings
    assert [problem.code for problem in warnings] == ["RD434"] * 50 + ["RD491"]
    assert "10 chỗ khác" in warnings[-1].what()


def test_a_unit_or_a_code_that_is_unknown_is_said_once_with_its_count(tmp_path: Path):
    file = csv_file(tmp_path, LONG, "x;3.1;;5", "x;8.2;;5", "00001;7.7;;5", "00002;7.7;;5")
    found = problems_of(read_values, file, SMALL, UNITS)
    assert [problem.details["count"] for problem in found["RD421"] + found["RD422"]] == [2, 2]


def test_a_column_of_a_parent_that_was_left_blank_is_no_problem(tmp_path: Path):
    file = csv_file(tmp_path, "unit_id;3;3.1;9.9", "a;;5;")
    assert read_values(file, SMALL).values["value"].to_list() == [5]


@pytest.mark.parametrize(("maximum", "value", "is_refused"), [("8.1", 2.0000000000000004, False), ("8.1", 2.00000000000001, True),
                                                             ("3.1", 100.00000000000001, False), ("3.1", 100.000000000001, True)])  # fmt: skip
def test_a_computed_value_may_be_off_by_less_than_the_fifteenth_digit(
    tmp_path: Path, maximum: str, value: float, is_refused: bool
):
    file = tmp_path / "computed.parquet"
    pl.DataFrame({"unit_id": ["a"], maximum: [value]}).write_parquet(file)
    if is_refused:
        assert list(problems_of(read_values, file, SMALL)) == ["RD451"]
    else:
        assert read_values(file, SMALL).values["value"].to_list() == [value]


def test_an_unknown_source_of_the_caller_is_refused(tmp_path: Path):
    assert list(
        problems_of(read_values, csv_file(tmp_path, "unit_id;3.1", "a;5"), SMALL, source="báo chí")
    ) == ["RD431"]


def test_a_list_of_units_tells_all_its_problems(tmp_path: Path):
    file = csv_file(tmp_path, "Mã đơn vị;Tên đơn vị;Vùng", "1;A;x", "1;B;y", ";C;z", "#N/A;D;#REF!")
    found = problems_of(read_units, file)
    assert {code: [problem.place.row for problem in problems] for code, problems in found.items() if code != "RD434"} == {
        "RD429": [3], "RD420": [4], "RD445": [5, 5],
    }  # fmt: skip
    assert (
        "không tìm thấy dòng tiêu đề"
        in problems_of(read_units, csv_file(tmp_path, "a;b", "1;2"))["RD408"][0].what()
    )


def test_a_row_with_several_cells_too_many_is_told_once_with_all_its_cells(tmp_path: Path):
    file = csv_file(tmp_path, "unit_id,3.1", "a,12,5", "b,1", "c,12,5,7,8")
    found = problems_of(read_values, file, SMALL)["RD414"]
    assert [(one.place.row, one.details["given"]) for one in found] == [(2, 3), (4, 5)]
