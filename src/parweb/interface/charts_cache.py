"""Charts drawn once: the same data in the same language gives the stored picture."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from typing import Any, Final, ParamSpec

from django.core.cache import cache
from django.utils.safestring import SafeString

from parweb.interface import charts
from parweb.interface.charts_kept import keep_text, kept_text
from parweb.interface.numbers import page_language

LOOKS: Final = 2
"""Raise it when the looks of charts change: pictures stored before are then drawn anew."""
KEPT_FOR: Final = 30 * 24 * 3600
Content = ParamSpec("Content")


def cached(draw: Callable[Content, SafeString], *args: Content.args, **named: Content.kwargs) -> SafeString:
    """Give ``draw(*args, **named)``, from the cache if the same was drawn before in the page's language.

    ``cached(lost_points, title, rows)`` equals ``lost_points(title, rows)``.
    """
    key = f"chart:{digest_of(draw.__name__, (args, named), page_language())}"
    stored: str | None = cache.get(key)
    if stored is None:
        stored = str(draw(*args, **named))
        cache.set(key, stored, KEPT_FOR)
    return SafeString(stored)  # drawn by charts, which escapes every text


def kept_svg(name: str, **content: Any) -> SafeString:
    """Give a chart as :func:`chart_svg` does, kept on disk under the digest of its content.

    For charts of what never changes: they outlive the process, and one that is missing is drawn again.
    """
    digest = digest_of(name, content, page_language())
    stored: str | None = cache.get(f"kept:{digest}")
    if stored is None:
        stored = kept_text(digest)
        if stored is None:
            stored = str(getattr(charts, name)(**content))
            keep_text(digest, stored)
        cache.set(f"kept:{digest}", stored, KEPT_FOR)
    return SafeString(stored)  # drawn by charts, which escapes every text


def chart_svg(name: str, **content: Any) -> SafeString:
    """Give the chart of that function of ``parweb.interface.charts``: :func:`cached` by name.

    Raises ``AttributeError`` for an unknown name.
    """
    return cached(getattr(charts, name), **content)


def digest_of(name: str, content: Any, lang: str) -> str:
    """Give the digest of all that a picture depends on."""
    text = json.dumps([LOOKS, name, lang, content], default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)
