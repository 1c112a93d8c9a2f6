"""What can be accepted at one stroke: nothing speaks against what the unit claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from parindex.frameworks.outline import OutlineNode
from parweb.appraisals.queries.lines import Line, lines_of
from parweb.assessments.models import Answer
from parweb.assessments.xray.over_round import round_findings
from parweb.rounds.models import Participant, Round

REASONS: Final = {
    "decided": _("Đã có kết luận"),
    "not_claimed": _("Đơn vị chưa kê khai"),
    "set_points": _("Đơn vị tự ấn định điểm"),
    "remark": _("Đơn vị có ghi chú hoặc giải trình"),
    "unconfirmed": _("Số liệu lấy từ năm trước, chưa xác nhận"),
    "unread": _("Có nội dung nhập chưa đọc được"),
    "no_evidence": _("Thiếu tài liệu kiểm chứng"),
    "differs": _("Khác kết luận năm trước"),
    "request": _("Đang hoặc đã yêu cầu giải trình"),
    "waits": _("Chưa tính được điểm"),
    "xray": _("Rà soát tự động có cảnh báo"),
}
"""Why a line has to be looked at by itself."""


def plain_lines(
    round_: Round, participants: Sequence[Participant], codes: Sequence[str], stage: int
) -> tuple[list[Line], dict[str, int]]:
    """Give the lines that nothing speaks against, and how many others there are by reason."""
    reasons = [(line, why_not(line, stage)) for line in lines_of(round_, participants, codes)]
    suspect = _seen_by_xray(round_, [line.participant for line, reason in reasons if reason is None])
    plain: list[Line] = []
    others: dict[str, int] = {}
    for line, first in reasons:
        seen = (line.participant.pk, line.code) in suspect
        reason = first or ("xray" if seen else None)
        if reason is None:
            plain.append(line)
        else:
            others[reason] = others.get(reason, 0) + 1
    return plain, others


def _seen_by_xray(round_: Round, participants: list[Participant]) -> set[tuple[int, str]]:
    """Give participant and criterion of every finding of the X-ray over the units' whole entries."""
    units = list({one.pk: one for one in participants}.values())
    found = round_findings(round_, units) if units else []
    return {(one["participant"], one["criterion"]) for one in found}


def why_not(line: Line, stage: int) -> str | None:
    """Give the first reason (key of :data:`REASONS`) to look at a line by itself; None for a plain one."""
    if line.at_stage(stage) is not None:
        return "decided"
    answer = line.answer
    if line.leaf.scored_by != "unit" or answer is None or answer.standing != "measured":
        return "not_claimed"
    tests = {
        **_of_the_answer(answer, line.leaf),
        "no_evidence": not line.is_proven and needs_evidence(line.leaf),
        "differs": line.differs_from_last_year,
        "request": bool(line.requests),
    }
    return next((reason for reason, is_so in tests.items() if is_so), None)


def _of_the_answer(answer: Answer, leaf: OutlineNode) -> dict[str, bool]:
    return {
        "set_points": answer.set_points is not None,
        "remark": bool(answer.note or answer.explanation),
        "unconfirmed": answer.is_prefilled,
        "unread": bool(answer.typed),
        "waits": answer.points is None,
    }


def needs_evidence(leaf: OutlineNode) -> bool:
    """Tell whether a leaf requires a document."""
    return any(one.required for one in leaf.node.evidence)
