"""How long freed memory is kept for the next piece of work."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from typing import Final

SETTING: Final = "_RJEM_MALLOC_CONF"
"""The variable in which Polars looks for what its allocator is told."""
_KEPT: Final = "dirty_decay_ms:2000"


def keep_memory(environment: MutableMapping[str, str] = os.environ) -> None:
    """Let Polars keep what it freed for two seconds instead of half a second; an operator's own setting wins.

    A chunk of an import frees and takes the same few hundred megabytes each second, and a tenth of its time
    went into pages that the system cleared anew. Polars reads the setting once, so this must come before it
    is imported. A process that waits gives its memory back after two seconds.

    >>> environment = {}
    >>> keep_memory(environment)
    >>> environment
    {'_RJEM_MALLOC_CONF': 'dirty_decay_ms:2000'}
    """
    environment.setdefault(SETTING, _KEPT)
