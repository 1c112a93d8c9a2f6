"""Results as tables, JSON, CSV, XLSX and Parquet, on the screen and in files."""

import csv
import hashlib
import io
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from parindex.frameworks.digest import digest
from parindex.frameworks.registry import find

EDITION = "commune-hai-duong@2022"
BOM = b"\xef\xbb\xbf"


@pytest.fixture
def score(parindex, league):
    return lambda *words: parindex("score", EDITION, league, *words)


def total_of(rows, unit: str = "dong-tam") -> list[float]:
    return [float(row["points"]) for row in rows if row["unit_id"] == unit and row["criterion_id"] == "total"]


def test_json_has_every_table_and_says_what_was_computed_from_what(score):
    done = score("--format", "json")
    found = json.loads(done.out)
    assert (done.status, done.err) == (0, "")
    assert found["edition"] == EDITION
    assert found["digest"] == digest(find(EDITION).edition)
    assert found["illustrative"] is False
    assert list(found["tables"]) == [
        "summary",
        "scores",
        "ranks",
        "explanations",
        "excluded",
        "missing",
        "indices",
    ]
    assert total_of(found["tables"]["scores"]) == [87.747]


def test_json_of_one_table_is_its_rows(score):
    rows = json.loads(score("--format", "json", "--table", "scores").out)
    assert len(rows) == 20 * 14
    assert total_of(rows) == [87.747]


def test_one_table_can_be_shown_on_the_screen(score):
    lines = score("--table", "indices").out.splitlines()
    assert lines[4] == "Chỉ số theo mẫu số"
    assert len(lines) == 4 + 1 + 3 + 20


def test_csv_on_the_screen_is_for_machines(score):
    done = score("--format", "csv", "--table", "scores")
    assert not done.out.startswith("\ufeff")
    assert total_of(csv.DictReader(io.StringIO(done.out))) == [87.747]


def test_csv_in_a_file_is_for_people_and_begins_with_a_byte_order_mark(score, tmp_path):
    file = tmp_path / "điểm.csv"
    done = score("--table", "scores", "--out", file)
    assert (done.status, done.out) == (0, "")
    assert f"Đã ghi {file}: Điểm mọi tiêu chí (280 dòng)" in done.err
    assert file.read_bytes().startswith(BOM)
    assert total_of(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))) == [87.747]


def test_a_csv_file_for_people_holds_no_text_that_runs(parindex, tmp_path):
    values = tmp_path / "diem.csv"
    values.write_text("Mã đơn vị,Tên đơn vị,TĐ,XHH\nx,@xã,50,30\n", encoding="utf-8")
    words = ("score", "district-binh-duong@2017", values, "--table", "summary")
    file = tmp_path / "ra.csv"
    assert parindex(*words, "--out", file).status == 0
    assert ",'@xã," in file.read_text(encoding="utf-8-sig")
    assert ",@xã," in parindex(*words, "--format", "csv").out


def test_parquet_holds_real_numbers_and_its_origin(score, tmp_path):
    file = tmp_path / "diem.parquet"
    assert score("--out", file).status == 0
    frame = pl.read_parquet(file)
    assert frame.filter(unit_id="dong-tam", criterion_id="total")["points"].item() == 87.747
    assert json.loads(pl.read_parquet_metadata(file)["parindex"])["edition"] == EDITION


def test_a_folder_gets_one_file_for_each_table(score, tmp_path):
    assert score("--format", "parquet", "--out", f"{tmp_path}/ra/").status == 0
    names = sorted(path.name for path in (tmp_path / "ra").iterdir())
    assert names == sorted(
        f"{name}.parquet"
        for name in ("summary", "scores", "ranks", "explanations", "excluded", "missing", "indices")
    )


def test_a_workbook_opens_with_real_numbers_and_frozen_headers(score, tmp_path):
    file = tmp_path / "ket-qua.xlsx"
    assert score("--out", file).status == 0
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == [
        "Tổng hợp", "Điểm mọi tiêu chí", "Hạng từng lĩnh vực", "Diễn giải điểm", "Không áp dụng", "Thiếu số liệu",
        "Chỉ số theo mẫu số",
    ]  # fmt: skip
    sheet = book["Tổng hợp"]
    rows = list(sheet.iter_rows(values_only=True))
    header = next(row for row in rows if row[0] == "Mã")
    unit = dict(zip(header, next(row for row in rows if row[0] == "dong-tam"), strict=True))
    assert unit["Tổng điểm"] == 87.747
    assert isinstance(unit["8.1"], float)
    assert sheet.freeze_panes is not None
    assert "commune-hai-duong@2022" in "\n".join(str(row[0]) for row in rows)


