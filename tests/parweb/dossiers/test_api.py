"""One-stop systems hand over batches: with a token, once per key, within limits, every answer declared."""

import io
import json
import logging

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings

from parweb.audit.models import Entry
from parweb.dossiers.actions.keep_source import make_source
from parweb.dossiers.actions.keep_token import make_token, revoke_token
from parweb.dossiers.keeping import open_store
from parweb.dossiers.models import Import, Source, Token
from parweb.inbox.models import Message
from tests.parweb.cast import NOW, Cast
from tests.parweb.dossiers.samples import APPLICANT, csv_bytes, line, record

ADDRESS = "/api/v1/dossiers/batches"
BOUNDED = settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class System:
    """A one-stop system with its token."""

    def __init__(self, secret: str, token: Token, capture) -> None:
        self.client, self.secret, self.token, self.capture = (
            Client(enforce_csrf_checks=True),
            secret,
            token,
            capture,
        )

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}

    def send(self, body, key: str = "dem-01", kind: str = "application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        with self.capture(execute=True):
            return self.client.post(ADDRESS, data, content_type=kind, headers=headers)

    def state(self, batch_id: int):
        return self.client.get(f"{ADDRESS}/{batch_id}", headers=self.headers)


@pytest.fixture
def system(cast: Cast, source: Source, django_capture_on_commit_callbacks) -> System:
    token, secret = make_token(cast.person("manager"), source, "Máy chủ một cửa", NOW)
    return System(secret, token, django_capture_on_commit_callbacks)


def test_a_batch_is_taken_imported_and_its_state_told(system: System):
    answer = system.send([record(1), record(2, TrangThaiHoSoId=99)])
    assert answer.status_code == 202
    told = answer.json()
    assert told["address"] == f"{ADDRESS}/{told['id']}"
    state = system.state(told["id"])
    assert state.status_code == 200
    assert state.json()["state"] == "done"
    report = state.json()["report"]
    assert (report["read"], report["new"], report["rejected"]) == (2, 1, 1)
    assert report["without_unit"] == {"count": 1, "codes": ["99001"]}
    kept = open_store().records().records.row(0, named=True)
    assert (kept["code"], kept["channel"], len(kept["supplement_asked_at"])) == (record(1)["MaHoSo"], 2, 1)


def test_what_a_batch_says_of_applicants_is_not_written_to_disk(system: System, source: Source):
    source.imports.all().delete()
    assert (
        system.client.post(
            ADDRESS,
            json.dumps([record(1)]),
            content_type="application/json",
            headers={**system.headers, "Idempotency-Key": "x"},
        ).status_code
        == 202
    )
    (file,) = Import.objects.get().files.all()
    with file.file.open("rb") as content:
        assert APPLICANT.encode() not in content.read()


def test_the_same_key_with_the_same_body_gives_the_same_answer_and_imports_once(system: System):
    first, again = system.send([record(1)]), system.send([record(1)])
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert Import.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(system: System):
    system.send([record(1)])
    answer = system.send([record(2)])
    assert (answer.status_code, answer.json()["code"]) == (409, "other_content")
    assert (Import.objects.count(), open_store().rows) == (1, 1)


def test_a_key_belongs_to_its_source(system: System, cast: Cast, django_capture_on_commit_callbacks):
    system.send([record(1)])
    other = make_source(cast.person("manager"), cast.province, "Một cửa bộ ngành", NOW)
    token, secret = make_token(cast.person("manager"), other, "x", NOW)
    second = System(secret, token, django_capture_on_commit_callbacks)
    made = second.send([record(2)]).json()["id"]
    assert Import.objects.count() == 2
    answer = system.state(made)
    assert (answer.status_code, answer.json()["code"]) == (403, "other_source")


def test_a_csv_is_taken_as_it_is(system: System):
    answer = system.send(csv_bytes(line(1), line(2)), kind="text/csv")
    assert answer.status_code == 202
    assert system.state(answer.json()["id"]).json()["report"]["new"] == 2


def test_without_a_known_token_nobody_is_let_in(system: System):
    for headers in ({}, {"Authorization": "Bearer hoso_x"}, {"Authorization": f"Basic {system.secret}"}):
        answer = system.client.post(ADDRESS, b"[]", content_type="application/json", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
        assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_opens_nothing_and_says_so(system: System, cast: Cast):
    made = system.send([record(1)]).json()["id"]
    revoke_token(cast.person("manager"), system.token, NOW)
    for answer in (system.send([record(2)], key="dem-02"), system.state(made)):
        assert (answer.status_code, answer.json()["code"]) == (403, "revoked")
    assert Import.objects.count() == 1


@pytest.mark.parametrize("kind", ["application/json", "text/csv"])
def test_a_body_above_the_limit_is_refused_before_it_is_kept(system: System, settings, kind: str):
    settings.DOSSIER_BATCH_LIMIT = settings.DOSSIER_UPLOAD_LIMIT = 50
    answer = system.send([record(1)], kind=kind)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "50 bytes" in answer.json()["detail"]
    assert Import.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"{", ["body"]),
        (b"[]", ["body"]),
        (b'{"MaHoSo": "1"}', ["body"]),
        (b"[1]", ["body", "0"]),
        (b'[{"MaHoSo": "1"}, {"MaHoSo": {}}]', ["body", "1"]),
        (b'[{"HoTen": "x"}]', ["body", "0"]),
        (b'[{"MaHoSo": "\\ud800"}]', ["body", "0"]),
        (b"\xff", ["body"]),
        (b"[" * 100_000, ["body"]),
    ],
)
def test_what_is_no_array_of_records_is_answered_with_its_place(
    system: System, body: bytes, place: list[str]
):
    answer = system.send(body)
    assert (answer.status_code, answer.json()["detail"][0]["place"]) == (422, place)
    assert Import.objects.count() == 0


