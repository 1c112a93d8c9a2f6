"""Files as people have them: what is read, what is set aside and why, what is refused as a whole."""

# ruff: noqa: DTZ001  # moments of records are local, without a zone

import io
import zipfile
from datetime import datetime

import polars as pl
import pytest
import xlsxwriter

from parindex.dossiers.intake.mapping import Mapping
from parindex.dossiers.intake.rejects import write_rejects
from parindex.dossiers.intake.sources import Limits, Position, open_source
from parindex.dossiers.intake.typed import typed
from parindex.dossiers.records import RECORDS
from parindex.errors import ProblemsFound

HEADER = "Mã hồ sơ,Họ tên,Mã đơn vị,Mã TTHC,Kênh nộp,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái,Có phí lệ phí"
GOOD = "000.00.01.H26-260930-0001,Nguyễn A,U1,1.001,Trực tuyến,30/09/2026 08:00,05/10/2026,Đang xử lý,có"
SMALL = Limits(csv_bytes=1 << 16, parquet_rows=3, xlsx_rows=2)


def read(path, mapping=None, limits=None):
    """Records, rejects, titles not read."""
    mapping = mapping or Mapping()
    source = open_source(path, mapping, limits)
    parts = [typed(piece.chunk, mapping) for piece in source.pieces(Position())]
    records = pl.concat([part.records for part in parts])
    return records, pl.concat([part.rejects for part in parts]), source.unread


def written(tmp_path, *lines, name="a.csv", encoding="utf-8"):
    file = tmp_path / name
    file.write_bytes("\n".join([*lines, ""]).encode(encoding))
    return file


def problems(path, mapping=None):
    with pytest.raises(ProblemsFound) as found:
        read(path, mapping)
    return found.value.problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_whatever_its_separator_and_mark(tmp_path, encoding, separator):
    lines = [line.replace(",", separator) for line in ("Sổ theo dõi hồ sơ", "", HEADER, GOOD)]
    records, rejects, unread = read(written(tmp_path, *lines, encoding=encoding))
    assert records.schema == RECORDS
    row = records.row(0, named=True)
    assert (row["code"], row["channel"], row["status"], row["has_fee"]) == (
        "000.00.01.H26-260930-0001",
        2,
        4,
        True,
    )
    assert (row["received_at"], row["due_at"]) == (
        datetime(2026, 9, 30, 8),
        datetime(2026, 10, 5, 23, 59, 59, 999_000),
    )
    assert (rejects.height, unread) == (0, ("Họ tên",))


def test_lines_of_windows_and_breaks_inside_quotes_are_read(tmp_path):
    file = tmp_path / "a.csv"
    row = GOOD.replace("Nguyễn A", '"Nguyễn,\r\nA"')
    file.write_bytes(f"{HEADER}\r\n{row}\r\n".encode())
    assert read(file)[0]["code"].to_list() == ["000.00.01.H26-260930-0001"]


def test_a_bad_row_is_set_aside_with_row_column_value_and_reason_and_stops_no_other(tmp_path):
    bad_status = GOOD.replace("Đang xử lý", "99").replace("0001", "0002")
    bad_date = GOOD.replace("05/10/2026", "31/02/2026").replace("0001", "0003")
    no_code = GOOD.replace("000.00.01.H26-260930-0001", "")
    file = written(
        tmp_path,
        HEADER,
        GOOD,
        bad_status,
        "",
        bad_date,
        no_code,
        GOOD + ",thừa",
        GOOD.replace("0001", "0007"),
    )
    records, rejects, _ = read(file)
    assert records["code"].str.tail(4).to_list() == ["0001", "0007"]
    assert rejects.select("row", "column", "value").rows() == [
        (3, "Trạng thái", "99"), (5, "Ngày hẹn trả", "31/02/2026"), (6, "Mã hồ sơ", None),
        (7, None, "000.00.01.H26-260930-0001"),
    ]  # fmt: skip
    assert rejects["reason"].str.contains("ghi mã 1–10|lịch không có|thiếu giá trị|nhiều ô").all()
    assert rejects["file"].unique().to_list() == [str(file)]


def test_the_rejects_are_a_csv_for_excel_in_which_no_text_runs(tmp_path):
    file = written(
        tmp_path, HEADER, GOOD.replace("Đang xử lý", "=HYPERLINK(1)"), GOOD.replace("Trực tuyến", "+1+1")
    )
    read(file)[1].write_parquet(tmp_path / "part")
    assert write_rejects(tmp_path / "r.csv", [tmp_path / "part"]) == 2
    text = (tmp_path / "r.csv").read_bytes()
    assert text.startswith("\ufeffTệp,Trang,Dòng,Cột,Giá trị,Lý do\n".encode())
    assert b"'=HYPERLINK(1)" in text
    assert b"'+1+1" in text


