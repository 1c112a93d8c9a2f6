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

from tests.e2e.databases import fresh_database, wanted_databases
from tests.e2e.site import Site

CSRF = "a" * 32
RESPONDENTS = 200
KILLED_AFTER = 80
AT_ONCE = 20


@dataclass
class Postbox:
    """Who sent, and whom the server thanked."""

    site: Site
    thanked: set[str] = field(default_factory=set)
    enough: threading.Event = field(default_factory=threading.Event)

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
            self.thanked.add(token)
            if len(self.thanked) >= KILLED_AFTER:
                self.enough.set()


@pytest.fixture(params=wanted_databases())
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "data"
    folder.mkdir()
    site = Site(folder, fresh_database() if request.param == "postgresql" else "", workers=2)
    site.command("migrate", "--verbosity", "0")
    yield site
    site.stop()


def test_every_answer_that_was_thanked_for_is_there_once_after_a_kill(site: Site):
    tokens = json.loads(site.stage("survey_respondents", str(RESPONDENTS)))
    site.start()
    before = Postbox(site)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for token in tokens:
            pool.submit(before.send, token)
        assert before.enough.wait(60), "the server did not thank eighty people in a minute"
        site.kill()
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
