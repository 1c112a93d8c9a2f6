"""An appraiser's queue in a round: the units and criteria in their hands, and how far each is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import Count, Q, QuerySet

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.appraisals.leaves import appraised_leaves, covered
from parweb.appraisals.models import Appraisal
from parweb.rounds.models import Participant, Round
from parweb.rounds.states import HANDED_IN, ParticipantState
from parweb.units.models import Unit


@dataclass(frozen=True)
class Scope:
    """What somebody may appraise in a round (or look at, for those who watch over all of it)."""

    round: Round
    grants: tuple[tuple[str, tuple[str, ...]], ...]
    """Tops of subtrees of units, with the leaves granted there."""
    own_paths: tuple[str, ...]
    """The person's own units: never in the queue."""
    _kept: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def codes_for(self, path: str) -> tuple[str, ...]:
        """Give the leaves in hand for the unit of that path, in printed order."""
        return self.codes_under(self.tops_of(path))

    def tops_of(self, path: str) -> tuple[str, ...]:
        """Give the tops of the subtrees in hand that the unit of that path is in."""
        return tuple([top for top, _codes in self.grants if path.startswith(top)])

    def codes_under(self, tops: tuple[str, ...]) -> tuple[str, ...]:
        """Give the leaves in hand for the units below those tops, in printed order."""
        if tops not in self._kept:
            granted = {code for top, codes in self.grants if top in tops for code in codes}
            self._kept[tops] = tuple(code for code in self.codes if code in granted)
        return self._kept[tops]

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

    def participants_with(self, code: str) -> QuerySet[Participant]:
        """Give the units of which one criterion is in hand."""
        mine = Q(pk__in=[])
        for top, codes in self.grants:
            if code in codes:
                mine |= Q(unit__path__startswith=top)
        return self.participants().filter(mine)


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


class QueueRow(NamedTuple):
    """A unit of the queue: ``due`` leaves are in hand, ``done`` of them are decided in the stage."""

    pk: int
    name: str
    state: str
    open_requests: int
    due: int
    done: int

    @property
    def state_words(self) -> Any:
        """The state in words."""
        return ParticipantState(self.state).label

    @property
    def is_handed_in(self) -> bool:
        """Whether there is anything to appraise."""
        return self.state in HANDED_IN

    def is_in(self, which: str) -> bool:
        """Tell whether a filter keeps the unit: ``todo``, ``done``, ``requests``, ``unsigned``; else all."""
        if which == "requests":
            return self.open_requests > 0
        if which == "unsigned":
            return not self.is_handed_in
        if which in ("todo", "done"):
            return self.is_handed_in and (self.done < self.due) == (which == "todo")
        return True


FILTERS: Final = ("todo", "done", "requests", "unsigned", "all")


def queue_rows(scope: Scope, stage: int, units: QuerySet[Unit] | None = None) -> list[QueueRow]:
    """Give every unit in hand (of ``units`` where given), in official order; one or two plain queries.

    Whoever has all criteria in hand reads the counters of the units; for the others decisions are counted.
    """
    found = scope.participants().order_by("order", "pk")
    if units is not None:
        found = found.filter(unit__in=units)
    columns = ("pk", "unit__name", "unit__path", "state", "open_requests", f"leaves_appraised_{stage}")
    everything = len(appraised_leaves(scope.round.edition))
    done = {} if len(scope.codes) == everything and len(scope.grants) == 1 else _counted(scope, stage)
    rows = []
    for pk, name, path, state, requests, counter in found.values_list(*columns):
        due = len(scope.codes_for(path))
        rows.append(
            QueueRow(pk, name, state, requests, due, counter if due == everything else done.get(pk, 0))
        )
    return rows


def _counted(scope: Scope, stage: int) -> dict[int, int]:
    decided = Appraisal.objects.filter(
        participant__round=scope.round, stage=stage, criterion_id__in=scope.codes, voided_at=None
    )
    return dict(decided.values_list("participant").annotate(decided=Count("pk")))


def counts(rows: list[QueueRow]) -> dict[str, int]:
    """Count the units of every filter."""
    return {which: sum(row.is_in(which) for row in rows) for which in FILTERS}


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
    below = Counter(scope.tops_of(path) for path in ready.values_list("unit__path", flat=True))
    due: Counter[str] = Counter()
    for tops, units in below.items():
        due.update(dict.fromkeys(scope.codes_under(tops), units))
    decided = (
        Appraisal.objects.filter(participant__in=ready.values("pk"), stage=stage, voided_at=None)
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
