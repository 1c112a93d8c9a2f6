"""`parindex dossiers import`: counts, rejects, problems, exit status."""

import json

import pytest

from parindex.dossiers.store.folder import Store

HEADER = "Mã hồ sơ,Số CCCD,Mã đơn vị,Mã TTHC,Kênh nộp,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái"
GOOD = "A1,001,U1,P1,Trực tuyến,30/09/2026 08:00,05/10/2026,Đang xử lý"


@pytest.fixture
def file(tmp_path):
    def made(*lines, name="a.csv"):
        path = tmp_path / name
        path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
        return path

    return made


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_report_counts_what_became_of_the_rows_of_each_file(parindex, tmp_path, file):
    first = file(GOOD, GOOD.replace("A1", "A2"), name="a.csv")
    second = file(
        GOOD.replace("Đang xử lý", "Đã trả kết quả"),
        GOOD.replace("A1", "A2"),
        GOOD.replace("A1", ""),
        name="b.csv",
    )
    done = parindex("dossiers", "import", tmp_path / "kho", first, second, "--format", "json")
    assert done.status == 0
    told = json.loads(done.out)
    assert told["tables"]["files"] == [
        {"file": str(first), "rows": 2, "new": 2, "changed": 0, "unchanged": 0, "older": 0, "rejected": 0},
        {"file": str(second), "rows": 3, "new": 0, "changed": 1, "unchanged": 1, "older": 0, "rejected": 1},
    ]
    assert (told["dossiers"], told["resumed"]) == (2, False)
    assert any("Số CCCD" in note for note in told["notes"])
    assert Store.open(tmp_path / "kho").rows == 2


def test_no_number_of_an_applicant_comes_into_the_store_or_the_rejects(parindex, tmp_path, file):
    path = file(
        GOOD.replace(",001,", ",034099000111,"),
        GOOD.replace(",001,", ",034099000222,").replace("05/10", "45/10"),
    )
    assert parindex("dossiers", "import", tmp_path / "kho", path).status == 0
    kept = [one.read_bytes() for one in (tmp_path / "kho").rglob("*") if one.is_file()]
    assert len(kept) > 4
    assert not [content for content in kept if b"0340990" in content]


def test_the_rejects_are_written_where_asked_and_this_is_said(parindex, tmp_path, file):
    done = parindex(
        "dossiers",
        "import",
        tmp_path / "kho",
        file(GOOD, GOOD.replace("U1", "")),
        "--rejects",
        tmp_path / "r.csv",
    )
    assert done.status == 0
    assert f"Đã ghi {tmp_path / 'r.csv'}" in done.err
    assert (
        (tmp_path / "r.csv")
        .read_text(encoding="utf-8-sig")
        .splitlines()[1]
        .endswith("Mã đơn vị,,thiếu giá trị bắt buộc")
    )


def test_a_mapping_and_a_calendar_are_used(parindex, tmp_path, file):
    (tmp_path / "m.yaml").write_text("words: {status: {Vào sổ: 2}}\n", encoding="utf-8")
    path = file(GOOD.replace("Đang xử lý", "Vào sổ"))
    done = parindex(
        "dossiers", "import", tmp_path / "kho", path, "--mapping", tmp_path / "m.yaml", "--format", "json"
    )
    assert json.loads(done.out)["new"] == 1
    (tmp_path / "c.yaml").write_text("x: [", encoding="utf-8")
    done = parindex("dossiers", "import", tmp_path / "kho", path, "--calendar", tmp_path / "c.yaml")
    assert done.status == 1
    assert done.err.startswith("DO3")


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["none.csv"], 1, "DO101"),
        (["hs.csv", "--mapping", "none.yaml"], 1, "DO110"),
        (["hs.csv", "--rejects", "r.txt"], 2, "CL725"),
        (["hs.csv", "--rejects", "none/r.csv"], 1, "CL730"),
        ([], 2, "CL704"),
    ],
)
def test_what_is_wrong_is_told_with_its_code_and_no_store_is_made(parindex, here, file, words, status, code):
    file(GOOD, name="hs.csv")
    done = parindex("dossiers", "import", *(["kho"] if words else []), *words)
    assert (done.status, done.out) == (status, "")
    assert done.err.startswith(f"{code} · ")
    assert Store.open(here / "kho").rows == 0


