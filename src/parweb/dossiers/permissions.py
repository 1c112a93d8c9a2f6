"""Who may do what with sources, imports and the catalogue of procedures."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.register import permission
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse
from parweb.units.models import Unit

KEEPING = (Role.ADMINISTRATOR, Role.MANAGER)
WATCHING = (*KEEPING, Role.OBSERVER)
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
