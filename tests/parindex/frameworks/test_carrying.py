"""Answers moved to another edition: kept, clamped, rescaled, to be done again, or dropped, each with its reason."""

from decimal import Decimal
from typing import Any

import pytest

from parindex.frameworks.carrying import Carried, carry
from parindex.frameworks.crosswalk import Crosswalk
from parindex.frameworks.model import Edition
from parindex.frameworks.registry import entries, find
from tests.parindex.oracle.chance import chance
from tests.parindex.oracle.editions import edition as random_edition
from tests.parindex.oracle.leagues import draw
from tests.parindex.scoring.scored import edition, leaf, node

PERCENT = {"kind": "proportional"}
BANDS = {"kind": "bands", "bands": [{"from": 80, "points": 2}, {"below": 80, "points": 1}]}
BANDS_OF_THREE = {"kind": "bands", "bands": [{"from": 80, "points": 3}, {"below": 80, "points": 1.5}]}
OTHER_BANDS = {"kind": "bands", "bands": [{"from": 90, "points": 2}, {"below": 90, "points": 1}]}
RATIO = {
    "kind": "proportional",
    "quantity": {"as": "ratio", "numerator": "Đúng hạn", "denominator": "Đã giải quyết"},
}


def one(old: dict[str, Any], new: dict[str, Any], **inputs: float) -> Carried:
    answers = {old["code"]: {name: Decimal(str(value)) for name, value in inputs.items()}}
    (found,) = carry(edition(old), edition(new), answers)
    return found


def test_the_same_rule_keeps_its_inputs() -> None:
    found = one(leaf("1", 2, BANDS), leaf("1", 2, BANDS), value=92.5)
    assert (found.verdict, found.new_code, found.inputs) == ("kept", "1", {"value": Decimal("92.5")})
    assert found.reason.in_("en") == "the rule and its inputs did not change"


def test_case_and_years_of_a_label_do_not_matter() -> None:
    old, new = ({**leaf("1", 2, BANDS), "label": text} for text in ("Kế hoạch năm 2024", "KẾ HOẠCH NĂM 2025"))
    assert one(old, new, value=50).verdict == "kept"


def test_another_maximum_keeps_the_inputs_and_changes_the_points() -> None:
    found = one(leaf("1", 2, PERCENT), leaf("1", 3, PERCENT), value=50)
    assert (found.verdict, found.inputs) == ("rescaled", {"value": Decimal(50)})
    assert found.reason.in_() == "số liệu giữ nguyên, điểm tối đa đổi từ 2 thành 3"


def test_points_of_bands_that_follow_the_maximum_are_the_same_rule() -> None:
    assert one(leaf("1", 2, BANDS), leaf("1", 3, BANDS_OF_THREE), value=50).verdict == "rescaled"


def test_another_threshold_must_be_done_again_and_the_reason_names_it() -> None:
    found = one(leaf("1", 2, BANDS), leaf("1", 2, OTHER_BANDS), value=85)
    assert (found.verdict, found.inputs) == ("redo", {})
    assert "mức ≥90" in found.reason.in_()


def test_another_kind_of_rule_must_be_done_again() -> None:
    found = one(leaf("1", 2, PERCENT), leaf("1", 2, {"kind": "yes_no"}), value=85)
    assert found.verdict == "redo"
    assert found.reason.in_().startswith("cách chấm đổi từ")


def test_other_inputs_must_be_done_again() -> None:
    assert one(leaf("1", 2, PERCENT), leaf("1", 2, RATIO), value=85).verdict == "redo"


def test_another_meaning_of_an_input_must_be_done_again() -> None:
    other = {**RATIO, "quantity": {**RATIO["quantity"], "numerator": "Trước hạn"}}
    assert one(leaf("1", 2, RATIO), leaf("1", 2, other), numerator=1, denominator=2).verdict == "redo"


def test_a_number_above_a_lower_bound_is_moved_to_it_and_said_so() -> None:
    wide, narrow = (
        {"kind": "proportional", "quantity": {"as": "number", "maximum": most}} for most in (200, 120)
    )
    found = one(leaf("1", 2, wide), leaf("1", 2, narrow), value=150)
    assert (found.verdict, found.inputs) == ("clamped", {"value": Decimal(120)})
    assert found.reason.in_() == "giới hạn đã đổi: Giá trị 150 → 120"
    assert one(leaf("1", 2, wide), leaf("1", 2, narrow), value=110).verdict == "kept"


