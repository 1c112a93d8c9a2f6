"""Explanations that explain nothing."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from parindex.text import fold
from parweb.assessments.xray.scene import Finding, Scene

CODE = "explanation_empty"
_FEWEST_WORDS = 4


def find(scene: Scene) -> Iterator[Finding]:
    """Find explanations of fewer than four words that stand in place of a document."""
    for leaf, answer in scene.own_answers():
        text = fold(answer.explanation)
        if text and len(text.split()) < _FEWEST_WORDS and not scene.is_shown(leaf.code):
            what = _("giải trình “{text}” chưa nói lý do").format(text=answer.explanation)
            yield Finding(CODE, leaf.code, what, "explanation")
