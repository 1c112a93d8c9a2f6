"""Editions: listing them, looking at one, checking, comparing, and the way through Excel."""

import json

import openpyxl
import pytest

from parindex.frameworks.registry import entries, find

SHIPPED = [entry.ref for entry in entries()]


def test_every_shipped_edition_is_listed_with_its_maximum_its_leaves_and_its_law(parindex):
    rows = json.loads(parindex("frameworks", "--format", "json").out)["tables"]["editions"]
    assert [row["edition"] for row in rows] == SHIPPED
    found = next(row for row in rows if row["edition"] == "commune-hai-duong@2022")
    assert (found["max_points"], found["leaves"], found["illustrative"]) == (100, 10, "đã công bố")
    assert found["legal_basis"] == "3395/QĐ-UBND, 15/12/2022, UBND tỉnh Hải Dương"
    assert len(found["digest"]) == 64
    assert {row["edition"]: row["illustrative"] for row in rows}["commune-model@2025"] == "minh họa"


def test_another_shelf_can_be_listed_and_a_broken_edition_on_it_is_named(parindex, tmp_path):
    good, bad = tmp_path / "a" / "2024", tmp_path / "b" / "2024"
    for folder in (good, bad):
        folder.mkdir(parents=True)
    text = (find("province@2017").folder / "framework.yaml").read_text(encoding="utf-8")
    (good / "framework.yaml").write_text(text, encoding="utf-8")
    (bad / "framework.yaml").write_text(text.replace("max: 14.5", "max: lớn"), encoding="utf-8")
    done = parindex("frameworks", "--folder", tmp_path)
    assert done.status == 1
    assert "1 bộ tiêu chí" in done.out
    assert "b@2024: FW006" in done.out


def test_a_shelf_without_editions_is_refused(parindex, tmp_path):
    done = parindex("frameworks", "--folder", tmp_path)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("CL723 · ")


def test_the_tree_of_an_edition_shows_codes_maxima_and_rules(parindex):
    done = parindex("frameworks", "commune-hai-duong@2022")
    assert "Lĩnh vực dưới 75 % điểm tối đa phải khắc phục." in done.out
    assert "Hiệu lực: 01/01/2022 – 31/12/2030" in done.out
    row = next(line for line in done.out.splitlines() if line.startswith("3 "))
    assert "Cải cách thủ tục hành chính" in row
    assert "18,5" in row


@pytest.mark.parametrize("ref", SHIPPED)
def test_every_shipped_edition_can_be_looked_at_in_both_languages(parindex, ref):
    for lang in ("vi", "en"):
        done = parindex("frameworks", ref, "--lang", lang, "--format", "json")
        rows = json.loads(done.out)["tables"]["criteria"]
        assert [row["criterion_id"] for row in rows] == [node.code for node in find(ref).edition.nodes()]


def test_a_criterion_that_we_wrote_is_marked_in_the_tree_of_a_published_edition(parindex):
    done = parindex("frameworks", "index-766@2022")
    assert "TTHC cung cấp dịch vụ công trực tuyến (minh họa)" in done.out


def test_a_sound_edition_passes_the_check_with_all_its_cases(parindex):
    done = parindex("check", "commune-hai-duong@2022")
    assert done.status == 0
    assert "commune-hai-duong@2022: không có lỗi, 6 ca kiểm thử đều đúng" in done.out


def test_without_a_name_all_shipped_editions_are_checked(parindex):
    done = parindex("check", "--format", "json")
    assert done.status == 0
    assert json.loads(done.out)["checked"] == SHIPPED