def test_given_points_above_the_new_maximum_are_moved_to_it() -> None:
    found = one(leaf("1", 2), leaf("1", 1), value=1.5)
    assert (found.verdict, found.inputs) == ("clamped", {"value": Decimal(1)})
    assert one(leaf("1", 2), leaf("1", 1), value=0.5).verdict == "rescaled"


def test_set_points_are_carried_beside_the_inputs() -> None:
    assert one(leaf("1", 2, PERCENT), leaf("1", 2, PERCENT), points=1.5).inputs == {"points": Decimal("1.5")}
    assert one(leaf("1", 2, PERCENT), leaf("1", 1, PERCENT), points=1.5).verdict == "clamped"


def test_a_criterion_that_others_score_now_must_be_done_again() -> None:
    assert one(leaf("1", 2, PERCENT), leaf("1", 2, PERCENT, scored_by="council"), value=1).verdict == "redo"


def test_a_code_that_stands_for_another_criterion_is_not_carried_over() -> None:
    found = one(leaf("1", 2, PERCENT), {**leaf("1", 2, PERCENT), "label": "Việc khác"}, value=1)
    assert (found.verdict, found.reason.in_()) == ("redo", "mã 1 nay là tiêu chí khác: “Việc khác”")


def test_a_criterion_that_is_gone_is_dropped() -> None:
    found = one(leaf("1", 2, PERCENT), leaf("2", 2, PERCENT), value=1)
    assert (found.verdict, found.new_code, found.inputs) == ("dropped", None, {})


def test_a_leaf_that_has_criteria_below_it_now_must_be_done_again() -> None:
    new = {**node("1", leaf("1.1", 1), leaf("1.2", 1)), "label": "Tiêu chí 1"}
    assert one(leaf("1", 2, PERCENT), new, value=1).verdict == "redo"


def walk(*links: dict[str, Any]) -> Crosswalk:
    return Crosswalk.model_validate({"before": "vi-du@2025", "after": "vi-du@2025", "links": list(links)})


def test_a_crosswalk_leads_to_the_new_code_whatever_the_words() -> None:
    old, new = edition(leaf("1", 2, PERCENT)), edition({**leaf("4", 2, PERCENT), "label": "Tên mới"})
    (found,) = carry(old, new, {"1": {"value": Decimal(50)}}, walk({"from": "1", "to": "4"}))
    assert (found.verdict, found.new_code) == ("kept", "4")


def test_a_criterion_that_was_split_must_be_done_again() -> None:
    old, new = edition(leaf("1", 2, PERCENT)), edition(leaf("1", 1, PERCENT), leaf("2", 1, PERCENT))
    links = walk({"from": "1", "to": "1", "share": 0.5}, {"from": "1", "to": "2", "share": 0.5})
    (found,) = carry(old, new, {"1": {"value": Decimal(50)}}, links)
    assert (found.verdict, found.new_code, found.inputs) == ("redo", "1", {})


def test_answers_to_a_criterion_that_never_was_are_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        carry(edition(leaf("1", 2)), edition(leaf("1", 2)), {"9": {"value": Decimal(1)}})


def answers_of(of: Edition, seed: int) -> dict[str, dict[str, Decimal]]:
    rng = chance(seed)
    return {node.code: draw(rng, node) for node in of.leaves()}


@pytest.mark.parametrize("seed", range(40))
def test_moved_to_the_same_edition_every_answer_is_kept_as_it_is(seed: int) -> None:
    of = random_edition(chance(seed))
    answers = answers_of(of, seed)
    found = carry(of, of, answers)
    assert {one.old_code: one.inputs for one in found if one.verdict == "kept"} == answers


@pytest.mark.parametrize("ref", [entry.ref for entry in entries()])
def test_a_shipped_edition_carries_to_itself(ref: str) -> None:
    loaded = find(ref)
    answers = {node.code: {} for node in loaded.edition.leaves()}
    assert {one.verdict for one in carry(loaded, loaded, answers)} == {"kept"}
