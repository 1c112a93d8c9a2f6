"""An own form on an interviewer's telephone: what the server could not read, where the cursor is, what was refused."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import Visitor
from tests.e2e.site import Site

STAGE = "fieldwork"
WORK = "/phong-van/sipas-2025/"
TODAY = date.today()  # noqa: DTZ011  # the browser's own day is compared with itself


@pytest.fixture(scope="module")
def own(site: Site) -> Site:
    """The stage, with a form of the unit's own: a number and a day."""
    site.command("shell", "-c", "from tests.parweb.surveys.own_field import begin; begin()")
    return site


@pytest.fixture
def phone(own: Site, visit) -> Visitor:
    person: Visitor = visit("interviewer", width=360)
    person.go(WORK)
    expect(person.page.locator("ul.people > li")).to_have_count(3)
    return person


def answers(site: Site) -> list[dict[str, Any]]:
    return json.loads(site.stage("survey_counts"))  # type: ignore[no-any-return]


def here(page: Page) -> str:
    """What the cursor is at: the tag and its words."""
    return str(page.evaluate("`${document.activeElement.tagName} ${document.activeElement.textContent}`"))


def asked(page: Page) -> None:
    """Begin with the first person who still waits, by keyboard."""
    page.get_by_role("button", name="Bắt đầu hỏi").first.press("Enter")
    page.locator("form").wait_for()


def test_the_cursor_follows_from_screen_to_screen_and_to_what_is_to_be_mended(phone: Visitor):
    page = phone.page
    asked(page)
    assert here(page).startswith("H1 ")
    page.locator("form button.go").press("Enter")
    expect(page.locator(".problem")).to_have_text("Câu này cần được trả lời.")
    expect(page.locator("[name=visits]")).to_be_focused()
    assert page.locator("[name=visits]").get_attribute("aria-describedby") == "p-visits"
    phone.looks_well()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.locator("[data-app] .far span")).to_have_text("Phần 2 / 2")
    assert here(page).startswith("H1 ")
    page.get_by_role("button", name="Về danh sách").press("Enter")
    expect(page.locator("ul.people > li")).to_have_count(3)
    assert here(page).startswith("H1 ")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ba lần", "Ghi một số, ví dụ 12 hoặc 12,5."),
        ("1.5", "Ghi một số, ví dụ 12 hoặc 12,5."),
        ("2,5", "Ghi một số nguyên, ví dụ 12."),
    ],
)
def test_what_the_server_could_not_read_is_said_while_the_person_is_there(
    phone: Visitor, typed: str, said: str
):
    asked(phone.page)
    phone.page.fill("[name=visits]", typed)
    phone.page.locator("form button.go").click()
    expect(phone.page.locator(".problem")).to_have_text(said)
    expect(phone.page.locator("[name=visits]")).to_have_value(typed)


def test_a_day_is_compared_with_today_and_a_grouped_number_arrives_as_it_was_meant(phone: Visitor, own: Site):
    page = phone.page
    asked(page)
    page.fill("[name=visits]", "1.200")
    page.locator("form button.go").click()
    page.fill("[name=came_on]", (TODAY + timedelta(days=2)).isoformat())
    page.locator("form button.go").click()
    expect(page.locator(".problem")).to_have_text("Ngày đến không thể sau hôm nay.")
    page.fill("[name=came_on]", (TODAY - timedelta(days=3)).isoformat())
    page.locator("form button.go").click()
    expect(page.locator("[data-queue]")).to_have_text("Mọi phiếu đã được gửi.")
    kept = {"visits": 1200, "came_on": (TODAY - timedelta(days=3)).isoformat()}
    assert [one["answers"] for one in answers(own)] == [kept]


def test_a_form_that_was_refused_is_mended_and_sent_again(phone: Visitor, own: Site):
    page, before = phone.page, len(answers(own))
    asked(page)
    page.fill("[name=visits]", "4")
    page.locator("form button.go").click()
    expect(page.locator("[data-app] .far span")).to_have_text("Phần 2 / 2")
    page.route(
        f"**{WORK}gui/",
        lambda route: route.fulfill(
            json={
                "receipts": [
                    {"key": one["key"], "state": "refused", "why": "Câu “visits”: sai."}
                    for one in route.request.post_data_json["items"]
                ]
            }
        ),
    )
    page.locator("form button.go").click()
    expect(page.locator(".wrong")).to_contain_text("Câu “visits”: sai.")
    page.unroute(f"**{WORK}gui/")
    page.get_by_role("button", name="Sửa phiếu này").click()
    expect(page.locator("[name=visits]")).to_have_value("4")
    page.fill("[name=visits]", "5")
    for _screen in range(2):
        page.locator("form button.go").click()
    expect(page.locator("[data-queue]")).to_have_text("Mọi phiếu đã được gửi.")
    expect(page.locator(".wrong")).to_have_count(0)
    taken = answers(own)
    assert len(taken) == before + 1
    assert taken[-1]["answers"]["visits"] == 5


def until(page: Page, is_so: str) -> None:
    """Wait until a promise of the page gives something true."""
    wait = "await new Promise((go) => setTimeout(go, 50))"
    loop = f"for (let turn = 0; turn < 600; turn += 1) {{ if (await {is_so}) return true; {wait}; }}"
    assert page.evaluate(f"async () => {{ {loop} return false; }}"), is_so


def test_a_page_that_was_opened_once_opens_without_a_network(phone: Visitor):
    until(phone.page, f"caches.match('{WORK}')")
    phone.context.set_offline(True)
    phone.page.reload()
    expect(phone.page.locator("ul.people > li")).to_have_count(3)


def test_pages_are_still_on_the_device_after_the_site_was_renewed(phone: Visitor):
    page = phone.page
    until(page, f"caches.match('{WORK}')")
    phone.go("/khao-sat/")  # outside of what the worker serves, so that it can be taken away
    page.evaluate(
        """async path => {
      await (await navigator.serviceWorker.getRegistration(path)).unregister();
      for (const name of await caches.keys()) await caches.delete(name);
      await (await caches.open("phong-van:truoc")).put("/phong-van/", new Response("bản cũ"));
    }""",
        WORK,
    )
    phone.go(WORK)
    until(page, "caches.has('phong-van:truoc').then((is_there) => !is_there)")
    phone.context.set_offline(True)
    for path, words in (("/phong-van/", "SIPAS cấp xã năm 2025"), (WORK, "Bắt đầu hỏi")):
        phone.page.goto(phone.site.address + path)
        expect(phone.page.locator("main")).to_contain_text(words)


def test_a_note_that_is_being_typed_stays_when_what_waited_is_sent(phone: Visitor):
    page = phone.page
    page.route(f"**{WORK}du-lieu.json", lambda route: route.abort())
    page.get_by_role("button", name="Không hỏi được").first.press("Enter")
    page.locator("#note").fill("đi vắng")
    page.locator("#note").press("Enter")
    expect(page.locator("[data-queue]")).to_have_text("Chờ gửi: 1")
    page.get_by_role("button", name="Không hỏi được").last.press("Enter")
    page.locator("#note").fill("hẹn chiều mai")
    page.unroute(f"**{WORK}du-lieu.json")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-queue]")).to_have_text("Mọi phiếu đã được gửi.")
    expect(page.locator("[data-status]")).to_have_text("Đã gửi.")
    expect(page.locator("#note")).to_have_value("hẹn chiều mai")
