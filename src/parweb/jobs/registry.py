"""Kinds of long work: each app registers its functions in its ``tasks.py``, found when the site starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol


class Progress(Protocol):
    """What a piece of work tells while it runs."""

    def __call__(self, done: int, total: int, step: str = "") -> None:
        """Say how much is done, of how much, and what is being done (a sentence for people)."""


Work = Callable[..., dict[str, Any] | None]
KINDS: dict[str, Work] = {}
AT_LEISURE: set[str] = set()
"""Kinds that nobody waits for: a worker of their own does them when the processor has nothing else to do."""


def background(kind: str, *, at_leisure: bool = False) -> Callable[[Work], Work]:
    """Register ``work(progress, at, **arguments)``; what it gives is the job's ``result`` (plain JSON data).

    A ``link`` in the result is the page of what the job made. Work must be safe to begin again: a worker that
    is killed leaves its job to the next one. People's mistakes are raised as ``ProblemsFound``; they become
    the job's list of problems. What is done ``at_leisure`` may stand still for long: let it hold no lock that
    people would wait for.
    """

    def register(work: Work) -> Work:
        KINDS[kind] = work
        if at_leisure:
            AT_LEISURE.add(kind)
        return work

    return register


@dataclass(frozen=True)
class Regular:
    """Work that is done every so often by whoever keeps the clock (``parindex-site tick``)."""

    name: str
    every: timedelta
    run: Callable[[datetime], None]


REGULAR: dict[str, Regular] = {}


def every(period: timedelta, name: str) -> Callable[[Callable[[datetime], None]], Callable[[datetime], None]]:
    """Register ``run(at)`` as regular work: reminders, publication at a set hour."""

    def register(run: Callable[[datetime], None]) -> Callable[[datetime], None]:
        REGULAR[name] = Regular(name, period, run)
        return run

    return register
