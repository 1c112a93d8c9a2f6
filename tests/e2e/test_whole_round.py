"""A round of twenty communes by clicks, from the adoption of the edition to the public page.

At the end the page of Xã Đồng Tâm says what was printed on 11/4/2023 (seed 001).
"""

import csv
import io
import json
import re

import pytest

from parweb.demonstration.papers import pdf
from tests.e2e.calendar_steps import fill_calendar, move_to
from tests.e2e.people import Visitor

EDITION = "commune-hai-duong@2022"
APPRAISED = ("1", "2", "3", "4", "5", "6", "7", "8.1")
SURVEYED = ("8.2", "8.3")
PRINTED = [
    ("11,84/15", "9/19"),
    ("4,75/5", "2/3"),
    ("16,62/18,5", "2/20"),
    ("6/6", "1/5"),
    ("11/11", "1/14"),
    ("5/7", "12/12"),
    ("10,19/11,5", "9/16"),
    ("1,577/2", "14/20"),
    ("11,49/14", "5/19"),
    ("9,28/10", "12/18"),
]


def decimal_comma(number: str) -> str:
    return number.replace(".", ",")


@pytest.fixture(scope="module")
def communes(site) -> list[dict[str, str]]:
    return json.loads(site.stage("ninh_giang"))


def adopt(manager: Visitor) -> None:
    manager.go("/bo-tieu-chi/")
    manager.press(f"Kiểm tra để ban hành {EDITION}")
    manager.looks_well("bo-tieu-chi-kiem-tra")
    manager.press("Ban hành")
    assert "2022" in manager.text()


def make_round(manager: Visitor) -> str:
    manager.go("/ky/lap/")
    manager.fill(name="Chỉ số CCHC cấp xã năm 2022", year="2022")
    manager.page.select_option("[name=edition]", index=1)
    manager.page.select_option("[name=league]", index=1)
    fill_calendar(manager, "self_score", "signature")
    manager.looks_well("ky-lap")
    manager.press("Lập kỳ đánh giá")
    manager.press("Mở kỳ đánh giá")
    assert "Đang diễn ra" in manager.text()
    return manager.page.url.rstrip("/").rsplit("/", 1)[-1]


def hand_in_and_sign(visit, communes: list[dict[str, str]]) -> None:
    for commune in communes:
        officer = visit(commune["account"])
        officer.go("/lam-viec/")
        entry = officer.page.locator("a[href*='/tu-danh-gia/']").first.get_attribute("href")
        number = re.search(r"/tu-danh-gia/(\d+)/", entry)[1]
        commune["participant"] = number
        officer.go(f"/tu-danh-gia/{number}/trinh/")
        officer.press("Trình lãnh đạo ký")
        officer.go(f"/tu-danh-gia/{number}/ky/")
        officer.page.set_input_files(
            "[name=files]",
            {"name": "Báo cáo tự chấm.pdf", "mimeType": "application/pdf", "buffer": pdf("Bao cao tu cham")},
        )
        officer.press("Ký và nộp")
        assert "Đã nộp" in officer.text()
        officer.leave()


def upload_survey(manager: Visitor, slug: str, communes: list[dict[str, str]]) -> None:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["unit_id", *SURVEYED])
    for commune in communes:
        writer.writerow([commune["code"], *(commune[code] for code in SURVEYED)])
    manager.go(f"/tu-danh-gia/ky/{slug}/so-lieu/")
    manager.page.set_input_files(
        "[name=file]",
        {"name": "Điều tra.csv", "mimeType": "text/csv", "buffer": table.getvalue().encode("utf-8-sig")},
    )
    manager.page.select_option("[name=source]", "survey")
    manager.fill(source_note="Báo cáo điều tra năm 2022")
    manager.page.locator("main form:has([name=file]) button").last.click()
    manager.page.wait_for_load_state()
    assert "40 giá trị mới" in manager.text()
    manager.press("Áp dụng")


def appraise(appraiser: Visitor, communes: list[dict[str, str]]) -> None:
    for commune in communes:
        appraiser.go(f"/tham-dinh/don-vi/{commune['participant']}/tieu-chi/{APPRAISED[0]}/")
        for code in APPRAISED:
            assert f"/tieu-chi/{code}/" in appraiser.page.url, appraiser.page.url
            box = appraiser.page.locator("form#decision input[name^=in_]").first
            box.fill(decimal_comma(commune[code]))
            appraiser.press("Lưu và sang nội dung sau")


def test_a_round_of_twenty_communes_from_adoption_to_the_public_page(visit, site, communes):
    manager = visit("manager")
    adopt(manager)
    slug = make_round(manager)
    hand_in_and_sign(visit, communes)
    manager.go(f"/ky/{slug}/tien-do/")
    manager.looks_well("tien-do")
    upload_survey(manager, slug, communes)

    move_to(manager, slug, "appraisal_1")
    appraiser = visit("appraiser")
    appraiser.go(f"/tham-dinh/ky/{slug}/")
    appraiser.looks_well("tham-dinh-hang-cho")
    appraise(appraiser, communes)

    manager.go(f"/ket-qua/{slug}/")
    manager.press("Chạy chấm điểm")
    manager.page.wait_for_url(re.compile(r"/ket-qua/[^/]+/1/"), timeout=300_000)
    manager.looks_well("lan-chay")
    assert "87,75" in manager.text()

    manager.follow("Trình công bố")
    manager.page.select_option("[name=kind]", "final")
    manager.fill(
        title="Chỉ số cải cách hành chính cấp xã năm 2022",
        decision_number="766/QĐ-UBND",
        decision_on="16/03/2023",
        signer="Chủ tịch UBND huyện",
    )
    manager.press("Trình công bố")
    approve(visit("manager2"), manager.page.url.replace(site.address, ""))

    for width in (360, 1280):
        reader = visit(None, width=width)
        reader.go("/")
        reader.follow("Chỉ số cải cách hành chính cấp xã năm 2022")
        reader.looks_well("bang-xep-hang")
        reader.follow("Xã Đồng Tâm")
        reader.looks_well("trang-don-vi")
    assert_printed(reader)


def approve(second: Visitor, address: str) -> None:
    second.go(address)
    second.looks_well("cong-bo-duyet")
    second.page.locator("form[action$='/duyet/'] button").click()
    second.page.wait_for_load_state()


def assert_printed(reader: Visitor) -> None:
    assert "87,75/100 điểm, xếp thứ 9/20" in " ".join(reader.text().split())
    rows = reader.page.locator("table#domains tbody tr").all()
    cells = [[cell.inner_text().strip() for cell in row.locator("th, td").all()] for row in rows]
    shown = [(row[1].replace(" ", ""), row[3].split()[0]) for row in cells if re.match(r"\d", row[0])]
    assert shown == PRINTED


def test_the_public_pages_need_no_script(visit):
    reader = visit(None, script=False, width=360)
    reader.go("/")
    reader.follow("Chỉ số cải cách hành chính cấp xã năm 2022")
    reader.follow("Xã Đồng Tâm")
    assert_printed(reader)
    assert reader.fits()


def test_the_page_is_there_in_english(visit):
    reader = visit(None)
    reader.go("/en/")
    assert reader.page.locator("h1").inner_text() == "Results of the administrative reform index"
