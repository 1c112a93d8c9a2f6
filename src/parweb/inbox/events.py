"""The words of each event, in the reader's language; apps above register theirs when they start."""

from __future__ import annotations

from typing import Any

EVENTS: dict[str, Any] = {}


def event(code: str, words: Any) -> str:
    """Register an event: ``words`` is a lazy translation with ``{places}`` that a message's details fill."""
    EVENTS[code] = words
    return code


def words_of(code: str, details: dict[str, str]) -> str:
    """Say what happened; an unknown event (of an app taken away) is named by its code."""
    words = EVENTS.get(code)
    return str(words).format_map(details) if words is not None else code
