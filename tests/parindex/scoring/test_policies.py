"""What happens to what does not apply, is missing, is withheld, or is over nothing; channels, bounds, sources."""

from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from parindex import exact
from parindex.errors import ProblemsFound
from parindex.frameworks.model import Edition
from parindex.scoring.pipeline import empty_values, score
from parindex.scoring.whatif import what_if
from tests.parindex.scoring.scored import (
    card,
    differing,
    edition,
    fraction,
    leaf,
    node,
    points,
    standings,
    values,
)

NA = "not_applicable"
RATIO = {"as": "ratio"}


def appraisal_and_sipas(policy: str, treatment: str = "own") -> Edition:
    channels = {
        "appraisal": {"label": "Thẩm định", "max": 50, "on_excluded": treatment},
        "sipas": {"label": "SIPAS", "max": 30},
    }
    return edition(
        leaf("1", 48, channel="appraisal"),
        leaf("2", 2, channel="appraisal", not_applicable=policy),
        leaf("3", 30, channel="sipas"),
        channels=channels,
    )


def test_an_excluded_leaf_leaves_the_denominator_and_is_listed_with_its_points_beside_the_unit():
    found = card(
        appraisal_and_sipas("exclude"),
        {"Huế": {"1": 42.63, "2": NA, "3": 24}, "A Lưới": {"1": 40, "2": 1, "3": 24}},
    )
    assert points(found, "2") == [None, 1]
    assert found.excluded.rows() == [("Huế", "2", 2.0)]
    assert points(found, "channel:appraisal") == [44.40625, 41]
    assert points(found, "channel:sipas") == [24, 24]
    assert points(found) == [68.40625, 65]


def test_only_the_channel_of_the_excluded_leaf_is_rescaled():
    found = card(appraisal_and_sipas("exclude"), {"Huế": {"1": 48, "2": NA, "3": 15}})
    assert (points(found, "channel:appraisal"), points(found, "channel:sipas"), points(found)) == (
        [50],
        [15],
        [65],
    )


def test_a_leaf_that_gives_full_marks_where_it_does_not_apply_keeps_its_standing():
    found = card(appraisal_and_sipas("full"), {"a": {"1": 40, "2": NA, "3": 24}})
    assert (points(found, "2"), standings(found, "2"), points(found)) == ([2], [NA], [66])
    assert found.excluded.is_empty()


def test_a_leaf_can_give_nothing_where_it_does_not_apply():
    found = card(appraisal_and_sipas("zero"), {"a": {"1": 40, "2": NA, "3": 24}})
    assert (points(found, "2"), standings(found, "2"), points(found)) == ([0], [NA], [64])


def test_not_applicable_is_refused_for_every_unit_and_leaf_that_may_not_say_so():
    with pytest.raises(ProblemsFound) as caught:
        card(appraisal_and_sipas("refuse"), {"a": {"1": NA, "2": NA}, "b": {"2": NA, "3": 1}})
    assert [
        (problem.code, problem.details["unit"], problem.details["criterion"])
        for problem in caught.value.problems
    ] == [
        ("SC507", "a", "1"),
        ("SC507", "a", "2"),
        ("SC507", "b", "2"),
    ]


def test_one_input_that_does_not_apply_is_enough():
    of = edition(
        leaf("1", 2, {"kind": "proportional", "quantity": RATIO}, not_applicable="exclude"), leaf("2", 2)
    )
    found = card(of, {"a": {"1:numerator": NA, "1:denominator": 5, "2": 1}, "b": {"1:numerator": NA, "2": 1}})
    assert standings(found, "1") == [NA, NA]
    assert points(found) == [2, 2]


def test_a_criterion_shows_what_was_earned_of_what_could_be_and_is_not_rescaled_itself():
    of = edition(node("1", leaf("1.1", 4), leaf("1.2", 2, not_applicable="exclude")), leaf("2", 4))
    found = card(of, {"a": {"1.1": 3, "1.2": NA, "2": 2}})
    row = found.scores.filter(criterion_id="1").row(0, named=True)
    assert (row["points"], row["max_points"]) == (3, 4)
    assert exact.to_floats(found.percent("1")).tolist() == [75]
    assert points(found) == [6.25]


