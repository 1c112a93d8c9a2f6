"""A process that lets people's pages go first."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_THREADS = Path("/proc/self/task")
_ALL_AS_ONE = [0]
MOST = 19


def give_way(nice: int) -> None:
    """Let every thread of this process wait for busier people: ``nice`` from 0 (not at all) to 19 (most).

    A process that already gives way more is left so: taking it back needs rights a site has not.
    Linux knows a priority for each thread, and only threads made later inherit it; those that libraries
    made on import are therefore named one by one (``man 7 sched``, "The nice value").
    """
    if not hasattr(os, "setpriority"):  # Windows knows no such thing
        return
    for thread in _threads():
        with suppress(ProcessLookupError):  # it ended meanwhile
            present = os.getpriority(os.PRIO_PROCESS, thread)
            os.setpriority(os.PRIO_PROCESS, thread, max(present, nice))


def take_what_is_left() -> None:
    """Let every thread of this process run only where a processor has nothing else to do.

    Linux counts a processor that runs nothing but ``SCHED_IDLE`` as free and hands it over at once
    (``man 7 sched``); with the highest ``nice`` alone it does not. Elsewhere that is all there is.
    """
    give_way(MOST)
    if hasattr(os, "SCHED_IDLE"):
        for thread in _threads():
            with suppress(ProcessLookupError):
                os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))


def _threads() -> list[int]:
    return [int(one.name) for one in _THREADS.iterdir()] if _THREADS.exists() else _ALL_AS_ONE
