"""An appeal is granted after its effect was seen; the ranking is published again and says what moved."""

import re

STAGE = "demonstration"


def grant(manager) -> None:
    manager.go("/tham-dinh/")
    manager.page.locator("a[href*='/kien-nghi/']").first.click()
    manager.page.wait_for_load_state()
    manager.looks_well("kien-nghi-danh-sach")
    manager.page.locator("main table a[href*='/tham-dinh/kien-nghi/']").first.click()
    manager.page.wait_for_load_state()
    manager.looks_well("kien-nghi")
    manager.follow("Giải quyết")
    manager.looks_well("kien-nghi-giai-quyet")
    manager.page.check("input[name=state][value=granted]")
    manager.fill(reason="Tài liệu bổ sung chứng minh kết quả")
    preview = manager.page.get_by_role("button", name=re.compile("[Xx]em trước"))
    if preview.count():
        preview.first.click()
        manager.page.wait_for_load_state()
        manager.looks_well("kien-nghi-xem-truoc")
        assert re.search(r"[Hh]ạng", manager.text())
    manager.page.locator("main form button.button:not(.button--second):not(.button--danger)").last.click()
    manager.page.wait_for_load_state()
    assert "Được chấp nhận" in manager.text()


def run_and_prepare(manager) -> None:
    manager.go("/ket-qua/")
    manager.page.locator("main table a", has_text="phường").first.click()
    manager.page.wait_for_load_state()
    manager.press("Chạy chấm điểm")
    manager.page.wait_for_url(re.compile(r"/ket-qua/[^/]+/2/"), timeout=90_000)
    manager.looks_well("lan-chay-sau-kien-nghi")
    manager.follow("Trình công bố")
    manager.page.select_option("[name=kind]", "final")
    manager.fill(
        title="Kết quả chính thức các phường",
        decision_number="1234/QĐ-UBND (minh họa)",
        decision_on="20/11/2026",
        signer="Chủ tịch UBND tỉnh",
    )
    manager.press("Trình công bố")


def test_granting_an_appeal_shows_its_effect_and_leads_to_a_new_publication(visit, site):
    manager = visit()
    manager.try_as("quanly")
    grant(manager)
    run_and_prepare(manager)
    address = manager.page.url.replace(site.address, "")

    refused = manager.page.locator("form[action$='/duyet/']")
    assert refused.count() == 0, "who prepared does not approve"
    second = visit()
    second.try_as("quanly2")
    second.go(address)
    second.page.locator("form[action$='/duyet/'] button").click()
    second.page.wait_for_load_state()

    reader = visit(None, width=360)
    reader.go("/")
    reader.follow("Kết quả chính thức các phường")
    reader.looks_well("ket-qua-sau-kien-nghi")
    assert "1234/QĐ-UBND" in reader.text()
