"""The seam: the long tables that library and site exchange, declared once as Polars schemas."""

from __future__ import annotations

from typing import Final, Literal, get_args

import polars as pl

Standing = Literal["measured", "missing", "not_applicable", "withheld"]
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)
MEASURED, MISSING, NOT_APPLICABLE, WITHHELD = range(4)

Source = Literal["self", "appraisal1", "appraisal2", "council", "survey", "dossier", "published"]
SOURCES: Final[tuple[Source, ...]] = get_args(Source)

StandingType: Final = pl.Enum(STANDINGS)

TOTAL: Final = "total"
"""The ``criterion_id`` of a unit's total; ``channel:<id>`` is that of a channel's sum."""
CHANNEL_PREFIX: Final = "channel:"
VALUE: Final = "value"
"""The name of the only input of a leaf that has one."""
POINTS: Final = "points"
"""The input by which a person sets the points of a leaf, in place of its rule (điểm ấn định)."""

VALUES: Final = pl.Schema(
    {
        "unit_id": pl.String(),
        "criterion_id": pl.String(),
        "input": pl.String(),
        "value": pl.Float64(),
        "standing": StandingType,
        "source": pl.String(),
    }
)
"""What was filled in: one row per unit, leaf, input of the leaf (``value`` when it has one; ``points`` where
somebody set the points), and source."""

UNITS: Final = pl.Schema({"unit_id": pl.String(), "name": pl.String(), "league": pl.String()})
"""Who is scored, in official list order; further columns are peer groups (region, urban or rural, ...)."""

SCORES: Final = pl.Schema(
    {
        "unit_id": pl.String(),
        "criterion_id": pl.String(),
        "points": pl.Float64(),
        "max_points": pl.Float64(),
        "standing": StandingType,
        "missing_leaves": pl.UInt32(),
    }
)
"""Every node of the tree, the channels and the total. ``max_points`` is what could be earned by that unit
(excluded leaves are out of it); ``missing_leaves`` counts the leaves below that had no value."""

EXPLANATIONS: Final = pl.Schema(
    {
        "unit_id": pl.String(),
        "criterion_id": pl.String(),
        "rule": pl.String(),
        "inputs": pl.String(),
        "clause": pl.String(),
        "points": pl.Float64(),
        "standing": StandingType,
        "legal_ref": pl.String(),
    }
)
"""Why: for each leaf of each unit the rule, the inputs, the clause that applied, the points, the law."""

RANKS: Final = pl.Schema(
    {
        "unit_id": pl.String(),
        "peer_group": pl.String(),
        "criterion_id": pl.String(),
        "points": pl.Float64(),
        "rank": pl.UInt32(),
        "of": pl.UInt32(),
        "tied": pl.Boolean(),
        "class": pl.String(),
    }
)
"""Ranks in a peer group; ``of`` is the denominator as the edition prints it; ``class`` is on
the total only."""

ESTIMATES: Final = pl.Schema(
    {
        "unit_id": pl.String(),
        "criterion_id": pl.String(),
        "source": pl.String(),
        "standard_error": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "level": pl.Float64(),
        "method": pl.String(),
        "respondents": pl.UInt32(),
        "df": pl.UInt32(),
        "points_low": pl.Float64(),
        "points_high": pl.Float64(),
    }
)
"""Figures that are estimates: standard error and interval in percentage points, the interval's level (0.95)
and method (``korn_graubard``), what it was made from, and the leaf's points at its ends."""

SURE_RANKS: Final = pl.Schema(
    {
        "unit_id": pl.String(),
        "peer_group": pl.String(),
        "criterion_id": pl.String(),
        "points_low": pl.Float64(),
        "points_high": pl.Float64(),
        "best": pl.UInt32(),
        "worst": pl.UInt32(),
        "alike": pl.UInt32(),
    }
)
"""How sure a rank in a peer group is: points and ranks that the errors of estimates leave possible, for all
units at once; ``alike`` counts the units that a unit cannot be told from."""
