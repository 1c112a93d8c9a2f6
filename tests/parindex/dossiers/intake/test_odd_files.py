"""Files as clerks have them: old encodings, odd headers, footers, placeholders, swapped days, other kinds."""

# ruff: noqa: DTZ001  # moments of records are local, without a zone

import zipfile
from datetime import datetime, time

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from parindex.dossiers.intake.mapping import Mapping
from parindex.dossiers.intake.rejects import reject_reasons, write_rejects
from parindex.dossiers.intake.sources import Position, open_source
from parindex.dossiers.intake.typed import typed
from parindex.errors import ProblemsFound

TITLES = ["Mã hồ sơ", "Mã đơn vị", "Mã TTHC", "Kênh nộp", "Ngày tiếp nhận", "Ngày trả", "Trạng thái"]
GOOD = ["H26-260930-0001", "U1", "1.001", "2", "30/09/2026", "", "4"]


def read(path, mapping=None):
    """Records, rejects, titles not read."""
    mapping = mapping or Mapping()
    source = open_source(path, mapping)
    parts = [typed(piece.chunk, mapping) for piece in source.pieces(Position())]
    records = pl.concat([part.records for part in parts])
    return records, pl.concat([part.rejects for part in parts]), source.unread


def row(number=1, **cells):
    """A good row with other cells."""
    made = dict(zip(TITLES, GOOD, strict=True)) | {"Mã hồ sơ": f"H26-260930-{number:04d}"}
    return list((made | {name.replace("_", " "): cell for name, cell in cells.items()}).values())


def csv(tmp_path, *rows, titles=TITLES, separator=",", end="\n", name="a.csv"):
    file = tmp_path / name
    file.write_bytes("".join(separator.join(one) + end for one in (titles, *rows)).encode())
    return file


def workbook(path, sheets, options=None):
    book = xlsxwriter.Workbook(path, options or {})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                sheet.write(number, place, cell, *([day] if isinstance(cell, datetime) else []))
    book.close()
    return path


def problem(path):
    with pytest.raises(ProblemsFound) as found:
        read(path)
    return found.value.problems[0]


def test_columns_parted_by_upright_bars_are_read(tmp_path):
    assert read(csv(tmp_path, GOOD, separator="|"))[0]["code"].to_list() == ["H26-260930-0001"]


def test_rows_that_end_in_carriage_returns_alone_are_rows(tmp_path):
    records, rejects, _ = read(csv(tmp_path, row(1), row(2, Trạng_thái="99"), row(3), end="\r"))
    assert records["code"].to_list() == ["H26-260930-0001", "H26-260930-0003"]
    assert rejects["row"].to_list() == [3]


def test_a_zero_byte_far_in_the_file_is_refused_with_its_row_never_kept_in_a_code(tmp_path):
    file = csv(tmp_path, *[row(1)] * 30_000)
    file.write_bytes(file.read_bytes() + b"H26\0-1,U1,1.001,2,30/09/2026,,4\n")
    found = problem(file)
    assert (found.code, found.place.row) == ("DO102", 30_002)


def test_the_line_of_a_quote_that_is_not_closed_is_named(tmp_path):
    found = problem(csv(tmp_path, row(1), row(2, Mã_đơn_vị='"U'), row(3)))
    assert (found.code, found.place.row) == ("DO103", 3)


def test_titles_keep_their_meaning_with_numbers_formats_and_stars_behind_them(tmp_path):
    titles = ["MÃ  HỒ SƠ (1)", "Mã đơn vị *", "Mã TTHC [3]", "Kênh nộp:", "Ngày tiếp nhận (dd/mm/yyyy)", "Ngày trả",
              "Trạng thái (*)"]  # fmt: skip
    assert read(csv(tmp_path, GOOD, titles=titles))[0].height == 1


def test_two_columns_of_one_title_are_named_by_their_letters(tmp_path):
    found = problem(csv(tmp_path, [*GOOD, ""], titles=[*TITLES, "Ngày tiếp nhận"]))
    assert "cột E “Ngày tiếp nhận” và cột H “Ngày tiếp nhận”" in found.what()


@pytest.mark.parametrize(
    "line",
    [
        ["Tổng cộng: 2 hồ sơ", *[""] * 6],
        ["", "", "", "", "", "Người lập biểu", ""],
        [f"({number})" for number in range(1, 8)],
        TITLES,
    ],
)
def test_a_sum_a_signature_column_numbers_or_the_header_again_is_told_once_and_is_no_dossier(tmp_path, line):
    records, rejects, _ = read(csv(tmp_path, row(1), line, row(2)))
    assert records.height == 2
    assert rejects.select("row", "column").rows() == [(3, None)]
    assert "không giống một hồ sơ" in rejects["reason"][0]


