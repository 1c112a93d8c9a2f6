"""Who keeps the clock: regular work whose time has come is done, one at a time."""

from __future__ import annotations

import logging
from datetime import datetime

from parweb.jobs.registry import REGULAR

_LOG = logging.getLogger(__name__)


class Clock:
    """Remembers when each piece of regular work was last done."""

    def __init__(self) -> None:
        """Begin with nothing done: the first tick does everything."""
        self._last: dict[str, datetime] = {}

    def tick(self, at: datetime) -> list[str]:
        """Do what is due at a moment and give the names of what was done. One failure stops no other."""
        due = [
            one
            for one in REGULAR.values()
            if one.name not in self._last or at - self._last[one.name] >= one.every
        ]
        for one in due:
            self._last[one.name] = at
            try:
                one.run(at)
            except Exception:  # noqa: BLE001  # one failure must not stop the clock
                _LOG.exception("regular work %s failed", one.name)
        return [one.name for one in due]
