"""Lines to appraise: what a unit filled in for a leaf, what was decided, last year, and what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet

from parindex.frameworks.outline import OutlineNode
from parweb.appraisals.facts import facts_digest
from parweb.appraisals.leaves import leaf_of
from parweb.appraisals.models import Appraisal, ExplanationRequest, Referral
from parweb.appraisals.states import OPEN_REQUESTS
from parweb.assessments.models import Answer
from parweb.evidence.models import Use
from parweb.evidence.queries import proven_criteria
from parweb.rounds.models import Participant, Round

Key = tuple[int, str]
"""Participant's id and criterion."""


@dataclass(frozen=True)
class Earlier:
    """What was decided last year about the same unit and criterion."""

    points: Decimal | None
    inputs: dict[str, str]
    standing: str
    reason: str
    by: str
    """``council``, ``appraisal2``, ``appraisal1`` or ``self``: whose word it was."""
    is_comparable: bool
    """Whether the criterion had the same rule last year."""

    @property
    def facts(self) -> str:
        """The digest of last year's inputs."""
        return facts_digest(self.inputs, self.standing)


@dataclass
class Line:
    """One criterion of one unit, with everything its appraiser looks at first."""

    participant: Participant
    leaf: OutlineNode
    answer: Answer | None = None
    first: Appraisal | None = None
    second: Appraisal | None = None
    requests: list[ExplanationRequest] = field(default_factory=list)
    documents: int = 0
    is_proven: bool = False
    """Whether a document that stands proves it (a withdrawn or infected one proves nothing)."""
    earlier: Earlier | None = None
    council: Decimal | None = None

    @property
    def code(self) -> str:
        """The code of the criterion."""
        return self.leaf.code

    def at_stage(self, stage: int) -> Appraisal | None:
        """Give the decision of a stage."""
        return self.first if stage == 1 else self.second

    @property
    def first_that_holds(self) -> Appraisal | None:
        """Give the decision of appraisal 1, unless it became void."""
        return self.first if self.first is not None and self.first.voided_at is None else None

    @property
    def second_that_holds(self) -> Appraisal | None:
        """Give the decision of appraisal 2, unless it became void."""
        return self.second if self.second is not None and self.second.voided_at is None else None

    @property
    def has_remark(self) -> bool:
        """Whether the unit wrote something, set points itself, or is asked to explain."""
        told = self.answer and (self.answer.note or self.answer.explanation or self.answer.set_reason)
        return bool(told) or bool(self.requests)

    @property
    def differs_from_last_year(self) -> bool:
        """Whether the unit gave other facts than those decided last year (same rule only)."""
        if self.earlier is None or not self.earlier.is_comparable or self.answer is None:
            return False
        return facts_digest(self.answer.inputs, self.answer.standing) != self.earlier.facts

    def is_stale(self, stage: int) -> bool:
        """Whether the unit changed its answer after it was decided, or the decision became void."""
        decided = self.at_stage(stage)
        if decided is not None and decided.voided_at is not None:
            return True
        if decided is None or self.answer is None or decided.answer_revision is None:
            return False
        return decided.answer_revision != self.answer.revision

    @property
    def has_open_request(self) -> bool:
        """Whether an explanation is still awaited."""
        return any(one.state in OPEN_REQUESTS for one in self.requests)


LINE_FILTERS: Final = ("todo", "differs", "remarks", "stale", "no_evidence")


def keep(lines: Iterable[Line], which: str, stage: int) -> list[Line]:
    """Keep the lines of a filter of :data:`LINE_FILTERS`; all of them for another word."""
    tests: dict[str, Callable[[Line], bool]] = {
        "todo": lambda line: line.at_stage(stage) is None,
        "differs": lambda line: line.differs_from_last_year,
        "remarks": lambda line: line.has_remark,
        "stale": lambda line: line.is_stale(stage),
        "no_evidence": lambda line: not line.is_proven,
    }
    test = tests.get(which)
    return [line for line in lines if test is None or test(line)]


def lines_of(
    round_: Round, participants: Sequence[Participant], codes: Sequence[str], *, with_earlier: bool = True
) -> list[Line]:
    """Give the lines of some units and leaves of a round, in the order of both; at most ten queries."""
    found: dict[Key, Line] = {}
    for participant in participants:
        for code in codes:
            leaf = leaf_of(round_.edition, code)
            if leaf is not None:
                found[participant.pk, code] = Line(participant, leaf)
    ids = [one.pk for one in participants]
    _add_answers(found, ids, codes)
    _add_decisions(found, ids, codes)
    if with_earlier and round_.previous is not None:
        earlier = _earlier(round_, [one.unit_id for one in participants], codes)
        for line in found.values():
            line.earlier = earlier.get((line.participant.unit_id, line.code))
    return list(found.values())


