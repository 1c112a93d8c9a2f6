"""Who may see and run rounds, and whose work one may see. Every answer says why and who can."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.register import permission
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse
from parweb.rounds.models import Participant, Round
from parweb.rounds.states import RoundState
from parweb.units.models import Unit

OVERSEERS: Final = (
    Role.MANAGER,
    Role.APPRAISER,
    Role.COUNCIL_MEMBER,
    Role.COUNCIL_SECRETARY,
    Role.COUNCIL_CHAIR,
    Role.OBSERVER,
)
"""Roles that look at the work of units other than their own."""
_MANAGERS: Final = _("Người có vai trò “Quản lý kỳ đánh giá (Sở Nội vụ)” của địa bàn này.")


@permission("rounds.make_round", _("Lập kỳ đánh giá cho địa bàn"), "unit")
def may_make_round(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Managers make rounds for units they manage."""
    if person.has(Role.MANAGER, path=unit.path):
        return ALLOWED
    return refuse(_("Chỉ người quản lý của địa bàn này được lập kỳ đánh giá."), _MANAGERS)


@permission("rounds.manage_round", _("Quản lý kỳ đánh giá: lịch, mở, khóa, mở lại"), "round")
def may_manage_round(person: Person, round_: Round, at: datetime) -> Verdict:
    """Managers of the unit that runs the round, whatever the state of the round."""
    if person.has(Role.MANAGER, path=round_.owner.path):
        return ALLOWED
    return refuse(_("Chỉ người quản lý kỳ đánh giá này được làm việc đó."), _MANAGERS)


@permission("rounds.change_calendar", _("Sửa lịch của kỳ đánh giá"), "round")
def may_change_calendar(person: Person, round_: Round, at: datetime) -> Verdict:
    """Managers, until the round is closed."""
    return may_manage_round(person, round_, at) and _not_closed(round_)


@permission("rounds.open_round", _("Mở kỳ đánh giá"), "round")
def may_open_round(person: Person, round_: Round, at: datetime) -> Verdict:
    """Managers, while the round is prepared, or to open a closed one again."""
    managing = may_manage_round(person, round_, at)
    if managing and round_.state == RoundState.OPEN:
        return refuse(_("Kỳ đánh giá đã mở."))
    return managing


@permission("rounds.take_in_units", _("Đưa đơn vị mới của nhóm vào kỳ đánh giá"), "round")
def may_take_in_units(person: Person, round_: Round, at: datetime) -> Verdict:
    """Managers, while the round is open."""
    managing = may_manage_round(person, round_, at)
    if managing and round_.state != RoundState.OPEN:
        return refuse(_("Đơn vị tham gia khi kỳ đánh giá được mở."))
    return managing


@permission("rounds.close_round", _("Kết thúc kỳ đánh giá"), "round")
def may_close_round(person: Person, round_: Round, at: datetime) -> Verdict:
    """Managers, while the round is open."""
    managing = may_manage_round(person, round_, at)
    if managing and round_.state != RoundState.OPEN:
        return refuse(_("Chỉ kỳ đang diễn ra mới kết thúc được."))
    return managing


@permission("rounds.move_edition", _("Chuyển kỳ đánh giá sang bộ tiêu chí khác"), "round")
def may_move_edition(person: Person, round_: Round, at: datetime) -> Verdict:
    """Managers, until the round is closed."""
    return may_manage_round(person, round_, at) and _not_closed(round_)


@permission("rounds.see_round", _("Xem lịch của kỳ đánh giá"), "round")
def may_see_round(person: Person, round_: Round, at: datetime) -> Verdict:
    """Whoever has a role in the area of the round."""
    top = round_.owner.path
    if any(grant.covers(top) or grant.unit_path.startswith(top) for grant in person.grants):
        return ALLOWED
    return refuse(
        _("Bạn chưa có vai trò nào trong địa bàn của kỳ đánh giá này."),
        _("Người quản lý kỳ đánh giá phân công vai trò."),
    )


@permission("rounds.see_board", _("Xem bảng tiến độ của mọi đơn vị"), "round")
def may_see_board(person: Person, round_: Round, at: datetime) -> Verdict:
    """Managers, appraisers, councils and observers of the area."""
    if person.has(*OVERSEERS, path=round_.owner.path):
        return ALLOWED
    return refuse(
        _("Bảng tiến độ của mọi đơn vị dành cho người quản lý, thẩm định, hội đồng và giám sát."),
        _("Đơn vị xem tiến độ của mình ở trang của đơn vị trong kỳ đánh giá."),
    )


@permission("rounds.see_participant", _("Xem đơn vị làm đến đâu trong kỳ đánh giá"), "participant")
def may_see_participant(person: Person, participant: Participant, at: datetime) -> Verdict:
    """The unit's own people, and those who oversee it."""
    roles = (Role.OFFICER, Role.LEADER, *OVERSEERS)
    if person.has(*roles, path=participant.unit.path):
        return ALLOWED
    return refuse(
        _("Bạn không thuộc đơn vị này và không được giao theo dõi đơn vị này."),
        _("Cán bộ, lãnh đạo của đơn vị; người quản lý, thẩm định, hội đồng và giám sát của địa bàn."),
    )


@permission("rounds.reopen_participant", _("Mở lại một giai đoạn cho một đơn vị"), "participant")
def may_reopen(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Managers, while the round is open."""
    managing = may_manage_round(person, participant.round, at)
    if managing and participant.round.state != RoundState.OPEN:
        return refuse(_("Kỳ đánh giá không ở tình trạng đang diễn ra."), _MANAGERS)
    return managing


def _not_closed(round_: Round) -> Verdict:
    if round_.state != RoundState.CLOSED:
        return ALLOWED
    return refuse(
        _("Kỳ đánh giá đã kết thúc nên không sửa được nữa."),
        _("Người quản lý mở lại kỳ đánh giá trước, rồi mới sửa."),
    )
