"""Biểu 06: its columns, and the sums that must hold in every row of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from parindex.dossiers.measures.catalogue import COUNTS, FORM06
from parindex.language import Lang, translate

COLUMNS: Final = tuple(count.id for count in FORM06)
WITHOUT_END: Final = "without_end"
"""Counted beside the form: done, and nobody said when; they are what is missing from its sums."""
_SUMS: Final = (
    ("accepted", ("carried", "received")),
    ("received", ("received_online", "received_offline")),
    ("accepted", ("resolved", "pending")),
    ("resolved", ("resolved_early", "resolved_on_due", "resolved_late")),
    ("pending", ("pending_in_time", "pending_overdue")),
)


@dataclass(frozen=True)
class Gap:
    """A sum that does not hold: a whole, its parts, and by how much the whole is greater."""

    whole: str
    parts: tuple[str, ...]
    amount: int

    def words(self, lang: Lang = "vi") -> str:
        """Say which sum it is.

        >>> Gap("accepted", ("resolved", "pending"), 2).words()
        'Tổng số nhận giải quyết = Đã giải quyết + Đang giải quyết'
        """
        parts = " + ".join(translate(COUNTS[part].label, lang) for part in self.parts)
        return f"{translate(COUNTS[self.whole].label, lang)} = {parts}"


def gaps(row: dict[str, int]) -> tuple[Gap, ...]:
    """Give the sums that do not hold in a row of the form; sums of counts it does not have are not looked at.

    >>> gaps({"accepted": 8180, "resolved": 8104, "pending": 74})
    (Gap(whole='accepted', parts=('resolved', 'pending'), amount=2),)
    """
    found = (
        Gap(whole, parts, row[whole] - sum(row[part] for part in parts))
        for whole, parts in _SUMS
        if whole in row and all(part in row for part in parts)
    )
    return tuple(gap for gap in found if gap.amount)


def rows_with_gaps(form: pl.DataFrame, keys: Sequence[str] = ()) -> pl.DataFrame:
    """Give the rows of a form whose sums do not hold: keys, and by how much each sum is off."""
    off = [
        (pl.col(whole) - pl.sum_horizontal(parts)).alias(f"{whole} = {' + '.join(parts)}")
        for whole, parts in _SUMS
    ]
    checked = form.select(*keys, *off)
    return checked.filter(
        pl.any_horizontal(pl.exclude(*keys) != 0) if keys else pl.any_horizontal(pl.all() != 0)
    )
