"""Relations that a table shows by itself: by the titles of its columns, and by holding on most rows.

A relation that titles suggest is kept where it holds on at least half of the places that can be tested; one
that only the figures suggest must hold on four rows of five, and on three at least. Errors of a relation are
few: what fails on most rows is no relation of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from parindex.ranking.audit import suggested_ratios, suggested_rows, suggested_sums
from parindex.ranking.audit.checking import Checked, check
from parindex.ranking.audit.relations import AnyRelation, Maxima, MeanRow, Reprint, Stock, Summary, Within
from parindex.ranking.audit.titles import Layout

_BY_TITLE: Final = 0.5
_FEW: Final = 2
_FAR_OFF: Final = 5


def detect(layout: Layout) -> Iterator[Checked]:
    """Give the relations that the table shows, each already checked.

    Which of several readings is the table's is decided on its first rows; that one is checked on all.
    """
    first = layout.from_afar()
    for candidates in (*_suggested(first), *_summaries(layout)):
        of_rows = bool(candidates) and isinstance(candidates[0], Summary | Reprint)
        seen = layout if of_rows else first
        best = _best([check(relation, seen, is_detected=True) for relation in candidates])
        if best is not None and seen is not layout:
            best = _best([check(best.relation, layout, is_detected=True)])
        if best is not None:
            yield best


def _suggested(layout: Layout) -> Iterator[Sequence[AnyRelation]]:
    """Give sets of relations of which at most one is the table's."""
    yield from suggested_sums.named_sums(layout)
    yield from suggested_sums.sums_by_figures(layout)
    yield suggested_sums.stocks(layout)
    yield from suggested_ratios.ratios(layout)
    yield from suggested_ratios.changes(layout)
    yield suggested_rows.ranks(layout)
    yield suggested_rows.classes(layout)
    yield suggested_sums.form_maxima(layout)
    yield from suggested_sums.bounds(layout)


def _summaries(layout: Layout) -> Iterator[Sequence[AnyRelation]]:
    """Give the sets of relations that only the whole table shows."""
    yield from suggested_sums.total_rows(layout)
    yield from _means(layout)
    yield from suggested_rows.reprints(layout)


def _best(checked: Sequence[Checked]) -> Checked | None:
    """Choose the candidate that holds best, the first of equals, if it holds well enough."""
    able = [one for one in checked if one.tested and _is_trusted(one)]
    return max(able, key=lambda one: one.merit, default=None)


def _is_trusted(checked: Checked) -> bool:
    """Trust what holds on half of its places; what its titles name without doubt also on few places."""
    is_named = isinstance(checked.relation, Stock | Summary | Maxima | Within | Reprint)
    is_far_off = isinstance(checked.relation, Maxima) and any(
        one.by is not None and abs(one.by) > _FAR_OFF for one in checked.findings
    )
    return not is_far_off and (checked.holds >= _BY_TITLE or (is_named and checked.tested <= _FEW))


def _means(layout: Layout) -> Iterator[Sequence[AnyRelation]]:
    """For each row of means: what it may be the mean of; a wrong mean is judged by what the others are of."""
    of_rows = [suggested_rows.means(layout, row) for row in layout.rows("mean")]
    favourite = _favourite(of_rows, layout)
    for candidates in of_rows:
        ordered: list[MeanRow] = sorted(candidates, key=lambda one: _block(one) != favourite)
        yield ordered


def _block(relation: MeanRow) -> tuple[bool, str]:
    return relation.where is None, relation.of


def _favourite(of_rows: Sequence[Sequence[MeanRow]], layout: Layout) -> tuple[bool, str] | None:
    """Tell over which rows most right means of a table are taken."""
    blocks = []
    for candidates in of_rows:
        merits = [check(one, layout).merit for one in candidates]
        if any(holds for holds, *_ in merits):
            blocks.append(_block(candidates[merits.index(max(merits))]))
    return max(dict.fromkeys(blocks), key=blocks.count, default=None)
