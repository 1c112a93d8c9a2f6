"""Events of rounds, as the inbox tells them. Each phase has its own, so that its name is translated."""

from __future__ import annotations

from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from parweb.inbox.events import event
from parweb.rounds.states import PhaseKind

OPENED: Final = event("rounds.opened", _("Kỳ đánh giá «{round}» đã mở cho {unit}, tự đánh giá đến {until}."))
CLOSED: Final = event("rounds.closed", _("Kỳ đánh giá «{round}» đã kết thúc."))
CALENDAR: Final = event("rounds.calendar_changed", _("Lịch của kỳ đánh giá «{round}» đã thay đổi."))
WITHDRAWN: Final = event("rounds.reopening_withdrawn", _("{unit}: việc mở lại đã được rút."))
MOVED_EDITION: Final = event(
    "rounds.edition_moved",
    _(
        "{unit}: kỳ đánh giá chuyển sang bộ tiêu chí {edition}; {redo} tiêu chí phải làm lại, "
        "{changed} tiêu chí thay đổi điểm."
    ),
)
EDITION_SUMMARY: Final = event(
    "rounds.edition_moved_summary",
    _("«{round}» đã chuyển sang bộ tiêu chí {edition}; {redo} nội dung phải làm lại."),
)

_KINDS: Final = tuple(PhaseKind)


def _of_each_phase(code: str, words: object) -> dict[PhaseKind, str]:
    """Register an event per phase: ``rounds.reopened.self_score``; the words begin with the phase's name."""
    return {kind: event(f"rounds.{code}.{kind}", format_lazy("{}: {}", kind.label, words)) for kind in _KINDS}


REOPENED: Final = _of_each_phase("reopened", _("{unit} được mở lại đến {until}. Lý do: {reason}"))
BEFORE_LOCK: Final = _of_each_phase(
    "before_lock", _("còn {days} ngày nữa là khóa ({until}); {unit} chưa xong.")
)
AFTER_LOCK: Final = _of_each_phase("after_lock", _("đã khóa {days} ngày ({until}); {unit} chưa xong."))
SUMMARY_BEFORE: Final = _of_each_phase(
    "summary_before", _("còn {days} ngày nữa là khóa; {late}/{all} đơn vị chưa xong.")
)
SUMMARY_AFTER: Final = _of_each_phase(
    "summary_after", _("đã khóa {days} ngày; {late}/{all} đơn vị chưa xong.")
)
