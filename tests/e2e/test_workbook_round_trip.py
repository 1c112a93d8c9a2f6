"""The fill-in workbook goes down, is filled in without a network, and comes back with a report row by row.

Edition ``commune-model@2025``: 1.1.3 gives its 1.5 points in proportion from 70 %; 1.2 gives 0.25 for each report;
1.4.2 gives 0 at 0, 0.25 at 12 and 0.5 at 24 articles, on a line between.
"""

import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

STAGE = "cast"
NAME = "Bảng nhập Bắc Sơn.xlsx"
TITLES = ("Mã tiêu chí", "Ô nhập", "Giá trị")
FILLED = {
    ("1.1.1", "value"): None,
    ("1.1.3", "numerator"): 12,
    ("1.1.3", "denominator"): 15,
    ("1.2", "value"): 3,
}
"""What the officer fills in; the first cell is emptied, which changes nothing."""
LEAVES = """() => Object.fromEntries([...document.querySelectorAll("article.leaf")].map(leaf => [
    leaf.id.slice(3),
    {
        typed: [...leaf.querySelectorAll("input:not([type=hidden]), textarea, select")].filter(
            one => !["radio", "checkbox"].includes(one.type) || one.checked).map(one => one.value).filter(Boolean),
        points: leaf.querySelector("[data-points] strong")?.innerText ?? "",
        revision: leaf.querySelector("[name=revision]")?.value ?? "",
    },
]))"""


def cells_to_fill(book: Workbook):
    """Give the cell of each input by criterion and name, as the sheet itself names them."""
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if {cell.value for cell in row}.issuperset(TITLES))
    code, name, value = (next(cell.column for cell in header if cell.value == title) for title in TITLES)
    rows = range(header[0].row + 1, sheet.max_row + 1)
    return {(sheet.cell(n, code).value, sheet.cell(n, name).value): sheet.cell(n, value) for n in rows}


def filled_in(file: Path, values) -> tuple[bytes, dict[str, int]]:
    """Fill cells of a downloaded workbook; give its bytes and the row of each criterion."""
    book = load_workbook(file)
    cells = cells_to_fill(book)
    for key, value in values.items():
        assert not cells[key].protection.locked, key
        cells[key].value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue(), {code: cell.row for (code, _), cell in reversed(cells.items())}


class Officer:
    """The officer of Xã Bắc Sơn in front of the entry."""

    def __init__(self, visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        visitor.go("/lam-viec/")
        self.page.locator("a[href*='/tu-danh-gia/']").first.click()
        self.page.wait_for_load_state()
        self.entry = self.page.url.replace(visitor.site.address, "")

    def types(self, code: str, value: str) -> None:
        """Type the one input of a criterion and save it."""
        self.visitor.go(self.entry)
        leaf = self.page.locator(f"[id='tc-{code}']")
        box = leaf.locator("input[name=i-value]").first
        if box.get_attribute("type") == "radio":
            leaf.locator(f"input[name=i-value][value='{value}']").check()
        else:
            box.fill(value)
        self.page.locator(f"[id='tc-{code}'] [data-points] strong", has_text="0,5/").wait_for()

    def sees(self) -> tuple[dict, str]:
        """Give every leaf of the entry page, and the sum on top of it."""
        self.visitor.go(self.entry)
        line = " ".join(self.page.locator(".entry-progress__line").inner_text().split())
        return self.page.evaluate(LEAVES), line

    def downloads(self, to: Path) -> Path:
        """Take the workbook home."""
        self.visitor.go(f"{self.entry}bang-nhap/")
        self.visitor.looks_well("bang-nhap")
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name="Tải bảng nhập").click()
        assert "Bắc Sơn" in waiting.value.suggested_filename
        waiting.value.save_as(to)
        return to

    def lead(self) -> str:
        """Give the sentence under the heading."""
        return self.page.locator("p.lead").inner_text()

    def uploads(self, raw: bytes) -> dict[str, list[str]]:
        """Hand a workbook in for a preview; give what its report says, row by row."""
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        self.visitor.go(f"{self.entry}bang-nhap/")
        self.page.set_input_files("[name=file]", {"name": NAME, "mimeType": kind, "buffer": raw})
        self.visitor.press("Đọc tệp và xem trước")
        self.visitor.looks_well("bang-nhap-xem-truoc")
        rows = self.page.locator("main table tbody tr").all()
        told = [[cell.inner_text().strip() for cell in row.locator("th, td").all()] for row in rows]
        return {code: rest for code, *rest in told}


