"""Points set by a person take the place of the rule, on any leaf; the first source that speaks decides."""

from pathlib import Path

import polars as pl
import pytest

from parindex.errors import ProblemsFound
from parindex.frameworks.model import Edition
from parindex.reading.values import read_values
from parindex.scoring.explain import explain
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from parindex.scoring.whatif import what_if
from tests.parindex.scoring.scored import differing, edition, leaf, points, standings

RATIO = {"kind": "proportional", "quantity": {"as": "ratio", "of": "hồ sơ đúng hạn"}}
TWO = edition(leaf("1", 2, RATIO), leaf("2", 1, {"kind": "yes_no"}, scored_by="council"))
COLUMNS = ("unit_id", "criterion_id", "input", "value", "source")


def said(*rows: tuple[object, ...], of: Edition = TWO, **more: object) -> Scorecard:
    return score(of, pl.DataFrame(rows, schema=list(COLUMNS), orient="row"), **more)


HALF = (("a", "1", "numerator", 1.0, "self"), ("a", "1", "denominator", 2.0, "self"))


def test_points_of_an_appraiser_go_before_what_the_unit_filled_in() -> None:
    card = said(*HALF, ("a", "1", "points", 1.75, "appraisal1"), ("a", "2", "value", 1.0, "council"))
    assert (points(card, "1"), points(card)) == ([1.75], [2.75])


def test_the_self_assessment_alone_is_scored_by_the_rule() -> None:
    card = said(*HALF, ("a", "1", "points", 1.75, "appraisal1"), sources=["self"])
    assert points(card, "1") == [1.0]


def test_inputs_of_a_later_appraisal_go_before_points_of_an_earlier_one() -> None:
    card = said(*HALF, ("a", "1", "points", 1.75, "appraisal1"), ("a", "1", "numerator", 2.0, "appraisal2"))
    assert points(card, "1") == [2.0]


def test_where_one_source_gives_both_its_set_points_are_taken() -> None:
    card = said(*HALF, ("a", "1", "points", 0.25, "self"))
    assert points(card, "1") == [0.25]


def test_points_without_any_input_are_enough_and_nothing_is_missing() -> None:
    card = said(("a", "1", "points", 0.0, "council"), ("a", "2", "points", 0.4, "council"))
    assert (points(card), standings(card)) == ([0.4], ["measured"])


def test_a_unit_sets_no_points_where_the_council_scores() -> None:
    card = said(("a", "2", "points", 1.0, "self"), ("a", "1", "points", 2.0, "self"))
    assert (points(card, "2"), points(card, "1")) == ([None], [2.0])


def test_points_are_set_unit_by_unit() -> None:
    rows = [(unit, *row[1:]) for unit in "ab" for row in HALF]
    assert points(said(*rows, ("b", "1", "points", 2.0, "published")), "1") == [1.0, 2.0]


def test_a_wide_table_has_a_column_of_set_points() -> None:
    wide = pl.DataFrame(
        {
            "unit_id": ["a", "b"],
            "1:points": [1.5, None],
            "1:numerator": [1.0, 1.0],
            "1:denominator": [2.0, 2.0],
        }
    )
    assert points(score(TWO, wide), "1") == [1.5, 1.0]


def test_a_table_of_set_points_alone_can_be_scored() -> None:
    assert points(score(TWO, pl.DataFrame({"unit_id": ["a"], "1:points": [2], "2:points": [1]}))) == [3.0]


@pytest.mark.parametrize(
    ("rule", "most", "refused", "span"),
    [
        ({"kind": "yes_no"}, 1, 1.01, "0–1"),
        ({"kind": "yes_no"}, 1, -0.1, "0–1"),
        ({"kind": "violation", "extra": 0.5}, 1, -0.6, "khoảng từ -0,5 đến 1"),
        ({"kind": "violation", "extra": 0.5, "per": "each"}, 1, 1.5, "khoảng đến 1"),
        ({"kind": "deduction", "floor": -1, "faults": [{"name": "f", "label": "Lỗi", "each": 1}]}, 2, -1.5, "khoảng từ -1 đến 2"),
    ],
)  # fmt: skip
def test_points_outside_what_the_leaf_can_give_are_refused(
    rule: dict[str, object], most: int, refused: float, span: str
) -> None:
    with pytest.raises(ProblemsFound) as caught:
        said(("a", "1", "points", refused, "council"), of=edition(leaf("1", most, rule)))
    (problem,) = caught.value.problems
    assert problem.code == "SC510"
    assert f"nằm ngoài {span}" in problem.what()


