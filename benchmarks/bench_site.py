"""Pages of the site against a bare Django view on the same machine, server and kind of database.

The league has 3,321 communes with 90 leaves. Compared are the cached public ranking page and the entry page
with a view that reads one row by its index, and the autosave of one leaf (two numbers and a note, others each
time) with a view that inserts one row.
Each pair is measured in turns, nine times; the ratio is that of the medians. Needs ``wrk`` (Debian:
``apt-get install wrk``).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
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
        site.start(with_worker=False)  # it would draw the charts of 3,321 units meanwhile, on one core of two
        bare = Bare(plain)
        try:
            measure(site, bare, stage, Path(folder))
        finally:
            site.stop()
            bare.server.terminate()
            bare.server.wait(20)


def measure(site: Site, bare: Bare, stage: dict[str, object], folder: Path) -> None:
    """Measure the three pairs in turns."""
    officers: list[dict[str, object]] = stage["officers"]  # type: ignore[assignment]
    script = folder / "autosave.lua"
    rows = [
        f'{{session="{one["session"]}", path="/tu-danh-gia/{one["participant"]}/tc/{stage["leaf"]}/luu/"}}'
        for one in officers
    ]
    script.write_text(POST % {"who": ", ".join(rows), "token": TOKEN})
    ranking = f"{site.address}/cong-bo/{stage['publication']}/"
    entry = f"{site.address}/tu-danh-gia/{officers[0]['participant']}/"
    cookie = ["-H", f"Cookie: sessionid={officers[0]['session']}"]
    insert = folder / "insert.lua"
    insert.write_text('wrk.method = "POST"\n')
    wait_for(ranking)
    seen: dict[str, list[Measured]] = {
        name: [] for name in ("ranking", "entry", "read", "autosave", "insert")
    }
    for _ in range(ROUNDS):
        seen["read"].append(wrk(f"{bare.address}/read/"))
        seen["ranking"].append(wrk(ranking))
        seen["entry"].append(wrk(entry, *cookie))
        seen["insert"].append(wrk(f"{bare.address}/insert/", "-s", str(insert), threads=CONNECTIONS))
        seen["autosave"].append(wrk(site.address, "-s", str(script), threads=CONNECTIONS))
    compare("ranking, cached", seen["ranking"], seen["read"], RANKING_LIMIT)
    compare("entry, 90 leaves", seen["entry"], seen["read"], None)
    compare("autosave", seen["autosave"], seen["insert"], AUTOSAVE_LIMIT)


if __name__ == "__main__":
    main()
