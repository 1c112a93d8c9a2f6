"""The form on a telephone: first screen, questions, sending in. The same for tokens and for stations.

Nobody signs in here, no session is opened, and nothing about the network is kept or written down.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from parindex.language import Lang
from parweb.surveys.actions.keep_contact import keep_contact
from parweb.surveys.actions.take_response import Given, NotTaken, keep_partial, take_response
from parweb.surveys.asking.doors import Door, device_hash, given_so_far
from parweb.surveys.asking.limits import is_too_often
from parweb.surveys.asking.reading import Read, asked_screens, first_unfinished, problems_on, read_screen
from parweb.surveys.asking.rules import counted
from parweb.surveys.asking.screens import Screen
from parweb.surveys.asking.showing import shown

MARK: Final = "khao-sat"
"""The cookie with a random mark of the browser, by which two answers from one device are noticed."""
_MARK_DAYS: Final = 180
_SCREENS_A_MINUTE: Final = 2.5
_LOOK_AGAIN: Final = "xem-lai"
"""In the address of a screen to which somebody is sent back because something there is missing."""


@dataclass(frozen=True)
class Path:
    """The addresses of one form: its first screen, each screen, sending in, and the thanks."""

    start: str
    screen: Callable[[int], str]
    send: str
    thanks: str


def quiet(response: HttpResponse) -> HttpResponse:
    """Keep a page of a form out of caches, search engines and the server's log of refusals."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  # Django would log the token
    return response


