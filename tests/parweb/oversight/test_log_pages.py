"""Those allowed read the log in their scope; taking it out is itself logged."""

import pytest
from django.test import Client

from parweb.audit.actions.record import record
from parweb.audit.models import Entry
from tests.parweb.cast import NOW, Cast


@pytest.fixture
def logged(cast: Cast) -> Cast:
    actor = cast.person("officer").actor
    record(actor, "assessments.save_answer", NOW, target=cast.round, unit_id=cast.communes[0].pk)
    record(actor, "accounts.change", NOW, target=cast.users["nobody"], unit_id=None)
    return cast


def test_an_administrator_reads_everything(logged: Cast, client: Client):
    client.force_login(logged.users["admin"])
    page = client.get("/nhat-ky/").content.decode()
    assert "assessments.save_answer" in page
    assert "accounts.change" in page


def test_a_manager_reads_what_concerns_the_own_units(logged: Cast, client: Client):
    client.force_login(logged.users["manager"])
    page = client.get("/nhat-ky/").content.decode()
    assert "assessments.save_answer" in page
    assert "accounts.change" not in page


@pytest.mark.parametrize("name", ["officer", "leader", "appraiser", "nobody"])
def test_others_are_told_who_may(logged: Cast, client: Client, name: str):
    client.force_login(logged.users[name])
    answer = client.get("/nhat-ky/")
    assert answer.status_code == 403
    assert "quản trị hệ thống, quản lý kỳ đánh giá, thanh tra" in answer.content.decode()


def test_an_entry_out_of_scope_is_not_there(logged: Cast, client: Client):
    client.force_login(logged.users["manager"])
    assert client.get("/nhat-ky/1/").status_code == 200
    assert client.get("/nhat-ky/2/").status_code == 404


def test_taking_the_log_out_is_logged_with_the_search(logged: Cast, client: Client):
    client.force_login(logged.users["admin"])
    answer = client.get("/nhat-ky/", {"format": "csv", "action": "assessments."})
    assert "assessments.save_answer" in b"".join(answer).decode("utf-8-sig")
    last = Entry.objects.order_by("-sequence")[0]
    assert (last.action, last.is_read, last.after["action"]) == (
        "oversight.take_out_log",
        True,
        "assessments.",
    )


def test_the_proof_page_names_the_entry_that_was_changed(logged: Cast, client: Client):
    client.force_login(logged.users["admin"])
    assert "Nhật ký nguyên vẹn" in client.get("/nhat-ky/kiem-tra/").content.decode()
    Entry.objects.filter(sequence=2).update(action="accounts.other")
    page = client.get("/nhat-ky/kiem-tra/").content.decode()
    assert "2: dòng này đã bị sửa" in page
