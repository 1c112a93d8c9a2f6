"""Keep a crosswalk for a move of a round; nothing moves yet."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.assessments.crosswalks import crosswalk_of, text_of
from parweb.assessments.models import Upload
from parweb.audit.actions.record import record
from parweb.frameworks.models import AdoptedEdition
from parweb.rounds.models import Round
from parweb.rounds.permissions import may_move_edition


def upload_crosswalk(
    person: Person, round_: Round, new: AdoptedEdition, raw: bytes, file_name: str, at: datetime
) -> Upload:
    """Read a crosswalk between the round's edition and a new one, and keep it for preview and move.

    Raises ``ProblemsFound`` with every problem of the file; a file with problems is not kept.
    """
    require(may_move_edition(person, round_, at))
    text = text_of(raw, file_name)
    crosswalk_of(text, file_name, round_.edition, new)
    digest = hashlib.sha256(raw).hexdigest()
    with transaction.atomic():
        made = Upload.objects.create(
            kind=Upload.Kind.CROSSWALK,
            round=round_,
            file_name=file_name[:255],
            sha256=digest,
            rows=[text],
            made_at=at,
            made_by_id=person.account_id,
        )
        after = {"file": made.file_name, "sha256": digest, "edition": new.ref}
        record(person.actor, "assessments.upload_crosswalk", at, target=made, after=after)
    return made
