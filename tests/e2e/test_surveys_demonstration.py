"""The survey of the demonstration, as a visitor tries it: one more answer moves count, estimate and interval."""

import re

from tests.e2e.survey_clicks import answer_form, printed_links

STAGE = "demonstration"


def figures(manager, survey: str) -> tuple[str, str, str]:
    """The answers of the sample, the index, and its interval, as the page of results writes them."""
    manager.go(f"{survey}ket-qua/")
    text = manager.text().replace("\xa0", " ")
    count = re.search(r"Tính từ (\d+) phiếu", text)
    index = re.search(r"Chỉ số hài lòng chung: ([\d,]+) % \(Khoảng tin cậy 95 %: (.+)\)", text)
    assert count is not None
    assert index is not None, text[:900]
    return count[1], index[1], index[2]


def test_a_printed_links_answer_moves_count_estimate_and_interval_and_the_rest_can_be_tried(visit, site):
    manager = visit(None)
    manager.try_as("khaosat")
    manager.go("/dung-thu/")
    manager.looks_well("dung-thu")
    beside = manager.page.locator("main li", has_text="So với năm trước")
    beside.get_by_role("button", name="Vào bằng khaosat").click()
    manager.page.wait_for_load_state()
    manager.looks_well("khao-sat-minh-hoa-so-sanh")
    assert "Chỉ số hài lòng chung" in manager.text()
    manager.go("/khao-sat/")
    survey = manager.page.locator("tr", has_text="Đang thu phiếu").locator("a").first.get_attribute("href")
    before = figures(manager, survey)
    manager.go(f"{survey}phieu-moi/")
    unit = manager.page.locator("#don-vi option", has_text="Xã Sơn Tây").get_attribute("value")

    phone = visit(None, width=360, script=False)
    phone.go(printed_links(manager, unit, survey)[0])
    answer_form(phone, level="1")
    after = figures(manager, survey)
    assert int(after[0]) == int(before[0]) + 1
    assert float(after[1].replace(",", ".")) < float(before[1].replace(",", "."))
    assert after[2] != before[2]

    kiosk = visit(None, width=1024)
    kiosk.go("/dung-thu/")
    kiosk.follow("Máy đánh giá ba khuôn mặt")
    assert kiosk.page.locator("button.face").count() == 3

    manager.page.set_viewport_size({"width": 360, "height": 800})
    manager.go(f"{survey}lo-giay/1/khac-biet/")
    assert manager.page.locator("#different tbody tr").count() == 4
    manager.follow("Phiếu 3")
    manager.looks_well("khao-sat-minh-hoa-thong-nhat")