@pytest.mark.parametrize(
    "nothing",
    ["NULL", "null", "-", "—", "N/A", "Không có", "Chưa có", "chưa", "0", "0000-00-00", "01/01/0001", "1/1/1900 00:00",
     "1/1/0001 12:00:00 SA", "0001-01-01T00:00:00", "31/12/9999", "9999-12-31", "01/01/1970"],
)  # fmt: skip
def test_a_day_that_says_there_is_none_is_none(tmp_path, nothing):
    records, rejects, _ = read(csv(tmp_path, row(1, Ngày_trả=nothing)))
    assert (records["returned_at"].to_list(), rejects.height) == ([None], 0)


def test_first_and_last_days_of_programs_in_parquet_are_no_days(tmp_path):
    days = [datetime(1, 1, 1), datetime(1900, 1, 1), datetime(9999, 12, 31), datetime(2026, 9, 30)]
    frame = pl.DataFrame([row(number) for number in range(4)], schema=TITLES, orient="row")
    frame.with_columns(pl.Series("Ngày trả", days)).write_parquet(tmp_path / "a.parquet")
    records, rejects, _ = read(tmp_path / "a.parquet")
    assert records["returned_at"].to_list() == [None, None, None, datetime(2026, 9, 30)]
    assert rejects.height == 0


@pytest.mark.parametrize(
    "name", ["Mã hồ sơ", "Mã đơn vị", "Mã TTHC", "Kênh nộp", "Trạng thái", "Ngày tiếp nhận"]
)
@pytest.mark.parametrize("nothing", ["NULL", "-", "Không có"])
def test_a_required_value_that_says_there_is_none_is_missing(tmp_path, name, nothing):
    cells = dict(zip(TITLES, GOOD, strict=True)) | {name: nothing}
    records, rejects, _ = read(csv(tmp_path, list(cells.values()), row(2)))
    assert records["code"].to_list() == ["H26-260930-0002"]
    assert rejects.select("row", "column", "reason").rows() == [(2, name, "thiếu giá trị bắt buộc")]


@pytest.mark.parametrize(
    ("text", "word"),
    [("1/9/26", "hai chữ số"), ("01/09/26 08:15", "hai chữ số"), ("31/09/2026", "lịch không có"),
     ("09/30/2026", "tháng lớn hơn 12"), ("hôm qua", "không phải ngày")],
)  # fmt: skip
def test_a_day_that_cannot_be_read_says_what_is_wrong_with_it(tmp_path, text, word):
    good = [row(number, Ngày_tiếp_nhận=f"{number:02d}/09/2026") for number in range(13, 29)]
    _, rejects, _ = read(csv(tmp_path, *good, row(1, Ngày_tiếp_nhận=text)))
    assert rejects.select("row", "value").rows() == [(18, text)]
    assert word in rejects["reason"][0]


@pytest.mark.parametrize("text", ["08:15 1/9/2026", "8:15:00, 01/09/2026", "08h15 ngày 01/09/2026"])
def test_a_moment_may_have_its_time_before_its_day(tmp_path, text):
    file = csv(tmp_path, row(1, Ngày_tiếp_nhận=text), separator=";")
    assert read(file)[0]["received_at"].to_list() == [datetime(2026, 9, 1, 8, 15)]


def test_a_file_with_months_before_days_gives_no_wrong_day(tmp_path):
    rows = [row(number, Ngày_tiếp_nhận=f"09/{number:02d}/2026") for number in range(1, 29)]
    records, rejects, _ = read(csv(tmp_path, *rows))
    assert records["received_at"].to_list() == [datetime(2026, 9, 9)]  # the same day either way
    assert rejects["reason"].str.contains("tháng trước ngày").sum() == 11
    assert rejects["reason"].str.contains("tháng lớn hơn 12").sum() == 16


def test_months_before_days_in_one_column_cast_doubt_on_the_others(tmp_path):
    rows = [row(n, Ngày_tiếp_nhận=f"09/{n:02d}/2026", Ngày_trả=f"09/{n + 14}/2026") for n in range(1, 9)]
    rows.append(row(10, Ngày_tiếp_nhận="09/10/2026"))
    records, rejects, _ = read(csv(tmp_path, *rows))
    assert records.height == 0
    assert rejects.filter(pl.col("row") == 10).select("column").rows() == [("Ngày tiếp nhận",)]


