"""Keeping freed memory in the process, so that columns are not paged in anew for each operation."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

_SIZE: Final = 28 * 2**20


@cache
def keep_freed_columns() -> None:
    """Free one large block once: the C library then keeps freed blocks up to that size instead of unmapping.

    glibc raises its mmap and trim thresholds to the size of a freed mapped block, up to 32 MiB (mallopt(3),
    M_MMAP_THRESHOLD). Without it a kernel with two temporary columns of 400 kB spends nine tenths of its time
    on page faults (``benchmarks/README.md``). Nothing is touched, so nothing is used up.
    """
    np.empty(_SIZE, dtype=np.uint8)