@pytest.fixture
def edition(tmp_path):
    """A copy of the Đồng Tâm edition that a test may break."""
    folder = tmp_path / "mau" / "2022"
    (folder / "cases").mkdir(parents=True)
    source = find("commune-hai-duong@2022").folder
    for name in ("framework.yaml", "cases/dong-tam-2022.yaml"):
        text = (source / name).read_text(encoding="utf-8").replace("id: commune-hai-duong", "id: mau")
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_every_error_comes_with_file_line_and_remedy_and_the_status_is_1(parindex, edition):
    file = edition / "framework.yaml"
    text = file.read_text(encoding="utf-8").replace("max: 18.5", "max: 19").replace("max: 11.5", "max: 12")
    file.write_text(text, encoding="utf-8")
    line = 1 + text.splitlines().index(
        "    max: 76  # suy ra từ số liệu đã công bố: 15 + 5 + 18,5 + 6 + 11 + 7 + 11,5 + 2"
    )
    done = parindex("check", edition)
    assert done.status == 1
    assert f"FW102 · {file}, dòng {line}: " in done.out
    assert "→ lệch 1 điểm" in done.out
    table = json.loads(parindex("check", edition, "--format", "json").out)["tables"]["problems"]
    assert [(row["code"], row["line"], row["severity"]) for row in table] == [("FW102", line, "lỗi")]


def test_a_case_that_does_not_hold_fails_the_check(parindex, edition):
    file = edition / "cases" / "dong-tam-2022.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace('"8.1": 14/20', '"8.1": 13/20'), encoding="utf-8"
    )
    done = parindex("check", edition)
    assert done.status == 1
    assert "FW201" in done.out
    assert "mong đợi 13/20, tính ra 14/20" in done.out


def test_a_folder_of_editions_is_checked_as_a_whole(parindex, edition):
    other = edition.parents[1] / "khac" / "2022"
    other.mkdir(parents=True)
    (other / "framework.yaml").write_text("id: [", encoding="utf-8")
    done = parindex("check", edition.parents[1])
    assert done.status == 1
    assert done.out.startswith("Đã kiểm tra 2 bộ tiêu chí: 1 lỗi, 0 cảnh báo")


def test_what_cannot_be_checked_is_refused(parindex, tmp_path):
    assert parindex("check", tmp_path).err.startswith("CL723 · ")
    done = parindex("check", "commune-hai-duongg@2022")
    assert done.status == 1
    assert "FW010" in done.out
    assert "commune-hai-duong@2022" in done.out
    assert "CL726 · bo.xlsx là tệp Excel" in parindex("check", "bo.xlsx").out


def test_two_editions_are_compared_in_sentences_and_as_a_table(parindex):
    done = parindex("compare-editions", "province@2017", "province@2022")
    assert done.status == 0
    assert done.out.startswith("Từ province@2017 đến province@2022: 23 thay đổi\n")
    assert "Tiêu chí bỏ đi (8)" in done.out
    assert "  Bỏ tiêu chí 3 “Thủ tục hành chính” (14,5 điểm)" in done.out
    rows = json.loads(parindex("compare-editions", "province@2017", "province@2022", "--format", "json").out)
    assert len(rows["tables"]["changes"]) == 23
    assert rows["counts"]["dropped"] == 8


def test_an_edition_does_not_differ_from_itself(parindex):
    done = parindex("compare-editions", "province@2017", "province@2017")
    assert "0 thay đổi" in done.out
    assert "Hai bộ tiêu chí như nhau." in done.out


def test_a_crosswalk_links_criteria_whose_codes_changed(parindex, edition, tmp_path):
    file = edition / "framework.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace('code: "6"', 'code: "9"'), encoding="utf-8")
    links = tmp_path / "doi-chieu.yaml"
    links.write_text(
        'before: commune-hai-duong@2022\nafter: mau@2022\nlinks: [{from: "6", to: "9"}]\n', encoding="utf-8"
    )
    alone = parindex("compare-editions", "commune-hai-duong@2022", edition)
    linked = parindex("compare-editions", "commune-hai-duong@2022", edition, "--crosswalk", links)
    assert "Tiêu chí bỏ đi (1)" in alone.out
    assert "Tiêu chí 6 đổi mã thành 9" in linked.out
    assert "Tiêu chí bỏ đi" not in linked.out


def test_export_and_import_bring_an_edition_back_unchanged(parindex, tmp_path):
    book, folder = tmp_path / "bo.xlsx", tmp_path / "mau" / "2022"
    done = parindex("export", "commune-hai-duong@2022", "--out", book)
    assert (done.status, done.out) == (0, "")
    assert f"Đã ghi {book}" in done.err
    assert "ghi chú trong tệp YAML không vào bảng tính" in done.err
    back = parindex("import", book, "--out", folder)
    assert back.status == 0
    assert f"Kiểm tra tiếp: parindex check {folder}" in back.err
    assert "0 thay đổi" in parindex("compare-editions", "commune-hai-duong@2022", folder).out


