"""How complete an entry is: recounted from its answers, so that the counters are always true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from parweb.assessments.layout import Layout
from parweb.assessments.models import Answer
from parweb.evidence.models import Use, Version
from parweb.rounds.models import Participant


class Row(NamedTuple):
    """What counts of an answer."""

    criterion_id: str
    standing: str
    points: Decimal | None
    is_set: bool
    is_prefilled: bool
    is_explained: bool
    is_shown: bool
    """Whether a document is shown for it."""

    @property
    def is_answered(self) -> bool:
        """Tell whether the unit has said something of the leaf, itself or by confirming last year's."""
        return not self.is_prefilled and (self.is_set or self.standing in ("measured", "not_applicable"))

    def is_proven(self, layout: Layout) -> bool:
        """Tell whether it is answered, with the evidence or the explanation it needs."""
        needs = self.criterion_id in layout.to_prove
        return self.is_answered and (self.is_shown or self.is_explained or not needs)


@dataclass(frozen=True)
class Progress:
    """How many leaves are needed, answered, answered with what they need, the points so far."""

    total: int
    answered: int
    proven: int
    points: Decimal


def standing_uses(participant_id: int) -> QuerySet[Use]:
    """Give the documents that prove something: not withdrawn, without malicious code, no signed report."""
    infected = Version.objects.filter(document=OuterRef("document"), scan=Version.Scan.INFECTED)
    rows = Use.objects.filter(participant=participant_id, document__withdrawn_at=None)
    return rows.exclude(purpose=Use.Purpose.SIGNATURE).exclude(Exists(infected))


def shown_criteria(participant_id: int) -> frozenset[str]:
    """Give the criteria of a unit that a document proves (one query)."""
    return frozenset(standing_uses(participant_id).values_list("criterion_id", flat=True))


def rows_of(entry_id: int, participant_id: int) -> list[Row]:
    """Give what counts of every answer of an entry (one query)."""
    shown = standing_uses(participant_id).filter(criterion_id=OuterRef("criterion_id"))
    answers = Answer.objects.filter(entry=entry_id).annotate(
        is_set=~Q(set_points=None), is_explained=~Q(explanation=""), is_shown=Exists(shown)
    )
    found = answers.values_list(*Row._fields)
    return [Row(*one) for one in found]


def progress_of(layout: Layout, rows: Iterable[Row]) -> Progress:
    """Count an entry."""
    own = [row for row in rows if row.criterion_id in layout.own]
    counted = [row for row in own if row.criterion_id in layout.needed]
    return Progress(
        total=len(layout.needed),
        answered=sum(row.is_answered for row in counted),
        proven=sum(row.is_proven(layout) for row in counted),
        points=sum(
            (row.points for row in own if row.points is not None and not row.is_prefilled), Decimal(0)
        ),
    )


def recount(participant: Participant, entry_id: int, layout: Layout) -> Progress:
    """Count an entry anew and write the counters where they differ; call it in the change's transaction."""
    progress = progress_of(layout, rows_of(entry_id, participant.pk))
    counters = {
        "leaves_total": progress.total,
        "leaves_answered": progress.answered,
        "leaves_proven": progress.proven,
    }
    if any(getattr(participant, name) != number for name, number in counters.items()):
        Participant.objects.filter(pk=participant.pk).update(**counters)
        for name, number in counters.items():
            setattr(participant, name, number)
    return progress
