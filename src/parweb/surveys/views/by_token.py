"""The form behind a one-answer link: ``/ks/<token>/``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from parweb.surveys.asking.doors import Door, Shut, by_token
from parweb.surveys.tokens import read_token
from parweb.surveys.views.answering import (
    Path,
    closed_page,
    first_page,
    quiet,
    screen_page,
    send_page,
    thanks_page,
)

View = Callable[..., HttpResponse]


def _path(token: str) -> Path:
    return Path(
        start=reverse("surveys:answer", args=[token]),
        screen=lambda number: reverse("surveys:answer_screen", args=[token, number]),
        send=reverse("surveys:answer_send", args=[token]),
        thanks=reverse("surveys:answer_thanks", args=[token]),
    )


def behind_a_token(view: View) -> View:
    """Open the form of a token for a view, or say why it does not open."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        try:
            door = by_token(token, timezone.localdate())
        except Shut as shut:
            return closed_page(request, shut.why, shut.campaign)
        return view(request, door, _path(token), **kwargs)

    return guarded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code printed on a slip, for those who cannot scan it."""
    typed = str(request.POST.get("code") or "")
    if request.method == "POST" and (token := read_token(typed)):
        return quiet(redirect("surveys:answer", token))
    context = {"typed": typed[:40], "is_wrong": request.method == "POST"}
    status = 422 if context["is_wrong"] else 200
    return quiet(render(request, "surveys/answering/code.html", context, status=status))


@require_safe
@behind_a_token
def start(request: HttpRequest, door: Door, path: Path) -> HttpResponse:
    """Show the first screen."""
    return first_page(request, door, path)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_token
def screen(request: HttpRequest, door: Door, path: Path, number: int) -> HttpResponse:
    """Show or keep one screen."""
    return screen_page(request, door, path, number)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_token
def send(request: HttpRequest, door: Door, path: Path) -> HttpResponse:
    """Take the whole answer."""
    return send_page(request, door, path)


@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Thank somebody whose answer is in; others are led to the form."""
    try:
        by_token(token, timezone.localdate())
    except Shut as shut:
        if shut.why == "answered":
            return thanks_page(request, shut.campaign)
        return closed_page(request, shut.why, shut.campaign)
    return quiet(redirect("surveys:answer", token))
