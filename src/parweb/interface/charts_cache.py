"""Charts drawn once: the same data in the same language gives the stored picture."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from importlib import import_module
from typing import Any, Final

from django.core.cache import cache
from django.utils.safestring import SafeString

from parweb.interface.numbers import page_language

LOOKS: Final = 1
"""Raise it when the looks of charts change: pictures stored before are then drawn anew."""
KEPT_FOR: Final = 30 * 24 * 3600
_CHARTS: Final = "parweb.interface.charts"


def chart_svg(name: str, **content: Any) -> SafeString:
    """Give the chart of that function of ``parweb.interface.charts``, from the cache if it was drawn before.

    ``chart_svg("lost_points", title="…", rows=[…])`` equals ``charts.lost_points(title="…", rows=[…])``; the
    drawing library is loaded only when something has to be drawn. Raises ``AttributeError`` for an unknown
    name.
    """
    key = f"chart:{digest_of(name, content, page_language())}"
    stored: str | None = cache.get(key)
    if stored is None:
        stored = str(getattr(import_module(_CHARTS), name)(**content))
        cache.set(key, stored, KEPT_FOR)
    return SafeString(stored)  # drawn by charts, which escapes every text


def digest_of(name: str, content: Mapping[str, Any], lang: str) -> str:
    """Give the digest of all that a picture depends on."""
    text = json.dumps([LOOKS, name, lang, content], default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)
