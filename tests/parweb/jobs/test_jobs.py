"""Long work: its row says how it went; a dead worker's job is taken up."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from parindex.errors import Place, Problem, ProblemKind, ProblemsFound
from parweb.jobs.actions.rescue import rescue
from parweb.jobs.actions.start import start
from parweb.jobs.clock import Clock
from parweb.jobs.models import Job
from parweb.jobs.queue import run_job
from parweb.jobs.registry import KINDS, REGULAR, Progress, Regular
from tests.parweb.cast import NOW, Cast

BAD_ROW = ProblemKind("TS001", "dòng sai", "sửa dòng")


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    calls: list[int] = []

    def count(progress: Progress, at: object, upto: int) -> dict[str, int]:
        calls.append(upto)
        for number in range(upto):
            progress(number + 1, upto, "đang đếm")
        return {"counted": upto}

    def refuse(progress: Progress, at: object) -> None:
        raise ProblemsFound([Problem(BAD_ROW, Place(file="a.xlsx", row=7))])

    def break_down(progress: Progress, at: object) -> None:
        raise ZeroDivisionError

    for name, work in {"test.count": count, "test.refuse": refuse, "test.break": break_down}.items():
        monkeypatch.setitem(KINDS, name, work)
    return calls


def run(kind: str, capture: object, **arguments: int) -> Job:
    with capture(execute=True):
        job = start(kind, arguments, by=None, at=NOW)
    return Job.objects.get(pk=job.pk)


def test_a_job_runs_after_its_transaction_and_keeps_progress_and_result(
    db: None, django_capture_on_commit_callbacks: object
):
    job = run("test.count", django_capture_on_commit_callbacks, upto=3)
    assert (job.state, job.done, job.total, job.result) == ("done", 3, 3, {"counted": 3})


def test_mistakes_in_a_file_become_the_jobs_problems(db: None, django_capture_on_commit_callbacks: object):
    job = run("test.refuse", django_capture_on_commit_callbacks)
    assert job.state == "failed"
    assert job.problems[0] | {"what": "dòng sai", "row": 7} == job.problems[0]


def test_a_fault_of_our_own_ends_in_the_row_and_not_in_a_traceback(
    db: None, django_capture_on_commit_callbacks: object
):
    job = run("test.break", django_capture_on_commit_callbacks)
    assert (job.state, job.problems) == ("failed", [{"code": "JOB01"}])


def test_a_job_that_ended_is_not_run_again(
    db: None, django_capture_on_commit_callbacks: object, kinds: list[int]
):
    job = run("test.count", django_capture_on_commit_callbacks, upto=2)
    run_job.enqueue(job.pk)
    assert kinds == [2]


def test_a_job_whose_worker_died_is_taken_up_after_a_minute(db: None, kinds: list[int]):
    now = timezone.now()
    job = Job.objects.create(
        kind="test.count", arguments={"upto": 1}, asked_at=now, state="running", heard_at=now
    )
    assert rescue(now + timedelta(seconds=59)) == 0
    assert rescue(now + timedelta(seconds=61)) == 1
    assert kinds == [1]
    assert Job.objects.get(pk=job.pk).state == "done"


def test_a_job_that_killed_three_workers_is_given_up_with_a_problem(db: None, kinds: list[int]):
    now = timezone.now()
    job = Job.objects.create(
        kind="test.count", arguments={"upto": 1}, asked_at=now, state="running", heard_at=now, attempts=2
    )
    assert rescue(now + timedelta(minutes=2)) == 0
    found = Job.objects.get(pk=job.pk)
    assert (kinds, found.state, found.problems) == ([], "failed", [{"code": "JOB02"}])


def test_a_job_that_waits_behind_others_is_never_given_up(
    db: None, kinds: list[int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("parweb.jobs.actions.rescue.enqueue", lambda *_: None)
    now = timezone.now()
    job = Job.objects.create(kind="test.count", arguments={"upto": 1}, asked_at=now)
    assert [rescue(now + timedelta(minutes=2 * turn)) for turn in range(1, 6)] == [1, 1, 1, 1, 1]
    found = Job.objects.get(pk=job.pk)
    assert (found.state, found.attempts) == ("waiting", 0)


def test_the_clock_does_each_piece_of_work_once_in_its_period(monkeypatch: pytest.MonkeyPatch):
    done: list[str] = []
    work = {
        "a": Regular("a", timedelta(minutes=1), lambda _: done.append("a")),
        "b": Regular("b", timedelta(minutes=5), lambda _: done.append("b")),
    }
    monkeypatch.setattr("parweb.jobs.clock.REGULAR", work)
    clock = Clock()
    for minute in range(6):
        clock.tick(NOW + timedelta(minutes=minute))
    assert (done.count("a"), done.count("b")) == (6, 2)


def test_one_failing_piece_of_work_stops_no_other(monkeypatch: pytest.MonkeyPatch):
    done: list[str] = []

    def fail(at: object) -> None:
        raise ValueError

    work = {
        "a": Regular("a", timedelta(minutes=1), fail),
        "b": Regular("b", timedelta(minutes=1), lambda _: done.append("b")),
    }
    monkeypatch.setattr("parweb.jobs.clock.REGULAR", work)
    assert Clock().tick(NOW) == ["a", "b"]
    assert done == ["b"]


def test_the_site_registers_its_own_regular_work():
    assert {"jobs.rescue", "inbox.deliver"} <= REGULAR.keys()


def test_people_see_their_own_jobs_and_are_told_why_not_others(cast: Cast, client: Client):
    job = Job.objects.create(kind="test.count", asked_at=NOW, asked_by=cast.users["officer"])
    client.force_login(cast.users["officer"])
    assert client.get(f"/viec-chay-nen/{job.pk}/").status_code == 200
    assert client.get(f"/viec-chay-nen/{job.pk}/tien-do/").json()["state"] == "waiting"
    client.force_login(cast.users["other_officer"])
    refused = client.get(f"/viec-chay-nen/{job.pk}/")
    assert refused.status_code == 403
    assert "Việc này do người khác yêu cầu." in refused.content.decode()


def test_a_supervisor_learns_that_the_site_lives_and_that_jobs_wait(db: None, client: Client):
    assert client.get("/suc-khoe/").json() == {"database": True}
    assert client.get("/suc-khoe/viec-nen/").status_code == 200
    Job.objects.create(kind="test.count", asked_at=timezone.now() - timedelta(minutes=2))
    assert client.get("/suc-khoe/viec-nen/").status_code == 503
