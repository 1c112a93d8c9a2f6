"""Records to facts: one compact row per dossier, made for whole batches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.moments import as_dates, day_of, milliseconds_of
from parindex.dossiers.facts import FACTS
from parindex.dossiers.records import Payment, ReturnForm
from parindex.dossiers.verdicts import verdicts

Ids = Iterable[str] | pl.Series

_PLACES: Final = {"unit": "unit_id", "procedure": "procedure", "field": "field"}
_FLAGS: Final = {
    "has_fee": "has_fee",
    "has_components": "has_component_files",
    "is_reused": "is_data_reused",
    "is_from_storage": "is_from_storage",
    "is_vneid": "is_vneid",
    "is_synchronised": "is_synchronised",
    "is_complained": "is_complained",
}


def derive(
    records: pl.DataFrame, clock: WorkingClock, *, units: Ids, procedures: Ids, fields: Ids
) -> pl.DataFrame:
    """Make the facts (:data:`~parindex.dossiers.facts.FACTS`, weight 1) of records, row for row.

    ``units``, ``procedures`` and ``fields`` are the store's lists of ids; a fact holds the place of its id,
    from 0. A record without a field has the place of ``""``. Raises ``ValueError`` for an id that is not in
    its list: the store adds the ids of a batch before it derives.
    """
    lists = {"unit": units, "procedure": procedures, "field": fields}
    places = [places_of(records[_PLACES[name]], ids, name) for name, ids in lists.items()]
    judged = verdicts(records, clock)
    plain = records.select(
        pl.col("channel"),
        pl.col("level").fill_null(0),
        (pl.col("return_form") == ReturnForm.POST).fill_null(value=False).alias("is_post_return"),
        pl.col("payment").is_in([*Payment]).fill_null(value=False).alias("is_paid_online"),
        _has_result(),
        *(pl.col(column).fill_null(value=False).alias(name) for name, column in _FLAGS.items()),
        pl.lit(1, pl.Int8).alias("weight"),
    )
    received_on = as_dates(day_of(milliseconds_of(records["received_at"]))).alias("received_on")
    facts = pl.DataFrame([*places, received_on, *judged.get_columns(), *plain.get_columns()])
    return facts.select(FACTS.names()).cast(dict(FACTS))  # type: ignore[arg-type]  # a schema of types


def places_of(ids: pl.Series, known: Ids, name: str) -> pl.Series:
    """Give the place of each id in a list of ids (``Int16``); no id is ``""``."""
    listed = known if isinstance(known, pl.Series) else pl.Series(list(known), dtype=pl.String)
    filled = ids.fill_null("") if ids.null_count() else ids
    places = filled.cast(pl.Enum(listed), strict=False).to_physical()
    if places.null_count():
        unknown = ids.fill_null("").filter(places.is_null()).unique().sort().head(5).to_list()
        raise ValueError(f"no place in the list of {name}s: {', '.join(map(repr, unknown))}")
    return places.cast(pl.Int16).alias(name)


def _has_result() -> pl.Expr:
    """Tell whether there is an electronic result: its code, or the mark that it is digitised."""
    has_code = (pl.col("result_code").str.len_bytes() > 0).fill_null(value=False)
    return (has_code | pl.col("is_result_digitised").fill_null(value=False)).alias("has_result")
