"""A server that is killed in the middle of two hundred writes has lost none that it acknowledged."""

import http.client
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.e2e.databases import site_on, wanted_databases
from tests.e2e.ready import Ready
from tests.e2e.site import Site

TOKEN = "a" * 32
WRITES = 200
KILLED_AFTER = 80
AT_ONCE = 20


@dataclass
class Ledger:
    """What was asked, and what the server said it had kept."""

    site: Site
    notes: set[tuple[int, str, str]] = field(default_factory=set)
    submitted: set[int] = field(default_factory=set)
    acknowledged: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def save_note(self, who: dict, leaf: str, text: str) -> None:
        path = f"/tu-danh-gia/{who['participant']}/tc/{leaf}/luu/"
        if self._post(who, path, f"revision=0&note={text}") == 200:
            self._keep(lambda: self.notes.add((who["participant"], leaf, text)))

    def submit(self, who: dict) -> None:
        if self._post(who, f"/tu-danh-gia/{who['participant']}/trinh/", "difficulties=&proposals=") == 302:
            self._keep(lambda: self.submitted.add(who["participant"]))

    def _keep(self, add) -> None:
        with self.lock:
            add()
            self.acknowledged += 1
            if self.acknowledged == KILLED_AFTER:
                self.site.kill()  # here, so that no machine is so busy that the other writes come before it

    def _post(self, who: dict, path: str, body: str) -> int:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={who['session']}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "X-Autosave": "1",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 0  # not acknowledged: the site may have kept it or not
        finally:
            connection.close()
        return answer.status


@pytest.fixture(params=wanted_databases())
def site(request: pytest.FixtureRequest, ready: Ready, tmp_path: Path) -> Iterator[Site]:
    site = site_on(request.param, ready, tmp_path / "data")
    yield site
    site.stop()


def test_every_acknowledged_write_is_there_after_a_kill_and_the_log_holds(site: Site):
    crowd = json.loads(site.stage("crowd"))
    site.start()
    ledger = Ledger(site)
    writers = [one for one in crowd if not one["is_ready"]]
    ready = [one for one in crowd if one["is_ready"]]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number in range(WRITES - len(ready)):
            who = writers[number % len(writers)]
            pool.submit(ledger.save_note, who, who["leaves"][number // len(writers)], f"ghi{number}")
            if number % 9 == 0:
                pool.submit(ledger.submit, ready[number // 9])
    assert KILLED_AFTER <= ledger.acknowledged < WRITES
    assert ledger.submitted

    site.start()
    kept = json.loads(site.stage("what_is_kept"))
    assert ledger.notes - {tuple(one) for one in kept["notes"]} == set()
    assert ledger.submitted - set(kept["submitted"]) == set()
    assert "nguyên vẹn" in site.command("audit", "verify")
    assert Ledger(site)._post(
        writers[0], f"/tu-danh-gia/{writers[0]['participant']}/tc/1.1.1/luu/", "note=x"
    ) in {
        200,
        409,
    }
