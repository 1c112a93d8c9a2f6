"""A large list is taken, and a sample of it drawn, in the background: all problems at once, nothing half kept."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parweb.jobs.models import Job
from parweb.surveys.actions.begin_sampling import waiting_file
from parweb.surveys.actions.take_frame import take_frame_file
from parweb.surveys.models import Campaign, Frame, Invitation, Sample
from parweb.surveys.states import CampaignState
from parweb.surveys.storing import elements_of
from parweb.surveys.tasks import forget_waiting_files, take_frame_in_background
from parweb.surveys.views import samples
from tests.parweb.cast import NOW, Cast
from tests.parweb.surveys.conftest import make_campaign


@pytest.fixture
def draft(cast: Cast, monkeypatch) -> Campaign:
    """A campaign before its sample; every list counts as large."""
    monkeypatch.setattr(samples, "LARGE_FILE", 10)
    monkeypatch.setattr(samples, "LARGE_FRAME", 10)
    return make_campaign(cast, state=CampaignState.DRAFT)


def listed(*rows: str) -> SimpleUploadedFile:
    text = "\n".join(["Mã phần tử,Mã xã,Họ và tên", *rows])
    return SimpleUploadedFile("danh-sach.csv", text.encode())


def upload(client: Client, draft: Campaign, file: SimpleUploadedFile, callbacks) -> Job:
    with callbacks(execute=True):
        page = client.post(reverse("surveys:upload_frame", args=[draft.slug]), {"file": file})
    job = Job.objects.latest("pk")
    assert page["Location"] == reverse("jobs:job", args=[job.pk])
    return job


def waiting() -> list[str]:
    return [path.name for path in waiting_file("").glob("*")]


def test_a_large_list_is_taken_by_a_job_which_leads_back_to_the_page_of_the_sample(
    cast: Cast, draft: Campaign, client: Client, django_capture_on_commit_callbacks
):
    client.force_login(cast.users["manager"])
    rows = [f"E{number},99001,Nguyễn {number}" for number in range(40)]
    job = upload(client, draft, listed(*rows), django_capture_on_commit_callbacks)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result) == ("done", 2, 2, {"rows": 40})
    assert job.link == reverse("surveys:sample", args=[draft.slug])
    assert Frame.objects.get().source == "danh-sach.csv"
    assert waiting() == []


def test_every_problem_of_a_large_list_is_named_and_nothing_is_kept(
    cast: Cast, draft: Campaign, client: Client, django_capture_on_commit_callbacks
):
    client.force_login(cast.users["manager"])
    file = listed("E1,99001,A", "E1,99001,B", ",99001,C", "E4,99001,D")
    job = upload(client, draft, file, django_capture_on_commit_callbacks)
    job.refresh_from_db()
    assert job.state == "failed"
    assert {one["code"] for one in job.problems} == {"SV302", "SV303"}
    assert {one["file"] for one in job.problems} == {"danh-sach.csv"}
    assert not Frame.objects.exists()
    assert waiting() == []
    assert "SV303" in client.get(reverse("jobs:job", args=[job.pk])).content.decode()


def test_names_in_a_list_that_waits_cannot_be_read_in_its_file_and_go_after_a_day(
    cast: Cast, draft: Campaign, client: Client
):
    client.force_login(cast.users["manager"])
    client.post(reverse("surveys:upload_frame", args=[draft.slug]), {"file": listed("E1,99001,Nguyễn Văn A")})
    [name] = waiting()
    assert "Nguyễn".encode() not in waiting_file(name).read_bytes()
    forget_waiting_files(NOW)
    for age, left in ((3600, [name]), (90000, [])):
        moment = NOW.timestamp() - age
        os.utime(waiting_file(name), (moment, moment))
        forget_waiting_files(NOW)
        assert waiting() == left


def test_a_list_that_was_taken_before_the_worker_was_killed_is_not_taken_twice(draft: Campaign, cast: Cast):
    told = {"campaign_id": draft.pk, "person_id": cast.users["manager"].pk, "name": "x.csv"}
    assert take_frame_in_background(lambda *_: None, NOW, place="gone.csv", **told) == {}
    assert not Frame.objects.exists()


def test_a_sample_of_a_large_list_is_drawn_by_a_job_with_the_seed_that_was_typed(
    cast: Cast, draft: Campaign, client: Client, tmp_path, django_capture_on_commit_callbacks
):
    path = tmp_path / "list.csv"
    path.write_text("\n".join(["Mã phần tử,Mã xã", *(f"E{number},99001" for number in range(400))]))
    take_frame_file(cast.person("manager"), draft, path, "list.csv", NOW)
    client.force_login(cast.users["manager"])
    shown = client.get(reverse("surveys:sample", args=[draft.slug])).context["form"]
    given = {name: shown[name].value() for name in shown.fields} | {"seed": "77", "go": "draw"}
    given = {name: value for name, value in given.items() if value is not None}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("surveys:sample", args=[draft.slug]), given)
    made = Sample.objects.get()
    assert (made.seed, Invitation.objects.filter(is_reserve=False).count()) == (77, made.chosen)
    assert Job.objects.latest("pk").result["seed"] == 77


def test_villages_of_one_name_in_two_communes_are_two_villages(cast: Cast, draft: Campaign, tmp_path):
    path = tmp_path / "list.csv"
    rows = [f"E{number},{'99001' if number < 20 else '99002'},Thôn Hoành" for number in range(40)]
    path.write_text("\n".join(["Mã phần tử,Mã xã,Thôn", *rows]))
    made = take_frame_file(cast.person("manager"), draft, path, "list.csv", NOW)
    assert made.summary["clusters"] == 2
    assert set(elements_of(made).table["psu"]) == {"99001 / Thôn Hoành", "99002 / Thôn Hoành"}
