"""A site of the tests' own: real processes, a database of its own, a port on the loopback address."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 240  # a busy machine is slow; what is broken says so at once


_PORTS = range(10_000, 30_000)
"""Below those that systems give to outgoing connections: a port found free stays so until the server takes it."""


def free_port() -> int:
    """A port nobody listens on; two processes that ask at once get different ones, but for 1 in 20,000."""
    while True:
        port = secrets.choice(_PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


@dataclass
class Site:
    """A folder with a database, and the server, worker and clock that run on it."""

    folder: Path
    database_url: str = ""
    port: int = field(default_factory=free_port)
    workers: int = 1
    server: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings its processes are given."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "parweb.settings",
            "DATABASE_URL": self.database_url,
            "PARINDEX_DATA_DIR": str(self.folder),
            "PARINDEX_SECRET_KEY": "only for tests",
            "PARINDEX_MFA_REQUIRED": "false",
            "PARINDEX_DEMONSTRATION": "true",
            "PARINDEX_BASE_URL": self.address,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        }

    def command(self, *words: str) -> str:
        """Run ``parindex-site`` to its end and give what it printed."""
        return self._python("-m", "parweb", *words)

    def stage(self, *words: str) -> str:
        """Set a stage with ``tests/e2e/stages.py``: people and units as a story begins."""
        return self._python("-m", "tests.e2e.stages", *words)

    def _python(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *, with_worker: bool = True) -> None:
        """Start the server, with the work in the background unless told otherwise; wait until it answers."""
        serve = ["serve", "--port", str(self.port), "--workers", str(self.workers)]
        serve += [] if with_worker else ["--without-worker"]
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "parweb", *serve],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self.server is not None and self.server.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/suc-khoe/", timeout=5):  # noqa: S310  # our own server
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        if self.server is not None and self.server.poll() is None:
            self.kill()
        raise TimeoutError((self.folder / "server.log").read_text())

    def stop(self) -> None:
        """End the server and its children, politely."""
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(60)
        self.server = None

    def kill(self) -> None:
        """End every process of the site at once, as a power cut would."""
        assert self.server is not None
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(20)
        self.server = None

    def copy(self, folder: Path) -> Site:
        """A second site that begins where this one (stopped, on SQLite) stands."""
        shutil.copytree(self.folder, folder)
        return Site(folder)
