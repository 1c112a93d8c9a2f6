"""An interviewer's telephone that cannot send: it says what is really so, keeps everything, and tries again."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import Visitor
from tests.e2e.site import Site

STAGE = "fieldwork"
WORK = "/phong-van/sipas-2025/"
DATA, SEND = f"**{WORK}du-lieu.json", f"**{WORK}gui/"


def move(site: Site, state: str) -> None:
    """Let the campaign stand in a state."""
    change = f"Campaign.objects.filter(slug='sipas-2025').update(state='{state}')"
    site.command("shell", "-c", f"from parweb.surveys.models import Campaign; {change}")


def notes(site: Site) -> list[str]:
    """The notes of attempts that the server has."""
    told = "print(json.dumps(list(Attempt.objects.order_by('pk').values_list('note', flat=True))))"
    said = site.command("shell", "-c", f"import json; from parweb.surveys.models import Attempt; {told}")
    return json.loads(said.strip().splitlines()[-1])  # type: ignore[no-any-return]


@pytest.fixture
def phone(site: Site, visit) -> Visitor:
    move(site, "field")
    person: Visitor = visit("interviewer", width=360)
    person.go(WORK)
    expect(person.page.locator("ul.people > li")).to_have_count(3)
    return person


def attempt(page: Page, note: str) -> None:
    """Write down that somebody was not there."""
    page.get_by_role("button", name="Không hỏi được").first.press("Enter")
    page.locator("#outcome").select_option("2.2")
    page.locator("#note").fill(note)
    page.locator("#note").press("Enter")
    page.locator("ul.people").wait_for()


def fails(page: Page, address: str, status: int = 500) -> None:
    """Let the server fail at an address."""
    page.route(address, lambda route: route.fulfill(status=status, body="<h1>Máy chủ gặp lỗi</h1>"))


@pytest.mark.parametrize("address", [DATA, SEND])
def test_a_failing_server_is_named_and_asked_again_by_itself(phone: Visitor, site: Site, address: str):
    page, before = phone.page, len(notes(site))
    page.clock.install()
    phone.go(WORK)
    fails(page, address)
    attempt(page, "máy chủ lỗi")
    expect(page.locator("[data-status]")).to_have_text(
        "Máy chủ đang gặp lỗi (mã 500). Phiếu vẫn ở trên máy; máy tự gửi lại sau 1 phút, không cần hỏi lại ai."
    )
    expect(page.locator("[data-queue]")).to_have_text("Chờ gửi: 1")
    page.clock.run_for(61_000)
    expect(page.locator("[data-status]")).to_contain_text("sau 2 phút")
    page.unroute(address)
    page.clock.run_for(121_000)
    expect(page.locator("[data-status]")).to_have_text("Đã gửi.")
    expect(page.locator("[data-queue]")).to_have_text("Mọi phiếu đã được gửi.")
    assert notes(site)[before:] == ["máy chủ lỗi"]


def test_one_item_the_server_stumbles_over_does_not_hold_back_the_others(phone: Visitor, site: Site):
    page, before = phone.page, len(notes(site))
    page.route(DATA, lambda route: route.abort())
    for note in ("một", "hai", "ba"):
        attempt(page, note)
    expect(page.locator("[data-status]")).to_have_text("Máy đang mất mạng; phiếu được giữ trên máy.")
    page.unroute(DATA)
    page.route(
        SEND,
        lambda route: (
            route.fulfill(status=500, body="lỗi")
            if '"note":"hai"' in route.request.post_data
            else route.continue_()
        ),
    )
    page.locator("[data-send]").click()
    expect(page.locator("[data-queue]")).to_have_text("Chờ gửi: 1")
    expect(page.locator("[data-status]")).to_contain_text("mã 500")
    assert sorted(notes(site)[before:]) == ["ba", "một"]
    page.unroute(SEND)
    page.locator("[data-send]").click()
    expect(page.locator("[data-queue]")).to_have_text("Mọi phiếu đã được gửi.")
    assert notes(site)[before + 2 :] == ["hai"]


def test_a_published_campaign_is_named_and_what_waits_stays_until_it_is_taken(phone: Visitor, site: Site):
    page, before = phone.page, len(notes(site))
    move(site, "published")
    attempt(page, "đến muộn")
    expect(page.locator("[data-status]")).to_contain_text(
        "Kết quả của đợt điều tra này đã công bố nên không nhận thêm phiếu."
    )
    expect(page.locator("[data-status]")).to_contain_text(
        "Phiếu vẫn ở trên máy: đừng xóa dữ liệu trình duyệt"
    )
    assert page.locator("[data-status] a").count() == 0
    expect(page.locator("[data-queue]")).to_have_text("Chờ gửi: 1")
    assert phone.go(WORK).status == 403
    expect(page.locator("[data-shut]")).to_contain_text("Trên máy này còn 1 mục chưa gửi.")
    phone.looks_well()
    move(site, "closed")
    phone.go(WORK)
    expect(page.locator("[data-queue]")).to_have_text("Mọi phiếu đã được gửi.")
    assert notes(site)[before:] == ["đến muộn"]


def test_a_closed_field_takes_what_was_begun_and_offers_nobody_new(phone: Visitor, site: Site):
    page = phone.page
    page.get_by_role("button", name="Bắt đầu hỏi").first.click()
    page.locator("form label").first.click()
    page.locator("form button.go").click()
    expect(page.locator("[data-app] .far span")).to_contain_text("Phần 2")
    move(site, "closed")
    phone.go(WORK)
    expect(page.locator("[data-app] .lead")).to_contain_text("Đợt đã đóng thu phiếu")
    assert page.get_by_role("button", name="Bắt đầu hỏi").count() == 0
    assert page.get_by_role("button", name="Hỏi tiếp").count() == 1
    phone.looks_well()


def test_the_page_on_the_device_opens_where_the_server_fails(phone: Visitor):
    page = phone.page
    page.evaluate("navigator.serviceWorker.ready")
    phone.go(WORK)  # now through what keeps pages
    page.context.route(f"**{WORK}", lambda route: route.fulfill(status=503, body="bảo trì"))
    answer = page.reload()
    assert answer is not None
    assert answer.status == 200
    expect(page.locator("ul.people > li")).to_have_count(3)
