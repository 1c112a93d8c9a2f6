"""Decide one criterion of one unit in a stage of appraisal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals.actions.count_progress import count_progress
from parweb.appraisals.decisions import Decision, Held, held_by
from parweb.appraisals.facts import as_texts, facts_digest
from parweb.appraisals.leaves import leaf_of
from parweb.appraisals.models import Appraisal
from parweb.appraisals.permissions import may_appraise
from parweb.assessments.models import Answer
from parweb.audit.actions.record import record
from parweb.rounds.models import Participant


class Overtaken(Exception):  # noqa: N818  # it says what happened
    """Another appraiser decided meanwhile; ``stored`` is what they decided."""

    def __init__(self, stored: Appraisal) -> None:
        """Keep what is stored for the page."""
        self.stored = stored
        super().__init__(str(stored))


def decide(
    person: Person,
    participant: Participant,
    criterion_id: str,
    stage: int,
    decision: Decision,
    *,
    revision: int,
    at: datetime,
) -> Appraisal:
    """Write a decision over the revision that was read (0: none yet).

    Raises ``Refused``, ``ValidationError`` (bounds, reason, inputs the rule refuses), :class:`Overtaken`.
    """
    require(may_appraise(person, participant, at, criterion_id, stage))
    leaf = leaf_of(participant.round.edition, criterion_id)
    if leaf is None:
        raise Http404
    answer = Answer.objects.filter(entry__participant=participant, criterion_id=criterion_id).first()
    before = {one.stage: one for one in _decisions(participant, criterion_id)}
    held = held_by(participant.round.edition, leaf, decision, answer, _standing(before.get(1)))
    values = {**_made(person, decision, answer, at), **_columns(held)}
    with transaction.atomic():
        stored = _store(participant, criterion_id, stage, values, revision)
        count_progress(person, participant, stage, at)
        record(
            person.actor,
            "appraisals.decide",
            at,
            target=stored,
            unit_id=participant.unit_id,
            before=plain(before.get(stage)),
            after=plain(stored),
        )
    return stored


def _made(person: Person, decision: Decision, answer: Answer | None, at: datetime) -> dict[str, Any]:
    return {
        "decision": decision.kind,
        "reason": decision.reason.strip(),
        "facts": facts_digest(answer.inputs, answer.standing) if answer else "",
        "answer_revision": answer.revision if answer else None,
        "bulk": None,
        "voided_at": None,
        "at": at,
        "by_id": person.user_id,
    }


def _standing(first: Appraisal | None) -> Appraisal | None:
    """Give the first appraisal unless a move of editions made it void."""
    return first if first is not None and first.voided_at is None else None


def _columns(held: Held) -> dict[str, Any]:
    return {
        "inputs": as_texts(held.inputs),
        "standing": held.standing,
        "set_points": held.set_points,
        "points": held.points,
    }


def _decisions(participant: Participant, criterion_id: str) -> list[Appraisal]:
    return list(Appraisal.objects.filter(participant=participant, criterion_id=criterion_id))


def _store(
    participant: Participant, criterion_id: str, stage: int, values: dict[str, Any], revision: int
) -> Appraisal:
    key = {"participant": participant, "criterion_id": criterion_id, "stage": stage}
    if revision == 0:
        try:
            with transaction.atomic():
                return Appraisal.objects.create(**key, **values)
        except IntegrityError:
            raise Overtaken(Appraisal.objects.select_related("by").get(**key)) from None
    changed = Appraisal.objects.filter(**key, revision=revision).update(**values, revision=revision + 1)
    stored = Appraisal.objects.select_related("by").filter(**key).first()
    if stored is None:  # a bulk acceptance was undone meanwhile: nothing stands in the way
        return Appraisal.objects.create(**key, **values)
    if not changed:
        raise Overtaken(stored)
    return stored


def plain(decision: Appraisal | None) -> dict[str, Any] | None:
    """Give a decision as the log keeps it."""
    if decision is None:
        return None
    return {
        "decision": decision.decision,
        "inputs": decision.inputs,
        "standing": decision.standing,
        "set_points": None if decision.set_points is None else str(decision.set_points),
        "points": None if decision.points is None else str(decision.points),
        "reason": decision.reason,
    }
