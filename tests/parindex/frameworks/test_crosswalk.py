"""The crosswalk: which criterion is which, whole or in parts; and what can be compared between two years."""

from pathlib import Path
from typing import Any

import pytest

from parindex.errors import ProblemsFound
from parindex.frameworks.comparing import comparable, not_comparable
from parindex.frameworks.crosswalk import Crosswalk, load_crosswalk
from parindex.frameworks.model import Edition
from tests.parindex.frameworks.editions import data, edition, leaf

BEFORE = edition(data() | {"year": 2024})
ALL = [node.code for node in BEFORE.nodes()]


def after(**labels: str) -> Edition:
    """The edition of the next year, some criteria re-worded: `_1_1` stands for 1.1."""
    content = data()
    for code, label in labels.items():
        leaf(content, code.strip("_").replace("_", "."))["label"] = label
    return edition(content)


def crosswalk(*links: dict[str, Any]) -> Crosswalk:
    return Crosswalk.model_validate({"before": "xa-mau@2024", "after": "xa-mau@2025", "links": list(links)})


def read(tmp_path: Path, text: str) -> Crosswalk:
    file = tmp_path / "crosswalk.yaml"
    file.write_text(f"before: xa-mau@2024\nafter: xa-mau@2025\nlinks:\n{text}", encoding="utf-8")
    return load_crosswalk(file, BEFORE, after())


def test_a_file_is_read_with_shares_and_notes(tmp_path: Path):
    text = '  - {from: "1.1", to: "1.2", share: 0.25, note: Phần kế hoạch}\n  - {from: "1.1", to: "1.3", share: 0.75}\n  - {from: "1.2"}\n'
    links = read(tmp_path, text).links
    assert [(link.from_, link.to, float(link.share)) for link in links] == [
        ("1.1", "1.2", 0.25),
        ("1.1", "1.3", 0.75),
        ("1.2", None, 1),
    ]
    assert links[0].note.vi == "Phần kế hoạch"


def test_all_problems_of_a_crosswalk_are_given_at_once_by_line(tmp_path: Path):
    text = '  - {from: "9", to: "1.2"}\n  - {}\n  - {from: "1.1", to: "1.1"}\n  - {from: "1.1", to: "8"}\n'
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, text)
    assert [(problem.code, problem.place.line) for problem in found.value.problems] == [
        ("FW221", 4), ("FW222", 5), ("FW223", 6), ("FW221", 7),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("0", "phải lớn hơn 0"),
        ("1.5", "không được lớn hơn 1"),
        ("nửa", "phải là một số; số thập phân viết bằng dấu chấm, không đặt trong nháy"),
    ],
)
def test_a_share_lies_above_nought_and_up_to_one(tmp_path: Path, share: str, said: str):
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, f'  - {{from: "1.1", to: "1.2", share: {share}}}\n')
    assert [(problem.code, problem.what()) for problem in found.value.problems] == [
        ("FW006", f"giá trị của “share” không hợp lệ: {said}")
    ]


def test_nodes_of_the_same_code_and_label_can_be_compared():
    assert comparable(BEFORE, after()) == [(code, code) for code in ALL]
    assert not_comparable(BEFORE, after()) == ([], [])


@pytest.mark.parametrize(
    "label", ["KẾ HOẠCH", "Kế hoạch năm 2025".replace(" năm", ""), "Kế  hoạch.", "Kê\u0301 hoạch"]
)
def test_case_marks_spaces_years_and_the_form_of_letters_do_not_make_another_criterion(label: str):
    assert ("1.1", "1.1") in comparable(BEFORE, after(_1_1=label))


def test_a_criterion_that_was_reworded_is_named_and_not_compared():
    now = after(_1_1="Kế hoạch và dự toán")
    assert ("1.1", "1.1") not in comparable(BEFORE, now)
    assert not_comparable(BEFORE, now) == (["1.1"], ["1.1"])


def test_the_crosswalk_says_that_a_reworded_criterion_is_still_the_same():
    now = after(_1_1="Kế hoạch và dự toán")
    assert ("1.1", "1.1") in comparable(BEFORE, now, crosswalk({"from": "1.1", "to": "1.1"}))


def test_the_crosswalk_joins_other_codes_and_takes_them_from_equal_ones():
    pairs = comparable(BEFORE, after(), crosswalk({"from": "1.1", "to": "1.2"}))
    assert ("1.1", "1.2") in pairs
    assert ("1.1", "1.1") not in pairs
    assert not_comparable(BEFORE, after(), crosswalk({"from": "1.1", "to": "1.2"})) == (["1.2"], ["1.1"])


def test_what_was_split_or_merged_or_passed_on_in_part_is_not_compared():
    split = crosswalk({"from": "1.1", "to": "1.1", "share": 0.5}, {"from": "1.1", "to": "1.2", "share": 0.5})
    assert not_comparable(BEFORE, after(), split) == (["1.1", "1.2"], ["1.1", "1.2"])
    merged = crosswalk({"from": "1.1", "to": "1.1"}, {"from": "1.2", "to": "1.1"})
    assert not_comparable(BEFORE, after(), merged) == (["1.1", "1.2"], ["1.1", "1.2"])
    part = crosswalk({"from": "1.1", "to": "1.1", "share": 0.75})
    assert not_comparable(BEFORE, after(), part) == (["1.1"], ["1.1"])


def test_the_crosswalk_says_that_an_equal_code_means_something_else():
    assert not_comparable(BEFORE, after(), crosswalk({"from": "1.1"}, {"to": "1.1"})) == (["1.1"], ["1.1"])


def test_pairs_stand_in_the_order_of_the_old_edition():
    pairs = comparable(BEFORE, after(), crosswalk({"from": "P2", "to": "1.1"}, {"from": "1.1", "to": "P2"}))
    assert [old for old, _ in pairs] == ALL
