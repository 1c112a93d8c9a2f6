"""One leaf of one unit is scored during entry exactly as a run would score it, and says what the next level takes."""

from decimal import Decimal
from typing import Any

import pytest

from parindex import exact
from parindex.errors import ProblemsFound
from parindex.frameworks.model import Edition
from parindex.frameworks.outline import outline
from parindex.frameworks.registry import find
from parindex.frameworks.rules import Relative
from parindex.scoring.pipeline import score
from parindex.scoring.single import SingleScore, add_up_single, score_single
from parindex.tables import STANDINGS
from tests.parindex.oracle.chance import chance
from tests.parindex.oracle.editions import edition as random_edition
from tests.parindex.oracle.leagues import League, Sheet
from tests.parindex.oracle.leagues import league as random_league
from tests.parindex.scoring.scored import edition, leaf

GAPS = ("not_applicable", "withheld", "missing")


def drawn(seed: int) -> tuple[Edition, League]:
    rng = chance(seed)
    of = random_edition(rng)
    return of, random_league(rng, of)


def alone(of: Edition, code: str, sheet: Sheet) -> SingleScore:
    node = next(one for one in of.leaves() if one.code == code)
    cells = {spec.name: sheet.get((code, spec.name)) for spec in node.inputs()}
    marks = [gap for gap in GAPS[:2] if gap in cells.values()]
    inputs = {name: cell if isinstance(cell, Decimal) else None for name, cell in cells.items()}
    return score_single(of, code, inputs, marks[0] if marks else "measured")


@pytest.mark.parametrize("seed", range(60))
def test_every_leaf_of_a_random_edition_is_scored_alone_as_in_a_run(seed: int) -> None:
    of, league = drawn(seed)
    card = score(of, league.values(), league.units())
    for unit, number in zip(league.leagues, range(8), strict=False):
        for place, node in enumerate(card.outline.leaves):
            one = alone(of, node.code, league.sheets[unit])
            assert one.standing == STANDINGS[card.standing[node.number, number]]
            if isinstance(node.node.rule, Relative) and one.standing == "measured":
                assert (one.points, one.waits_for_others) == (None, True)
                continue
            assert (one.points is not None) == bool(card.has_points[node.number, number])
            if one.points is not None:
                in_run = card.points(node.code).rows(slice(number, number + 1))
                assert exact.equal(one.earned, in_run).all()
            if one.standing == "measured":
                assert one.marks.clause[0] == card.marks[place].clause[number]


@pytest.mark.parametrize("seed", range(40))
def test_the_leaves_of_a_unit_add_up_to_the_nodes_of_a_run(seed: int) -> None:
    of, league = drawn(seed)
    if any(isinstance(node.rule, Relative) for node in of.leaves()):
        of = without_relative(of)
    card = score(of, league.values(), league.units())
    for number, unit in enumerate(league.leagues):
        singles = {node.code: alone(of, node.code, league.sheets[unit]) for node in of.leaves()}
        sums = add_up_single(of, singles)
        rows = card.scores.filter(unit_id=unit)
        assert list(sums) == rows["criterion_id"].to_list()
        assert [one.missing_leaves for one in sums.values()] == rows["missing_leaves"].to_list()
        for row, (code, one) in enumerate(sums.items()):
            if card.has_points[row, number]:
                assert float(one.points) == pytest.approx(
                    float(exact.to_floats(card.points(code))[number]), abs=1e-12
                )
                assert one.max_points == Decimal(
                    int(card.applicable[row][number % len(card.applicable[row])])
                ).scaleb(-9)


def without_relative(of: Edition) -> Edition:
    data = of.model_dump(by_alias=True)

    def changed(node: dict[str, Any]) -> dict[str, Any]:
        if node["rule"] and node["rule"]["kind"] == "relative":
            return {**node, "rule": {"kind": "proportional", "quantity": node["rule"]["quantity"]}}
        return {**node, "criteria": [changed(child) for child in node["criteria"]]}

    return Edition.model_validate({**data, "tree": [changed(node) for node in data["tree"]]})


def test_what_is_not_there_yet_counts_as_nothing_and_is_counted_apart() -> None:
    of = edition(
        leaf("1", 2, {"kind": "yes_no"}),
        leaf("2", 1, {"kind": "relative", "quantity": {"as": "percent"}}),
        leaf("3", 3, {"kind": "count", "each": 1}),
    )
    scores = {
        "1": score_single(of, "1", {"value": Decimal(1)}),
        "2": score_single(of, "2", {"value": Decimal(40)}),
    }
    total = add_up_single(of, scores)["total"]
    assert (total.points, total.max_points) == (2, 6)
    assert (total.leaves, total.missing_leaves, total.waiting_leaves) == (3, 1, 1)


def test_a_relative_leaf_says_that_it_waits_for_the_others() -> None:
    of = edition(leaf("1", 1, {"kind": "relative", "quantity": {"as": "percent"}}))
    one = score_single(of, "1", {"value": Decimal(40)})
    assert one.clause_in() == "phụ thuộc các đơn vị khác, tính khi chạy chấm điểm"
    assert one.clause_in("en") == "depends on the other units, computed when scoring is run"
    assert score_single(of, "1", {"value": Decimal(40)}, set_points=Decimal("0.5")).points == Decimal("0.5")


