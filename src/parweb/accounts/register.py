"""The register of permissions: every "may I?" of the site by its code, for the page that explains them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from parweb.accounts.verdicts import Verdict

About = Literal["site", "unit", "round", "participant"]
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
