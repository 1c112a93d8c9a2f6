"""Which units the second appraisal is done with, and why it is not with the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from parweb.appraisals.models import Appraisal, ExplanationRequest
from parweb.appraisals.states import OPEN_REQUESTS
from parweb.rounds.models import Participant, Round
from parweb.rounds.states import ParticipantState

REASONS: Final[dict[str, Any]] = {
    "not_first": _("Chưa xong thẩm định lần 1"),
    "request": _("Còn yêu cầu giải trình chưa trả lời"),
    "asked": _("Còn tiêu chí đã giải trình mà chưa thẩm định lần 2"),
    "void": _("Còn kết luận hết hiệu lực vì đổi bộ tiêu chí"),
}
"""Why a unit stays open."""

_DONE: Final = (ParticipantState.APPRAISED_2, ParticipantState.DECIDED)
Open = tuple[Participant, str]


def to_close(round_: Round) -> tuple[list[Participant], list[Open]]:
    """Give the units whose second appraisal can be closed, and the others with the reason (four queries)."""
    units = Participant.objects.filter(round=round_).exclude(state__in=_DONE).select_related("unit")
    facts = _facts(round_)
    reasons = [(one, _why_not(one, *facts)) for one in units.order_by("order", "pk")]
    ready = [one for one, reason in reasons if reason is None]
    return ready, [(one, reason) for one, reason in reasons if reason is not None]


def _facts(round_: Round) -> tuple[set[int], set[int], set[int]]:
    """Give the units with open requests, with criteria asked about and not decided again, with void ones."""
    requests = ExplanationRequest.objects.filter(participant__round=round_).exclude(state="withdrawn")
    asked = set(requests.values_list("participant_id", "criterion_id"))
    open_ones = set(requests.filter(state__in=OPEN_REQUESTS).values_list("participant_id", flat=True))
    decisions = Appraisal.objects.filter(participant__round=round_)
    again = decisions.filter(stage=2, voided_at=None).values_list("participant_id", "criterion_id")
    left = {pk for pk, _code in asked - set(again)}
    void = decisions.filter(voided_at__isnull=False).values_list("participant_id", flat=True)
    return open_ones, left, set(void)


def _why_not(unit: Participant, requests: set[int], asked: set[int], void: set[int]) -> str | None:
    if unit.state != ParticipantState.APPRAISED_1:
        return "not_first"
    tests = {"request": requests, "asked": asked, "void": void}
    return next((reason for reason, units in tests.items() if unit.pk in units), None)


def counted(still_open: Sequence[Open]) -> list[tuple[Any, int]]:
    """Count the units that stay open, by reason in words."""
    found = [reason for _unit, reason in still_open]
    return [(words, found.count(reason)) for reason, words in REASONS.items() if reason in found]
