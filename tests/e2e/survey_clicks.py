"""What surveys' stories do by clicks: make a campaign, draw its sample, print links, answer a form to its end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.e2e.calendar_steps import HERE
from tests.e2e.people import Visitor

SURVEY = "/khao-sat/sipas-cap-xa-2026/"
NOTICE = "/cong-khai/khao-sat/sipas-cap-xa-2026/"
_LIST = "\n".join(
    ["Mã phần tử,Mã đơn vị", *(f"{u}-{n:03},{u}" for u in ("99001", "99002") for n in range(100))]
)


@dataclass(frozen=True)
class Fieldwork:
    """A campaign of two communes, one hundred people on the list of each, as somebody makes it by clicks."""

    manager: Visitor

    def make(self, *, round_name: str = "", picture: str = "", **more: str) -> None:
        """Make the campaign, online alone, from today on."""
        now = datetime.now(tz=HERE)
        self.manager.go("/khao-sat/lap/")
        self.manager.fill(
            title="SIPAS cấp xã 2026",
            owner="Tỉnh Minh Họa",
            population="Người dân từ 18 tuổi",
            purpose="Đo sự hài lòng của người dân",
            starts_on=f"{now:%d/%m/%Y}",
            ends_on=f"{now + timedelta(days=20):%d/%m/%Y}",
            **more,
        )
        page = self.manager.page
        page.select_option("[name=instrument]", "sipas-population@2026")
        if round_name:
            page.select_option("[name=round]", label=round_name)
        page.check("[name=modes][value=online]")
        if picture:
            self.manager.looks_well(picture)
        self.manager.press("Lưu")
        assert round_name in self.manager.text()

    def draw(self, size: int, seed: int, picture: str = "") -> None:
        """Take the list, and draw so many of it."""
        self.manager.go(f"{SURVEY}mau/")
        content = {"name": "dan-cu.csv", "mimeType": "text/csv", "buffer": f"{_LIST}\n".encode()}
        self.manager.page.set_input_files("input[type=file]", content)
        self.manager.press("Nhận danh sách")
        self.manager.page.check("[name=basis][value=typed]")
        self.manager.fill(size=str(size), seed=str(seed))
        if picture:
            self.manager.looks_well(picture)
        self.manager.press("Rút mẫu")
        assert str(seed) in self.manager.text()

    def publish_sample(self) -> None:
        """Make seed and digest public."""
        self.manager.go(SURVEY)
        self.manager.press("Công bố mẫu")

    def open_field(self) -> None:
        """Let people answer."""
        self.manager.go(SURVEY)
        self.manager.press("Bắt đầu thu phiếu")


def printed_links(
    manager: Visitor, unit: str, survey: str = SURVEY, pictures: tuple[str, ...] = ()
) -> list[str]:
    """Print the links of a unit, and give them without the server's address."""
    manager.go(f"{survey}phieu-moi/?don-vi={unit}")
    if pictures:
        manager.looks_well(pictures[0])
    manager.press("Tạo tờ in")
    if pictures:
        manager.looks_well(pictures[1])
    links = manager.page.locator(".slip__link").all_text_contents()
    return [re.sub(r"^https?://[^/]+", "", link.strip()) for link in links]


def answer_form(phone: Visitor, level: str = "") -> None:
    """Answer from the first question to the end: that level for every item of satisfaction, else the first choice."""
    phone.follow("Bắt đầu")
    while "/gui/" not in phone.page.url:
        for group in phone.page.locator("fieldset:has(input[type=radio])").all():
            wanted = group.locator(f"input[name^=q9_][value='{level}']")
            if level and wanted.count():
                phone.page.locator(f"label[for='{wanted.first.get_attribute('id')}']").click()
            elif not (level and group.locator("input[name^=q9_]").count()):
                group.locator("label").first.click()
        phone.press("Tiếp tục")
    phone.press("Gửi phiếu")
    assert "Xin cảm ơn" in phone.text()
