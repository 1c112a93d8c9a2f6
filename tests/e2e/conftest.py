"""A browser, a site, and people in front of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.e2e.browsers import QUIET as _QUIET
from tests.e2e.browsers import browser_path
from tests.e2e.people import Visitor
from tests.e2e.ready import Ready
from tests.e2e.site import Site

expect.set_options(timeout=30_000)  # how long a busy machine may take, not how long a page does


_LONG = ("test_whole_round.py", "test_appeal.py", "test_killed_server.py", "test_surveys_killed.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long stories come first, so that two processes end at about the same time."""
    items.sort(key=lambda item: _LONG.index(item.path.name) if item.path.name in _LONG else len(_LONG))


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
def ready(tmp_path_factory: pytest.TempPathFactory) -> Ready:
    """Stages that are set once for all processes of a run; stories copy them."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # a worker's own folder stands in that of the run
        folder = folder.parent
    return Ready(folder / "ready")


@pytest.fixture(scope="module")
def site(
    ready: Ready, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Site]:
    """The site of a story: the module says its stage in ``STAGE``."""
    own = ready.stage(getattr(request.module, "STAGE", "blank")).copy(
        tmp_path_factory.mktemp("site") / "data"
    )
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
