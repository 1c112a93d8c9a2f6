"""Small editions and their scorecards, for reports."""

import polars as pl

from parindex.frameworks.model import Edition
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard

EDITION = Edition.model_validate(
    {
        "id": "reports-test",
        "year": 2025,
        "title": {"vi": "Bộ tiêu chí thử", "en": "A trial edition"},
        "channels": {
            "appraisal": {"label": "Thẩm định", "max": 80},
            "survey": {"label": {"vi": "Điều tra", "en": "Survey"}, "max": 20},
            "bonus": {"label": "Điểm thưởng", "max": 3, "kind": "bonus"},
            "penalty": {"label": "Điểm phạt", "max": 5, "kind": "penalty"},
        },
        "settings": {
            "remedy": {"threshold": 75},
            "classes": {"bands": [{"code": "A", "label": "Tốt", "from": 80}, {"code": "B", "label": "Khá", "below": 80}]},
        },
        "tree": [
            {
                "code": "1",
                "label": "Thủ tục",
                "max": 50,
                "channel": "appraisal",
                "criteria": [
                    {"code": "1.1", "label": "Đúng hạn", "max": 30, "rule": {"kind": "appraised"}, "scored_by": "appraiser"},
                    {
                        "code": "1.2",
                        "label": "Kiểm tra",
                        "max": 20,
                        "rule": {"kind": "appraised"},
                        "scored_by": "appraiser",
                        "not_applicable": "exclude",
                        "illustrative": True,
                    },
                ],
            },
            {"code": "2", "label": "Bộ máy", "max": 30, "channel": "appraisal", "rule": {"kind": "appraised"}, "scored_by": "appraiser"},
            {"code": "3", "label": "Hài lòng", "max": 20, "channel": "survey", "rule": {"kind": "appraised"}, "scored_by": "survey"},
            {"code": "4", "label": "Thưởng", "max": 3, "channel": "bonus", "rule": {"kind": "bonus", "each": 1}},
            {"code": "5", "label": "Phạt", "max": 0, "channel": "penalty", "rule": {"kind": "penalty", "each": 0.5, "cap": 5}},
        ],
    }
)  # fmt: skip
UNITS = pl.DataFrame(
    {"unit_id": ["a", "b", "c"], "name": ["Xã A", "Xã B", "Xã C"], "region": ["Bắc", "Bắc", "Nam"]}
)


def league() -> Scorecard:
    """Three units: b has an exclusion, a bonus and a penalty; c lacks its survey."""
    rows = [
        ("a", "1.1", 27.0, None), ("a", "1.2", 18.0, None), ("a", "2", 20.0, None), ("a", "3", 16.0, None),
        ("b", "1.1", 24.0, None), ("b", "1.2", None, "not_applicable"), ("b", "2", 27.0, None), ("b", "3", 16.0, None),
        ("b", "4", 5.0, None), ("b", "5", 3.0, None),
        ("c", "1.1", 30.0, None), ("c", "1.2", 20.0, None), ("c", "2", 30.0, None), ("c", "3", None, "missing"),
    ]  # fmt: skip
    schema = {"unit_id": pl.String, "criterion_id": pl.String, "value": pl.Float64, "standing": pl.String}
    return score(EDITION, pl.DataFrame(rows, schema=schema, orient="row"), UNITS)
