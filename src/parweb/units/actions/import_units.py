"""Make many units from a workbook: all of them, or none and every problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.units.actions.make_unit import new_unit, next_order
from parweb.units.models import Unit
from parweb.units.permissions import may_manage_unit
from parweb.units.queries import units_by_codes
from parweb.units.workbooks import Field, Line, RowProblem, repeated

FIELDS: Final = (
    Field("name", gettext_lazy("Tên đơn vị"), "Trường THCS Đồng Tâm", is_required=True),
    Field("kind", gettext_lazy("Loại"), "Trường học", is_required=True),
    Field("code", gettext_lazy("Mã"), "TH-001"),
    Field("short_name", gettext_lazy("Tên gọn"), "THCS Đồng Tâm"),
    Field("parent", gettext_lazy("Đơn vị cấp trên (mã hoặc tên)"), ""),
    Field("order", gettext_lazy("Số thứ tự"), "1"),
    Field("valid_from", gettext_lazy("Từ ngày"), "01/07/2025"),
)
_TITLES: Final = {one.key: one.title for one in FIELDS}


@dataclass(frozen=True)
class _Row:
    line: Line
    kind: str
    parent: Unit
    order: int | None
    valid_from: date | None


def import_units(
    person: Person, top: Unit, lines: Sequence[Line], *, at: datetime
) -> tuple[list[Unit], list[RowProblem]]:
    """Make a unit per row below ``top``; with any problem nothing is made and all problems are given.

    A row without a parent hangs under ``top``; a parent is a unit in force of that subtree.
    """
    require(may_manage_unit(person, top, at))
    rows, problems = _checked(top, lines)
    if problems:
        return [], problems
    with transaction.atomic():
        counters: dict[int, int] = {}
        made = [_make(row, counters) for row in rows]
        after = {"count": len(made), "units": [one.pk for one in made]}
        record(person.actor, "units.import_units", at, target=top, unit_id=top.pk, after=after)
    return made, []


def _make(row: _Row, counters: dict[int, int]) -> Unit:
    number = counters.get(row.parent.pk) or next_order(row.parent)
    counters[row.parent.pk] = number + 1
    cells = row.line.cells
    return new_unit(
        row.parent,
        name=cells["name"],
        kind=row.kind,
        code=cells["code"],
        short_name=cells["short_name"],
        order=number if row.order is None else row.order,
        valid_from=row.valid_from,
    )


def _checked(top: Unit, lines: Sequence[Line]) -> tuple[list[_Row], list[RowProblem]]:
    parents = units_by_codes((line.cells["parent"] for line in lines), (top.path,))
    problems = _repeats(lines)
    rows = []
    for line in lines:
        row, found = _read(line, top, parents)
        problems += found
        rows += [row] if row else []
    problems += _taken(rows)
    return rows, sorted(problems, key=lambda one: one.row or 0)


def _read(line: Line, top: Unit, parents: Mapping[str, Unit]) -> tuple[_Row | None, list[RowProblem]]:
    cells, problems = line.cells, []
    kind = kind_named(cells["kind"])
    if kind is None:
        known = ", ".join(str(label) for label in Unit.Kind.labels)
        problems.append(line.problem("UN101", _TITLES["kind"], _("Loại không có trong danh mục."), known))
    parent = parents.get(fold(cells["parent"])) if cells["parent"] else top
    if parent is None:
        what = _("Không có đúng một đơn vị “{text}” trong {top}.").format(text=cells["parent"], top=top.name)
        problems.append(line.problem("UN102", _TITLES["parent"], what, _("Ghi mã đơn vị.")))
    if cells["order"] and not cells["order"].isdigit():
        problems.append(line.problem("UN103", _TITLES["order"], _("Số thứ tự phải là số nguyên.")))
    day = day_of(cells["valid_from"])
    if cells["valid_from"] and day is None:
        problems.append(line.problem("UN104", _TITLES["valid_from"], _("Ngày viết dạng 01/07/2025.")))
    if kind is None or parent is None or problems:
        return None, problems
    return _Row(line, kind, parent, int(cells["order"]) if cells["order"] else None, day), []


def kind_named(text: str) -> str | None:
    """Give the kind of unit that a text names, by its words or its code; None where it names none."""
    wanted = fold(text)
    named = {fold(str(label)): str(value) for value, label in Unit.Kind.choices}
    named |= {str(value): str(value) for value in Unit.Kind.values}
    return named.get(wanted) or next(
        (code for words, code in named.items() if words.startswith(wanted)), None
    )


def day_of(text: str) -> date | None:
    """Read a day written dd/mm/yyyy; None where it is not one."""
    parts = text.replace("-", "/").replace(".", "/").split("/")
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None


def _repeats(lines: Sequence[Line]) -> list[RowProblem]:
    return [
        line.problem("UN105", _TITLES["code"], _("Mã này có ở nhiều dòng của tệp."))
        for rows in repeated(lines, "code").values()
        for line in rows
    ]


def _taken(rows: Sequence[_Row]) -> list[RowProblem]:
    """Find codes that a unit of the same kind in force has already (one query)."""
    codes = [row.line.cells["code"] for row in rows if row.line.cells["code"]]
    known = set(Unit.objects.filter(code__in=codes, valid_to=None).values_list("kind", "code"))
    return [
        row.line.problem("UN106", _TITLES["code"], _("Mã này đã có đơn vị dùng."))
        for row in rows
        if (row.kind, row.line.cells["code"]) in known
    ]
