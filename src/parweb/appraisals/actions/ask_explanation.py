"""Ask a unit to explain one criterion."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals import events
from parweb.appraisals.actions.count_progress import count_requests
from parweb.appraisals.models import ExplanationRequest
from parweb.appraisals.permissions import may_ask
from parweb.appraisals.phases import stage_at
from parweb.appraisals.recipients import acting, people_of_unit
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.interface.numbers import moment_text
from parweb.rounds.models import Participant
from parweb.rounds.queries import window
from parweb.rounds.states import PhaseKind


def ask_explanation(
    person: Person, participant: Participant, criterion_id: str, question: str, due_at: datetime, at: datetime
) -> ExplanationRequest:
    """Ask, with a deadline of its own within the phase of explanations; one open request per criterion."""
    require(may_ask(person, participant, at, criterion_id))
    _check(participant, question, due_at, at)
    with transaction.atomic():
        request = _made(person, participant, criterion_id, question.strip(), due_at, at)
        count_requests(participant)
        details = {
            "unit": participant.unit.name,
            "criterion": criterion_id,
            "due": moment_text(due_at),
        }
        link = reverse("appraisals:request", args=[request.pk])
        send(people_of_unit(participant, at), events.REQUEST_ASKED, details, link, at)
        after = {"criterion": criterion_id, "question": request.question, "due_at": due_at.isoformat()}
        record(
            person.actor,
            "appraisals.ask_explanation",
            at,
            target=request,
            unit_id=participant.unit_id,
            after=after,
        )
    return request


def _made(
    person: Person, participant: Participant, criterion_id: str, question: str, due_at: datetime, at: datetime
) -> ExplanationRequest:
    try:
        with transaction.atomic():
            return ExplanationRequest.objects.create(
                participant=participant,
                criterion_id=criterion_id,
                question=question,
                due_at=due_at,
                stage=stage_at(participant, at),
                asked_at=at,
                asked_by_id=acting(person),
            )
    except IntegrityError:
        raise ValidationError(_("Tiêu chí này đang có một yêu cầu giải trình chưa xong.")) from None


def _check(participant: Participant, question: str, due_at: datetime, at: datetime) -> None:
    problems: dict[str, str] = {}
    if not question.strip():
        problems["question"] = _("Ghi rõ nội dung cần giải trình.")
    phase = window(participant.round, PhaseKind.EXPLANATION, at, participant)
    if phase.opens_at is None or phase.closes_at is None:
        raise ValidationError(_("Kỳ đánh giá này không có giai đoạn giải trình."))
    if due_at <= max(at, phase.opens_at):
        problems["due_at"] = _("Hạn phải sau khi giai đoạn giải trình mở (%(moment)s).") % {
            "moment": moment_text(max(at, phase.opens_at))
        }
    elif due_at > phase.closes_at:
        problems["due_at"] = _("Hạn không được sau khi giai đoạn giải trình khóa (%(moment)s).") % {
            "moment": moment_text(phase.closes_at)
        }
    if problems:
        raise ValidationError(problems)
