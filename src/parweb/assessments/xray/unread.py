"""Text that was typed and is no value yet."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from parweb.assessments.xray.scene import Finding, Scene

CODE = "unread"


def find(scene: Scene) -> Iterator[Finding]:
    """Find typed text that could not be read."""
    for leaf, answer in scene.own_answers():
        for name, text in answer.typed.items():
            yield Finding(CODE, leaf.code, _("“{text}” chưa được nhận").format(text=text), name)