def test_a_folder_in_the_place_of_a_file_is_refused(parindex, tmp_path):
    (tmp_path / "bo.xlsx").mkdir()
    done = parindex("export", "province@2017", "--out", tmp_path / "bo.xlsx")
    assert done.status == 1
    assert done.err.startswith(f"CL732 · {tmp_path / 'bo.xlsx'}: ")


def test_import_does_not_overwrite_an_edition_unless_forced(parindex, tmp_path, edition):
    book = tmp_path / "bo.xlsx"
    assert parindex("export", "province@2017", "--out", book).status == 0
    before = (edition / "framework.yaml").read_text(encoding="utf-8")
    done = parindex("import", book, "--out", edition)
    assert (done.status, done.out) == (1, "")
    assert f"CL724 · {edition / 'framework.yaml'}: " in done.err
    assert (edition / "framework.yaml").read_text(encoding="utf-8") == before
    assert parindex("import", book, "--out", edition, "--force").status == 0
    assert find(edition).edition == find("province@2017").edition


def test_a_workbook_with_problems_is_not_imported_at_all(parindex, tmp_path):
    book = tmp_path / "hong.xlsx"
    openpyxl.Workbook().save(book)
    done = parindex("import", book, "--out", tmp_path / "ra")
    assert done.status == 1
    assert "XL303 · " in done.err
    assert not (tmp_path / "ra").exists()


def test_a_form_for_all_units_can_be_filled_in_and_scored(parindex, tmp_path, units):
    form = tmp_path / "bieu.xlsx"
    assert parindex("template", "commune-hai-duong@2022", "--units", units, "--out", form).status == 0
    done = parindex("score", "commune-hai-duong@2022", form, "--format", "json")
    rows = json.loads(done.out)["tables"]["summary"]
    assert [row["unit_id"] for row in rows][:2] == ["dong-tam", "minh-hoa-01"]
    assert {row["total"] for row in rows} == {None}


def test_each_unit_can_have_a_form_of_its_own(parindex, tmp_path, units):
    done = parindex("template", "commune-model@2025", "--units", units, "--out", f"{tmp_path}/bieu", "--each")
    assert done.status == 0
    assert f"Đã ghi 20 tệp vào {tmp_path}/bieu" in done.err
    files = sorted(path.name for path in (tmp_path / "bieu").iterdir())
    assert len(files) == 20
    assert files[0] == "dong-tam.xlsx"


@pytest.mark.parametrize("each", [(), ("--each",)])
def test_forms_that_may_be_filled_in_are_kept_unless_forced(parindex, tmp_path, units, each):
    out = tmp_path / ("bieu" if each else "bieu.xlsx")
    line = ("template", "commune-hai-duong@2022", "--units", units, "--out", out, *each)
    assert parindex(*line).status == 0
    mine = out / "dong-tam.xlsx" if each else out
    mine.write_bytes(b"da dien")
    done = parindex(*line)
    assert (done.status, done.err.count("CL728 · ")) == (1, 20 if each else 1)
    assert f"CL728 · {mine}: biểu nhập này đã có, và có thể đã có người điền" in done.err
    assert mine.read_bytes() == b"da dien"
    assert parindex(*line, "--force").status == 0
    assert mine.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("name", ["framework", "cases", "crosswalk", "adopted"])
def test_the_schemas_are_printed_in_the_language(parindex, tmp_path, name):
    vietnamese = json.loads(parindex("schema", name).out)
    english = json.loads(parindex("schema", name, "--lang", "en").out)
    assert vietnamese["$schema"] == english["$schema"]
    assert vietnamese["title"] != english["title"]
    file = tmp_path / "schema.json"
    assert parindex("schema", name, "--out", file).status == 0
    assert json.loads(file.read_text(encoding="utf-8")) == vietnamese