def page_language() -> Lang:
    """Give the language of the page: that of its address."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def closed_page(request: HttpRequest, why: str, campaign: Any = None) -> HttpResponse:
    """Say politely that the form does not open, and why: 404 for an unknown code, 410 otherwise."""
    context = {"why": why, "campaign": campaign}
    status = {"unknown": 404, "no_station": 404, "early": 403, "often": 429}.get(why, 410)
    return quiet(render(request, "surveys/answering/closed.html", context, status=status))


def first_page(request: HttpRequest, door: Door, path: Path, begin: str = "") -> HttpResponse:
    """Show who asks, what for, and what becomes of the answers; then the way to where one stopped.

    ``begin``: where a button sends somebody who gets a key of their own first.
    """
    kept = None if begin else door.kept()
    asked = asked_screens(door.form, {})
    context = {
        **_about(door),
        "begin_url": path.screen(_next_number(door, kept.screen if kept else 0, kept)),
        "begin_by_post": begin,
        "station": door.station,
        "has_begun": kept is not None,
        "screens": len(asked),
        "minutes": max(1, ceil(len(asked) / _SCREENS_A_MINUTE)),
    }
    return quiet(render(request, "surveys/answering/first.html", context))


def _next_number(door: Door, reached: int, kept: Any) -> int:
    """Give the number of the screen after the one that was reached, the last one where there is none."""
    numbers = [one.number for one in asked_screens(door.form, kept.answers if kept else {})]
    return next((one for one in numbers if one > reached), numbers[-1])


def screen_page(request: HttpRequest, door: Door, path: Path, number: int) -> HttpResponse:
    """Show a screen, or keep what was answered on it and go on (or back)."""
    now = timezone.now()
    so_far = given_so_far(door, door.kept(), now)
    asked = asked_screens(door.form, so_far["answers"])
    screen = next((one for one in asked if one.number == number), None)
    if screen is None:
        return quiet(redirect(path.start))
    if request.method != "POST":
        problems = problems_on(door.form, screen, so_far["answers"], page_language())
        again = Read(so_far["answers"], problems if _LOOK_AGAIN in request.GET else {})
        return _screen(request, door, path, screen, again)
    if is_too_often("answer", door.key):
        return closed_page(request, "often", door.campaign)
    return _kept_screen(request, door, path, screen, so_far, now)


def _kept_screen(
    request: HttpRequest, door: Door, path: Path, screen: Screen, so_far: dict[str, Any], now: datetime
) -> HttpResponse:
    here = {column.id for column in screen.columns(door.form)}
    before = {name: value for name, value in so_far["answers"].items() if name not in here}
    read = read_screen(door.form, screen, request.POST, before, page_language())
    answers = before | read.answers
    is_back = request.POST.get("go") == "back"
    reached = so_far["screen"] if is_back or read.problems else max(so_far["screen"], screen.number)
    try:
        keep_partial(_given(request, door, answers, so_far["started_at"], screen=reached), now)
    except NotTaken as refused:
        return closed_page(request, "over" if refused.why == "closed" else refused.why, door.campaign)
    if read.problems and not is_back:
        return _screen(request, door, path, screen, replace(read, answers=answers))
    return _marked(request, quiet(redirect(_neighbour(door, path, screen, answers, is_back=is_back))))


def _neighbour(door: Door, path: Path, screen: Screen, answers: dict[str, Any], *, is_back: bool) -> str:
    numbers = [one.number for one in asked_screens(door.form, answers)]
    if is_back:
        before = [one for one in numbers if one < screen.number]
        return path.screen(before[-1]) if before else path.start
    after = [one for one in numbers if one > screen.number]
    return path.screen(after[0]) if after else path.send


def _screen(request: HttpRequest, door: Door, path: Path, screen: Screen, read: Read) -> HttpResponse:
    language = page_language()
    numbers = [one.number for one in asked_screens(door.form, read.answers)]
    place = numbers.index(screen.number) + 1 if screen.number in numbers else 1
    context = {
        **_about(door),
        "heading": screen.title.in_(language) if screen.title else "",
        "questions": shown(door.form, screen, read.answers, read.problems, language, read.typed),
        "problems": read.problems,
        "place": place,
        "places": len(numbers),
        "is_first": place == 1,
    }
    status = 422 if read.problems else 200
    return _marked(request, quiet(render(request, "surveys/answering/screen.html", context, status=status)))


def send_page(request: HttpRequest, door: Door, path: Path) -> HttpResponse:
    """Show how much was answered, and take the whole answer."""
    now = timezone.now()
    so_far = given_so_far(door, door.kept(), now)
    answers = counted(door.form, so_far["answers"])
    if unfinished := first_unfinished(door.form, answers, page_language()):
        return quiet(redirect(f"{path.screen(unfinished.number)}?{_LOOK_AGAIN}=1"))
    if request.method != "POST":
        return _summary(request, door, path, answers)
    if is_too_often("answer", door.key):
        return closed_page(request, "often", door.campaign)
    return _sent(request, door, path, answers, so_far["started_at"])


def _summary(request: HttpRequest, door: Door, path: Path, answers: dict[str, Any]) -> HttpResponse:
    asked = asked_screens(door.form, answers)
    empty = [
        (path.screen(one.number), place)
        for place, one in enumerate(asked, start=1)
        if not any(column.id in answers for column in one.columns(door.form))
    ]
    context = {
        **_about(door),
        "empty": empty,
        "places": len(asked),
        "back_url": path.screen(asked[-1].number),
    }
    return quiet(render(request, "surveys/answering/send.html", context))


def _sent(
    request: HttpRequest, door: Door, path: Path, answers: dict[str, Any], started_at: datetime
) -> HttpResponse:
    now = timezone.now()
    try:
        receipt = take_response(_given(request, door, answers, started_at, finished_at=now), now)
    except NotTaken as refused:
        return closed_page(request, "over" if refused.why == "closed" else refused.why, door.campaign)
    if receipt.is_new:
        keep_contact(door.campaign, str(request.POST.get("contact") or ""))
    return quiet(redirect(path.thanks))


def thanks_page(request: HttpRequest, campaign: Any) -> HttpResponse:
    """Thank, and say that nothing more is to be done."""
    return quiet(render(request, "surveys/answering/thanks.html", {"campaign": campaign}))


def _given(
    request: HttpRequest, door: Door, answers: dict[str, Any], started_at: datetime, **more: Any
) -> Given:
    return Given(
        campaign=door.campaign,
        key=door.key,
        form=door.form.ref,
        answers=answers,
        mode=door.mode,
        stream=door.stream,
        unit_id=door.unit_id,
        started_at=started_at,
        invitation=door.invitation,
        station=door.station,
        language=page_language(),
        device_hash=device_hash(door.campaign, request.COOKIES.get(MARK, "")[:64]),
        **more,
    )


def _about(door: Door) -> dict[str, Any]:
    language = page_language()
    campaign = door.campaign
    return {
        "campaign": campaign,
        "title": campaign.shown_title,
        "purpose": campaign.shown_purpose,
        "form_title": door.form.title.in_(language),
        "introduction": door.form.introduction.in_(language) if door.form.introduction else "",
        "is_self_selected": door.station is not None,
    }


def _marked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the browser a random mark where it has none."""
    if MARK not in request.COOKIES:
        response.set_cookie(
            MARK,
            secrets.token_urlsafe(18),
            max_age=_MARK_DAYS * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
