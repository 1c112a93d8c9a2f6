"""Class bounds as published, by league and year: the lower bound belongs to the class, the upper to the next."""

from decimal import Decimal
from itertools import pairwise

import pytest

from parindex import find_edition
from parindex.frameworks.model import Edition
from parindex.ranking.classes import class_codes, class_label
from tests.golden.published import published, scored

JUST_BELOW = Decimal("0.00001")
WORDS = {"A": "Nhóm A", "B": "Nhóm B", "C": "Nhóm C", "D": "Nhóm D", "TB": "Trung bình"}
ROWS = published("class_bands")


def nam_dinh(first: int, second: int) -> Edition:
    """A small edition with the two groups of Nam Định 2020; the groups below were not published."""
    bands = [
        {"code": "I", "label": "Nhóm I", "from": first},
        {"code": "II", "label": "Nhóm II", "from": second, "below": first},
    ]
    leaf = {"code": "CCHC", "label": "Chỉ số", "max": 100, "channel": "index", "rule": {"kind": "appraised"}}
    return Edition.model_validate(
        {
            "id": "nam-dinh",
            "year": 2020,
            "title": "Nam Định 2020",
            "channels": {"index": {"label": "Chỉ số", "max": 100}},
            "settings": {"classes": {"basis": "percent", "bands": bands}},
            "tree": [leaf],
        }
    )


NAM_DINH = {"Nam Định sở": nam_dinh(90, 80), "Nam Định huyện": nam_dinh(80, 70)}


def edition_of(scope: str, year: str):
    """The edition of a league and year."""
    refs = {
        "national provinces": f"province-groups@{year}",
        "Lào Cai sở": "department-lao-cai@2015",
        "Lào Cai huyện": "district-lao-cai@2015",
    }
    return find_edition(refs[scope]) if scope in refs else NAM_DINH[scope]


def bands_of(scope: str, year: str) -> list[dict[str, str]]:
    """The bands of a league and year, the best first."""
    rows = published("class_bands", scope=scope, year=year)
    return sorted(rows, key=lambda row: -Decimal(row["lower_inclusive"]))


def labels_at(scope: str, year: str, numbers: list[Decimal]) -> list[str]:
    """The classes of totals."""
    edition = edition_of(scope, year)
    [leaf] = getattr(edition, "edition", edition).leaves()
    card = scored(edition, {str(number): {leaf.code: str(number)} for number in numbers})
    return [class_label(card, code) for code in class_codes(card)]


LEAGUES = sorted({(row["scope"], row["year"]) for row in ROWS})


def test_the_bands_of_five_national_years_of_lao_cai_and_of_nam_dinh_are_tested():
    years = [year for scope, year in LEAGUES if scope == "national provinces"]
    assert years == ["2015", "2018", "2020", "2023", "2024"]
    assert len(LEAGUES) == 9


@pytest.mark.parametrize(("scope", "year"), LEAGUES)
def test_a_total_on_the_lower_bound_belongs_to_the_class(scope: str, year: str):
    bands = bands_of(scope, year)
    got = labels_at(scope, year, [Decimal(band["lower_inclusive"]) for band in bands])
    assert got == [WORDS.get(band["group"], band["group"]) for band in bands]


@pytest.mark.parametrize(("scope", "year"), LEAGUES)
def test_a_total_just_below_a_bound_belongs_to_the_next_class(scope: str, year: str):
    bands = bands_of(scope, year)
    got = labels_at(scope, year, [Decimal(band["lower_inclusive"]) - JUST_BELOW for band in bands[:-1]])
    assert got == [WORDS.get(band["group"], band["group"]) for band in bands[1:]]


@pytest.mark.parametrize(
    ("scope", "year"), [one for one in LEAGUES if bands_of(*one)[-1]["lower_inclusive"] != "0"]
)
def test_just_below_the_last_published_bound_a_total_is_in_none_of_the_published_classes(
    scope: str, year: str
):
    bands = bands_of(scope, year)
    [got] = labels_at(scope, year, [Decimal(bands[-1]["lower_inclusive"]) - JUST_BELOW])
    assert got in {"", "Không thuộc nhóm nào"}


@pytest.mark.parametrize(("scope", "year"), LEAGUES)
def test_the_published_bands_touch_without_gap_and_the_maximum_belongs_to_the_best(scope: str, year: str):
    bands = bands_of(scope, year)
    assert all(better["lower_inclusive"] == next_["upper_exclusive"] for better, next_ in pairwise(bands))
    [best] = labels_at(scope, year, [Decimal(bands[0]["upper_exclusive"])])
    assert best == WORDS.get(bands[0]["group"], bands[0]["group"])


@pytest.mark.parametrize(("year", "label"), [("2015", "Nhóm B"), ("2018", "Nhóm A"), ("2024", "Nhóm B")])
def test_the_same_80_percent_are_group_a_only_in_2018_for_bounds_are_set_per_year(year: str, label: str):
    assert labels_at("national provinces", year, [Decimal(80)]) == [label]


@pytest.mark.parametrize("year", ["2015", "2020", "2023", "2024"])
def test_below_70_percent_a_province_is_in_no_published_group(year: str):
    below = Decimal(70) - JUST_BELOW
    assert labels_at("national provinces", year, [below]) == ["Không thuộc nhóm nào"]
