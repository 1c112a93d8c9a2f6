"""Files of answers become the table of codes, or all their problems at once, each at its row and column."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from parindex.errors import ProblemsFound
from parindex.surveys.answers.reading import ReadAnswers, read_answers
from parindex.surveys.answers.table import answers_schema
from parindex.surveys.instruments.model import Instrument
from tests.parindex.surveys.instruments.workbooks import workbook

FORM = Instrument.model_validate({
    "id": "trial", "year": 2026, "title": "Thử", "languages": ["vi", "en"],
    "scales": {"five": {"no_opinion": [9], "options": [
        {"code": 1, "label": {"vi": "Không hài lòng", "en": "Dissatisfied"}}, {"code": 5, "label": {"vi": "Hài lòng", "en": "Satisfied"}},
        {"code": 9, "label": {"vi": "Không sử dụng", "en": "Not used"}}]}},
    "groups": [{"id": "who", "label": "Người trả lời"}],
    "questions": [
        {"id": "gender", "kind": "single", "label": {"vi": "Giới tính", "en": "Gender"}, "group": "who", "options": [
            {"code": 1, "name": "male", "label": {"vi": "Nam", "en": "Male"}}, {"code": 2, "name": "female", "label": {"vi": "Nữ", "en": "Female"}}]},
        {"id": "age", "kind": "integer", "label": "Tuổi", "group": "who"},
        {"id": "ways", "kind": "multi", "label": "Kênh", "options": [
            {"code": 1, "name": "radio", "label": "Đài"}, {"code": 2, "name": "web", "label": "Mạng"}, {"code": 7, "label": "Khác", "has_text": True}]},
        {"id": "q9", "kind": "matrix", "label": "Mức độ", "scale": "five", "items": [{"id": "q9_1", "label": "Lịch sự"}, {"id": "q9_2", "label": "Đúng hẹn"}]},
        {"id": "fee", "kind": "decimal", "label": "Lệ phí"},
        {"id": "came_on", "kind": "date", "label": "Ngày đến"},
        {"id": "idea", "kind": "text", "label": "Góp ý"},
        {"id": "bye", "kind": "note", "label": "Cảm ơn"},
    ],
})  # fmt: skip


def read(folder: Path, text: str, **given) -> ReadAnswers:
    path = folder / "answers.csv"
    path.write_text(text, encoding="utf-8-sig")
    return read_answers(path, FORM, **given)


def problems_of(folder: Path, text: str, **given) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(ProblemsFound) as found:
        read(folder, text, **given)
    return [(one.code, one.place.row, one.place.column) for one in found.value.problems if one.is_error]


def test_codes_names_and_labels_in_both_languages_are_the_same_answer(tmp_path: Path):
    found = read(
        tmp_path,
        "response_id,unit_id,gender,q9_1\na,X,1,5\nb,X,male,Hài lòng\nc,X,Nam,Satisfied\nd,X,nam,5. Hài lòng\ne,X,1.0,HÀI LÒNG\nf,X,,\n",
    )
    assert found.frame["gender"].to_list() == [1, 1, 1, 1, 1, None]
    assert found.frame["q9_1"].to_list() == [5, 5, 5, 5, 5, None]


def test_no_opinion_stays_a_code_and_blank_is_null(tmp_path: Path):
    found = read(tmp_path, "response_id,unit_id,q9_1,q9_2\na,X,Không sử dụng,\n")
    assert found.frame.select("q9_1", "q9_2").row(0) == (9, None)


def test_the_table_has_the_columns_of_the_contract_in_their_order_and_types(tmp_path: Path):
    frame = read(tmp_path, "q9_2,gender,response_id,unit_id\n1,2,a,X\n").frame
    assert frame.schema == answers_schema(FORM)


def test_several_answers_are_read_from_one_cell_with_codes_names_or_labels(tmp_path: Path):
    frame = read(
        tmp_path, "response_id,unit_id,ways\na,X,1 7\nb,X,radio web\nc,X,Đài; Khác\nd,X,\ne,X,7\n"
    ).frame
    assert frame.select("ways:1", "ways:2", "ways:7").rows() == [
        (1, 0, 1),
        (1, 1, 0),
        (1, 0, 1),
        (None, None, None),
        (0, 0, 1),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "ways/radio,ways/web,ways/7",
        "ways:1,ways:2,ways:7",
        "ways.1,ways.2,ways.7",
        "Kênh/Đài,Kênh/Mạng,Kênh/Khác",
        "g/ways/radio,g/ways/web,g/ways/7",
    ],
)
def test_several_answers_are_read_from_a_column_for_each_option(tmp_path: Path, header: str):
    frame = read(
        tmp_path, f"response_id,unit_id,{header}\na,X,1,0,TRUE\nb,X,x,,\nc,X,,,\nd,X,Có,Không,0\n"
    ).frame
    assert frame.select("ways:1", "ways:2", "ways:7").rows() == [
        (1, 0, 1),
        (1, 0, 0),
        (None, None, None),
        (1, 0, 0),
    ]


def test_labels_of_questions_are_headers_too(tmp_path: Path):
    frame = read(tmp_path, "Mã phiếu;Mã đơn vị;Giới tính;Tuổi;Lịch sự\na;X;Nữ;41;Hài lòng\n").frame
    assert frame.select("response_id", "unit_id", "gender", "age", "q9_1").row(0) == ("a", "X", 2, 41, 5)


ODK = """SubmissionDate,meta-instanceID,start,end,deviceid,who-gender,who-age,ways,ways_7_text,q9-q9_1,q9-reserved_name_for_field_list_labels_12,came_on,KEY,unit_id
2026-11-20T01:02:03Z,uuid:1,2026-11-20T08:00:00.000+07:00,2026-11-20T08:05:30.250+07:00,d1,female,33,radio 7,Loa,5,,2026-11-19,uuid:1,X
"""


def test_an_export_of_odk_central_is_read_with_its_groups_and_times(tmp_path: Path):
    found = read(tmp_path, ODK)
    row = found.frame.row(0, named=True)
    assert (
        row["response_id"],
        row["gender"],
        row["age"],
        row["ways:7"],
        row["ways_7_text"],
        row["q9_1"],
    ) == ("uuid:1", 2, 33, 1, "Loa", 5)
    assert row["started_at"] == datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    assert (row["finished_at"] - row["started_at"]).total_seconds() == 330.25
    assert (row["device"], row["came_on"]) == ("d1", date(2026, 11, 19))
    assert [problem.code for problem in found.warnings] == ["SV203"]


KOBO = """start,end,who/gender,who/age,ways,ways/radio,ways/web,ways/7,q9/q9_1,q9/q9_2,__version__,_id,_uuid,_submission_time,_status,formhub/uuid,unit_id
2026-11-20T08:00:00.000+07:00,2026-11-20T08:01:00.000+07:00,male,70,web,0,1,0,1,9,vX1,101,u-1,2026-11-20T01:01:00,submitted_via_web,same,X
2026-11-20T09:00:00.000+07:00,2026-11-20T09:01:00.000+07:00,female,20,,,,,5,5,vX1,102,u-2,2026-11-20T02:01:00,submitted_via_web,same,X
"""


def test_an_export_of_kobo_is_read_though_it_says_several_answers_both_ways(tmp_path: Path):
    frame = read(tmp_path, KOBO).frame
    assert frame["response_id"].to_list() == ["u-1", "u-2"]
    assert frame["form_version"].to_list() == ["vX1", "vX1"]
    assert frame.select("ways:1", "ways:2", "ways:7").rows() == [(0, 1, 0), (None, None, None)]
    assert frame["q9_2"].to_list() == [9, 5]


def test_a_time_without_a_zone_is_that_of_viet_nam(tmp_path: Path):
    frame = read(
        tmp_path, "response_id,unit_id,gender,started_at\na,X,1,2026-11-20 08:00:00\nb,X,1,20/11/2026 08:00\n"
    ).frame
    assert frame["started_at"].to_list() == [datetime(2026, 11, 20, 1, tzinfo=UTC)] * 2


def test_numbers_and_days_are_read_as_people_write_them(tmp_path: Path):
    frame = read(
        tmp_path, "response_id;unit_id;fee;came_on;weight\na;X;12,5;31/12/2026;1,25\nb;X;12.5;2026-12-31;2\n"
    ).frame
    assert frame["fee"].to_list() == [12.5, 12.5]
    assert frame["came_on"].to_list() == [date(2026, 12, 31)] * 2
    assert frame["weight"].to_list() == [1.25, 2.0]


def test_every_wrong_cell_is_told_at_its_row_and_column_all_at_once(tmp_path: Path):
    text = (
        "response_id,unit_id,gender,age,ways,ways_7_text,q9_1,fee,came_on,weight,started_at\n"
        "a,X,3,12,1,,5,1,2026-01-01,1,2026-01-01 08:00:00\n"
        "b,X,1,12.5,1 8,,tốt,x,32/01/2026,nặng,hôm qua\n"
    )
    assert problems_of(tmp_path, text) == [
        ("SV210", 2, "gender"), ("SV212", 3, "age"), ("SV210", 3, "ways"), ("SV210", 3, "q9_1"), ("SV213", 3, "fee"),
        ("SV214", 3, "came_on"), ("SV213", 3, "weight"), ("SV215", 3, "started_at"),
    ]  # fmt: skip


def test_a_number_without_end_is_none(tmp_path: Path):
    text = "response_id,unit_id,fee\na,X,1e400\nb,X,inf\nc,X,nan\nd,X,1e3\n"
    assert problems_of(tmp_path, text) == [("SV213", 2, "fee"), ("SV213", 3, "fee"), ("SV213", 4, "fee")]


def test_a_wrong_option_is_told_with_what_it_could_be(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, "response_id,unit_id,gender\na,X,khác\n")
    (problem,) = [one for one in found.value.problems if one.is_error]
    assert problem.what() == "“khác” không phải phương án của gender"
    assert problem.remedy() == "ghi mã hoặc nhãn của một phương án: male (Nam); female (Nữ)"


def test_a_flag_that_is_neither_is_told(tmp_path: Path):
    assert problems_of(tmp_path, "response_id,unit_id,ways/radio\na,X,2\n") == [("SV211", 2, "ways/radio")]


def test_an_id_said_twice_or_not_at_all_is_told(tmp_path: Path):
    text = "response_id,unit_id,gender\na,X,1\nb,X,1\na,X,2\n,X,2\n"
    assert problems_of(tmp_path, text) == [("SV206", 4, "response_id"), ("SV207", 5, "response_id")]


def test_two_columns_of_one_question_are_told(tmp_path: Path):
    assert problems_of(tmp_path, "response_id,unit_id,gender,Giới tính\na,X,1,1\n") == [
        ("SV201", None, "Giới tính")
    ]


def test_a_file_of_another_form_is_told_with_what_it_holds(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, "ten,dia_chi\nAn,Hà Nội\n")
    assert found.value.problems[0].code == "SV200"
    assert "ten,dia_chi" in found.value.problems[0].what()


def test_what_is_not_there_is_only_a_warning_and_stays_null(tmp_path: Path):
    found = read(tmp_path, "gender,tuoi_that\n1,30\n")
    assert sorted(problem.code for problem in found.warnings) == ["SV202", "SV203", "SV204", "SV205"]
    assert found.frame["response_id"].to_list() == ["2"]
    assert found.frame["unit_id"].to_list() == [None]
    assert found.frame["q9_1"].to_list() == [None]


def test_a_file_of_one_unit_is_given_its_unit_and_further_columns_are_kept_when_asked(tmp_path: Path):
    frame = read(tmp_path, "response_id,gender,Hộ\na,1,h7\n", unit_id="X", others=("Hộ",)).frame
    assert frame.select("unit_id", "Hộ").row(0) == ("X", "h7")


def test_the_sheet_of_a_workbook_that_holds_the_answers_is_found_below_its_title(tmp_path: Path):
    sheets = {
        "Ghi chú": [["Đợt 1", ""]],
        "Số liệu": [["Kết quả khảo sát", ""], ["response_id", "gender"], ["a", "Nữ"]],
    }
    frame = read_answers(workbook(tmp_path / "a.xlsx", sheets), FORM).frame
    assert frame.select("response_id", "gender").rows() == [("a", 2)]


def test_ten_thousand_wrong_cells_are_listed_in_part_and_counted(tmp_path: Path):
    rows = "".join(f"r{number},X,7\n" for number in range(10_000))
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, "response_id,unit_id,gender\n" + rows)
    codes = [problem.code for problem in found.value.problems]
    assert codes.count("SV210") == 50
    assert "RD490" in codes


def test_a_broken_spss_file_is_told(tmp_path: Path):
    (tmp_path / "a.sav").write_bytes(b"$FL2" + b"\0" * 50)
    with pytest.raises(ProblemsFound) as found:
        read_answers(tmp_path / "a.sav", FORM)
    assert found.value.problems[0].code == "SV208"


def test_a_large_table_of_codes_is_read_to_the_last_row(tmp_path: Path):
    pl.DataFrame(
        {"response_id": [str(n) for n in range(50_000)], "unit_id": ["X"] * 50_000, "q9_1": [1, 5] * 25_000}
    ).write_parquet(tmp_path / "a.parquet")
    frame = read_answers(tmp_path / "a.parquet", FORM).frame
    assert frame["q9_1"].sum() == 150_000