def test_a_file_in_many_blocks_gives_the_rows_of_one(tmp_path):
    lines = [
        GOOD.replace("0001", f"{number:04d}").replace("Nguyễn A", '"A, ""B""\nC"') for number in range(3000)
    ]
    lines[1500] = lines[1500].replace("Đang xử lý", "?")
    file = written(tmp_path, HEADER, *lines)
    whole, parts = read(file), read(file, limits=SMALL)
    assert whole[0].height == 2999
    assert whole[0].equals(parts[0])
    assert parts[1]["row"].to_list() == whole[1]["row"].to_list() == [1502]
    source = open_source(file, Mapping(), SMALL)
    pieces = list(source.pieces(Position()))
    assert len(pieces) > 3
    rest = pl.concat([typed(piece.chunk, Mapping()).records for piece in source.pieces(pieces[1].after)])
    assert rest.equals(whole[0].tail(rest.height))
    assert rest.height == 3001 - pieces[1].after.rows - (pieces[1].after.rows < 1502)
    assert pieces[-1].share == 1.0


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("level", {"4": 4, "4.0": 4, "Toàn trình": 4, "mức độ 3": 3, "MOT PHAN": 3, "1": 2}),
        ("status", {"10": 10, "Đã trả kết quả": 10, "da tra ket qua": 10, "Công dân rút": 7}),
        ("payment", {"1": 1, "0": None, "": None, "Không": None, "Cổng quốc gia": 1}),
        ("has_fee", {"1": True, "0": False, "TRUE": True, "có": True, "Không": False, "": None, "1.0": True}),
        ("return_form", {"Bưu chính công ích": 3, "2": 2}),
        ("legal_days", {"2,5": 2.5, "2.5": 2.5, "10": 10.0}),
    ],
)
def test_words_and_numbers_give_the_same_codes(tmp_path, field, cells):
    header = f"code,unit_id,procedure,received_at,channel,status{'' if field == 'status' else ',' + field}"
    end = ",1,{}" if field == "status" else ",1,2,{}"
    lines = [
        f"A{number},U,P,30/09/2026{end.format(chr(34) + cell + chr(34))}" for number, cell in enumerate(cells)
    ]
    records, rejects, _ = read(written(tmp_path, header, *lines))
    assert rejects.rows() == []
    assert records[field].to_list() == list(cells.values())


def test_the_source_s_own_words_and_constants_are_used(tmp_path):
    mapping = Mapping(constants={"unit_id": "U9"}, words={"status": {"KT": 9}, "channel": {"1": 2}})
    lines = "code,procedure,received_at,channel,status", "A,P,30/09/2026,1,kt"
    record = read(written(tmp_path, *lines), mapping)[0].row(0, named=True)
    assert (record["unit_id"], record["status"], record["channel"]) == ("U9", 9, 2)


def test_a_dossier_that_was_never_received_stands_at_the_day_it_was_submitted(tmp_path):
    lines = (
        "code,unit_id,procedure,submitted_at,received_at,channel,status",
        "A,U,P,30/09/2026,,2,1",
        "B,U,P,30/09/2026,,2,4",
    )
    records, rejects, _ = read(written(tmp_path, *lines))
    assert records.select("code", "received_at").rows() == [("A", datetime(2026, 9, 30))]
    assert rejects.select("row", "column").rows() == [(3, "received_at")]


def workbook(path, sheets):
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(place, column, cell, day)
                    elif str(cell).startswith("="):
                        sheet.write_formula(place, column, cell, None, "")
                    else:
                        sheet.write(place, column, cell)
    return path


TITLES = ["Mã hồ sơ", "Mã đơn vị", "Mã TTHC", "Kênh nộp", "Ngày tiếp nhận", "Trạng thái"]


def test_every_sheet_of_dossiers_is_read_and_the_others_are_named(tmp_path):
    rows = [
        ["SỔ HỒ SƠ"],
        TITLES,
        ["A1", "U", 12, 2, datetime(2026, 9, 30, 8), 9],
        [],
        ["A2", "U", "P", "BCCI", 46295.5, "Đã trả kết quả"],
    ]
    file = workbook(
        tmp_path / "a.xlsx",
        {"Tháng 9": rows, "Ghi chú": [["gì đó"]], "Tháng 10": [TITLES, ["A3", "U", "P", 1, "01/10/2026", 4]]},
    )
    for limits in (None, SMALL):
        records, rejects, unread = read(file, limits=limits)
        assert records.select("code", "procedure", "received_at").rows() == [
            ("A1", "12", datetime(2026, 9, 30, 8)), ("A2", "P", datetime(2026, 9, 30, 12)), ("A3", "P", datetime(2026, 10, 1)),
        ]  # fmt: skip
        assert (rejects.height, unread) == (0, ("[Ghi chú]",))


