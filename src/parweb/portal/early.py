"""Whole public pages, kept: the first thing a request meets, before sessions, languages and policies.

A kept page is good while no publication was added: the count of public ones is part of its key (one indexed
read), and what is published never changes. It carries the headers that the chain gave it first.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

import parindex
from parweb.results.queries.publications import stamp

Answer = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]

KEPT_FOR: Final = 24 * 3600
FRESH_FOR: Final = 600
"""Seconds for which a reader's own copy of a publication needs no question.

Its figures never change; only the notice that a correction replaced it may be seen so much later.
"""
_ASKED_EACH_TIME: Final = "public, no-cache"
"""Pages that list publications: a reader's own copy is shown once the site said that nothing was added."""
_ENGLISH: Final = "/en"
_AREAS: Final = ("/cong-bo/", "/lich-su/")
_LARGEST: Final = 400_000
_LONGEST_QUERY: Final = 300
_DROPPED: Final = frozenset({"content-length", "set-cookie", "vary", "content-encoding"})


@dataclass(frozen=True)
class Kept:
    """A page as it is kept: plain, pressed, and its headers."""

    body: bytes
    pressed: bytes
    headers: dict[str, str]


def public_page(view: View) -> View:
    """Mark the answers of a view as the same for everybody, good until the next publication."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_public_page = True  # type: ignore[attr-defined]
        return response

    return marked


def public_list(view: View) -> View:
    """Mark the answers of a view as :func:`public_page` does, where they list publications.

    Readers ask each time (mostly answered by 304, from what is kept): a new publication is seen at once.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = _ASKED_EACH_TIME
        return response

    return public_page(marked)


class PublicPages:
    """Middleware: gives a kept page at once, keeps a new one."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from what is kept where that is possible."""
        if not _may_be_kept(request):
            return self.get_response(request)
        key = key_of(request)
        kept: Kept | None = cache.get(key)
        if kept is not None:
            return _answer(request, kept)
        response = self.get_response(request)
        if not _is_for_everybody(response):
            return response
        page = _kept(response)
        cache.set(key, page, KEPT_FOR)
        return _answer(request, page)


def is_public_path(path: str) -> bool:
    """Tell whether an address belongs to the public pages.

    >>> is_public_path("/"), is_public_path("/en/cong-bo/a/"), is_public_path("/lam-viec/")
    (True, True, False)
    """
    bare = path.removeprefix(_ENGLISH) if path.startswith(f"{_ENGLISH}/") else path
    return bare == "/" or bare.startswith(_AREAS)


def key_of(request: HttpRequest) -> str:
    """Give the key of a page: engine, publications so far, path and query."""
    query = request.META.get("QUERY_STRING", "")
    text = f"{parindex.__version__}|{stamp(timezone.now())}|{request.path_info}?{query}"
    return f"page:{hashlib.sha256(text.encode()).hexdigest()}"


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and is_public_path(request.path_info)
        and len(request.META.get("QUERY_STRING", "")) <= _LONGEST_QUERY
        and "messages" not in request.COOKIES
    )


def _is_for_everybody(response: HttpResponse) -> bool:
    return (
        getattr(response, "is_public_page", False)
        and response.status_code == HttpResponse.status_code
        and not response.streaming
        and not response.cookies
        and "cookie" not in response.get("Vary", "").lower()
        and len(response.content) <= _LARGEST
    )


def _kept(response: HttpResponse) -> Kept:
    headers = {name: value for name, value in response.items() if name.lower() not in _DROPPED}
    headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    headers.setdefault("Cache-Control", f"public, max-age={FRESH_FOR}")
    return Kept(response.content, gzip.compress(response.content, 6, mtime=0), headers)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    headers = kept.headers
    if request.headers.get("If-None-Match"):
        unchanged = get_conditional_response(request, etag=headers["ETag"])
        if isinstance(unchanged, HttpResponseNotModified):
            unchanged["Cache-Control"] = headers["Cache-Control"]
            return unchanged
    is_pressed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    response = HttpResponse(kept.pressed if is_pressed else kept.body, headers=headers)
    if is_pressed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Content-Length"] = str(len(response.content))
    return response
