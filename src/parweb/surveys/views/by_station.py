"""The form behind a QR code at a counter, ``/quet/<code>/``: for whoever passes, a stream of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parweb.surveys.asking.doors import Door, Shut, by_station, new_key, station_of
from parweb.surveys.asking.limits import MOST_STARTS_A_MINUTE, is_too_often
from parweb.surveys.asking.reading import asked_screens
from parweb.surveys.states import StationKind
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


def _path(code: str, key: str) -> Path:
    return Path(
        start=reverse("surveys:scan", args=[code]),
        screen=lambda number: reverse("surveys:scan_screen", args=[code, key, number]),
        send=reverse("surveys:scan_send", args=[code, key]),
        thanks=reverse("surveys:scan_thanks", args=[code]),
    )


def at_a_station(view: View) -> View:
    """Open the form of a station for one passer-by, or say why it does not open."""

    @wraps(view)
    def guarded(request: HttpRequest, code: str, key: str, **kwargs: Any) -> HttpResponse:
        try:
            door = by_station(station_of(code, StationKind.QR, timezone.localdate()), key)
        except Shut as shut:
            return closed_page(request, shut.why, shut.campaign)
        kept = door.kept()
        if kept is not None and not kept.is_partial:
            return closed_page(request, "answered", door.campaign)
        return view(request, door, _path(code, key), **kwargs)

    return guarded


@require_safe
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Show the first screen; nothing is kept before somebody begins."""
    try:
        station = station_of(code, StationKind.QR, timezone.localdate())
    except Shut as shut:
        return closed_page(request, shut.why, shut.campaign)
    path = _path(code, "0" * 32)
    return first_page(
        request, by_station(station, ""), path, begin=reverse("surveys:scan_begin", args=[code])
    )


@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Give a passer-by a key of their own, and go to the first question."""
    try:
        door_key = new_key()
        door = by_station(station_of(code, StationKind.QR, timezone.localdate()), door_key)
    except Shut as shut:
        return closed_page(request, shut.why, shut.campaign)
    if is_too_often("station", code, MOST_STARTS_A_MINUTE):
        return closed_page(request, "often")
    first = asked_screens(door.form, {})[0].number
    return quiet(redirect("surveys:scan_screen", code, door_key, first))


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_station
def screen(request: HttpRequest, door: Door, path: Path, number: int) -> HttpResponse:
    """Show or keep one screen."""
    return screen_page(request, door, path, number)


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_station
def send(request: HttpRequest, door: Door, path: Path) -> HttpResponse:
    """Take the whole answer."""
    return send_page(request, door, path)


@require_safe
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Thank."""
    try:
        station = station_of(code, StationKind.QR, timezone.localdate())
    except Shut as shut:
        return closed_page(request, shut.why, shut.campaign)
    return thanks_page(request, station.campaign)