def test_one_wrong_day_among_many_casts_no_doubt_on_them(tmp_path):
    rows = [row(number, Ngày_tiếp_nhận=f"{number:02d}/09/2026") for number in range(1, 29)]
    records, rejects, _ = read(csv(tmp_path, *rows, row(30, Ngày_tiếp_nhận="09/30/2026")))
    assert (records.height, rejects.height) == (28, 1)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_days_that_excel_swapped_are_set_aside_and_its_texts_are_kept(tmp_path, kind):
    days = [datetime(2026, n, 9) if n <= 12 else f"{n}/09/2026" for n in range(1, 29)]
    if kind == "csv":
        texts = [day if isinstance(day, str) else f"{day:%Y-%m-%d}" for day in days]
        file = csv(tmp_path, *[row(n, Ngày_tiếp_nhận=text) for n, text in enumerate(texts)])
    else:
        rows = [row(n, Ngày_tiếp_nhận=day) for n, day in enumerate(days)]
        file = workbook(tmp_path / "a.xlsx", {"S": [TITLES, *rows]})
    records, rejects, _ = read(file)
    assert records["received_at"].to_list() == [datetime(2026, 9, n) for n in (9, *range(13, 29))]
    assert rejects["reason"].str.contains("đảo ngày và tháng").all()
    assert rejects.height == 11


def test_real_dates_among_texts_of_any_day_are_kept(tmp_path):
    days = [datetime(2026, 9, n) if n % 2 else f"{n:02d}/09/2026" for n in range(1, 29)]
    rows = [row(n, Ngày_tiếp_nhận=day) for n, day in enumerate(days)]
    records, rejects, _ = read(workbook(tmp_path / "a.xlsx", {"S": [TITLES, *rows]}))
    assert records["received_at"].to_list() == [datetime(2026, 9, n) for n in range(1, 29)]
    assert rejects.height == 0


@pytest.mark.parametrize(
    ("word", "code"),
    [("10 - Đã trả kết quả", 10), ("10. Đã trả kết quả", 10), ("Đã trả kết quả đúng hạn", 10), ("Đã trả kết quả.", 10),
     ("Đang giải quyết (trong hạn)", 4), ("Mới tiếp nhận", 2), ("Chờ trả kết quả", 9)],
)  # fmt: skip
def test_a_status_may_have_its_number_before_and_its_due_date_behind(tmp_path, word, code):
    assert read(csv(tmp_path, row(1, Trạng_thái=word)))[0]["status"].to_list() == [code]


@pytest.mark.parametrize("word", ["5. Đã trả kết quả", "Quá hạn", "Hủy", "2.5", "11"])
def test_a_status_that_could_be_another_is_set_aside(tmp_path, word):
    records, rejects, _ = read(csv(tmp_path, row(1, Trạng_thái=word), row(2)))
    assert records.height == 1
    assert "chưa biết trạng thái này" in rejects["reason"][0]


def test_a_code_with_a_fraction_in_a_typed_file_is_no_code(tmp_path):
    frame = pl.DataFrame([row(number) for number in range(2)], schema=TITLES, orient="row")
    frame.with_columns(pl.Series("Kênh nộp", [2.0, 2.5])).write_parquet(tmp_path / "a.parquet")
    records, rejects, _ = read(tmp_path / "a.parquet")
    assert (records["channel"].to_list(), rejects["value"].to_list()) == ([2], ["2.5"])


def test_the_name_of_an_applicant_is_not_kept_as_a_kind_of_applicant(tmp_path):
    kinds = ["Cá nhân", "Nguyễn Văn A", "Doanh nghiệp", "1"]
    rows = [[*row(number), kind] for number, kind in enumerate(kinds)]
    records, rejects, _ = read(csv(tmp_path, *rows, titles=[*TITLES, "Đối tượng"]))
    assert records["applicant_kind"].to_list() == ["Cá nhân", None, "Doanh nghiệp", "1"]
    assert rejects.height == 0


def test_bare_numbers_of_days_in_a_workbook_from_1904_are_the_days_they_show(tmp_path):
    rows = [TITLES, row(1, Ngày_tiếp_nhận=46_295 - 1462), row(2, Ngày_tiếp_nhận=datetime(2026, 9, 30))]
    file = workbook(tmp_path / "a.xlsx", {"S": rows}, {"date_1904": True})
    assert read(file)[0]["received_at"].to_list() == [datetime(2026, 9, 30)] * 2