def test_set_points_go_before_inputs_and_name_who_set_them() -> None:
    of = edition(leaf("1", 2, {"kind": "yes_no"}))
    one = score_single(of, "1", {"value": Decimal(0)}, set_points=Decimal("1.5"), set_by="council")
    assert (one.points, one.clause_in(), one.next_level) == (Decimal("1.5"), "điểm do hội đồng ấn định", None)


def test_points_outside_the_leaf_and_a_refusal_that_is_not_allowed_are_coded_problems() -> None:
    of = edition(leaf("1", 2, {"kind": "yes_no"}))
    for more, code in (({"set_points": Decimal(3)}, "SC510"), ({"standing": "not_applicable"}, "SC507")):
        with pytest.raises(ProblemsFound) as caught:
            score_single(of, "1", {}, **more)
        assert [problem.code for problem in caught.value.problems] == [code]


def test_an_unknown_leaf_or_input_is_an_error_of_the_caller() -> None:
    of = edition(leaf("1", 2, {"kind": "yes_no"}))
    with pytest.raises(KeyError):
        score_single(of, "2", {})
    with pytest.raises(KeyError):
        score_single(of, "1", {"numerator": Decimal(1)})


def test_points_without_an_end_are_given_to_more_digits_than_are_printed() -> None:
    of = edition(leaf("1", 1, {"kind": "proportional", "quantity": {"as": "ratio"}}))
    points = score_single(of, "1", {"numerator": Decimal(1), "denominator": Decimal(3)}).points
    assert str(points).startswith("0.33333333333333333333")


BANDS = {
    "kind": "bands",
    "bands": [
        {"from": 95, "points": 1.75},
        {"from": 80, "below": 95, "points": 1},
        {"below": 80, "points": 0},
    ],
}
LATE = {
    "kind": "bands",
    "quantity": {"as": "number"},
    "bands": [{"below": 3, "points": 2}, {"from": 3, "below": 10, "points": 1}, {"from": 10, "points": 0}],
}
LEVELS = {
    "kind": "levels",
    "levels": [
        {"value": 2, "label": {"vi": "Tốt", "en": "Good"}, "share": 100},
        {"value": 1, "label": "Đạt", "share": 50},
    ],
}
ITEMS = {
    "kind": "checklist",
    "items": [
        {"name": "plan", "label": {"vi": "Kế hoạch", "en": "Plan"}, "points": 0.3},
        {"name": "funds", "label": {"vi": "Kinh phí", "en": "Funds"}, "points": 0.2},
    ],
}
FAULTS = {
    "kind": "deduction",
    "faults": [
        {"name": "late", "label": "Số lần trả chậm", "each": 0.25},
        {"name": "lost", "label": "Làm mất", "each": 1},
    ],
}
KNOTS = {
    "kind": "linear",
    "quantity": {"as": "number"},
    "knots": [{"at": 0, "points": 0}, {"at": 10, "points": 1.5}, {"at": 20, "points": 2}],
}
FALLING = {
    "kind": "linear",
    "quantity": {"as": "number"},
    "knots": [{"at": 0, "points": 2}, {"at": 10, "points": 0}],
}
COUNT = {"kind": "count", "each": 0.5, "of": {"vi": "Số nội quy", "en": "Rules of the house"}}
RATIO = {"kind": "ratio_floor", "floor": 70, "quantity": {"as": "ratio"}}