def test_the_commands_about_dossiers_are_listed_and_a_misspelt_one_is_near(parindex):
    assert parindex("dossiers", "--help").out == parindex("dossiers").out
    assert "  import  " in parindex("dossiers", "--help").out
    assert parindex("dossiers").status == 2
    done = parindex("dossiers", "imprt")
    assert (done.status, done.err.splitlines()[0]) == (2, "CL702 · lệnh “dossiers imprt” không có")
    assert "dossiers import" in done.err


def test_the_draft_of_a_mapping_names_titles_what_is_lacking_and_unknown_words_and_imports_nothing(
    parindex, here, file
):
    path = file(GOOD.replace("Đang xử lý", "Hủy").replace("U1,", ""), name="a.csv")
    path.write_text(path.read_text(encoding="utf-8").replace("Mã đơn vị,", ""), encoding="utf-8")
    done = parindex("dossiers", "import", "kho", path, "--draft-mapping", "d.yaml")
    assert done.status == 0
    assert not (here / "kho").exists()
    text = (here / "d.yaml").read_text(encoding="utf-8")
    assert '  "Mã hồ sơ": MaHoSo\n' in text
    assert '  "Số CCCD":\n' in text
    assert "  MaDonVi:  # Đơn vị giải quyết\n" in text
    assert '    "Hủy":\n' in text
    for blank, value in (("MaDonVi:  #", "MaDonVi: U7  #"), ('"Hủy":', '"Hủy": 8')):
        text = text.replace(blank, value)
    (here / "d.yaml").write_text(text, encoding="utf-8")
    assert parindex("dossiers", "import", "kho", path, "--mapping", "d.yaml").status == 0
    kept = Store.open(here / "kho").records().records
    assert kept.select("unit_id", "status").rows() == [("U7", 8)]


def test_a_draft_that_is_used_as_it_is_changes_nothing(parindex, here, file):
    path = file(GOOD, GOOD.replace("A1", "A2").replace("Đang xử lý", "Hủy"))
    parindex("dossiers", "import", "kho", path, "--draft-mapping", "d.yaml")
    with_draft = parindex("dossiers", "import", "kho", path, "--mapping", "d.yaml", "--format", "json")
    without = parindex("dossiers", "import", "kho2", path, "--format", "json")
    assert json.loads(with_draft.out)["tables"]["files"] == json.loads(without.out)["tables"]["files"]


def test_the_draft_never_replaces_the_file_it_is_of(parindex, here, file):
    path = file(GOOD, name="a.yaml")
    before = path.read_bytes()
    assert parindex("dossiers", "import", "kho", path, "--draft-mapping", path).status != 0
    assert path.read_bytes() == before


def test_why_rows_were_set_aside_is_counted_beside_the_files(parindex, here, file):
    path = file(
        GOOD,
        GOOD.replace("A1", "A2").replace("Đang xử lý", "Hủy"),
        GOOD.replace("A1", "A3").replace("30/09", "31/09"),
    )
    done = parindex("dossiers", "import", "kho", path)
    said = " ".join(done.out.split())
    assert "2 dòng bị loại" in said
    assert "Vì sao bị loại" in said
    assert "lịch không có ngày này" in said


def test_a_file_with_a_header_alone_says_that_it_has_no_dossier(parindex, here, file):
    done = parindex("dossiers", "import", "kho", file())
    assert done.status == 0
    assert "tệp không có dòng hồ sơ nào" in " ".join(done.out.split())


def test_rows_that_are_older_say_what_a_corrected_file_needs(parindex, here, file):
    parindex("dossiers", "import", "kho", file(GOOD, name="a.csv"))
    done = parindex("dossiers", "import", "kho", file(GOOD.replace("30/09/2026", "29/09/2026"), name="b.csv"))
    assert "1 dòng cũ hơn trạng thái đã có nên không thay" in " ".join(done.out.split())
    assert "NgayCapNhat" in done.out
