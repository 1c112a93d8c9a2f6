"""A server that is killed while respondents send in has lost no acknowledged answer and doubled none."""

from __future__ import annotations

import http.client
import json
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.e2e.databases import site_on, wanted_databases
from tests.e2e.ready import Ready
from tests.e2e.site import Site

CSRF = "a" * 32
RESPONDENTS = 200
KILLED_AFTER = 80
AT_ONCE = 20


@dataclass
class Postbox:
    """Who sent, and whom the server thanked."""

    site: Site
    killed_after: int | None = None
    thanked: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, token: str) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={CSRF}"}
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        try:
            connection.request("POST", f"/ks/{token}/gui/", f"csrfmiddlewaretoken={CSRF}", headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return  # not acknowledged: the site may have taken it or not
        finally:
            connection.close()
        if answer.status == 302 and str(answer.getheader("Location")).endswith("/cam-on/"):
            self._keep(token)

    def _keep(self, token: str) -> None:
        with self.lock:
            self.thanked.add(token)
            if len(self.thanked) == self.killed_after:
                self.site.kill()  # here, so that no machine is so busy that the others are thanked before it


@pytest.fixture(params=wanted_databases())
def site(request: pytest.FixtureRequest, ready: Ready, tmp_path: Path) -> Iterator[Site]:
    site = site_on(request.param, ready, tmp_path / "data")
    yield site
    site.stop()


def test_every_answer_that_was_thanked_for_is_there_once_after_a_kill(site: Site):
    tokens = json.loads(site.stage("survey_respondents", str(RESPONDENTS)))
    site.start()
    before = Postbox(site, KILLED_AFTER)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(before.send, tokens))
    assert KILLED_AFTER <= len(before.thanked) < RESPONDENTS

    site.start()
    kept = Counter(json.loads(site.stage("survey_taken")))
    assert before.thanked - set(kept) == set()
    assert set(kept.values()) == {1}

    after = Postbox(site)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(after.send, tokens))
    assert after.thanked == set(tokens) - set(
        kept
    )  # who was taken before is told so, politely, and not twice
    assert Counter(json.loads(site.stage("survey_taken"))) == Counter(tokens)