def test_a_criterion_none_of_whose_leaves_applies_does_not_apply_itself():
    of = edition(
        node("1", leaf("1.1", 4, not_applicable="exclude"), leaf("1.2", 2, not_applicable="exclude")),
        leaf("2", 4),
    )
    found = card(of, {"a": {"1.1": NA, "1.2": NA, "2": 2}})
    assert (standings(found, "1"), points(found, "1"), points(found)) == ([NA], [None], [5])
    assert found.scores.filter(criterion_id="1")["max_points"].to_list() == [None]


def test_a_unit_to_which_nothing_applies_has_no_total_and_no_traceback():
    found = card(edition(leaf("1", 4, not_applicable="exclude")), {"a": {"1": NA}})
    assert (standings(found), points(found), exact.to_floats(found.percent()).tolist()) == ([NA], [None], [0])


def two_channels(treatment: str, *, optional: bool = False) -> Edition:
    channels = {
        "appraisal": {"label": "Thẩm định", "max": 60, "on_excluded": treatment},
        "xhh": {"label": "Điều tra XHH", "max": 40, "optional": optional},
    }
    return edition(
        leaf("1", 50, channel="appraisal"),
        leaf("2", 10, channel="appraisal", not_applicable="exclude"),
        leaf("3", 40, channel="xhh", not_applicable="exclude"),
        channels=channels,
    )


@pytest.mark.parametrize(
    ("treatment", "channel", "channel_max", "total"),
    [("own", 54, 60, 90), ("total", 45, 50, 90), ("none", 45, 60, 81)],
)
def test_a_channel_says_what_is_rescaled_when_a_leaf_is_excluded(treatment, channel, channel_max, total):
    found = card(two_channels(treatment), {"a": {"1": 45, "2": NA, "3": 36}, "b": {"1": 45, "2": 9, "3": 36}})
    row = found.scores.filter(criterion_id="channel:appraisal").row(0, named=True)
    assert (row["points"], row["max_points"], points(found)) == (channel, channel_max, [total, 90])


def test_own_and_total_differ_where_the_channels_differ():
    sheets = {"a": {"1": 50, "2": NA, "3": 0}}
    assert points(card(two_channels("own"), sheets)) == [60]
    total = card(two_channels("total"), sheets).points()
    assert abs(fraction(total, 0) - Fraction(500, 9)) < Fraction(1, 10**20)


@pytest.mark.parametrize("treatment", ["own", "total", "none"])
def test_a_survey_that_was_not_held_leaves_the_total_whatever_the_channel_says(treatment: str):
    found = card(
        two_channels(treatment, optional=True),
        {"a": {"1": 45, "2": 9, "3": NA}, "b": {"1": 45, "2": 9, "3": 36}},
    )
    assert points(found) == [90, 90]
    assert (points(found, "channel:xhh"), standings(found, "channel:xhh")) == ([None, 36], [NA, "measured"])


def test_a_survey_not_held_and_a_leaf_excluded_are_both_rescaled():
    found = card(two_channels("own", optional=True), {"a": {"1": 45, "2": NA, "3": NA}})
    assert (points(found, "channel:appraisal"), points(found)) == ([54], [90])


def test_a_survey_that_was_held_and_is_missing_blocks_the_total():
    found = card(two_channels("own", optional=True), {"a": {"1": 45, "2": 9, "3": None}})
    assert (points(found), standings(found)) == ([None], ["missing"])


def test_both_denominators_are_given_and_named():
    channels = {"appraisal": {"label": "Thẩm định", "max": 70}, "xhh": {"label": "XHH", "max": 30}}
    of = edition(leaf("1", 70, channel="appraisal"), leaf("2", 30, channel="xhh"), channels=channels)
    found = card(of, {"Nam Định": {"1": 62.62, "2": 24}, "b": {"1": 60}})
    assert found.indices.columns == ["unit_id", "of_everything", "of_appraisal", "of_xhh"]
    assert found.indices["of_everything"].to_list() == [86.62, None]
    assert exact.units_of(found.percent("channel:appraisal"), 2)[0] == 8946
    assert found.indices["of_xhh"].to_list() == [80, None]


