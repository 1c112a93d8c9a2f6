"""The fill-in workbook goes down, is filled in without a network, and comes back with a report row by row."""

import io

from openpyxl import load_workbook

STAGE = "cast"


def first_blank_cell(sheet):
    """The first cell that people fill in: unlocked, empty."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None and not cell.protection.locked:
                return cell
    raise AssertionError("no cell to fill in")


def test_a_workbook_comes_back_with_a_report_and_is_applied_at_once(visit, site, tmp_path):
    officer = visit("officer")
    officer.go("/lam-viec/")
    officer.page.locator("a[href*='/tu-danh-gia/']").first.click()
    officer.page.wait_for_load_state()
    number = officer.page.url.rstrip("/").rsplit("/", 1)[-1]
    officer.go(f"/tu-danh-gia/{number}/bang-nhap/")
    officer.looks_well("bang-nhap")
    with officer.page.expect_download() as waiting:
        officer.page.get_by_role("link", name="Tải bảng nhập").click()
    assert "Bắc Sơn" in waiting.value.suggested_filename
    file = tmp_path / "bang.xlsx"
    waiting.value.save_as(file)

    book = load_workbook(file)
    sheet = next(
        one for one in book if any(not cell.protection.locked for row in one.iter_rows() for cell in row)
    )
    first_blank_cell(sheet).value = "chín phẩy năm"
    changed = io.BytesIO()
    book.save(changed)
    officer.page.set_input_files(
        "[name=file]",
        {
            "name": "Bảng nhập Bắc Sơn.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": changed.getvalue(),
        },
    )
    officer.press("Đọc tệp và xem trước")
    officer.looks_well("bang-nhap-xem-truoc")
    assert "chín phẩy năm" in officer.text()
