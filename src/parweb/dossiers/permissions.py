"""Who may do what with sources, imports and the catalogue of procedures."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.register import permission
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse
from parweb.rounds.models import Round
from parweb.rounds.permissions import OVERSEERS
from parweb.rounds.states import RoundState
from parweb.units.models import Unit

KEEPING = (Role.ADMINISTRATOR, Role.MANAGER)
WATCHING = (*KEEPING, Role.OBSERVER)
OWN = (Role.OFFICER, Role.LEADER)
READING_FIGURES = (*OWN, Role.ADMINISTRATOR, *OVERSEERS)
READING_DOSSIERS = (*OWN, *WATCHING, Role.APPRAISER)
_KEEPERS = _("Quản trị hệ thống hoặc người quản lý kỳ đánh giá (Sở Nội vụ) của tỉnh đó.")
_NOT_YOURS = _("Nguồn hồ sơ này thuộc đơn vị mà bạn không quản lý.")


@permission("dossiers.list_sources", _("Xem danh sách nguồn hồ sơ và các lượt nhập"), "site")
def may_list_sources(person: Person, at: datetime) -> Verdict:
    """Let managers, administrators and observers see which sources there are and what came in."""
    if person.has(*WATCHING):
        return ALLOWED
    return refuse(_("Nguồn hồ sơ và lượt nhập là việc của cơ quan quản lý."), _KEEPERS)


@permission("dossiers.make_source", _("Thêm nguồn hồ sơ"), "site")
def may_make_source(person: Person, at: datetime) -> Verdict:
    """Let managers and administrators make sources; of which units is asked when one is made."""
    if person.has(*KEEPING):
        return ALLOWED
    return refuse(_("Nguồn hồ sơ do cơ quan quản lý thêm."), _KEEPERS)


@permission("dossiers.see_sources", _("Xem nguồn hồ sơ của đơn vị và báo cáo từng lượt nhập"), "unit")
def may_see_sources_of(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let managers, administrators and observers of the subtree see a unit's sources and their imports."""
    return ALLOWED if person.has(*WATCHING, path=unit.path) else refuse(_NOT_YOURS, _KEEPERS)