@pytest.fixture
def kept(site):
    """What the database keeps of the entry, asked now."""
    return lambda: json.loads(site.stage("answers"))


def hand_in_a_wrong_cell(officer: Officer, file: Path) -> None:
    """The report refuses the one cell, with its row, and says what the others would change."""
    wrong, rows = filled_in(file, FILLED | {("1.4.2", "value"): "chín phẩy năm"})
    report = officer.uploads(wrong)
    assert officer.lead() == f"{NAME} · 2 mục thay đổi, 51 mục giữ nguyên, 1 mục bị từ chối"
    assert list(report) == ["1.1.3", "1.2", "1.4.2"]
    row, _, stands, typed, verdict = report["1.4.2"]
    assert (row, stands, typed) == (str(rows["1.4.2"]), "–", "chín phẩy năm")
    assert verdict.startswith("bị từ chối")
    assert "chín phẩy năm" in verdict


def hand_in_mended(officer: Officer, file: Path) -> None:
    """The report of the mended file refuses nothing."""
    mended, rows = filled_in(file, FILLED | {("1.4.2", "value"): 18})
    report = officer.uploads(mended)
    assert officer.lead() == f"{NAME} · 3 mục thay đổi, 51 mục giữ nguyên, 0 mục bị từ chối"
    assert {code: (row, verdict) for code, (row, *_, verdict) in report.items()} == {
        code: (str(rows[code]), "sẽ thay đổi") for code in ("1.1.3", "1.2", "1.4.2")
    }


def test_a_workbook_comes_back_with_a_report_is_mended_and_applied_at_once(visit, kept, tmp_path):
    officer = Officer(visit("officer"))
    officer.types("1.1.1", "1")
    officer.types("1.2", "2")
    before, line = officer.sees()
    stored = kept()
    assert "1,00/54,75 điểm" in line
    assert "đã chấm 2/51 mục phải chấm (thêm 3 mục không bắt buộc)" in line
    assert {code: row["inputs"]["value"] for code, row in stored.items()} == {"1.1.1": "1", "1.2": "2"}

    file = officer.downloads(tmp_path / "bang.xlsx")
    hand_in_a_wrong_cell(officer, file)
    assert officer.sees() == (before, line), "a file that was only read has changed the entry"
    assert kept() == stored

    hand_in_mended(officer, file)
    assert kept() == stored, "a preview has changed the entry"
    officer.visitor.press("Áp dụng")
    assert f"Đã áp dụng 3 mục từ tệp {NAME}." in officer.visitor.text()
    officer.visitor.looks_well("tu-danh-gia-sau-bang-nhap")

    after, line = officer.sees()
    assert "2,83/54,75 điểm" in line, "0.5 + 1.2 + 0.75 + 0.375 = 2.825"
    assert "đã chấm 4/51 mục phải chấm" in line
    changed = {code: leaf for code, leaf in after.items() if leaf != before[code]}
    assert {code: (leaf["typed"], leaf["points"]) for code, leaf in changed.items()} == {
        "1.1.3": (["12", "15"], "1,2/1,5 điểm"),
        "1.2": (["3"], "0,75/1 điểm"),
        "1.4.2": (["18"], "0,375/0,5 điểm"),
    }
    assert {code: (row["inputs"], row["points"], row["revision"]) for code, row in kept().items()} == {
        "1.1.1": ({"value": "1"}, "0.5", 1),
        "1.1.3": ({"numerator": "12", "denominator": "15"}, "1.2", 1),
        "1.2": ({"value": "3"}, "0.75", 2),
        "1.4.2": ({"value": "18"}, "0.375", 1),
    }


def test_a_file_that_was_applied_is_not_applied_twice(visit, kept, tmp_path):
    officer = Officer(visit("officer"))
    stored = kept()
    raw, _ = filled_in(officer.downloads(tmp_path / "bang.xlsx"), {("1.2", "value"): 4})
    officer.uploads(raw)
    address = officer.page.url.replace(officer.visitor.site.address, "")
    officer.visitor.press("Áp dụng")
    assert kept()["1.2"]["points"] == "1"
    officer.visitor.go(address)
    assert "Đã áp dụng lúc" in officer.visitor.text()
    assert officer.page.get_by_role("button", name="Áp dụng").count() == 0
    assert kept()["1.2"]["revision"] == stored["1.2"]["revision"] + 1
