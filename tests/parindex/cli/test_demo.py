"""The demonstration: what is real in it, what is not, and that it works from a checkout and from the wheel."""

import json

import openpyxl


def test_the_demonstration_ranks_twenty_communes_and_marks_the_real_one(parindex):
    done = parindex("demo")
    assert (done.status, done.err) == (0, "")
    rows = [line for line in done.out.splitlines() if "(minh họa)" in line and "/20 " in line]
    assert len(rows) >= 19
    assert next(line for line in done.out.splitlines() if line.startswith("> ")).split()[1:5] == [
        "9/20",
        "Xã",
        "Đồng",
        "Tâm",
    ]
    assert "Xã Đồng Tâm: 87,75/100 điểm, hạng 9/20" in done.out


def test_the_demonstration_says_first_what_is_synthetic(parindex):
    head = " ".join(parindex("demo").out.split("\n\n")[0].split())
    assert "Số liệu thật: Xã Đồng Tâm" in head
    assert "19 xã còn lại là số liệu tổng hợp, ghi (minh họa) sau tên" in head


def test_with_a_file_the_demonstration_is_printed_and_written(parindex, tmp_path):
    file = tmp_path / "demo.xlsx"
    done = parindex("demo", "--out", file)
    assert done.status == 0
    assert "Xã Đồng Tâm: 87,75/100 điểm" in done.out
    book = openpyxl.load_workbook(file)
    assert "Xếp hạng" in book.sheetnames
    rows = list(book["Xếp hạng"].iter_rows(values_only=True))
    header = next(row for row in rows if "Mã đơn vị" in row)
    unit = dict(zip(header, next(row for row in rows if "dong-tam" in row), strict=True))
    assert (unit["Hạng"], unit["Mẫu số của hạng"], unit["Điểm"]) == (9, 20, 87.747)
    notes = "\n".join(str(row[0]) for row in rows if row[0])
    assert "19 xã còn lại là số liệu tổng hợp" in notes


def test_the_facts_name_the_synthetic_units(parindex):
    facts = json.loads(parindex("demo", "--format", "json").out)
    assert facts["real_units"] == ["dong-tam"]
    assert len(facts["synthetic_units"]) == 19
