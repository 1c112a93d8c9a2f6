"""A survey by clicks: a list, a draw, a printed link, an answer on a telephone, a count that moves."""

import re
from datetime import datetime, timedelta

from tests.e2e.calendar_steps import HERE

STAGE = "cast"
SURVEY = "/khao-sat/sipas-cap-xa-2026/"


def list_file() -> dict[str, object]:
    """Two hundred people of two communes."""
    lines = [f"{unit}-{number:03},{unit}" for unit in ("99001", "99002") for number in range(100)]
    text = "\n".join(["Mã phần tử,Mã đơn vị", *lines, ""])
    return {"name": "dan-cu.csv", "mimeType": "text/csv", "buffer": text.encode()}


def make_by_clicks(manager, now: datetime) -> None:
    manager.go("/khao-sat/lap/")
    manager.fill(
        title="SIPAS cấp xã 2026",
        owner="Tỉnh Minh Họa",
        population="Người dân từ 18 tuổi",
        purpose="Đo sự hài lòng của người dân",
        starts_on=f"{now:%d/%m/%Y}",
        ends_on=f"{now + timedelta(days=20):%d/%m/%Y}",
    )
    manager.page.select_option("[name=instrument]", "sipas-population@2026")
    manager.page.check("[name=modes][value=online]")
    manager.looks_well("khao-sat-lap")
    manager.press("Lưu")


def draw_by_clicks(manager) -> None:
    manager.go(f"{SURVEY}mau/")
    manager.page.set_input_files("input[type=file]", list_file())
    manager.press("Nhận danh sách")
    manager.page.check("[name=basis][value=typed]")
    manager.fill(size="20", seed="20261122")
    manager.looks_well("khao-sat-mau")
    manager.press("Rút mẫu")
    assert "20261122" in manager.text()


def first_link(manager, unit: str) -> str:
    """Print a unit's links, and give the first one."""
    manager.go(f"{SURVEY}phieu-moi/?don-vi={unit}")
    manager.looks_well("khao-sat-phieu-moi")
    manager.press("Tạo tờ in")
    manager.looks_well("khao-sat-to-in")
    link = manager.page.locator(".slip__link").first.text_content()
    return str(link).removeprefix(manager.site.address)


def answer_to_the_end(phone) -> None:
    while "/gui/" not in phone.page.url:
        for label in phone.page.locator(".choice label").all()[:1]:  # an open question has none
            label.click()
        phone.press("Tiếp tục")
    phone.press("Gửi phiếu")


def test_a_link_printed_by_clicks_is_answered_on_a_telephone_once_and_the_count_moves(visit, site):
    manager, phone = visit("manager"), visit(None, width=360, script=False)
    make_by_clicks(manager, datetime.now(tz=HERE))
    draw_by_clicks(manager)
    manager.go(SURVEY)
    manager.press("Công bố mẫu")

    reader = visit(None, width=360)
    reader.go("/cong-khai/khao-sat/sipas-cap-xa-2026/")
    reader.looks_well("khao-sat-thong-bao")
    assert "20261122" in reader.text()

    manager.press("Bắt đầu thu phiếu")
    link = first_link(manager, "xa-bac-son")
    phone.go(link)
    phone.looks_well("phieu-mo-dau")
    phone.follow("Bắt đầu")
    phone.looks_well("phieu-cau-hoi")
    answer_to_the_end(phone)
    phone.looks_well("phieu-cam-on")
    assert "Xin cảm ơn" in phone.text()

    second = phone.go(link)
    assert second.status == 410
    assert "Phiếu này đã được gửi" in phone.text()

    manager.go(SURVEY)
    manager.looks_well("khao-sat-tien-do")
    assert "1/20" in re.sub(r"\s", "", manager.text())


def test_answers_ticked_without_a_network_are_there_when_it_is_back(visit, site):
    manager, phone = visit("manager"), visit(None, width=360)
    link = first_link(manager, "phuong-cho-ra")
    phone.go(link)
    phone.follow("Bắt đầu")
    assert phone.is_accessible() == []
    phone.page.click("label[for=gender-2]")
    phone.context.set_offline(offline=True)
    phone.page.click("label[for=age-3]")
    phone.page.locator("button.go").click()
    phone.page.get_by_text("Máy đang mất mạng").wait_for()
    phone.context.set_offline(offline=False)
    phone.page.reload()
    assert phone.page.is_checked("#gender-2")
    assert phone.page.is_checked("#age-3")
    phone.press("Tiếp tục")
    phone.press("Quay lại")
    assert phone.page.is_checked("#age-3")
    assert "Phần 1 / " in phone.text()
