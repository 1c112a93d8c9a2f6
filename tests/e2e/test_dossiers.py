"""Dossiers come in by clicks, are counted, opened and published, and fill a criterion that is scored."""

from datetime import datetime, timedelta

from tests.e2e.calendar_steps import HERE

STAGE = "cast"
ROUND = "cap-xa-2025"
HEADER = "Mã hồ sơ,Đơn vị,Mã TTHC,MaLinhVuc,Kênh,Ngày tiếp nhận,Hạn trả,Ngày kết thúc,Trạng thái"


def file_of(now: datetime) -> str:
    """Twenty dossiers of Xã Bắc Sơn of some days ago, one of them late."""
    received, due, ended = (f"{now - timedelta(days=ago):%d/%m/%Y}" for ago in (20, 13, 16))
    late = f"{now - timedelta(days=6):%d/%m/%Y}"
    lines = [
        f"000.00.01.H99-000001-{number:04d},99001,1.001193,Hộ tịch,Trực tuyến,{received} 08:30,{due},"
        f"{late if number == 20 else ended} 10:00,Đã trả kết quả"
        for number in range(1, 21)
    ]
    return "\n".join([HEADER, *lines, ""])


def import_by_clicks(manager, now: datetime) -> None:
    manager.go("/ho-so/nguon/them/")
    manager.fill(name="Một cửa tỉnh", owner="Tỉnh Minh Họa")
    manager.press("Lưu")
    manager.go("/ho-so/nhap/")
    file = {"name": "ho-so.csv", "mimeType": "text/csv", "buffer": file_of(now).encode()}
    manager.page.set_input_files("input[type=file]", file)
    manager.press("Tải lên và xem trước")
    assert "0 dòng sẽ bị loại" in manager.text() or "20 dòng" in manager.text()
    manager.page.locator("form[action$='/chay/'] button").click()
    manager.page.wait_for_selector("text=Đã nhập", timeout=120_000)
    manager.go("/ho-so/nguon/xem/mot-cua-tinh/ma-don-vi/")
    manager.press("Lưu các mã đã điền")


def bind_and_fill(manager, now: datetime) -> None:
    manager.go(f"/ky/{ROUND}/so-lieu-ho-so/")
    manager.looks_well("so-lieu-ho-so")
    for leaf in ("3-2-1-1", "7-2-2-1"):
        manager.page.fill(f"[name='{leaf}-first_on']", f"{now - timedelta(days=60):%d/%m/%Y}")
        manager.page.fill(f"[name='{leaf}-last_on']", f"{now:%d/%m/%Y}")
    manager.press("Lưu")
    manager.follow("Tính và điền số liệu cho các đơn vị")
    manager.press("Tính và điền số liệu hồ sơ")
    manager.page.wait_for_selector("text=Xem kết quả", timeout=120_000)


def test_dossiers_are_imported_counted_opened_published_and_scored(visit, site):
    now = datetime.now(tz=HERE)
    manager, officer, visitor = visit("manager"), visit("officer", width=360), visit(None, width=360)
    import_by_clicks(manager, now)

    day = f"{now - timedelta(days=60):%Y-%m-%d}..{now:%Y-%m-%d}"
    officer.go(f"/ho-so/?ky={day}")
    officer.looks_well("ho-so")
    assert "95,00" in officer.text()
    officer.page.locator("#figures a[href*='phep=resolved_late']").first.click()
    officer.page.wait_for_load_state()
    officer.looks_well("ho-so-danh-sach")
    assert "000.00.01.H99-000001-0020" in officer.text()

    visitor.go("/cong-khai/ho-so/xa-bac-son/")
    visitor.looks_well("ho-so-cong-khai")
    visitor.go("/nhung/ho-so/xa-bac-son/")
    visitor.looks_well("ho-so-khung-nhung")
    assert "Số hồ sơ xử lý" in visitor.text()
    assert "H99" not in visitor.text()

    bind_and_fill(manager, now)
    officer.go("/lam-viec/")
    officer.page.locator("a[href*='/tu-danh-gia/']").first.click()
    officer.page.wait_for_load_state()
    number = officer.page.url.rstrip("/").rsplit("/", 1)[-1]
    officer.go(f"/tu-danh-gia/{number}/tc/3.2.1.1/")
    officer.looks_well("tieu-chi-lay-tu-ho-so")
    assert "19 / 20" in officer.text()
    assert "1,75" in officer.text()  # from 95 to below 100 %
    officer.follow("Xem các hồ sơ được đếm")
    assert "19 hồ sơ" in officer.text()


def test_a_decision_on_the_calendar_and_a_procedure_kept_by_hand(visit, site):
    manager, visitor = visit("manager", script=False), visit(None, width=360)
    manager.go("/ho-so/lich/")
    manager.looks_well("lich-lam-viec")
    manager.fill(on="12/11/2026", name="Nghỉ do bão", basis="Công điện 1/CĐ-TTg")
    manager.press("Lưu ngày")
    assert "Đã lưu ngày 12/11/2026." in manager.text()

    manager.go("/ho-so/thu-tuc/them/")
    told = {"code": "1.001193", "field": "Hộ tịch", "legal_days": "0,5", "opened_on": "02/07/2025"}
    manager.fill(owner="Tỉnh Minh Họa", name="Đăng ký khai sinh", **told)
    manager.page.select_option("[name=government]", "commune")
    manager.press("Lưu")
    assert "Đã thêm thủ tục 1.001193." in manager.text()
    visitor.go("/cong-khai/thu-tuc/?q=khai+sinh")
    visitor.looks_well("thu-tuc-cong-khai")
    assert "1.001193" in visitor.text()
    manager.follow("Đăng ký khai sinh")
    manager.page.locator("form[action$='/bai-bo/'] input[name=ended_on]").fill("01/11/2025")
    manager.press("Bãi bỏ")
    assert "Thủ tục 1.001193 bãi bỏ từ 01/11/2025." in manager.text()
    visitor.go("/cong-khai/thu-tuc/?q=khai+sinh")
    assert "1.001193" not in visitor.text()