def test_a_formula_without_a_result_is_set_aside_and_named(tmp_path):
    rows = [
        TITLES,
        ["A1", "U", "P", 2, "=TODAY()", 9],
        ["=A2", "U", "P", 2, "30/09/2026", 9],
        ["A3", "U", "P", 2, "30/09/2026", 9],
    ]
    records, rejects, _ = read(workbook(tmp_path / "a.xlsx", {"S": rows}))
    assert records["code"].to_list() == ["A3"]
    assert rejects.select("sheet", "row", "value").rows() == [("S", 2, "=TODAY()"), ("S", 3, "=A2")]
    assert rejects["reason"].str.contains("công thức").all()


def test_a_parquet_file_keeps_its_types(tmp_path):
    whole = read(written(tmp_path, HEADER, *(GOOD.replace("0001", f"{number:04d}") for number in range(10))))[
        0
    ]
    whole.write_parquet(tmp_path / "a.parquet")
    records, rejects, _ = read(tmp_path / "a.parquet", limits=SMALL)
    assert records.equals(whole)
    assert rejects.height == 0


def zip_bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (9 << 20))


def broken(tmp_path, case):
    file = tmp_path / "broken"
    good = f"{HEADER}\n{GOOD}\n".encode()
    buffer = io.BytesIO()
    if case == "zip bomb":
        zip_bomb(file)
        return file
    if case.startswith("parquet"):
        pl.DataFrame({"code": ["A"] * 5000, "unit_id": "U"}).write_parquet(buffer)
    if case.startswith("xlsx"):
        buffer = io.BytesIO(
            workbook(
                tmp_path / "good.xlsx", {"S": [TITLES, *[["A", "U", "P", 1, 46295, 9]] * 500]}
            ).read_bytes()
        )
    contents = {
        "empty": b"", "blank": b" \n\n",
        "windows-1258": good.replace("Nguyễn".encode(), b"Nguy\xea\xf0n"),
        "late wrong byte": good * (20_000 if case == "late wrong byte" else 1) + b"A,\xff,U1,P,1,30/09/2026,,4,1\n",
        "no text": good + b"\0\0",
        "web page": b"<html><body>404</body></html>",
        "old excel": b"\xd0\xcf\x11\xe0" + b"0" * 100,
        "cut in a row": good + GOOD[:40].encode(),
        "cut in quotes": good + b'A,"Nguy',
        "no columns": b"a,b,c\n1,2,3\n",
        "title twice": good.replace("Họ tên".encode(), "Mã hồ sơ".encode()),
        "wide": b"c," * (5_000_000 if case == "wide" else 1) + b"\n",
        "parquet cut": buffer.getvalue()[:-20], "parquet head": b"PAR1",
        "parquet columns": buffer.getvalue(),
        "xlsx cut": buffer.getvalue()[:-200], "xlsx middle": buffer.getvalue()[:900] + b"\0" * 50 + buffer.getvalue()[950:],
    }  # fmt: skip
    file.write_bytes(contents[case])
    return file


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("empty", "DO108"), ("blank", "DO108"), ("windows-1258", "DO104"), ("late wrong byte", "DO104"), ("no text", "DO102"),
        ("web page", "DO109"), ("old excel", "DO109"), ("cut in a row", "DO103"), ("cut in quotes", "DO103"),
        ("no columns", "DO106"), ("title twice", "DO107"), ("wide", "DO105"), ("parquet cut", "DO103"),
        ("parquet head", "DO103"), ("parquet columns", "DO106"), ("xlsx cut", "DO103"), ("xlsx middle", "DO103"),
        ("zip bomb", "DO105"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_as_a_whole_with_one_clear_problem(tmp_path, monkeypatch, case, code):
    monkeypatch.setattr("parindex.reading.xlsx_parts.MOST_UNPACKED_BYTES", 8 << 20)
    found = problems(broken(tmp_path, case))
    assert [problem.code for problem in found] == [code]
    assert found[0].place.file == str(tmp_path / "broken")


def test_the_row_of_a_wrong_byte_is_named(tmp_path):
    found = problems(broken(tmp_path, "late wrong byte"))
    assert found[0].place.row == 40_001


def test_the_required_columns_that_are_not_there_are_named_as_people_and_the_national_system_do(tmp_path):
    found = problems(written(tmp_path, "Mã hồ sơ,Mã đơn vị,Ngày nộp", "A,U,30/09/2026"))
    assert found[0].details["lacking"] == (
        "Thủ tục hành chính (MaTTHC), Kênh nộp (KenhThucHien), Ngày tiếp nhận (NgayTiepNhan), "
        "Trạng thái (TrangThaiHoSoId)"
    )


def test_a_mapping_that_does_not_fit_the_file_is_refused(tmp_path):
    found = problems(written(tmp_path, HEADER, GOOD), Mapping(columns={"Số phiếu": "code"}))
    assert [problem.code for problem in found] == ["DO112"]


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path):
    assert problems(tmp_path / "none.csv")[0].code == "DO101"
    assert problems(tmp_path)[0].code == "DO101"