def with_extras(**settings: Any) -> Edition:
    channels = {
        "appraisal": {"label": "Thẩm định", "max": 100},
        "bonus": {"label": "Thưởng", "max": 3, "kind": "bonus"},
        "penalty": {"label": "Phạt", "max": 2, "kind": "penalty"},
    }
    return edition(
        leaf("1", 90, channel="appraisal"),
        leaf("2", 10, channel="appraisal", not_applicable="exclude"),
        leaf("T1", 2, {"kind": "bonus", "each": 1}, channel="bonus"),
        leaf("T2", 2, {"kind": "bonus", "each": 0.5}, channel="bonus"),
        leaf("P1", 0, {"kind": "penalty", "each": 0.5, "cap": 1}, channel="penalty"),
        leaf("P2", 0, {"kind": "penalty", "each": 1, "cap": 3}, channel="penalty"),
        channels=channels,
        settings=settings,
    )


def test_bonus_and_penalty_left_empty_are_none_and_nothing_is_missing():
    found = card(with_extras(), {"a": {"1": 80, "2": 10}})
    assert (points(found), points(found, "T1"), points(found, "P1")) == ([90], [0], [0])
    assert found.missing.is_empty()
    assert found.explanations.filter(criterion_id="T1")["inputs"].to_list() == ["value=0"]


def test_a_bonus_leaf_is_capped_then_the_channel():
    found = card(with_extras(), {"a": {"1": 80, "2": 10, "T1": 5, "T2": 3}})
    assert (points(found, "T1"), points(found, "T2"), points(found, "channel:bonus"), points(found)) == (
        [2],
        [1.5],
        [3],
        [93],
    )


def test_a_penalty_leaf_is_capped_then_the_channel():
    found = card(with_extras(), {"a": {"1": 80, "2": 10, "P1": 4, "P2": 3}})
    assert (points(found, "P1"), points(found, "P2"), points(found, "channel:penalty"), points(found)) == (
        [-1],
        [-3],
        [-2],
        [88],
    )


def test_bonus_and_penalty_come_after_rescaling_on_their_own_lines():
    found = card(with_extras(), {"a": {"1": 81, "2": NA, "T1": 1, "P1": 1}})
    lines = found.lines
    assert (points(found, "channel:appraisal"), points(found)) == ([90], [90.5])
    assert [float(fraction(line, 0)) for line in (lines.of_base, lines.bonus, lines.penalty)] == [90, 1, -0.5]


def test_a_bonus_never_enters_the_denominator():
    found = card(with_extras(), {"a": {"1": 90, "2": 10, "T1": 2}})
    assert (points(found), exact.to_floats(found.percent()).tolist()) == ([102], [102])


@pytest.mark.parametrize(
    ("base", "extra", "total"), [(100, {"T1": 2}, 100), (1, {"P2": 2}, 0), (50, {"T1": 1}, 51)]
)
def test_the_total_is_kept_between_floor_and_cap(base: int, extra: dict[str, int], total: int):
    found = card(
        with_extras(total={"floor": 0, "cap": 100}), {"a": {"1": base * 0.9, "2": base * 0.1, **extra}}
    )
    assert points(found) == [total]


def test_without_a_floor_the_total_can_fall_below_zero():
    assert points(card(with_extras(), {"a": {"1": 1, "2": 0, "P2": 2}})) == [-1]


GAPS = edition(node("1", leaf("1.1", 4), leaf("1.2", 2, missing="zero")), leaf("2", 4))


def test_a_missing_leaf_blocks_every_sum_above_it_and_no_other():
    found = card(GAPS, {"a": {"1.2": 1, "2": 2}})
    assert (points(found, "1"), points(found, "2"), points(found)) == ([None], [2], [None])
    assert (standings(found, "1"), standings(found, "2"), standings(found)) == (
        ["missing"],
        ["measured"],
        ["missing"],
    )
    assert found.missing.rows() == [("a", "1.1", "missing", "block")]


def test_a_leaf_that_counts_as_zero_does_so_with_a_mark():
    found = card(GAPS, {"a": {"1.1": 3, "2": 2}})
    assert (points(found, "1.2"), points(found, "1"), points(found)) == ([None], [3], [5])
    assert found.missing.rows() == [("a", "1.2", "missing", "zero")]
    counts = dict(found.scores.select("criterion_id", "missing_leaves").rows())
    assert counts == {"1": 1, "1.1": 0, "1.2": 1, "2": 0, "channel:appraisal": 1, "total": 1}


