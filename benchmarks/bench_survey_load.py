"""Five hundred respondents at once: answers taken against a bare Django view that inserts one row.

Both are served alike (granian, 2 processes) and asked by ``wrk`` with 500 connections, on SQLite and on
PostgreSQL. Every respondent has a token of their own and sends once. Afterwards the answers in the database
are counted: none that was thanked for may be missing, none may be there twice.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.bench_site import Bare, wait_for  # noqa: E402  # found only now

from tests.e2e.databases import site_on  # noqa: E402
from tests.e2e.ready import Ready  # noqa: E402

RESPONDENTS = 30_000
CONNECTIONS = 500
SECONDS = 20
_IDLE = 0.1
"""Seconds of processors in a second below which a server rests."""
CSRF = "a" * 32

SCRIPT = """
local threads = {}
tokens, id, count, thanked, refused = {}, 0, 0, 0, 0
function setup(thread) thread:set("id", #threads); table.insert(threads, thread) end
function init()
  for line in io.lines("%(file)s") do table.insert(tokens, line) end
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
    """Ask with 500 connections for some seconds."""
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


def measure(name: str, ready: Ready, folder: Path) -> None:
    """Measure on one kind of database, and count what came in."""
    plain = folder / "bare"
    plain.mkdir(parents=True)
    site = site_on(name, ready, folder / "site")
    peer_database = site_on(name, ready, folder / "peer").database_url
    tokens = json.loads(site.stage("survey_respondents", str(RESPONDENTS)))
    (folder / "tokens").write_text("\n".join(tokens), encoding="utf-8")
    (folder / "send.lua").write_text(SCRIPT % {"file": folder / "tokens", "csrf": CSRF}, encoding="utf-8")
    (folder / "insert.lua").write_text(INSERT, encoding="utf-8")
    bare = Bare(plain, peer_database)
    try:
        site.start()
        wait_for(f"{site.address}/suc-khoe/")
        peer = measured(f"{bare.address}/insert/", folder / "insert.lua", bare.server)
        assert site.server is not None
        ours = measured(site.address, folder / "send.lua", site.server)
    finally:
        bare.server.terminate()
        bare.server.wait(20)
        site.stop()
    report(name, ours, peer, json.loads(site.stage("survey_taken")))


def measured(address: str, script: Path, server: subprocess.Popen[bytes]) -> Measured:
    """Ask, and wait until what was under way when asking ended is done too."""
    before = use_of(server)
    seen = ask(address, script)
    now, last = use_of(server), before
    while now.seconds - last.seconds > _IDLE:
        time.sleep(1)
        now, last = use_of(server), now
    return Measured(seen, now.memory, now.seconds - before.seconds)


@dataclass(frozen=True)
class Measured:
    """What wrk saw, and what the server used meanwhile."""

    seen: Seen
    memory: int
    seconds: float


@dataclass(frozen=True)
class Use:
    """What the processes of a server have used: memory in MB (shared pages once), seconds of processors."""

    memory: int
    seconds: float


def use_of(server: subprocess.Popen[bytes]) -> Use:
    """Add up a process and all below it; those of the database server are not of them."""
    parents = dict(_processes())
    family = {server.pid}
    while more := {pid for pid, told in parents.items() if int(told[1]) in family} - family:
        family |= more
    ticks = sum(int(parents[pid][11]) + int(parents[pid][12]) for pid in family)
    return Use(sum(_shares(pid) for pid in family) // 1024, ticks / os.sysconf("SC_CLK_TCK"))


def _processes() -> Iterator[tuple[int, list[str]]]:
    """Give what /proc says of each process behind its name: state, parent, ..., processor time."""
    for one in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            yield int(one.parent.name), one.read_text(encoding="utf-8").rpartition(")")[2].split()


def _shares(pid: int) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) if found else 0


def report(name: str, ours: Measured, peer: Measured, kept: list[str]) -> None:
    """Print rates, their ratio, that of processor time, and whether anything was lost or doubled.

    Every request must be an answer that is taken: refusing is cheaper, and would flatter the rate.
    """
    told = re.search(r"thanked (\d+) refused (\d+)", ours.seen.text)
    inserts = re.search(r"(\d+) requests in", peer.seen.text)
    assert told, ours.seen.text
    assert inserts, peer.seen.text
    assert told[2] == "0", f"{told[2]} answers were refused: there are too few respondents for this machine"
    thanked, doubled = int(told[1]), len(kept) - len(set(kept))
    lost = max(0, thanked - len(set(kept)))
    each, peer_each = (1000 * ours.seconds / max(len(kept), 1), 1000 * peer.seconds / int(inserts[1]))
    print(
        f"{name:<11} answers {ours.seen.rate:7.0f}/s p99 {ours.seen.p99:7.0f} ms | "
        f"bare insert {peer.seen.rate:7.0f}/s p99 {peer.seen.p99:7.0f} ms | "
        f"ratio {peer.seen.rate / ours.seen.rate:5.2f} | "
        f"processor {each:.2f} ms against {peer_each:.2f}, ratio {each / peer_each:.2f} | "
        f"thanked {thanked}, kept {len(kept)}, lost {lost}, doubled {doubled} | {ours.memory} MB"
    )


def main() -> None:
    """Measure on both kinds of database, or on the one that is named."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Ready(Path(folder) / "ready")
        for name in sys.argv[1:] or ("sqlite", "postgresql"):
            measure(name, ready, Path(folder) / name)


if __name__ == "__main__":
    main()
