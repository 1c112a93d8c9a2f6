"""Say which unit a code of a one-stop system means: one by one, or from a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.dossiers.models import Source, UnitCode
from parweb.dossiers.permissions import may_keep_sources_of
from parweb.units.models import Unit
from parweb.units.queries import units_by_codes
from parweb.units.workbooks import Field, Line, RowProblem, repeated

FIELDS: Final = (
    Field("code", gettext_lazy("Mã trong hệ thống một cửa"), "000.00.01.H26", is_required=True),
    Field("unit", gettext_lazy("Đơn vị (mã hoặc tên)"), "26740", is_required=True),
)
_TITLES: Final = {one.key: one.title for one in FIELDS}
_LONGEST: Final = 200


def save_codes(person: Person, source: Source, pairs: Mapping[str, Unit], at: datetime) -> int:
    """Write codes and their units; a code that was there gets the new unit. Give how many changed."""
    require(may_keep_sources_of(person, source.owner, at))
    with transaction.atomic():
        known = dict(source.unit_codes.filter(code__in=pairs).values_list("code", "unit_id"))
        changed = {code: unit for code, unit in pairs.items() if known.get(code) != unit.pk}
        UnitCode.objects.bulk_create(
            [UnitCode(source=source, code=code, unit=unit) for code, unit in changed.items()],
            update_conflicts=True,
            unique_fields=["source", "code"],
            update_fields=["unit"],
            batch_size=500,
        )
        before = {code: known[code] for code in changed if code in known}
        after = {code: unit.pk for code, unit in changed.items()}
        told: dict[str, Any] = {"target": source, "unit_id": source.owner_id}
        if changed:
            record(person.actor, "dossiers.save_codes", at, before=before, after=after, **told)
    return len(changed)


def drop_code(person: Person, row: UnitCode, at: datetime) -> None:
    """Take a code away: its dossiers count for no unit until it is given one again."""
    require(may_keep_sources_of(person, row.source.owner, at))
    with transaction.atomic():
        before = {"code": row.code, "unit": row.unit_id}
        told: dict[str, Any] = {"target": row.source, "unit_id": row.source.owner_id}
        row.delete()
        record(person.actor, "dossiers.drop_code", at, before=before, **told)


def import_codes(
    person: Person, source: Source, lines: Sequence[Line], at: datetime
) -> tuple[int, list[RowProblem]]:
    """Write the codes of a table; with any problem none is written and all problems are given.

    Problems: HS101 a code in several rows, HS102 no such unit, HS103 the code means another unit in another
    source, HS104 a code that is too long.
    """
    require(may_keep_sources_of(person, source.owner, at))
    units = units_by_codes([line.cells["unit"] for line in lines], (source.owner.path,))
    problems = [
        line.problem("HS101", _TITLES["code"], _("Mã này có ở nhiều dòng của tệp."))
        for rows in repeated(lines, "code").values()
        for line in rows
    ]
    elsewhere = _elsewhere(source, [line.cells["code"] for line in lines])
    problems += [found for line in lines for found in _wrong(line, units, elsewhere)]
    if problems:
        return 0, sorted(problems, key=lambda one: one.row or 0)
    pairs = {line.cells["code"]: units[fold(line.cells["unit"])] for line in lines}
    return save_codes(person, source, pairs, at), []


def _elsewhere(source: Source, codes: Iterable[str]) -> dict[str, int]:
    """Give what the codes mean in other sources: all records lie in one store, so a code means one unit."""
    rows = UnitCode.objects.exclude(source=source).filter(code__in=list(codes))
    return dict(rows.values_list("code", "unit_id"))


def _wrong(line: Line, units: Mapping[str, Unit], elsewhere: Mapping[str, int]) -> list[RowProblem]:
    code, named = line.cells["code"], line.cells["unit"]
    unit, found = units.get(fold(named)), []
    if unit is None:
        what = _("Không có đúng một đơn vị “{text}” thuộc nguồn này.").format(text=named)
        found.append(line.problem("HS102", _TITLES["unit"], what, _("Ghi mã đơn vị.")))
    elif elsewhere.get(code, unit.pk) != unit.pk:
        what = _("Mã này đã là mã của đơn vị khác ở một nguồn khác.")
        found.append(line.problem("HS103", _TITLES["code"], what, _("Sửa ở nguồn kia trước.")))
    if len(code) > _LONGEST:
        found.append(line.problem("HS104", _TITLES["code"], _("Mã dài quá 200 ký tự.")))
    return found
