"""A form with a skip, written on a page by keyboard: followed with and without a script, and on a device."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import Visitor

STAGE = "fieldwork"
BUILD = "/khao-sat/phieu-hoi/soan/"
WORK = "/phong-van/sipas-2025/"
_GIVE = """
from parweb.surveys.models import Campaign, Invitation, Questionnaire
from parweb.surveys.tokens import hash_of
row = Questionnaire.objects.latest("pk")
Campaign.objects.filter(slug="sipas-2025").update(instrument=row.ref, instrument_digest=row.digest)
for one in Invitation.objects.filter(campaign__slug="sipas-2025", order__gte=4):
    one.token_hash = hash_of(str(one.order) * 16)
    one.save()
"""
"""Give the newest form to the campaign, and links to the two who are not asked by the interviewer."""


def write(page: Page, at: int, kind: str, label: str, lines: str = "") -> None:
    """Write one question, by keyboard."""
    page.locator(f"[name=form-{at}-kind]").focus()
    page.locator(f"[name=form-{at}-kind]").select_option(kind)
    page.locator(f"[name=form-{at}-label]").press("Control+A")
    page.keyboard.type(label)
    if lines:
        page.locator(f"[name=form-{at}-items]").press("Control+A")
        page.keyboard.insert_text(lines)


def build(maker: Visitor) -> None:
    """Write a form of three questions, of which the second waits for an answer to the first."""
    page = maker.page
    maker.go(BUILD)
    maker.fill(owner="Tỉnh Minh Họa", title="Hỏi nhanh về một cửa")
    page.get_by_role("button", name="Thêm một câu").press("Enter")
    page.wait_for_load_state()
    write(page, 0, "single", "Đã đến chưa?", "Có\nKhông")
    write(page, 1, "integer", "Đến mấy lần?")
    write(page, 2, "text", "Góp ý gì?")
    maker.looks_well("soan-phieu")
    page.get_by_role("button", name="Chỉ hỏi khi… câu 2").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chỉ hỏi khi…")
    page.get_by_role("button", name="Thêm điều kiện").press("Enter")
    page.get_by_role("checkbox", name="Có", exact=True).press("Space")
    maker.looks_well("soan-phieu-dieu-kien")
    page.get_by_role("button", name="Xong").last.press("Enter")
    expect(page.locator("#question-1 .question-skip")).to_have_text(
        "Chỉ hỏi khi câu 1 “Đã đến chưa?” là “Có”"
    )
    expect(page.locator("#skip-1")).to_be_focused()


@pytest.mark.parametrize(("width", "script"), [(1280, True), (360, True), (360, False)])
def test_a_skip_is_set_by_keyboard_and_a_change_that_breaks_it_is_told(visit, site, width, script):
    maker = visit("manager", width=width, script=script)
    page = maker.page
    build(maker)
    page.locator("#down-0").press("Enter")
    expect(page.locator("#breaks")).to_contain_text("SV383")
    maker.looks_well("soan-phieu-hong")
    page.get_by_role("button", name="Xem trước").last.press("Enter")
    expect(page.locator("#breaks li")).to_have_count(1)
    maker.complaints = [one for one in maker.complaints if "status of 422" not in one]
    page.locator("#up-1").press("Enter")
    expect(page.locator("#breaks")).to_have_count(0)
    page.get_by_role("button", name="Xem trước").last.press("Enter")
    expect(page.locator(".preview-condition")).to_have_text("Chỉ hỏi khi câu 1 “Đã đến chưa?” là “Có”")
    maker.looks_well("soan-phieu-xem-truoc")
    page.get_by_role("button", name="Lưu phiếu").press("Enter")
    expect(page.locator("#questions")).to_contain_text("Chỉ hỏi khi câu 1 “Đã đến chưa?” là “Có”")
    site.command("shell", "-c", _GIVE)


@pytest.mark.parametrize(("number", "script", "came"), [(4, True, 2), (5, False, 1)])
def test_a_browser_with_and_without_a_script_follows_the_skip(visit, number, script, came):
    phone = visit(None, width=360, script=script)
    page = phone.page
    phone.go(f"/ks/{str(number) * 16}/1/")
    page.check(f"[name=c1][value='{came}']")
    page.locator("button.go").click()
    page.wait_for_load_state()
    expect(page.locator("[name=c2]")).to_have_count(1 if came == 1 else 0)
    expect(page.locator("[name=c3]")).to_have_count(0 if came == 1 else 1)
    if came == 1:
        page.fill("[name=c2]", "3")
        page.locator("button.go").click()
        expect(page.locator("[name=c3]")).to_have_count(1)
    phone.looks_well()


@pytest.mark.parametrize("came", [2, 1])
def test_an_interviewers_device_follows_the_skip(visit, came):
    phone = visit("interviewer", width=360)
    page = phone.page
    phone.go(WORK)
    page.get_by_role("button", name="Bắt đầu hỏi").first.press("Enter")
    page.locator("form").wait_for()
    page.locator(f"[name=c1][value='{came}']").check()
    page.locator("form button.go").press("Enter")
    name = "c2" if came == 1 else "c3"
    expect(page.locator(f"[name={name}]")).to_have_count(1)
    if came == 1:
        page.fill("[name=c2]", "3")
        page.locator("form button.go").press("Enter")
    expect(page.locator("[name=c3]")).to_have_count(1)
    expect(page.locator("[name=c2]")).to_have_count(0)
