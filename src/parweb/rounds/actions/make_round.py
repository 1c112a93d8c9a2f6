"""Make a round, or copy last year's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.frameworks.models import AdoptedEdition
from parweb.rounds.calendar import Remark, Span, remarks, shifted
from parweb.rounds.models import Phase, Round
from parweb.rounds.permissions import may_make_round, may_manage_round
from parweb.rounds.states import PhaseKind
from parweb.units.models import Group

_RESERVED = frozenset({"lap", "mo-lai"})
"""Words that addresses of this app begin with."""


class BadCalendar(ValueError):  # noqa: N818  # it says what is bad
    """A calendar has errors; ``remarks`` names them all."""

    def __init__(self, found: Iterable[Remark]) -> None:
        """Keep the remarks that are errors."""
        self.remarks = tuple(found)
        super().__init__("; ".join(one.text for one in self.remarks))


def make_round(
    person: Person,
    *,
    name: str,
    year: int,
    edition: AdoptedEdition,
    league: Group,
    calendar: Iterable[Span],
    at: datetime,
    previous: Round | None = None,
    is_demonstration: bool = False,
) -> Round:
    """Make a round in preparation: an adopted edition, a league, a calendar.

    Units join when it is opened. Several rounds may stand side by side in a year, with any leagues and
    editions. Raises :class:`BadCalendar`.
    """
    require(may_make_round(person, league.owner, at))
    spans = checked(calendar)
    with transaction.atomic():
        round_ = Round.objects.create(
            name=name,
            slug=_slug(name, year),
            year=year,
            edition=edition,
            league=league,
            owner=league.owner,
            previous=previous,
            created_at=at,
            created_by_id=person.account_id,
            is_demonstration=is_demonstration,
        )
        Phase.objects.bulk_create(
            Phase(round=round_, kind=one.kind, opens_at=one.opens_at, closes_at=one.closes_at)
            for one in spans
        )
        after = {"edition": edition.ref, "league": league.name, "calendar": calendar_data(spans)}
        record(person.actor, "rounds.make_round", at, target=round_, after=after)
    return round_


def copy_round(
    person: Person, former: Round, *, name: str, year: int, edition: AdoptedEdition, at: datetime
) -> Round:
    """Copy a round to another year: same league, dates shifted by the years between, nothing filled in.

    The units will be those of the league on the day the copy is opened.
    """
    require(may_manage_round(person, former, at))
    spans = (Span(PhaseKind(one.kind), one.opens_at, one.closes_at) for one in former.phases.all())
    moved = shifted(spans, year - former.year, timezone.get_default_timezone())
    return make_round(
        person,
        name=name,
        year=year,
        edition=edition,
        league=former.league,
        calendar=moved,
        at=at,
        previous=former,
    )


def checked(calendar: Iterable[Span]) -> tuple[Span, ...]:
    """Give the spans of a calendar without errors; raises :class:`BadCalendar`."""
    spans = tuple(calendar)
    errors = [one for one in remarks(spans) if one.is_error]
    if errors:
        raise BadCalendar(errors)
    return spans


def calendar_data(spans: Iterable[Span]) -> dict[str, list[str]]:
    """Give a calendar as plain data for the log."""
    return {
        one.kind.value: [moment.astimezone(timezone.get_default_timezone()).isoformat() for moment in pair]
        for one in spans
        for pair in [(one.opens_at, one.closes_at)]
    }


def _slug(name: str, year: int) -> str:
    """Give an address of the name that no other round has."""
    plain = slugify(fold(name))[:100] or f"ky-{year}"
    taken = set(Round.objects.filter(slug__startswith=plain).values_list("slug", flat=True)) | _RESERVED
    tries = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(taken) + 2))
    return next(one for one in tries if one not in taken)
