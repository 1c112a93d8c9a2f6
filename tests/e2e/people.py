"""People in front of a browser."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.e2e.site import Site
from tests.parweb.cast import PASSWORD

_HEIGHT = 800
_SERIOUS = {"serious", "critical"}
_VIOLATIONS = {"resultTypes": ["violations"]}
"""All rules are run; what passes is not written out node by node."""


@dataclass
class Visitor:
    """One person with a browser window of their own, and what went wrong in it."""

    site: Site
    context: BrowserContext
    page: Page
    script: bool = True
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def arriving(cls, browser: Browser, site: Site, *, width: int, script: bool) -> Visitor:
        """Open a window of that width, with or without JavaScript."""
        context = browser.new_context(
            viewport={"width": width, "height": _HEIGHT},
            java_script_enabled=script,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
        )
        context.set_default_timeout(60_000)
        visitor = cls(site, context, context.new_page(), script)
        visitor.page.on("console", visitor._listen)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        return visitor

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "status of 40" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> Response:
        """Open a page of the site."""
        answer = self.page.goto(self.site.address + path)
        assert answer is not None
        return answer

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Sign in by the form."""
        self.go("/tai-khoan/login/")
        self.page.fill("input[name=login]", name)
        self.page.fill("input[name=password]", password)
        self.page.locator("main form button[type=submit], main form button:not([type])").first.click()
        self.page.wait_for_load_state()
        assert "/login" not in self.page.url, self.text()

    def try_as(self, name: str) -> None:
        """Sign in with one click, as the start page of the demonstration offers."""
        self.go("/dung-thu/")
        self.page.locator(f"form:has(input[value='{name}']) button").first.click()
        self.page.wait_for_load_state()

    def sign_out(self) -> None:
        """Forget who sits here."""
        self.context.clear_cookies()

    def press(self, words: str) -> None:
        """Press the button with these words."""
        self.page.get_by_role("button", name=words).first.click()
        self.page.wait_for_load_state()

    def follow(self, words: str) -> None:
        """Follow the link with these words."""
        self.page.get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()

    def fill(self, **fields: str) -> None:
        """Type into fields by their names."""
        for name, text in fields.items():
            self.page.fill(f"[name={name}]", text)

    def text(self) -> str:
        """What stands on the page."""
        return self.page.locator("body").inner_text()

    def is_accessible(self) -> list[str]:
        """Serious findings of axe-core on this page; none where scripts are off (axe is one)."""
        if not self.script:
            return []
        found = Axe().run(self.page, options=_VIOLATIONS).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in _SERIOUS]

    def fits(self) -> bool:
        """Whether nothing but scroll boxes is wider than the window."""
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return bool(wide <= 0)

    def ids_given_twice(self) -> list[str]:
        """The ids that more than one element of this page has: a link or a label would go to the wrong one."""
        every = self.page.eval_on_selector_all("[id]", "found => found.map(one => one.id)")
        return sorted(one for one, many in Counter(every).items() if many > 1)

    def looks_well(self, name: str = "") -> None:
        """The page is accessible, fits its window, and nothing complained; keep a picture where asked for."""
        found = self.is_accessible()
        assert found == [], f"{self.page.url}: {found}"
        assert self.ids_given_twice() == [], self.page.url
        assert self.fits(), f"{self.page.url} is wider than the window"
        assert self.complaints == [], self.page.url
        self.picture(name)

    def picture(self, name: str) -> None:
        """Keep a screenshot when ``PARINDEX_PICTURES`` names a folder."""
        folder = os.environ.get("PARINDEX_PICTURES")
        if folder and name:
            width = (self.page.viewport_size or {"width": 0})["width"]
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)

    def leave(self) -> None:
        """Close the window."""
        self.context.close()
