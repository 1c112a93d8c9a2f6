"""Lào Cai 2015: classes in points, and a total on a bound belongs to the class above it."""

import pytest

from parindex import find_edition, rank
from parindex.ranking.classes import class_codes, class_label
from tests.golden.published import exactly, printed, published, scored

ROWS = published("lao_cai_2015")
DEPARTMENTS = find_edition("department-lao-cai@2015")
DISTRICTS = find_edition("district-lao-cai@2015")


def class_of(edition, points: str) -> str:
    card = scored(edition, {"Đơn vị": {"TĐ": points}})
    return class_label(card, class_codes(card)[0])


@pytest.fixture(scope="module")
def card():
    return scored(DEPARTMENTS, {row["unit"]: {"TĐ": row["score"]} for row in ROWS})


def test_the_nine_departments_have_their_published_points_and_class(card):
    assert len(ROWS) == 9
    classes = [class_label(card, code) for code in class_codes(card)]
    assert dict(zip(card.inputs.unit_ids, classes, strict=True)) == {
        row["unit"]: row["class_published"] for row in ROWS
    }
    assert all(exactly(card.points("total"), card, row["unit"], row["score"]) for row in ROWS)


def test_the_published_order_is_the_order_of_the_ranks(card):
    ranks = dict(rank(card, criteria=["total"]).select("unit_id", "rank").rows())
    assert ranks == {row["unit"]: place for place, row in enumerate(ROWS, 1)}


def test_exactly_55_points_are_tot_and_54_99_are_kha(card):
    at_the_bound = next(row for row in ROWS if row["score"] == "55")
    assert (at_the_bound["unit"], at_the_bound["class_published"]) == ("Sở LĐTBXH", "Tốt")
    assert class_of(DEPARTMENTS, "55") == "Tốt"
    assert class_of(DEPARTMENTS, "54.99") == "Khá"


def test_the_class_goes_by_points_for_55_of_70_points_are_only_78_57_percent(card):
    assert printed(card.percent("total"), card.unit_number("Sở LĐTBXH")) == "78,57"


@pytest.mark.parametrize(
    ("points", "label"),
    [
        ("75", "Tốt"),
        ("60", "Tốt"),
        ("59.99", "Khá"),
        ("50", "Khá"),
        ("49.99", "Trung bình"),
        ("35", "Trung bình"),
        ("34.99", "Yếu"),
        ("0", "Yếu"),
    ],
)
def test_districts_have_bounds_of_their_own_out_of_75_points(points: str, label: str):
    assert class_of(DISTRICTS, points) == label
