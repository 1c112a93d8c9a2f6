"""Which browser, and how it is started."""

from __future__ import annotations

import os
import shutil

_NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
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