@permission("dossiers.keep_sources", _("Nhập hồ sơ; sửa nguồn, mã đơn vị và mã kết nối"), "unit")
def may_keep_sources_of(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let managers and administrators of the subtree import records and change a unit's sources."""
    return ALLOWED if person.has(*KEEPING, path=unit.path) else refuse(_NOT_YOURS, _KEEPERS)


@permission("dossiers.see_rejects", _("Tải các dòng hồ sơ bị loại của một lượt nhập"), "unit")
def may_see_rejects_of(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let only those who import see cells that could not be read: anything may stand in them."""
    if person.has(*KEEPING, path=unit.path):
        return ALLOWED
    return refuse(_("Dòng bị loại có thể chứa dữ liệu chưa kiểm soát."), _KEEPERS)


@permission("dossiers.see_calendar", _("Xem lịch làm việc dùng để tính hạn giải quyết"), "site")
def may_see_calendar(person: Person, at: datetime) -> Verdict:
    """Let managers, administrators and observers see which days are worked, and what was recounted."""
    if person.has(*WATCHING):
        return ALLOWED
    return refuse(_("Lịch làm việc dùng để tính hạn là việc của cơ quan quản lý."), _KEEPERS)


@permission("dossiers.keep_calendar", _("Sửa lịch làm việc và tính lại hạn giải quyết"), "site")
def may_keep_calendar(person: Person, at: datetime) -> Verdict:
    """Let managers and administrators correct the calendar: all sources share it."""
    if person.has(*KEEPING):
        return ALLOWED
    return refuse(_("Lịch làm việc do cơ quan quản lý sửa."), _KEEPERS)


@permission("dossiers.see_procedures", _("Xem toàn bộ danh mục thủ tục hành chính"), "site")
def may_see_procedures(person: Person, at: datetime) -> Verdict:
    """Let everybody who signed in see the whole catalogue; visitors see what was made public."""
    if person.is_signed_in:
        return ALLOWED
    return refuse(_("Bạn chưa đăng nhập."), _("Mọi người có tài khoản."))


@permission("dossiers.import_procedures", _("Nhập danh mục thủ tục hành chính từ tệp"), "site")
def may_import_procedures(person: Person, at: datetime) -> Verdict:
    """Let managers and administrators bring a workbook; of whose catalogue is asked when it is read."""
    if person.has(*KEEPING):
        return ALLOWED
    return refuse(_("Danh mục thủ tục do cơ quan quản lý nhập."), _KEEPERS)


@permission("dossiers.hand_over", _("Nộp tệp hồ sơ để nhập"), "site")
def may_hand_over(person: Person, at: datetime) -> Verdict:
    """Let managers and administrators hand files over; for which source is asked when they do."""
    if person.has(*KEEPING):
        return ALLOWED
    return refuse(_("Hồ sơ do cơ quan quản lý nhập."), _KEEPERS)


@permission("dossiers.keep_procedures", _("Nhập, sửa danh mục thủ tục hành chính"), "unit")
def may_keep_procedures_of(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let managers and administrators of the subtree change a unit's catalogue."""
    if person.has(*KEEPING, path=unit.path):
        return ALLOWED
    return refuse(_("Bạn không quản lý danh mục thủ tục của đơn vị này."), _KEEPERS)


@permission("dossiers.see_dashboard", _("Xem số liệu giải quyết hồ sơ"), "site")
def may_see_dashboard(person: Person, at: datetime) -> Verdict:
    """Let everybody with a unit, and those who oversee units, see figures; of which one is asked later."""
    if person.has(*READING_FIGURES):
        return ALLOWED
    return refuse(
        _("Bạn chưa có vai trò ở đơn vị nào."), _("Mọi người xem được số liệu ở trang công khai của đơn vị.")
    )


@permission("dossiers.see_figures", _("Xem số liệu giải quyết hồ sơ của đơn vị"), "unit")
def may_see_figures_of(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let the unit's own people, and those who oversee it, see its figures."""
    if person.has(*READING_FIGURES, path=unit.path):
        return ALLOWED
    return refuse(
        _("Số liệu chi tiết chỉ dành cho đơn vị đó và cơ quan quản lý, thẩm định, giám sát của địa bàn."),
        _("Mọi người xem được số liệu ở trang công khai của đơn vị."),
    )


@permission(
    "dossiers.see_dossiers", _("Xem danh sách hồ sơ của đơn vị (mã hồ sơ, thủ tục, ngày, trạng thái)"), "unit"
)
def may_see_dossiers_of(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let the unit's own people, and those who manage, appraise or watch it, see single dossiers."""
    if person.has(*READING_DOSSIERS, path=unit.path):
        return ALLOWED
    return refuse(
        _("Danh sách từng hồ sơ chỉ dành cho đơn vị giải quyết và cơ quan quản lý, thẩm định, giám sát."),
        _("Cán bộ, lãnh đạo của đơn vị; người quản lý, thẩm định, giám sát của địa bàn."),
    )


@permission("dossiers.see_bindings", _("Xem tiêu chí nào lấy số liệu hồ sơ"), "round")
def may_see_bindings(person: Person, round_: Round, at: datetime) -> Verdict:
    """Let those who oversee the round see which leaves are fed from which measure."""
    if person.has(Role.ADMINISTRATOR, *OVERSEERS, path=round_.owner.path):
        return ALLOWED
    return refuse(
        _("Trang này dành cho người quản lý, thẩm định, hội đồng và giám sát của kỳ đánh giá."),
        _("Đơn vị xem số liệu và nguồn ngay trong bản tự đánh giá."),
    )


@permission("dossiers.bind_leaves", _("Gắn tiêu chí với phép đo trên hồ sơ"), "round")
def may_bind_leaves(person: Person, round_: Round, at: datetime) -> Verdict:
    """Let managers and administrators of the round choose measures, until it is closed."""
    if not person.has(*KEEPING, path=round_.owner.path):
        return refuse(_("Gắn phép đo là việc của người quản lý kỳ đánh giá này."), _KEEPERS)
    if round_.state == RoundState.CLOSED:
        return refuse(
            _("Kỳ đánh giá đã kết thúc nên không sửa được nữa."),
            _("Người quản lý mở lại kỳ đánh giá trước, rồi mới sửa."),
        )
    return ALLOWED
