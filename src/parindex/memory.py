"""How long, and how much, freed memory is kept for the next piece of work."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from functools import cache
from typing import Final

SETTING: Final = "_RJEM_MALLOC_CONF"
"""The variable in which Polars looks for what its allocator is told."""
_KEPT: Final = "dirty_decay_ms:2000"
_TRIM_AT, _MAPPED_FROM = -1, -3
"""``M_TRIM_THRESHOLD`` and ``M_MMAP_THRESHOLD`` of ``mallopt(3)``."""
_MOST_FREED: Final = 128 << 20
"""Bytes: a dozen columns of a million rows."""
_LARGEST_FREED: Final = 32 << 20
"""Bytes: the C library takes no more."""


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


@cache
def keep_freed_columns() -> None:
    """Let the C library keep up to 128 MB of freed columns of NumPy; an operator's own setting wins.

    glibc gives blocks of more than 128 kB back to the system at once, and gets the same pages anew for the
    next column: a kernel with two temporary columns of 400 kB spent nine tenths of its time on them, taking
    rows into a store a twentieth, counting facts half. Other C libraries are left as they are.
    """
    if sys.platform != "linux" or os.environ.keys() & {"MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"}:
        return
    import ctypes  # noqa: PLC0415  # 3 ms that most commands need not wait for

    tell = getattr(ctypes.CDLL(None), "mallopt", None)
    if tell is not None:
        tell(_MAPPED_FROM, _LARGEST_FREED)
        tell(_TRIM_AT, _MOST_FREED)
