"""Answers as people's files have them: text among numbers, NaN, no answers at all, names that are taken."""

import math

import polars as pl
import pytest

from parindex.errors import ProblemsFound
from parindex.surveys.estimation.comparing import differences_from_everybody
from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.linearised import means, totals
from parindex.surveys.estimation.measures import Mean, Ratio, Share
from parindex.surveys.estimation.statistics import statistics_of

NAN = float("nan")


def answers(**columns: list) -> pl.DataFrame:
    given = {
        "response_id": list("abcdef"),
        "y": [1.0, 2, 3, 4, 5, 6],
        "x": [1.0, 1, 2, 2, 1, 1],
        "q": [5, 4, 2, 1, 9, None],
    }
    return pl.DataFrame({**given, **columns}, strict=False)


def codes(frame: pl.DataFrame, measures: list, by: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        statistics_of(frame, SurveyDesign(), measures, by)
    return [problem.kind.code for problem in caught.value.problems]


@pytest.mark.parametrize("given", [["1", "2", "x", "4", "5", "6"], [1.0, math.inf, 3, 4, 5, 6]])
def test_a_cell_that_is_no_finite_number_is_refused_with_its_row_and_what_it_says(given: list):
    assert codes(answers(y=given), [Mean("y", "y")]) == ["SV413"]
    assert codes(answers(y=given), [Ratio("r", "y", "x")]) == ["SV413"]


def test_words_where_codes_are_asked_are_refused_for_every_column_at_once():
    frame = answers(q=["tốt", "4", "2", "1", "9", None], y=["?"] * 6)
    with pytest.raises(ProblemsFound) as caught:
        statistics_of(frame, SurveyDesign(), [Share("s", "q"), Mean("y", "y")])
    assert [(one.place.column, one.place.row) for one in caught.value.problems] == [("q", 1), ("y", 1)]
    assert "tốt" in str(caught.value)


def test_not_a_number_is_no_answer_as_in_r():
    with_nan = statistics_of(answers(y=[NAN, 2, 3, 4, 5, 6]), SurveyDesign(), [Mean("y", "y")])
    with_null = statistics_of(answers(y=[None, 2, 3, 4, 5, 6]), SurveyDesign(), [Mean("y", "y")])
    assert means(with_nan).equals(means(with_null))
    assert means(with_nan)["n"].item() == 5


def test_numbers_and_codes_written_as_text_count_as_numbers():
    texts = statistics_of(
        answers(y=list("123456"), q=["5", "4", "2", "1", "9", None]),
        SurveyDesign(),
        [Mean("y", "y"), Share("s", "q")],
    )
    numbers = statistics_of(answers(), SurveyDesign(), [Mean("y", "y"), Share("s", "q")])
    assert means(texts).equals(means(numbers))


@pytest.mark.parametrize("name", ["measure", "n", "estimate", "label", "rows", "stage1_unit", "_row"])
def test_a_domain_called_as_a_column_of_the_results_is_refused(name: str):
    assert codes(answers(**{name: list("ababab")}), [Mean("y", "y")], (name,)) == ["SV414"]


def test_a_domain_asked_for_twice_is_one():
    table = statistics_of(answers(u=list("ababab")), SurveyDesign(), [Mean("y", "y")], ["u", "u"])
    assert means(table, ["u", "u"])["estimate"].to_list() == [3, 4]


def test_where_nobody_has_a_domain_the_tables_are_empty():
    frame = answers(u=[None] * 6).with_columns(pl.col("u").cast(pl.String))
    table = statistics_of(frame, SurveyDesign(), [Mean("y", "y"), Share("s", "q")], ["u"])
    assert means(table, ["u"]).height == totals(table, ["u"]).height == 0
    assert differences_from_everybody(table, ["u"]).height == 0


def test_not_a_number_is_no_domain():
    frame = answers(u=[1.0, 1, 1, NAN, 2, 2])
    table = statistics_of(frame, SurveyDesign(), [Mean("y", "y")], ["u"])
    assert means(table, ["u"]).select("u", "n").rows() == [(1.0, 3), (2.0, 2)]


def test_the_design_effect_of_answers_that_are_all_alike_does_not_exist():
    frame = answers(y=[0.0003] * 6, w=[1.5, 2, 3, 1, 2.5, 7])
    table = statistics_of(frame, SurveyDesign(weights="w"), [Mean("y", "y")])
    assert totals(table).select("deff", "deff_replace").row(0) == (None, None)


def test_a_number_that_no_binary_number_holds_is_never_printed():
    frame = answers(y=[1e308] * 6, x=[1e200, 2e200] * 3, w=[10.0] * 6)
    table = statistics_of(frame, SurveyDesign(weights="w"), [Mean("y", "y"), Mean("x", "x")])
    assert totals(table)["estimate"].to_list() == [None, pytest.approx(9e201)]
    assert means(table)["estimate"].to_list() == [None, pytest.approx(1.5e200)]
    assert means(table)["se"].to_list() == [None, None]


def test_tables_of_parts_of_a_sample_do_not_add_up_where_weights_count_the_whole():
    frame = answers(size=[60] * 6, w=[10.0] * 6, share=[0.1] * 6)
    one, two = frame.head(3), frame.tail(3)

    def both(design: SurveyDesign) -> pl.DataFrame:
        made = [statistics_of(part, design, [Mean("y", "y")]) for part in (one, two)]
        return totals(made[0] + made[1])

    assert both(SurveyDesign(weights="w", fpc="size"))["estimate"].item() == pytest.approx(210)
    assert both(SurveyDesign(fpc="share"))["estimate"].item() == pytest.approx(210)
    with pytest.raises(ProblemsFound, match="SV415"):
        both(SurveyDesign(fpc="size"))
