"""What the checks of an edition's sense see, and what they leave in peace."""

from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from parindex import exact
from parindex.frameworks.checks import check
from parindex.frameworks.checks.edition import MOST_DECIMALS
from parindex.frameworks.loading import load_edition
from parindex.frameworks.registry import entries, find
from tests.parindex.frameworks.editions import SOUND, data, leaf, loaded, nodes, sound, with_leaf

# T1 is a bonus: its cap may lie above what its channel allows.
CODES = [node["code"] for node in nodes(data()["tree"]) if node["code"] != "T1"]


def codes(content: dict) -> list[str]:
    return [problem.code for problem in check(loaded(content))]


def bands(*spans: tuple, **quantity) -> list[str]:
    listed = [{"from": low, "below": high, "points": points} for low, high, points in spans]
    listed = [{key: value for key, value in band.items() if value is not None} for band in listed]
    return codes(with_leaf("1.5", rule={"kind": "bands", "quantity": quantity, "bands": listed}))


def test_the_sound_edition_with_every_kind_of_rule_has_no_problem_and_no_warning():
    assert check(sound()) == []


@pytest.mark.parametrize("ref", [entry.ref for entry in entries()])
def test_a_shipped_edition_has_no_error(ref: str):
    assert [problem.text() for problem in check(find(ref)) if problem.is_error] == []


@pytest.mark.parametrize("code", CODES)
def test_a_maximum_that_is_a_thousandth_too_high_is_seen_whichever_it_is(code: str):
    content = data()
    leaf(content, code)["max"] += Decimal("0.001")
    found = {problem.code for problem in check(loaded(content)) if problem.is_error}
    assert found & {"FW101", "FW102", "FW114"} != set()


def test_the_cap_of_a_bonus_leaf_may_be_above_what_the_channel_allows():
    assert codes(with_leaf("T1", max=Decimal(5))) == []


@given(st.permutations(["1.1", "1.2", "1.3"]), st.lists(st.integers(1, 99), min_size=3, max_size=3))
def test_sums_are_exact_in_decimals_of_any_length(order: list[str], parts: list[int]):
    content = data()
    nine = [Decimal(part).scaleb(-9) for part in parts]
    for code, part in zip(order, nine, strict=True):
        leaf(content, code)["max"] += part
        leaf(content, code)["rule"] = {"kind": "proportional"}
    leaf(content, "1")["max"] += sum(nine)
    content["channels"]["appraisal"]["max"] += sum(nine)
    assert codes(content) == ["FW104"]


def test_all_problems_of_a_file_are_given_at_once_in_the_order_of_its_lines(tmp_path):
    text = (SOUND / "framework.yaml").read_text(encoding="utf-8")
    text = text.replace("max: 40", "max: 41").replace('"1.2"', '"1.1"').replace("target: 60", "target: 160")
    text = text.replace("to: 2025-12-31", "to: 2024-12-31").replace("planned == 0", "planed == 0")
    file = tmp_path / "framework.yaml"
    file.write_text(text, encoding="utf-8")
    found = check(load_edition(file))
    assert [problem.code for problem in found] == ["FW162", "FW101", "FW105", "FW136", "FW144"]
    assert [problem.place.line for problem in found] == sorted(problem.place.line for problem in found)


class TestBands:
    def test_they_may_rise_or_fall(self):
        falling = [(95, None, 2), (70, 95, 1), (None, 70, 0)]
        assert bands(*falling) == bands(*reversed(falling)) == []

    def test_the_lowest_may_start_at_nought_where_nothing_is_below(self):
        assert bands((95, None, 2), (0, 95, 1)) == []
        assert bands((95, None, 2), (0, 95, 1), **{"as": "number"}) == ["FW134"]
        assert bands((95, None, 2), (0, 95, 1), **{"as": "number", "minimum": 0}) == []

    def test_the_highest_starts_at_a_hundred_but_not_above(self):
        assert bands((100, None, 2), (None, 100, 1)) == []
        assert bands((Decimal("100.1"), None, 2), (None, Decimal("100.1"), 1)) == ["FW136"]
        assert bands((Decimal("100.1"), None, 2), (None, Decimal("100.1"), 1), may_exceed=True) == []

    def test_one_lone_threshold_of_one_percent_is_no_share(self):
        assert bands((1, None, 0), (None, 1, 2)) == ["FW137"]
        assert bands((20, None, 0), (1, 20, 1), (None, 1, 2)) == []

    def test_a_plain_number_may_have_thresholds_up_to_one(self):
        assert (
            bands(
                (Decimal("0.9"), None, 2),
                (Decimal("0.5"), Decimal("0.9"), 1),
                (None, Decimal("0.5"), 0),
                **{"as": "number"},
            )
            == []
        )

    def test_every_gap_and_every_overlap_is_named(self):
        assert bands((95, None, 2), (80, 90, 1), (70, 85, 1), (None, 60, 0)) == ["FW132", "FW132", "FW133"]

    def test_two_open_bands_overlap(self):
        assert bands((90, None, 2), (80, None, 1), (None, 80, 0)) == ["FW133"]
        assert bands((90, None, 2), (None, 90, 1), (None, 80, 0)) == ["FW133"]

    def test_the_shares_of_a_share_are_judged_in_percent(self):
        assert bands((95, None, 2), (None, 95, 1), **{"as": "share"}) == []
        assert bands((95, None, 2), (None, 95, 1), **{"as": "share", "maximum": Decimal("0.9")}) == ["FW136"]


