"""One question to a store: counts of a period by units, fields, procedures, channels or groups of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from parindex.dossiers.measures.catalogue import counts_of
from parindex.dossiers.measures.counting import counted, with_ratios
from parindex.dossiers.measures.engines import Engine, open_duckdb
from parindex.dossiers.measures.groups import grouped
from parindex.dossiers.measures.periods import Period
from parindex.dossiers.measures.times import BIN, histogram, percentiles
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.manifest import Lists

_LISTS: Final = {"unit": "units", "procedure": "procedures", "field": "fields"}
_MINUTES_OF_AN_HOUR: Final = 60
ID_OF: Final = {"unit": "unit_id", "procedure": "procedure", "field": "field", "channel": "channel"}
"""How a dimension is called once its places are ids."""


def labelled(frame: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """Put the ids of units, procedures and fields where their places were; ``unit`` becomes ``unit_id``."""
    for name, known in _LISTS.items():
        if name in frame.columns:
            ids = pl.Series(getattr(lists, known), dtype=pl.String)
            frame = frame.with_columns(ids.gather(frame[name].cast(pl.Int64)).alias(name))
    return frame.rename({"unit": "unit_id"}, strict=False)


def ask(
    store: Store,
    period: Period,
    names: Sequence[str],
    by: Sequence[str] = ("unit",),
    groups: Mapping[str, str] | None = None,
    engine: Engine | None = None,
) -> pl.DataFrame:
    """Give counts and ratios of a period, by ids in their order; ``groups`` puts units together.

    Raises :class:`ProblemsFound` where the store is empty (DO403).
    """
    place = engine or open_duckdb()
    counts = counts_of(tuple(names))
    found = place.run(counted(place.read(store.facts_paths()), period, counts, by))
    frame = labelled(found, store.lists)
    if groups is not None and "unit" in by:
        frame = grouped(frame, groups, [ID_OF[name] for name in by if name != "unit"])
    return with_ratios(frame.sort([ID_OF[name] for name in by]) if by else frame, names)


def times(
    store: Store,
    period: Period,
    by: Sequence[str] = ("procedure",),
    groups: Mapping[str, str] | None = None,
    engine: Engine | None = None,
) -> pl.DataFrame:
    """Give how long the dossiers done in a period took: ``dossiers``, ``mean``, ``p50``, ``p90``.

    In working hours, rows by ids in their order. Raises :class:`ProblemsFound` where the store is empty
    (DO403).
    """
    place, ids = engine or open_duckdb(), [ID_OF[name] for name in by]
    others = [name for name in ids if name != "unit_id"]
    bins = labelled(place.run(histogram(place.read(store.facts_paths()), period, by)), store.lists)
    counts = ask(store, period, ("minutes", "timed"), by, groups, place)
    if groups is not None and "unit_id" in ids:
        bins = grouped(bins, groups, [*others, BIN])
    edges = percentiles(bins.with_columns(_all=pl.lit(0)), by=("_all", *ids)).drop("_all")
    mean = (pl.col("minutes") / pl.col("timed")).alias("mean")
    means = counts.filter(pl.col("timed") != 0).select(*ids, mean)
    joined = edges.join(means, on=ids) if ids else edges.hstack(means)
    hours = [(pl.col(name) / _MINUTES_OF_AN_HOUR).alias(name) for name in ("mean", "p50", "p90")]
    return joined.select(*ids, "dossiers", *hours).sort(ids) if ids else joined.select("dossiers", *hours)


def procedures_with(
    store: Store,
    period: Period,
    names: Sequence[str],
    groups: Mapping[str, str] | None = None,
    engine: Engine | None = None,
) -> pl.DataFrame:
    """Give how many procedures of each unit (or group) had at least one dossier in each count."""
    frame = ask(store, period, names, ("unit", "procedure"), groups, engine)
    had = [(pl.col(name) > 0).sum().cast(pl.Int64) for name in names]
    return frame.group_by("unit_id", maintain_order=True).agg(had)
