"""The units of one criterion that a filter keeps, asked of the database so that a league costs a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from parweb.appraisals.facts import are_same_facts
from parweb.appraisals.models import Appraisal, ExplanationRequest, Referral
from parweb.appraisals.queries.lines import has_same_rule
from parweb.assessments.models import Answer
from parweb.evidence.queries import proving_uses
from parweb.rounds.models import Participant, Round

Units = QuerySet[Participant]
Facts = tuple[Mapping[str, Any], str]
"""Inputs and standing, as :func:`parweb.appraisals.facts.facts_digest` takes them."""


def units_in_filter(units: Units, round_: Round, code: str, which: str, stage: int) -> Units:
    """Keep the units whose line of a criterion is in a filter of :data:`LINE_FILTERS`; all for another word.

    One statement (``differs`` asks four more), the same as
    :func:`parweb.appraisals.queries.lines.keep` over the lines of all units.
    """
    keeping = _FILTERS.get(which)
    return units if keeping is None else keeping(units, round_, code, stage)


def _undecided(units: Units, _round: Round, code: str, stage: int) -> Units:
    return units.filter(~Exists(_of_unit(Appraisal, code).filter(stage=stage)))


def _remarked(units: Units, _round: Round, code: str, _stage: int) -> Units:
    told = ~Q(note="") | ~Q(explanation="") | ~Q(set_reason="")
    asked = _of_unit(ExplanationRequest, code).exclude(state="withdrawn")
    return units.filter(Exists(_answers(code).filter(told)) | Exists(asked))


def _unproven(units: Units, _round: Round, code: str, _stage: int) -> Units:
    proving = proving_uses().filter(participant=OuterRef("pk"), criterion_id=code)
    return units.filter(~Exists(proving))


def _stale(units: Units, _round: Round, code: str, stage: int) -> Units:
    """Keep those whose answer changed since it was decided, or became void."""
    decided = _of_unit(Appraisal, code).filter(stage=stage)
    newer = Answer.objects.filter(entry__participant=OuterRef("participant"), criterion_id=code)
    changed = Q(answer_revision__isnull=False) & Exists(newer.exclude(revision=OuterRef("answer_revision")))
    return units.filter(Exists(decided.filter(changed | Q(voided_at__isnull=False))))


def _differing(units: Units, round_: Round, code: str, _stage: int) -> Units:
    """Keep those that gave other facts than those decided in the round before (same rule only)."""
    if round_.previous is None or not has_same_rule(round_, round_.previous, code):
        return units.none()
    earlier = _earlier_facts(round_.previous, code)
    given = Answer.objects.filter(entry__participant__round=round_, criterion_id=code).order_by()
    rows = given.values_list("entry__participant", "entry__participant__unit", "inputs", "standing")
    ids = [
        pk
        for pk, unit, inputs, standing in rows
        if unit in earlier and not are_same_facts((inputs, standing), earlier[unit])
    ]
    return units.filter(pk__in=ids)


def _earlier_facts(previous: Round, code: str) -> dict[int, Facts]:
    """Give, by unit, what was decided about a criterion; later words replace earlier ones (three queries)."""
    judged = Appraisal.objects.filter(
        participant=OuterRef("entry__participant"), criterion_id=code, voided_at=None
    )
    own = Answer.objects.filter(~Exists(judged), entry__participant__round=previous, criterion_id=code)
    told = own.order_by().values_list("entry__participant__unit", "inputs", "standing")
    found: dict[int, Facts] = {unit: (inputs, standing) for unit, inputs, standing in told}
    of_round: dict[str, Any] = {"participant__round": previous, "criterion_id": code, "voided_at": None}
    decided = Appraisal.objects.filter(**of_round).order_by("stage")
    for unit, inputs, standing in decided.values_list("participant__unit", "inputs", "standing"):
        found[unit] = (inputs, standing)
    by_council = Referral.objects.filter(**of_round, session__state="closed", points__isnull=False)
    for unit in by_council.values_list("participant__unit", flat=True):
        found.setdefault(unit, ({}, "measured"))
    return found


def _answers(code: str) -> QuerySet[Answer]:
    return Answer.objects.filter(entry__participant=OuterRef("pk"), criterion_id=code)


def _of_unit(model: type[Appraisal | ExplanationRequest], code: str) -> QuerySet[Any]:
    return model.objects.filter(participant=OuterRef("pk"), criterion_id=code)


_FILTERS: Final[Mapping[str, Callable[[Units, Round, str, int], Units]]] = {
    "todo": _undecided,
    "differs": _differing,
    "remarks": _remarked,
    "stale": _stale,
    "no_evidence": _unproven,
}
