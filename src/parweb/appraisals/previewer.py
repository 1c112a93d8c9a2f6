"""What would follow from granting an appeal: asked of the door named by ``CHANGE_PREVIEWER``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string


def change_previewer() -> Callable[..., Any] | None:
    """Give the function that previews a change (in ``parweb.results.actions``); None where none is set."""
    name = getattr(settings, "CHANGE_PREVIEWER", "")
    return cast("Callable[..., Any]", import_string(name)) if name else None
