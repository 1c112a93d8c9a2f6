"""Keep a form that was sent in, or take one off the shelf. What was kept never changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from parindex.errors import Place, Problem, ProblemsFound
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.surveys.models import Questionnaire
from parweb.surveys.permissions import may_keep_form_of
from parweb.surveys.problems import TAKEN_NAME
from parweb.surveys.sent_forms import SentForm
from parweb.units.models import Unit


def keep_form(person: Person, owner: Unit, sent: SentForm, file_name: str, at: datetime) -> Questionnaire:
    """Keep a form of a unit as the next version of its id and year; the same content again is the same form.

    A form that was taken off the shelf comes back when it is sent again. Raises :class:`ProblemsFound` where
    another form has its name (the beginnings of their digests are the same).
    """
    require(may_keep_form_of(person, owner, at))
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=owner.pk)
        known = Questionnaire.objects.filter(owner=owner, digest=sent.digest).first()
        if known is not None:
            return _offered(person, known, at)
        _refuse_taken_name(sent)
        made = Questionnaire.objects.create(
            owner=owner,
            form_id=sent.form.id,
            year=sent.form.year,
            number=next_number(owner, sent),
            ref=sent.form.ref,
            digest=sent.digest,
            content=sent.content,
            file_name=file_name[:200],
            made_at=at,
            made_by_id=person.account_id,
        )
        told = {"form": made.ref, "number": made.number, "digest": made.digest, "file": made.file_name}
        record(person.actor, "surveys.keep_form", at, target=made, unit_id=owner.pk, after=told)
    return made


def next_number(owner: Unit, sent: SentForm) -> int:
    """Give which version of the owner's form of that id and year the next one is, from 1."""
    rows = Questionnaire.objects.filter(owner=owner, form_id=sent.form.id, year=sent.form.year)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _refuse_taken_name(sent: SentForm) -> None:
    if Questionnaire.objects.filter(ref=sent.form.ref).exclude(digest=sent.digest).exists():
        raise ProblemsFound([Problem(TAKEN_NAME, Place(), {"ref": sent.form.ref})])


def _offered(person: Person, known: Questionnaire, at: datetime) -> Questionnaire:
    if known.retired_at is not None:
        offer_form(person, known, at)
    return known


def offer_form(person: Person, form: Questionnaire, at: datetime) -> None:
    """Offer a form to new campaigns again."""
    _set(person, form, None, "surveys.offer_form", at)


def retire_form(person: Person, form: Questionnaire, at: datetime) -> None:
    """Offer a form to new campaigns no more; campaigns that use it keep it."""
    _set(person, form, at, "surveys.retire_form", at)


def _set(person: Person, form: Questionnaire, retired_at: datetime | None, verb: str, at: datetime) -> None:
    require(may_keep_form_of(person, form.owner, at))
    with transaction.atomic():
        is_retired = retired_at is not None
        rows = Questionnaire.objects.filter(pk=form.pk, retired_at__isnull=is_retired)
        if rows.update(retired_at=retired_at):
            form.retired_at = retired_at
            after = {"form": form.ref, "is_retired": is_retired}
            record(person.actor, verb, at, target=form, unit_id=form.owner_id, after=after)
