"""Read a unit's filled-in workbook, and apply what was shown of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from parindex.language import Lang
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.assessments.actions.save_answer import Conflict, save_answer
from parweb.assessments.drafts import Draft, draft_of
from parweb.assessments.layout import layout_of
from parweb.assessments.models import Answer, Upload
from parweb.assessments.permissions import may_edit_entry
from parweb.assessments.queries import entry_of
from parweb.assessments.workbook import changes_of, read_workbook
from parweb.audit.actions.record import record
from parweb.rounds.models import Participant


class AlreadyApplied(RuntimeError):  # noqa: N818  # it says what happened
    """The upload was applied before."""


def upload_workbook(
    person: Person, participant: Participant, raw: bytes, file_name: str, at: datetime, lang: Lang = "vi"
) -> Upload:
    """Read a workbook and keep what it would change, leaf by leaf; nothing of it counts yet.

    Raises ``ProblemsFound`` or ``NotOurs`` for a file that is no workbook of this unit.
    """
    require(may_edit_entry(person, participant, at))
    lines = read_workbook(raw, participant.unit, file_name)
    changes = changes_of(layout_of(participant.round.edition), lines, _answers(participant), lang)
    return Upload.objects.create(
        kind=Upload.Kind.WORKBOOK,
        round=participant.round,
        participant=participant,
        file_name=file_name[:255],
        sha256=hashlib.sha256(raw).hexdigest(),
        rows=[change.as_row() for change in changes],
        made_at=at,
        made_by_id=person.account_id,
    )


def _answers(participant: Participant) -> dict[str, Answer]:
    entry = entry_of(participant)
    return {} if entry is None else {one.criterion_id: one for one in Answer.objects.filter(entry=entry)}


def apply_workbook(
    person: Person,
    participant: Participant,
    upload: Upload,
    at: datetime,
    *,
    chosen: Mapping[tuple[str, str], str],
    lang: Lang = "vi",
) -> int:
    """Save every leaf that the preview showed as changed, all or none; give how many.

    ``chosen`` answers the questions of the preview: which number a text means, by criterion and input. Leaves
    that were refused stay as they are. Raises ``Conflict`` where somebody saved one of them meanwhile.
    """
    require(may_edit_entry(person, participant, at))
    with transaction.atomic():
        if not Upload.objects.filter(pk=upload.pk, applied_at=None).update(applied_at=at):
            raise AlreadyApplied
        stored = _answers(participant)
        wanted = [row for row in (_answered(one, chosen) for one in upload.rows) if row is not None]
        for row in wanted:
            _apply(person, participant, row, stored.get(row["code"]), at, lang)
        after = {
            "file": upload.file_name,
            "sha256": upload.sha256,
            "criteria": [row["code"] for row in wanted],
        }
        record(
            person.actor,
            "assessments.apply_workbook",
            at,
            target=upload,
            unit_id=participant.unit_id,
            after=after,
        )
    return len(wanted)


def _answered(row: dict[str, Any], chosen: Mapping[tuple[str, str], str]) -> dict[str, Any] | None:
    """Give a row that may be applied, its questions answered; None for what is the same, or refused."""
    if row["verdict"] == "change":
        return row
    answers = {one["input"]: chosen.get((row["code"], one["input"]), "") for one in row["questions"]}
    is_answered = all(answers[one["input"]] in one["readings"] for one in row["questions"])
    if not answers or not is_answered or len(row["why"]) > len(answers):
        return None
    return {**row, "typed": {**row["typed"], **answers}}


def _apply(
    person: Person,
    participant: Participant,
    row: dict[str, Any],
    stored: Answer | None,
    at: datetime,
    lang: Lang,
) -> None:
    if (stored.revision if stored else 0) != row["revision"]:
        raise Conflict(stored)
    draft = draft_of(stored, lang) if stored else Draft()
    draft = replace(
        draft,
        typed=row["typed"],
        is_not_applicable=row["is_not_applicable"],
        explanation=row["explanation"],
    )
    save_answer(
        person, participant, row["code"], draft, revision=row["revision"], at=at, lang=lang, confirm=True
    )
