"""Designs: weights from stages, and every fault of a design named, all at once."""

import polars as pl
import pytest

from parindex.errors import ProblemsFound
from parindex.surveys.estimation.design import SurveyDesign, with_design_weights
from parindex.surveys.estimation.linearised import means
from parindex.surveys.estimation.measures import Share
from parindex.surveys.estimation.statistics import statistics_of

Q = [Share("q", "q")]


def answers(**columns: list) -> pl.DataFrame:
    size = len(next(iter(columns.values())))
    return pl.DataFrame({"response_id": [str(place) for place in range(size)], "q": [5] * size} | columns)


def codes_of(frame: pl.DataFrame, design: SurveyDesign, lonely: str = "fail") -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        means(statistics_of(frame, design, Q), lonely=lonely)
    return [problem.code for problem in found.value.problems]


def text_of(frame: pl.DataFrame, design: SurveyDesign) -> str:
    with pytest.raises(ProblemsFound) as found:
        means(statistics_of(frame, design, Q))
    return found.value.text()


def test_a_weight_is_1_over_the_product_of_the_probabilities_of_the_stages():
    frame = answers(village=["a", "a", "b"], p1=[0.5, 0.5, 0.25], p2=[0.1, 0.2, 1.0])
    design = SurveyDesign(probabilities=("p1", "p2"), psu="village")
    assert with_design_weights(frame, design)["design_weight"].to_list() == [20.0, 10.0, 4.0]


def test_without_weights_each_unit_stands_for_population_over_sample_at_every_stage():
    frame = answers(village=["a", "a", "b"], villages=[10, 10, 10], people=[30, 30, 8])
    design = SurveyDesign(psu=("village", "response_id"), fpc=("villages", "people"))
    assert with_design_weights(frame, design)["design_weight"].to_list() == [75.0, 75.0, 40.0]


def test_shares_drawn_do_as_well_as_sizes_of_the_population():
    sizes = answers(stratum=["x", "x", "y", "y"], size=[4, 4, 8, 8], q=[5, 2, 4, 3])
    shares = sizes.with_columns(size=pl.Series([0.5, 0.5, 0.25, 0.25]))
    design = SurveyDesign(strata="stratum", fpc="size")
    one, other = (means(statistics_of(frame, design, Q)) for frame in (sizes, shares))
    assert one.equals(other)
    # Each stratum's variance 1/2, weighed (2/12)²·(1-1/2)·... : 2²·(1/2)·(1/2)/2·4/144 + 4²·(3/4)·(1/2)/2·4/144
    assert one["se"].item() == pytest.approx(
        ((2**2 * 2 * 0.5 * 0.5 + 4**2 * 2 * 0.75 * 0.5) / 144) ** 0.5, rel=1e-13
    )


def test_every_column_that_is_not_there_is_named_at_once():
    text = text_of(answers(w=[1.0]), SurveyDesign(weights="weight", strata="tang", psu="cum"))
    assert text.count("SV401") == 3
    assert "“weight”" in text
    assert "“tang”" in text
    assert "“cum”" in text


def test_an_empty_stratum_and_a_bad_weight_are_named_with_their_rows():
    frame = answers(s=["a", None, "a"], w=[1.0, 2.0, float("nan")])
    assert codes_of(frame, SurveyDesign(weights="w", strata="s")) == ["SV402", "SV403"]
    text = text_of(frame, SurveyDesign(weights="w", strata="s"))
    assert "dòng 2, cột s" in text
    assert "dòng 3, cột w" in text


@pytest.mark.parametrize("weights", [[1.0, -1.0], [1.0, float("inf")], ["1", "nhiều"]])
def test_a_weight_that_is_no_number_from_0_up_is_refused(weights: list):
    assert codes_of(answers(w=weights), SurveyDesign(weights="w")) == ["SV403"]


@pytest.mark.parametrize("given", [[0.5, 0.0], [0.5, 1.01], [0.5, float("nan")]])
def test_a_probability_outside_0_and_1_is_refused(given: list):
    assert codes_of(answers(p=given), SurveyDesign(probabilities="p")) == ["SV404"]


def test_sizes_and_shares_do_not_mix_in_one_column():
    assert codes_of(answers(size=[0.5, 40.0]), SurveyDesign(fpc="size")) == ["SV405"]


def test_a_brewer_design_asks_for_probabilities():
    assert codes_of(answers(size=[40, 50]), SurveyDesign(fpc="size", pps="brewer")) == ["SV405"]


def test_a_stratum_with_two_sizes_is_refused():
    frame = answers(s=["a", "a", "b", "b"], size=[40, 41, 9, 9])
    assert codes_of(frame, SurveyDesign(strata="s", fpc="size")) == ["SV406"]
    assert "tầng “a”" in text_of(frame, SurveyDesign(strata="s", fpc="size"))


def test_more_units_than_the_population_has_are_refused():
    assert codes_of(answers(size=[2, 2, 2]), SurveyDesign(fpc="size")) == ["SV407"]


def test_a_unit_in_two_strata_is_refused_unless_strata_use_codes_again():
    frame = answers(s=["a", "a", "b", "b"], psu=[1, 2, 1, 2], q=[5, 2, 4, 4])
    design = SurveyDesign(strata="s", psu="psu")
    assert codes_of(frame, design) == ["SV408", "SV408"]
    nested = means(statistics_of(frame, SurveyDesign(strata="s", psu="psu", nest=True), Q))
    assert nested.select("df", "estimate").row(0) == (2, 0.75)


