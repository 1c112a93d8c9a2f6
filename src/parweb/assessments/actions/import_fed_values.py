"""Take in values that units do not type, from a file with its source."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from parindex.language import Lang
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.assessments.actions.upload_workbook import AlreadyApplied
from parweb.assessments.fed_values import SOURCES, read_fed
from parweb.assessments.models import FedValue, Upload
from parweb.assessments.permissions import may_import_fed_values
from parweb.audit.actions.record import record
from parweb.rounds.models import Round

_CHANGES = frozenset({"new", "change"})
_SAID = ("inputs", "standing", "source_note", "standard_error", "interval")
"""A file says no standard error: one that stood there goes with the value it belonged to."""


def upload_fed_values(
    person: Person,
    round_: Round,
    raw: bytes,
    file_name: str,
    *,
    source: str,
    source_note: str,
    at: datetime,
    lang: Lang = "vi",
) -> Upload:
    """Read a file of values and keep what it would change; nothing of it counts yet.

    Raises ``ProblemsFound`` with every problem of the file, ``ValueError`` without a source.
    """
    require(may_import_fed_values(person, round_, at))
    if source not in SOURCES or not source_note.strip():
        raise ValueError("imported values need a source")
    rows = read_fed(raw, file_name, round_, source, lang)
    return Upload.objects.create(
        kind=Upload.Kind.FED,
        round=round_,
        file_name=file_name[:255],
        sha256=hashlib.sha256(raw).hexdigest(),
        source_note=f"{source}:{source_note.strip()}"[:300],
        rows=[row.as_row() for row in rows],
        made_at=at,
        made_by_id=person.account_id,
    )


def apply_fed_values(person: Person, upload: Upload, at: datetime) -> int:
    """Write the new and changed values of an upload, all or none; give how many."""
    require(may_import_fed_values(person, upload.round, at))
    source, _, note = upload.source_note.partition(":")
    wanted = [row for row in upload.rows if row["verdict"] in _CHANGES]
    with transaction.atomic():
        if not Upload.objects.filter(pk=upload.pk, applied_at=None).update(applied_at=at):
            raise AlreadyApplied
        FedValue.objects.bulk_create(
            [
                FedValue(
                    participant_id=row["participant"],
                    criterion_id=row["code"],
                    inputs=row["inputs"],
                    standing=row["standing"],
                    source=source,
                    source_note=note,
                    imported_at=at,
                    imported_by_id=person.account_id,
                )
                for row in wanted
            ],
            update_conflicts=True,
            unique_fields=["participant", "criterion_id", "source"],
            update_fields=[*_SAID, "imported_at", "imported_by"],
            batch_size=500,
        )
        after = {"file": upload.file_name, "sha256": upload.sha256, "source": source, "note": note}
        before = [[row["participant"], row["code"], row["before"]] for row in wanted if row["before"]]
        record(
            person.actor,
            "assessments.import_fed_values",
            at,
            target=upload.round,
            before=before or None,
            after={**after, "values": len(wanted)},
        )
    return len(wanted)
