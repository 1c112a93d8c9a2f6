"""The part of the API by which a one-stop system hands over batches of records, with its token."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Header, Router, Schema, Status
from ninja.security import HttpBearer

from parindex.errors import ProblemsFound
from parweb.dossiers.actions.begin_import import link_to_import
from parweb.dossiers.actions.keep_token import digest_of
from parweb.dossiers.actions.take_batch import (
    CSV,
    JSON,
    KINDS,
    Body,
    NotRecords,
    OtherContent,
    TooLarge,
    take_batch,
)
from parweb.dossiers.models import Import, Token

router = Router(tags=["dossiers"])


class SourceToken(HttpBearer):
    """``Authorization: Bearer …`` with a token of a source."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Give the token whose secret it is, also a revoked one; None for an unknown secret."""
        return Token.objects.select_related("source").filter(digest=digest_of(token)).first()


class Refusal(Schema):
    """Why something was refused."""

    code: str
    detail: str


class WrongBatch(Schema):
    """What was sent cannot be: each error with its place."""

    code: str = "invalid"
    detail: list[dict[str, Any]]


class Accepted(Schema):
    """A batch that was taken: its number, where its state is told, what was received."""

    id: int
    address: str
    page: str
    sha256: str
    received_at: datetime


class WithoutUnit(Schema):
    """Codes of units in the store that no unit was named for yet, the first two hundred of them."""

    count: int
    codes: list[str]


class Counts(Schema):
    """What became of the rows; ``known_files``: the same content came in before and was not read again."""

    files: int
    known_files: int
    read: int
    new: int
    changed: int
    unchanged: int
    older: int
    rejected: int
    unread: list[str]
    without_unit: WithoutUnit


class BatchState(Accepted):
    """How an import stands: ``waiting``, ``done`` with its counts, or ``failed`` with coded problems."""

    state: str
    done_at: datetime | None
    report: Counts | None
    problems: list[dict[str, Any]]


_TEXT: Final = {"type": ["string", "number", "boolean", "null"]}
_RECORD: Final = {
    "type": "object",
    "required": ["MaHoSo", "MaDonVi", "MaTTHC", "KenhThucHien", "NgayTiepNhan", "TrangThaiHoSoId"],
    "properties": {"MaHoSo": {"type": "string"}},
    "additionalProperties": {"anyOf": [_TEXT, {"type": "array", "items": {"type": "string"}}]},
}
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {"schema": {"type": "array", "minItems": 1, "items": _RECORD}},
            CSV: {"schema": {"type": "string", "minLength": 1}},
        },
    }
}
_REFUSALS: Final[dict[int, Any]] = {401: Refusal, 403: Refusal}
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=100, pattern=r"^[!-~]+$")]


@router.post(
    "/batches",
    auth=SourceToken(),
    response={202: Accepted, **_REFUSALS, 409: Refusal, 413: Refusal, 422: WrongBatch},
    operation_id="take_batch",
    openapi_extra=_BODY,
)
def batches(request: HttpRequest, key: Key) -> Any:
    """Take a batch of records: a JSON array with national field names, or a CSV file as its body.

    JSON may come in chunks; a CSV needs its Content-Length, for a part of it would look whole.
    The same key with the same body gives the same answer and imports nothing twice; with another body it is
    refused (409). The import runs in the background: ask ``address`` how it stands.
    """
    token, kind = _token(request), request.content_type or ""
    if token.revoked_at is not None:
        return _revoked(token)
    if kind not in KINDS:
        return _invalid(f"Content-Type is one of: {', '.join(KINDS)}", ["header", "Content-Type"])
    body = _body(request, kind)
    try:
        made = take_batch(token, key, body, str(request.META.get("REMOTE_ADDR", "")), timezone.now())
    except (TooLarge, OtherContent, NotRecords, ProblemsFound) as problem:
        return _not_taken(problem)
    return Status(202, _accepted(made))


def _not_taken(problem: Exception) -> Any:
    if isinstance(problem, TooLarge):
        return _refused(413, "too_large", f"A body of this kind has at most {problem.limit} bytes.")
    if isinstance(problem, OtherContent):
        return _refused(409, "other_content", "This key was used with another body. Use a new key.")
    if isinstance(problem, NotRecords):
        return _invalid(problem.what, ["body", *([] if problem.place is None else [str(problem.place)])])
    assert isinstance(problem, ProblemsFound)  # what the source remembers of its columns cannot be used
    return _invalid(problem.problems[0].what("en"), ["source", "mapping"])


@router.get(
    "/batches/{int:batch_id}",
    auth=SourceToken(),
    response={200: BatchState, **_REFUSALS, 404: Refusal, 422: WrongBatch},
    operation_id="batch_state",
)
def batch(request: HttpRequest, batch_id: int) -> Any:
    """Tell how an import of this source stands, and what became of its rows."""
    token = _token(request)
    if token.revoked_at is not None:
        return _revoked(token)
    found = Import.objects.select_related("source", "job").filter(pk=batch_id).first()
    if found is None:
        return _refused(404, "not_found", str(batch_id))
    if found.source_id != token.source_id:
        return _refused(403, "other_source", "This import belongs to another source.")
    is_done = found.state == Import.State.DONE
    told = {"state": found.state, "done_at": found.done_at, "problems": found.problems}
    return {**_accepted(found), **told, "report": found.report if is_done else None}


def _token(request: HttpRequest) -> Token:
    token: Token = request.auth  # type: ignore[attr-defined]  # put there by ninja
    return token


def _body(request: HttpRequest, kind: str) -> Body:
    """Give the body as it comes.

    Django reads as much as Content-Length says, so nothing of a body in chunks; the server's own stream knows
    its end.
    """
    length, stream = _length(request), request.META.get("wsgi.input")
    in_chunks = length is None and "HTTP_TRANSFER_ENCODING" in request.META
    if in_chunks and stream is not None and request.META.get("wsgi.input_terminated"):
        return Body(kind, None, stream.read, in_chunks=True)
    return Body(kind, length, request.read)


def _length(request: HttpRequest) -> int | None:
    text = str(request.META.get("CONTENT_LENGTH") or "")
    return int(text) if text.isdigit() else None


def _accepted(made: Import) -> dict[str, Any]:
    return {
        "id": made.pk,
        "address": reverse("api:batch", args=[made.pk]),
        "page": link_to_import(made.pk),
        "sha256": made.sha256,
        "received_at": made.asked_at,
    }


def _refused(status: int, code: str, detail: str) -> Status[dict[str, str]]:
    return Status(status, {"code": code, "detail": detail})


def _revoked(token: Token) -> Status[dict[str, str]]:
    return _refused(403, "revoked", f"The token “{token.label}” was revoked. Ask those who keep the source.")


def _invalid(what: str, place: list[str]) -> Status[dict[str, Any]]:
    return Status(422, {"code": "invalid", "detail": [{"place": place, "what": what}]})
