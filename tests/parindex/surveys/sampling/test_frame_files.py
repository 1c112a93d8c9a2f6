"""K2: lists in people's files: CSV, XLSX and Parquet give the same frame, or all their problems."""

import polars as pl
import pytest

from parindex.errors import ProblemsFound
from parindex.surveys.sampling.frame_files import Ask, read_frame, read_sample, read_sizes

HOUSEHOLDS = pl.DataFrame(
    {
        "STT": [1, 2, 3],
        "Mã hộ": ["H1", "H2", "H3"],
        "Thôn": ["Hoành", "Hoành", "Đồng Mít"],
        "Mã đơn vị": ["Xã Đồng Tâm"] * 3,
        "Số nhân khẩu": [4, 3, 5],
        "Chủ hộ": ["Nguyễn Văn A", "Lê Thị B", "Trần C"],
    }
)


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(path, **asked):
    with pytest.raises(ProblemsFound) as caught:
        read_frame(path, Ask(**asked))
    return [(problem.code, problem.place.row, problem.place.column) for problem in caught.value.problems]


def test_the_same_list_has_the_same_hash_in_every_form_and_order(tmp_path):
    HOUSEHOLDS.write_csv(tmp_path / "a.csv", include_bom=True)
    HOUSEHOLDS.reverse().write_csv(tmp_path / "b.csv", separator=";")
    HOUSEHOLDS.write_excel(tmp_path / "c.xlsx")
    HOUSEHOLDS.sample(fraction=1, shuffle=True, seed=1).write_parquet(tmp_path / "d.parquet")
    frames = [read_frame(tmp_path / name) for name in ("a.csv", "b.csv", "c.xlsx", "d.parquet")]
    assert {frame.hash for frame in frames} == {frames[0].hash}
    assert frames[0].table.select("element_id", "psu", "unit_id", "stratum", "size").row(0) == (
        "H1", "Hoành", "Xã Đồng Tâm", "Xã Đồng Tâm", 4.0,
    )  # fmt: skip
    assert frames[0].contacts["name"].to_list() == ["Nguyễn Văn A", "Lê Thị B", "Trần C"]


def test_a_list_of_dossiers_is_read_by_the_national_names_of_its_fields(tmp_path):
    path = write(
        tmp_path, "a.csv", "MaHoSo,MaDonVi,MaLinhVuc,Mã người nộp\nA1,U1,Đất đai,P1\nA2,U1,Hộ tịch,P1\n"
    )
    frame = read_frame(path, Ask(strata=("unit_id", "MaLinhVuc")))
    assert frame.table.select("element_id", "person_id", "stratum").rows() == [
        ("A1", "P1", "U1 / Đất đai"),
        ("A2", "P1", "U1 / Hộ tịch"),
    ]


def test_a_list_of_villages_has_the_villages_as_its_elements(tmp_path):
    frame = read_frame(write(tmp_path, "a.csv", "Mã xã,Thôn,Số hộ\nX,Hoành,300\nX,Đồng Mít,120\n"))
    assert frame.table.select("element_id", "unit_id", "size").rows() == [
        ("Hoành", "X", 300.0),
        ("Đồng Mít", "X", 120.0),
    ]


def test_columns_are_what_the_line_says_they_are(tmp_path):
    path = write(tmp_path, "a.csv", "Mã,Nhà,Xóm\n1,a,x\n2,b,x\n")
    frame = read_frame(path, Ask(columns={"element_id": "Nhà", "psu": "Xóm"}, sort=("Mã",)))
    assert frame.table.select("element_id", "psu", "Mã").rows() == [("a", "x", "1"), ("b", "x", "2")]


def test_every_problem_of_a_file_has_its_row_and_its_column(tmp_path):
    path = write(tmp_path, "a.csv", "Mã hộ,Thôn,Mã đơn vị\nH1,A,X\nH1,A,X\n,A,X\nH4,A,\nH5,A,Y\n")
    assert problems(path) == [
        ("SV303", 3, "Mã hộ"),
        ("SV302", 4, "Mã hộ"),
        ("SV304", 5, "stratum"),
    ]


