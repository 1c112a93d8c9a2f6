"""What an entry still lacks before it can be handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from parweb.assessments.layout import Layout
from parweb.assessments.models import Answer


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: of which criterion, its kind, and a sentence."""

    criterion_id: str
    kind: str
    what: Any


_WORDS = {
    "empty": _("chưa có số liệu"),
    "partly": _("chưa nhập đủ các ô"),
    "unread": _("có ô đã gõ nhưng chưa được nhận"),
    "prefilled": _("số liệu lấy từ năm trước chưa được xác nhận còn đúng"),
    "unproven": _("chưa có tài liệu kiểm chứng, cũng chưa có giải trình"),
}


def lacks_of(layout: Layout, answers: Mapping[str, Answer], shown: frozenset[str]) -> list[Lack]:
    """List what is missing, in printed order; ``shown`` are the criteria with a document."""
    return [
        Lack(code, kind, _WORDS[kind])
        for code in layout.own
        for kind in _kinds(layout, code, answers.get(code), is_shown=code in shown)
    ]


def _kinds(layout: Layout, code: str, answer: Answer | None, *, is_shown: bool) -> Iterator[str]:
    if answer is None:
        if code in layout.needed:
            yield "empty"
        return
    if answer.typed:
        yield "unread"
    if answer.is_prefilled:
        yield "prefilled"
    elif not is_said(answer):
        if code in layout.needed and not answer.typed:
            yield "partly" if answer.inputs else "empty"
        return
    if code in layout.to_prove and not is_shown and not answer.explanation:
        yield "unproven"


def is_said(answer: Answer) -> bool:
    """Tell whether an answer says something: a value, that it does not apply, or set points."""
    return answer.standing in ("measured", "not_applicable") or answer.set_points is not None