def test_a_text_file_holds_what_the_screen_shows(score, tmp_path):
    file = tmp_path / "bang.txt"
    assert score("--out", file).status == 0
    assert file.read_text(encoding="utf-8") == score().out


def test_the_format_flag_is_stronger_than_the_ending(score, tmp_path):
    file = tmp_path / "diem.dat"
    assert score("--format", "json", "--out", file).status == 0
    assert json.loads(file.read_text(encoding="utf-8"))["edition"] == EDITION


def test_a_dash_means_the_screen(score):
    assert json.loads(score("--format", "json", "--out", "-").out)["edition"] == EDITION


def test_a_file_that_fails_leaves_the_old_one_and_no_other(score, tmp_path, monkeypatch):
    file = tmp_path / "diem.json"
    file.write_text("cũ", encoding="utf-8")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    done = score("--out", file)
    assert done.status == 1
    assert f"CL733 · {file}: ổ đĩa đã đầy" in done.err
    assert file.read_bytes().decode() == "cũ"
    assert [path.name for path in tmp_path.iterdir()] == ["diem.json"]


def test_a_workbook_that_fails_is_named_as_it_was_asked_for(score, tmp_path):
    folder = tmp_path / "chỗ"
    folder.mkdir()
    (folder / "ket-qua.xlsx").mkdir()
    done = score("--out", folder / "ket-qua.xlsx")
    assert done.status == 2
    assert f"CL732 · {folder / 'ket-qua.xlsx'}: " in done.err


def test_a_link_is_followed_and_stays_a_link(score, tmp_path):
    target, link = tmp_path / "thật.json", tmp_path / "link.json"
    target.write_text("{}", encoding="utf-8")
    link.symlink_to(target)
    assert score("--out", link).status == 0
    assert link.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))["edition"] == EDITION


@pytest.mark.parametrize("flag", ["--out", "--bundle"])
def test_a_file_that_the_command_reads_is_never_written_over(parindex, tmp_path, league, flag):
    mine = tmp_path / ("diem.csv" if flag == "--out" else "diem.zip")
    mine.write_bytes(league.read_bytes())
    done = parindex("score", EDITION, mine, flag, mine)
    assert done.status == 1
    assert f"CL727 · {mine}: tệp này là đầu vào của chính lệnh này" in done.err
    assert mine.read_bytes() == league.read_bytes()


def test_an_input_is_known_by_another_way_to_it_too(parindex, tmp_path, league, monkeypatch):
    mine = tmp_path / "diem.csv"
    mine.write_bytes(league.read_bytes())
    (tmp_path / "lien-ket.csv").symlink_to(mine)
    monkeypatch.chdir(tmp_path)
    assert "CL727" in parindex("score", EDITION, "diem.csv", "--out", tmp_path / "lien-ket.csv").err
    assert "CL727" in parindex("score", EDITION, league, "--units", "diem.csv", "--out", "./diem.csv").err
    assert mine.read_bytes() == league.read_bytes()


def test_the_same_line_given_twice_writes_its_result_twice(parindex, tmp_path, league):
    for _ in range(2):
        assert parindex("score", EDITION, league, "--out", tmp_path / "ket-qua.csv").status == 0


def test_a_bundle_of_another_ending_is_told_at_its_own_flag(parindex, league):
    done = parindex("score", EDITION, league, "--bundle", "a.csv")
    assert (done.status, done.err.splitlines()[1].strip()) == (2, "→ đổi tên tệp sau --bundle")


def test_a_bundle_says_its_digest_so_that_a_reader_compares_it_with_the_published_one(
    parindex, tmp_path, league
):
    file = tmp_path / "goi.zip"
    parindex("score", EDITION, league, "--bundle", file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert f"SHA-256 của gói: {digest} (phải giống" in parindex("recompute", file).out


def test_an_empty_name_of_a_file_is_no_folder_to_fill(score, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = score("--out", "")
    assert (done.status, done.err.splitlines()[0]) == (2, "CL706 · cờ --out phải có giá trị theo sau")
    assert list(tmp_path.iterdir()) == []
