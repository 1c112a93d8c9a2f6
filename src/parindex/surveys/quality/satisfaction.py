"""Who is satisfied: one answer by its items."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Satisfaction:
    """Which items are looked at, which codes are satisfied, and which are no opinion."""

    items: tuple[str, ...]
    satisfied: tuple[int, ...] = (4, 5)
    no_opinion: tuple[int, ...] = ()

    def shares(self, answers: pl.DataFrame) -> pl.Series:
        """Give the share of satisfied answers of each response among those with an opinion, 0–1; else null.

        >>> table = pl.DataFrame({"q1": [5, 2, 9], "q2": [4, None, None]})
        >>> Satisfaction(("q1", "q2"), no_opinion=(9,)).shares(table).to_list()
        [1.0, 0.0, None]
        """
        columns = [pl.col(item) for item in self.items]
        spoken = [column.is_not_null() & ~column.is_in(list(self.no_opinion)) for column in columns]
        pleased = [column.is_in(list(self.satisfied)).fill_null(value=False) for column in columns]
        many = pl.sum_horizontal(spoken)
        share = pl.when(many > 0).then(pl.sum_horizontal(pleased) / many)
        return answers.select(share.alias("share"))["share"]
