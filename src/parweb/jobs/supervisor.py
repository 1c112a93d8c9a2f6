"""Start the site, the worker and the clock together; start again what dies; stop together."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

_GRACE_SECONDS = 10
_PAUSE_SECONDS = 0.5


@dataclass
class Supervisor:
    """Commands by name, each run as a child process."""

    commands: Mapping[str, Sequence[str]]
    out: TextIO = sys.stderr
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; a child that ends by itself is started again."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())
        for name in self.commands:
            self._start(name)
        while not self.stop.wait(_PAUSE_SECONDS):
            for name, child in list(self.children.items()):
                if child.poll() is not None:
                    self.out.write(f"{name}: dừng với mã {child.returncode}, khởi động lại\n")
                    self._start(name)
        self._end()

    def _start(self, name: str) -> None:
        self.children[name] = subprocess.Popen(list(self.commands[name]))  # noqa: S603  # our own commands

    def _end(self) -> None:
        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            try:
                child.wait(_GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
