"""What granting an appeal would do, asked of the stage above through its named door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parweb.appraisals.actions.decide_appeal import Ruling
from parweb.appraisals.models import Appeal
from parweb.appraisals.previewer import change_previewer


@dataclass(frozen=True)
class Preview:
    """What the engine says; ``change`` is None where nothing can be previewed yet."""

    change: Any = None


def preview_of(appeal: Appeal, ruling: Ruling, at: datetime) -> Preview:
    """Ask what a ruling does to points, total, rank and class, and who else moves."""
    previewer = change_previewer()
    if previewer is None:
        return Preview()
    return Preview(previewer(appeal, ruling, at))
