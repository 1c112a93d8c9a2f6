"""Phases of a round and states of its participants, as data."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PhaseKind(TextChoices):
    """What a phase is for, in the order of the year (domain.md §6)."""

    SURVEYS = "surveys", _("Điều tra")
    SELF_SCORE = "self_score", _("Tự đánh giá")
    SIGNATURE = "signature", _("Lãnh đạo ký duyệt")
    APPRAISAL_1 = "appraisal_1", _("Thẩm định lần 1")
    EXPLANATION = "explanation", _("Giải trình")
    APPRAISAL_2 = "appraisal_2", _("Thẩm định lần 2")
    COUNCIL = "council", _("Hội đồng")
    APPEAL = "appeal", _("Kiến nghị")
    PUBLICATION = "publication", _("Công bố")


class RoundState(TextChoices):
    """How a round stands."""

    PREPARED = "prepared", _("Đang chuẩn bị")
    OPEN = "open", _("Đang diễn ra")
    CLOSED = "closed", _("Đã kết thúc")


class ParticipantState(TextChoices):
    """How far a unit is."""

    NOT_STARTED = "not_started", _("Chưa bắt đầu")
    IN_PROGRESS = "in_progress", _("Đang tự đánh giá")
    SUBMITTED = "submitted", _("Chờ lãnh đạo ký")
    SIGNED = "signed", _("Đã nộp")
    APPRAISED_1 = "appraised_1", _("Đã thẩm định lần 1")
    APPRAISED_2 = "appraised_2", _("Đã thẩm định lần 2")
    DECIDED = "decided", _("Đã có kết quả")


HANDED_IN: Final = frozenset(
    {
        ParticipantState.SIGNED,
        ParticipantState.APPRAISED_1,
        ParticipantState.APPRAISED_2,
        ParticipantState.DECIDED,
    }
)
"""States of a unit whose leader has signed: from then on its entry is read by those who judge it."""

MOVES: dict[ParticipantState, frozenset[ParticipantState]] = {
    ParticipantState.NOT_STARTED: frozenset({ParticipantState.IN_PROGRESS}),
    ParticipantState.IN_PROGRESS: frozenset({ParticipantState.SUBMITTED}),
    ParticipantState.SUBMITTED: frozenset({ParticipantState.IN_PROGRESS, ParticipantState.SIGNED}),
    ParticipantState.SIGNED: frozenset({ParticipantState.IN_PROGRESS, ParticipantState.APPRAISED_1}),
    ParticipantState.APPRAISED_1: frozenset({ParticipantState.IN_PROGRESS, ParticipantState.APPRAISED_2}),
    ParticipantState.APPRAISED_2: frozenset({ParticipantState.IN_PROGRESS, ParticipantState.DECIDED}),
    ParticipantState.DECIDED: frozenset({ParticipantState.IN_PROGRESS}),
}
"""Allowed moves; back to "in progress" only by reopening, with a reason."""
