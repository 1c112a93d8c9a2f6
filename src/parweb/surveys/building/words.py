"""Words in two languages as people type them: ``Thời gian | Time``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

BETWEEN: Final = "|"
"""What stands between the Vietnamese words and the English ones."""


def words(text: str, before: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Give the words in their languages; those from before where nothing but spaces was changed in them.

    >>> words("Thời gian | Time"), words("Thời gian")
    ({'vi': 'Thời gian', 'en': 'Time'}, {'vi': 'Thời gian'})
    """
    if before is not None and " ".join(text.split()) == typed(before):
        return dict(before)
    vi, _bar, en = (part.strip() for part in text.partition(BETWEEN))
    return {"vi": vi, "en": en} if en else {"vi": vi}


def typed(said: Mapping[str, Any] | None) -> str:
    """Write words as they are typed, in one line; nothing for none."""
    both = [said["vi"], said.get("en")] if said else []
    return f" {BETWEEN} ".join(" ".join(one.split()) for one in both if one)


def in_language(text: str, lang: str) -> str:
    """Give typed words in one language, Vietnamese where there is no other.

    >>> in_language("Thời gian | Time", "en"), in_language("Thời gian", "en")
    ('Time', 'Thời gian')
    """
    said = words(text)
    return said.get(lang) or said["vi"]
