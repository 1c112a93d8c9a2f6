"""Five hundred respondents at once: answers taken against a bare Django view that inserts one row.

Both are served alike (granian, 2 processes) and asked by ``wrk`` with 500 connections, on SQLite and on
PostgreSQL. Every respondent has a token of their own and sends once. Afterwards the answers in the database
are counted: none that was thanked for may be missing, none may be there twice.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.bench_site import Bare, wait_for  # noqa: E402  # found only now

from tests.e2e.databases import fresh_database  # noqa: E402
from tests.e2e.site import Site  # noqa: E402

RESPONDENTS = 12_000
CONNECTIONS = 500
SECONDS = 10
CSRF = "a" * 32

SCRIPT = """
local tokens, id, count, thanked, refused = {}, 0, 0, 0, 0
local threads = {}
function setup(thread) thread:set("id", id); id = id + 1; table.insert(threads, thread) end
function init()
  for line in io.lines("%(file)s") do table.insert(tokens, line) end
  thanked, refused = 0, 0
end
function request()
  count = count + 1
  local token = tokens[(count - 1) * 2 + id + 1] or tokens[1]
  local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded", ["Cookie"] = "csrftoken=%(csrf)s",
  }
  return wrk.format("POST", "/ks/" .. token .. "/gui/", headers, "csrfmiddlewaretoken=%(csrf)s")
end
function response(status) if status == 302 then thanked = thanked + 1 else refused = refused + 1 end end
function done()
  local all, no = 0, 0
  for _, thread in ipairs(threads) do all = all + thread:get("thanked"); no = no + thread:get("refused") end
  print("thanked " .. all .. " refused " .. no)
end
"""
INSERT = 'wrk.method = "POST"\n'


@dataclass(frozen=True)
class Seen:
    """What wrk saw: requests a second, the slowest of a hundred in milliseconds, and what it printed."""

    rate: float
    p99: float
    text: str


def ask(address: str, script: Path) -> Seen:
    """Ask with 500 connections for ten seconds."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("bench_survey_load.py needs wrk: apt-get install wrk")
    size = ["-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "--timeout", "30s"]
    done = subprocess.run(
        [program, *size, "-s", str(script), address], capture_output=True, text=True, check=True
    )
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", done.stdout)
    assert rate, done.stdout
    assert slow, done.stdout
    return Seen(float(rate[1]), float(slow[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[slow[2]], done.stdout)


def measure(name: str, database: str, peer_database: str, folder: Path) -> None:
    """Measure on one kind of database, and count what came in."""
    folder.mkdir()
    data, plain = folder / "site", folder / "bare"
    data.mkdir()
    plain.mkdir()
    site = Site(data, database, workers=2)
    site.command("migrate", "--verbosity", "0")
    tokens = json.loads(site.stage("survey_respondents", str(RESPONDENTS)))
    (folder / "tokens").write_text("\n".join(tokens), encoding="utf-8")
    (folder / "send.lua").write_text(SCRIPT % {"file": folder / "tokens", "csrf": CSRF}, encoding="utf-8")
    (folder / "insert.lua").write_text(INSERT, encoding="utf-8")
    site.start()
    bare = Bare(plain, peer_database)
    try:
        wait_for(f"{site.address}/suc-khoe/")
        peer = ask(f"{bare.address}/insert/", folder / "insert.lua")
        ours = ask(site.address, folder / "send.lua")
    finally:
        bare.server.terminate()
        bare.server.wait(20)
    report(name, ours, peer, json.loads(site.stage("survey_taken")))
    site.stop()


def report(name: str, ours: Seen, peer: Seen, kept: list[str]) -> None:
    """Print rates, their ratio, and whether anything was lost or doubled."""
    told = re.search(r"thanked (\d+) refused (\d+)", ours.text)
    assert told, ours.text
    thanked, doubled = int(told[1]), len(kept) - len(set(kept))
    lost = max(0, thanked - len(kept))
    rate = thanked / SECONDS
    print(
        f"{name:<11} answers {rate:7.0f}/s p99 {ours.p99:7.0f} ms | "
        f"bare insert {peer.rate:7.0f}/s p99 {peer.p99:7.0f} ms | ratio {peer.rate / max(rate, 1):5.2f} | "
        f"thanked {thanked}, kept {len(kept)}, lost {lost}, doubled {doubled}"
    )


def main() -> None:
    """Measure on both kinds of database."""
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", "", "", Path(folder) / "sqlite")
        measure("PostgreSQL", fresh_database(), fresh_database(), Path(folder) / "postgresql")


if __name__ == "__main__":
    main()
