"""N1, N3: figures after known totals were met, by `parindex survey estimate --margin`, equal R's to 1e-8.

Expected numbers: tests/golden/surveys/command/make.R (svydesign, postStratify, calibrate, svyratio, svymean).
"""

import csv
import json
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[2] / "golden" / "surveys" / "command"
FORM = "sipas-ward-department@2026"
EQUAL = 1e-8
DESIGN = ("--strata", "unit_id", "--cluster", "psu", "--fpc", "population", "--by", "unit_id")
WAYS = {
    "plain": (),
    "poststratified": ("--margin", GOLDEN / "gender_age.csv"),
    "raked": ("--margin", GOLDEN / "gender.csv", "--margin", GOLDEN / "age.csv"),
    "limited": (
        *("--margin", GOLDEN / "gender.csv", "--margin", GOLDEN / "age.csv"),
        *("--limits", "0,75-1,25"),
    ),
}


def expected(way: str) -> dict[tuple[str, str], tuple[float, float]]:
    rows = csv.DictReader((GOLDEN / "expected.csv").read_text(encoding="utf-8").splitlines())
    return {
        (one["domain"], one["measure"]): (float(one["estimate"]), float(one["se"]))
        for one in rows
        if one["way"] == way
    }


def estimated(parindex, file: Path, *words: object) -> dict[tuple[str, str], tuple[float, float]]:
    done = parindex(
        "survey", "estimate", file, "--form", FORM, *words, "--threshold", "1", "--format", "json"
    )
    assert done.status == 0, done.err
    figures = json.loads(done.out)["tables"]["figures"]
    return {(one["domain"], one["measure"]): (one["estimate"], one["se"]) for one in figures}


@pytest.mark.parametrize("way", WAYS)
def test_every_figure_of_the_command_equals_r_s_for_the_whole_and_for_each_unit(parindex, way: str):
    found = estimated(parindex, GOLDEN / "answers.csv", *DESIGN, *WAYS[way])
    wanted = expected(way)
    assert found.keys() == wanted.keys()
    assert len(wanted) == 5 * (1 + 3 + 1 + 9)
    for name, (estimate, se) in wanted.items():
        assert found[name] == pytest.approx((estimate, se), rel=EQUAL), name


def test_meeting_known_totals_makes_the_error_smaller_where_they_explain_the_answers(parindex):
    plain, raked = expected("plain")["", "index"], expected("raked")["", "index"]
    assert raked[1] < plain[1]
    found = estimated(parindex, GOLDEN / "answers.csv", *DESIGN, *WAYS["raked"])
    assert found["", "index"][1] == pytest.approx(raked[1], rel=EQUAL)


def test_weights_that_met_the_totals_give_the_same_figures_when_the_totals_are_named_again(
    parindex, tmp_path
):
    weighed = tmp_path / "trong-so.csv"
    words = ("--limits", "0,75-1,25", "--margin", GOLDEN / "gender.csv", "--margin", GOLDEN / "age.csv")
    done = parindex("survey", "weight", GOLDEN / "answers.csv", *words, "--out", weighed)
    assert done.status == 0, done.err
    rows = list(csv.DictReader(weighed.read_text(encoding="utf-8-sig").splitlines()))
    men = sum(float(one["weight"]) for one in rows if one["gender"] == "Nam")
    assert men == pytest.approx(7800, rel=1e-9)
    assert float(rows[0]["weight_before_margins"]) == 36
    found = estimated(parindex, weighed, *DESIGN, *words)
    for name, (estimate, se) in expected("limited").items():
        assert found[name] == pytest.approx((estimate, se), rel=EQUAL), name


def test_the_report_says_which_totals_were_met(parindex):
    done = parindex("survey", "estimate", GOLDEN / "answers.csv", "--form", FORM, *DESIGN, *WAYS["raked"])
    assert "Sai số tính sau khi khớp dân số theo: gender; age." in done.out


def test_totals_that_do_not_fit_are_all_named_with_the_words_of_the_form(parindex, tmp_path):
    ages = tmp_path / "tuoi.csv"
    ages.write_text("Độ tuổi,Dân số\nTừ 18-24,100\nTừ 25-34,200\nDưới 18,50\n", encoding="utf-8")
    done = parindex("survey", "estimate", GOLDEN / "answers.csv", "--form", FORM, "--margin", ages)
    assert (done.status, done.out) == (1, "")
    assert "Dưới 18" in done.err
    assert "Trên 60 tuổi" in done.err
    assert "Từ 18-24" not in done.err


def test_a_margin_of_a_column_that_the_answers_lack_is_refused_by_its_name(parindex, tmp_path):
    areas = tmp_path / "vung.csv"
    areas.write_text("Vùng,Dân số\nA,100\n", encoding="utf-8")
    done = parindex("survey", "estimate", GOLDEN / "answers.csv", "--form", FORM, "--margin", areas)
    assert (done.status, done.err[:5]) == (1, "SV203")
    assert "Vùng" in done.err


@pytest.mark.parametrize("limits", ["2", "a-b"])
def test_limits_that_nobody_understands_are_a_usage_error(parindex, limits: str):
    words = ("--margin", GOLDEN / "gender.csv", "--limits", limits)
    done = parindex("survey", "estimate", GOLDEN / "answers.csv", "--form", FORM, *words)
    assert (done.status, done.err[:5]) == (2, "CL752")


def test_weights_with_a_decimal_comma_weigh_as_those_with_a_point(parindex, tmp_path):
    made = []
    for name, weights in (("point.csv", "36.5;12.25"), ("comma.csv", "36,5;12,25")):
        one, two = weights.split(";")
        file = tmp_path / name
        file.write_text(f"response_id;weight;gender\nP1;{one};Nam\nP2;{two};Nữ\n", encoding="utf-8")
        totals = tmp_path / "gender.csv"
        totals.write_text("gender,population\nNam,70\nNữ,30\n", encoding="utf-8")
        done = parindex("survey", "weight", file, "--margin", totals, "--format", "json")
        assert done.status == 0, done.err
        made.append(json.loads(done.out)["tables"])
    assert made[0] == made[1]


def test_a_weight_that_is_no_number_is_named_with_whose_it_is(parindex, tmp_path):
    file = tmp_path / "answers.csv"
    file.write_text("response_id,weight,gender\nP1,2,Nam\nP2,nhiều,Nữ\nP3,-4,Nữ\n", encoding="utf-8")
    done = parindex("survey", "weight", file)
    assert done.status == 1
    assert "CL754" in done.err
    assert "2 phiếu" in done.err
    assert "“P2”: “nhiều”" in done.err


def test_cells_for_the_silent_without_a_sample_are_a_usage_error(parindex):
    done = parindex("survey", "weight", GOLDEN / "answers.csv", "--cells", "unit_id")
    assert done.status == 2
    assert "CL755" in done.err
