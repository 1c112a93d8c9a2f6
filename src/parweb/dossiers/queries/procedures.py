"""Reads of the catalogue of procedures: searched and filtered lists, counts by level, field, online level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from parweb.dossiers.models import Procedure


@dataclass(frozen=True)
class Asked:
    """What a reader asked for; empty: any. ``state``: empty in force, ``ended``, ``all``."""

    words: str = ""
    government: str = ""
    field: str = ""
    online: str = ""
    is_public: str = ""
    is_reviewed: str = ""
    state: str = ""
    owner: str = ""


def read_asked(query: Mapping[str, Any], words: str) -> Asked:
    """Read the filters of an address; ``words`` are folded."""
    names = {
        "government": "cap", "field": "linh-vuc", "online": "muc", "is_public": "cong-khai",
        "is_reviewed": "ra-soat", "state": "tinh-trang", "owner": "don-vi",
    }  # fmt: skip
    given = {name: str(query.get(key) or "").replace("\x00", "")[:200] for name, key in names.items()}
    return Asked(words, **given)


def procedures_asked(asked: Asked, on: date) -> QuerySet[Procedure]:
    """Give the procedures that fit, ordered by field and code."""
    rows = _standing(Procedure.objects.all(), asked.state, on)
    if asked.words:
        rows = rows.filter(Q(name_fold__contains=asked.words) | Q(code__icontains=asked.words))
    exact = {"government": asked.government, "field": asked.field, "owner__slug": asked.owner}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if asked.online in {str(one) for one in Procedure.Online.values}:
        rows = rows.filter(online_level=int(asked.online))
    for column, said in (("opened_on", asked.is_public), ("reviewed_on", asked.is_reviewed)):
        if said in {"1", "0"}:
            rows = rows.filter(**{f"{column}__isnull": said == "0"})
    return rows


def _standing(rows: QuerySet[Procedure], state: str, on: date) -> QuerySet[Procedure]:
    in_force = Q(ended_on=None) | Q(ended_on__gt=on)
    if state == "all":
        return rows
    return rows.exclude(in_force) if state == "ended" else rows.filter(in_force)


def public_procedures(asked: Asked, on: date) -> QuerySet[Procedure]:
    """Give what visitors see: in force, and made public by that day."""
    return procedures_asked(asked, on).filter(opened_on__lte=on)


def fields_of(rows: QuerySet[Procedure]) -> list[str]:
    """Give the fields of some procedures, by name."""
    return list(rows.order_by("field").values_list("field", flat=True).distinct())


@dataclass
class Counted:
    """How many procedures of a field or a whole level, by online level, made public, reviewed."""

    name: str
    total: int = 0
    by_online: dict[int, int] = field(default_factory=dict)
    public: int = 0
    reviewed: int = 0

    @property
    def full(self) -> int:
        """Those done wholly online (toàn trình; "mức độ 4" before 2022)."""
        return self.by_online.get(Procedure.Online.FULL, 0)

    @property
    def partial(self) -> int:
        """Those done partly online (một phần; "mức độ 3" before 2022)."""
        return self.by_online.get(Procedure.Online.PARTIAL, 0)

    @property
    def information(self) -> int:
        """Those about which there is information only."""
        return self.by_online.get(Procedure.Online.INFORMATION, 0)

    def add(self, row: Mapping[str, Any]) -> None:
        """Add the counts of one field and online level."""
        level = row["online_level"]
        self.total += row["count"]
        self.by_online[level] = self.by_online.get(level, 0) + row["count"]
        self.public += row["opened"]
        self.reviewed += row["reviewed"]


@dataclass
class LevelCounts:
    """A level of government: its counts, and those of each of its fields."""

    code: str
    whole: Counted
    fields: list[Counted] = field(default_factory=list)


def counts_by_level(rows: QuerySet[Procedure]) -> list[LevelCounts]:
    """Count procedures by level of government, field and online level (one query)."""
    grouped = (
        rows.order_by("government", "field")
        .values("government", "field", "online_level")
        .annotate(count=Count("pk"), opened=Count("opened_on"), reviewed=Count("reviewed_on"))
    )
    found: dict[str, LevelCounts] = {}
    for row in grouped:
        code = row["government"]
        level = found.setdefault(code, LevelCounts(code, Counted(str(Procedure.Government(code).label))))
        if not level.fields or level.fields[-1].name != row["field"]:
            level.fields.append(Counted(row["field"]))
        level.fields[-1].add(row)
        level.whole.add(row)
    return [found[code] for code in Procedure.Government.values if code in found]
