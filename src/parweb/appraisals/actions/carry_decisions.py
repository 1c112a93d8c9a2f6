"""Carry decisions over when their round moves to another edition; what holds no longer becomes void."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.appraisals import events
from parweb.appraisals.actions.count_progress import count_progress_of_many, count_requests
from parweb.appraisals.models import Appeal, Appraisal, ExplanationRequest, Referral
from parweb.appraisals.queries.at_stake import void_appeals, void_appraisals, void_referrals
from parweb.appraisals.queries.finding import of_round
from parweb.appraisals.recipients import managers_of
from parweb.appraisals.states import OPEN_REQUESTS
from parweb.assessments.following import Following
from parweb.assessments.recoding import parked, put_aside, put_back
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.rounds.models import EditionChange, Participant
from parweb.rounds.people import people_of_units

_BATCH: Final = 500
_TABLES: Final[tuple[type[Any], ...]] = (Appraisal, ExplanationRequest, Referral, Appeal)


def carry_decisions(person: Person, change: EditionChange, told: Following, at: datetime) -> int:
    """Make void what holds no longer, tell and record it; give the rest its new codes. Gives how many.

    Called by the move inside its transaction, once the round stands on the new edition's answers.
    """
    round_ = change.round
    referrals, appeals = void_referrals(round_, told), void_appeals(round_, told)
    appraisals = list(void_appraisals(round_, told))
    _make_void(Referral, [one.pk for one in referrals], at)
    _make_void(Appeal, [one.pk for one in appeals], at)
    _make_void(Appraisal, appraisals, at)
    _withdraw(change, told)
    _recode(change, told)
    _count(person, change, at, has_void=bool(appraisals))
    _record(person, change, referrals, appeals, at)
    return len(referrals) + len(appeals) + len(appraisals)


def _make_void(table: type[Any], ids: Sequence[int], at: datetime) -> None:
    for start in range(0, len(ids), _BATCH):
        table.objects.filter(pk__in=ids[start : start + _BATCH]).update(voided_at=at)


def _withdraw(change: EditionChange, told: Following) -> None:
    """End what was asked and claimed about criteria whose code means something else now."""
    of_round = {"participant__round": change.round_id, "criterion_id__in": told.taken}
    asked = ExplanationRequest.objects.filter(**of_round, state__in=OPEN_REQUESTS)
    units = list(Participant.objects.filter(pk__in=asked.values("participant")))
    asked.update(state=ExplanationRequest.State.WITHDRAWN)
    Appeal.objects.filter(**of_round, state__in=("draft", "filed")).update(state=Appeal.State.WITHDRAWN)
    for unit in units:
        count_requests(unit)


def _recode(change: EditionChange, told: Following) -> None:
    after = {**{code: parked(code, change) for code in told.taken}, **told.codes}
    for table in _TABLES:
        rows: QuerySet[Any] = table.objects.filter(participant__round=change.round_id)
        put_aside(rows, after)
        put_back(rows, after)


def _count(person: Person, change: EditionChange, at: datetime, *, has_void: bool) -> None:
    """Count the appraised leaves of every unit anew against the new edition."""
    if not has_void:
        return
    round_ = change.round
    round_.edition = change.new
    units = of_round(round_, Participant.objects.filter(round=round_))
    for stage in (1, 2):
        count_progress_of_many(person, units, stage, at)


def _record(
    person: Person,
    change: EditionChange,
    referrals: Iterable[Referral],
    appeals: Iterable[Appeal],
    at: datetime,
) -> None:
    """Write one line of the log for each unit, and tell its people, the council's and the managers."""
    lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
    council: dict[int, set[int]] = defaultdict(set)
    for one in referrals:
        lines[one.participant_id].append(_line("referral", one.pk, one.criterion_id, one.points))
        council[one.participant_id] |= {one.session.chair_id, one.session.secretary_id}
    for two in appeals:
        line = _line("appeal", two.pk, two.criterion_id, two.granted_points)
        lines[two.participant_id].append({**line, "inputs": two.granted_inputs})
    units = Participant.objects.filter(pk__in=lines).select_related("unit").in_bulk()
    own = people_of_units([one.unit_id for one in units.values()], (Role.OFFICER, Role.LEADER), at.date())
    managers = managers_of(change.round, at) if lines else []
    for pk, found in lines.items():
        unit = units[pk]
        others = [*sorted(council[pk]), *managers]
        _tell(change, unit, [one["criterion"] for one in found], [*own.get(unit.unit_id, []), *others], at)
        record(
            person.actor,
            "appraisals.void_decisions",
            at,
            target=unit,
            unit_id=unit.unit_id,
            before=found,
            after={"edition": change.new.ref, "change": change.pk},
        )


def _line(kind: str, pk: int, criterion: str, points: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "id": pk,
        "criterion": criterion,
        "points": None if points is None else str(points),
    }


def _tell(
    change: EditionChange, unit: Participant, codes: Iterable[str], people: Iterable[int], at: datetime
) -> None:
    details = {
        "unit": unit.unit.name,
        "criteria": ", ".join(dict.fromkeys(codes)),
        "edition": change.new.ref,
    }
    link = reverse("appraisals:result", args=[unit.pk])
    send(list(dict.fromkeys(people)), events.DECISIONS_VOID, details, link, at)
