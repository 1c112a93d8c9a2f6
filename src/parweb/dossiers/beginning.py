"""From when on a unit has figures: before its first dossier was received nothing was measured, not even 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import polars as pl

from parindex.dossiers.measures.cells import SLOT
from parindex.dossiers.measures.periods import Period, month_of
from parweb.dossiers.figures import Places, Values, where_of
from parweb.dossiers.kept import Kept
from parweb.interface.numbers import page_language

_FIRST: Final = "received"
_LAST_SLOT: Final = 24 * 100
"""Of the year 2099: after every dossier."""


@dataclass(frozen=True)
class Beginning:
    """The half-month in which the first dossier of some units was received; None where there was none."""

    slot: int | None

    def has(self, period: Period) -> bool:
        """Tell whether a period has figures."""
        return self.slot is not None and period.last_slot >= self.slot

    def is_within(self, period: Period) -> bool:
        """Tell whether figures begin after a period has begun."""
        return self.has(period) and self.slot is not None and period.first_slot < self.slot

    @property
    def month(self) -> str:
        """Name the month, in the language of the page; nothing where there is none."""
        return "" if self.slot is None else month_of(self.slot).label.in_(page_language())


@lru_cache(maxsize=128)
def beginning_of(kept: Kept, places: Places) -> Beginning:
    """Tell when the first dossier of the units of some places was received."""
    if kept.is_empty or not places:
        return Beginning(None)
    where = where_of(kept, places)
    rows = kept.cube().fitting((_FIRST,), where).asked((_FIRST,), (), where, _LAST_SLOT)
    received = rows.group_by(SLOT).agg(pl.col(_FIRST).cast(pl.Int64).sum()).filter(pl.col(_FIRST) > 0)
    return Beginning(received.select(pl.col(SLOT).min()).collect().item())


def known_of(
    figures: Sequence[Values], periods: Sequence[Period], beginning: Beginning
) -> list[Values | None]:
    """Give the figures of periods, None for those that were over before there were any."""
    return [values if beginning.has(one) else None for values, one in zip(figures, periods, strict=True)]
