"""The rows of a progress board that are asked for, and the board as a table to take away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from parweb.interface.pages import matches, read_search
from parweb.interface.tables import Column, Table
from parweb.rounds.models import Round
from parweb.rounds.progress import BoardRow
from parweb.rounds.states import ParticipantState, PhaseKind

Groups = Mapping[int, tuple[str, set[int]]]

STATUS: Final[Mapping[str, Any]] = {
    "done": _("Xong"),
    "begun": _("Đang làm"),
    "waiting": _("Chưa làm"),
    "late": _("Trễ hạn"),
}


@dataclass(frozen=True)
class Filters:
    """Which units are asked for; empty means all of them."""

    words: str = ""
    typed: str = ""
    state: str = ""
    late: str = ""
    group: int | None = None


def read_filters(query: QueryDict | Mapping[str, str], groups: Groups) -> Filters:
    """Give the filters of an address; what is none of the choices is left out."""
    state, late, group = (str(query.get(name) or "") for name in ("state", "late", "group"))
    known = group.isdecimal() and int(group) in groups
    return Filters(
        words=read_search(query),
        typed=str(query.get("q") or "")[:200],
        state=state if state in ParticipantState.values else "",
        late=late if late in ("unit", "others") else "",
        group=int(group) if known else None,
    )


def filtered(rows: Iterable[BoardRow], filters: Filters, groups: Groups) -> list[BoardRow]:
    """Keep the rows that are asked for."""
    units = groups[filters.group][1] if filters.group is not None else None
    return [
        row
        for row in rows
        if (not filters.words or matches(filters.words, row.search, row.code))
        and (not filters.state or row.state == filters.state)
        and (filters.late != "unit" or row.is_late)
        and (filters.late != "others" or row.is_waiting_for_others)
        and (units is None or row.unit_id in units)
    ]


def board_table(round_: Round, rows: Iterable[BoardRow], at: datetime) -> Table:
    """Give the board as a table: a row per unit, a column per phase."""
    listed = list(rows)
    kinds = [cell.kind for cell in listed[0].cells] if listed else []
    columns = [
        Column("order", _("STT"), kind="whole"),
        Column("name", _("Đơn vị")),
        Column("code", _("Mã")),
        Column("state", _("Tình trạng")),
        Column("answered", _("Tiêu chí đã chấm"), kind="whole"),
        Column("total", _("Tiêu chí phải chấm"), kind="whole"),
        Column("share", _("Tỷ lệ tự chấm"), kind="percent", decimals=1),
        Column("requests", _("Yêu cầu giải trình chưa trả lời"), kind="whole"),
        Column("days_late", _("Số ngày trễ"), kind="whole"),
        *(Column(kind.value, kind.label) for kind in kinds),
        *(Column(f"{kind.value}_lock", _lock_heading(kind), kind="moment") for kind in kinds),
    ]
    return Table(round_.name, columns, [_row(row, at) for row in listed])


def _lock_heading(kind: PhaseKind) -> str:
    return str(_("{phase}: khóa lúc")).format(phase=kind.label)


def _row(row: BoardRow, at: datetime) -> dict[str, Any]:
    cells = {cell.kind.value: str(STATUS[cell.status]) for cell in row.cells}
    locks = {f"{cell.kind.value}_lock": cell.lock for cell in row.cells}
    return {
        "order": row.order,
        "name": row.name,
        "code": row.code,
        "state": row.state_label,
        "answered": row.answered,
        "total": row.total,
        "share": row.share,
        "requests": row.requests,
        "days_late": row.days_late(at),
        **cells,
        **locks,
    }
