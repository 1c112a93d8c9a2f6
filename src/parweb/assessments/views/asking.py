"""What every page of an entry asks first: which unit, and may this person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parweb.accounts.access import person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import Verdict, require
from parweb.assessments.permissions import may_see_entry
from parweb.assessments.queries import participant_with_entry
from parweb.rounds.models import Participant

Check = Callable[[Person, Participant, datetime], Verdict]


def asked(
    request: HttpRequest, participant_id: int, check: Check = may_see_entry
) -> tuple[Person, Participant]:
    """Give the person and the participant; 404 where there is none, 403 with the verdict."""
    participant = participant_with_entry(participant_id)
    if participant is None:
        raise Http404
    person = person_in(request)
    require(check(person, participant, timezone.now()))
    return person, participant


def frame(participant: Participant, current: str) -> dict[str, Any]:
    """Give what the frame of every page of an entry shows: the unit, and the tabs."""
    tabs = [
        ("entry", _("Bản tự đánh giá")),
        ("xray", _("Soát lỗi")),
        ("delegations", _("Phân công")),
        ("workbook", _("Bảng nhập Excel")),
        ("submission", _("Trình ký")),
        ("sign", _("Ký và nộp")),
    ]
    return {
        "participant": participant,
        "entry_url": reverse("assessments:entry", args=[participant.pk]),
        "tabs": [
            {
                "url": reverse(f"assessments:{name}", args=[participant.pk]),
                "label": label,
                "is_current": name == current,
            }
            for name, label in tabs
        ],
    }
