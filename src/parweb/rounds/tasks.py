"""Regular work of rounds: reminders before and after each lock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse

from parweb.accounts.roles import Role
from parweb.inbox.actions.send import send
from parweb.interface.numbers import moment_text
from parweb.jobs.registry import every
from parweb.rounds.events import AFTER_LOCK, BEFORE_LOCK, SUMMARY_AFTER, SUMMARY_BEFORE
from parweb.rounds.models import Phase, Round
from parweb.rounds.people import managers_of, people_of_units
from parweb.rounds.progress import BY_UNIT, BoardRow, Cell
from parweb.rounds.queries import participants_board
from parweb.rounds.reminding import due
from parweb.rounds.states import PhaseKind, RoundState


@every(timedelta(hours=1), "rounds.reminders")
def remind(at: datetime) -> None:
    """Remind of each lock 7, 3 and 1 days before, and 1 and 3 days after it, everyone once.

    Officers and leaders are told of their own unit while it is not done; managers get the number of units.
    A unit that was given longer is reminded by its own lock.
    """
    rounds = Round.objects.filter(state=RoundState.OPEN).select_related("edition", "owner")
    for round_ in rounds.prefetch_related("phases"):
        near = [phase for phase in round_.phases.all() if phase.opens_at <= at]
        if near:
            rows = participants_board(round_, at)
            for phase in near:
                _remind_of(round_, phase, rows, at)


def _remind_of(round_: Round, phase: Phase, rows: list[BoardRow], at: datetime) -> None:
    kind = PhaseKind(phase.kind)
    cells = [(row, cell) for row in rows for cell in row.cells if cell.kind == kind]
    undone = [(row, cell) for row, cell in cells if cell.status != "done"]
    if kind in BY_UNIT:
        _remind_units(round_, phase, undone, at)
    if (days := due(phase.opens_at, phase.closes_at, at)) is not None and undone:
        event = (SUMMARY_BEFORE if days < 0 else SUMMARY_AFTER)[kind]
        details = {"days": str(abs(days)), "late": str(len(undone)), "all": str(len(rows))}
        link = reverse("rounds:board", args=[round_.slug])
        once = f"rounds:{phase.pk}:{phase.closes_at:%Y%m%d%H%M}:{days}"
        people = managers_of(round_, at.date())
        send(people, event, {"round": round_.name, **details}, link, at, once=once)


def _remind_units(round_: Round, phase: Phase, undone: Iterable[tuple[BoardRow, Cell]], at: datetime) -> None:
    """Tell officers and leaders; a signature is the leader's alone, explanations concern who was asked."""
    kind = PhaseKind(phase.kind)
    waiting = [
        (row, cell.lock, days)
        for row, cell in undone
        if cell.lock and (days := due(phase.opens_at, cell.lock, at)) is not None
        if kind != PhaseKind.EXPLANATION or row.requests
    ]
    roles = (Role.LEADER,) if kind == PhaseKind.SIGNATURE else (Role.OFFICER, Role.LEADER)
    people = people_of_units((row.unit_id for row, _, _ in waiting), roles, at.date())
    for row, lock, days in waiting:
        if row.unit_id in people:
            event = (BEFORE_LOCK if days < 0 else AFTER_LOCK)[kind]
            details = {"days": str(abs(days)), "unit": row.name, "until": moment_text(lock)}
            link = reverse("rounds:participant", args=[round_.slug, row.participant_id])
            once = f"rounds:{phase.pk}:{row.participant_id}:{lock:%Y%m%d%H%M}:{days}"
            send(people[row.unit_id], event, details, link, at, once=once)
