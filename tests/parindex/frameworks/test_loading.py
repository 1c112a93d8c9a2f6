"""Reading an edition: what is right becomes the model, what is wrong is named all at once, each on its line."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from parindex.errors import ProblemsFound
from parindex.frameworks.loading import load_edition
from tests.parindex.frameworks.editions import SOUND, TEXT, from_text, leaf, sound, with_leaf


def problems(text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        from_text(text)
    return [f"{problem.code}, {problem.place.line}: {problem.what()}" for problem in found.value.problems]


def changed(old: str, new: str) -> list[str]:
    assert TEXT.count(old) == 1, old
    return problems(TEXT.replace(old, new))


def line_of(text: str) -> int:
    return TEXT[: TEXT.index(text)].count("\n") + 1


def test_an_edition_is_read_from_its_folder_or_from_its_file():
    assert load_edition(SOUND).edition == load_edition(SOUND / "framework.yaml").edition
    assert load_edition(str(SOUND)).folder == SOUND


def test_the_edition_is_what_the_file_says():
    edition = sound().edition
    assert edition.ref == "xa-mau@2025"
    assert [node.code for node in edition.tree] == ["1", "2", "3", "T1", "P1", "P2"]
    assert sum(leaf.max for leaf in edition.leaves()) == 103
    assert edition.title.in_("en") == "Sample edition"
    assert edition.title.in_("vi") == "Bộ tiêu chí mẫu"


def test_numbers_keep_every_decimal_as_printed():
    leaves = {leaf.code: leaf for leaf in sound().edition.leaves()}
    assert leaves["1.5"].rule.bands[1].points == Decimal("1.75")
    assert leaves["1.10"].rule.items[0].points + leaves["1.10"].rule.items[1].points == 8


def test_every_node_knows_its_place_in_the_file():
    loaded = sound()
    lines = {code: loaded.document.line(path) for code, path in loaded.node_paths()}
    assert len(lines) == 22
    assert lines["1"] == line_of('- code: "1"\n')
    assert lines["1.10"] == line_of('- code: "1.10"')
    assert lines["P2"] == line_of("- {code: P2")


def test_all_problems_of_form_are_given_at_once_in_the_order_of_the_file():
    text = (
        TEXT.replace("year: 2025", "year: hai nghìn").replace("max: 70}", "mx: 70}").replace("floor: 70,", "")
    )
    text = text.replace("kind: graded", "kind: council")
    assert [problem.partition(":")[0] for problem in problems(text)] == [
        f"FW006, {line_of('year: 2025')}",
        f"FW005, {line_of('appraisal: {')}",
        f"FW004, {line_of('appraisal: {')}",
        f"FW005, {line_of('rule: {kind: ratio_floor')}",
        f"FW007, {line_of('kind: graded')}",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: xa-mau", "id: Xã mẫu", "“id” không hợp lệ: có ký tự không dùng được ở đây, hoặc bắt đầu bằng ký tự không được phép"),
        ("year: 2025", "year: 2025.5", "“year” không hợp lệ: phải là một số nguyên"),
        ("year: 2025", "year: 25", "“year” không hợp lệ: phải từ 1990 trở lên"),
        ("date: 2025-01-02", "date: 2/1/2025", "“date” không hợp lệ: phải là một ngày, viết năm-tháng-ngày như 2025-12-31"),
        ("illustrative: true", "illustrative: có", "“illustrative” không hợp lệ: phải là true hoặc false"),
        ("unit_kinds: [commune]", "unit_kinds: commune", "“unit_kinds” không hợp lệ: phải là một danh sách, mỗi mục một dòng bắt đầu bằng dấu gạch ngang"),
        ("unit_kinds: [commune]", "unit_kinds: [commune, 5]", '“unit_kinds, mục 2” không hợp lệ: phải là chữ; mã có dấu chấm thì đặt trong nháy, như "3.1"'),
        ("decimals: 2", "decimals: 12", "“decimals” không hợp lệ: không được lớn hơn 9"),
        ("on_excluded: total", "on_excluded: all", "“on_excluded” không hợp lệ: phải là một trong: own, total, none"),
        ('code: "1.2"', "code: 1.2", '“code” không hợp lệ: phải là chữ; mã có dấu chấm thì đặt trong nháy, như "3.1"'),
        ('cap: 2}}\n      - {code: "1.3"', 'cap: hai}}\n      - {code: "1.3"', "“cap” không hợp lệ: phải là một số; số thập phân viết bằng dấu chấm, không đặt trong nháy"),
        ("title: {vi: Bộ tiêu chí mẫu, en: Sample edition}", "title: ''", "“title” không hợp lệ: không được để trống"),
        ("each: 0.25", "each: .inf", "“each” không hợp lệ: phải là một số; số thập phân viết bằng dấu chấm, không đặt trong nháy"),
        ("{label: Điểm thẩm định, max: 70}", "{label: Điểm thẩm định, max: 70,5}", "“5” không hợp lệ: dấu phẩy ở đây ngăn hai khóa; số thập phân viết bằng dấu chấm, như 10.5"),
        ("numerator: Số đúng hạn", "numerator: [a]", "“numerator” không hợp lệ: phải là một khối các khóa"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_said_in_vietnamese_and_once(old, new, said):
    line = line_of(old) if "\n" not in old else line_of('code: "1.2"')
    assert changed(old, new) == [f"FW006, {line}: giá trị của {said}"]


def test_a_list_of_wrong_items_is_not_also_called_too_short():
    text = TEXT.replace("{at: 50, points: 0}, {at: 80, points: 3}, {at: 95, points: 6}", "{at: 50}")
    assert problems(text) == [f"FW005, {line_of('rule: {kind: linear')}: thiếu khóa bắt buộc “points”"]
    text = TEXT.replace(
        "{at: 50, points: 0}, {at: 80, points: 3}, {at: 95, points: 6}", "{at: 50, points: 0}"
    )
    assert problems(text) == [
        f"FW006, {line_of('rule: {kind: linear')}: giá trị của “knots” không hợp lệ: phải có ít nhất 2 mục"
    ]


def test_a_rule_without_a_kind_is_told_which_kinds_there_are():
    with pytest.raises(ProblemsFound) as found:
        from_text(TEXT.replace("{kind: graded}", "{}"))
    (problem,) = found.value.problems
    assert problem.what() == "cách chấm “(không ghi)” không có"
    assert problem.remedy().startswith("chọn một trong: yes_no, count, proportional, ratio_floor, bands,")
    assert len(problem.remedy().split(", ")) == 18


def test_a_key_inside_a_rule_has_the_line_of_that_key_even_beside_a_list_of_the_rules_name():
    old = "          kind: bands\n          bands:"
    text = TEXT.replace(
        old, "          kind: bands\n          quantity:\n            as: promille\n          bands:"
    )
    line = line_of(old) + 2
    assert problems(text) == [
        f"FW006, {line}: giá trị của “as” không hợp lệ: phải là một trong: percent, share, ratio, number"
    ]


@pytest.mark.parametrize("text", ["", "- 1\n", "chỉ là chữ\n", "5\n"])
def test_a_file_that_is_no_edition_at_all_is_told_what_is_missing(text):
    assert [problem.partition(":")[2] for problem in problems(text)] == [
        f" thiếu khóa bắt buộc “{key}”" for key in ("id", "year", "title", "channels", "tree")
    ]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (Path.mkdir, "không đọc được tệp: không có tệp này"),
        (str, "không đọc được tệp: không có tệp này"),
        (
            lambda folder: (folder / "framework.yaml").mkdir(parents=True),
            "không đọc được tệp: đây là một thư mục",
        ),
        (lambda folder: folder.write_text("x", encoding="utf-8"), "không đọc được tệp: không có thư mục này"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_and_no_crash(tmp_path, make, said):
    make(tmp_path / "a")
    with pytest.raises(ProblemsFound) as found:
        load_edition(tmp_path / "a")
    assert [(problem.code, problem.what()) for problem in found.value.problems] == [("FW003", said)]


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "framework.yaml").write_bytes("title: Tỉnh".encode("utf-16"))
    with pytest.raises(ProblemsFound) as found:
        load_edition(tmp_path)
    assert found.value.problems[0].what() == "không đọc được tệp: không phải UTF-8"


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read_the_same(tmp_path):
    shutil.copytree(SOUND, tmp_path / "copy")
    (tmp_path / "copy" / "framework.yaml").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert load_edition(tmp_path / "copy").edition == sound().edition


def test_keys_of_nodes_that_are_left_out_have_their_defaults():
    node = with_leaf("1.1", evidence=None)
    assert "evidence" not in leaf(node, "1.1")
    first = next(sound().edition.leaves())
    assert (first.not_applicable, first.missing, first.round) == ("refuse", None, None)
