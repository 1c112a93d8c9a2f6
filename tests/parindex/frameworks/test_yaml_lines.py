"""YAML as people write it: every value has its line, numbers are exact decimals, doubled keys are refused."""

from datetime import date
from decimal import Decimal

import pytest

from parindex.errors import ProblemsFound
from parindex.frameworks.yaml_lines import Document, parse

TEXT = """\
id: xa-mau
tree:
  - code: "1"
    rule:
      bands:
        - {from: 95, points: 2}
        - points: 0
          below: 95
"""


def refused(text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        parse(text, "f.yaml")
    return [f"{problem.code}, {problem.place.line}: {problem.what()}" for problem in found.value.problems]


def value(text: str) -> object:
    return parse(f"a: {text}", "f.yaml").data["a"]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("id",), 1),
        (("tree", 0), 3),
        (("tree", 0, "rule", "bands"), 5),
        (("tree", 0, "rule", "bands", 0, "points"), 6),
        (("tree", 0, "rule", "bands", 1), 7),
        (("tree", 0, "rule", "bands", 1, "below"), 8),
    ],
)
def test_every_value_has_the_line_it_stands_on(path, line):
    assert parse(TEXT, "f.yaml").line(path) == line


def test_what_is_not_in_the_file_has_the_line_of_what_it_would_belong_to():
    assert parse(TEXT, "f.yaml").line(("tree", 0, "rule", "bands", 1, "from")) == 7
    assert parse(TEXT, "f.yaml").line(("tree", 0, "max")) == 3
    assert Document("f.yaml").line(("a",)) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("18.5", Decimal("18.5")),
        ("0.1", Decimal("0.1")),
        ("100", 100),
        ("-2", -2),
        ("0.10", Decimal("0.10")),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("1_000", Decimal(1000)),
        ("99,5", "99,5"),
        ('"3.1"', "3.1"),
        ("yes", "yes"),
        ("No", "No"),
        ("true", True),
        ("null", None),
        ("", None),
        ("2025-01-31", date(2025, 1, 31)),
        ("2025-02-30", "2025-02-30"),
    ],
)
def test_a_scalar_is_read_as_people_mean_it(text, read):
    assert value(text) == read
    assert type(value(text)) is type(read)


def test_letters_in_decomposed_form_are_read_as_composed_ones():
    assert value("Ca\u0301i ca\u0301ch") == "Cái cách"


def test_a_byte_order_mark_is_no_part_of_the_first_key():
    assert parse("\ufeffid: a", "f.yaml").data == {"id": "a"}


def test_every_doubled_key_is_named_with_the_line_of_the_first():
    assert refused("a: 1\nb: {c: 1, c: 2}\na: 3\n") == [
        "FW002, 2: khóa “c” được viết hai lần trong cùng một khối (lần đầu ở dòng 2)",
        "FW002, 3: khóa “a” được viết hai lần trong cùng một khối (lần đầu ở dòng 1)",
    ]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: b: c", 1, "dấu hai chấm đặt sai chỗ; câu có dấu hai chấm thì đặt trong nháy"),
        ("a: 1\nb:\n\t- c", 3, "ký tự này không đứng đầu được (thường là dấu Tab hoặc @)"),
        ("a: [1, 2\nb: 3", 2, "thiếu dấu phẩy hoặc thiếu ngoặc đóng"),
        ("a: *x", 1, "dấu * đứng đầu một giá trị không đặt trong nháy"),
        ("a: - b", 1, "dấu gạch ngang đặt sai chỗ"),
        ("a: 1\n---\nb: 2", 2, "một tệp chỉ chứa một bộ; dòng --- bắt đầu bộ thứ hai"),
        ("[" * 80 + "]" * 80, 1, "các khối lồng nhau quá sâu"),
    ],
)
def test_a_mistake_of_syntax_is_said_in_vietnamese_with_its_line(text, line, reason):
    assert refused(text) == [f"FW001, {line}: tệp không đúng cú pháp YAML: {reason}"]


def test_a_very_deep_file_is_a_problem_and_no_crash():
    assert refused("[" * 5000)[0].startswith("FW001")


def test_an_empty_file_has_no_data():
    assert parse("", "f.yaml").data is None
