"""What granting an appeal would do, asked of the stage above through its named door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from parindex.errors import ProblemsFound
from parindex.tables import POINTS
from parweb.appraisals.actions.decide_appeal import Ruling
from parweb.appraisals.models import Appeal
from parweb.appraisals.previewer import change_previewer
from parweb.appraisals.states import GRANTED
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.queries import outline_of
from parweb.interface.numbers import page_language


@dataclass(frozen=True)
class Preview:
    """What the engine says; ``change`` is None where nothing changes or nothing can be said yet."""

    change: Any = None
    """A ``ChangePreview`` of the results: ``leaves``, ``changed``, ``others``."""
    problems: tuple[str, ...] = ()
    """Why nothing can be said: problems of the values of the round, in words."""
    classes: Mapping[str, str] = field(default_factory=dict)
    """The words of the edition's classes by code, in the language of the page."""


def preview_of(appeal: Appeal, ruling: Ruling, at: datetime) -> Preview:
    """Ask what a ruling does to points, total, rank and class, and who else moves. Nothing is written."""
    previewer = change_previewer()
    if previewer is None or ruling.state not in GRANTED:
        return Preview()
    unit, code = appeal.participant.unit_id, appeal.criterion_id
    changes: dict[tuple[int, str, str], Decimal | None] = {
        (unit, code, name): value for name, value in ruling.inputs.items()
    }
    if ruling.points is not None or POINTS not in ruling.inputs:
        changes[unit, code, POINTS] = ruling.points  # None: granted inputs count, whatever was set before
    try:
        change = previewer(appeal.participant.round, changes, at)
        return Preview(change, classes=_classes(appeal.participant.round.edition))
    except ProblemsFound as found:
        lang = page_language()
        return Preview(problems=tuple(problem.what(lang) for problem in found.problems[:10]))


def _classes(adopted: AdoptedEdition) -> dict[str, str]:
    classes, lang = outline_of(adopted).edition.settings.classes, page_language()
    return {band.code: band.label.in_(lang) for band in classes.bands} if classes else {}
