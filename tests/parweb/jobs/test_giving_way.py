"""The worker lets people's pages go first."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pydantic import ValidationError

from parweb.jobs.actions.start import start
from parweb.jobs.management.commands import serve, work
from parweb.jobs.models import Job
from parweb.jobs.registry import KINDS
from parweb.settings.environment import Environment
from tests.parweb.cast import NOW

NICE_OF_EVERY_THREAD = """
import os, sys, threading
from parweb.jobs.giving_way import give_way, take_what_is_left
end = threading.Event()
before = threading.Thread(target=end.wait)
before.start()
for nice in sys.argv[1:]:
    take_what_is_left() if nice == "left" else give_way(int(nice))
after = threading.Thread(target=end.wait)
after.start()
ids = [threading.get_native_id(), before.native_id, after.native_id]
idle = [os.sched_getscheduler(one) == os.SCHED_IDLE for one in ids]
print(*(100 if idle else os.getpriority(os.PRIO_PROCESS, one) for one, idle in zip(ids, idle)))
end.set()
"""


def nice_of_threads(*asked: str) -> list[int]:
    """The priorities of the first thread, one made before giving way and one made after."""
    words = [sys.executable, "-c", NICE_OF_EVERY_THREAD, *asked]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    return [int(word) - own for word in done.stdout.split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux gives threads priorities")
def test_every_thread_gives_way_also_those_that_were_there_before():
    assert nice_of_threads() == [0, 0, 0]
    assert nice_of_threads("7") == [7, 7, 7]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux gives threads priorities")
def test_a_process_that_gives_way_more_than_asked_is_left_so():
    assert nice_of_threads("9", "4") == [9, 9, 9]


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="only Linux has such a class")
def test_every_thread_of_the_leisurely_worker_takes_only_what_is_left():
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert nice_of_threads("left") == [100 - own] * 3


def test_the_worker_gives_way_as_set_before_it_takes_up_work(monkeypatch: pytest.MonkeyPatch):
    done: list[object] = []
    monkeypatch.setattr(settings, "WORKER_NICE", 12)
    monkeypatch.setattr(work, "give_way", done.append)
    monkeypatch.setattr(work, "take_what_is_left", lambda: done.append("left"))
    monkeypatch.setattr(work, "call_command", lambda name, **named: done.append((name, named["queue_name"])))
    call_command("work")
    call_command("work", at_leisure=True)
    assert done == [12, ("db_worker", "default"), "left", ("db_worker", "leisure")]


def test_only_charts_wait_for_leisure(
    db: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
):
    queued: list[str] = []

    class Recorded:
        def using(self, *, queue_name: str) -> "Recorded":
            queued.append(queue_name)
            return self

        def enqueue(self, job_id: int) -> None:
            """Take it."""

    monkeypatch.setattr("parweb.jobs.queue.run_job", Recorded())
    with django_capture_on_commit_callbacks(execute=True):
        for kind in sorted(KINDS):
            start(kind, {}, by=None, at=NOW)
    named = dict(zip(sorted(KINDS), queued, strict=True))
    assert {kind for kind, name in named.items() if name == "leisure"} == {"portal.draw_charts"}
    assert set(named.values()) == {"leisure", "default"}


def test_charts_that_wait_are_no_sign_of_a_dead_worker(client: Client, db: None):
    long_ago = timezone.now() - timedelta(hours=1)
    Job.objects.create(kind="portal.draw_charts", arguments={}, asked_at=long_ago)
    assert client.get("/suc-khoe/viec-nen/").status_code == 200
    Job.objects.create(kind="results.make_run", arguments={}, asked_at=long_ago)
    answer = client.get("/suc-khoe/viec-nen/")
    assert (answer.status_code, answer.json()) == (503, {"waiting": 1})


def test_serve_starts_both_workers_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch):
    started: list[dict[str, list[str]]] = []

    class Recorded:
        def __init__(self, commands: dict[str, list[str]]) -> None:
            started.append(commands)

        def run(self) -> None:
            """Serve nobody."""

    monkeypatch.setattr(serve, "Supervisor", Recorded)
    monkeypatch.setattr(serve, "_is_behind", lambda: False)
    monkeypatch.setattr(serve, "call_command", lambda *_words, **_named: None)
    call_command("serve", port=0)
    call_command("serve", port=0, without_worker=True)
    words = [
        [commands[name][-1] for name in ("worker", "leisure") if name in commands] for commands in started
    ]
    assert words == [["work", "--at-leisure"], []]


@pytest.mark.parametrize("wrong", ["-1", "20", "nhiều"])
def test_a_priority_that_no_system_knows_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: str):
    monkeypatch.setenv("PARINDEX_WORKER_NICE", wrong)
    with pytest.raises(ValidationError, match="worker_nice"):
        Environment()
