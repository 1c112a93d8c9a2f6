"""K2: plans as data, and plans made of what is wanted."""

import polars as pl
import pytest

from parindex.errors import ProblemsFound
from parindex.surveys.sampling.frames import Frame
from parindex.surveys.sampling.planning import Wanted, bounds_of, planned, sizes_of
from parindex.surveys.sampling.plans import Plan, Stage

FRAME = Frame.of(
    pl.DataFrame(
        [
            {"element_id": f"{unit}{n}", "unit_id": unit, "psu": f"{unit}{n // 10}"}
            for unit, size in (("A", 600), ("B", 120), ("C", 98))
            for n in range(size)
        ]
    )
)


def sizes(**wanted):
    return planned(FRAME, Wanted(**wanted)).stages[0].size


def problem(call, *given):
    with pytest.raises(ProblemsFound) as caught:
        call(*given)
    (only,) = caught.value.problems
    return only


def test_a_plan_survives_being_written_and_read():
    plan = Plan(
        (Stage("psu", {"A": 3}, "pps_brewer"), Stage("element", 5, "systematic")), ("psu",), 20, False
    )
    assert Plan.from_dict(plan.as_dict()) == plan


@pytest.mark.parametrize(
    "stages",
    [
        (),
        (Stage("psu", 1),),
        (Stage("element", 1), Stage("psu", 1)),
        (Stage("psu", 1), Stage("psu", 1), Stage("element", 1)),
        (Stage("element", -1),),
    ],
)
def test_stages_that_make_no_draw_are_refused(stages):
    assert problem(Plan, stages).code == "SV325"


@pytest.mark.parametrize(
    "given",
    [
        None,
        {"stages": "element"},
        {"stages": [{"level": "household"}]},
        {"stages": [{"level": "element", "take": 3}]},
        {"stages": [{"level": "element", "size": 1}], "seed": 4},
        {"stages": [{"level": "element", "size": 1}], "reserve_percent": "20"},
        {"stages": [{"level": "element", "size": 1.5}]},
    ],
)
def test_data_that_is_no_plan_is_refused_in_words(given):
    assert problem(Plan.from_dict, given).code == "SV325"


def test_a_size_is_shared_in_proportion_with_a_floor():
    assert sizes(size=100) == {"A": 73, "B": 15, "C": 12}
    assert sizes(size=100, floor=25) == {"A": 50, "B": 25, "C": 25}
    assert sizes(size=99, rule="equal") == {"A": 33, "B": 33, "C": 33}


def test_a_size_in_clusters_is_a_whole_number_of_clusters():
    plan = planned(FRAME, Wanted(size=95, per_cluster=10, reserve_percent=20))
    assert [(one.level, one.method) for one in plan.stages] == [("psu", "pps_systematic"), ("element", "srs")]
    assert sum(plan.stages[0].size.values()) == 10
    assert plan.stages[1].size == 10
    assert plan.reserve_percent == 20


def test_no_stratum_gets_more_clusters_than_it_has():
    assert sizes(size=400, per_cluster=10, rule="equal") == {"A": 18, "B": 12, "C": 10}


def test_strata_may_have_bounds_and_deviations_of_their_own():
    bounds = pl.DataFrame(
        {"stratum": ["A", "B", "C"], "cap": [40.0, None, None], "deviation": [0.1, 0.5, 0.5]}
    )
    assert sizes(size=100, bounds=bounds)["A"] == 40
    assert sizes(size=100, bounds=bounds.drop("cap"), rule="neyman") == {"A": 36, "B": 35, "C": 29}


def test_a_neyman_share_names_the_strata_without_deviation():
    with pytest.raises(ProblemsFound) as caught:
        sizes(size=100, rule="neyman")
    assert [one.details["given"] for one in caught.value.problems] == ["A", "B", "C"]


def test_bounds_of_a_stratum_that_is_not_in_the_list_are_refused():
    bounds = pl.DataFrame({"stratum": ["Z"], "floor": [5.0]})
    assert problem(planned, FRAME, Wanted(size=10, bounds=bounds)).code == "SV320"


def test_nothing_asked_gives_no_plan():
    assert problem(planned, FRAME, Wanted()).code == "SV333"


def test_clusters_asked_of_a_list_without_clusters_are_refused():
    bare = Frame.of(pl.DataFrame({"element_id": ["a"]}))
    assert problem(planned, bare, Wanted(size=1, per_cluster=1)).code == "SV305"


def test_a_table_of_sizes_names_strata_or_units():
    table = pl.DataFrame({"row": [2, 3], "unit_id": ["A", "B"], "n": [3.0, 0.0]})
    assert sizes_of(table) == {"A": 3, "B": 0}
    assert bounds_of(table) is None
    assert problem(sizes_of, table.with_columns(n=pl.Series([3.0, 1.5]))).code == "SV337"
    assert problem(sizes_of, table.drop("n")).code == "SV311"
