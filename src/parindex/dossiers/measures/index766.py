"""Values for the index of decision 766: numerator and denominator of every leaf, unit by unit.

Leaves are found by their ``feed.measure``. What dossiers know is counted; what they cannot know (procedures
announced, petitions) is taken from a small given table, and is missing with its reason where it is not given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import polars as pl

from parindex.dossiers.measures.periods import Period
from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.frameworks.model import Edition, Node
from parindex.language import N_
from parindex.tables import VALUES

WRONG_SPLIT = kind(
    "DO405",
    N_("điểm chia cho nhóm {group} cộng lại là {given}, không phải {points}"),
    N_("chia lại để các chỉ tiêu {codes} cộng đúng {points} điểm"),
)
NO_LEAF = kind("DO406", N_("không chia điểm được cho “{given}”"), N_("chỉ ghi các mã: {codes}"))

NOT_GIVEN = N_("hồ sơ không cho biết; chưa có trong bảng số liệu kèm theo")
NOTHING_TO_COUNT = N_("mẫu số bằng 0")

COUNTED: Final = (
    "received", "synchronised", "on_time_766", "handled_766", "late_766", "complained_766",
    "online_with_result", "full_online", "received_full", "with_fee", "paid_online", "done",
    "done_with_result", "done_digitised", "reused", "from_storage", "vneid",
)  # fmt: skip
"""The counts of dossiers that :func:`feed` asks, as columns of ``counts``."""
PROCEDURES: Final = ("received_online", "paid_online", "with_fee", "vneid")
"""The counts of which it asks how many procedures had a dossier, as columns of ``procedures``."""
GIVEN: Final = pl.Schema(
    {
        "unit_id": pl.String(),
        "measure": pl.String(),
        "numerator": pl.Float64(),
        "denominator": pl.Float64(),
    }
)
YEAR_BEFORE: Final = "received_year_before"
"""An optional column of ``counts``: what 1.4 is measured by where nothing was received in the period."""
FED: Final = pl.Schema(
    {
        "unit_id": pl.String(),
        "criterion_id": pl.String(),
        "measure": pl.String(),
        "numerator": pl.Float64(),
        "denominator": pl.Float64(),
        "reason": pl.String(),
    }
)
_GROUP_III: Final = "III"
_SYNCHRONISED: Final = "dossier_sync_share"


@dataclass(frozen=True)
class Feeding:
    """Where a leaf takes its two numbers from: columns of the joined table, and the count to open.

    ``opens`` names the count whose dossiers are the numerator; ``opens_lost`` those that were taken off.
    """

    numerator: str
    denominator: str
    opens: str | None = None
    opens_lost: tuple[str, ...] = ()


FEEDINGS: Final[dict[str, Feeding]] = {
    _SYNCHRONISED: Feeding("synchronised", "sync_of", "synchronised"),
    "on_time_share_766": Feeding("on_time_766", "handled_766", "on_time_766", ("late_766",)),
    "online_service_used_share": Feeding("procedures received_online", "given", "received_online"),
    "online_submission_share": Feeding("online_synced", "received", "online_with_result"),
    "fully_online_share": Feeding("full_online", "received_full", "full_online"),
    "paid_procedure_share": Feeding("procedures paid_online", "fee_procedures", "paid_online"),
    "online_payment_share": Feeding("paid_online", "with_fee", "paid_online"),
    "electronic_result_share": Feeding("done_with_result", "done", "done_with_result"),
    "digitised_dossier_share": Feeding("done_digitised", "done", "done_digitised"),
    "reused_data_share": Feeding("reused", "received", "reused"),
    "shared_data_share": Feeding("from_storage", "received", "from_storage"),
    "citizen_data_procedure_share": Feeding("procedures vneid", "given", "vneid"),
    "citizen_data_dossier_share": Feeding("vneid", "received", "vneid"),
    "dossier_satisfaction_share": Feeding("satisfied", "handled_766", None, ("late_766", "complained_766")),
}
"""By ``feed.measure``; what is not here is given whole. ``given``: the denominator of the given table."""


def feed(
    edition: Edition, counts: pl.DataFrame, procedures: pl.DataFrame, given: pl.DataFrame, period: Period
) -> pl.DataFrame:
    """Give numerator and denominator of every leaf of every unit (:data:`FED`), or why there are none.

    ``counts`` has ``unit_id`` and :data:`COUNTED`; ``procedures`` has ``unit_id`` and :data:`PROCEDURES`;
    ``given`` is :data:`GIVEN`. A denominator of 0 stays 0 where the edition says what it means, and else the
    leaf is missing.
    """
    joined = _joined(counts, procedures, given, period)
    return (
        pl.concat([_leaf(leaf, joined, given) for leaf in _fed_leaves(edition)]).select(FED.names()).cast(FED)
    )


def values_of(fed: pl.DataFrame) -> pl.DataFrame:
    """Give the ``values`` table (:data:`parindex.tables.VALUES`) to score; missing leaves have no value."""
    long = fed.unpivot(
        on=["numerator", "denominator"],
        index=["unit_id", "criterion_id", "reason"],
        variable_name="input",
        value_name="value",
    )
    is_missing = pl.col("reason").is_not_null()
    return (
        long.with_columns(
            value=pl.when(is_missing).then(None).otherwise("value"),
            standing=pl.when(is_missing).then(pl.lit("missing")).otherwise(pl.lit("measured")),
            source=pl.lit("dossier"),
        )
        .select(VALUES.names())
        .cast(VALUES)
    )


def with_split(edition: Edition, split: Mapping[str, Decimal]) -> Edition:
    """Give the edition with another split of the points of group III, which is not public.

    ``split``: points by leaf code. Raises :class:`ProblemsFound`: a leaf of another group, a wrong sum.
    """
    [group] = [node for node in edition.tree if node.code == _GROUP_III]
    codes = ", ".join(node.code for node in group.criteria)
    known = {node.code: node.max for node in group.criteria}
    strange = [
        Problem(NO_LEAF, Place(), {"given": code, "codes": codes}) for code in split if code not in known
    ]
    points = {**known, **split}
    total = sum(points.values(), Decimal(0))
    if not strange and total != group.max:
        details = {"group": group.code, "given": total, "points": group.max, "codes": codes}
        strange = [Problem(WRONG_SPLIT, Place(), details)]
    if strange:
        raise ProblemsFound(strange)
    leaves = tuple(node.model_copy(update={"max": points[node.code]}) for node in group.criteria)
    changed = group.model_copy(update={"criteria": leaves})
    return edition.model_copy(
        update={"tree": tuple(changed if node.code == _GROUP_III else node for node in edition.tree)}
    )


def _fed_leaves(edition: Edition) -> Iterator[Node]:
    return (leaf for leaf in edition.leaves() if leaf.feed is not None)


def _joined(
    counts: pl.DataFrame, procedures: pl.DataFrame, given: pl.DataFrame, period: Period
) -> pl.DataFrame:
    """Put all columns that feedings name into one table of units.

    Of 1.4 the greater of the store's and the given number counts, and the year before only where both are 0;
    3.3 takes its factor from 1.4 as it is scored.
    """
    distinct = procedures.select("unit_id", pl.exclude("unit_id").name.prefix("procedures "))
    reported = given.filter(measure=_SYNCHRONISED).select("unit_id", reported="denominator")
    table = counts.join(distinct, on="unit_id", how="left").join(reported, on="unit_id", how="left")
    table = table.with_columns(pl.selectors.numeric().fill_null(0))
    before = pl.col(YEAR_BEFORE) if YEAR_BEFORE in table.columns else pl.lit(0)
    known = pl.max_horizontal("received", "reported")
    share = pl.when(known > 0).then(pl.col("synchronised") / known).otherwise(0.0)
    lost = pl.col("late_766") + pl.col("complained_766")
    return table.with_columns(
        sync_of=pl.when(known > 0).then(known).otherwise(before / period.share_of_year),
        online_synced=pl.col("online_with_result") * share,
        satisfied=pl.max_horizontal(pl.col("handled_766") - lost, 0),
        fee_procedures=pl.col("procedures with_fee"),
    )


def _leaf(leaf: Node, joined: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    assert leaf.feed is not None
    measure = leaf.feed.measure
    own = given.filter(measure=measure).select("unit_id", given_top="numerator", given_of="denominator")
    table = joined.join(own, on="unit_id", how="left")
    top, of = _numbers(measure)
    means_something = _when_zero(leaf) != "missing"
    reason: Any = pl.when(top.is_null() | of.is_null()).then(pl.lit(str(NOT_GIVEN)))
    if not means_something:
        reason = reason.when(of == 0).then(pl.lit(str(NOTHING_TO_COUNT)))
    return table.select(
        "unit_id",
        criterion_id=pl.lit(leaf.code),
        measure=pl.lit(measure),
        numerator=top.cast(pl.Float64),
        denominator=of.cast(pl.Float64),
        reason=reason,
    )


def _numbers(measure: str) -> tuple[pl.Expr, pl.Expr]:
    """Give numerator and denominator of a measure as columns of the joined table.

    A given number takes the place of a denominator of procedures.
    """
    feeding = FEEDINGS.get(measure)
    if feeding is None:
        return pl.col("given_top"), pl.col("given_of")
    if feeding.denominator == "given":
        return pl.col(feeding.numerator), pl.col("given_of")
    if measure == "paid_procedure_share":
        return pl.col(feeding.numerator), pl.coalesce("given_of", feeding.denominator)
    return pl.col(feeding.numerator), pl.col(feeding.denominator)


def _when_zero(leaf: Node) -> str:
    quantity = getattr(leaf.rule, "quantity", None)
    return getattr(quantity, "when_zero", "missing")
