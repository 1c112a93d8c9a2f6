"""Sites as they stand when a story begins: each stage is set once for all processes of a run."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.site import Site

BLANK = "blank"


@dataclass(frozen=True)
class Ready:
    """A folder of stages, shared by the processes that run stories side by side."""

    folder: Path

    def stage(self, name: str) -> Site:
        """Give a stopped site on which that stage is set; whoever comes first sets it, the others wait."""
        site = Site(self.folder / name)
        with self._alone(name):
            is_set = self.folder / f"{name}.set"
            if not is_set.exists():
                self._set(name, site)
                is_set.touch()
        return site

    def _set(self, name: str, site: Site) -> None:
        if name == BLANK:
            site.folder.mkdir()
            site.stage(BLANK)
            return
        self.stage(BLANK).copy(site.folder)
        if name == "demonstration":
            site.command("demonstration")
        else:
            site.stage(name)

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        self.folder.mkdir(exist_ok=True)
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
