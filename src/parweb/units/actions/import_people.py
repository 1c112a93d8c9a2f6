"""Make many accounts from a workbook: all of them with their first passwords, or none and every problem."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.text import fold
from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.audit.actions.record import record
from parweb.units.actions.assign import RoleGiven, write_assignment
from parweb.units.actions.make_account import new_account
from parweb.units.models import Unit
from parweb.units.permissions import MANAGING, may_give_role
from parweb.units.queries import units_by_codes
from parweb.units.workbooks import Field, Line, RowProblem, repeated

FIELDS: Final = (
    Field("full_name", gettext_lazy("Họ và tên"), "Nguyễn Thị Hoa", is_required=True),
    Field("username", gettext_lazy("Tên đăng nhập"), "hoa.nt", is_required=True),
    Field("job_title", gettext_lazy("Chức vụ"), "Chuyên viên"),
    Field("email", gettext_lazy("Thư điện tử"), "hoa.nt@example.vn"),
    Field("phone", gettext_lazy("Điện thoại"), ""),
    Field("role", gettext_lazy("Vai trò"), "Cán bộ đầu mối của đơn vị", is_required=True),
    Field("unit", gettext_lazy("Cho đơn vị (mã hoặc tên)"), "26740", is_required=True),
    Field("home", gettext_lazy("Thuộc đơn vị (mã hoặc tên)"), ""),
    Field("criteria", gettext_lazy("Tiêu chí thẩm định"), "2; 3.1"),
)
_TITLES: Final = {one.key: one.title for one in FIELDS}
USERNAME: Final = re.compile(r"[\w.@+-]{3,150}")


@dataclass(frozen=True)
class FirstPassword:
    """An account that was made, with the password to hand over."""

    user: User
    password: str
    unit: Unit


@dataclass(frozen=True)
class _Row:
    line: Line
    given: RoleGiven


def import_people(
    person: Person, lines: Sequence[Line], *, at: datetime
) -> tuple[list[FirstPassword], list[RowProblem]]:
    """Make an account per row; with any problem none is made and all problems are given.

    A row of an account that exists already is a problem too: its roles are changed on its own page.
    """
    rows, problems = _checked(person, lines, at)
    if problems:
        return [], problems
    with transaction.atomic():
        made = [_make(person, row, at) for row in rows]
        after = {"count": len(made), "users": [one.user.pk for one in made]}
        record(person.actor, "units.import_people", at, after=after)
    return made, []


def _make(person: Person, row: _Row, at: datetime) -> FirstPassword:
    cells = row.line.cells
    user, password = new_account(
        cells["username"], cells["full_name"], cells["email"], cells["phone"], cells["job_title"]
    )
    write_assignment(person, user, row.given, at)
    return FirstPassword(user, password, row.given.unit)


def _checked(person: Person, lines: Sequence[Line], at: datetime) -> tuple[list[_Row], list[RowProblem]]:
    asked = [line.cells[key] for line in lines for key in ("unit", "home") if line.cells[key]]
    units = units_by_codes(asked, person.paths(*MANAGING))
    taken = _taken(lines)
    problems = [
        line.problem("UN201", _TITLES["username"], _("Tên đăng nhập này có ở nhiều dòng của tệp."))
        for rows in repeated(lines, "username").values()
        for line in rows
    ]
    rows = []
    for line in lines:
        found = _wrong_name(line, taken)
        given, wrong = _given(person, line, units, at)
        problems += found + wrong
        rows += [_Row(line, given)] if given and not found else []
    return rows, sorted(problems, key=lambda one: one.row or 0)


def _taken(lines: Sequence[Line]) -> set[str]:
    names = [line.cells["username"] for line in lines]
    return set(User.objects.filter(username__in=names).values_list("username", flat=True))


def _wrong_name(line: Line, taken: set[str]) -> list[RowProblem]:
    name, email, problems = line.cells["username"], line.cells["email"], []
    if not USERNAME.fullmatch(name):
        what = _("Tên đăng nhập gồm chữ không dấu cách, số và các dấu . @ + - _, ít nhất 3 ký tự.")
        problems.append(line.problem("UN202", _TITLES["username"], what))
    if name in taken:
        problems.append(line.problem("UN203", _TITLES["username"], _("Tên đăng nhập này đã có.")))
    try:
        validate_email(email or "an@example.vn")
    except ValidationError:
        problems.append(line.problem("UN204", _TITLES["email"], _("Thư điện tử không đúng dạng.")))
    return problems


def _given(
    person: Person, line: Line, units: Mapping[str, Unit], at: datetime
) -> tuple[RoleGiven | None, list[RowProblem]]:
    cells, problems = line.cells, []
    role = role_named(cells["role"])
    if role is None:
        known = ", ".join(str(label) for label in Role.labels)
        problems.append(line.problem("UN205", _TITLES["role"], _("Vai trò không có trong danh mục."), known))
    for key in ("unit", "home"):
        if cells[key] and fold(cells[key]) not in units:
            what = _("Không có đúng một đơn vị “{text}” trong phạm vi bạn quản lý.").format(text=cells[key])
            problems.append(line.problem("UN206", _TITLES[key], what, _("Ghi mã đơn vị.")))
    unit, home = units.get(fold(cells["unit"])), units.get(fold(cells["home"]))
    if unit is None or role is None or problems:
        return None, problems
    if not (verdict := may_give_role(person, role, unit, at)):
        return None, [line.problem("UN207", _TITLES["role"], verdict.why, verdict.who)]
    return RoleGiven(role, unit, home, criteria_of(cells["criteria"])), []


def role_named(text: str) -> str | None:
    """Give the role that a text names, by its words, their beginning, or its code."""
    wanted = fold(text)
    named = {fold(str(label)): str(value) for value, label in Role.choices}
    named |= {str(value): str(value) for value in Role.values}
    begun = [code for words, code in named.items() if wanted and words.startswith(wanted)]
    return named.get(wanted) or (begun[0] if len(set(begun)) == 1 else None)


def criteria_of(text: str) -> tuple[str, ...]:
    """Read codes of criteria written with commas, semicolons or spaces between them.

    >>> criteria_of("2; 3.1, 4")
    ('2', '3.1', '4')
    """
    return tuple(dict.fromkeys(re.findall(r"[^\s,;]+", text)))
