"""A table that would be read halfway is refused whole: every problem at once, coded, with its place and its remedy."""

import polars as pl
import pytest

from parindex.errors import ProblemsFound
from parindex.frameworks.registry import find
from parindex.scoring.pipeline import score
from parindex.scoring.whatif import what_if

BINH_DUONG = find("district-binh-duong@2017")


def refused(values: pl.DataFrame, ref: str = "district-binh-duong@2017", units: pl.DataFrame | None = None):
    with pytest.raises(ProblemsFound) as caught:
        score(find(ref), values, units)
    return caught.value.problems


def long(*rows: tuple[object, ...], columns: tuple[str, ...] = ("unit_id", "criterion_id", "value")):
    return pl.DataFrame(rows, schema=list(columns), orient="row")


def test_a_table_without_units_is_told_which_column_is_missing() -> None:
    problems = refused(pl.DataFrame({"don_vi": ["a"], "TĐ": [1.0]}))
    assert [problem.code for problem in problems] == ["SC508"]
    assert "unit_id" in problems[0].what()


def test_a_wide_table_without_any_criterion_is_not_an_empty_result() -> None:
    problems = refused(pl.DataFrame({"unit_id": ["a"], "ghi_chu": [1.0]}))
    assert [problem.code for problem in problems] == ["SC508"]
    assert "TĐ" in problems[0].what()


def test_a_long_table_without_values_is_told_so() -> None:
    assert [p.code for p in refused(pl.DataFrame({"unit_id": ["a"], "criterion_id": ["TĐ"]}))] == ["SC508"]


def test_texts_are_not_quietly_taken_for_missing_values() -> None:
    problems = refused(pl.DataFrame({"unit_id": ["a"], "TĐ": ["51,75"], "XHH": ["32,83"]}))
    assert [problem.code for problem in problems] == ["SC509"]
    assert "read_values" in problems[0].remedy()


def test_an_unknown_criterion_is_named_once_with_its_row_and_near_codes() -> None:
    problems = refused(long(("a", "TĐ", 1.0), ("a", "XH", 2.0), ("b", "XH", 3.0)))
    assert [(problem.code, problem.place.row) for problem in problems] == [("SC502", 2)]
    assert "“XH”" in problems[0].what()
    assert "XHH" in problems[0].remedy()


def test_a_wide_column_named_like_a_criterion_must_be_one() -> None:
    values = pl.DataFrame({"unit_id": ["a"], "TĐ": [1.0], "XHH": [2.0], "7.10": [3.0]})
    assert [problem.code for problem in refused(values)] == ["SC502"]


def test_an_unknown_unit_is_named_where_a_list_of_units_is_given() -> None:
    units = pl.DataFrame({"unit_id": ["00001", "00002"]})
    problems = refused(long(("00001", "TĐ", 1.0), ("0002", "TĐ", 1.0)), units=units)
    assert [(problem.code, problem.place.row) for problem in problems] == [("SC501", 2)]
    assert "00002" in problems[0].remedy()


def test_an_input_that_its_leaf_does_not_have_is_told_the_ones_it_has() -> None:
    columns = ("unit_id", "criterion_id", "input", "value")
    problems = refused(long(("a", "1.1.3", "tu_so", 5.0), columns=columns), "commune-model@2025")
    assert [problem.code for problem in problems] == ["SC503"]
    assert "numerator, denominator" in problems[0].remedy()


def test_a_leaf_with_two_inputs_does_not_take_a_bare_value() -> None:
    assert [p.code for p in refused(long(("a", "1.1.3", 5.0)), "commune-model@2025")] == ["SC503"]


def test_an_unknown_source_is_refused_with_the_known_ones() -> None:
    columns = ("unit_id", "criterion_id", "value", "source")
    problems = refused(long(("a", "TĐ", 5.0, "tự chấm"), columns=columns))
    assert [problem.code for problem in problems] == ["SC504"]
    assert "self" in problems[0].remedy()


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), 1e15, -2e15])
def test_a_value_beyond_fifteen_digits_is_refused(value: float) -> None:
    problems = refused(long(("a", "TĐ", value)))
    assert [(problem.code, problem.place.row) for problem in problems] == [("SC505", 1)]


@pytest.mark.parametrize("points", [65.01, -0.5, 651])
def test_points_outside_their_leaf_are_refused_with_its_maximum(points: float) -> None:
    problems = refused(long(("a", "TĐ", points), ("a", "XHH", 35.0)))
    assert [problem.code for problem in problems] == ["SC510"]
    assert "nằm ngoài 0–65" in problems[0].what()


def test_points_that_are_the_maximum_but_for_binary_noise_are_the_maximum() -> None:
    card = score(BINH_DUONG, long(("a", "TĐ", 65.00000000000001), ("a", "XHH", 35.0)))
    assert card.scores.filter(criterion_id="total")["points"].to_list() == [100.0]


@pytest.mark.parametrize(("value", "code"), [(float("inf"), "SC505"), (66.0, "SC510"), (-1.0, "SC510")])
def test_a_what_if_with_a_number_that_cannot_be_is_refused(value: float, code: str) -> None:
    card = score(BINH_DUONG, long(("a", "TĐ", 60.0), ("a", "XHH", 35.0)))
    with pytest.raises(ProblemsFound) as caught:
        what_if(card, {("a", "TĐ"): value})
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_value_given_twice_by_one_source_is_refused_with_the_number_of_times() -> None:
    problems = refused(long(("a", "TĐ", 1.0), ("a", "XHH", 2.0), ("a", "TĐ", 1.0), ("a", "TĐ", 3.0)))
    assert [problem.code for problem in problems] == ["SC506"]
    assert "3 lần" in problems[0].what()


def test_a_value_given_by_two_sources_is_no_doubling() -> None:
    columns = ("unit_id", "criterion_id", "value", "source")
    rows = [("a", "TĐ", 40.0, "self"), ("a", "TĐ", 38.0, "appraisal1"), ("a", "XHH", 30.0, "survey")]
    card = score(BINH_DUONG, long(*rows, columns=columns))
    assert card.scores.filter(criterion_id="total")["points"].to_list() == [68.0]


def test_not_applicable_is_refused_where_the_edition_has_no_policy_for_it() -> None:
    columns = ("unit_id", "criterion_id", "value", "standing")
    problems = refused(long(("a", "TĐ", None, "not_applicable"), ("a", "XHH", 30.0, None), columns=columns))
    assert [problem.code for problem in problems] == ["SC507"]
    assert "a ghi “không áp dụng”" in problems[0].what()


def test_all_problems_of_a_table_are_told_at_once() -> None:
    problems = refused(
        long(("a", "TĐ", float("inf")), ("a", "TD", 2.0), ("a", "XHH", 1.0), ("a", "XHH", 1.0))
    )
    assert sorted(problem.code for problem in problems) == ["SC502", "SC505", "SC506"]


def test_a_unit_with_nothing_but_gaps_stays_in_the_list() -> None:
    values = pl.DataFrame({"unit_id": ["a", "b"], "TĐ": [51.75, None], "XHH": [32.83, None]})
    total = score(BINH_DUONG, values).scores.filter(criterion_id="total")
    assert total.select("unit_id", "points", "standing", "missing_leaves").rows() == [
        ("a", 84.58, "measured", 0),
        ("b", None, "missing", 2),
    ]
