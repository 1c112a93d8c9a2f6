"""Tables of units and strata that people bring: their populations, deviations, floors and caps."""

from __future__ import annotations

import polars as pl

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.sampling.frames import number_text
from parindex.surveys.sampling.kinds import NO_DEVIATIONS, NO_POPULATION


def units_of(table: pl.DataFrame, file: str | None = None) -> pl.DataFrame:
    """Give units with whole populations of a table that was read (``row``, ``population`` …).

    ``unit_id`` is that of the table, else its ``stratum``; ``n`` becomes ``planned_n``; bounds that are not
    given are 0 and the population. Raises :class:`ProblemsFound` (SV327) for each row without a unit or a
    whole population above 0.
    """
    names = [name for name in ("unit_id", "stratum") if name in table.columns]
    named = table.with_columns(unit_id=pl.coalesce(names) if names else pl.lit(None, pl.String))
    whole = pl.col("population")
    is_good = (whole >= 1) & (whole == whole.floor()) & whole.is_finite()
    bad = named.filter(~is_good.fill_null(value=False) | pl.col("unit_id").is_null())
    if bad.height:
        raise ProblemsFound(
            Problem(
                NO_POPULATION, Place(file=file, row=row), {"given": "" if one is None else number_text(one)}
            )
            for row, one in bad.select("row", "population").iter_rows()
        )
    bounds = {"floor": pl.lit(0.0), "cap": whole}
    filled = [
        pl.col(name).fill_null(value).cast(pl.Int64)
        for name, value in bounds.items()
        if name in named.columns
    ]
    planned = [pl.col("n").cast(pl.Int64).alias("planned_n")] if "n" in named.columns else []
    return named.with_columns(*filled, *planned, whole.cast(pl.Int64))


def deviations_of(units: pl.DataFrame) -> list[float]:
    """Give the ``deviation`` of each ``unit_id``; raises :class:`ProblemsFound` (SV335) if one has none."""
    if "deviation" not in units.columns:
        units = units.with_columns(deviation=pl.lit(None, pl.Float64))
    lacking = units.filter(~(pl.col("deviation") >= 0).fill_null(value=False))["unit_id"].to_list()
    if lacking:
        raise ProblemsFound([Problem(NO_DEVIATIONS, Place(), {"given": one}) for one in lacking])
    return [float(one) for one in units["deviation"].to_list()]
