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
from datetime import datetime, timedelta

import pytest

from tests.e2e.calendar_steps import HERE

STAGE = "cast"
SURVEY = "/khao-sat/sipas-cap-xa-2026/"
ROUND = "cap-xa-2025"
LEAF = "8.3.1"
BY_CLICKS = ("4", "4", "2")
"""What three people of Xã Bắc Sơn answer to every item on the public form, each behind a link of their own."""


def list_file() -> dict[str, object]:
    """One hundred people of each of two communes."""
    lines = [f"{unit}-{number:03},{unit}" for unit in ("99001", "99002") for number in range(100)]
    text = "\n".join(["Mã phần tử,Mã đơn vị", *lines, ""])
    return {"name": "dan-cu.csv", "mimeType": "text/csv", "buffer": text.encode()}


def make_campaign(manager, now: datetime) -> None:
    manager.go("/khao-sat/lap/")
    manager.fill(
        title="SIPAS cấp xã 2026",
        owner="Tỉnh Minh Họa",
        population="Người dân từ 18 tuổi",
        purpose="Đo sự hài lòng của người dân",
        starts_on=f"{now:%d/%m/%Y}",
        ends_on=f"{now + timedelta(days=20):%d/%m/%Y}",
        firm="Viện Nghiên cứu phát triển",
    )
    manager.page.select_option("[name=instrument]", "sipas-population@2026")
    manager.page.select_option("[name=round]", label="Chỉ số CCHC cấp xã năm 2025")
    manager.page.check("[name=modes][value=online]")
    manager.press("Lưu")
    assert "Chỉ số CCHC cấp xã năm 2025" in manager.text()


def draw_sample(manager) -> None:
    manager.go(f"{SURVEY}mau/")
    manager.page.set_input_files("input[type=file]", list_file())
    manager.press("Nhận danh sách")
    manager.page.check("[name=basis][value=typed]")
    manager.fill(size="80", seed="7")
    manager.press("Rút mẫu")
    manager.go(SURVEY)
    manager.press("Công bố mẫu")
    manager.press("Bắt đầu thu phiếu")


def links_of(manager, unit: str) -> list[str]:
    """Print the links of a unit, and give them all."""
    manager.go(f"{SURVEY}phieu-moi/?don-vi={unit}")
    manager.press("Tạo tờ in")
    links = manager.page.locator(".slip__link").all_text_contents()
    return [link.strip().removeprefix(manager.site.address) for link in links]


def answer_by_clicks(phone, link: str, level: str) -> None:
    """Answer a form to its end: that level for every item of satisfaction, the first choice elsewhere."""
    phone.go(link)
    phone.follow("Bắt đầu")
    while "/gui/" not in phone.page.url:
        page = phone.page
        for group in page.locator("fieldset:has(input[type=radio])").all():
            wanted = group.locator(f"input[name^=q9_][value='{level}']")
            if wanted.count():
                page.locator(f"label[for='{wanted.first.get_attribute('id')}']").click()
            elif not group.locator("input[name^=q9_]").count():
                group.locator("label").first.click()
        phone.press("Tiếp tục")
    phone.press("Gửi phiếu")
    assert "Xin cảm ơn" in phone.text()


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
    now = datetime.now(tz=HERE)
    manager, second = visit("manager"), visit("manager2")
    make_campaign(manager, now)
    draw_sample(manager)
    bac_son, cho_ra = (links_of(manager, unit) for unit in ("xa-bac-son", "phuong-cho-ra"))
    assert (len(bac_son), len(cho_ra)) == (40, 40)
    phone = visit(None, width=360, script=False)
    for link, level in zip(bac_son, BY_CLICKS, strict=False):
        answer_by_clicks(phone, link, level)
    rest = [(link, 4 if number < 30 else 2) for number, link in enumerate(bac_son[3:])]
    rest += [(link, 4) for link in cho_ra[:36]]
    said = json.loads(site.stage("survey_answers", json.dumps(rest)))
    assert said == {"whole": 76}

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
    assert "Nguồn: Chỉ số hài lòng chung, n = 40, khoảng" in said
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
