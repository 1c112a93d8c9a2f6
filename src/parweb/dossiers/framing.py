"""Finished dossiers as a list that a survey draws from: codes, units, fields; nobody who handed them in."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from parindex.dossiers.facts import State
from parindex.dossiers.store.live import Wanted
from parweb.dossiers.kept import opened
from parweb.dossiers.queries.scopes import Scope, names_of_units, scope_of
from parweb.dossiers.rows import in_places
from parweb.units.models import Unit

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
