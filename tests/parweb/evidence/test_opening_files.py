"""A file is sent to those who may read it, as what it is, and never runs on the page of a reader."""

import unicodedata
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from parweb.audit.models import Entry
from parweb.evidence.actions.add_document import add_document
from parweb.evidence.actions.use_document import use_document
from parweb.evidence.actions.withdraw_document import withdraw_document
from parweb.evidence.models import Document, Version
from parweb.frameworks.queries import outline_of
from parweb.rounds.models import Participant
from parweb.rounds.states import ParticipantState
from tests.parweb.cast import NOW, Cast
from tests.parweb.evidence import samples


@pytest.fixture(autouse=True)
def _a_morning_in_the_phase_of_self_scoring(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def domain_2(cast: Cast) -> str:
    return next(one.code for one in outline_of(cast.edition).leaves if one.code.startswith("2."))


def a_version(
    cast: Cast,
    name: str = "Quyết định.pdf",
    content: bytes = samples.PDF,
    *,
    is_confidential: bool = False,
    code: str = "",
) -> Version:
    officer = cast.person("officer")
    document = add_document(
        officer,
        cast.communes[0],
        fields={"is_confidential": is_confidential},
        files=[samples.upload(name, content)],
        at=NOW,
    )
    use_document(officer, cast.participants[0], code or domain_2(cast), document, "self_score", NOW)
    return document.versions.get()


def sign(cast: Cast) -> None:
    """Let the leader have signed: those who judge read evidence from then on."""
    Participant.objects.filter(pk=cast.participants[0].pk).update(state=ParticipantState.SIGNED)


def open_as(client, cast: Cast, name: str | None, version: Version, query: str = ""):
    if name:
        client.force_login(cast.users[name])
    answer = client.get(reverse("evidence:open", args=[version.pk]) + query)
    answer.body = b"".join(answer)
    answer.close()
    return answer


def test_a_pdf_is_shown_in_a_sandbox(client, cast):
    answer = open_as(client, cast, "officer", a_version(cast))
    assert answer.body == samples.PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "content", "query"),
    [
        ("a.docx", samples.docx(), ""),
        ("a.xlsx", samples.xlsx(), ""),
        ("a.tif", samples.TIFF, ""),
        ("a.pdf", samples.PDF, "?tai=1"),
    ],
)
def test_everything_a_browser_does_not_show_is_saved(client, cast, name, content, query):
    answer = open_as(client, cast, "officer", a_version(cast, name, content), query)
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_stored_type_that_is_not_ours_is_never_shown(client, cast):
    version = a_version(cast)
    Version.objects.filter(pk=version.pk).update(media_type="text/html")
    answer = open_as(client, cast, "officer", version)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_with_diacritics_survive_the_way_back(client, cast, form):
    name = unicodedata.normalize(form, "Kế hoạch cải cách hành chính số 15.pdf")
    answer = open_as(client, cast, "officer", a_version(cast, name))
    told = answer["Content-Disposition"].partition("filename*=utf-8''")[2]
    assert unquote(told) == "Kế hoạch cải cách hành chính số 15.pdf"


OPEN_TO = {
    "officer": (200, 200),
    "leader": (200, 200),
    "manager": (200, 200),
    "appraiser": (200, 200),
    "appraiser_all": (200, 200),
    "observer": (200, 403),
    "member": (200, 403),
    "secretary": (200, 403),
    "chair": (200, 403),
    "admin": (403, 403),
    "other_officer": (403, 403),
    "other_leader": (403, 403),
    "appraiser_own": (403, 403),
    "nobody": (403, 403),
}


@pytest.mark.parametrize("name", OPEN_TO)
@pytest.mark.parametrize("is_confidential", [False, True])
def test_who_may_open_a_file(client, cast, name, is_confidential):
    version = a_version(cast, is_confidential=is_confidential)
    sign(cast)
    assert open_as(client, cast, name, version).status_code == OPEN_TO[name][is_confidential]


def test_an_appraiser_of_domain_2_does_not_open_what_proves_domain_1(client, cast):
    code = next(one.code for one in outline_of(cast.edition).leaves if one.code.startswith("1."))
    version = a_version(cast, code=code)
    sign(cast)
    answer = open_as(client, cast, "appraiser", version)
    assert answer.status_code == 403
    assert "không thẩm định tiêu chí" in answer.content.decode()


def test_a_visitor_is_asked_to_sign_in(client, cast):
    answer = open_as(client, cast, None, a_version(cast))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_every_look_at_a_confidential_document_is_logged_and_no_other(client, cast):
    secret, plain = a_version(cast, is_confidential=True), a_version(cast, "b.png", samples.png())
    for version in (secret, plain):
        open_as(client, cast, "manager", version)
        client.get(reverse("evidence:document", args=[version.document_id]))
    looks = Entry.objects.filter(action="evidence.open").order_by("sequence")
    assert [(one.object_id, one.actor_name, one.is_read) for one in looks] == [
        (str(secret.document_id), "Nguyễn Thị Hoa", True)
    ] * 2


def test_a_refused_look_shows_nothing_of_a_confidential_document(client, cast):
    version = a_version(cast, "Danh sách tố cáo.pdf", is_confidential=True)
    client.force_login(cast.users["observer"])
    answer = client.get(reverse("evidence:document", args=[version.document_id]))
    assert answer.status_code == 403
    assert "tố cáo" not in answer.content.decode()


def test_an_infected_file_is_opened_by_nobody(client, cast):
    version = a_version(cast)
    Version.objects.filter(pk=version.pk).update(scan="infected", scan_note="Eicar-Test")
    answer = open_as(client, cast, "manager", version)
    assert answer.status_code == 403
    assert "Eicar-Test" in answer.content.decode()


def test_a_withdrawn_document_is_still_read_in_a_dispute(client, cast):
    version = a_version(cast)
    withdraw_document(cast.person("officer"), Document.objects.get(), "nhầm", NOW)
    sign(cast)
    assert open_as(client, cast, "appraiser", version).status_code == 200


def test_a_file_that_is_not_there_is_not_found(client, cast):
    client.force_login(cast.users["manager"])
    assert client.get(reverse("evidence:open", args=[999])).status_code == 404
