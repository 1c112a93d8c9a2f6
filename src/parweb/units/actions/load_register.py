"""Load the register of units: what is missing is made, what was renamed there is renamed here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from parindex.text import fold
from parweb.audit.actions.record import record
from parweb.audit.actor import SYSTEM
from parweb.units.models import Unit
from parweb.units.register import Entry, Register
from parweb.units.slugs import free

COMMUNES = (Unit.Kind.COMMUNE, Unit.Kind.WARD, Unit.Kind.SPECIAL_ZONE)
_BATCH = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Loaded:
    """How many units were made, brought up to date, and left as they were."""

    made: int
    changed: int
    same: int


def load_register(register: Register, at: datetime, progress: Progress | None = None) -> Loaded:
    """Bring the units in force up to the register; calling it again changes nothing.

    A unit is found by its official code among those in force. Units made by hand, and dissolved ones, are
    left alone. Province first, so that each commune hangs under its own.
    """
    with transaction.atomic():
        existing = _in_force()
        taken = set(Unit.objects.values_list("slug", flat=True))
        changed = sum(
            _bring_up(existing[key], one, register)
            for one in register.entries
            if (key := _key(one)) in existing
        )
        missing = [one for one in register.entries if _key(one) not in existing]
        ordered = sorted(missing, key=lambda one: not one.is_province)
        made = 0
        for part in _parts(ordered):
            made += _make(part, register, existing, taken)
            if progress:
                progress(made, len(ordered))
        loaded = Loaded(made, changed, len(register.entries) - made - changed)
        if made or changed:
            after = {"state": register.state, "made": made, "changed": changed}
            record(SYSTEM, "units.load_register", at, after=after)
    return loaded


def _key(entry: Entry) -> tuple[bool, str]:
    return entry.is_province, entry.code


def _in_force() -> dict[tuple[bool, str], Unit]:
    kinds = (Unit.Kind.PROVINCE, *COMMUNES)
    units = Unit.objects.filter(kind__in=kinds, valid_to=None).exclude(code="")
    return {(one.kind == Unit.Kind.PROVINCE, one.code): one for one in units}


def _bring_up(unit: Unit, entry: Entry, register: Register) -> bool:
    """Rename a unit that came from a register; one made by hand keeps its name."""
    is_ours = unit.source.startswith("Danh mục ")
    if not is_ours or (unit.name, unit.kind) == (entry.name, entry.kind):
        return False
    source = register.source_of(entry)
    Unit.objects.filter(pk=unit.pk).update(
        name=entry.name, name_fold=fold(entry.name), kind=entry.kind, source=source
    )
    return True


def _parts(entries: list[Entry]) -> list[list[Entry]]:
    """Cut provinces from communes, then into batches: a parent stands before what hangs under it."""
    tops = [one for one in entries if one.is_province]
    rest = [one for one in entries if not one.is_province]
    batches = [rest[first : first + _BATCH] for first in range(0, len(rest), _BATCH)]
    return [part for part in (tops, *batches) if part]


def _make(
    entries: list[Entry], register: Register, existing: dict[tuple[bool, str], Unit], taken: set[str]
) -> int:
    units = [_unit(one, register, existing, taken) for one in entries]
    made = Unit.objects.bulk_create(units)
    for one in made:
        top = one.parent.path if one.parent else "/"
        one.path = f"{top}{one.pk}/"
    Unit.objects.bulk_update(made, ["path"], batch_size=_BATCH)
    existing.update({_key(entry): unit for entry, unit in zip(entries, made, strict=True)})
    return len(made)


def _unit(entry: Entry, register: Register, existing: dict[tuple[bool, str], Unit], taken: set[str]) -> Unit:
    slug = free(entry.name if entry.is_province else f"{entry.name} {entry.code}", taken)
    taken.add(slug)
    return Unit(
        kind=entry.kind,
        code=entry.code,
        name=entry.name,
        name_fold=fold(entry.name),
        slug=slug,
        parent=None if entry.is_province else existing[True, entry.province_code],
        path="/",
        order=int(entry.code),
        valid_from=entry.valid_from,
        source=register.source_of(entry),
    )
