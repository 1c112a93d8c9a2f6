"""Points that the unit set itself, with a reason and without a document."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from parindex.numerals import format_number
from parweb.assessments.xray.scene import Finding, Scene
from parweb.interface.numbers import page_language

CODE = "set_unproven"


def find(scene: Scene) -> Iterator[Finding]:
    """Find set points that no document supports."""
    for leaf, answer in scene.own_answers():
        if answer.set_points is not None and not scene.is_shown(leaf.code):
            points = format_number(answer.set_points, lang=page_language())
            what = _("tự ấn định {points} điểm mà chưa có tài liệu kiểm chứng").format(points=points)
            yield Finding(CODE, leaf.code, what, "points")
