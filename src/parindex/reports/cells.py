"""Single columns and cells of a scorecard as plain numbers, and the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from parindex import exact
from parindex.exact import Exact
from parindex.frameworks.outline import OutlineNode
from parindex.language import N_, Lang, translate
from parindex.reports.content import node_mark
from parindex.scoring.scorecard import Scorecard
from parindex.tables import CHANNEL_PREFIX, TOTAL

SOURCE_WORDS: Final = {
    "self": N_("tự chấm"),
    "appraisal1": N_("thẩm định lần 1"),
    "appraisal2": N_("thẩm định lần 2"),
    "council": N_("hội đồng"),
    "survey": N_("điều tra"),
    "dossier": N_("hồ sơ"),
    "published": N_("đã công bố"),
}


def source_words(sources: Sequence[str], lang: Lang = "vi") -> str:
    """Name sources in words.

    >>> source_words(["council", "survey"])
    'hội đồng, điều tra'
    """
    return ", ".join(translate(SOURCE_WORDS.get(source, source), lang) for source in sources)


def points_column(card: Scorecard, criterion_id: str = TOTAL) -> pl.Series:
    """Give the points of all units on a node; null where there are none."""
    return _column(card.points(criterion_id), card, criterion_id)


def percent_column(card: Scorecard, criterion_id: str = TOTAL) -> pl.Series:
    """Give the percent of what could be earned on a node, for all units."""
    return _column(card.percent(criterion_id), card, criterion_id)


def _column(numbers: Exact, card: Scorecard, criterion_id: str) -> pl.Series:
    floats = exact.to_printed_floats(numbers, card.edition.settings.decimals)
    values = np.where(card.valid(criterion_id), floats, np.nan)
    return pl.Series(values, dtype=pl.Float64).fill_nan(None)


def cell(card: Scorecard, numbers: Exact | None, unit: int) -> float | None:
    """Give one number of an exact column, to be printed with the edition's decimals; None for no column."""
    if numbers is None:
        return None
    one = numbers.rows(slice(unit, unit + 1))
    return float(exact.to_printed_floats(one, card.edition.settings.decimals)[0])


def points_at(card: Scorecard, criterion_id: str, unit: int) -> float | None:
    """Give the points of a unit on a node; None where there are none."""
    return cell(card, card.points(criterion_id), unit) if card.valid(criterion_id)[unit] else None


def percent_at(card: Scorecard, criterion_id: str, unit: int) -> float | None:
    """Give the percent of a unit on a node; None without points, and where nothing could be earned."""
    has_percent = card.valid(criterion_id)[unit] and max_at(card, criterion_id, unit)
    return cell(card, card.percent(criterion_id), unit) if has_percent else None


def max_at(card: Scorecard, criterion_id: str, unit: int) -> float:
    """Give what a unit could earn on a node."""
    column = card.applicable[card.outline.row_number[criterion_id]]
    return float(column[unit if len(column) > 1 else 0]) / 10**exact.PLACES


def is_base(card: Scorecard, node: OutlineNode) -> bool:
    """Tell whether a node's points are part of the total's maximum (no bonus, no penalty)."""
    return card.outline.channels[node.channel].kind == "base"


def domains(card: Scorecard) -> tuple[OutlineNode, ...]:
    """Give the nodes of the first level (lĩnh vực)."""
    return card.outline.children(None)


def channel_rows(card: Scorecard) -> list[str]:
    """Give the ``criterion_id`` of the channels, where there is more than one."""
    names = card.outline.channels
    return [CHANNEL_PREFIX + name for name in names] if len(names) > 1 else []


def label_of(card: Scorecard, criterion_id: str, lang: Lang = "vi") -> str:
    """Give the words of a row, with the mark of a criterion that we wrote."""
    text = card.outline.label(criterion_id, lang)
    row = card.outline.row_number[criterion_id]
    if row >= len(card.outline.nodes):
        return text
    return text + node_mark(card.edition, card.outline.nodes[row], lang)


def unit_names(card: Scorecard) -> list[str]:
    """Give the names of the units, in official order; the code where there is no name."""
    names = card.units["name"].to_list()
    return [name or unit for name, unit in zip(names, card.inputs.unit_ids, strict=True)]
