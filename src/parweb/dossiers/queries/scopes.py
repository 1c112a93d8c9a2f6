"""Which places of the store belong to a unit, with what it was merged of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from parweb.dossiers.models import Procedure, UnitCode
from parweb.units.models import Succession, Unit


@dataclass(frozen=True)
class Scope:
    """A unit with all below it: the places of its records, and the unit of each place.

    Records of a unit that was merged since count for the unit it became.
    """

    unit: Unit
    unit_of: Mapping[int, int]

    @property
    def places(self) -> tuple[int, ...]:
        """The places, in order."""
        return tuple(sorted(self.unit_of))

    @property
    def has_several(self) -> bool:
        """Tell whether there is more than one unit to compare."""
        return len(set(self.unit_of.values())) > 1

    def of(self, unit_id: int) -> tuple[int, ...]:
        """Give the places of one unit."""
        return tuple(place for place, one in sorted(self.unit_of.items()) if one == unit_id)


def scope_of(unit: Unit, known: tuple[str, ...]) -> Scope:
    """Give the scope of a unit in a store whose list of units is ``known`` (two queries)."""
    path = unit.path
    became = dict(
        Succession.objects.filter(
            Q(former__path__startswith=path) | Q(successor__path__startswith=path), share=1
        )
        .exclude(change__kind="split")
        .values_list("former_id", "successor_id")
    )
    codes = UnitCode.objects.filter(Q(unit__path__startswith=path) | Q(unit__in=list(became)))
    units = dict(codes.order_by("pk").values_list("code", "unit_id"))
    return Scope(
        unit, {place: _today(units[code], became) for place, code in enumerate(known) if code in units}
    )


def _today(unit_id: int, became: Mapping[int, int]) -> int:
    seen = {unit_id}
    while (after := became.get(unit_id, unit_id)) not in seen:
        unit_id = after
        seen.add(unit_id)
    return unit_id


def names_of_procedures(codes: list[str]) -> dict[str, str]:
    """Give the names of procedures by their codes."""
    return dict(Procedure.objects.filter(code__in=codes).values_list("code", "name"))


def names_of_units(ids: list[int]) -> dict[int, Unit]:
    """Give units by their ids."""
    return Unit.objects.in_bulk(ids)
