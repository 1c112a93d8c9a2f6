"""A survey by clicks: a list, a draw, a printed link, an answer on a telephone, a count that moves."""

import re

from tests.e2e.survey_clicks import NOTICE, SURVEY, Fieldwork, answer_form, printed_links

STAGE = "cast"


def test_a_link_printed_by_clicks_is_answered_on_a_telephone_once_and_the_count_moves(visit, site):
    manager, phone = visit("manager"), visit(None, width=360, script=False)
    fieldwork = Fieldwork(manager)
    fieldwork.make(picture="khao-sat-lap")
    fieldwork.draw(size=20, seed=20261122, picture="khao-sat-mau")
    fieldwork.publish_sample()

    reader = visit(None, width=360)
    reader.go(NOTICE)
    reader.looks_well("khao-sat-thong-bao")
    assert "20261122" in reader.text()

    fieldwork.open_field()
    link = printed_links(manager, "xa-bac-son", pictures=("khao-sat-phieu-moi", "khao-sat-to-in"))[0]
    phone.go(link)
    phone.looks_well("phieu-mo-dau")
    phone.follow("Bắt đầu")
    phone.looks_well("phieu-cau-hoi")
    phone.go(link)
    answer_form(phone)
    phone.looks_well("phieu-cam-on")

    second = phone.go(link)
    assert second.status == 410
    assert "Phiếu này đã được gửi" in phone.text()

    manager.go(SURVEY)
    manager.looks_well("khao-sat-tien-do")
    assert "1/20" in re.sub(r"\s", "", manager.text())


def test_answers_ticked_without_a_network_are_there_when_it_is_back(visit, site):
    manager, phone = visit("manager"), visit(None, width=360)
    link = printed_links(manager, "phuong-cho-ra")[0]
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
