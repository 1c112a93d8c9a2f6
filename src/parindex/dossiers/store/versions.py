"""Which of two states of a dossier is the later one, whatever order they came in.

Later is: updated later; then, its last event is later; then, further on its way; then the greater by its
text, which decides nothing but that every order of import gives the same.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.dossiers.records import MOMENTS, RECORDS, Status
from parindex.dossiers.store.index import Ordered, in_order

Whole = npt.NDArray[np.integer]

_EVENTS: Final = ("submitted_at", "received_at", "finished_at", "returned_at", "refused_at")
_LISTS: Final = tuple(name for name, kind in RECORDS.items() if kind == MOMENTS)
_WAY: Final = (
    Status.REGISTERED, Status.NOT_ACCEPTED, Status.ACCEPTED, Status.IN_PROGRESS, Status.FEE_ASKED,
    Status.SUPPLEMENT_ASKED, Status.STOPPED, Status.WITHDRAWN, Status.DONE, Status.RETURNED,
)  # fmt: skip
_NEVER: Final = -(1 << 62)
ORDER: Final = ("_updated", "_event", "_way")
TEXT: Final = "_text"
NEEDED: Final = ("code", "updated_at", "status", *_EVENTS, *_LISTS)
"""The columns of a record that its order is made of."""


class Latest(NamedTuple):
    """One state of each code with the keys of their codes; how many rows said the same again or less."""

    rows: pl.DataFrame
    keys: Ordered
    same: int = 0
    older: int = 0


def order_exprs() -> list[pl.Expr]:
    """Give the columns of :data:`ORDER`: whole numbers, the later state has the greater ones."""
    way = {int(status): place for place, status in enumerate(_WAY)}
    event = pl.max_horizontal(
        *(pl.col(name) for name in _EVENTS), *(pl.col(name).list.max() for name in _LISTS)
    )
    return [
        pl.col("updated_at").cast(pl.Int64).fill_null(_NEVER).alias(ORDER[0]),
        event.cast(pl.Int64).fill_null(_NEVER).alias(ORDER[1]),
        pl.col("status").cast(pl.Int64).replace_strict(way).alias(ORDER[2]),
    ]


def text_expr() -> pl.Expr:
    """Give the whole of a record as a text."""
    return pl.struct(list(RECORDS)).struct.json_encode().alias(TEXT)


def are_same(mine: pl.DataFrame, theirs: pl.DataFrame) -> pl.Series:
    """Tell which records of two tables, row for row, say the same."""
    same = pl.repeat(value=True, n=mine.height, eager=True)
    for name in RECORDS:
        same &= mine[name].eq_missing(theirs[name])
    return same


def latest(rows: pl.DataFrame, keys: Ordered) -> Latest:
    """Keep the latest state of each code; equal codes have equal keys."""
    is_again = keys.keys[1:] == keys.keys[:-1]
    if not is_again.any():
        return Latest(rows, keys)
    doubled = np.union1d(keys.position[1:][is_again], keys.position[:-1][is_again])
    place = pl.Series("_place", doubled, dtype=pl.UInt32)
    some = rows.select(pl.all().gather(place)).cast(dict(RECORDS))  # type: ignore[arg-type]  # a schema of types
    states = some.with_columns(place).filter(pl.col("code").is_duplicated())
    states = states.with_columns(*order_exprs(), text_expr()).sort("code", *ORDER, TEXT)
    is_last = (states["code"] != states["code"].shift(-1)).fill_null(value=True)
    last = states.filter(is_last)
    same = states.join(last.select("code", TEXT), on=["code", TEXT]).height - last.height
    older = states.height - last.height - same
    return Latest(*_without(rows, keys, states.filter(~is_last)["_place"].to_numpy()), same, older)


def _without(rows: pl.DataFrame, keys: Ordered, gone: Whole) -> tuple[pl.DataFrame, Ordered]:
    """Take rows away."""
    stays = np.ones(rows.height, np.bool_)
    stays[gone] = False
    before = np.empty(rows.height, np.uint64)
    before[keys.position] = keys.keys
    return rows.filter(pl.Series(stays)), in_order(before[stays])