def test_zero_is_a_value_and_missing_is_not():
    found = card(GAPS, {"a": {"1.1": 0, "1.2": 0, "2": 0}})
    assert (points(found), found.missing.height) == ([0], 0)


def test_withheld_blocks_like_missing_and_says_which_it_was():
    found = card(
        GAPS, {"a": {"1.1": "withheld", "1.2": 1, "2": 2}, "b": {"1.1": "withheld", "1.2": 1, "2": None}}
    )
    assert (points(found), standings(found)) == ([None, None], ["withheld", "missing"])
    assert found.missing.rows() == [
        ("a", "1.1", "withheld", "block"),
        ("b", "1.1", "withheld", "block"),
        ("b", "2", "missing", "block"),
    ]


def test_the_policy_of_an_edition_holds_below_until_a_criterion_says_otherwise():
    of = edition(
        node("1", leaf("1.1"), leaf("1.2", missing="block")),
        leaf("2", missing="block"),
        settings={"missing": "zero"},
    )
    found = card(of, {"a": {"1.2": 1, "2": 1}, "b": {"1.1": 1, "2": 1}})
    assert (points(found, "1"), points(found)) == ([1, None], [2, None])


@pytest.mark.parametrize(
    ("numerator", "denominator", "standing"),
    [
        ("missing", "missing", "missing"),
        ("withheld", 3, "withheld"),
        ("missing", "withheld", "withheld"),
        ("withheld", NA, NA),
        (1, None, "missing"),
    ],
)
def test_of_the_inputs_of_a_leaf_not_applicable_goes_before_withheld_and_withheld_before_missing(
    numerator, denominator, standing
):
    of = edition(leaf("1", 2, {"kind": "proportional", "quantity": RATIO}, not_applicable="exclude"))
    assert standings(card(of, {"a": {"1:numerator": numerator, "1:denominator": denominator}}), "1") == [
        standing
    ]


def test_a_missing_denominator_is_missing_and_not_a_ratio_over_nothing():
    rule = {"kind": "proportional", "quantity": {"as": "ratio", "when_zero": "full"}}
    found = card(
        edition(leaf("1", 2, rule)), {"a": {"1:numerator": 1}, "b": {"1:numerator": 0, "1:denominator": 0}}
    )
    assert (points(found, "1"), standings(found, "1")) == ([None, 2], ["missing", "measured"])


@pytest.mark.parametrize(
    ("says", "of_leaf", "standing", "total"),
    [
        ("missing", None, "missing", None),
        ("zero", 0, "measured", 1),
        ("full", 2, "measured", 3),
        (NA, None, NA, 2),
    ],
)
def test_a_ratio_over_nothing_is_what_the_edition_says(says, of_leaf, standing, total):
    rule = {"kind": "proportional", "quantity": {"as": "ratio", "when_zero": says}}
    of = edition(leaf("1", 2, rule, not_applicable="exclude"), leaf("2", 2))
    found = card(of, {"a": {"1:numerator": 0, "1:denominator": 0, "2": 1}})
    assert (points(found, "1"), standings(found, "1"), points(found)) == ([of_leaf], [standing], [total])


@pytest.mark.parametrize(("says", "of_leaf"), [("missing", None), ("zero", 0), ("full", 2)])
def test_a_formula_that_divides_by_zero_is_what_the_edition_says(says: str, of_leaf: float | None):
    rule = {
        "kind": "formula",
        "when_undefined": says,
        "variables": [{"name": "x", "label": "x"}, {"name": "y", "label": "y"}],
        "cases": [{"value": 1, "label": "Chung", "points": "x / y"}],
    }
    assert points(card(edition(leaf("1", 2, rule)), {"a": {"1:x": 1, "1:y": 0}}), "1") == [of_leaf]


def test_a_survey_without_answers_and_a_level_that_is_not_there_are_missing():
    likert = {
        "kind": "survey_likert",
        "options": [
            {"name": "good", "label": "Tốt", "weight": 100},
            {"name": "poor", "label": "Kém", "weight": 0},
        ],
    }
    levels = {
        "kind": "levels",
        "levels": [{"value": 1, "label": "Đạt", "share": 100}, {"value": 0, "label": "Chưa", "share": 0}],
    }
    found = card(
        edition(leaf("1", 2, likert), leaf("2", 2, levels)), {"a": {"1:good": 0, "1:poor": 0, "2": 7}}
    )
    assert (standings(found, "1"), standings(found, "2"), points(found)) == (["missing"], ["missing"], [None])


