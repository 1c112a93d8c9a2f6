"""From a campaign to the points of a unit in a round, by clicks.

One hundred people of each of two communes are on the list and forty of each are drawn (seed 7). In Xã Bắc Sơn
thirty-two answer "Hài lòng" to everything and eight "Không hài lòng"; in Phường Chợ Rã thirty-six answer, all
of them "Hài lòng". By hand, for Xã Bắc Sơn, where forty of a hundred answered:

- index: 32 × 39 satisfied answers of 40 × 39 = 80 %;
- standard error: √((1 − 40/100) × 0,8 × 0,2 / 39) = 0,049614 = 4,96 percentage points;
- points of criterion 8.3.1, whose maximum is 5: 5 × 80 % = 4.
"""

import json
import math
import re

import pytest

from tests.e2e.survey_clicks import SURVEY, Fieldwork, answer_form, printed_links

STAGE = "cast"
ROUND = "cap-xa-2025"
LEAF = "8.3.1"
BY_CLICKS = ("4", "4", "2")
"""What three people of Xã Bắc Sơn answer to every item on the public form, each behind a link of their own."""


def open_campaign(manager) -> None:
    fieldwork = Fieldwork(manager)
    fieldwork.make(round_name="Chỉ số CCHC cấp xã năm 2025", firm="Viện Nghiên cứu phát triển")
    fieldwork.draw(size=80, seed=7)
    fieldwork.publish_sample()
    fieldwork.open_field()


def answer_all(manager, phone, site) -> None:
    """Three people answer by clicks, the others as the form does."""
    bac_son, cho_ra = (printed_links(manager, unit) for unit in ("xa-bac-son", "phuong-cho-ra"))
    assert (len(bac_son), len(cho_ra)) == (40, 40)
    for link, level in zip(bac_son, BY_CLICKS, strict=False):
        phone.go(link)
        answer_form(phone, level)
    rest = [(link, 4 if number < 30 else 2) for number, link in enumerate(bac_son[3:])]
    rest += [(link, 4) for link in cho_ra[:36]]
    said = json.loads(site.stage("survey_answers", json.dumps(rest)))
    assert said == {"whole": 76}


def close_review_and_release(manager, second) -> None:
    manager.go(SURVEY)
    manager.press("Đóng thu phiếu")
    manager.go(f"{SURVEY}ra-soat/")
    manager.looks_well("diem-ra-soat")
    manager.page.locator("tbody input[type=checkbox]").first.check()
    manager.page.locator("[name=reason]").first.fill("Đã gọi lại, đúng người trả lời")
    manager.press("Chấp nhận phiếu đã chọn")
    manager.go(f"{SURVEY}ket-qua/")
    manager.looks_well("diem-ket-qua")
    manager.press("Chốt kết quả")
    manager.looks_well("diem-chot")
    second.go(f"{SURVEY}ket-qua/1/")
    second.press("Công bố")
    assert "Đã công bố" in second.text()


def bind_and_fill(manager) -> None:
    manager.go(f"/ky/{ROUND}/so-lieu-dieu-tra/")
    field = manager.page.locator(f"[name='{LEAF.replace('.', '-')}-figure']")
    field.select_option(label="Chỉ số hài lòng chung")
    manager.press("Lưu")
    assert "2 đơn vị có số, 0 đơn vị không nêu" in manager.text()
    manager.looks_well("diem-gan")
    manager.press("Điền kết quả đã công bố cho các đơn vị")
    manager.page.wait_for_selector("text=Xem kết quả", timeout=120_000)


@pytest.fixture(scope="module")
def error_by_hand() -> str:
    """The standard error in percentage points as a page writes it."""
    error = 100 * math.sqrt((1 - 40 / 100) * 0.8 * 0.2 / 39)
    assert f"{error:.4f}" == "4.9614"
    return f"{error:.2f}".replace(".", ",")


def test_a_campaign_becomes_points_of_a_unit_with_their_source_and_standard_error(visit, site, error_by_hand):
    manager, second = visit("manager"), visit("manager2")
    open_campaign(manager)
    answer_all(manager, visit(None, width=360, script=False), site)

    manager.go(SURVEY)
    assert "Tỷ lệ trả lời 95,0 %" in manager.text().replace("\xa0", " ")  # 76 of 80
    close_review_and_release(manager, second)
    bind_and_fill(manager)

    officer = visit("officer")
    officer.go("/lam-viec/")
    officer.page.locator("a[href*='/tu-danh-gia/']").first.click()
    officer.page.wait_for_load_state()
    number = officer.page.url.rstrip("/").rsplit("/", 1)[-1]
    for width in (1280, 360):
        officer.page.set_viewport_size({"width": width, "height": 800})
        officer.go(f"/tu-danh-gia/{number}/tc/{LEAF}/")
        officer.looks_well("diem-cua-don-vi")
    said = re.sub(r"\s+", " ", officer.text())
    assert "Tỷ lệ hài lòng về chính sách công: 80" in said
    assert f"Sai số chuẩn: {error_by_hand} điểm %." in said
    assert "Khoảng tin cậy 95 %: " in said
    assert "Nguồn: Chỉ số hài lòng chung, n = 40, " in said
    assert "SIPAS cấp xã 2026, lần 1" in said
    assert re.search(r"4(,00)?\s*/\s*5", said), said


def test_the_run_of_the_round_freezes_the_points_with_the_standard_error(visit, site, error_by_hand):
    manager = visit("manager")
    manager.go(f"/ket-qua/{ROUND}/")
    manager.press("Chạy chấm điểm")
    manager.page.wait_for_url(re.compile(r"/ket-qua/[^/]+/1/"), timeout=300_000)
    manager.looks_well("diem-lan-chay")
    frozen = json.loads(site.stage("survey_points", LEAF))
    assert [row["points"] for row in frozen] == ["4", "5"]
    assert f"{float(frozen[0]['standard_error']):.2f}".replace(".", ",") == error_by_hand
