"""From what is wanted (so many in all, shared like this) to a plan for a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

import polars as pl

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.sampling.allocation import Rule, allocate, shares
from parindex.surveys.sampling.frames import Frame, number_text
from parindex.surveys.sampling.kinds import BAD_SIZE, EMPTY_STRATUM, NO_CLUSTER, NO_COLUMN, NOTHING_ASKED
from parindex.surveys.sampling.plans import Method, Plan, Stage
from parindex.surveys.sampling.populations import deviations_of


@dataclass(frozen=True)
class Wanted:
    """What a sample is to be: ``size`` in all, or ``sizes`` of each stratum; how it is shared and drawn.

    ``bounds`` has one row per ``stratum`` that has bounds of its own: ``floor``, ``cap``, ``deviation`` (any
    of them). ``per_cluster``: two stages, so many elements in each drawn cluster; the size in all is then a
    whole number of clusters, rounded up.
    """

    size: int | None = None
    sizes: Mapping[str, int] | None = None
    rule: Rule = "proportional"
    floor: int = 0
    bounds: pl.DataFrame | None = None
    method: Method = "srs"
    per_cluster: int | None = None
    cluster_method: Method = "pps_systematic"
    sort: Sequence[str] = ()
    reserve_percent: int = 0
    is_one_per_person: bool = field(default=True)


def planned(frame: Frame, wanted: Wanted) -> Plan:
    """Give the plan of what is wanted from a frame.

    Raises :class:`ProblemsFound`: no size at all (SV333), a size that cannot be allocated (SV324), a Neyman
    allocation without deviations (SV335), clusters asked of a frame that has none (SV305).

    >>> frame = Frame.of(pl.DataFrame({"element_id": list("abcdef"), "unit_id": list("XXXXYY")}))
    >>> planned(frame, Wanted(size=3)).stages[0].size
    {'X': 2, 'Y': 1}
    """
    if wanted.per_cluster is None:
        stages: tuple[Stage, ...] = (Stage("element", _sizes(frame, wanted), wanted.method),)
    else:
        clusters = Stage("psu", _sizes(frame, wanted), wanted.cluster_method)
        stages = (clusters, Stage("element", wanted.per_cluster, wanted.method))
    return Plan(stages, tuple(wanted.sort), wanted.reserve_percent, wanted.is_one_per_person)


def _sizes(frame: Frame, wanted: Wanted) -> dict[str, int]:
    """Give the size of each stratum: of elements, or of clusters where these are drawn first."""
    if wanted.sizes is not None:
        return {name: ceil(one / (wanted.per_cluster or 1)) for name, one in wanted.sizes.items()}
    if wanted.size is None:
        raise ProblemsFound([Problem(NOTHING_ASKED, Place())])
    strata = _counted(frame, wanted)
    per = wanted.per_cluster or 1
    deviations = deviations_of(strata.rename({"stratum": "unit_id"})) if wanted.rule == "neyman" else None
    parts = shares(wanted.rule, strata["elements"].to_list(), deviations)
    floors = [ceil(one / per) for one in strata["floor"].fill_null(wanted.floor).to_list()]
    caps = [
        most if one is None else int(one // per) for one, most in strata.select("cap", "population").rows()
    ]
    numbers = allocate(ceil(wanted.size / per), strata["population"].to_list(), parts, floors, caps)
    return dict(zip(strata["stratum"].to_list(), numbers, strict=True))


def _counted(frame: Frame, wanted: Wanted) -> pl.DataFrame:
    """Count the strata: ``elements``, ``population`` (elements or clusters), ``floor, cap, deviation``."""
    if wanted.per_cluster is not None and not frame.has("psu"):
        title = frame.titles.get("psu", "psu")
        raise ProblemsFound([Problem(NO_CLUSTER, frame.place, {"column": title})])
    what = pl.len() if wanted.per_cluster is None else pl.col("psu").drop_nulls().n_unique()
    counted = frame.table.group_by("stratum").agg(elements=pl.len(), population=what).sort("stratum")
    bounds = wanted.bounds
    if bounds is not None:
        unknown = bounds.filter(~pl.col("stratum").is_in(counted["stratum"].to_list()))["stratum"].to_list()
        if unknown:
            raise ProblemsFound([Problem(EMPTY_STRATUM, frame.place, {"given": one}) for one in unknown])
        counted = counted.join(bounds, on="stratum", how="left", maintain_order="left")
    names = [name for name in ("floor", "cap", "deviation") if name not in counted.columns]
    return counted.with_columns(pl.lit(None, pl.Float64).alias(name) for name in names)


def sizes_of(table: pl.DataFrame, file: str | None = None) -> dict[str, int]:
    """Give the size of each stratum of a table that was read (``stratum`` or ``unit_id``, ``n``, ``row``).

    Raises :class:`ProblemsFound` (SV311, SV337): no such columns, a size that is no whole number from 0.
    """
    lacking = [one for one in ("stratum", "n") if one not in _named(table).columns]
    if lacking:
        known = ", ".join(name for name in table.columns if name != "row")
        raise ProblemsFound(
            Problem(NO_COLUMN, Place(file=file), {"given": one, "known": known}) for one in lacking
        )
    named = _named(table)
    size = pl.col("n")
    is_good = (size >= 0) & size.is_finite() & (size == size.floor())
    bad = named.filter(~is_good.fill_null(value=False) | pl.col("stratum").is_null())
    if bad.height:
        raise ProblemsFound(
            Problem(BAD_SIZE, Place(file=file, row=row), {"given": "" if one is None else number_text(one)})
            for row, one in bad.select("row", "n").iter_rows()
        )
    return {name: int(one) for name, one in named.select("stratum", "n").iter_rows()}


def bounds_of(table: pl.DataFrame) -> pl.DataFrame | None:
    """Give the bounds of strata of a table that was read: ``stratum``, ``floor``, ``cap``, ``deviation``."""
    given = [name for name in ("floor", "cap", "deviation") if name in table.columns]
    named = _named(table)
    return named.select("stratum", *given) if given and "stratum" in named.columns else None


def _named(table: pl.DataFrame) -> pl.DataFrame:
    """Let a table of units name strata."""
    is_units = "stratum" not in table.columns and "unit_id" in table.columns
    return table.rename({"unit_id": "stratum"}) if is_units else table