def test_a_unit_over_nothing_is_not_compared_with_its_league():
    rule = {"kind": "relative", "to": "mean", "quantity": RATIO}
    found = card(
        edition(leaf("1", 1, rule)),
        {"a": {"1:numerator": 0, "1:denominator": 0}, "b": {"1:numerator": 1, "1:denominator": 2}},
    )
    assert points(found, "1") == [None, 1]


def thirds(**more: Any) -> Edition:
    rule = {"kind": "proportional", "quantity": RATIO}
    return edition(node("1", leaf("1.1", 1, rule, **more), leaf("1.2", 1, rule, **more)))


SIXTHS = {"a": {"1.1:numerator": 1, "1.1:denominator": 6, "1.2:numerator": 1, "1.2:denominator": 6}}


def test_nothing_is_rounded_unless_the_edition_says_so():
    assert abs(fraction(card(thirds(), SIXTHS).points("1"), 0) - Fraction(1, 3)) < Fraction(1, 10**20)


def test_a_leaf_rounded_half_up_is_added_as_rounded():
    found = card(thirds(round=2), SIXTHS)
    assert (points(found, "1.1"), points(found, "1"), points(found)) == ([0.17], [0.34], [0.34])


def test_a_criterion_is_rounded_after_its_sum():
    of = edition(node("1", *thirds().tree[0].model_dump(by_alias=True)["criteria"], round=2))
    found = card(of, SIXTHS)
    assert (points(found, "1"), points(found, "channel:appraisal"), points(found)) == ([0.33], [0.33], [0.33])


@pytest.mark.parametrize(
    ("given", "rounded"), [(0.125, 0.13), (0.124999999, 0.12), (1.005, 1.01), (0.115, 0.12)]
)
def test_a_half_is_rounded_up_where_binary_numbers_would_not(given: float, rounded: float):
    assert points(card(edition(leaf("1", 2, round=2)), {"a": {"1": given}})) == [rounded]


def test_a_criterion_of_two_channels_is_rounded_on_its_own_line_only():
    channels = {"appraisal": {"label": "Thẩm định", "max": 1}, "xhh": {"label": "XHH", "max": 1}}
    of = edition(
        node("1", leaf("1.1", channel="appraisal"), leaf("1.2", channel="xhh"), round=1), channels=channels
    )
    found = card(of, {"a": {"1.1": 0.26, "1.2": 0.26}})
    assert (points(found, "1"), points(found, "channel:appraisal"), points(found)) == ([0.5], [0.26], [0.52])


SCORED = edition(leaf("1", 2), leaf("2", 2, scored_by="council"), leaf("3", 2, scored_by="survey"))


def told(**by_source: dict[str, Any]) -> pl.DataFrame:
    tables = [values({"a": sheet}, source) for source, sheet in by_source.items()]
    return pl.concat([empty_values(), *tables])


CLAIMS = told(
    self={"1": 2, "2": 2, "3": 2},
    appraisal1={"1": 1.5, "2": 1.25},
    appraisal2={"1": 1.75},
    council={"2": 1},
    survey={"3": 1.8},
)


def test_the_later_decision_is_believed_before_the_earlier_claim():
    found = score(SCORED, CLAIMS)
    assert [points(found, code) for code in ("1", "2", "3", "total")] == [[1.75], [1], [1.8], [4.55]]


def test_a_run_names_its_sources_and_their_order():
    found = score(SCORED, CLAIMS, sources=["appraisal1", "self", "survey"])
    assert [points(found, code) for code in ("1", "2", "3")] == [[1.5], [1.25], [1.8]]
    assert found.sources == ("appraisal1", "self", "survey")


def test_a_self_score_is_not_taken_where_the_unit_does_not_score():
    found = score(SCORED, CLAIMS, sources=["self"])
    assert [points(found, code) for code in ("1", "2", "3")] == [[2], [None], [None]]


def test_a_source_that_a_run_does_not_name_is_left_out():
    assert points(score(SCORED, CLAIMS, sources=["survey"]), "1") == [None]


def test_a_source_that_says_missing_says_nothing():
    found = score(SCORED, told(appraisal2={"1": None}, appraisal1={"1": 1.5}))
    assert points(found, "1") == [1.5]


