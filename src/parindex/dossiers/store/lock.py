"""One writer at a time: a lock that the system takes back when its process ends, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from parindex.dossiers.store import kinds
from parindex.errors import Place, Problem, ProblemsFound

_NAME = "lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a store; raises :class:`ProblemsFound` (DO201) where another process has it."""
    with (folder / _NAME).open("ab") as file:
        try:
            _take(file)
        except OSError:
            raise ProblemsFound([Problem(kinds.LOCKED, Place(file=str(folder)))]) from None
        yield


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