class TestPoints:
    @pytest.mark.parametrize(
        ("code", "rule", "expected"),
        [
            ("1.1", {"kind": "yes_no", "yes": Decimal("2.1")}, ["FW121"]),
            ("1.1", {"kind": "yes_no", "no": Decimal("2.1")}, ["FW121"]),
            ("1.1", {"kind": "yes_no", "yes": Decimal("1.9")}, ["FW122"]),
            ("1.2", {"kind": "count", "each": 1, "cap": 3}, ["FW121"]),
            ("1.2", {"kind": "count", "each": 1, "cap": 1}, ["FW122"]),
            ("1.2", {"kind": "count", "each": 0}, ["FW123"]),
            ("1.6", {"kind": "linear", "knots": [{"at": 0, "points": 7}, {"at": 90, "points": 0}]}, ["FW121"]),
            ("1.6", {"kind": "linear", "knots": [{"at": 0, "points": 0}, {"at": 90, "points": 5}]}, ["FW122"]),
            ("1.8", {"kind": "deduction", "floor": -1, "faults": [{"name": "a", "label": "A", "each": 1}]}, []),
            ("1.9", {"kind": "violation", "floor": 1}, ["FW124"]),
            ("1.3", {"kind": "proportional", "full_at": 0}, ["FW123"]),
            ("2.2", {"kind": "formula", "variables": [{"name": "x", "label": "X"}], "cases": [{"value": 1, "label": "A", "when": "x > 0", "points": "9"}, {"value": 2, "label": "B", "points": "8"}]}, ["FW121"]),
        ],
    )  # fmt: skip
    def test_what_a_rule_gives_is_held_against_the_maximum_of_its_leaf(self, code, rule, expected):
        assert codes(with_leaf(code, rule=rule)) == expected

    def test_levels_and_answers_are_shares_of_the_maximum(self):
        content = data()
        leaf(content, "1.7")["rule"]["levels"][0]["share"] = Decimal("100.5")
        leaf(content, "3.2")["rule"]["options"][0]["weight"] = 90
        assert codes(content) == ["FW121", "FW122"]

    def test_the_points_of_a_level_above_its_leaf_are_said_in_points(self):
        content = data()
        leaf(content, "1.7")["rule"]["levels"][0]["share"] = Decimal("112.5")
        assert (
            check(loaded(content))[0].what()
            == "tiêu chí 1.7: mức “Tốt” cho 4,5 điểm, nhiều hơn điểm tối đa 4"
        )

    def test_a_deduction_takes_off_points_only_below_a_negative_floor(self):
        rule = {"kind": "deduction", "faults": [{"name": "late", "label": "Chậm", "each": 1}]}
        assert codes(with_leaf("P1", rule=rule)) == ["FW117"]
        assert codes(with_leaf("P1", rule={**rule, "floor": -2})) == []

    def test_a_violation_takes_off_points_only_with_something_extra(self):
        assert codes(with_leaf("P1", rule={"kind": "violation"})) == ["FW117"]
        assert codes(with_leaf("P1", rule={"kind": "violation", "extra": 2})) == []


