"""Who may appraise, ask, answer, vote, decide, appeal: each answer with its reason."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.register import permission
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse
from parweb.appraisals.leaves import appraised_leaves, covered
from parweb.appraisals.models import Appeal, BulkAcceptance, CouncilSession, ExplanationRequest, Referral
from parweb.appraisals.phases import stage_at, stage_window
from parweb.appraisals.states import OPEN_REQUESTS
from parweb.rounds.models import Participant, Round
from parweb.rounds.permissions import may_manage_round
from parweb.rounds.queries import window
from parweb.rounds.states import HANDED_IN, PhaseKind, RoundState

COUNCIL: Final = (Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY, Role.COUNCIL_CHAIR)
_APPRAISERS: Final = _("Cán bộ thẩm định được phân công cho đơn vị và tiêu chí này.")
_MANAGERS: Final = _("Người quản lý kỳ đánh giá (Sở Nội vụ).")
_UNIT: Final = _("Cán bộ đầu mối và lãnh đạo của đơn vị.")
_CHAIR: Final = _("Chủ tọa phiên họp.")
_LEADER: Final = _("Lãnh đạo của đơn vị.")
_OWN: Final = _("Không ai thẩm định hay xét đơn vị của chính mình.")
_REOPEN: Final = _("Người quản lý kỳ đánh giá có thể mở lại cho riêng đơn vị này, có nêu lý do.")


def appraisable_codes(person: Person, participant: Participant) -> list[str]:
    """Give the leaves of a unit that a person may appraise by their grants; none of their own unit."""
    path = participant.unit.path
    if person.belongs_to(path):
        return []
    grants = [one for one in person.grants if one.role == Role.APPRAISER and one.covers(path)]
    codes = appraised_leaves(participant.round.edition)
    found = {code for grant in grants for code in covered(codes, grant.criteria)}
    return [code for code in codes if code in found]


def is_appraiser_of(person: Person, participant: Participant, criterion_id: str | None = None) -> Verdict:
    """Tell whether a unit (and a criterion of it) is in a person's hands, whatever the phase."""
    path = participant.unit.path
    if not person.has(Role.APPRAISER, path=path):
        return refuse(_("Bạn không được phân công thẩm định đơn vị này."), _APPRAISERS)
    if person.belongs_to(path):
        return refuse(_OWN, _("Cán bộ thẩm định của đơn vị khác."))
    codes = appraisable_codes(person, participant)
    if not codes or (criterion_id is not None and criterion_id not in codes):
        return refuse(_("Tiêu chí này không thuộc phần bạn thẩm định."), _APPRAISERS)
    return ALLOWED


@permission("appraisals.appraise", _("Thẩm định"), "participant")
def may_appraise(
    person: Person,
    participant: Participant,
    at: datetime,
    criterion_id: str | None = None,
    stage: int | None = None,
) -> Verdict:
    """Tell whether a person may decide a criterion of a unit now, in a stage (the one in hand by default)."""
    mine = is_appraiser_of(person, participant, criterion_id)
    if not mine:
        return mine
    if participant.state not in HANDED_IN:
        return refuse(
            _("Đơn vị chưa nộp bản tự đánh giá có chữ ký của lãnh đạo."), _("Lãnh đạo đơn vị ký trước.")
        )
    if not stage_window(participant, stage or stage_at(participant, at), at).is_open:
        return refuse(_("Không phải thời gian thẩm định lần này."), _REOPEN)
    return ALLOWED


@permission("appraisals.read", _("Xem thẩm định của đơn vị"), "participant")
def may_read_appraisal(
    person: Person, participant: Participant, at: datetime, criterion_id: str | None = None
) -> Verdict:
    """Tell whether a person may read what a unit claims and what appraisers decide about it.

    Those who watch over the round always, those who judge once the leader has signed the entry.
    """
    reads = _is_a_reader(person, participant, at, criterion_id)
    if reads and participant.state not in HANDED_IN and not watches(person, participant.round, at):
        return refuse(
            _("Đơn vị chưa nộp bản tự đánh giá có chữ ký của lãnh đạo, hoặc được mở lại và chưa ký lại."),
            _("Người thẩm định và hội đồng xem được sau khi lãnh đạo đơn vị ký."),
        )
    return reads


