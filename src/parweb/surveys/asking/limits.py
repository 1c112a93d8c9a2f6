"""How often one form may be sent in: counted by its token or station, never by a network address."""

from __future__ import annotations

import hashlib
from typing import Final

from django.core.cache import cache

MOST_A_MINUTE: Final = 60
"""Screens of one answer; a person sends four or five."""
MOST_STARTS_A_MINUTE: Final = 120
"""New answers at one station."""
_MINUTE: Final = 60


def is_too_often(kind: str, key: str, most: int = MOST_A_MINUTE) -> bool:
    """Count one more try, and tell whether there were more than allowed within the minute."""
    name = f"surveys:{kind}:{hashlib.sha256(key.encode()).hexdigest()}"
    cache.add(name, 0, _MINUTE)
    try:
        return cache.incr(name) > most
    except ValueError:  # the minute ended in between
        return False
