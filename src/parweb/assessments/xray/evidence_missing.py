"""Answers that ask for a document and have neither one nor an explanation."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from parweb.assessments.gate import is_said
from parweb.assessments.xray.scene import Finding, Scene

CODE = "evidence_missing"


def find(scene: Scene) -> Iterator[Finding]:
    """Find answers without what proves them."""
    for leaf, answer in scene.own_answers():
        code = leaf.code
        if code not in scene.layout.to_prove or not is_said(answer) or answer.is_prefilled:
            continue
        if not answer.explanation and not scene.is_shown(code):
            yield Finding(CODE, code, _("chưa có tài liệu kiểm chứng, cũng chưa có giải trình"))
