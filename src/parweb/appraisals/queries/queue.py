"""An appraiser's queue in a round: the units and criteria in their hands, and how far each is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.appraisals.leaves import appraised_leaves, covered
from parweb.appraisals.models import Appraisal
from parweb.appraisals.phases import HANDED_IN
from parweb.rounds.models import Participant, Round


@dataclass(frozen=True)
class Scope:
    """What somebody may appraise in a round (or look at, for those who watch over all of it)."""

    round: Round
    grants: tuple[tuple[str, tuple[str, ...]], ...]
    """Tops of subtrees of units, with the leaves granted there."""
    own_paths: tuple[str, ...]
    """The person's own units: never in the queue."""

    def codes_for(self, path: str) -> tuple[str, ...]:
        """Give the leaves in hand for the unit of that path, in printed order."""
        granted = {code for top, codes in self.grants if path.startswith(top) for code in codes}
        return tuple(code for code in self.codes if code in granted)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All leaves in hand for some unit, in printed order."""
        granted = {code for _, codes in self.grants for code in codes}
        return tuple(code for code in appraised_leaves(self.round.edition) if code in granted)

    def participants(self) -> QuerySet[Participant]:
        """Give the units in hand, own units left out."""
        mine = Q(pk__in=[])
        for top, _ in self.grants:
            mine |= Q(unit__path__startswith=top)
        found = Participant.objects.filter(mine, round=self.round).exclude(unit__path__in=self.own_paths)
        return found.select_related("unit")

    def with_progress(self, stage: int) -> QuerySet[Participant]:
        """Give the units with ``due`` (leaves in hand) and ``done`` (those decided in the stage)."""
        tops = sorted({top for top, _ in self.grants}, key=len, reverse=True)
        cases = [When(unit__path__startswith=top, then=Value(len(self.codes_for(top)))) for top in tops]
        decided = Q(appraisals__stage=stage, appraisals__criterion_id__in=self.codes)
        return self.participants().annotate(
            due=Case(*cases, default=Value(0), output_field=IntegerField()),
            done=Count("appraisals", filter=decided),
        )


def scope_of(person: Person, round_: Round, *, sees_all: bool = False) -> Scope:
    """Give what a person has in hand in a round. ``sees_all``: a manager or observer looks at everything."""
    codes = tuple(appraised_leaves(round_.edition))
    if sees_all:
        return Scope(round_, ((round_.owner.path, codes),), ())
    grants = tuple(
        (grant.unit_path, tuple(covered(codes, grant.criteria)))
        for grant in person.grants
        if grant.role == Role.APPRAISER
    )
    return Scope(round_, grants, person.home_paths)


def filtered(scope: Scope, stage: int, which: str) -> QuerySet[Participant]:
    """Give the units of a filter: ``todo``, ``done``, ``requests``, ``unsigned``; all of them otherwise."""
    found: Any = scope.with_progress(stage)
    handed_in = Q(state__in=HANDED_IN)
    filters = {
        "todo": handed_in & Q(done__lt=F("due")),
        "done": handed_in & Q(done__gte=F("due")),
        "requests": Q(open_requests__gt=0),
        "unsigned": ~handed_in,
    }
    kept: QuerySet[Participant] = found.filter(filters.get(which, Q())).order_by("order", "pk")
    return kept


def counts(scope: Scope, stage: int) -> dict[str, int]:
    """Count the units of every filter at once (one query)."""
    units: Any = scope.with_progress(stage)
    rows = units.values_list("state", "due", "done", "open_requests")
    found: Counter[str] = Counter()
    for state, due, done, requests in rows:
        handed_in = state in HANDED_IN
        found["all"] += 1
        found["unsigned"] += not handed_in
        found["todo"] += handed_in and done < due
        found["done"] += handed_in and done >= due
        found["requests"] += requests > 0
    return dict(found)


@dataclass(frozen=True)
class CriterionRow:
    """A criterion of the queue: how many units handed it in, how many are decided, how many by hand."""

    code: str
    label: str
    due: int
    done: int
    accepted: int


def by_criterion(scope: Scope, stage: int, lang: str) -> list[CriterionRow]:
    """Give every criterion in hand with its counts over the units in hand (two queries)."""
    ready = scope.participants().filter(state__in=HANDED_IN)
    paths = list(ready.values_list("unit__path", flat=True))
    due = Counter(code for path in paths for code in scope.codes_for(path))
    decided = (
        Appraisal.objects.filter(participant__in=ready.values("pk"), stage=stage)
        .values("criterion_id")
        .annotate(done=Count("pk"), accepted=Count("pk", filter=Q(decision="accept")))
    )
    done = {row["criterion_id"]: row for row in decided}
    leaves = appraised_leaves(scope.round.edition)
    nothing = {"done": 0, "accepted": 0}
    return [
        CriterionRow(
            code,
            leaves[code].node.label.in_("en" if lang == "en" else "vi"),
            due[code],
            done.get(code, nothing)["done"],
            done.get(code, nothing)["accepted"],
        )
        for code in scope.codes
    ]
