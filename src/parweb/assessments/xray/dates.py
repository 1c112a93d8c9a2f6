"""Documents whose date lies outside the assessed year."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from parweb.assessments.xray.scene import Finding, Scene
from parweb.interface.numbers import day_text

CODE = "dates"


def find(scene: Scene) -> Iterator[Finding]:
    """Find documents that count from a day outside the year."""
    for one in scene.shown:
        if one.dated is not None and one.dated.year != scene.year:
            what = _("{document}: ngày {day} nằm ngoài năm {year}").format(
                document=one.name, day=day_text(one.dated), year=scene.year
            )
            yield Finding(CODE, one.criterion_id, what)
