"""Peer groups: the league, and any other column of the units (region, urban or rural, size)."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import polars as pl

from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.exact import IntArray
from parindex.language import N_
from parindex.scoring.scorecard import Scorecard

LEAGUE: Final = "league"
NO_COLUMN: Final = kind(
    "RK601",
    N_("danh sách đơn vị không có cột nhóm “{given}”"),
    N_("thêm cột này vào tệp đơn vị, hoặc dùng một trong: {known}"),
)


class Groups(NamedTuple):
    """Group numbers of the units (from 0) and the names of the groups."""

    number: IntArray
    names: tuple[str, ...]


def groups_of(card: Scorecard, column: str = LEAGUE) -> Groups:
    """Number the peer groups of a column in alphabetical order; units without one make a group of their own.

    Raises :class:`ProblemsFound` where the units have no such column.
    """
    if column not in card.units.columns:
        known = ", ".join(name for name in card.units.columns if name not in ("unit_id", "name"))
        raise ProblemsFound([Problem(NO_COLUMN, Place(), {"given": column, "known": known})])
    texts = card.units[column].cast(pl.String).fill_null(_default_name(card, column))
    names = sorted(texts.unique().to_list())
    number = texts.cast(pl.Enum(names)).to_physical().cast(pl.Int64).to_numpy()
    prefix = "" if column == LEAGUE else f"{column}="
    return Groups(np.asarray(number), tuple(prefix + name for name in names))


def _default_name(card: Scorecard, column: str) -> str:
    league = card.edition.league
    return league.vi if column == LEAGUE and league else "—"
