"""K2, K3: draws of every design: sizes, probabilities, weights, persons, reserves, repetition."""

from collections import Counter
from math import ceil

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.errors import ProblemsFound
from parindex.surveys.sampling.drawn import SAMPLE
from parindex.surveys.sampling.frames import Frame
from parindex.surveys.sampling.plans import METHODS, Plan, Stage, simple_plan
from parindex.surveys.sampling.selection import draw
from tests.parindex.surveys.sampling.test_chance import assert_as_often_as


def households(villages=12, each=20, communes=2):
    """A list of households: villages of `each` and a few more, in communes."""
    rows = [
        {
            "element_id": f"h{village:02d}-{number:02d}",
            "psu": f"v{village:02d}",
            "unit_id": f"c{village % communes}",
        }
        for village in range(villages)
        for number in range(each + village % 5)
    ]
    return Frame.of(pl.DataFrame(rows))


def dossiers():
    """Ninety dossiers of sixty persons, in two units; every second person has two."""
    rows = [
        {"element_id": f"d{n:03d}", "person_id": f"p{n % 60:02d}", "unit_id": "AB"[n % 2]} for n in range(90)
    ]
    return Frame.of(pl.DataFrame(rows))


def codes(caught):
    return [problem.code for problem in caught.value.problems]


STRATA = st.lists(st.integers(1, 40), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(STRATA, st.sampled_from(["srs", "systematic"]), st.integers(0, 2**32), st.data())
def test_the_weights_of_an_equal_probability_design_sum_to_the_frame(sizes, method, seed, data):
    rows = [(f"{stratum}-{n}", str(stratum)) for stratum, size in enumerate(sizes) for n in range(size)]
    frame = Frame.of(pl.DataFrame(rows, schema=["element_id", "stratum"], orient="row"))
    wanted = {str(stratum): data.draw(st.integers(1, size)) for stratum, size in enumerate(sizes)}
    drawn = draw(frame, simple_plan(wanted, method), seed)
    counted = drawn.by_stratum()
    assert dict(counted.select("stratum", "taken").iter_rows()) == wanted
    assert counted["weights"].to_list() == pytest.approx(sizes)
    assert drawn.sample.schema == SAMPLE
    assert drawn.sample["element_id"].is_unique().all()


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(METHODS),
    st.sampled_from(METHODS),
    st.integers(0, 2**32),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_rows_changes_nothing_of_a_draw(first, last, seed, random):
    frame = households()
    sized = frame.table.with_columns(size=pl.col("element_id").str.tail(2).cast(pl.Float64) + 1).drop("row")
    order = list(range(sized.height))
    random.shuffle(order)
    plan = Plan((Stage("psu", 3, first), Stage("element", 4, last)), sort=("psu",), reserve_percent=50)
    one, two = draw(Frame.of(sized), plan, seed), draw(Frame.of(sized[order]), plan, seed)
    assert one.sample.equals(two.sample)
    assert one.hash == two.hash


def test_the_same_seed_gives_the_same_sample_and_another_seed_another():
    frame, plan = households(), simple_plan(20)
    assert draw(frame, plan, 5).sample.equals(draw(frame, plan, 5).sample)
    assert draw(frame, plan, 5).hash != draw(frame, plan, 6).hash


def test_another_frame_with_the_same_seed_has_another_sample():
    frame, plan = households(), simple_plan(20)
    fewer = Frame.of(frame.table.head(frame.table.height - 1))
    one, two = (draw(each, plan, 5).main["element_id"].to_list() for each in (frame, fewer))
    assert len(set(one) & set(two)) < 20


@pytest.mark.parametrize("method", METHODS)
def test_each_household_of_a_two_stage_draw_comes_as_often_as_its_probability_says(method):
    frame = Frame.of(
        pl.DataFrame(
            [
                {"element_id": f"{v}{n}", "psu": v}
                for v, size in zip("abcd", (2, 3, 4, 6), strict=True)
                for n in range(size)
            ]
        )
    )
    plan = Plan((Stage("psu", 2, method), Stage("element", 2)))
    times, chances, counts = 200, {}, Counter()
    for seed in range(times):
        for code, chance in draw(frame, plan, seed).main.select("element_id", "probability").iter_rows():
            counts[code] += 1
            assert chances.setdefault(code, chance) == chance
    everybody = frame.table["element_id"].to_list()
    assert sorted(chances) == everybody
    numbered = Counter({at: counts[code] for at, code in enumerate(everybody)})
    assert_as_often_as(numbered, [chances[code] for code in everybody], times)
    assert sum(chances.values()) == pytest.approx(4)


def test_villages_by_size_and_the_same_number_in_each_give_everybody_the_same_weight():
    drawn = draw(households(), Plan((Stage("psu", 3, "pps_systematic"), Stage("element", 5))), 7)
    for _, weights in drawn.main.group_by("stratum").agg("weight").iter_rows():
        assert weights == pytest.approx([weights[0]] * 15)
    assert drawn.main["weight"].sum() == pytest.approx(drawn.people.height)
    row = drawn.main.row(0, named=True)
    assert row["probability"] == pytest.approx(row["pi_1"] * row["pi_2"])
    assert row["weight"] == pytest.approx(1 / row["probability"])
    assert (row["taken_1"], row["population_1"], row["taken_2"], row["pi_3"]) == (3, 6, 5, None)


def test_three_stages_multiply_three_probabilities():
    rows = [
        {"element_id": f"{v}{g}{n}", "psu": f"v{v}", "ssu": f"g{g}"}
        for v in range(6)
        for g in range(4)
        for n in range(8)
    ]
    plan = Plan((Stage("psu", 3), Stage("ssu", 2), Stage("element", 4)))
    drawn = draw(Frame.of(pl.DataFrame(rows)), plan, 11)
    assert drawn.main.height == 3 * 2 * 4
    assert drawn.main["probability"].to_list() == pytest.approx([3 / 6 * 2 / 4 * 4 / 8] * 24)
    assert drawn.main.group_by("psu", "ssu").len()["len"].to_list() == [4] * 6


def test_a_cluster_sample_takes_everybody_in_its_clusters():
    frame = households()
    drawn = draw(frame, Plan((Stage("psu", 2), Stage("element"))), 3)
    villages = drawn.main["psu"].unique()
    assert drawn.main.height == frame.table.filter(pl.col("psu").is_in(villages.to_list())).height
    assert drawn.main["pi_2"].unique().to_list() == [1.0]


def test_a_list_that_is_itself_a_sample_carries_its_probability_on():
    frame = Frame.of(pl.DataFrame({"element_id": ["a", "b", "c", "d"], "prior": [0.25, 0.25, 0.5, None]}))
    sample = draw(frame, simple_plan(4), 1).sample
    assert sample["weight"].to_list() == [4.0, 4.0, 2.0, 1.0] or sorted(sample["weight"]) == [
        1.0,
        2.0,
        4.0,
        4.0,
    ]
    assert sample["pi_1"].to_list() == [1.0] * 4


@pytest.mark.parametrize("seed", range(5))
def test_a_person_is_drawn_once_however_many_dossiers_they_have(seed):
    drawn = draw(dossiers(), simple_plan(20, reserve_percent=30), seed)
    assert drawn.sample["person_id"].is_unique().all()
    assert drawn.people.height == 60
    assert [(one.code, one.details["count"]) for one in drawn.problems] == [("SV326", 30)]
    assert drawn.main["weight"].sum() == pytest.approx(60)
    counts = dict(dossiers().table.group_by("person_id").len().iter_rows())
    assert all(
        counts[person] == many for person, many in drawn.sample.select("person_id", "dossiers").iter_rows()
    )


def test_each_dossier_of_a_person_is_kept_as_often_as_the_others():
    frame = Frame.of(pl.DataFrame({"element_id": list("abc"), "person_id": ["p"] * 3}))
    kept = Counter(
        "abc".index(draw(frame, simple_plan(1), seed).main["element_id"][0]) for seed in range(200)
    )
    assert_as_often_as(kept, [1 / 3] * 3, 200)


def test_persons_may_be_drawn_several_times_where_the_plan_says_so():
    plan = Plan((Stage("element"),), is_one_per_person=False)
    drawn = draw(dossiers(), plan, 1)
    assert drawn.main.height == 90
    assert drawn.problems == ()


def test_dossiers_without_a_person_are_persons_of_their_own():
    frame = Frame.of(pl.DataFrame({"element_id": list("abcd"), "person_id": ["p", "p", None, None]}))
    assert draw(frame, simple_plan(3), 1).people.height == 3


def test_the_reserve_stands_apart_in_order_and_has_no_weight():
    drawn = draw(households(), Plan((Stage("psu", 2), Stage("element", 5)), reserve_percent=30), 9)
    spare = drawn.sample.filter("is_reserve")
    assert spare.group_by("psu").len()["len"].to_list() == [ceil(5 * 0.3)] * 4
    assert spare.group_by("psu").agg(pl.col("order").sort())["order"].to_list() == [[1, 2]] * 4
    assert spare["weight"].null_count() == spare["probability"].null_count() == 8
    assert not set(spare["element_id"]) & set(drawn.main["element_id"])
    assert set(spare["psu"]) == set(drawn.main["psu"])


def test_a_reserve_changes_nothing_of_who_is_drawn():
    frame = households()
    with_it, without = draw(frame, simple_plan(5, reserve_percent=100), 4), draw(frame, simple_plan(5), 4)
    assert with_it.main.equals(without.main)


def test_a_reserve_is_never_longer_than_those_left():
    drawn = draw(Frame.of(pl.DataFrame({"element_id": list("abcd")})), simple_plan(3, reserve_percent=100), 1)
    assert drawn.sample["is_reserve"].sum() == 1


def test_sorting_before_a_systematic_draw_spreads_the_sample_over_the_sorted_column():
    rows = [{"element_id": f"{n:03d}", "field": "ABCD"[n % 4]} for n in range(80)]
    frame = Frame.of(pl.DataFrame(rows))
    plan = Plan((Stage("element", 8, "systematic"),), sort=("field",))
    drawn = draw(frame, plan, 2).main.join(frame.table.select("element_id", "field"), on="element_id")
    assert drawn.group_by("field").len()["len"].to_list() == [2] * 4


def test_a_unit_too_large_for_a_draw_by_size_is_drawn_for_certain():
    frame = Frame.of(pl.DataFrame({"element_id": list("abcd"), "size": [1, 1, 1, 97]}))
    for seed in range(20):
        drawn = draw(frame, simple_plan(2, "pps_brewer"), seed).main
        assert dict(drawn.select("element_id", "pi_1").iter_rows())["d"] == 1.0
        assert drawn.height == 2


def test_small_clusters_are_taken_whole_and_said():
    frame = households(villages=4, each=3, communes=1)
    drawn = draw(frame, Plan((Stage("psu", 4), Stage("element", 5))), 1)
    assert [(one.code, one.details) for one in drawn.problems] == [("SV323", {"count": 2, "lacking": 3})]
    assert drawn.main.height == 3 + 4 + 5 + 5


def test_strata_in_which_nobody_is_drawn_are_named_with_how_many_they_have():
    frame = Frame.of(pl.DataFrame({"element_id": list("abcde"), "stratum": ["n", "n", "b", "b", "b"]}))
    drawn = draw(frame, Plan((Stage("element", {"n": 2, "b": 0}),)), 1)
    assert drawn.main["stratum"].to_list() == ["n", "n"]
    details = {"count": 1, "strata": "b", "people": 3}
    assert [(one.code, one.details) for one in drawn.problems] == [("SV338", details)]


def test_everything_that_a_plan_asks_in_vain_is_said_at_once():
    frame = Frame.of(
        pl.DataFrame(
            {
                "element_id": list("abcd"),
                "stratum": ["S", "S", "T", "U"],
                "psu": ["1", None, "2", "3"],
                "size": [1.0, 0.0, None, 2.0],
            }
        )
    )
    plan = Plan((Stage("psu", {"S": 5, "T": 1, "V": 1}, "pps_systematic"), Stage("element", 1, "pps_brewer")))
    with pytest.raises(ProblemsFound) as caught:
        draw(frame, plan, 1)
    assert sorted(codes(caught)) == ["SV305", "SV307", "SV308", "SV320", "SV321", "SV322"]


def test_a_whole_column_that_is_not_there_is_said_once():
    frame = Frame.of(pl.DataFrame({"element_id": list("abcd")}))
    with pytest.raises(ProblemsFound) as caught:
        draw(frame, Plan((Stage("psu", 1), Stage("element", 1, "pps_brewer"))), 1)
    assert [(one.code, one.details["given"]) for one in caught.value.problems] == [
        ("SV311", "psu"),
        ("SV311", "size"),
    ]


def test_a_list_with_problems_is_not_drawn_from():
    with pytest.raises(ProblemsFound) as caught:
        draw(Frame.of(pl.DataFrame({"element_id": ["a", "a"]})), simple_plan(1), 1)
    assert codes(caught) == ["SV303"]


def test_a_column_to_sort_by_that_is_not_there_is_said():
    with pytest.raises(ProblemsFound) as caught:
        draw(Frame.of(pl.DataFrame({"element_id": ["a"]})), Plan((Stage("element", 1),), sort=("field",)), 1)
    assert codes(caught) == ["SV311"]


def test_a_stratum_of_size_zero_gives_nobody_and_no_reserve():
    drawn = draw(households(), simple_plan({"c0": 4, "c1": 0}, reserve_percent=50), 1)
    assert drawn.by_stratum().select("stratum", "taken", "reserve").rows() == [("c0", 4, 2), ("c1", 0, 0)]
