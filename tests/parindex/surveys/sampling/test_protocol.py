"""K3: the record of a draw, its verification, and one draw kept for good."""

import json
from itertools import islice
from pathlib import Path

import polars as pl
import pytest

from parindex.errors import ProblemsFound
from parindex.surveys.sampling.frame_files import read_frame, read_sample
from parindex.surveys.sampling.frames import Frame
from parindex.surveys.sampling.plans import Plan, Stage, simple_plan
from parindex.surveys.sampling.protocol import read_record, record_of, verify_draw
from parindex.surveys.sampling.selection import draw
from tests.parindex.surveys.sampling.pcg import raws

GOLDEN = Path(__file__).parents[3] / "golden" / "surveys" / "draw"
FRAME = Frame.of(
    pl.DataFrame({"element_id": [f"h{n:03d}" for n in range(60)], "psu": [f"v{n // 6}" for n in range(60)]})
)
PLAN = Plan((Stage("psu", 4, "pps_systematic"), Stage("element", 3)), reserve_percent=40)


def recorded():
    return record_of(draw(FRAME, PLAN, 2026), {"campaign": "SIPAS 2026"})


def told(verification):
    return [(one.what.in_("en"), one.recorded, one.repeated) for one in verification.differences]


def test_a_record_is_read_as_it_was_written_and_its_draw_is_equal():
    record = recorded()
    again = read_record(record.as_json())
    assert again == record
    assert verify_draw(again, FRAME, draw(FRAME, PLAN, 2026).sample).is_equal


def test_a_record_says_everything_that_a_draw_rests_on():
    said = recorded().as_dict()
    assert said["about"] == {"campaign": "SIPAS 2026"}
    assert said["frame"] == {"hash": FRAME.hash, "elements": 60, "people": 60}
    assert (said["seed"], said["generator"]["name"]) == (2026, "PCG64")
    assert said["sample"] == {"hash": draw(FRAME, PLAN, 2026).hash, "drawn": 12, "reserve": 8}
    assert said["strata"] == [
        {"stratum": "all", "population": 60, "clusters": 4, "taken": 12, "reserve": 8, "weights": 60.0}
    ]


def test_a_changed_frame_is_found_by_its_hash():
    changed = Frame.of(FRAME.table.with_columns(psu=pl.col("psu").replace("v9", "v8")))
    found = told(verify_draw(recorded(), changed))
    assert found[0] == ("hash of the list", FRAME.hash, changed.hash)


def test_a_frame_that_cannot_be_drawn_from_is_a_difference_and_not_a_failure():
    found = told(verify_draw(recorded(), Frame.of(FRAME.table.drop("psu"))))
    assert [what for what, *_ in found] == ["hash of the list", "cannot be drawn again"]


def test_another_seed_in_the_record_is_found():
    said = recorded().as_dict() | {"seed": 2027}
    found = [what for what, *_ in told(verify_draw(read_record(json.dumps(said)), FRAME))]
    assert found == [
        "state of the generator before the draw",
        "state of the generator after the draw",
        "hash of the sample",
    ]


def test_a_sample_with_somebody_exchanged_is_found_by_name():
    sample = draw(FRAME, PLAN, 2026).sample
    first, free = sample.filter(~pl.col("is_reserve"))["element_id"][0], "h999"
    forged = sample.with_columns(pl.col("element_id").replace(first, free))
    assert told(verify_draw(recorded(), FRAME, forged)) == [
        ("in the list of the sample, not drawn", "h999", "–"),
        ("drawn, not in the list of the sample", "–", first),
    ]


def test_a_sample_with_another_weight_or_order_is_found():
    sample = draw(FRAME, PLAN, 2026).sample
    heavier = sample.with_columns(
        weight=pl.when(pl.col("element_id") == sample["element_id"][0]).then(6.0).otherwise("weight")
    )
    assert told(verify_draw(recorded(), FRAME, heavier)) == [
        (f"weight of “{sample['element_id'][0]}”", "6.0", "5.0")
    ]
    moved = sample.with_columns(
        order=pl.when(pl.col("element_id") == sample["element_id"][0]).then(9).otherwise("order")
    )
    assert [what for what, *_ in told(verify_draw(recorded(), FRAME, moved))] == ["different order"]


@pytest.mark.parametrize(
    "text",
    ["", "[1]", "{}", '{"format": "other", "version": 1}', '{"format": "parindex-draw", "version": 2}'],
)
def test_a_text_that_is_no_record_is_refused(text):
    with pytest.raises(ProblemsFound) as caught:
        read_record(text, "a.json")
    assert [(one.code, one.place.file) for one in caught.value.problems] == [("SV330", "a.json")]


def test_the_draw_kept_for_good_is_drawn_again_exactly():
    """tests/golden/surveys/draw: a list, a record and a sample of the first version; they never change."""
    frame = read_frame(GOLDEN / "frame.csv")
    record = read_record((GOLDEN / "record.json").read_text(encoding="utf-8"))
    assert verify_draw(record, frame, read_sample(GOLDEN / "sample.csv")).differences == ()


def test_a_simple_random_sample_can_be_drawn_with_nothing_but_the_record_and_the_list():
    """By hand: the raw numbers of the recorded state, one for each code in order, the smallest are drawn."""
    record = record_of(draw(FRAME, simple_plan(7), 99))
    order = sorted(zip(islice(raws(record.states[0]), 60), FRAME.table["element_id"].to_list(), strict=True))
    drawn = draw(FRAME, simple_plan(7), 99).sample.sort("order")
    assert [code for _, code in order[:7]] == drawn["element_id"].to_list()
