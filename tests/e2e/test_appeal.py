"""An appeal is granted after its effect was seen; the ranking is published, and published again as a correction.

The first ward's appeal is decided before the final result, the second ward's after it: what stands in public then
is corrected by a publication of its own, which says what moved and leaves the former one readable.
"""

import re
from dataclasses import dataclass

from parweb.demonstration.plan import PASSWORD

STAGE = "demonstration"
FINAL = "Kết quả chính thức các phường"
CORRECTION = "Đính chính kết quả các phường"
WARD, LEADER, CRITERION = "Phường Nam Hồng Lĩnh", "lanhdao.18118", "5.4.1"
"""Fourth of nine in the provisional result, 0.35 points behind the third, 1.12 below the best class."""


@dataclass(frozen=True)
class Change:
    """A unit before and after, as a page prints it: points with two decimals, rank of how many."""

    points: tuple[str, str]
    ranks: tuple[str, str]


def cells_of(visitor, table: str) -> list[list[str]]:
    """Give the body of a table as printed."""
    rows = visitor.page.locator(f"{table} tbody tr").all()
    return [[cell.inner_text().strip() for cell in row.locator("th, td").all()] for row in rows]


def grant(manager, unit: str) -> dict[str, Change]:
    """Grant what a ward claims; give what the preview promised, by unit."""
    manager.go("/tham-dinh/")
    manager.page.locator("a[href*='/kien-nghi/']").first.click()
    manager.page.wait_for_load_state()
    manager.looks_well("kien-nghi-danh-sach")
    row = manager.page.locator("main table tr", has_text=unit)
    row.locator("a[href*='/tham-dinh/kien-nghi/']").first.click()
    manager.page.wait_for_load_state()
    manager.looks_well("kien-nghi")
    manager.follow("Giải quyết")
    manager.looks_well("kien-nghi-giai-quyet")
    manager.page.check("input[name=state][value=granted]")
    manager.fill(reason="Tài liệu bổ sung chứng minh kết quả")
    manager.press("Xem trước thay đổi")
    manager.looks_well("kien-nghi-xem-truoc")
    promised = {
        name: Change((before, after), (was, now))
        for name, before, after, was, now, _ in cells_of(manager, "section:has(#preview-title) table")
    }
    manager.press("Ghi kết luận")
    assert "Được chấp nhận" in manager.text()
    return promised


def run(manager, number: int) -> None:
    """Score the wards once more and look at the run."""
    manager.go("/ket-qua/")
    manager.page.locator("main table a", has_text="phường").first.click()
    manager.page.wait_for_load_state()
    manager.press("Chạy chấm điểm")
    manager.page.wait_for_url(re.compile(rf"/ket-qua/[^/]+/{number}/"), timeout=300_000)
    manager.looks_well("lan-chay-sau-kien-nghi")


def prepare(manager, kind: str, title: str, number: str) -> None:
    """Fill in what the decision says, and hand it to the other manager."""
    manager.page.select_option("[name=kind]", kind)
    manager.fill(title=title, decision_number=number, decision_on="20/11/2026", signer="Chủ tịch UBND tỉnh")
    manager.press("Trình công bố")


def approve(manager, second, site) -> None:
    """The one who prepared cannot approve; the other manager does."""
    address = manager.page.url.replace(site.address, "")
    assert manager.page.locator("form[action$='/duyet/']").count() == 0, "who prepared does not approve"
    second.go(address)
    second.looks_well("cong-bo-duyet")
    second.page.locator("form[action$='/duyet/'] button").click()
    second.page.wait_for_load_state()
    assert "Đã công bố" in second.text()


def appeal(leader) -> None:
    """The ward's leader writes an appeal for a criterion and sends it."""
    leader.go("/lam-viec/")
    leader.follow("Xem điểm từng tiêu chí")
    leader.looks_well("ket-qua-tham-dinh")
    leader.follow(f"Kiến nghị {CRITERION}")
    leader.looks_well("kien-nghi-moi")
    assert leader.page.input_value("[name=criterion_id]") == CRITERION
    leader.fill(claim="Nhiệm vụ đã hoàn thành, xem quyết định kèm theo", claimed_points="1,5")
    leader.press("Lưu bản nháp")
    leader.looks_well("kien-nghi-ban-nhap")
    leader.press("Gửi kiến nghị")
    assert "Đã gửi kiến nghị" in leader.text()


