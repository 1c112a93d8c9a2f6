"""Bring the running statistics of a campaign up to date, without reading again what they hold."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from parweb.surveys.collected import Ground, collected, counted, ground_of
from parweb.surveys.models import Campaign, Tally
from parweb.surveys.tallying import Running, added, as_bytes, counted_from, from_bytes


def refresh_tally(campaign: Campaign, at: datetime, ground: Ground | None = None) -> Running | None:
    """Give the statistics of all answers that count now; only new ones are read.

    Where an answer that was in counts no more (a verdict), everything is counted again: sums of a cell cannot
    tell what one answer gave. None where nobody has answered, or the form has no index. The row is a memory
    of what the answers say, so no entry in the log is made and nobody needs a permission.
    """
    ground = ground or ground_of(campaign)
    if ground is None:
        return None
    tally, _made = Tally.objects.get_or_create(campaign=campaign)
    before = None if tally.statistics is None else from_bytes(bytes(tally.statistics), ground)
    now = np.sort(np.fromiter(counted(campaign).order_by().values_list("pk", flat=True), np.int64))
    running = _counted(campaign, ground, before, now)
    if running is not before:
        _keep(tally, running, ground, at)
    return running if running is not None and running.placed else None


def count_again(campaign: Campaign, ground: Ground) -> Running | None:
    """Count every answer from the beginning, as a release does; None where nobody has answered."""
    ids = list(counted(campaign).order_by("pk").values_list("pk", flat=True))
    running = _read(campaign, ground, ids) if ids else None
    return running if running is not None and running.placed else None


def _counted(campaign: Campaign, ground: Ground, before: Running | None, now: np.ndarray) -> Running | None:
    if before is None or np.setdiff1d(before.ids, now).size:
        return _read(campaign, ground, now.tolist()) if now.size else None
    new = np.setdiff1d(now, before.ids)
    return added(before, _read(campaign, ground, new.tolist())) if new.size else before


def _read(campaign: Campaign, ground: Ground, ids: list[int]) -> Running:
    return counted_from(ground, collected(ground, counted(campaign), ids), ids)


def _keep(tally: Tally, running: Running | None, ground: Ground, at: datetime) -> None:
    ids = running.ids if running is not None else np.array([], np.int64)
    Tally.objects.filter(pk=tally.pk).update(
        until_id=int(ids.max(initial=0)),
        answers=int(ids.size),
        statistics=None if running is None else as_bytes(running, ground),
        updated_at=at,
    )