def test_villages_of_the_same_name_in_two_communes_are_two_villages(tmp_path):
    path = write(
        tmp_path, "a.csv", "Mã hộ,Thôn,Mã đơn vị\nH1,Hoành,Xã A\nH2,Hoành,Xã B\nH3,Chùa,Xã B\nH4,Hoành,Xã A\n"
    )
    frame = read_frame(path)
    assert dict(frame.table.select("element_id", "psu").rows()) == {
        "H1": "Xã A / Hoành", "H2": "Xã B / Hoành", "H3": "Chùa", "H4": "Xã A / Hoành",
    }  # fmt: skip
    villages = write(tmp_path, "b.csv", "Mã xã,Thôn,Số hộ\nA,Hoành,300\nB,Hoành,120\n")
    assert read_frame(villages).table["element_id"].to_list() == ["A / Hoành", "B / Hoành"]
    twice = write(tmp_path, "c.csv", "Mã xã,Thôn,Số hộ\nA,Hoành,300\nA,Hoành,120\n")
    assert problems(twice) == [("SV301", None, None)]


def test_a_village_in_two_strata_of_one_commune_is_refused(tmp_path):
    path = write(tmp_path, "a.csv", "Mã hộ,Thôn,Mã đơn vị,Vùng\nH1,Hoành,X,1\nH2,Hoành,X,2\n")
    assert problems(path, strata=("Vùng",)) == [("SV306", None, "Thôn")]


def test_a_size_that_is_no_number_is_named(tmp_path):
    path = write(tmp_path, "a.csv", "Mã hộ,Quy mô\nH1,4\nH2,bốn\n")
    assert problems(path) == [("SV309", 3, "Quy mô")]


def test_a_size_that_can_be_two_numbers_is_asked_about_and_never_guessed(tmp_path):
    path = write(tmp_path, "a.csv", "Mã hộ;Quy mô\nH1;1.577\nH2;3\n")
    assert problems(path) == [("SV310", 2, "Quy mô")]
    assert read_frame(path, Ask(decimal="comma")).table["size"].to_list() == [1577.0, 3.0]
    assert read_frame(path, Ask(decimal="point")).table["size"].to_list() == [1.577, 3.0]


def test_a_column_of_sizes_shows_its_own_decimal_sign(tmp_path):
    path = write(tmp_path, "a.csv", "Mã hộ;Quy mô\nH1;1.577\nH2;2,5\n")
    assert read_frame(path).table["size"].to_list() == [1577.0, 2.5]


def test_a_file_without_codes_says_which_titles_it_has(tmp_path):
    path = write(tmp_path, "a.csv", "Thôn,Số hộ\nA,3\nA,4\n")
    with pytest.raises(ProblemsFound, match="Thôn, Số hộ"):
        read_frame(path)
    assert problems(path) == [("SV301", None, None)]


def test_a_stratum_or_column_that_is_not_in_the_file_is_said(tmp_path):
    path = write(tmp_path, "a.csv", "Mã hộ\nH1\n")
    assert (
        problems(path, strata=("Lĩnh vực", "unit_id"), columns={"psu": "Xóm"}) == [("SV311", None, None)] * 3
    )


def test_the_same_title_twice_is_refused(tmp_path):
    path = write(tmp_path, "a.csv", "Mã hộ,Thôn,Thôn\nH1,a,b\n")
    assert problems(path) == [("SV312", None, "Thôn")]


def test_a_table_of_units_is_read_with_whole_populations(tmp_path):
    path = write(tmp_path, "a.csv", "Mã đơn vị;Số hồ sơ;Cỡ mẫu\nX;8.180;382\nY;1.000;20\n")
    table = read_sizes(path)
    assert table.select("unit_id", "population", "n").rows() == [("X", 8180.0, 382.0), ("Y", 1000.0, 20.0)]


def test_a_written_sample_is_read_back(tmp_path):
    path = write(tmp_path, "a.csv", "element_id,is_reserve,order,weight\na,false,1,2.5\nb,true,1,\n")
    assert read_sample(path).select("element_id", "is_reserve", "order", "weight").rows() == [
        ("a", False, 1, 2.5),
        ("b", True, 1, None),
    ]