def test_a_source_that_withholds_says_so_before_an_earlier_claim():
    found = score(SCORED, told(appraisal2={"1": "withheld"}, self={"1": 2}))
    assert (points(found, "1"), standings(found, "1")) == ([None], ["withheld"])


def test_each_input_of_a_leaf_may_come_from_another_source():
    of = edition(leaf("1", 2, {"kind": "proportional", "quantity": RATIO}))
    found = score(of, told(self={"1:numerator": 9, "1:denominator": 10}, appraisal1={"1:numerator": 8}))
    assert points(found, "1") == [1.6]
    assert [found.source_of(row, 0) for row in (0, 1)] == ["appraisal1", "self"]


def test_values_without_a_source_are_taken_where_no_source_speaks():
    plain = values({"a": {"1": 1, "2": 0.5}})
    found = score(SCORED, pl.concat([plain, told(appraisal1={"1": 1.5})]))
    assert [points(found, code) for code in ("1", "2")] == [[1.5], [0.5]]


def test_the_gap_between_self_and_appraised_is_the_difference_of_two_runs():
    claimed, decided = score(SCORED, CLAIMS, sources=["self"]), score(SCORED, CLAIMS, sources=["appraisal2"])
    gap = exact.subtract(claimed.points("1"), decided.points("1"))
    assert exact.to_floats(gap).tolist() == [0.25]


def test_a_wide_table_is_a_long_one():
    of = edition(leaf("1", 2, {"kind": "proportional", "quantity": RATIO}), leaf("2", 2))
    wide = pl.DataFrame(
        {
            "unit_id": ["a", "b"],
            "2": [1.0, None],
            "1:denominator": [10, 5],
            "1:numerator": [7, 5],
            "ghi_chu": ["x", "y"],
        }
    )
    sheets = {
        "a": {"1:numerator": 7, "1:denominator": 10, "2": 1},
        "b": {"1:numerator": 5, "1:denominator": 5},
    }
    assert differing(score(of, wide), card(of, sheets)) == []
    assert points(score(of, wide)) == [2.4, None]


def test_units_keep_the_official_order_and_stay_in_the_list_without_any_value():
    units = pl.DataFrame({"unit_id": ["c", "a", "b"], "name": ["Xã C", "Xã A", "Xã B"]})
    found = score(edition(leaf("1", 2)), values({"a": {"1": 1}, "b": {"1": 2}}), units)
    assert found.scores.filter(criterion_id="total").select("unit_id", "points").rows() == [
        ("c", None),
        ("a", 1.0),
        ("b", 2.0),
    ]
    assert found.units["name"].to_list() == ["Xã C", "Xã A", "Xã B"]


LEAGUE = edition(
    leaf("1", 1, {"kind": "relative", "to": "best", "quantity": {"as": "percent"}}), leaf("2", 2)
)
SHEETS: dict[str, dict[str, float]] = {"a": {"1": 40, "2": 1}, "b": {"1": 30, "2": 2}, "c": {"1": 20, "2": 0}}


def test_what_if_moves_the_whole_league_where_a_leaf_is_relative():
    before = card(LEAGUE, SHEETS)
    after = what_if(before, {("c", "1"): 80})
    assert (points(before, "1"), points(after, "1")) == ([1, 0.75, 0.5], [0.5, 0.375, 1])
    assert differing(after, card(LEAGUE, {**SHEETS, "c": {"1": 80, "2": 0}})) == []


def test_what_if_leaves_the_scorecard_it_starts_from_alone():
    before = card(LEAGUE, SHEETS)
    kept = points(before)
    what_if(before, {("a", "2"): 2})
    assert points(before) == kept


def test_what_if_can_take_a_value_away():
    after = what_if(card(LEAGUE, SHEETS), {("a", "1"): None})
    assert (points(after, "1")[:2], points(after)[:2]) == ([None, 1], [None, 3])
    assert abs(fraction(after.points("1"), 2) - Fraction(2, 3)) < Fraction(1, 10**20)


def test_what_if_of_an_unknown_unit_or_input_is_a_key_error():
    with pytest.raises(KeyError):
        what_if(card(LEAGUE, SHEETS), {("z", "1"): 1})
    with pytest.raises(KeyError):
        what_if(card(LEAGUE, SHEETS), {("a", "9"): 1})
