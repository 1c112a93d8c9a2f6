"""Take a large list, or draw from one, in the background: progress is seen, nothing is half kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.jobs.actions.start import start
from parweb.jobs.models import Job
from parweb.surveys.contacts import Sealed
from parweb.surveys.designs import Design
from parweb.surveys.models import Campaign, Frame
from parweb.surveys.permissions import may_change_design

TAKE: Final = "surveys.take_frame_file"
DRAW: Final = "surveys.draw_sample"
LARGE_FILE: Final = 2 * 1024 * 1024
"""Bytes of a list above which it is taken in the background; a smaller one takes about a second."""
LARGE_FRAME: Final = 50_000
"""Rows of a list above which a sample is drawn in the background."""


def begin_taking(person: Person, campaign: Campaign, file: UploadedFile[bytes], at: datetime) -> Job:
    """Lay a file aside, encrypted as contacts are, and ask for it to be taken as a list; give the job."""
    require(may_change_design(person, campaign, at))
    name = Path(str(file.name)).name[:200]
    place = waiting_file(f"{uuid4().hex}{Path(name).suffix.lower()}")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(Sealed.of(b"".join(file.chunks())).value)
    return _begun(person, campaign, TAKE, {"place": place.name, "name": name}, at)


def begin_drawing(
    person: Person, campaign: Campaign, frame: Frame, design: Design, seed: int, at: datetime
) -> Job:
    """Ask for a sample to be drawn; give the job."""
    require(may_change_design(person, campaign, at))
    told = {"frame_id": frame.pk, "design": design.as_dict(), "seed": seed}
    return _begun(person, campaign, DRAW, told, at)


def waiting_file(name: str) -> Path:
    """Give where a list waits to be taken."""
    return Path(settings.SURVEY_STORE) / "waiting" / name


def _begun(person: Person, campaign: Campaign, kind: str, told: dict[str, Any], at: datetime) -> Job:
    arguments = {"campaign_id": campaign.pk, "person_id": person.account_id, **told}
    with translation.override(settings.LANGUAGE_CODE):  # people read it later, in their own language
        link = reverse("surveys:sample", args=[campaign.slug])
    with transaction.atomic():
        job = start(kind, arguments, by=person.account_id, at=at, link=link)
        after = {"job": job.pk, "kind": kind}
        record(
            person.actor,
            "surveys.begin_sampling",
            at,
            target=campaign,
            unit_id=campaign.owner_id,
            after=after,
        )
    return job
