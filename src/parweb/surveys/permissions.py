"""Who may do what in campaigns. Members of one campaign see no other one by it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.register import permission
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse
from parweb.rounds.models import Round
from parweb.rounds.states import RoundState
from parweb.surveys.models import Campaign, Questionnaire, Release
from parweb.surveys.queries.campaigns import OVERSEEING, roles_in
from parweb.surveys.queries.shelf import forms_seen
from parweb.surveys.states import ASKING, CHANGEABLE, RELEASING, TAKING, CampaignState, MemberRole
from parweb.units.models import Unit

MAKING = (Role.ADMINISTRATOR, Role.MANAGER, Role.SURVEY_MANAGER)
_MAKERS = _("Quản trị hệ thống, người quản lý kỳ đánh giá hoặc phụ trách điều tra của địa bàn.")
_RUNNERS = _("Phụ trách của đợt điều tra này, hoặc người quản lý kỳ đánh giá của địa bàn.")
_FIELD = _("Phụ trách của đợt điều tra hoặc đơn vị thực địa của đợt này.")
_NOT_YOURS = _("Bạn không tham gia đợt điều tra này.")


def _works(person: Person, campaign: Campaign, *roles: MemberRole) -> bool:
    return person.has(*MAKING, path=campaign.owner.path) or bool(roles_in(person, campaign) & set(roles))


@permission("surveys.list_campaigns", _("Xem danh sách đợt điều tra của mình"), "site")
def may_list_campaigns(person: Person, at: datetime) -> Verdict:
    """Let everybody who signed in look; the list has the campaigns they oversee or work in, and no other."""
    if person.is_signed_in:
        return ALLOWED
    return refuse(_("Bạn chưa đăng nhập."), _("Mọi người có tài khoản."))


@permission("surveys.make_campaigns", _("Lập đợt điều tra"), "site")
def may_make_campaigns(person: Person, at: datetime) -> Verdict:
    """Let managers of rounds and of surveys make campaigns; of which area is asked when one is made."""
    return ALLOWED if person.has(*MAKING) else refuse(_("Bạn không lập đợt điều tra."), _MAKERS)


@permission("surveys.make_campaign", _("Lập đợt điều tra trên địa bàn"), "unit")
def may_make_campaign_of(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let managers of rounds and of surveys make campaigns in their subtree."""
    if person.has(*MAKING, path=unit.path):
        return ALLOWED
    return refuse(_("Bạn không phụ trách điều tra của địa bàn này."), _MAKERS)


@permission("surveys.list_forms", _("Xem phiếu hỏi có sẵn và phiếu hỏi của địa bàn mình"), "site")
def may_list_forms(person: Person, at: datetime) -> Verdict:
    """Let everybody who signed in read the shipped forms; own forms only along the units they oversee."""
    return may_list_campaigns(person, at)


@permission("surveys.keep_forms", _("Nộp phiếu hỏi"), "site")
def may_keep_forms(person: Person, at: datetime) -> Verdict:
    """Let those send forms in who make campaigns; of which unit is asked when one is sent."""
    return ALLOWED if person.has(*MAKING) else refuse(_("Bạn không nộp phiếu hỏi."), _MAKERS)