def test_a_sheet_that_is_nearly_a_list_of_dossiers_is_named_with_what_it_lacks(tmp_path):
    file = workbook(tmp_path / "a.xlsx", {"T8": [TITLES, GOOD], "T9": [TITLES[:-1], GOOD[:-1]]})
    assert read(file)[2] == ("[T9: thiếu Trạng thái (TrangThaiHoSoId)]",)


def test_a_workbook_in_an_old_font_is_refused_by_its_name(tmp_path):
    titles = ["M· hå s¬", "M· ®¬n vÞ", "M· TTHC", "Kªnh nép", "Ngµy tiÕp nhËn", "Ngµy tr¶", "Tr¹ng th¸i"]
    found = problem(workbook(tmp_path / "a.xlsx", {"S": [titles, GOOD]}))
    assert found.code == "DO114"
    assert "Unicode" in found.remedy()


def other_file(tmp_path, kind):
    file = tmp_path / f"a.{kind}"
    members = {
        "ods": "content.xml",
        "docx": "word/document.xml",
        "zip": "ho-so.csv",
        "xlsb": "xl/workbook.bin",
    }
    if kind in members:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(members[kind], "x")
        return file
    beginnings = {
        "gz": b"\x1f\x8b\x08", "rar": b"Rar!\x1a", "pdf": b"%PDF-1.7", "xls": b"\xd0\xcf\x11\xe0",
        "xlsx": b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "xml": b'<?xml version="1.0"?>',
        "html": b"\xef\xbb\xbf<html>",
    }  # fmt: skip
    file.write_bytes(beginnings[kind] + b"\xe2\x00" * 200)
    return file


@pytest.mark.parametrize(
    ("kind", "word"),
    [("ods", "LibreOffice"), ("docx", "Word"), ("zip", ".zip"), ("xlsb", ".xlsb"), ("gz", ".gz"), ("rar", ".rar"),
     ("pdf", "PDF"), ("xls", "kiểu cũ"), ("xlsx", "mật khẩu"), ("xml", "Excel 2003"), ("html", "trang web")],
)  # fmt: skip
def test_a_file_of_another_kind_is_called_what_it_is_with_what_to_do(tmp_path, kind, word):
    found = problem(other_file(tmp_path, kind))
    assert found.code == "DO109"
    assert word in found.what()
    assert found.remedy().endswith(", rồi nộp tệp mới")


def test_a_column_of_times_of_day_in_parquet_is_refused(tmp_path):
    frame = pl.DataFrame([GOOD], schema=TITLES, orient="row")
    frame.with_columns(pl.Series("Ngày tiếp nhận", [time(8)])).write_parquet(tmp_path / "a.parquet")
    found = problem(tmp_path / "a.parquet")
    assert (found.code, found.place.column) == ("DO102", "Ngày tiếp nhận")


def test_a_value_for_all_rows_gives_way_to_a_column_of_the_file(tmp_path):
    file = csv(tmp_path, row(1, Mã_đơn_vị="U2"))
    found = [
        read(file, Mapping(columns, {"unit_id": "U9"}))[0]["unit_id"][0]
        for columns in ({}, {"Mã đơn vị": None})
    ]
    assert found == ["U2", "U9"]


def test_hidden_and_filtered_rows_are_read_as_the_others(tmp_path):
    file = workbook(tmp_path / "a.xlsx", {"S": [TITLES, row(1), row(2)]})
    book = openpyxl.load_workbook(file)
    book.active.row_dimensions[2].hidden = True
    book.save(file)
    assert read(file)[0].height == 2


def test_reasons_are_counted_with_the_first_row_and_some_values(tmp_path):
    _, rejects, _ = read(
        csv(tmp_path, row(1, Trạng_thái="Hủy"), row(2), row(3, Trạng_thái="Bỏ"), row(4, Ngày_trả="x"))
    )
    rejects.write_parquet(tmp_path / "r.parquet")
    write_rejects(tmp_path / "r.csv", [tmp_path / "r.parquet"])
    counted = reject_reasons(tmp_path / "r.csv").select("column", "cells", "row", "value").rows()
    assert counted == [("Trạng thái", 2, 2, "Hủy; Bỏ"), ("Ngày trả", 1, 5, "x")]