def test_points_of_a_penalty_lie_between_its_cap_and_nothing() -> None:
    channels = {
        "base": {"label": "Thẩm định", "max": 1},
        "out": {"label": "Phạt", "max": 3, "kind": "penalty"},
    }
    of = edition(leaf("1", 1, channel="base"), leaf("P", 0, {"kind": "penalty", "each": 1, "cap": 2}, channel="out"), channels=channels)  # fmt: skip
    one = ("a", "1", "value", 1.0, None)
    assert points(said(one, ("a", "P", "points", -1.5, "council"), of=of)) == [-0.5]
    for refused in (-2.5, 0.5):
        with pytest.raises(ProblemsFound) as caught:
            said(one, ("a", "P", "points", refused, "council"), of=of)
        assert [problem.code for problem in caught.value.problems] == ["SC510"]


def test_every_impossible_number_is_told_at_once() -> None:
    with pytest.raises(ProblemsFound) as caught:
        said(("a", "1", "points", 3.0, "council"), ("b", "2", "points", -1.0, "council"))
    assert [problem.details["unit"] for problem in caught.value.problems] == ["a", "b"]


def test_points_given_twice_by_one_source_are_refused() -> None:
    with pytest.raises(ProblemsFound) as caught:
        said(("a", "1", "points", 1.0, "council"), ("a", "1", "points", 2.0, "council"))
    assert [problem.code for problem in caught.value.problems] == ["SC506"]


def test_the_explanation_says_who_set_the_points_in_both_languages() -> None:
    card = said(*HALF, ("a", "1", "points", 1.75, "appraisal1"))
    vi, en = explain(card, "a", "1"), explain(card, "a", "1", "en")
    assert (
        vi.sentence
        == "Tiêu chí 1: tiêu chí 1, điểm do thẩm định lần 1 ấn định → 1,75/2 điểm (mục 1) [minh họa]"
    )
    assert "points set by the first appraisal → 1.75/2 points" in en.sentence
    assert vi.sources == ("appraisal1",)


def test_the_table_of_explanations_keeps_the_inputs_beside_the_set_points() -> None:
    card = said(*HALF, ("a", "1", "points", 1.75, "appraisal1"), ("b", "1", "points", 1.0, None))
    rows = card.explanations.filter(criterion_id="1").select("inputs", "clause", "points").rows()
    assert rows == [
        ("numerator=1; denominator=2; points=1.75", "điểm do thẩm định lần 1 ấn định", 1.75),
        ("numerator=missing; denominator=missing; points=1", "điểm được ấn định", 1.0),
    ]


def test_a_what_if_sets_points_and_takes_them_away_again() -> None:
    card = said(*HALF, ("a", "2", "value", 1.0, "council"))
    higher = what_if(card, {("a", "1", "points"): 1.5})
    assert points(higher) == [2.5]
    assert differing(what_if(higher, {("a", "1", "points"): None}), card) == []
    with pytest.raises(ProblemsFound):
        what_if(card, {("a", "1", "points"): 2.5})


def test_set_points_stay_when_the_inputs_of_their_leaf_change() -> None:
    card = said(*HALF, ("a", "1", "points", 1.75, "appraisal1"))
    assert points(what_if(card, {("a", "1", "numerator"): 2.0}), "1") == [1.75]


def test_a_file_has_set_points_under_their_name_or_their_words(tmp_path: Path) -> None:
    file = tmp_path / "diem.csv"
    file.write_text(
        "Mã đơn vị;1:numerator;1:denominator;1: Điểm ấn định;2:points\na;1;2;1,75;0,5\n", encoding="utf-8"
    )
    table = read_values(file, TWO).values
    assert table.filter(input="points").select("criterion_id", "value").rows() == [("1", 1.75), ("2", 0.5)]
    assert points(score(TWO, table)) == [2.25]


def test_a_file_with_points_above_the_maximum_is_refused_with_its_cell(tmp_path: Path) -> None:
    file = tmp_path / "diem.csv"
    file.write_text("Mã đơn vị;1:points\na;2,5\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_values(file, TWO)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.row, problem.place.column) == ("RD451", 2, "1:points")