@permission("surveys.keep_form", _("Nộp phiếu hỏi của cơ quan, ngừng dùng phiếu"), "unit")
def may_keep_form_of(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let managers of rounds and of surveys send in forms of their subtree, and take them off the shelf."""
    if person.has(*MAKING, path=unit.path):
        return ALLOWED
    return refuse(_("Bạn không phụ trách điều tra của cơ quan này."), _MAKERS)


def may_see_form(person: Person, form: Questionnaire, at: datetime) -> Verdict:
    """Let those read an own form who oversee units along its own, or work in a campaign that uses it."""
    if forms_seen(person).filter(pk=form.pk).exists():
        return ALLOWED
    return refuse(_("Phiếu hỏi này là của cơ quan khác."), _MAKERS)


@permission("surveys.see_campaign", _("Xem đợt điều tra và tiến độ"), "campaign")
def may_see_campaign(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let those in who oversee the area, and everybody who works in this campaign."""
    if person.has(*OVERSEEING, path=campaign.owner.path) or roles_in(person, campaign):
        return ALLOWED
    return refuse(_NOT_YOURS, _RUNNERS)


@permission("surveys.run_campaign", _("Điều hành đợt điều tra: lịch, mở, đóng, người tham gia"), "campaign")
def may_run_campaign(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let managers of the area, and the campaign's own manager, run it."""
    if _works(person, campaign, MemberRole.MANAGER):
        return ALLOWED
    return refuse(_("Bạn không phụ trách đợt điều tra này."), _RUNNERS)


@permission("surveys.change_design", _("Sửa phiếu, danh sách chọn mẫu và mẫu"), "campaign")
def may_change_design(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let those who run it change the design, until the sample is made public."""
    running = may_run_campaign(person, campaign, at)
    if running and campaign.state not in CHANGEABLE:
        return refuse(
            _("Mẫu đã công bố nên phiếu, danh sách chọn mẫu và mẫu không sửa được nữa."),
            _("Trước khi thu phiếu, người phụ trách rút công bố mẫu rồi mới sửa."),
        )
    return running


@permission(
    "surveys.run_fieldwork", _("Điều hành thực địa: phát phiếu, giao điều tra viên, lô giấy"), "campaign"
)
def may_run_fieldwork(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let those who run the campaign and its fieldwork firm hand out forms and assign interviewers."""
    if _works(person, campaign, MemberRole.MANAGER, MemberRole.FIRM):
        return ALLOWED
    return refuse(_("Bạn không điều hành thực địa của đợt điều tra này."), _FIELD)


@permission("surveys.issue_tokens", _("In liên kết và mã QR trả lời một lần"), "campaign")
def may_issue_tokens(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let those who run the fieldwork make one-answer links while answers are taken."""
    working = may_run_fieldwork(person, campaign, at)
    if working and campaign.state not in ASKING:
        return refuse(_("Liên kết trả lời được in khi đợt điều tra đang thu phiếu."), _RUNNERS)
    return working


@permission("surveys.call_reserve", _("Gọi dự phòng thay người từ chối, không gặp được"), "campaign")
def may_call_reserve(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let those who run the campaign call reserves in while answers are taken; the firm asks them to."""
    if not _works(person, campaign, MemberRole.MANAGER):
        return refuse(_("Đơn vị thực địa không tự thay người trong mẫu."), _RUNNERS)
    if campaign.state not in ASKING:
        return refuse(_("Dự phòng được gọi khi đợt điều tra đang thu phiếu."), _RUNNERS)
    return ALLOWED


def _takes_answers(campaign: Campaign) -> Verdict:
    if campaign.state in TAKING:
        return ALLOWED
    if campaign.state == CampaignState.PUBLISHED:
        return refuse(_("Kết quả của đợt điều tra này đã công bố nên không nhận thêm phiếu."), _RUNNERS)
    return refuse(_("Đợt điều tra này không nhận phiếu."), _RUNNERS)


@permission("surveys.interview", _("Phỏng vấn các phiếu được giao"), "campaign")
def may_interview(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let interviewers of the campaign work, and send in late what was answered in time."""
    if not _works(person, campaign, MemberRole.MANAGER, MemberRole.FIRM, MemberRole.INTERVIEWER):
        return refuse(_("Bạn không phải điều tra viên của đợt này."), _FIELD)
    return _takes_answers(campaign)


@permission("surveys.key_paper", _("Nhập phiếu giấy"), "campaign")
def may_key_paper(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let those who type in paper work while answers are taken."""
    if not _works(person, campaign, MemberRole.MANAGER, MemberRole.FIRM, MemberRole.KEYER):
        return refuse(_("Bạn không nhập phiếu giấy của đợt này."), _FIELD)
    return _takes_answers(campaign)


@permission("surveys.add_members", _("Thêm, bớt người tham gia đợt điều tra"), "campaign")
def may_add_members(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let those who run the campaign choose anybody; the firm chooses interviewers and keyers alone."""
    return may_run_fieldwork(person, campaign, at)


def may_give_member_role(person: Person, campaign: Campaign, role: str, at: datetime) -> Verdict:
    """Let the firm give only the roles below its own."""
    if role in (MemberRole.INTERVIEWER, MemberRole.KEYER):
        return may_run_fieldwork(person, campaign, at)
    return may_run_campaign(person, campaign, at)


@permission("surveys.review", _("Rà soát phiếu: chấp nhận, tạm giữ, loại"), "campaign")
def may_review(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let those who run the campaign judge answers; the firm does not judge its own work."""
    if _works(person, campaign, MemberRole.MANAGER):
        return ALLOWED
    return refuse(_("Đơn vị thực địa không tự rà soát phiếu do mình thu."), _RUNNERS)


@permission("surveys.see_results", _("Xem kết quả điều tra trước khi công bố"), "campaign")
def may_see_results(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let those who run the campaign or oversee its area see figures; the firm waits for publication."""
    if person.has(*OVERSEEING, path=campaign.owner.path) or roles_in(person, campaign) & {MemberRole.MANAGER}:
        return ALLOWED
    return refuse(_("Kết quả chưa công bố chỉ dành cho người phụ trách đợt điều tra."), _RUNNERS)


@permission("surveys.release_figures", _("Chốt kết quả điều tra kèm phiếu phương pháp"), "campaign")
def may_release(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let those who run the campaign freeze its figures once its field is closed."""
    running = may_run_campaign(person, campaign, at)
    if running and campaign.state not in RELEASING:
        return refuse(_("Kết quả chỉ chốt được sau khi đóng thu phiếu."), _RUNNERS)
    return running


@permission("surveys.publish_release", _("Công bố kết quả điều tra do người khác chốt"), "campaign")
def may_publish(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let those who run the campaign publish; which of them may publish a release, the release says."""
    return may_release(person, campaign, at)


def may_publish_release(person: Person, release: Release, at: datetime) -> Verdict:
    """Let somebody else than who froze the figures publish them, once."""
    publishing = may_publish(person, release.campaign, at)
    if publishing and release.published_at is not None:
        return refuse(_("Kết quả này đã công bố."))
    if publishing and release.made_by_id == person.user_id:
        return refuse(_("Người chốt kết quả không tự công bố; cần người thứ hai."), _RUNNERS)
    return publishing


@permission("surveys.see_bindings", _("Xem tiêu chí nào lấy kết quả điều tra nào"), "round")
def may_see_bindings(person: Person, round_: Round, at: datetime) -> Verdict:
    """Let those who oversee the area of a round see which leaf is filled from which figure."""
    if person.has(*OVERSEEING, path=round_.owner.path):
        return ALLOWED
    return refuse(_("Trang này dành cho người quản lý, giám sát kỳ đánh giá."), _MAKERS)


@permission("surveys.bind_leaves", _("Gắn tiêu chí với kết quả điều tra"), "round")
def may_bind_leaves(person: Person, round_: Round, at: datetime) -> Verdict:
    """Let managers of the round and of surveys choose figures for its leaves, until it is closed."""
    if not person.has(*MAKING, path=round_.owner.path):
        return refuse(_("Gắn kết quả điều tra là việc của người quản lý kỳ đánh giá này."), _MAKERS)
    if round_.state == RoundState.CLOSED:
        return refuse(
            _("Kỳ đánh giá đã kết thúc nên không sửa được nữa."),
            _("Người quản lý mở lại kỳ đánh giá trước, rồi mới sửa."),
        )
    return ALLOWED


@permission("surveys.see_contacts", _("Xem thông tin liên hệ của người được chọn"), "campaign")
def may_see_contacts(person: Person, campaign: Campaign, at: datetime) -> Verdict:
    """Let those who run the fieldwork reach people while answers are taken; each look is logged."""
    working = may_run_fieldwork(person, campaign, at)
    if working and campaign.state not in TAKING:
        return refuse(_("Thông tin liên hệ chỉ dùng khi thu phiếu."), _RUNNERS)
    return working
