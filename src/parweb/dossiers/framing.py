"""What surveys take from here: dossiers to draw from, procedures and fields to ask about; no people."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl
from django.db.models import Q
from django.utils import timezone

from parindex.dossiers.facts import State
from parindex.dossiers.store.live import Wanted
from parweb.dossiers.kept import opened
from parweb.dossiers.models import Procedure
from parweb.dossiers.queries.scopes import Scope, names_of_units, scope_of
from parweb.dossiers.rows import in_places
from parweb.units.models import Unit
from parweb.units.queries import ancestors

MOST: Final = 2_000_000
"""Dossiers of one list."""


def frame_for(unit: Unit, first_on: date, last_on: date) -> pl.DataFrame:
    """Give the dossiers of a unit and those below it that ended between two days, both included.

    Columns: ``element_id`` (the code of the dossier), ``unit_id`` (the code of the unit that it counts for
    today, its name where it has none), ``field``, ``procedure``, ``ended_on``. Each dossier is there once,
    in its latest state.
    """
    kept = opened()
    scope = scope_of(unit, kept.store.lists.units)
    ended = pl.col("ended_on").is_between(pl.lit(first_on), pl.lit(last_on))
    question = in_places(ended & (pl.col("state") != int(State.NOT_COUNTED)), unit=scope.places)
    records = kept.store.records(Wanted(facts=question), limit=MOST).records
    names = _names(scope, kept.store.lists.units)
    return records.select(
        pl.col("code").alias("element_id"),
        pl.col("unit_id").replace_strict(names, default=None, return_dtype=pl.String),
        "field",
        "procedure",
        pl.coalesce("returned_at", "finished_at").dt.date().cast(pl.String).alias("ended_on"),
    )


def _names(scope: Scope, known: tuple[str, ...]) -> dict[str, str]:
    """Give how the unit is called today that each code of the records counts for (one query)."""
    units = names_of_units(list(set(scope.unit_of.values())))
    return {known[place]: units[pk].code or units[pk].name for place, pk in scope.unit_of.items()}


def subjects_for(unit: Unit) -> list[tuple[str, str, str]]:
    """Give the procedures in force for a unit, and their fields, as ``(kind, code, name)`` (two queries).

    The catalogue is that of the unit, of those above it and of those below it; a code that several have is
    there once.
    """
    owners = Q(owner__in=[unit, *ancestors(unit)]) | Q(owner__path__startswith=f"{unit.path.rstrip('/')}/")
    today = timezone.localdate()
    rows = Procedure.objects.filter(owners, Q(ended_on=None) | Q(ended_on__gt=today)).order_by("code", "pk")
    named = {code: (name, field) for code, name, field in rows.values_list("code", "name", "field")}
    fields = sorted({field for _name, field in named.values() if field})
    return [
        *(("field", field, field) for field in fields),
        *(("procedure", code, name) for code, (name, _field) in named.items()),
    ]
