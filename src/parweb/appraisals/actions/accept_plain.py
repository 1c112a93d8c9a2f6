"""Accept at one stroke what nothing speaks against, and undo it while the stage is open."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import Refused, refuse, require
from parweb.appraisals.actions.count_progress import count_progress_of_many
from parweb.appraisals.facts import facts_digest
from parweb.appraisals.models import Appraisal, BulkAcceptance
from parweb.appraisals.permissions import may_appraise
from parweb.appraisals.queries.finding import of_round, round_of
from parweb.appraisals.queries.lines import Line
from parweb.appraisals.queries.plain import plain_lines
from parweb.appraisals.recipients import acting
from parweb.audit.actions.record import record
from parweb.rounds.models import Participant, Round

_BATCH = 500


def accept_plain(
    person: Person,
    round_: Round,
    units: list[Participant],
    codes: list[str],
    stage: int,
    *,
    scope: str,
    seen: frozenset[tuple[int, str, int]],
    at: datetime,
) -> BulkAcceptance:
    """Accept the lines that were shown (``seen``: participant, criterion, revision of its answer).

    What changed since the list was shown, or is no longer plain or allowed, is left out. ValidationError
    where nothing is left.
    """
    with transaction.atomic():
        plain, _others = plain_lines(round_, units, codes, stage)
        lines = [
            line
            for line in plain
            if (line.participant.pk, line.code, line.answer.revision if line.answer else 0) in seen
            and may_appraise(person, line.participant, at, line.code, stage)
        ]
        if not lines:
            raise ValidationError(_("Không còn nội dung nào để chấp nhận, hãy xem lại danh sách."))
        bulk = BulkAcceptance.objects.create(
            round=round_, stage=stage, scope=scope, accepted=len(lines), at=at, by_id=acting(person)
        )
        Appraisal.objects.bulk_create([_accepted(line, bulk) for line in lines], batch_size=_BATCH)
        touched = {line.participant.pk: line.participant for line in lines}
        count_progress_of_many(person, list(touched.values()), stage, at)
        record(person.actor, "appraisals.accept_plain", at, target=bulk, after=_accepted_list(lines))
    return bulk


def undo_plain(person: Person, bulk: BulkAcceptance, at: datetime) -> int:
    """Take back what was accepted and not decided again since; gives how many. Only who did it may."""
    if person.user_id != bulk.by_id:
        raise Refused(refuse(_("Chỉ người đã chấp nhận mới hoàn tác được."), str(bulk.by)))
    if bulk.undone_at is not None:
        raise ValidationError(_("Đã hoàn tác rồi."))
    rows = Appraisal.objects.filter(bulk=bulk)
    round_ = round_of(bulk.round.slug)
    units = of_round(round_, Participant.objects.filter(pk__in=rows.values("participant")))
    for unit in units:
        require(may_appraise(person, unit, at, stage=bulk.stage))
    with transaction.atomic():
        taken = list(rows.values_list("participant_id", "criterion_id"))
        rows.delete()
        BulkAcceptance.objects.filter(pk=bulk.pk).update(undone_at=at, undone_by_id=person.user_id)
        count_progress_of_many(person, units, bulk.stage, at)
        before = [f"{pk} {code}" for pk, code in taken]
        record(person.actor, "appraisals.undo_plain", at, target=bulk, before=before)
    return len(taken)


def _accepted(line: Line, bulk: BulkAcceptance) -> Appraisal:
    answer = line.answer
    assert answer is not None
    return Appraisal(
        participant=line.participant,
        criterion_id=line.code,
        stage=bulk.stage,
        decision=Appraisal.Decision.ACCEPT,
        inputs=answer.inputs,
        standing=answer.standing,
        points=answer.points,
        facts=facts_digest(answer.inputs, answer.standing),
        answer_revision=answer.revision,
        bulk=bulk,
        at=bulk.at,
        by_id=bulk.by_id,
    )


def _accepted_list(lines: list[Line]) -> list[str]:
    return [
        f"{line.participant.unit_id} {line.code}: {line.answer.points if line.answer else ''}"
        for line in lines
    ]
