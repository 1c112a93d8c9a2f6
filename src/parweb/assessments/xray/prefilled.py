"""Last year's answers that nobody has confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from parweb.assessments.xray.scene import Finding, Scene

CODE = "prefilled"


def find(scene: Scene) -> Iterator[Finding]:
    """Find answers taken over and not confirmed."""
    for leaf, answer in scene.own_answers():
        if answer.is_prefilled:
            yield Finding(CODE, leaf.code, _("số liệu lấy từ năm trước, chưa xác nhận còn đúng"))
