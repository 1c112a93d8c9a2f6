"""The kiosk at a one-stop shop, ``/kiosk/<code>/``: faces, a reason at a low one, and back to the beginning.

The first touch is kept at once: whoever walks away has said that much. After thirty seconds without a touch
the screen is free for the next person. A dossier (``?ho-so=``) is rated once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from parindex.surveys.instruments.model import Instrument
from parweb.surveys.actions.take_response import Given, NotTaken, keep_partial, take_response
from parweb.surveys.asking.doors import Door, Shut, by_station, given_so_far, new_key, station_of
from parweb.surveys.asking.limits import MOST_STARTS_A_MINUTE, is_too_often
from parweb.surveys.asking.reading import asked_screens, read_screen
from parweb.surveys.asking.rules import counted
from parweb.surveys.asking.screens import Screen
from parweb.surveys.asking.showing import shown
from parweb.surveys.models import Station
from parweb.surveys.states import StationKind
from parweb.surveys.tokens import dossier_key
from parweb.surveys.views.answering import closed_page, page_language, quiet

IDLE_SECONDS: Final = 30
THANKS_SECONDS: Final = 5


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Show the faces; a touch is kept at once, and asks why where it is a low one."""
    try:
        station = station_of(code, StationKind.KIOSK, timezone.localdate())
    except Shut as shut:
        return closed_page(request, shut.why, shut.campaign)
    dossier = str(request.GET.get("ho-so") or "")[:60].strip()
    key = dossier_key(station.campaign_id, dossier) if dossier else new_key()
    door = by_station(station, key)
    kept = door.kept() if dossier else None
    if kept is not None and not kept.is_partial:
        return _closed(request, station, "rated")
    first = asked_screens(door.form, {})[0]
    if request.method != "POST":
        return _faces(request, door, first, dossier, {})
    if is_too_often("kiosk", code, MOST_STARTS_A_MINUTE):
        return closed_page(request, "often")
    read = read_screen(door.form, first, request.POST, {}, page_language())
    if read.problems:
        return _faces(request, door, first, dossier, read.problems)
    return _touched(request, door, key, read.answers, first)


def _touched(
    request: HttpRequest, door: Door, key: str, answers: dict[str, Any], first: Screen
) -> HttpResponse:
    now = timezone.now()
    try:
        if _left(door.form, answers, first.number):
            keep_partial(_given(door, answers, now, screen=first.number), now)
            return quiet(redirect("surveys:kiosk_more", _station(door).code, key))
        take_response(_given(door, answers, now, finished_at=now, screen=first.number), now)
    except NotTaken:
        return _closed(request, _station(door), "rated")
    return quiet(redirect("surveys:kiosk_thanks", _station(door).code))


@require_http_methods(["GET", "HEAD", "POST"])
def more(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Ask what else there is to ask after the first touch; all of it may be left open."""
    try:
        station = station_of(code, StationKind.KIOSK, timezone.localdate())
    except Shut as shut:
        return closed_page(request, shut.why, shut.campaign)
    door = by_station(station, key)
    kept = door.kept()
    if kept is None or not kept.is_partial:
        return quiet(redirect("surveys:kiosk", code))
    now = timezone.now()
    so_far = given_so_far(door, kept, now)
    screens = _left(door.form, so_far["answers"], so_far["screen"])
    if request.method != "POST":
        return _more(request, door, screens, so_far["answers"])
    answers = dict(so_far["answers"])
    for screen in screens if ":skip" not in request.POST else []:
        answers |= read_screen(door.form, screen, request.POST, answers, page_language()).answers
    try:
        given = _given(door, counted(door.form, answers), so_far["started_at"], finished_at=now)
        take_response(given, now)
    except NotTaken:
        return _closed(request, station, "rated")
    return quiet(redirect("surveys:kiosk_thanks", code))


@require_safe
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Thank, and go back to the faces by itself."""
    try:
        station = station_of(code, StationKind.KIOSK, timezone.localdate())
    except Shut as shut:
        return closed_page(request, shut.why, shut.campaign)
    return _closed(request, station, "thanks")


def _left(form: Instrument, answers: dict[str, Any], reached: int) -> list[Screen]:
    return [one for one in asked_screens(form, answers) if one.number > reached]


def _faces(
    request: HttpRequest, door: Door, first: Screen, dossier: str, problems: dict[str, str]
) -> HttpResponse:
    language = page_language()
    context = _about(door) | {
        "questions": shown(door.form, first, {}, problems, language),
        "dossier": dossier,
        "action": f"?{urlencode({'ho-so': dossier})}" if dossier else "",
        "is_translated": language != settings.LANGUAGE_CODE,
    }
    status = 422 if problems else 200
    return quiet(render(request, "surveys/kiosk/faces.html", context, status=status))


def _more(request: HttpRequest, door: Door, screens: list[Screen], answers: dict[str, Any]) -> HttpResponse:
    language = page_language()
    questions = [one for screen in screens for one in shown(door.form, screen, answers, {}, language)]
    context = _about(door) | {"questions": questions}
    return quiet(render(request, "surveys/kiosk/more.html", context))


def _closed(request: HttpRequest, station: Station, why: str) -> HttpResponse:
    """Show a page that goes back to the faces by itself."""
    context = {"why": why, "home": _home(station), "after": THANKS_SECONDS}
    return quiet(render(request, "surveys/kiosk/thanks.html", context))


def _about(door: Door) -> dict[str, Any]:
    station = _station(door)
    return {
        "title": station.unit.name,
        "place": station.place,
        "home": _home(station),
        "idle": IDLE_SECONDS,
    }


def _home(station: Station) -> str:
    """Give the faces in the language of the site: who comes next does not find the one chosen before."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("surveys:kiosk", args=[station.code])


def _station(door: Door) -> Station:
    assert door.station is not None  # a kiosk's door always has one
    return door.station


def door_code(door: Door) -> str:
    """Give the code of the kiosk a door belongs to."""
    return _station(door).code


def _given(door: Door, answers: dict[str, Any], started_at: datetime, **rest: Any) -> Given:
    return Given(
        campaign=door.campaign,
        key=door.key,
        form=door.form.ref,
        answers=answers,
        mode=door.mode,
        stream=door.stream,
        unit_id=door.unit_id,
        started_at=started_at,
        station=door.station,
        language=page_language(),
        **rest,
    )