def _add_answers(found: dict[Key, Line], ids: list[int], codes: Sequence[str]) -> None:
    answers: QuerySet[Answer] = Answer.objects.filter(
        entry__participant__in=ids, criterion_id__in=codes
    ).select_related("entry")
    for answer in answers:
        found[answer.entry.participant_id, answer.criterion_id].answer = answer
    uses = Use.objects.filter(
        participant__in=ids, criterion_id__in=codes, document__withdrawn_at=None
    ).values_list("participant_id", "criterion_id")
    for key, count in Counter(uses).items():
        found[key].documents = count
    for key in proven_criteria(ids):
        if key in found:
            found[key].is_proven = True


def _add_decisions(found: dict[Key, Line], ids: list[int], codes: Sequence[str]) -> None:
    decisions = Appraisal.objects.filter(participant__in=ids, criterion_id__in=codes)
    for decision in decisions.select_related("by"):
        line = found[decision.participant_id, decision.criterion_id]
        if decision.stage == 1:
            line.first = decision
        else:
            line.second = decision
    requests = ExplanationRequest.objects.filter(participant__in=ids, criterion_id__in=codes)
    for request in requests.exclude(state="withdrawn"):
        found[request.participant_id, request.criterion_id].requests.append(request)
    referrals = Referral.objects.filter(
        participant__in=ids,
        criterion_id__in=codes,
        session__state="closed",
        points__isnull=False,
        voided_at=None,
    )
    for referral in referrals.order_by("decided_at"):
        found[referral.participant_id, referral.criterion_id].council = referral.points


def _earlier(round_: Round, units: list[int], codes: Sequence[str]) -> dict[tuple[int, str], Earlier]:
    """Give what was decided in the previous round; later words replace earlier ones (three queries)."""
    previous = round_.previous
    assert previous is not None
    comparable = {code: has_same_rule(round_, previous, code) for code in codes}
    found: dict[tuple[int, str], Earlier] = {}
    of_units: dict[str, Any] = {"criterion_id__in": codes}
    answers = Answer.objects.filter(
        entry__participant__round=previous, entry__participant__unit__in=units, **of_units
    ).values_list("entry__participant__unit_id", "criterion_id", "points", "inputs", "standing")
    for unit, code, points, inputs, standing in answers:
        found[unit, code] = Earlier(points, inputs, standing, "", "self", comparable[code])
    held = {"participant__unit__in": units, "voided_at": None, **of_units}
    decided = (
        Appraisal.objects.filter(participant__round=previous, **held)
        .order_by("stage")
        .values_list(
            "participant__unit_id", "criterion_id", "points", "inputs", "standing", "reason", "stage"
        )
    )
    for unit, code, points, inputs, standing, reason, stage in decided:
        found[unit, code] = Earlier(points, inputs, standing, reason, f"appraisal{stage}", comparable[code])
    _add_council(found, previous, units, codes, comparable)
    return found


def _add_council(
    found: dict[tuple[int, str], Earlier],
    previous: Round,
    units: list[int],
    codes: Sequence[str],
    comparable: dict[str, bool],
) -> None:
    referrals = Referral.objects.filter(
        participant__round=previous,
        participant__unit__in=units,
        criterion_id__in=codes,
        session__state="closed",
        points__isnull=False,
        voided_at=None,
    ).values_list("participant__unit_id", "criterion_id", "points", "reason")
    for unit, code, points, reason in referrals.order_by("decided_at"):
        before = found.get((unit, code))
        inputs, standing = (before.inputs, before.standing) if before else ({}, "measured")
        found[unit, code] = Earlier(points, inputs, standing, reason, "council", comparable[code])


def has_same_rule(now: Round, before: Round, code: str) -> bool:
    """Tell whether a criterion is scored in a round as it was in an earlier one."""
    if now.edition_id == before.edition_id:
        return True
    new, old = leaf_of(now.edition, code), leaf_of(before.edition, code)
    return new is not None and old is not None and new.node.rule == old.node.rule
