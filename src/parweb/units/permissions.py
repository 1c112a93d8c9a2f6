"""Who may do what with units, groups, people and their roles."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.register import permission
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse
from parweb.units.models import Unit
from parweb.units.queries import paths_of_people

MANAGING = (Role.ADMINISTRATOR, Role.MANAGER)
SEEING = (*MANAGING, Role.LEADER, Role.OFFICER, Role.OBSERVER)
_MANAGERS = _("Quản trị hệ thống hoặc người quản lý kỳ đánh giá (Sở Nội vụ) của tỉnh đó.")
_ADMINISTRATORS = _("Quản trị hệ thống.")
_NOT_YOURS = _("Bạn không quản lý đơn vị này.")
_SIGN_IN = _("Bạn chưa đăng nhập.")


@permission("units.see", _("Xem danh sách đơn vị, nhóm và thay đổi đơn vị"), "site")
def may_see_units(person: Person, at: datetime) -> Verdict:
    """Let everybody who signed in see units and groups."""
    return ALLOWED if person.is_signed_in else refuse(_SIGN_IN, _("Mọi người có tài khoản."))


@permission("units.make_province", _("Thêm đơn vị cấp cao nhất (tỉnh)"), "site")
def may_make_top_unit(person: Person, at: datetime) -> Verdict:
    """Let administrators make units that hang under none."""
    if person.has(Role.ADMINISTRATOR):
        return ALLOWED
    return refuse(_("Đơn vị cấp tỉnh chỉ do quản trị hệ thống thêm."), _ADMINISTRATORS)


@permission("units.manage", _("Thêm, sửa, đóng đơn vị; lập nhóm xếp hạng và nhóm so sánh"), "unit")
def may_manage_unit(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let managers and administrators of the subtree change a unit and its groups."""
    return ALLOWED if person.has(*MANAGING, path=unit.path) else refuse(_NOT_YOURS, _MANAGERS)


@permission("units.restructure", _("Sáp nhập, chia tách đơn vị"), "unit")
def may_restructure(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let managers merge and split units of their subtree, never the top they stand on themselves."""
    if not person.has(*MANAGING, path=unit.path):
        return refuse(_NOT_YOURS, _MANAGERS)
    if unit.parent_id is None and not person.has(Role.ADMINISTRATOR):
        return refuse(_("Đơn vị cấp tỉnh chỉ do quản trị hệ thống sáp nhập."), _ADMINISTRATORS)
    return ALLOWED


@permission("units.see_staff", _("Xem người làm việc và phân công của đơn vị"), "unit")
def may_see_staff(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let those who work for a unit, and those who manage or watch it, see its people."""
    if person.has(*SEEING, path=unit.path) or person.belongs_to(unit.path):
        return ALLOWED
    return refuse(_("Danh sách người của đơn vị là dữ liệu cá nhân."), _("Người của đơn vị và cấp quản lý."))


@permission("units.manage_people", _("Tạo tài khoản và phân công vai trò trong đơn vị"), "unit")
def may_manage_people(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let managers and administrators of the subtree make accounts and give roles there."""
    return ALLOWED if person.has(*MANAGING, path=unit.path) else refuse(_NOT_YOURS, _MANAGERS)


@permission("accounts.list", _("Xem danh sách người dùng"), "site")
def may_list_people(person: Person, at: datetime) -> Verdict:
    """Let managers and administrators see the accounts of their subtrees."""
    if person.has(*MANAGING):
        return ALLOWED
    return refuse(_("Danh sách người dùng là dữ liệu cá nhân."), _MANAGERS)


@permission("accounts.give_administrator", _("Giao vai trò quản trị hệ thống"), "site")
def may_give_administrator(person: Person, at: datetime) -> Verdict:
    """Let administrators alone make administrators."""
    if person.has(Role.ADMINISTRATOR):
        return ALLOWED
    return refuse(_("Vai trò quản trị hệ thống chỉ do quản trị hệ thống giao."), _ADMINISTRATORS)


def may_give_role(person: Person, role: str, unit: Unit, at: datetime) -> Verdict:
    """Let managers give roles within their subtree; the role of administrator only by administrators."""
    if role == Role.ADMINISTRATOR and not (verdict := may_give_administrator(person, at)):
        return verdict
    return may_manage_people(person, unit, at)


def may_change_account(person: Person, user: User, at: datetime) -> Verdict:
    """Let administrators change any account, managers those whose every role lies in their subtree.

    An account of an administrator is changed by administrators alone. One query.
    """
    if person.has(Role.ADMINISTRATOR):
        return ALLOWED
    if not person.has(Role.MANAGER):
        return refuse(_("Tài khoản của người khác do người quản lý sửa."), _MANAGERS)
    roles = paths_of_people([user.pk], timezone.localdate(at))[user.pk]
    if any(role == Role.ADMINISTRATOR for role, _path in roles):
        return refuse(_("Đây là tài khoản quản trị hệ thống."), _ADMINISTRATORS)
    if all(person.has(Role.MANAGER, path=path) for _role, path in roles):
        return ALLOWED
    return refuse(_("Người này có vai trò ở đơn vị mà bạn không quản lý."), _MANAGERS)


def may_close_account(person: Person, user: User, at: datetime) -> Verdict:
    """Let those who may change an account close it; nobody closes the own one."""
    if person.user_id == user.pk:
        return refuse(_("Không ai tự khóa tài khoản của mình."), _("Một người quản lý khác."))
    return may_change_account(person, user, at)


def may_ask_about(person: Person, user: User, at: datetime) -> Verdict:
    """Let anyone ask what they may do themselves, and managers ask it about people of their subtree."""
    if person.is_signed_in and person.user_id == user.pk:
        return ALLOWED
    return may_change_account(person, user, at)
