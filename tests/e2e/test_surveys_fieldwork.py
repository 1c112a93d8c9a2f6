"""Fieldwork as people do it: without a network, at a kiosk, from paper; a firm sees its own campaign alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.e2e.conftest import _QUIET, browser_path
from tests.e2e.site import Site
from tests.parweb.cast import PASSWORD

STAGE = "fieldwork"
SLUG = "sipas-2025"
expect.set_options(timeout=30_000)


def answers(site: Site) -> list[dict[str, Any]]:
    """What the database holds."""
    return json.loads(site.stage("survey_counts"))  # type: ignore[no-any-return]


def telephone(playwright: Playwright, folder: Path) -> BrowserContext:
    """A browser whose storage outlives it, as an installed page on a telephone."""
    return playwright.chromium.launch_persistent_context(
        str(folder),
        executable_path=browser_path(),
        args=_QUIET,
        viewport={"width": 360, "height": 800},
        locale="vi-VN",
    )


def sign_in(page: Page, site: Site) -> None:
    """Sign in as the interviewer, on the way to the list of people."""
    page.goto(f"{site.address}/tai-khoan/login/?next=/phong-van/{SLUG}/")
    page.fill("input[name=login]", "interviewer")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").first.click()


def take_along(page: Page, site: Site, work: str) -> None:
    """Open the list with a network, so that it is on the device."""
    sign_in(page, site)
    page.wait_for_url(work)
    expect(page.locator("ul.people > li")).to_have_count(3)
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()  # now the page itself is kept too
    expect(page.locator("ul.people > li")).to_have_count(3)


def interview(page: Page) -> None:
    """Answer one person's form to its end: the first choice of everything."""
    page.get_by_role("button", name="Bắt đầu hỏi").first.click()
    form = page.locator("form")
    form.wait_for()
    while True:
        for group in form.locator("fieldset:has(input[type=radio])").all():
            group.locator("label").first.click()
        before = page.locator("[data-app] .far span").inner_text()
        form.locator("button.go").click()
        if before.split()[1] == before.split()[3]:
            break
        expect(page.locator("[data-app] .far span")).not_to_have_text(before)
    page.locator("ul.people").wait_for()


def test_three_interviews_without_a_network_and_a_restart_are_three_answers_and_not_six(
    playwright: Playwright, site: Site, tmp_path: Path
):
    work = f"{site.address}/phong-van/{SLUG}/"
    context = telephone(playwright, tmp_path / "phone")
    page = context.new_page()
    take_along(page, site, work)
    context.set_offline(True)
    for _number in range(3):
        interview(page)
    expect(page.locator("[data-queue]")).to_have_text("Chờ gửi: 3")
    expect(page.locator("[data-send]")).to_be_visible()
    assert answers(site) == []
    context.close()

    context = telephone(playwright, tmp_path / "phone")
    context.set_offline(True)
    page = context.new_page()
    page.goto(work)
    expect(page.locator("[data-queue]")).to_have_text("Chờ gửi: 3")
    context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_role("link", name="hãy đăng nhập lại").wait_for()  # a closed browser is signed out
    sign_in(page, site)
    page.wait_for_url(work)
    expect(page.locator("[data-queue]")).to_have_text("Mọi phiếu đã được gửi.")
    expect(page.locator("[data-send]")).to_be_hidden()
    assert [one["mode"] for one in answers(site)] == ["interviewer"] * 3
    page.reload()
    expect(page.locator("[data-queue]")).to_have_text("Mọi phiếu đã được gửi.")
    assert len(answers(site)) == 3
    assert {one["answers"]["q9_1"] for one in answers(site)} == {1}
    context.close()


def kiosk_of(site: Site) -> str:
    return str(json.loads(site.stage("survey_kiosk"))["code"])


def test_a_kiosk_keeps_a_low_touch_and_is_free_again_after_thirty_seconds(visit, site: Site):
    person = visit(None, width=1280)
    person.page.clock.install()
    code = kiosk_of(site)
    person.go(f"/kiosk/{code}/")
    person.looks_well()
    person.press("CHƯA HÀI LÒNG")
    person.looks_well()
    assert "Chờ lâu" in person.text()
    person.page.clock.fast_forward(20_000)
    person.page.get_by_text("Chờ lâu").click()
    person.page.clock.fast_forward(25_000)  # 45 s after it opened, 25 s after the last touch
    assert "Chờ lâu" in person.text()
    person.page.clock.fast_forward(6_000)
    expect(person.page.locator("button.face")).to_have_count(3)
    kept = [one for one in answers(site) if one["mode"] == "kiosk"]
    assert kept == [{"mode": "kiosk", "is_partial": True, "answers": {"attitude": 1}}]


@pytest.mark.parametrize("script", [True, False])
def test_a_face_is_one_touch_on_a_small_screen_with_and_without_script(visit, site: Site, script: bool):
    before = len(answers(site))
    person = visit(None, width=360, script=script)
    person.go(f"/kiosk/{kiosk_of(site)}/")
    assert person.fits()
    person.press("RẤT HÀI LÒNG")
    assert "Xin cảm ơn" in person.text()
    assert len(answers(site)) == before + 1


