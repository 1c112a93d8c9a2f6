"""The menus at the top: apps above register their entries when they start; a page shows its reader's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language_from_path

Place = Literal["main", "public", "person", "footer"]
"""``main``: officers' pages; ``public``: pages without sign-in; ``person``: under the name; ``footer``."""


@dataclass(frozen=True)
class Entry:
    """One entry: the name of its address, its words (a lazy translation), for whom it is."""

    url_name: str
    label: Any
    place: Place
    order: int
    is_for: Callable[[Any], bool]


@dataclass(frozen=True)
class Link:
    """An entry as a page shows it."""

    url: str
    label: Any
    is_current: bool = False
    code: str = ""


ENTRIES: Final[dict[str, Entry]] = {}
_INBOX: Final[dict[str, tuple[str, Callable[[Any], int]]]] = {}


def everybody(person: Any) -> bool:
    """Show an entry to all."""
    return True


def entry(
    url_name: str,
    label: Any,
    *,
    place: Place = "main",
    order: int = 100,
    is_for: Callable[[Any], bool] = everybody,
) -> None:
    """Register an entry, from ``AppConfig.ready`` of the app that owns the page.

    ``is_for`` is asked with ``request.person`` (never for the places ``public`` and ``footer``); it should
    ask the database nothing.
    """
    ENTRIES[f"{place}:{url_name}"] = Entry(url_name, label, place, order, is_for)


def inbox(url_name: str, unread: Callable[[Any], int]) -> None:
    """Register the inbox: its address, and a function that counts a person's unread messages."""
    _INBOX["inbox"] = (url_name, unread)


def links(request: HttpRequest, place: Place) -> list[Link]:
    """Give the entries of a place for a request; those without an address are left out."""
    person = getattr(request, "person", None)
    is_open = place in {"public", "footer"}
    found = [
        (one, address)
        for one in sorted(ENTRIES.values(), key=lambda one: (one.order, one.url_name))
        if one.place == place and (is_open or one.is_for(person)) and (address := _address(one.url_name))
    ]
    current = _current(request.path, [address for _, address in found])
    return [Link(address, one.label, is_current=address == current) for one, address in found]


def inbox_link(request: HttpRequest) -> dict[str, Any]:
    """Give the address of the inbox and how many messages are unread; empty where there is none."""
    person = getattr(request, "person", None)
    if "inbox" not in _INBOX or not getattr(person, "is_signed_in", False):
        return {}
    url_name, unread = _INBOX["inbox"]
    address = _address(url_name)
    return {"url": address, "count": unread(person)} if address else {}


def language_links(request: HttpRequest) -> list[Link]:
    """Give the same page in each language: the address tells it (``/en/…``), so links are enough."""
    shown = get_language_from_path(request.path)
    here = request.get_full_path()
    bare = here.removeprefix(f"/{shown}") if shown else here
    return [
        Link(
            bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}",
            name,
            is_current=code == (shown or settings.LANGUAGE_CODE),
            code=code,
        )
        for code, name in settings.LANGUAGES
    ]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _current(path: str, addresses: list[str]) -> str:
    """Give the longest address that the path begins with; the first page only where it is the path."""
    home = _address("portal:home")
    fitting = [one for one in addresses if path == one or (path.startswith(one) and one not in {"/", home})]
    return max(fitting, key=len, default="")