class TestFormulas:
    def formula(self, points: str, when: str | None = None) -> list[str]:
        content = data()
        cases = leaf(content, "2.2")["rule"]["cases"]
        cases[1]["points"] = points
        if when:
            cases[0]["when"] = when
        return codes(content)

    def test_full_is_known_to_points_and_not_to_conditions(self):
        assert self.formula("min(full, done / planned)") == []
        assert self.formula("done / planned", when="planned == full") == ["FW144"]

    def test_every_unknown_name_is_named_by_itself(self):
        assert self.formula("done / planned + a + b") == ["FW144", "FW144"]

    def test_while_a_formula_cannot_be_read_no_variable_is_called_unused(self):
        assert self.formula("done /") == ["FW143"]

    @pytest.mark.parametrize("name", ["full", "case", "min", "if", "lambda"])
    def test_a_variable_takes_no_name_that_means_something_else(self, name: str):
        content = data()
        leaf(content, "2.2")["rule"]["variables"].append({"name": name, "label": "Biến"})
        assert codes(content) == ["FW142"]

    def test_the_appraiser_may_choose_among_cases_without_conditions(self):
        content = data()
        rule = leaf(content, "2.2")["rule"]
        del rule["cases"][0]["when"]
        assert codes(content) == ["FW146"]
        rule["choose"] = "appraiser"
        assert codes(content) == []


class TestSources:
    @pytest.mark.parametrize(
        ("scored_by", "expected"),
        [("survey", []), ("data", []), ("dossier", ["FW151"]), ("council", ["FW151", "FW152"])],
    )
    def test_a_survey_index_comes_from_a_survey_or_from_published_data(self, scored_by, expected):
        assert codes(with_leaf("3.1", scored_by=scored_by)) == expected

    def test_who_scores_is_inherited_from_above(self):
        content = data()
        del leaf(content, "3")["scored_by"]
        assert codes(content) == ["FW151", "FW151", "FW152"]

    def test_points_that_the_council_gives_are_not_scored_by_the_unit_itself(self):
        assert codes(with_leaf("2.3", scored_by="unit")) == ["FW154"]
        assert codes(with_leaf("2.3", scored_by=None)) == ["FW154"]


class TestEditions:
    def test_an_illustrative_edition_needs_no_law(self):
        content = data()
        del content["legal_basis"]
        assert codes(content) == []
        content["illustrative"] = False
        assert codes(content) == ["FW161"]

    def test_a_channel_that_is_named_by_nobody_hides_no_other_sum(self):
        content = data()
        content["channels"]["sipas"] = {"label": "SIPAS", "max": 10}
        content["channels"]["survey"]["max"] = 20
        assert codes(content) == ["FW102", "FW109"]

    def test_while_a_leaf_has_no_channel_the_sums_of_channels_are_not_told(self):
        content = data()
        del leaf(content, "2")["channel"]
        assert codes(content) == ["FW108"]

    def test_a_total_far_from_a_hundred_is_meant(self):
        content = data()
        content["tree"] = [node for node in content["tree"] if node["code"] != "3"]
        del content["channels"]["survey"]
        assert codes(content) == []

    def test_numbers_have_no_more_decimals_than_exact_columns_hold(self):
        assert MOST_DECIMALS == exact.PLACES
        content = data()
        leaf(content, "P1")["rule"]["each"] = Decimal("0.1234567890")
        assert codes(content) == []

    def test_units_below_the_lowest_class_have_no_class(self):
        content = data()
        content["settings"]["classes"]["bands"][-1]["from"] = 50
        assert codes(content) == []


BOUNDS = st.integers(0, 8)
SPANS = st.lists(st.tuples(BOUNDS | st.none(), BOUNDS | st.none()), min_size=1, max_size=5)


@example([(0, 8), (1, 2), (3, None), (None, 0)])
@given(SPANS)
def test_bands_are_in_order_exactly_when_every_value_lies_in_one_of_them(spans):
    spans = [(low, high) for low, high in spans if low is None or high is None or low < high]
    assume(spans)
    spans.sort(key=lambda span: (-1 if span[0] is None else span[0], 9 if span[1] is None else span[1]))
    values = [Decimal(number) / 2 for number in range(-2, 20)]
    homes = [
        sum((low is None or low <= value) and (high is None or value < high) for low, high in spans)
        for value in values
    ]
    found = bands(*((low, high, 2) for low, high in spans), **{"as": "number"})
    assert (set(homes) == {1}) == (found == [])
    assert (0 in homes) == bool({"FW132", "FW134", "FW135"} & set(found))
    assert (max(homes) > 1) == ("FW133" in found)
