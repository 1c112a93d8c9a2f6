"""Which column is which: national names, Vietnamese titles, a saved mapping."""

import json

import pytest

from parindex.dossiers.intake.mapping import Mapping, load_mapping, match
from parindex.dossiers.records import FIELDS
from parindex.errors import ProblemsFound
from parindex.text import fold


@pytest.mark.parametrize("of", ["name", "national", "label", "bare", "upper"])
def test_every_field_is_known_by_its_name_its_national_name_and_its_title_with_and_without_marks(of):
    titles = [
        {
            "name": name,
            "national": field.national,
            "label": field.label,
            "bare": fold(field.label),
            "upper": field.label.upper(),
        }[of]
        for name, field in FIELDS.items()
    ]
    assert match(titles, Mapping()).columns == {name: place for place, name in enumerate(FIELDS)}


def test_columns_about_the_applicant_are_not_read_and_this_is_said():
    matched = match(["Mã hồ sơ", "Họ và tên", "Số CCCD", "Địa chỉ", "Số điện thoại"], Mapping())
    assert matched.columns == {"code": 0}
    assert matched.unread == ("Họ và tên", "Số CCCD", "Địa chỉ", "Số điện thoại")


def test_the_code_of_a_unit_wins_over_its_name_whatever_the_order():
    assert match(["Đơn vị", "Mã đơn vị"], Mapping()).columns["unit_id"] == 1
    assert match(["Mã đơn vị", "Đơn vị"], Mapping()).columns["unit_id"] == 0
    assert match(["Mã đơn vị", "Đơn vị"], Mapping()).doubled == ()


def test_the_same_title_twice_is_named():
    assert match(["Mã hồ sơ", "Mã Hồ Sơ"], Mapping()).doubled == (("code", 0, 1),)


def test_a_saved_mapping_wins_over_titles_and_can_leave_a_column_out(tmp_path):
    file = tmp_path / "m.yaml"
    file.write_text(
        "columns: {Số phiếu: code, Ghi chú: }\nconstants: {MaDonVi: H26.1}\nwords: {channel: {Một cửa số: 2}}",
        encoding="utf-8",
    )
    mapping = load_mapping(file)
    assert match(["Mã hồ sơ", "Số phiếu"], mapping).columns == {"code": 1}
    assert mapping.constants == {"unit_id": "H26.1"}
    assert mapping.codes("channel") == {"mot cua so": 2}
    assert "unit_id" not in match(["Số phiếu"], mapping).lacking


def test_a_mapping_can_be_json_and_is_saved_as_it_was_read(tmp_path):
    file = tmp_path / "m.json"
    file.write_text(json.dumps({"columns": {"A": "code"}}), encoding="utf-8")
    assert load_mapping(file).as_dict() == {"columns": {"A": "code"}, "constants": {}, "words": {}}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("[1, 2]", ["DO110"]),
        ("cot: {A: code}", ["DO110"]),
        ("columns: [A]", ["DO110"]),
        ("{", ["DO110"]),
        ("words: {status: 3}", ["DO110"]),
        ("columns: {A: mã, B: ten}\nwords: {status: {Xong: 11}}", ["DO111", "DO111", "DO113"]),
        ("words: {has_fee: {Y: 2}}", ["DO113"]),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said_all_at_once(tmp_path, text, codes):
    file = tmp_path / "m.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        load_mapping(file)
    assert [problem.code for problem in found.value.problems] == codes


def test_a_mapping_that_is_not_there_is_a_problem(tmp_path):
    with pytest.raises(ProblemsFound) as found:
        load_mapping(tmp_path / "none.yaml")
    assert found.value.problems[0].code == "DO110"