def test_a_batch_without_a_key_or_of_another_kind_is_refused(system: System):
    assert system.send([record(1)], key="").status_code == 422
    answer = system.send([record(1)], kind="application/xml")
    assert answer.json()["detail"][0]["place"] == ["header", "Content-Type"]


def test_a_batch_that_cannot_be_imported_tells_its_problems_and_who_made_the_token(
    system: System, cast: Cast
):
    made = system.send([{"MaHoSo": "1"}]).json()["id"]
    state = system.state(made).json()
    assert (state["state"], state["report"], state["problems"][0]["code"]) == ("failed", None, "DO106")
    assert Message.objects.get().person == cast.users["manager"]


def test_a_batch_is_logged_under_the_name_of_the_token_and_its_use_is_kept(system: System):
    system.send([record(1)])
    names = Entry.objects.filter(action__in=["dossiers.take_batch", "dossiers.import"]).values_list(
        "actor_name"
    )
    assert set(names) == {("Máy chủ một cửa",)}
    system.token.refresh_from_db()
    assert system.token.last_used_at is not None


def test_the_secret_of_a_token_is_shown_once_and_not_kept(cast: Cast, source: Source, client: Client):
    client.force_login(cast.users["manager"])
    answer = client.post(reverse("dossiers:make_token", args=[source.slug]), {"label": "Bộ đẩy đêm"})
    token = Token.objects.get()
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert secret not in client.get(reverse("dossiers:source", args=[source.slug])).content.decode()
    assert secret not in (token.digest, token.label)
    assert "no-store" in answer["Cache-Control"]


