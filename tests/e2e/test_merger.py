"""Two communes merge; what was published of them last year stays as it was."""

STAGE = "demonstration"
YEAR_PAGES = "main table a[href*='/don-vi/']"


def last_years_pages(reader) -> dict[str, str]:
    """The pages of two communes in last year's publication: address and text."""
    reader.go("/")
    links = reader.page.locator("main a[href*='/cong-bo/']").all()
    address = next(one.get_attribute("href") for one in links if "2022" not in one.inner_text())
    reader.go(address)
    found = [one.get_attribute("href") for one in reader.page.locator(YEAR_PAGES).all()]
    communes = [one for one in dict.fromkeys(found) if "/don-vi/xa-" in one][:2]
    kept = {}
    for page in communes:
        reader.go(page)
        kept[page] = reader.page.locator("main").inner_text()
    return kept


def test_a_merger_leaves_last_years_pages_as_they_were(visit, site):
    reader, manager = visit(None), visit()
    before = last_years_pages(reader)
    assert len(before) == 2
    names = []
    for page in before:
        reader.go(page)
        names.append(reader.page.locator("h1").inner_text().split("\n")[0].strip())
    manager.try_as("quanly")
    manager.go("/don-vi/thay-doi/moi/")
    manager.looks_well("sap-nhap-buoc-1")
    manager.page.select_option("[name=kind]", "merge")
    manager.fill(
        decision="Nghị quyết số 99/NQ-UBTVQH15 (minh họa)",
        effective_on="01/12/2026",
        formers="\n".join(names),
    )
    manager.page.fill("[name='to-0-name']", "Xã Hợp Nhất")
    manager.page.fill("[name='to-0-code']", "42999")
    manager.press("Tiếp: tỷ trọng")
    manager.looks_well("sap-nhap-buoc-2")
    manager.press("Tiếp: xem trước")
    manager.looks_well("sap-nhap-buoc-3")
    assert "Xã Hợp Nhất" in manager.text()
    manager.press("Xác nhận thay đổi")
    assert "Đã ghi nhận thay đổi đơn vị" in manager.text()

    for page, text in before.items():
        reader.go(page)
        assert reader.page.locator("main").inner_text() == text
    manager.go("/don-vi/?q=hop+nhat")
    assert "Xã Hợp Nhất" in manager.text()
