"""The file of relations: every form it can have, and what is said of one that is wrong."""

import pytest

from parindex.errors import ProblemsFound
from parindex.ranking.audit import read_spec
from parindex.ranking.audit.relations import columns_of
from tests.parindex.ranking.audit.tables import audit

FULL = """
label: Đơn vị
decimal: comma
detect: true
relations:
  - sum: {columns: [A, B], minus: [C], equals: D}
  - total_row: {row: Tổng, columns: [A], of: above}
  - ratio: {part: A, whole: B, times: C, equals: D}
  - ratio: {part: A, whole: 48, times: 50, equals: D}
  - delta: {value: A, change: B, by: Năm, within: [Chỉ số]}
  - delta: {before: A, after: B, change: C}
  - stock: {received: A, carried: B, parts: [C, D]}
  - rank: {points: A, rank: B, within: [C], ties: dense}
  - class: {points: A, class: B, bands: {Tốt: 80, Khá: 70}}
  - maxima: {column: A, equals: 100, code: Mã}
  - within: {column: A, most: 65}
  - mean_row: {row: Trung bình, columns: [A], where: {Vùng: Núi}}
  - reprint: {key: [Đơn vị], columns: [A, B]}
"""


def test_every_kind_of_relation_can_be_declared():
    spec = read_spec(FULL)
    assert len(spec.declared) == 13
    assert (spec.label, spec.decimal, spec.detect) == ("Đơn vị", "comma", True)


def test_the_columns_of_a_relation_are_known_before_it_is_tested():
    names = {type(one).__name__: columns_of(one) for one in read_spec(FULL).declared}
    assert names["Sum"] == ["A", "B", "C", "D"]
    assert names["Stock"] == ["A", "B", "C", "D"]
    assert names["MeanRow"] == ["A", "Vùng"]
    assert names["Within"] == ["A"]
    assert names["Classed"] == ["A", "B"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "relations:\n  - sum: {columns: [A], equls: B}",
            2,
            "“relations.1.sum.equls” không hợp lệ: không có khóa này",
        ),
        ("relations:\n  - sum: {columns: [A]}", 2, "“relations.1.sum.equals” không hợp lệ: thiếu khóa này"),
        (
            "relations:\n  - {sum: {columns: [A], equals: B}, stock: {received: A, parts: [B]}}",
            2,
            "mỗi mục có đúng một quan hệ",
        ),
        ("relations:\n  - delta: {change: A, value: B}", 2, "cần value và by, hoặc before và after"),
        ("relations: []", 1, "phải có ít nhất 1 mục"),
        (
            "decimal: dot\nrelations: [{sum: {columns: [A], equals: B}}]",
            1,
            "“decimal” không hợp lệ: phải là một trong",
        ),
        ("xin chào", None, "“relations” không hợp lệ: thiếu khóa này"),
    ],
)
def test_a_wrong_spec_is_told_with_its_line_and_what_is_wrong(text: str, line: int | None, words: str):
    with pytest.raises(ProblemsFound) as found:
        read_spec(text, "quan-he.yaml")
    assert {problem.code for problem in found.value.problems} == {"AU601"}
    assert words in found.value.text()
    if line is not None:
        assert found.value.problems[0].place.line == line
        assert "quan-he.yaml" in found.value.text()


def test_yaml_that_cannot_be_read_is_one_coded_problem():
    with pytest.raises(ProblemsFound) as found:
        read_spec("relations: [", "x.yaml")
    assert [problem.code for problem in found.value.problems] == ["FW001"]


TABLE = "Đơn vị;Thẩm định;XHH;Tổng\nA;50;30;80\nTrung bình;50;30;80"


def test_a_column_that_is_not_there_is_told_with_near_ones_all_at_once():
    spec = "relations: [{sum: {columns: [Tham dinh, XH], equals: Tổng}}]"
    with pytest.raises(ProblemsFound) as found:
        audit(TABLE, spec)
    assert [problem.code for problem in found.value.problems] == ["AU602", "AU602"]
    assert "bảng không có cột “XH”" in found.value.text()
    assert "dùng một trong: XHH" in found.value.text()


def test_a_row_that_is_not_there_is_told():
    with pytest.raises(ProblemsFound) as found:
        audit(TABLE, "relations: [{mean_row: {row: Bình quân, columns: [Tổng]}}]")
    assert [problem.code for problem in found.value.problems] == ["AU603"]
    assert "ghi đúng tên dòng: A, Trung bình" in found.value.text()


def test_a_spec_alone_is_tested_unless_it_asks_for_detection_too():
    spec = "relations: [{within: {column: XHH, most: 35}}]"
    assert len(audit(TABLE, spec).checked) == 1
    assert len(audit(TABLE, "detect: true\n" + spec).checked) > 1


def test_a_declared_relation_that_nothing_can_be_tested_on_says_so():
    found = audit("Đơn vị;A;B\nx;1;\ny;;2", "relations: [{reprint: {key: [Đơn vị], columns: [A, B]}}]")
    assert found.relations() == [
        "“A”, “B” in như nhau ở mọi dòng cùng “Đơn vị”: không có chỗ nào đủ số liệu để kiểm tra"
    ]
    assert [problem.code for problem in found.problems] == ["AU605"]
