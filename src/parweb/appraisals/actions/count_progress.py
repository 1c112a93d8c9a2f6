"""Keep the counters of a unit true, and move it on when a stage is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from parweb.accounts.person import Person
from parweb.appraisals.leaves import appraised_leaves
from parweb.appraisals.models import Appraisal, ExplanationRequest
from parweb.appraisals.states import OPEN_REQUESTS
from parweb.rounds.actions.move_participant import move_participant
from parweb.rounds.models import Participant
from parweb.rounds.states import ParticipantState

_COLUMNS = {1: "leaves_appraised_1", 2: "leaves_appraised_2"}


def count_progress(person: Person, participant: Participant, stage: int, at: datetime) -> None:
    """Count a unit's decided leaves anew, in the transaction that decided one; move it on when all are.

    The first stage is done when every leaf that appraisers score is decided; the second when every leaf that
    was asked about is decided again (a unit that nobody asked about is closed by a manager).
    """
    codes = appraised_leaves(participant.round.edition)
    decided = _holding([participant.pk], stage, codes)[participant.pk]
    Participant.objects.filter(pk=participant.pk).update(**{_COLUMNS[stage]: len(decided)})
    setattr(participant, _COLUMNS[stage], len(decided))
    if stage == 1:
        _finish_first(person, participant, at, is_done=len(decided) == len(codes))
    else:
        asked = _asked_about(participant) & set(codes)
        _finish_second(person, participant, at, is_done=bool(asked) and asked <= decided)


def count_progress_of_many(person: Person, units: Sequence[Participant], stage: int, at: datetime) -> None:
    """Count many units of one round anew after a first-stage or second-stage decision in bulk.

    As :func:`count_progress`, with as many writes as there are different counts. The second stage is never
    finished here: what was asked about is not plain and is decided one by one.
    """
    if not units:
        return
    codes = appraised_leaves(units[0].round.edition)
    found = _holding([unit.pk for unit in units], stage, codes)
    by_count: dict[int, list[int]] = defaultdict(list)
    for unit in units:
        by_count[len(found[unit.pk])].append(unit.pk)
    for count, ids in by_count.items():
        Participant.objects.filter(pk__in=ids).update(**{_COLUMNS[stage]: count})
    for unit in units:
        if len(found[unit.pk]) == len(codes) and stage == 1:
            _finish_first(person, unit, at, is_done=True)


def count_requests(participant: Participant) -> int:
    """Count a unit's open requests anew, in the transaction that changed one."""
    found = ExplanationRequest.objects.filter(participant=participant, state__in=OPEN_REQUESTS).count()
    Participant.objects.filter(pk=participant.pk).update(open_requests=found)
    participant.open_requests = found
    return found


def _holding(ids: list[int], stage: int, codes: Iterable[str]) -> dict[int, set[str]]:
    """Give the leaves decided in a stage, by unit; void decisions do not hold."""
    rows = Appraisal.objects.filter(
        participant__in=ids, stage=stage, criterion_id__in=list(codes), voided_at=None
    )
    found: dict[int, set[str]] = defaultdict(set)
    for pk, code in rows.values_list("participant_id", "criterion_id"):
        found[pk].add(code)
    return found


def _asked_about(participant: Participant) -> set[str]:
    asked = ExplanationRequest.objects.filter(participant=participant).exclude(state="withdrawn")
    return set(asked.values_list("criterion_id", flat=True))


def _finish_first(person: Person, participant: Participant, at: datetime, *, is_done: bool) -> None:
    if is_done and participant.state == ParticipantState.SIGNED:
        move_participant(participant, ParticipantState.APPRAISED_1, person=person, at=at)


def _finish_second(person: Person, participant: Participant, at: datetime, *, is_done: bool) -> None:
    if is_done and participant.state in (ParticipantState.SIGNED, ParticipantState.APPRAISED_1):
        if participant.state == ParticipantState.SIGNED:
            move_participant(participant, ParticipantState.APPRAISED_1, person=person, at=at)
        move_participant(participant, ParticipantState.APPRAISED_2, person=person, at=at)