@pytest.fixture
def one_connection():
    """Keep the test's own connection open between requests, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("path", [ADDRESS, f"{ADDRESS}/{{batch_id}}"])
def test_every_answer_is_declared_whatever_a_system_sends(system: System, one_connection, path: str):
    known = system.send([record(1)]).json()["id"]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    (operation,) = [one.ok() for one in schema.get_all_operations() if one.ok().path == path]
    answered = []

    @BOUNDED
    @given(case=operation.as_strategy())
    def ask(case):
        answered.append(case.call_and_validate().status_code)
        case.headers = {**(case.headers or {}), **system.headers}
        answered.append(case.call_and_validate().status_code)
        if "batch_id" in (case.path_parameters or {}):
            case.path_parameters["batch_id"] = known
            answered.append(case.call_and_validate().status_code)

    ask()
    assert set(answered) <= {200, 202, 401, 403, 404, 409, 413, 422}
    assert 401 in answered


EMPTY = "the body is empty"


@pytest.mark.parametrize("kind", ["text/csv", "application/json"])
def test_a_body_of_nothing_is_refused_at_once_as_the_contract_says(system, kind):
    headers = {**system.headers, "Idempotency-Key": "dem-01", "Content-Type": kind}
    answer = system.client.post(ADDRESS, b"", content_type=kind, headers=headers)
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        [{"place": ["body"], "what": EMPTY}],
    )
    assert Import.objects.count() == 0


def streamed(system: System, body: bytes | io.BytesIO, kind: str, **told: object):
    """Send a body through a stream that says what a server says of it."""
    headers = {**system.headers, "Idempotency-Key": "dem-01"}
    source = body if isinstance(body, io.BytesIO) else io.BytesIO(body)
    stream = {"CONTENT_TYPE": kind, "wsgi.input": source, "wsgi.input_terminated": True, **told}
    with system.capture(execute=True):
        return system.client.generic("POST", ADDRESS, headers=headers, **stream)


def chunked(system: System, body: bytes, kind: str = "application/json"):
    return streamed(system, body, kind, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")


def test_json_in_chunks_is_taken_to_its_end(system: System):
    answer = chunked(system, json.dumps([record(1), record(2)]).encode())
    assert answer.status_code == 202
    assert system.state(answer.json()["id"]).json()["report"]["new"] == 2
    again = system.send([record(1), record(2)])
    assert (again.status_code, again.json()) == (202, answer.json())


def test_json_in_chunks_keeps_to_the_limit_and_to_its_end(system: System, settings):
    whole = json.dumps([record(1), record(2)]).encode()
    cut = chunked(system, whole[:-1])
    assert (cut.status_code, cut.json()["detail"][0]["what"]) == (422, "the body is no JSON in UTF-8")
    settings.DOSSIER_BATCH_LIMIT = len(whole) - 1
    assert (chunked(system, whole).status_code, Import.objects.count()) == (413, 0)


def test_a_csv_in_chunks_is_refused_and_told_what_to_send_instead(system: System):
    answer = chunked(system, csv_bytes(line(1), line(2)), "text/csv")
    what = "a CSV in chunks is not taken: send it with its Content-Length, or send JSON"
    assert (answer.status_code, answer.json()["detail"]) == (422, [{"place": ["body"], "what": what}])
    assert Import.objects.count() == 0


@pytest.mark.parametrize(("kind", "status"), [("text/csv", 422), ("application/json", 413)])
def test_what_is_refused_is_read_to_its_end_so_that_the_sender_hears_why(
    system: System, kind, status, settings
):
    settings.DOSSIER_BATCH_LIMIT = 100
    body = io.BytesIO(b"x" * (3 << 20))
    told = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}
    assert streamed(system, body, kind, **told).status_code == status
    assert body.tell() == 3 << 20


def test_a_body_that_was_cut_short_is_refused_and_its_key_stays_free(system: System):
    whole = csv_bytes(line(1), line(2))
    cut = streamed(system, whole[:-60], "text/csv", CONTENT_LENGTH=str(len(whole)))
    what = f"only {len(whole) - 60} of {len(whole)} bytes came: send the batch again"
    assert (cut.status_code, cut.json()["detail"]) == (422, [{"place": ["body"], "what": what}])
    assert (Import.objects.count(), open_store().rows) == (0, 0)
    assert system.send(whole, kind="text/csv").status_code == 202
    assert open_store().rows == 2