STEPS: list[tuple[dict[str, Any], Any, dict[str, Any], str | None]] = [
    ({"kind": "yes_no"}, 1, {"value": 0}, "Có để đạt 1 điểm"),
    ({"kind": "yes_no"}, 1, {"value": 1}, None),
    (COUNT, 2, {"value": 2}, "thêm 1 nội quy để đạt 1,5 điểm"),
    (COUNT, 2, {"value": 4}, None),
    ({"kind": "count", "each": 0.4}, 1, {"value": 2}, "thêm 1 nội dung để đạt 1 điểm"),
    (BANDS, 1.75, {"value": "92.5"}, "thêm 2,5 điểm % để đạt 1,75 điểm"),
    (BANDS, 1.75, {"value": 95}, None),
    (BANDS, 1.75, {"value": "79.999"}, "thêm 0,01 điểm % để đạt 1 điểm"),
    (LATE, 2, {"value": 12}, "giảm xuống dưới 10 để đạt 1 điểm"),
    (LATE, 2, {"value": 3}, "giảm xuống dưới 3 để đạt 2 điểm"),
    (LEVELS, 0.75, {"value": 1}, "mức “Tốt” để đạt 0,75 điểm"),
    (ITEMS, 0.5, {"plan": 1, "funds": 0}, "làm thêm: Kinh phí (0,2 điểm)"),
    (ITEMS, 0.5, {"plan": 0}, "làm thêm: Kế hoạch (0,3 điểm); Kinh phí (0,2 điểm)"),
    (FAULTS, 2, {"late": 3, "lost": 0}, "bớt 1 lỗi “lần trả chậm” để đạt 1,5 điểm"),
    (FAULTS, 2, {"late": 1, "lost": 4}, "bớt 3 lỗi “làm mất” để đạt 0,75 điểm"),
    ({"kind": "violation", "extra": 0.5}, 1, {"value": 2}, "không có vi phạm để đạt 1 điểm"),
    (RATIO, 1.5, {"numerator": 69, "denominator": 100}, "thêm 1 điểm % để đạt 1,05 điểm"),
    (RATIO, 1.5, {"numerator": 24, "denominator": 25}, "thêm 4 điểm % để đạt 1,5 điểm"),
    (RATIO, 1.5, {"numerator": 0, "denominator": 0}, None),
    ({"kind": "proportional", "full_at": 70}, 1.5, {"value": 35}, "thêm 35 điểm % để đạt 1,5 điểm"),
    ({"kind": "survey_index"}, 10, {"value": "91.17"}, "thêm 8,83 điểm % để đạt 10 điểm"),
    (KNOTS, 2, {"value": 7}, "thêm 3 để đạt 1,5 điểm"),
    (FALLING, 2, {"value": 6}, "giảm còn 0 để đạt 2 điểm"),
    ({"kind": "appraised"}, 1, {"value": 0.5}, None),
    ({"kind": "proportional"}, 1, {}, None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "most", "inputs", "words"), STEPS)
def test_the_next_level_is_said_in_words(
    rule: dict[str, Any], most: Any, inputs: dict[str, Any], words: str | None
) -> None:
    of = edition(leaf("1", most, rule))
    step = score_single(of, "1", {name: Decimal(str(value)) for name, value in inputs.items()}).next_level
    assert (step.in_() if step else None) == words


def test_the_next_level_is_said_in_english_too() -> None:
    of = edition(leaf("1", 2, COUNT), leaf("2", 0.75, LEVELS), leaf("3", 1.75, BANDS))
    said = [
        score_single(of, code, {"value": Decimal(value)}).next_level
        for code, value in (("1", 2), ("2", 1), ("3", 92))
    ]
    assert [step and step.in_("en") for step in said] == [
        "1 more (rules of the house) for 1.5 points",
        "level “Good” for 0.75 points",
        "3 percentage points more for 1.75 points",
    ]


def test_a_penalty_says_how_to_lose_less_and_a_bonus_what_is_left_to_earn() -> None:
    channels = {
        "base": {"label": "Thẩm định", "max": 1},
        "plus": {"label": "Thưởng", "max": 2, "kind": "bonus"},
        "minus": {"label": "Phạt", "max": 3, "kind": "penalty"},
    }
    of = edition(
        leaf("1", 1, channel="base"),
        leaf("T", 2, {"kind": "bonus", "each": 0.5, "of": "Số sáng kiến"}, channel="plus"),
        leaf("P", 0, {"kind": "penalty", "each": 0.5, "cap": 1, "of": "Số báo cáo chậm"}, channel="minus"),
        channels=channels,
    )
    bonus, penalty = score_single(of, "T", {}), score_single(of, "P", {"value": Decimal(3)})
    assert (bonus.points, bonus.next_level and bonus.next_level.in_()) == (
        0,
        "thêm 1 sáng kiến để đạt 0,5 điểm",
    )
    assert (penalty.points, penalty.next_level and penalty.next_level.in_()) == (
        -1,
        "bớt 2 báo cáo chậm để chỉ bị trừ 0,5 điểm",
    )
    assert score_single(of, "P", {}).next_level is None


@pytest.mark.parametrize("seed", range(30))
def test_what_the_next_level_promises_of_bands_and_counts_comes_true(seed: int) -> None:
    of, league = drawn(seed)
    for sheet in league.sheets.values():
        for node in of.leaves():
            if node.rule is None or node.rule.kind not in (
                "count",
                "levels",
                "bands",
                "ratio_floor",
                "proportional",
            ):
                continue
            one = alone(of, node.code, sheet)
            if (
                one.next_level is None
                or one.points is None
                or "gap" not in one.next_level.details
                or "value" not in {s.name for s in node.inputs()}
            ):
                continue
            scale = 100 if node.rule.quantity.as_ == "share" else 1
            more = sheet[node.code, "value"] + one.next_level.details["gap"] / scale
            if len(more.as_tuple().digits) <= 15:
                reached = score_single(of, node.code, {"value": more}).points
                assert reached is not None
                assert reached >= one.next_level.details["points"] - Decimal("0.00005")


def test_an_outline_an_edition_and_a_folder_that_was_read_give_the_same() -> None:
    loaded = find("commune-model@2025")
    inputs = {"numerator": Decimal(185), "denominator": Decimal(200)}
    for of in (loaded, loaded.edition, outline(loaded.edition)):
        assert score_single(of, "3.2.1.1", inputs).points == Decimal("1.5")