def test_strata_of_one_unit_are_refused_by_name():
    frame = answers(s=["a", "a", "b", "c"], psu=[1, 2, 3, 4], q=[5, 2, 4, 4])
    text = text_of(frame, SurveyDesign(strata="s", psu="psu"))
    assert "SV410" in text
    assert "2 tầng" in text
    assert "b, c" in text


def test_a_unit_with_one_person_is_refused_where_the_second_stage_counts():
    frame = answers(psu=[1, 1, 2], size=[9, 9, 9], q=[5, 2, 4])
    text = text_of(frame, SurveyDesign(psu=("psu", "response_id"), fpc="size"))
    assert "SV410" in text
    assert "giai đoạn 2" in text


def test_average_has_nothing_to_average_within_a_unit():
    frame = answers(psu=[1, 1, 2], size=[9, 9, 9], q=[5, 2, 4])
    assert codes_of(frame, SurveyDesign(psu=("psu", "response_id"), fpc="size"), "average") == ["SV411"]


def test_a_stratum_whose_only_unit_was_certain_is_not_lonely():
    frame = answers(s=["a", "a", "b"], psu=[1, 2, 3], size=[5, 5, 1], q=[5, 2, 4])
    got = means(statistics_of(frame, SurveyDesign(strata="s", psu="psu", fpc="size"), Q))
    # Of six units one is certain: 5²·(3/5)·(1/2)/2, over 6²
    assert got["se"].item() == pytest.approx((25 * 0.6 * 0.5 / 2 / 36) ** 0.5, rel=1e-13)


@pytest.mark.parametrize(
    "wrong",
    [
        {"psu": ()},
        {"weights": "w", "probabilities": "p"},
        {"fpc": ("a", "b")},
        {"strata": ("a", "b")},
    ],
)
def test_a_design_that_contradicts_itself_cannot_be_made(wrong: dict):
    with pytest.raises(ValueError, match="a design"):
        SurveyDesign(**wrong)


def test_average_within_a_unit_takes_its_other_strata():
    frame = answers(psu=[1, 1, 1, 2, 2, 2], s=list("xxyxxy"), size=[9.0] * 6, q=[5, 2, 4, 4, 4, 1])
    frame = frame.with_columns(area=pl.lit("a"))
    design = SurveyDesign(strata=("area", "s"), psu=("psu", "response_id"), fpc="size")
    made = means(statistics_of(frame, design, Q), lonely="average")
    first = 2 * sum((z / 6 - 0) ** 2 for z in (0, 0))
    # Within unit 1 stratum x adds 2·((1 - 2/3)² + (0 - 2/3)² less their mean), y as much again.
    assert made["estimate"].item() == pytest.approx(4 / 6)
    within = 2 * (2 * ((1 / 12) ** 2 + (1 / 12) ** 2)) * (2 / 9)
    assert made["se"].item() ** 2 == pytest.approx(first + within)


def test_two_sizes_within_one_unit_are_refused_and_so_are_two_probabilities():
    frame = answers(psu=[1, 1, 2, 3], size=[40, 41, 40, 40], p=[0.5, 0.4, 0.3, 0.2], q=[5, 2, 4, 4])
    assert codes_of(frame, SurveyDesign(psu="psu", fpc="size")) == ["SV406"]
    assert codes_of(frame, SurveyDesign(psu="psu", fpc="p", pps="brewer")) == ["SV406"]


def test_not_a_number_in_a_column_of_the_design_is_an_empty_cell():
    frame = answers(size=[40.0, float("nan"), 40.0], s=[1.0, 1.0, float("nan")])
    assert codes_of(frame, SurveyDesign(fpc="size", strata="s")) == ["SV402", "SV402"]


def test_infinitely_many_units_give_a_variance_but_no_weight():
    frame = answers(size=[float("inf")] * 4, w=[2.0] * 4, q=[5, 2, 4, 4])
    assert codes_of(frame, SurveyDesign(fpc="size")) == ["SV416"]
    with_replacement = means(statistics_of(frame, SurveyDesign(weights="w"), Q))
    endless = means(statistics_of(frame, SurveyDesign(weights="w", fpc="size"), Q))
    assert endless["se"].item() == pytest.approx(with_replacement["se"].item())


def test_probabilities_written_as_text_weigh_as_numbers_do():
    frame = answers(p=["0.5", "0.25"])
    assert with_design_weights(frame, SurveyDesign(probabilities="p"))["design_weight"].to_list() == [2, 4]


def test_a_probability_whose_inverse_no_number_holds_is_refused_with_its_row():
    with pytest.raises(ProblemsFound, match="SV416") as caught:
        with_design_weights(answers(p=[0.5, 1e-320]), SurveyDesign(probabilities="p"))
    assert caught.value.problems[0].place.row == 2


def test_a_treatment_of_lonely_strata_that_nobody_knows_is_refused():
    frame = answers(s=["a", "a", "b"], q=[5, 2, 4])
    with pytest.raises(ValueError, match="is no treatment"):
        means(statistics_of(frame, SurveyDesign(strata="s"), Q), lonely="avarage")
