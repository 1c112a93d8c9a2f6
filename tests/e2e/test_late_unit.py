"""A unit that is late finds its entry locked; opened again for a reason, it goes on where it was."""

from datetime import datetime, timedelta

from tests.e2e.calendar_steps import HERE, move_to, typed

STAGE = "cast"
ROUND = "cap-xa-2025"
NOTE = "input[name=note], textarea[name=note]"


def open_leaf(officer) -> None:
    officer.go("/lam-viec/")
    officer.page.locator("a[href*='/tu-danh-gia/']").first.click()
    officer.page.wait_for_load_state()
    address = officer.page.url.rstrip("/")
    number = address.rsplit("/", 1)[-1]
    officer.go(f"/tu-danh-gia/{number}/tc/2.1.1/")


def save_note(officer, text: str) -> None:
    if not officer.page.locator(NOTE).first.is_visible():
        officer.page.locator(f"details:has({NOTE.split(',')[1].strip()}) > summary").last.click()
    officer.page.locator(NOTE).first.fill(text)
    officer.page.wait_for_selector("text=Đã lưu")


def test_a_late_unit_is_locked_and_opened_again_for_a_reason(visit, site):
    officer, manager = visit("officer", width=360), visit("manager")
    open_leaf(officer)
    officer.looks_well("tu-danh-gia-mot-muc")
    save_note(officer, "đang làm")

    move_to(manager, ROUND, "appraisal_1")
    open_leaf(officer)
    assert officer.page.locator("form[data-autosave]").count() == 0
    assert "khóa" in officer.text().lower()
    officer.looks_well("tu-danh-gia-da-khoa")

    manager.go(f"/ky/{ROUND}/tien-do/")
    manager.looks_well("tien-do-co-don-vi-muon")
    manager.follow("Xã Bắc Sơn")
    until = datetime.now(tz=HERE) + timedelta(days=2)
    manager.page.select_option("[name=phase]", "self_score")
    manager.fill(until=typed(until), reason="Mất mạng do bão từ ngày 12 đến ngày 15")
    manager.press("Mở lại")
    manager.looks_well("don-vi-mo-lai")
    assert "Mất mạng do bão" in manager.text()

    officer.go("/hop-thu/")
    assert "Xã Bắc Sơn được mở lại đến" in officer.text()
    assert "Lý do: Mất mạng do bão" in officer.text()
    open_leaf(officer)
    assert officer.page.locator(NOTE).first.input_value() == "đang làm"
    save_note(officer, "đã bổ sung")

    other = visit("other_officer")
    open_leaf(other)
    assert other.page.locator("form[data-autosave]").count() == 0, (
        "only the unit that was opened again may work"
    )