def test_two_people_type_a_sheet_and_what_differs_is_settled(visit, site: Site):
    first, second = visit("one"), visit("two")
    sheet = f"/khao-sat/{SLUG}/lo-giay/1/phieu/1/"
    for person, third in ((first, "4"), (second, "3")):
        person.go(sheet)
        person.page.locator("[name=gender]").focus()
        person.page.keyboard.type("1132" + "1")  # a full code goes to the next box by itself
        assert person.page.locator("[name=gender]").input_value() == "1"
        person.fill(q9_1="5", q9_2="5", q9_3=third)
        person.looks_well()
        person.press("Lưu, sang phiếu sau")
    second.go(f"/khao-sat/{SLUG}/lo-giay/1/khac-biet/")
    second.looks_well()
    cells = second.page.locator("#different tbody tr").all_inner_texts()
    assert len(cells) == 1
    assert cells[0].split("\t")[1:3] == ["4 Hài lòng", "3 Bình thường"]
    second.page.set_viewport_size({"width": 360, "height": 800})
    second.page.locator("#different th a").click()
    second.looks_well()
    right = second.page.locator("[name=q9_3]").bounding_box()
    assert right is not None
    assert right["x"] + right["width"] <= 360  # what is typed into stands in the window, not beside it
    second.fill(q9_3="4")
    second.press("Lưu kết quả thống nhất")
    paper = [one for one in answers(site) if one["mode"] == "paper"]
    assert [one["answers"]["q9_3"] for one in paper] == [4]


def test_enter_goes_from_box_to_box_where_a_sheet_is_settled_too(visit, site: Site):
    first, second = visit("one"), visit("two")
    sheet = f"/khao-sat/{SLUG}/lo-giay/1/phieu/2/"
    before = len([one for one in answers(site) if one["mode"] == "paper"])
    for person, code in ((first, "5"), (second, "4")):
        person.go(sheet)
        person.fill(q9_1=code, q9_2=code)
        person.press("Lưu, sang phiếu sau")
    second.go(f"{sheet}thong-nhat/")
    second.page.locator("[name=q9_1]").press("Enter")
    expect(second.page.locator("[name=q9_2]")).to_be_focused()
    assert len([one for one in answers(site) if one["mode"] == "paper"]) == before
    second.page.keyboard.type("5")  # a full code goes on
    expect(second.page.get_by_role("button", name="Lưu kết quả thống nhất")).to_be_focused()
    second.page.keyboard.press("Enter")
    expect(second.page.locator(".error-summary li")).to_have_count(1)  # nothing was decided of the first
    expect(second.page.locator("[name=q9_1]")).to_be_focused()
    assert len([one for one in answers(site) if one["mode"] == "paper"]) == before
    second.page.keyboard.press("Tab")
    second.page.keyboard.press("Space")
    second.complaints.clear()  # that the page was refused
    second.looks_well()
    second.press("Lưu kết quả thống nhất")
    second.page.wait_for_url(f"**/khao-sat/{SLUG}/lo-giay/1/")
    paper = [one["answers"] for one in answers(site) if one["mode"] == "paper"]
    assert paper[before:] == [{"q9_2": 5}]


def test_without_script_enter_in_a_box_sends_nothing_and_the_button_does(visit, site: Site):
    keyer = visit("one", script=False)
    page = keyer.page
    firm = visit("firm")
    firm.go(f"/khao-sat/{SLUG}/lo-giay/")
    firm.fill(unit="99001", sheets="1")
    firm.page.check("[name=is_blank]")
    firm.press("Lập lô")
    assert "Đã lập lô 2." in firm.text()
    sheet = f"/khao-sat/{SLUG}/lo-giay/2/phieu/1/"
    keyer.go(sheet)
    page.locator("[name=gender]").fill("1")
    page.locator("[name=gender]").press("Enter")
    page.wait_for_timeout(500)
    assert (page.url, page.locator("[name=gender]").input_value()) == (site.address + sheet, "1")
    page.get_by_role("button", name="Lưu, sang phiếu sau").press("Enter")
    page.wait_for_url(f"**/khao-sat/{SLUG}/lo-giay/2/")
    assert "Đã lưu phiếu 1, chờ người khác nhập lần hai." in keyer.text()


def test_a_fieldwork_firm_sees_its_campaign_and_no_other(visit):
    firm = visit("firm")
    firm.go("/khao-sat/")
    assert "SIPAS cấp xã năm 2025" in firm.text()
    assert "Điều tra khác" not in firm.text()
    for path in ("", "dieu-tra-vien/", "lo-giay/"):
        assert firm.go(f"/khao-sat/{SLUG}/{path}").status == 200
        firm.looks_well()
        assert firm.go(f"/khao-sat/khac/{path}").status == 403
