"""Which of two states of a dossier is the later one, whatever order they came in.

Later is: updated later; then, its last event is later; then, further on its way; then the greater by its
text, which decides nothing but that every order of import gives the same.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from parindex.dossiers.records import MOMENTS, RECORDS, Status
from parindex.dossiers.store.layout import CONTENT, EVENT, KEPT

_EVENTS: Final = ("submitted_at", "received_at", "finished_at", "returned_at", "refused_at")
_LISTS: Final = tuple(name for name, kind in RECORDS.items() if kind == MOMENTS)
_WAY: Final = (
    Status.REGISTERED, Status.NOT_ACCEPTED, Status.ACCEPTED, Status.IN_PROGRESS, Status.FEE_ASKED,
    Status.SUPPLEMENT_ASKED, Status.STOPPED, Status.WITHDRAWN, Status.DONE, Status.RETURNED,
)  # fmt: skip
_NEVER: Final = -(1 << 62)
ORDER: Final = ("_updated", "_event", "_way")
TEXT: Final = "_text"


def kept(records: pl.DataFrame) -> pl.DataFrame:
    """Give records as they are kept: with their last event and the hash of their content."""
    events = [*(pl.col(name) for name in _EVENTS), *(pl.col(name).list.max() for name in _LISTS)]
    content = records.hash_rows().alias(CONTENT)
    return records.with_columns(pl.max_horizontal(events).alias(EVENT), content).cast(KEPT)


def order_exprs() -> list[pl.Expr]:
    """Give the columns of :data:`ORDER`: whole numbers, the later state has the greater ones."""
    way = {int(status): place for place, status in enumerate(_WAY)}
    return [
        pl.col("updated_at").cast(pl.Int64).fill_null(_NEVER).alias(ORDER[0]),
        pl.col(EVENT).cast(pl.Int64).fill_null(_NEVER).alias(ORDER[1]),
        pl.col("status").cast(pl.Int64).replace_strict(way).alias(ORDER[2]),
    ]


def text_expr() -> pl.Expr:
    """Give the whole of a record as a text."""
    return pl.struct(list(RECORDS)).struct.json_encode().alias(TEXT)


def latest(rows: pl.DataFrame) -> tuple[pl.DataFrame, int, int]:
    """Keep the latest state of each code; say how many rows said the same again, and how many were older."""
    doubled = rows["code"].is_duplicated()
    if not doubled.any():
        return rows, 0, 0
    states = rows.filter(doubled).with_columns(*order_exprs(), text_expr()).sort("code", *ORDER, TEXT)
    is_last = states["code"] != states["code"].shift(-1)
    last = states.filter(is_last.fill_null(value=True))
    same = states.join(last.select("code", TEXT), on=["code", TEXT]).height - last.height
    winners = pl.concat([rows.filter(~doubled), last.select(rows.columns)])
    return winners, same, states.height - last.height - same
