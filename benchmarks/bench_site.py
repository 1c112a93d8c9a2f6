"""Pages of the site against a bare Django view on the same machine, server and kind of database.

The league has 3,321 communes with 90 leaves. Compared are the cached public ranking page and the entry page
with a view that reads one row by its index, and the autosave of one leaf (two numbers and a note, others each
time) with a view that inserts one row. The autosave is measured twice: while the worker draws the charts of
the 3,321 communes, and while it stands still, as it does for everything else that is measured.
Each pair is measured in turns, nine times; the ratio is that of the medians. Needs ``wrk`` (Debian:
``apt-get install wrk``) and Linux.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.e2e.site import Site, free_port  # noqa: E402  # found only now

UNITS = 3321
ROUNDS = 9
SECONDS = 2
CONNECTIONS = 8
TOKEN = "a" * 32
RANKING_LIMIT, AUTOSAVE_LIMIT = 3.0, 6.0

POST = """
local number = 0
function setup(thread) thread:set("id", number); number = number + 1 end
local who = { %(who)s }
local count, revision = 0, 0
function request()
  count = count + 1
  local one = who[(id %% #who) + 1]
  local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Cookie"] = "sessionid=" .. one.session .. "; csrftoken=%(token)s",
    ["X-CSRFToken"] = "%(token)s", ["X-Autosave"] = "1",
  }
  local typed = "&i-numerator=" .. (count %% 101) .. "&i-denominator=100&set_points=&explanation="
  return wrk.format("POST", one.path, headers, "revision=" .. revision .. typed .. "&note=ghi+chu+" .. count)
end
function response(status, headers)
  for name, value in pairs(headers) do
    if string.lower(name) == "x-revision" then revision = tonumber(value) end
  end
end
"""


@dataclass(frozen=True)
class Measured:
    """What wrk saw: requests per second, the slowest one in a hundred in milliseconds, refusals."""

    rate: float
    p99: float
    refused: int


class Bare:
    """The bare Django, served like the site."""

    def __init__(self, folder: Path, database: str = "") -> None:
        """Make its table and start it; ``database`` is a ``DATABASE_URL``, empty for SQLite in the folder."""
        self.port = free_port()
        places = {
            "BARE_FOLDER": str(folder),
            "PYTHONPATH": str(ROOT / "benchmarks"),
            "DATABASE_URL": database,
        }
        environment = os.environ | places
        subprocess.run(
            [sys.executable, str(ROOT / "benchmarks" / "bare_site.py")], env=environment, check=True
        )
        words = ["--interface", "wsgi", "--no-ws", "--log-level", "warning", "--blocking-threads", "1"]
        size = ["--workers", "2"]
        self.server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "granian",
                *words,
                "--port",
                str(self.port),
                *size,
                "bare_site:application",
            ],
            env=environment,
        )
        wait_for(f"http://127.0.0.1:{self.port}/read/")

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


class Drawing:
    """The worker of a running site, which draws the charts of a publication."""

    def __init__(self, site: Site) -> None:
        """Find the worker among the processes of the site; let it stand still once it draws."""
        assert site.server is not None
        children = Path(f"/proc/{site.server.pid}/task/{site.server.pid}/children").read_text().split()
        named = {int(one): Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0") for one in children}
        self.site, self.worker = site, next(pid for pid, words in named.items() if b"--at-leisure" in words)
        while self.drawn()[0] == 0:
            time.sleep(1)
        os.kill(self.worker, signal.SIGSTOP)

    def drawn(self) -> tuple[int, int]:
        """How many units' charts are drawn, and of how many."""
        done, total = json.loads(self.site.stage("drawn"))
        return done, total

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Let the worker draw for the block; after it, it stands still again."""
        os.kill(self.worker, signal.SIGCONT)
        yield
        os.kill(self.worker, signal.SIGSTOP)


def wait_for(address: str) -> None:
    """Wait until a server answers."""
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310  # our own server
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


def wrk(address: str, *words: str, threads: int = 2) -> Measured:
    """Ask an address as often as it answers for some seconds."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("bench_site.py needs wrk: apt-get install wrk")
    size = [f"-t{threads}", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
    done = subprocess.run(
        [program, *size, *words, address], capture_output=True, text=True, check=True
    ).stdout
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done)
    rate, slow = re.search(r"Requests/sec:\s+([\d.]+)", done), re.search(r"99%\s+([\d.]+)(us|ms|s)", done)
    assert rate, done
    assert slow, done
    scale = {"us": 0.001, "ms": 1.0, "s": 1000.0}[slow[2]]
    return Measured(float(rate[1]), float(slow[1]) * scale, int(refused[1]) if refused else 0)


def compare(name: str, ours: list[Measured], bare: list[Measured], limit: float | None) -> None:
    """Print rates and the ratio of their medians."""
    a, b = (statistics.median(one.rate for one in side) for side in (ours, bare))
    slow, bare_slow = (statistics.median(one.p99 for one in side) for side in (ours, bare))
    verdict = "" if limit is None else f"  (limit {limit:g}: {'kept' if b / a <= limit else 'BROKEN'})"
    refused = sum(one.refused for one in ours)
    print(
        f"{name:<18} {a:8.0f}/s p99 {slow:6.1f} ms | bare {b:8.0f}/s p99 {bare_slow:6.1f} ms | "
        f"ratio {b / a:5.2f}{verdict}{f'  {refused} refused' if refused else ''}"
    )


def main() -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        data, plain = Path(folder) / "site", Path(folder) / "bare"
        data.mkdir()
        plain.mkdir()
        site = Site(data, workers=2)
        site.command("migrate", "--verbosity", "0")
        stage = json.loads(site.stage("large", str(UNITS)))
        site.start()
        bare = Bare(plain)
        try:
            measure(site, bare, stage, autosave_script(stage, Path(folder)))
        finally:
            site.stop()
            bare.server.terminate()
            bare.server.wait(20)


def autosave_script(stage: dict[str, object], folder: Path) -> Path:
    """Write what wrk needs to save as the officers of a stage; beside it ``insert.lua`` for the bare view."""
    officers: list[dict[str, object]] = stage["officers"]  # type: ignore[assignment]
    rows = [
        f'{{session="{one["session"]}", path="/tu-danh-gia/{one["participant"]}/tc/{stage["leaf"]}/luu/"}}'
        for one in officers
    ]
    script = folder / "autosave.lua"
    script.write_text(POST % {"who": ", ".join(rows), "token": TOKEN})
    script.with_name("insert.lua").write_text('wrk.method = "POST"\n')
    return script


def saves(site: Site, script: Path) -> Measured:
    """Save leaves as often as the site answers."""
    return wrk(site.address, "-s", str(script), threads=CONNECTIONS)


def inserts(bare: Bare, script: Path) -> Measured:
    """Insert rows as often as the bare view answers."""
    return wrk(f"{bare.address}/insert/", "-s", str(script.with_name("insert.lua")), threads=CONNECTIONS)


def measure(site: Site, bare: Bare, stage: dict[str, object], script: Path) -> None:
    """Measure the pairs in turns."""
    officers: list[dict[str, object]] = stage["officers"]  # type: ignore[assignment]
    ranking = f"{site.address}/cong-bo/{stage['publication']}/"
    entry = f"{site.address}/tu-danh-gia/{officers[0]['participant']}/"
    cookie = ["-H", f"Cookie: sessionid={officers[0]['session']}"]
    wait_for(ranking)
    drawing = Drawing(site)
    before, _total = drawing.drawn()
    seen: defaultdict[str, list[Measured]] = defaultdict(list)
    for _ in range(ROUNDS):
        seen["read"].append(wrk(f"{bare.address}/read/"))
        seen["ranking"].append(wrk(ranking))
        seen["entry"].append(wrk(entry, *cookie))
        seen["insert"].append(inserts(bare, script))
        seen["autosave"].append(saves(site, script))
        with drawing.going_on():
            seen["beside"].append(saves(site, script))
    after, total = drawing.drawn()
    compare("ranking, cached", seen["ranking"], seen["read"], RANKING_LIMIT)
    compare("entry, 90 leaves", seen["entry"], seen["read"], None)
    compare("autosave", seen["autosave"], seen["insert"], AUTOSAVE_LIMIT)
    compare("autosave, drawing", seen["beside"], seen["insert"], AUTOSAVE_LIMIT)
    print(f"{'':<18} charts of {after - before} units were drawn meanwhile, {total - after} are left")
    assert after < total, "the charts were drawn before the measurement ended"


if __name__ == "__main__":
    main()
