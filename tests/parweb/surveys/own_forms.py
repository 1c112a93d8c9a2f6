"""A small form of an institute, as it sends it in: a skip, a constraint, an index of two items."""

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

YAML = """\
id: hai-long-mot-cua
year: 2026
version: "1"
title: {vi: Hài lòng tại bộ phận một cửa, en: Satisfaction at the one-stop shop}
languages: [vi, en]
introduction: {vi: Xin Ông/Bà cho biết ý kiến., en: Please tell us.}
scales:
  level:
    options:
      - {code: 1, label: {vi: Không hài lòng, en: Dissatisfied}}
      - {code: 2, label: {vi: Bình thường, en: Neutral}}
      - {code: 3, label: {vi: Hài lòng, en: Satisfied}}
      - {code: 9, label: {vi: Không ý kiến, en: No opinion}}
    no_opinion: [9]
questions:
  - id: came
    kind: single
    label: {vi: Ông/Bà đã đến bộ phận một cửa chưa?, en: Have you been there?}
    options: [{code: 1, label: {vi: Rồi, en: "Yes"}}, {code: 2, label: {vi: Chưa, en: "No"}}]
    is_required: true
  - id: visits
    kind: integer
    label: {vi: Mấy lần?, en: How often?}
    relevant: "${came} = 1"
    constraint: ". >= 1 and . <= 50"
    constraint_message: {vi: Ghi từ 1 đến 50 lần., en: Write 1 to 50.}
  - id: q
    kind: matrix
    label: {vi: Mức hài lòng, en: How satisfied}
    scale: level
    relevant: "${came} = 1"
    items:
      - {id: q_staff, label: {vi: Thái độ công chức, en: Staff}}
      - {id: q_time, label: {vi: Thời gian, en: Time}}
factors:
  - {code: A, label: {vi: Phục vụ, en: Service}, items: [q_staff, q_time]}
index: {satisfied: [3]}
"""
SURVEY = [
    ["type", "name", "label", "relevant", "constraint"],
    ["select_one yes_no", "came", "Ông/Bà đã đến chưa?", "", ""],
    ["integer", "visits", "Mấy lần?", "${came} = 1", ". >= 1"],
    ["select_one level", "staff", "Thái độ", "${came} = 1", ""],
]
CHOICES = [
    ["list_name", "name", "label"],
    ["yes_no", "1", "Rồi"],
    ["yes_no", "2", "Chưa"],
    ["level", "1", "Không hài lòng"],
    ["level", "2", "Hài lòng"],
]
SETTINGS = [["form_title", "form_id", "version"], ["Phiếu thử", "phieu_thu_2026", "1"]]
EXTRAS = [
    ["key", "json"],
    ["factors", json.dumps({"code": "A", "label": {"vi": "Phục vụ"}, "items": ["staff"]})],
    ["index", json.dumps({"satisfied": [2]})],
]


def workbook(survey: list[list[str]] = SURVEY, choices: list[list[str]] = CHOICES) -> bytes:
    """Give an XLSForm as a file."""
    sheets = {"survey": survey, "choices": choices, "settings": SETTINGS, "_parindex": EXTRAS}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path.read_bytes()


def as_file(content: bytes | str, name: str) -> io.BytesIO:
    """Give a file as a browser sends it."""
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    file.name = name
    return file
