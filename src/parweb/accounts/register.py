"""The register of permissions: every "may I?" of the site by its code, for the page that explains them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from parweb.accounts.verdicts import Verdict

About = Literal["site", "unit", "round", "participant", "campaign"]
Check = Callable[..., Verdict]


@dataclass(frozen=True)
class Permission:
    """A permission: its code, what it allows in words, what it is about, and the function that decides."""

    code: str
    label: Any
    about: About
    check: Check


PERMISSIONS: dict[str, Permission] = {}


def permission(code: str, label: Any, about: About) -> Callable[[Check], Check]:
    """Register a function ``check(person, thing, at) -> Verdict`` (``check(person, at)`` about the site)."""

    def register(check: Check) -> Check:
        PERMISSIONS[code] = Permission(code, label, about, check)
        return check

    return register


@dataclass(frozen=True)
class Things:
    """How the page that explains finds what a question is about.

    ``find(key)`` gives the thing and those it belongs to, by what they are about (a participant, its round
    and its unit), or None. ``search(person, text)`` gives keys and names of things that fit a text.
    """

    label: Any
    find: Callable[[str], dict[str, Any] | None]
    search: Callable[[Any, str], list[tuple[str, str]]]


THINGS: dict[About, Things] = {}


def explainable(about: About, label: Any, find: Callable[..., Any], search: Callable[..., Any]) -> None:
    """Register how things of a kind are found; called by an app's module ``explaining``."""
    THINGS[about] = Things(label, find, search)
