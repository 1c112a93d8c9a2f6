"""A small edition with every type of input, and the writing of files to read with it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from parindex.errors import ProblemsFound
from parindex.frameworks.model import Edition

SMALL = Edition.model_validate(
    {
        "id": "reading-test",
        "year": 2025,
        "title": "Bộ tiêu chí thử",
        "illustrative": True,
        "channels": {"appraisal": {"label": "Thẩm định", "max": 100}},
        "tree": [
            {
                "code": "1",
                "label": "Chỉ đạo, điều hành",
                "max": 20,
                "criteria": [
                    {
                        "code": "1.1",
                        "label": "Ban hành kế hoạch",
                        "max": 2,
                        "rule": {"kind": "yes_no"},
                        "not_applicable": "exclude",
                    },
                    {"code": "1.2", "label": "Số sáng kiến", "max": 18, "rule": {"kind": "count", "each": 1}},
                ],
            },
            {
                "code": "3",
                "label": "Thủ tục hành chính",
                "max": 50,
                "criteria": [
                    {
                        "code": "3.1",
                        "label": "Tỷ lệ công khai",
                        "max": 10,
                        "rule": {"kind": "proportional"},
                    },
                    {
                        "code": "3.2",
                        "label": "Tỷ lệ hồ sơ đúng hạn",
                        "max": 10,
                        "rule": {
                            "kind": "proportional",
                            "quantity": {
                                "as": "ratio",
                                "numerator": "Số hồ sơ đúng hạn",
                                "denominator": "Tổng số hồ sơ",
                            },
                        },
                        "not_applicable": "full",
                    },
                    {
                        "code": "3.9",
                        "label": "Tỷ lệ trực tuyến",
                        "max": 10,
                        "rule": {"kind": "proportional", "quantity": {"as": "share"}},
                    },
                    {
                        "code": "3.10",
                        "label": "Mức độ hài lòng",
                        "max": 20,
                        "rule": {
                            "kind": "levels",
                            "levels": [
                                {"value": 3, "label": {"vi": "Tốt", "en": "Good"}, "share": 100},
                                {"value": 2, "label": "Khá", "share": 75},
                                {"value": 1, "label": "Trung bình", "share": 50},
                            ],
                        },
                    },
                ],
            },
            {
                "code": "8",
                "label": "Tác động",
                "max": 30,
                "criteria": [
                    {
                        "code": "8.1",
                        "label": "Đánh giá của lãnh đạo",
                        "max": 2,
                        "rule": {"kind": "graded"},
                        "scored_by": "council",
                    },
                    {
                        "code": "8.2",
                        "label": "Thu ngân sách",
                        "max": 28,
                        "rule": {
                            "kind": "linear",
                            "quantity": {"as": "number"},
                            "knots": [{"at": 0, "points": 0}, {"at": 9000, "points": 28}],
                        },
                    },
                ],
            },
        ],
    }
)

UNITS = pl.DataFrame(
    {
        "unit_id": ["00001", "00002", "00003"],
        "name": ["Xã Đồng Tâm", "Xã Hồng Dụ", "Thị trấn Ninh Giang"],
        "league": ["xã", "xã", "xã"],
    }
)


def csv_file(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "điểm.csv") -> Path:
    """Write lines as they are."""
    path = folder / name
    path.write_bytes("\n".join((*lines, "")).encode(encoding))
    return path


def xlsx_file(
    folder: Path, rows: Iterable[Sequence[Any]], *, sheet: str = "Giá trị", name: str = "điểm.xlsx"
) -> Path:
    """Write rows of cells: texts as texts, numbers as numbers."""
    path = folder / name
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def problems_of(call: Any, *args: Any, **options: Any) -> dict[str, list[Any]]:
    """Call something that must fail; give its problems by code."""
    try:
        call(*args, **options)
    except ProblemsFound as found:
        by_code: dict[str, list[Any]] = {}
        for problem in found.problems:
            by_code.setdefault(problem.code, []).append(problem)
        return by_code
    raise AssertionError("nothing was refused")
