"""Sending a file: as what it is, never as a page, and only to those who may read it."""

from __future__ import annotations

from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parweb.accounts.access import for_people, person_in
from parweb.evidence.actions.open_version import open_version
from parweb.evidence.files.kinds import KINDS
from parweb.evidence.models import Version

SANDBOX: Final = (
    "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)
"""What an uploaded file may do when a browser shows it: nothing."""


@require_GET
@never_cache
@for_people
def open_file(request: HttpRequest, version_id: int) -> HttpResponse:
    """Send the file of a version: PDF and images to be shown, everything else (or ``?tai=1``) to be saved."""
    version = Version.objects.select_related("document__unit").filter(pk=version_id).first()
    if version is None:
        raise Http404
    open_version(person_in(request), version, timezone.now())
    kind = KINDS.get(version.media_type)
    is_shown = kind is not None and kind.is_shown_inline and "tai" not in request.GET
    response = FileResponse(
        version.file.open("rb"),
        as_attachment=not is_shown,
        filename=version.file_name,
        content_type=version.media_type if kind else "application/octet-stream",
    )
    response["Content-Length"] = str(version.size)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response  # type: ignore[return-value]  # a streamed answer is an answer
