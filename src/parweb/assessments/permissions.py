"""Who may do what to an entry, in which phase, and who can where one may not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.register import permission
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse
from parweb.assessments.filling import FillingCalendar, filling_calendar
from parweb.assessments.queries import entry_of
from parweb.interface.numbers import moment_text
from parweb.rounds.models import Participant, Round
from parweb.rounds.states import ParticipantState

_WORKS_FOR_IT = (Role.OFFICER, Role.LEADER)
_WATCHES = (Role.MANAGER, Role.OBSERVER)
_JUDGES = (Role.APPRAISER, Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY, Role.COUNCIL_CHAIR)
_BEING_FILLED = frozenset({ParticipantState.NOT_STARTED, ParticipantState.IN_PROGRESS})
_WHO_WORKS = _("Cán bộ đầu mối và lãnh đạo của đơn vị.")
_WHO_REOPENS = _("Quản lý kỳ đánh giá có thể mở lại cho đơn vị, kèm lý do.")


@permission("assessments.see_entry", _("Xem bản tự đánh giá"), "participant")
def may_see_entry(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Say whether a person may read an entry: the unit, those above, and who judges it once it is signed."""
    path = participant.unit.path
    if person.has(*_WORKS_FOR_IT, *_WATCHES, path=path):
        return ALLOWED
    if not person.has(*_JUDGES, path=path):
        why = _("Bản tự đánh giá chỉ dành cho đơn vị, người quản lý kỳ đánh giá và người thẩm định.")
        return refuse(why, _WHO_WORKS)
    if participant.state in _BEING_FILLED or participant.state == ParticipantState.SUBMITTED:
        return refuse(
            _("Đơn vị chưa nộp bản tự đánh giá."), _("Người thẩm định xem được sau khi lãnh đạo đơn vị ký.")
        )
    return ALLOWED


@permission("assessments.edit_entry", _("Nhập bản tự đánh giá"), "participant")
def may_edit_entry(
    person: Person, participant: Participant, at: datetime, calendar: FillingCalendar | None = None
) -> Verdict:
    """Say whether a person may fill in an entry now; ``calendar`` where it is known already."""
    if not person.has(*_WORKS_FOR_IT, path=participant.unit.path):
        return refuse(_("Bạn không phải cán bộ đầu mối hay lãnh đạo của đơn vị này."), _WHO_WORKS)
    return may_be_changed(participant, at, calendar)


def may_be_changed(
    participant: Participant, at: datetime, calendar: FillingCalendar | None = None
) -> Verdict:
    """Say whether an entry may change now, whoever asks: its answers, and the documents that prove them."""
    if participant.state == ParticipantState.SUBMITTED:
        who = _("Lãnh đạo đơn vị có thể trả lại để sửa.")
        return refuse(_("Bản tự đánh giá đang chờ lãnh đạo ký nên không sửa được."), who)
    if participant.state not in _BEING_FILLED:
        return refuse(_("Bản tự đánh giá đã nộp nên đã khóa."), _WHO_REOPENS)
    known = calendar or filling_calendar(participant.round)
    self_score = known.scoring(participant, at)
    if self_score.is_open or _is_mending(participant, at, known):
        return ALLOWED
    return refuse(_shut(self_score.opens_at, self_score.closes_at, at), _WHO_REOPENS)


def _is_mending(participant: Participant, at: datetime, calendar: FillingCalendar) -> bool:
    """Tell whether the leader gave the entry back, and it can still be signed in time."""
    entry = entry_of(participant)
    was_returned = entry is not None and entry.returned_reason != ""
    return was_returned and calendar.signing(participant, at).is_open


def _shut(opens_at: datetime | None, closes_at: datetime | None, at: datetime) -> Any:
    if opens_at is not None and at < opens_at:
        return format_lazy(_("Giai đoạn tự đánh giá mở lúc {moment}."), moment=moment_text(opens_at))
    if closes_at is not None and at >= closes_at:
        return format_lazy(_("Giai đoạn tự đánh giá đã khóa lúc {moment}."), moment=moment_text(closes_at))
    return _("Kỳ đánh giá chưa mở hoặc đã kết thúc.")


@permission("assessments.submit_entry", _("Trình lãnh đạo ký bản tự đánh giá"), "participant")
def may_submit_entry(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Say whether a person may hand the entry to the leader."""
    return may_edit_entry(person, participant, at)


@permission("assessments.delegate", _("Phân công tiêu chí cho cán bộ"), "participant")
def may_delegate(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Say whether a person may say who is responsible for which criteria."""
    return may_edit_entry(person, participant, at)


@permission("assessments.sign_entry", _("Ký bản tự đánh giá"), "participant")
def may_sign_entry(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Say whether a person may sign the entry for the unit."""
    own = _is_leader(person, participant)
    if not own:
        return own
    if participant.state in _BEING_FILLED:
        return refuse(_("Cán bộ đầu mối chưa trình bản tự đánh giá."), _WHO_WORKS)
    if participant.state != ParticipantState.SUBMITTED:
        return refuse(_("Bản tự đánh giá đã ký và đã nộp."), _WHO_REOPENS)
    return _is_signing_time(participant, at)


@permission("assessments.give_back_entry", _("Trả bản tự đánh giá cho cán bộ sửa"), "participant")
def may_give_back(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Say whether a person may give the entry back to the officers before signing it."""
    return may_sign_entry(person, participant, at)


def _is_leader(person: Person, participant: Participant) -> Verdict:
    if person.has(Role.LEADER, path=participant.unit.path):
        return ALLOWED
    return refuse(_("Chỉ lãnh đạo đơn vị được ký."), _("Lãnh đạo của đơn vị."))


def _is_signing_time(participant: Participant, at: datetime) -> Verdict:
    calendar = filling_calendar(participant.round)
    if calendar.signing(participant, at).is_open or calendar.scoring(participant, at).is_open:
        return ALLOWED
    return refuse(_("Đã hết hạn ký, hoặc chưa đến giai đoạn ký."), _WHO_REOPENS)


@permission("assessments.import_fed_values", _("Nhập số liệu điều tra, hồ sơ cho các đơn vị"), "round")
def may_import_fed_values(person: Person, round_: Round, at: datetime) -> Verdict:
    """Say whether a person may import values that units do not type."""
    return _is_manager(person, round_)


@permission("assessments.see_round_xray", _("Xem kết quả soát lỗi của cả kỳ"), "round")
def may_see_round_xray(person: Person, round_: Round, at: datetime) -> Verdict:
    """Say whether a person may read the inconsistencies of every unit of a round."""
    if person.has(Role.OBSERVER, path=round_.owner.path):
        return ALLOWED
    return _is_manager(person, round_)


def _is_manager(person: Person, round_: Round) -> Verdict:
    if person.has(Role.MANAGER, path=round_.owner.path):
        return ALLOWED
    why = _("Việc này của người quản lý kỳ đánh giá.")
    return refuse(why, _("Quản lý kỳ đánh giá (Sở Nội vụ)."))
