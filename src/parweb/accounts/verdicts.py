"""A verdict: may this person do this, why, and if not, who can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Verdict:
    """The answer to "may I?". ``why`` and ``who`` are sentences for people (lazy translations)."""

    is_allowed: bool
    why: Any = ""
    who: Any = ""

    def __bool__(self) -> bool:
        """Tell whether it is allowed."""
        return self.is_allowed


ALLOWED = Verdict(is_allowed=True)


def refuse(why: Any, who: Any = "") -> Verdict:
    """Say no: the reason in a sentence, and who may do it instead (or how to get it)."""
    return Verdict(is_allowed=False, why=why, who=who)


class Refused(PermissionDenied):  # it says what happened
    """Somebody may not do what they asked for; the page 403 shows the verdict."""

    def __init__(self, verdict: Verdict) -> None:
        """Keep the verdict for the page."""
        self.verdict = verdict
        super().__init__(str(verdict.why))


def require(verdict: Verdict) -> None:
    """Raise :class:`Refused` unless the verdict allows."""
    if not verdict:
        raise Refused(verdict)
