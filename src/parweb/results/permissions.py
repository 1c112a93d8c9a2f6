"""Who may make runs, look at them, prepare and approve publications, and read provisional results."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.register import permission
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse
from parweb.results.models import Publication
from parweb.results.states import MOVES, PublicationState
from parweb.rounds.models import Participant, Round
from parweb.rounds.states import RoundState

_MANAGERS = _("Người quản lý kỳ đánh giá (Sở Nội vụ) của địa phương tổ chức kỳ này.")
_READERS = (Role.MANAGER, Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY)
_INSIDERS = (*_READERS, Role.COUNCIL_MEMBER, Role.APPRAISER, Role.OBSERVER)


@permission("results.make_run", _("Chạy chấm điểm"), "round")
def may_make_run(person: Person, round_: Round, at: datetime) -> Verdict:
    """Managers of a round that has begun; also after it closed, for a correction."""
    if not person.has(Role.MANAGER, path=round_.owner.path):
        return refuse(_("Chỉ người quản lý kỳ đánh giá được chạy chấm điểm."), _MANAGERS)
    if round_.state == RoundState.PREPARED:
        return refuse(_("Kỳ đánh giá chưa mở, chưa có số liệu để chấm."), _MANAGERS)
    return ALLOWED


@permission("results.see_runs", _("Xem các lần chạy chấm điểm chưa công bố"), "round")
def may_see_runs(person: Person, round_: Round, at: datetime) -> Verdict:
    """Managers of the round, chair and secretary of its council."""
    if person.has(*_READERS, path=round_.owner.path):
        return ALLOWED
    return refuse(
        _("Kết quả chưa công bố chỉ dành cho người quản lý kỳ đánh giá và chủ tịch, thư ký hội đồng."),
        _MANAGERS,
    )


@permission("results.prepare", _("Trình công bố kết quả"), "round")
def may_prepare(person: Person, round_: Round, at: datetime) -> Verdict:
    """Managers of the round."""
    if person.has(Role.MANAGER, path=round_.owner.path):
        return ALLOWED
    return refuse(_("Chỉ người quản lý kỳ đánh giá được trình công bố kết quả."), _MANAGERS)


@permission("results.approve", _("Duyệt công bố do người khác trình"), "round")
def may_approve_in(person: Person, round_: Round, at: datetime) -> Verdict:
    """Managers of the round; each publication needs one who did not prepare it."""
    if person.has(Role.MANAGER, path=round_.owner.path):
        return ALLOWED
    return refuse(_("Chỉ người quản lý kỳ đánh giá được duyệt công bố."), _MANAGERS)


def may_approve(person: Person, publication: Publication, at: datetime) -> Verdict:
    """Tell whether a person may approve this publication: a manager who is not the one who prepared it."""
    verdict = may_approve_in(person, publication.round, at)
    if not verdict:
        return verdict
    if publication.prepared_by_id == person.user_id:
        return refuse(
            _("Công bố cần hai người: người trình không tự duyệt."),
            _("Một người quản lý kỳ đánh giá khác."),
        )
    return _in_state(publication, PublicationState.APPROVED)


def may_return(person: Person, publication: Publication, at: datetime) -> Verdict:
    """Tell whether a person may give a publication back: any manager, while it is not published."""
    verdict = may_approve_in(person, publication.round, at)
    return _in_state(publication, PublicationState.RETURNED) if verdict else verdict


def _in_state(publication: Publication, to: PublicationState) -> Verdict:
    state = PublicationState(publication.state)
    if to in MOVES[state]:
        return ALLOWED
    return refuse(_("Bản công bố này đang ở tình trạng “{state}”.").format(state=state.label))


@permission("results.see_provisional", _("Xem kết quả dự kiến"), "round")
def may_see_provisional(person: Person, round_: Round, at: datetime) -> Verdict:
    """People of the units that take part, of the appraisal, of the council, and managers and observers."""
    if person.has(*_INSIDERS, path=round_.owner.path) or _takes_part(person, round_):
        return ALLOWED
    return refuse(
        _("Kết quả dự kiến chỉ dành cho các đơn vị tham gia kỳ đánh giá."),
        _("Cán bộ và lãnh đạo các đơn vị tham gia; kết quả chính thức thì ai cũng xem được."),
    )


def _takes_part(person: Person, round_: Round) -> bool:
    paths = person.paths(Role.OFFICER, Role.LEADER)
    return bool(paths) and Participant.objects.filter(round=round_, unit__path__in=paths).exists()
