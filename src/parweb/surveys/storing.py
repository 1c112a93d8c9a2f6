"""Frames and samples as columns on disk; how people of a frame are reached lies beside it, encrypted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import polars as pl
from django.conf import settings

from parindex.surveys.sampling.frames import Frame as Elements
from parweb.surveys.contacts import Sealed
from parweb.surveys.models import Campaign, Frame, Sample

_SUFFIX: Final = ".parquet"


def keep_frame(frame: Frame, elements: Elements, *, with_contacts: bool) -> None:
    """Write the elements of a frame, and how they are reached where that is wanted."""
    place = _frame_path(frame)
    place.parent.mkdir(parents=True, exist_ok=True)
    elements.table.write_parquet(place)
    if with_contacts and elements.contacts is not None:
        text = io.BytesIO()
        elements.contacts.write_parquet(text)
        _contacts_path(frame).write_bytes(Sealed.of(text.getvalue()).value)


def elements_of(frame: Frame) -> Elements:
    """Read the elements of a frame, with how to reach them while that is kept."""
    table = pl.read_parquet(_frame_path(frame))
    place = _contacts_path(frame)
    content = Sealed(place.read_bytes()).opened() if place.exists() else None
    contacts = pl.read_parquet(io.BytesIO(content)) if content else None
    return Elements(table, contacts=contacts)


def forget_frame_contacts(frame: Frame) -> None:
    """Forget how the people of a frame are reached."""
    _contacts_path(frame).unlink(missing_ok=True)


def keep_sample(sample: Sample, table: pl.DataFrame) -> None:
    """Write who was drawn, with probabilities and weights."""
    place = _sample_path(sample)
    place.parent.mkdir(parents=True, exist_ok=True)
    table.write_parquet(place)


def sample_table(sample: Sample) -> pl.DataFrame:
    """Read who was drawn: the columns of the library's sample table."""
    return pl.read_parquet(_sample_path(sample))


def _frame_path(frame: Frame) -> Path:
    return _folder(frame.campaign_id) / f"frame-{frame.pk}{_SUFFIX}"


def _contacts_path(frame: Frame) -> Path:
    return _folder(frame.campaign_id) / f"frame-{frame.pk}.contacts"


def _sample_path(sample: Sample) -> Path:
    return _folder(sample.campaign_id) / f"sample-{sample.sha256}{_SUFFIX}"


def _folder(campaign_id: int) -> Path:
    return Path(settings.SURVEY_STORE) / str(campaign_id)


def forget_contacts_of(campaign: Campaign) -> None:
    """Forget how the people of every frame of a campaign are reached."""
    for place in _folder(campaign.pk).glob("*.contacts"):
        place.unlink(missing_ok=True)
