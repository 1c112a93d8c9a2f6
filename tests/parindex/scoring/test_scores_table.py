"""The table `scores`: its columns, and what stands where a criterion does not apply."""

import polars as pl

from parindex.frameworks.model import Edition
from parindex.scoring.pipeline import score
from parindex.tables import SCORES

APPRAISED = {"label": "Tiêu chí", "rule": {"kind": "appraised"}, "channel": "appraisal"}
PENALTY = {
    "label": "Điểm phạt",
    "max": 0,
    "rule": {"kind": "penalty", "each": 1, "cap": 2},
    "channel": "penalty",
}
EDITION = Edition.model_validate(
    {
        "id": "vi-du",
        "year": 2025,
        "title": "Ví dụ",
        "illustrative": True,
        "channels": {
            "appraisal": {"label": "Thẩm định", "max": 3},
            "penalty": {"label": "Điểm phạt", "max": 2, "kind": "penalty"},
        },
        "tree": [
            {**APPRAISED, "code": "1", "max": 1, "not_applicable": "exclude"},
            {**APPRAISED, "code": "2", "max": 2},
            {**PENALTY, "code": "3"},
        ],
    }
)
LONG = ["unit_id", "criterion_id", "value", "standing"]


def maxima(rows: list[tuple[str, str, float | None, str]], unit: str) -> dict[str, float | None]:
    scores = score(EDITION, pl.DataFrame(rows, schema=LONG, orient="row")).scores.filter(unit_id=unit)
    return dict(scores.select("criterion_id", "max_points").iter_rows())


FIRST = [("a", "1", None, "not_applicable"), ("a", "2", 1.0, "measured")]
SECOND = [("b", "1", 1.0, "measured"), ("b", "2", 2.0, "measured"), ("b", "3", 1.0, "measured")]


def test_the_table_has_the_columns_of_the_seam():
    table = score(EDITION, pl.DataFrame(FIRST + SECOND, schema=LONG, orient="row")).scores
    assert table.schema == SCORES
    assert table.height == 2 * 6


def test_a_leaf_that_does_not_apply_has_no_maximum_and_a_penalty_has_the_maximum_0():
    assert maxima(FIRST + SECOND, "a") == {
        "1": None, "2": 2.0, "3": 0.0, "channel:appraisal": 3.0, "channel:penalty": 0.0, "total": 3.0
    }  # fmt: skip


def test_the_maxima_of_a_unit_are_the_same_beside_a_unit_to_which_less_applies():
    assert maxima(FIRST + SECOND, "b") == maxima(SECOND, "b")
    assert maxima(SECOND, "b")["3"] == 0.0


def test_a_penalty_is_no_percentage_of_anything():
    card = score(EDITION, pl.DataFrame(FIRST + SECOND, schema=LONG, orient="row"))
    assert card.percent("3").whole.tolist() == [0, 0]
    assert card.percent("channel:penalty").whole.tolist() == [0, 0]
