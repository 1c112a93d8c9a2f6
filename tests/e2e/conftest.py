"""A browser, a site, and people in front of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.e2e.people import Visitor
from tests.e2e.site import Site

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


def browser_path() -> str | None:
    """Where Chromium is."""
    set_by_hand = os.environ.get("PARINDEX_BROWSER")
    return set_by_hand or next((found for name in _NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = browser_path()
    if path is None and not os.environ.get("CI"):
        pytest.skip("no Chromium here; `make browser` installs it")
    launched = playwright.chromium.launch(executable_path=path, args=_QUIET)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site whose database is made and empty; stories copy it."""
    site = Site(tmp_path_factory.mktemp("blank"))
    site.command("migrate", "--verbosity", "0")
    site.command("collectstatic", "--no-input", "--verbosity", "0")
    return site


@pytest.fixture(scope="module")
def site(
    blank: Site, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Site]:
    """The site of a story: the module says its stage in ``STAGE``."""
    folder = tmp_path_factory.mktemp("site") / "data"
    own = blank.copy(folder)
    stage = getattr(request.module, "STAGE", None)
    if stage == "demonstration":
        own.command("demonstration")
    elif stage:
        own.stage(*stage.split())
    own.start()
    yield own
    own.stop()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[type[Visitor]]:
    """Make visitors of the site: ``visit("manager")``, ``visit(None, width=360)``."""
    made: list[Visitor] = []

    def arrive(name: str | None = None, *, width: int = 1280, script: bool = True) -> Visitor:
        visitor = Visitor.arriving(browser, site, width=width, script=script)
        made.append(visitor)
        if name is not None:
            visitor.sign_in(name)
        return visitor

    yield arrive  # type: ignore[misc]
    for visitor in made:
        visitor.leave()


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where screenshots go when asked for: ``PARINDEX_PICTURES=docs/screens``."""
    folder = os.environ.get("PARINDEX_PICTURES")
    return Path(folder) if folder else None
