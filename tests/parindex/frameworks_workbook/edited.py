"""A small edition, exported, edited as an official would with Excel, and imported again."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from parindex.errors import Problem, ProblemsFound
from parindex.frameworks.cases import Case
from parindex.frameworks.model import Edition
from parindex.frameworks.workbook.exporting import export_workbook
from parindex.frameworks.workbook.importing import Imported, import_workbook

HEADER = 4
"""The row of the headings, as people count."""
BANDS = [{"from": 100, "points": 2}, {"from": 80, "below": 100, "points": "1.5"}, {"below": 80, "points": 0}]
SMALL = Edition.model_validate(
    {
        "id": "mau",
        "year": 2025,
        "title": {"vi": "Bộ tiêu chí mẫu", "en": "Sample edition"},
        "legal_basis": {"number": "1/QĐ-UBND", "date": "2025-01-02", "issuer": "UBND tỉnh"},
        "channels": {
            "appraisal": {"label": {"vi": "Thẩm định", "en": "Appraisal"}, "max": 4},
            "sipas": {"label": "Chỉ số hài lòng", "max": 10},
        },
        "settings": {"classes": {"bands": [{"code": "A", "label": "Tốt", "from": 80}]}},
        "tree": [
            {
                "code": "1",
                "label": "Cải cách thủ tục hành chính",
                "max": 4,
                "channel": "appraisal",
                "criteria": [
                    {
                        "code": "1.1",
                        "label": "Hồ sơ đúng hạn",
                        "max": 2,
                        "rule": {"kind": "bands", "bands": BANDS},
                        "evidence": [{"label": "Báo cáo năm"}, {"label": "Biên bản", "required": False}],
                    },
                    {"code": "1.2", "label": "Công khai thủ tục", "max": 2, "rule": {"kind": "yes_no"}},
                ],
            },
            {
                "code": "2",
                "label": "SIPAS",
                "max": 10,
                "channel": "sipas",
                "scored_by": "survey",
                "rule": {"kind": "survey_index"},
            },
        ],
    }
)
CASES = [
    Case.model_validate(
        {
            "name": "Chín mươi phần trăm được 1,5 điểm",
            "units": {"Xã A": {"1.1": 90, "1.2": "not_applicable"}},
            "expect": {"Xã A": {"points": {"1.1": "1.5"}, "ranks": {"total": "1/1"}, "excluded": ["1.2"]}},
        }
    )
]


class Edited:
    """The sheets of the exported workbook, with cells named by code and heading."""

    def __init__(self, path: Path, edition: Edition = SMALL, cases: list[Case] | None = None) -> None:
        self.path = path
        export_workbook(edition, CASES if cases is None else cases, path)
        self.book = openpyxl.load_workbook(path)
        self.tree: Worksheet = self.book["Bộ tiêu chí"]
        self.settings: Worksheet = self.book["Thiết lập"]
        self.cases: Worksheet = self.book["Ví dụ"]

    def column(self, heading: str, sheet: Worksheet | None = None) -> int:
        cells = (sheet or self.tree)[HEADER]
        return next(cell.column for cell in cells if cell.value == heading)

    def row(self, code: str) -> int:
        return next(row for row in range(HEADER + 1, 200) if self.tree.cell(row, 1).value == code)

    def cell(self, code: str, heading: str):
        return self.tree.cell(self.row(code), self.column(heading))

    def put(self, code: str, heading: str, value) -> None:
        self.cell(code, heading).value = value

    def setting(self, key: str):
        row = next(row for row in range(HEADER + 1, 100) if self.settings.cell(row, 1).value == key)
        return self.settings.cell(row, 3)

    def write_row(self, row: int, **values) -> None:
        for heading, value in values.items():
            self.tree.cell(row, self.column(heading.replace("_", " "))).value = value

    def first_spare_row(self) -> int:
        return next(row for row in range(HEADER + 1, 200) if self.tree.cell(row, 1).value is None)

    def read(self) -> Imported:
        self.book.save(self.path)
        return import_workbook(self.path)

    def refused(self) -> tuple[Problem, ...]:
        with suppress(ProblemsFound):
            self.read()
            raise AssertionError("nothing was refused")
        try:
            return import_workbook(self.path).problems
        except ProblemsFound as found:
            return found.problems


Opener = Callable[[], Edited]