def ranking(visitor, title: str) -> dict[str, tuple[str, str]]:
    """Follow a publication from the public start page; give rank and points of every unit."""
    visitor.go("/")
    visitor.page.get_by_role("link", name=title, exact=True).first.click()
    visitor.page.wait_for_load_state()
    heads = visitor.page.locator("table#ranking thead th").all_inner_texts()
    points = next(place for place, head in enumerate(heads) if head.startswith("Tổng điểm"))
    return {row[0]: (row[1], row[points]) for row in cells_of(visitor, "table#ranking")}


def test_granting_an_appeal_shows_its_effect_and_leads_to_a_new_publication(visit, site):
    manager = visit()
    manager.try_as("quanly")
    promised = grant(manager, "Phường Thành Sen")
    run(manager, 2)
    manager.follow("Trình công bố")
    prepare(manager, "final", FINAL, "1234/QĐ-UBND (minh họa)")
    second = visit()
    second.try_as("quanly2")
    approve(manager, second, site)

    reader = visit(None, width=360)
    shown = ranking(reader, FINAL)
    reader.looks_well("ket-qua-sau-kien-nghi")
    assert "1234/QĐ-UBND" in reader.text()
    assert {name: shown[name] for name in promised} == {
        name: (change.ranks[1], change.points[1]) for name, change in promised.items()
    }


def publish_correction(manager, second, site) -> None:
    """A correction is refused until it names what it replaces; then two people publish it."""
    manager.follow("Trình công bố")
    prepare(manager, "correction", CORRECTION, "1300/QĐ-UBND (minh họa)")
    assert "chưa nêu bản công bố mà nó thay" in manager.text()
    manager.looks_well("dinh-chinh-thieu")
    manager.page.select_option("[name=replaces]", label=FINAL)
    manager.press("Trình công bố")
    assert "Đính chính · Chờ duyệt" in manager.text()
    approve(manager, second, site)


def moved(former: dict[str, tuple[str, str]], later: dict[str, tuple[str, str]]) -> dict[str, Change]:
    """Compare two rankings as printed; give the units that differ."""
    return {
        name: Change((former[name][1], later[name][1]), (former[name][0], later[name][0]))
        for name in later
        if former[name] != later[name]
    }


def assert_the_former_is_kept(reader, address: str, final: dict[str, tuple[str, str]]) -> None:
    """The corrected publication stands at its address as it was, and leads to the one that replaced it."""
    assert ranking(reader, FINAL) == final, "the former publication has changed"
    assert reader.page.url == address
    reader.looks_well("ban-da-dinh-chinh")
    assert "Bản này đã được đính chính." in reader.text()
    assert "1234/QĐ-UBND" in reader.text()
    reader.follow(WARD)
    assert "88,88/100 điểm, xếp thứ 4/9" in " ".join(reader.text().split())
    reader.page.goto(address)
    reader.page.locator(".notice a", has_text=CORRECTION).click()
    reader.page.wait_for_load_state()
    reader.follow(WARD)
    assert "90,38/100 điểm, xếp thứ 3/9" in " ".join(reader.text().split())


def test_a_correction_after_the_final_result_says_what_moved_and_leaves_it_readable(visit, site):
    leader = visit()
    leader.sign_in(LEADER, PASSWORD)
    appeal(leader)
    early = visit(None)
    final, address = ranking(early, FINAL), early.page.url
    manager, second = visit(), visit()
    manager.try_as("quanly")
    promised = grant(manager, WARD)
    run(manager, 3)
    second.try_as("quanly2")
    publish_correction(manager, second, site)

    reader = visit(None, width=360)
    corrected = ranking(reader, CORRECTION)
    reader.looks_well("dinh-chinh")
    assert f"Bản này thay cho “{FINAL}”." in reader.text()
    assert moved(final, corrected) == promised, "what was promised before granting is what is published"
    assert promised == {
        WARD: Change(("88,88", "90,38"), ("4/9", "3/9")),
        "Phường Hà Huy Tập": Change(("89,23", "89,23"), ("3/9", "4/9")),
    }
    reader.follow("Xem nội dung thay đổi")
    reader.looks_well("dinh-chinh-thay-doi")
    assert "2 đơn vị thay đổi" in reader.text()
    assert cells_of(reader, "table#moves") == [
        [WARD, "88,88", "90,38", "+1,50", "4/9 → 3/9, tăng 1 bậc", "Tốt → Xuất sắc"],
        ["Phường Hà Huy Tập", "89,23", "89,23", "±0,00", "3/9 → 4/9, giảm 1 bậc", "Tốt"],
    ]
    assert_the_former_is_kept(reader, address, final)
