"""What happened to a unit in a round, in words, from the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from parweb.audit.models import Entry
from parweb.interface.numbers import moment_text
from parweb.rounds.states import ParticipantState, PhaseKind


@dataclass(frozen=True)
class Happening:
    """Something that happened: when, who did it, what, why."""

    at: datetime
    who: str
    what: str
    why: str = ""


def happenings(entries: Iterable[Entry]) -> list[Happening]:
    """Say what the entries tell that this app has words for, in the order given; others are left out."""
    return [
        Happening(one.at, one.actor_name, _WORDS[one.action](one), str((one.after or {}).get("reason", "")))
        for one in entries
        if one.action in _WORDS
    ]


def _moved(entry: Entry) -> str:
    return _("Chuyển sang “{state}”").format(state=_state(entry.after))


def _state(data: Mapping[str, Any] | None) -> str:
    code = (data or {}).get("state", "")
    return str(ParticipantState(code).label) if code in ParticipantState.values else str(code)


def _phase(data: Mapping[str, Any] | None) -> str:
    code = (data or {}).get("phase", "")
    return str(PhaseKind(code).label) if code in PhaseKind.values else str(code)


def _reopened(entry: Entry) -> str:
    until = parse_datetime(str((entry.after or {}).get("until", "")))
    said = moment_text(until) if until else ""
    return _("Mở lại “{phase}” đến {until}").format(phase=_phase(entry.after), until=said)


def _withdrawn(entry: Entry) -> str:
    return _("Rút việc mở lại “{phase}”").format(phase=_phase(entry.before))


_WORDS: Final[Mapping[str, Callable[[Entry], str]]] = {
    "rounds.move_participant": _moved,
    "rounds.reopen_participant": _reopened,
    "rounds.withdraw_reopening": _withdrawn,
}