def watches(person: Person, round_: Round, at: datetime) -> bool:
    """Tell whether a person watches over a round: its managers and observers, who see it in every state."""
    return bool(may_manage_round(person, round_, at)) or person.has(Role.OBSERVER, path=round_.owner.path)


def _is_a_reader(
    person: Person, participant: Participant, at: datetime, criterion_id: str | None = None
) -> Verdict:
    path = participant.unit.path
    if may_manage_round(person, participant.round, at) or person.has(Role.OBSERVER, path=path):
        return ALLOWED
    if is_appraiser_of(person, participant, criterion_id):
        return ALLOWED
    if person.has(*COUNCIL, path=path) and not person.belongs_to(path):
        return ALLOWED
    why = _OWN if person.belongs_to(path) else _("Điểm thẩm định của đơn vị này chưa dành cho bạn.")
    return refuse(why, _("Cán bộ thẩm định, hội đồng, thanh tra và người quản lý kỳ đánh giá."))


@permission("appraisals.see_result", _("Xem kết quả thẩm định đã mở cho đơn vị"), "participant")
def may_see_result(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Tell whether a person may see a unit's page of results; what is on it depends on the phase."""
    if person.has(Role.OFFICER, Role.LEADER, path=participant.unit.path):
        return ALLOWED
    read = may_read_appraisal(person, participant, at)
    return read or refuse(_("Đây là trang của đơn vị khác."), _UNIT)


@permission("appraisals.queue", _("Vào danh sách thẩm định"), "round")
def may_see_queue(person: Person, round_: Round, at: datetime) -> Verdict:
    """Tell whether a person has a queue in a round: appraisers, and those who watch over the round."""
    path = round_.owner.path
    if may_manage_round(person, round_, at) or person.has(Role.OBSERVER, path=path):
        return ALLOWED
    tops = person.paths(Role.APPRAISER)
    if any(top.startswith(path) or path.startswith(top) for top in tops):
        return ALLOWED
    return refuse(_("Bạn không có phần thẩm định nào trong kỳ này."), _APPRAISERS)


def may_see_bulk(person: Person, bulk: BulkAcceptance, at: datetime) -> Verdict:
    """Tell whether a person may read what was accepted at one stroke: who did it, managers, observers.

    Other appraisers may work for one of the units on the list.
    """
    if person.user_id == bulk.by_id or person.has(Role.OBSERVER, path=bulk.round.owner.path):
        return ALLOWED
    return may_manage_round(person, bulk.round, at)


@permission("appraisals.close_stage", _("Chốt thẩm định một đơn vị"), "participant")
def may_close_stage(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Tell whether a person may close a stage of a unit that has leaves undone."""
    if not may_manage_round(person, participant.round, at):
        return refuse(_("Chốt thẩm định là việc của người quản lý kỳ đánh giá."), _MANAGERS)
    if participant.state not in HANDED_IN:
        return refuse(_("Đơn vị chưa nộp bản tự đánh giá."), _LEADER)
    return ALLOWED


@permission("appraisals.close_all", _("Chốt thẩm định lần 2 cho nhiều đơn vị"), "round")
def may_close_all(person: Person, round_: Round, at: datetime) -> Verdict:
    """Tell whether a person may close the second appraisal of all units that are done."""
    if may_manage_round(person, round_, at):
        return ALLOWED
    return refuse(_("Chốt thẩm định là việc của người quản lý kỳ đánh giá."), _MANAGERS)


# ------------------------------------------------------------ explanations


@permission("appraisals.ask", _("Yêu cầu giải trình"), "participant")
def may_ask(
    person: Person, participant: Participant, at: datetime, criterion_id: str | None = None
) -> Verdict:
    """Tell whether a person may ask a unit for an explanation: in appraisal 1 and the explanations."""
    mine = is_appraiser_of(person, participant, criterion_id)
    if not mine:
        return mine
    if participant.state not in HANDED_IN:
        return refuse(_("Đơn vị chưa nộp bản tự đánh giá."), _LEADER)
    phases = (PhaseKind.APPRAISAL_1, PhaseKind.EXPLANATION)
    if not any(window(participant.round, kind, at, participant).is_open for kind in phases):
        return refuse(_("Chỉ yêu cầu giải trình khi thẩm định lần 1 hoặc giai đoạn giải trình mở."), _REOPEN)
    return ALLOWED


def may_see_request(person: Person, request: ExplanationRequest, at: datetime) -> Verdict:
    """Tell whether a person may read a request: the unit, and those who read its appraisal."""
    if person.has(Role.OFFICER, Role.LEADER, path=request.participant.unit.path):
        return ALLOWED
    return _is_a_reader(person, request.participant, at, request.criterion_id)


def may_answer(person: Person, request: ExplanationRequest, at: datetime) -> Verdict:
    """Tell whether a person may write the unit's answer: in time, or after a reopening."""
    if not person.has(Role.OFFICER, Role.LEADER, path=request.participant.unit.path):
        return refuse(_("Chỉ đơn vị được hỏi mới trả lời."), _UNIT)
    if request.state not in ("asked", "answered"):
        return refuse(_("Yêu cầu này đã xong."))
    return _in_time(request.participant, request.due_at, at)


def may_be_explained(participant: Participant, criterion_id: str | None, at: datetime) -> Verdict:
    """Tell whether an explanation of a unit may change now, whoever asks: its text and its documents."""
    found = ExplanationRequest.objects.filter(participant=participant, state__in=OPEN_REQUESTS)
    if criterion_id is not None:
        found = found.filter(criterion_id=criterion_id)
    latest = found.order_by("-due_at").values_list("due_at", flat=True).first()
    if latest is None:
        return refuse(_("Không có yêu cầu giải trình nào đang chờ trả lời."), _APPRAISERS)
    return _in_time(participant, latest, at)


def may_release(person: Person, request: ExplanationRequest, at: datetime) -> Verdict:
    """Tell whether a person may send the unit's answer out, or give it back: the leader, in time."""
    if not person.has(Role.LEADER, path=request.participant.unit.path):
        return refuse(_("Giải trình gửi đi qua lãnh đạo đơn vị."), _LEADER)
    if request.state != "answered":
        return refuse(_("Chưa có nội dung giải trình để duyệt."), _UNIT)
    return _in_time(request.participant, request.due_at, at)


def may_withdraw_request(person: Person, request: ExplanationRequest, at: datetime) -> Verdict:
    """Tell whether a person may take a request back: who asked it, or a manager."""
    if request.state not in ("asked", "answered"):
        return refuse(_("Yêu cầu này đã xong."))
    if person.user_id == request.asked_by_id or may_manage_round(person, request.participant.round, at):
        return ALLOWED
    return refuse(_("Người yêu cầu hoặc người quản lý kỳ mới rút được yêu cầu."), _MANAGERS)


def _in_time(participant: Participant, due_at: datetime, at: datetime) -> Verdict:
    found = window(participant.round, PhaseKind.EXPLANATION, at, participant)
    if found.is_open and (found.is_extended or at < due_at):
        return ALLOWED
    if found.opens_at is not None and at < found.opens_at:
        return refuse(_("Giai đoạn giải trình chưa mở."), _MANAGERS)
    return refuse(_("Đã quá hạn giải trình."), _REOPEN)


# ----------------------------------------------------------------- council


@permission("appraisals.see_council", _("Xem các phiên họp hội đồng"), "round")
def may_see_council(person: Person, round_: Round, at: datetime) -> Verdict:
    """Tell whether a person may see the sessions of a round's council (never votes that are not open)."""
    if person.has(*COUNCIL, path=round_.owner.path) or person.has(Role.OBSERVER, path=round_.owner.path):
        return ALLOWED
    if may_manage_round(person, round_, at):
        return ALLOWED
    return refuse(_("Phiên họp hội đồng không dành cho bạn."), _("Thành viên, thư ký và chủ tịch hội đồng."))


@permission("appraisals.plan_session", _("Chuẩn bị phiên họp hội đồng"), "round")
def may_plan_session(person: Person, round_: Round, at: datetime) -> Verdict:
    """Tell whether a person may prepare sessions: the council's secretary or chair, or a manager."""
    if person.has(Role.COUNCIL_SECRETARY, Role.COUNCIL_CHAIR, path=round_.owner.path):
        return ALLOWED
    if may_manage_round(person, round_, at):
        return ALLOWED
    return refuse(
        _("Chuẩn bị phiên họp là việc của thư ký hội đồng."), _("Thư ký, chủ tịch hội đồng hoặc Sở Nội vụ.")
    )


def may_change_session(person: Person, session: CouncilSession, at: datetime) -> Verdict:
    """Tell whether a person may change a session and its agenda: until the votes begin."""
    allowed = may_plan_session(person, session.round, at)
    if allowed and session.state != "planned":
        return refuse(_("Phiên đã cho điểm, không sửa thành phần và nội dung được nữa."))
    return allowed


def may_vote(person: Person, referral: Referral, at: datetime) -> Verdict:
    """Tell whether a person may vote on a referral: a member, not on their own unit, while voting is on."""
    session = referral.session
    if person.user_id is None or not session.members.filter(pk=person.user_id).exists():
        return refuse(_("Bạn không phải thành viên của phiên này."), _("Các thành viên có tên trong phiên."))
    if person.belongs_to(referral.participant.unit.path):
        return refuse(_OWN, _("Các thành viên khác của hội đồng."))
    if session.state != "voting":
        why = _("Chưa mở cho điểm.") if session.state == "planned" else _("Phiếu đã mở, không sửa được nữa.")
        return refuse(why, _("Chủ tọa phiên họp."))
    return _council_open(session, at)


def may_see_votes(person: Person, session: CouncilSession, at: datetime) -> Verdict:
    """Tell whether a person may see what members gave: nobody before the chair opens the votes."""
    if session.state not in ("opened", "closed"):
        return refuse(_("Chủ tọa chưa mở phiếu; trước đó không ai xem được điểm của người khác."), _CHAIR)
    return may_see_council(person, session.round, at)


def may_chair(person: Person, session: CouncilSession, at: datetime) -> Verdict:
    """Tell whether a person leads a session: its chair, in the phase of the council."""
    if person.user_id != session.chair_id:
        return refuse(_("Việc này của chủ tọa phiên họp."), _CHAIR)
    return _council_open(session, at)


def may_decide_referral(person: Person, referral: Referral, at: datetime) -> Verdict:
    """Tell whether a person may decide a referral: the chair, after opening, not on their own unit."""
    chairs = may_chair(person, referral.session, at)
    if not chairs:
        return chairs
    if person.belongs_to(referral.participant.unit.path):
        return refuse(_OWN, _("Một chủ tọa khác, trong một phiên khác."))
    if referral.session.state != "opened":
        return refuse(_("Chỉ kết luận sau khi mở phiếu và trước khi kết thúc phiên."))
    return ALLOWED


def may_write_minutes(person: Person, session: CouncilSession, at: datetime) -> Verdict:
    """Tell whether a person may write what happened in a session: its secretary or chair, until its end."""
    if person.user_id not in (session.secretary_id, session.chair_id):
        return refuse(_("Biên bản do thư ký của phiên ghi."), _("Thư ký và chủ tọa của phiên."))
    return ALLOWED if session.state != "closed" else refuse(_("Phiên đã kết thúc."))


def _council_open(session: CouncilSession, at: datetime) -> Verdict:
    if window(session.round, PhaseKind.COUNCIL, at).is_open:
        return ALLOWED
    return refuse(
        _("Không phải thời gian họp hội đồng."), _("Người quản lý kỳ đánh giá sửa lịch của kỳ được.")
    )


# ----------------------------------------------------------------- appeals


@permission("appraisals.appeal", _("Soạn kiến nghị"), "participant")
def may_draft_appeal(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Tell whether a person may write an appeal of a unit: its people, while appeals are open."""
    if not person.has(Role.OFFICER, Role.LEADER, path=participant.unit.path):
        return refuse(_("Chỉ đơn vị được kiến nghị về kết quả của mình."), _UNIT)
    return _appeals_open(participant, at)


@permission("appraisals.file_appeal", _("Gửi kiến nghị"), "participant")
def may_file_appeal(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Tell whether a person may send a unit's appeal: its leader, while appeals are open."""
    if not person.has(Role.LEADER, path=participant.unit.path):
        return refuse(_("Kiến nghị do lãnh đạo đơn vị gửi."), _LEADER)
    return _appeals_open(participant, at)


def may_see_appeal(person: Person, appeal: Appeal, at: datetime) -> Verdict:
    """Tell whether a person may read an appeal: the unit; others once it is filed."""
    path = appeal.participant.unit.path
    if person.has(Role.OFFICER, Role.LEADER, path=path):
        return ALLOWED
    if appeal.filed_at is None:
        return refuse(_("Kiến nghị đang soạn, chưa gửi."), _UNIT)
    return _is_a_reader(person, appeal.participant, at, appeal.criterion_id)


def may_withdraw_appeal(person: Person, appeal: Appeal, at: datetime) -> Verdict:
    """Tell whether a person may take an appeal back: its unit, a filed one only through the leader."""
    if appeal.state not in ("draft", "filed"):
        return refuse(_("Kiến nghị đã có kết luận."))
    path = appeal.participant.unit.path
    roles = (Role.LEADER,) if appeal.state == "filed" else (Role.OFFICER, Role.LEADER)
    if person.has(*roles, path=path):
        return ALLOWED
    return refuse(
        _("Chỉ đơn vị rút được kiến nghị của mình; kiến nghị đã gửi thì lãnh đạo đơn vị rút."), _UNIT
    )


@permission("appraisals.decide_appeals", _("Giải quyết kiến nghị"), "participant")
def may_decide_appeals(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Tell whether a person may decide the appeals of a unit: a manager or the council's chair."""
    path = participant.unit.path
    if person.belongs_to(path):
        return refuse(_OWN, _MANAGERS)
    if participant.round.state != RoundState.OPEN:
        return refuse(_("Kỳ đánh giá đã kết thúc."), _MANAGERS)
    if person.has(Role.COUNCIL_CHAIR, path=path) or may_manage_round(person, participant.round, at):
        return ALLOWED
    return refuse(
        _("Giải quyết kiến nghị là việc của Sở Nội vụ hoặc chủ tịch hội đồng."),
        _("Người quản lý kỳ đánh giá, chủ tịch hội đồng."),
    )


def may_decide_appeal(person: Person, appeal: Appeal, at: datetime) -> Verdict:
    """Tell whether a person may decide an appeal: once, after it was filed."""
    allowed = may_decide_appeals(person, appeal.participant, at)
    if allowed and appeal.state != "filed":
        return refuse(_("Kiến nghị chưa gửi hoặc đã có kết luận."))
    return allowed


def _appeals_open(participant: Participant, at: datetime) -> Verdict:
    found = window(participant.round, PhaseKind.APPEAL, at, participant)
    if found.is_open:
        return ALLOWED
    if found.opens_at is not None and at < found.opens_at:
        return refuse(_("Giai đoạn kiến nghị chưa mở."), _MANAGERS)
    return refuse(_("Đã hết thời hạn kiến nghị."), _REOPEN)
