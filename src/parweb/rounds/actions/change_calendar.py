"""Change the calendar of a round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.rounds.actions.make_round import calendar_data, checked
from parweb.rounds.calendar import Span
from parweb.rounds.events import CALENDAR
from parweb.rounds.models import Phase, Round
from parweb.rounds.people import people_of_units
from parweb.rounds.permissions import may_change_calendar
from parweb.rounds.states import PhaseKind, RoundState


class ChangedMeanwhile(RuntimeError):  # noqa: N818  # it says what happened
    """Somebody else changed the calendar since it was read."""


def change_calendar(
    person: Person, round_: Round, calendar: Iterable[Span], *, revision: int, at: datetime
) -> None:
    """Put another calendar in place, with what it was and is in the log; people of open rounds are told.

    Raises :class:`parweb.rounds.actions.make_round.BadCalendar`, and :class:`ChangedMeanwhile` where the
    round is no longer at ``revision``.
    """
    require(may_change_calendar(person, round_, at))
    spans = checked(calendar)
    before = calendar_of(round_)
    if calendar_data(before) == calendar_data(spans):
        return
    with transaction.atomic():
        rows = Round.objects.filter(pk=round_.pk, revision=revision)
        if not rows.update(revision=F("revision") + 1):
            raise ChangedMeanwhile
        _replace(round_, spans)
        if round_.state == RoundState.OPEN:
            _tell(round_, at)
        record(
            person.actor,
            "rounds.change_calendar",
            at,
            target=round_,
            before=calendar_data(before),
            after=calendar_data(spans),
        )


def calendar_of(round_: Round) -> tuple[Span, ...]:
    """Give the calendar as spans, in the order of the year."""
    spans = [
        Span(PhaseKind(kind), opens, closes)
        for kind, opens, closes in Phase.objects.filter(round=round_).values_list(
            "kind", "opens_at", "closes_at"
        )
    ]
    return tuple(sorted(spans, key=lambda span: list(PhaseKind).index(span.kind)))


def _replace(round_: Round, spans: Iterable[Span]) -> None:
    kept = []
    for one in spans:
        times = {"opens_at": one.opens_at, "closes_at": one.closes_at}
        Phase.objects.update_or_create(round=round_, kind=one.kind, defaults=times)
        kept.append(one.kind)
    Phase.objects.filter(round=round_).exclude(kind__in=kept).delete()


def _tell(round_: Round, at: datetime) -> None:
    units = round_.participants.values_list("unit_id", flat=True)
    people = people_of_units(units, (Role.OFFICER, Role.LEADER), at.date())
    everybody = [one for several in people.values() for one in several]
    link = reverse("rounds:round", args=[round_.slug])
    send(everybody, CALENDAR, {"round": round_.name}, link, at)
