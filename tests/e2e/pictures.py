"""The pictures of ``docs/screens.md``: ``python -m tests.e2e.pictures <address> [<folder>]``.

The address is that of a running demonstration (``make demo``). Pages are found as people find them, by the words of
links: numbers in addresses differ from one demonstration to the next.
"""

from __future__ import annotations

import struct
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.browsers import QUIET, browser_path

FOLDER = Path("docs/screens/site")
WIDTHS = (1280, 360)
_LONG = 1600
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Picture:
    """A page: who looks at it, where they begin, which links they follow, how much of it is shown."""

    name: str
    who: str
    path: str
    links: tuple[str, ...] = ()
    height: int = 800


PICTURES = (
    Picture("cong-cong-khai", "", "/"),
    Picture("bang-xep-hang", "", "/", ("cấp xã năm 2025",)),
    Picture("trang-don-vi", "", "/", ("năm 2022", "Xã Đồng Tâm")),
    Picture("dung-thu", "", "/dung-thu/"),
    Picture("dang-nhap", "", "/tai-khoan/login/"),
    Picture("viec-cua-toi", "quanly", "/lam-viec/"),
    Picture("tien-do", "quanly", "/lam-viec/", ("quá hạn tự đánh giá",)),
    Picture("tu-danh-gia", "canbo", "/lam-viec/", ("Tự đánh giá",)),
    Picture("soat-loi", "canbo", "/lam-viec/", ("Tự đánh giá", "Soát")),
    Picture("hang-cho-tham-dinh", "thamdinh", "/lam-viec/", ("Thẩm định lần 1",)),
    Picture("tu-choi", "canbo", "/nhat-ky/"),
    Picture("ho-so", "quanly", "/ho-so/", height=_LONG),
    Picture("ho-so-tre-han", "quanly", "/ho-so/tre-han/", height=_LONG),
    Picture("ho-so-lich", "quanly", "/ho-so/lich/", height=_LONG),
    Picture("ho-so-thu-tuc", "quanly", "/ho-so/thu-tuc/", height=_LONG),
    Picture("ho-so-cong-khai", "", "/cong-khai/ho-so/tinh-ha-tinh/", height=_LONG),
    Picture("ho-so-khung-nhung", "", "/nhung/ho-so/tinh-ha-tinh/"),
    Picture("nhat-ky", "quantri", "/nhat-ky/"),
)


def main() -> None:
    """Take all of them, at both widths."""
    address, folder = sys.argv[1].rstrip("/"), Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=browser_path(), args=QUIET)
        for one in PICTURES:
            for width in WIDTHS:
                target = folder / f"{one.name}-{width}.png"
                take(browser, address, one, width, target)
                sys.stdout.write(f"{target.stat().st_size:8d} {target}\n")
        browser.close()


def take(browser: Browser, address: str, one: Picture, width: int, target: Path) -> None:
    """Take one picture: a window of that width, no higher than wanted and no higher than the page."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if one.who:
        page.goto(f"{address}/dung-thu/")
        page.locator(f"form:has(input[value='{one.who}']) button").first.click()
        page.wait_for_url(lambda url: "/dung-thu/" not in url)
    page.goto(address + one.path)
    for words in one.links:
        with page.expect_navigation():
            page.locator("main").get_by_role("link", name=words).first.click()
    page.wait_for_load_state("networkidle")
    clip = {"x": 0, "y": 0, "width": width, "height": min(one.height, _height(page))}
    page.screenshot(path=target, full_page=True, clip=clip)
    target.write_bytes(smaller(target.read_bytes()))
    context.close()


def _height(page: Page) -> int:
    return int(page.evaluate("Math.max(800, document.documentElement.scrollHeight)"))


def smaller(png: bytes) -> bytes:
    """Pack the same pixels again, as tightly as deflate can."""
    chunks, at = [], len(_SIGNATURE)
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        chunks.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + size]))
        at += size + 12
    pixels = zlib.compress(zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT")), 9)
    kept = {kind: data for kind, data in chunks if kind == b"IHDR"} | {b"IDAT": pixels, b"IEND": b""}
    packed = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in kept.items()
    )
    return _SIGNATURE + packed


if __name__ == "__main__":
    main()
