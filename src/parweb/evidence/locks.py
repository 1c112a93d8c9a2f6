"""Until when documents may come and go: as long as what they prove may be changed.

What a document proves belongs to a higher stage (an answer, an explanation), and so does the rule. The app
that owns it registers its rule here when it starts; there is one rule, and evidence follows it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from parweb.accounts.verdicts import Verdict
from parweb.rounds.models import Participant

Lock = Callable[[Participant, str | None, datetime], Verdict]
"""Takes a unit in its round, a criterion (None: any of them) and a moment."""

LOCKS: Final[dict[str, Lock]] = {}
"""By purpose (``models.Use.Purpose``)."""


def lock(purpose: str, rule: Lock) -> None:
    """Register the rule of a purpose, from ``AppConfig.ready`` of the app that owns what is proven."""
    LOCKS[purpose] = rule
