"""Figures printed more than once, in one table or in several: whether they say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from parindex.errors import Phrase
from parindex.language import N_
from parindex.ranking.audit.causes import Cause, Suspect, slip_among
from parindex.ranking.audit.figures import Figure, rounded_half_up, shown, truncated
from parindex.ranking.audit.findings import finding
from parindex.ranking.audit.judging import Outcome
from parindex.ranking.audit.kinds import REPRINT, TRUNCATED
from parindex.ranking.audit.relations import Reprint
from parindex.ranking.audit.titles import Layout, plain

BETWEEN_TABLES: Final = Reprint(key=("—",), columns=("—",))
"""That several tables print the same figures; it has no columns of its own."""


class _Print(NamedTuple):
    layout: Layout
    row: int
    column: str
    figure: Figure

    @property
    def where(self) -> Phrase:
        """Say where it stands, for a message about another print of it."""
        sheet, row = self.layout.table.place.sheet, self.layout.table.rows[self.row]
        if sheet is None:
            return Phrase(N_("dòng {row}, cột {column}"), {"row": row, "column": self.column})
        details = {"sheet": sheet, "row": row, "column": self.column}
        return Phrase(N_("trang {sheet}, dòng {row}, cột {column}"), details)


def check_reprint(relation: Reprint, layout: Layout) -> Iterator[Outcome]:
    """Test that all rows of a key, in all the columns, say the same."""
    prints: dict[tuple[str, ...], _Print] = {}
    for row in range(layout.table.height):
        key = tuple(plain(layout.table.columns[column].texts[row]) for column in relation.key)
        if not any(key):
            continue
        for column in relation.columns:
            figure = layout.table.numbers(column)[row]
            if figure is None:
                continue
            this = _Print(layout, row, column, figure)
            first = prints.setdefault(key, this)
            if first is not this:
                yield _compared(relation, first, this)


def check_between(layouts: Sequence[Layout]) -> Iterator[Outcome]:
    """Test that tables that print the same rows under the same titles print the same figures.

    Rows are the same where all their names are; a row whose names are in a table twice is left out.
    """
    first: dict[tuple[str, ...], _Print] = {}
    for layout in layouts:
        found = dict(_prints_of(layout))
        for key, this in found.items():
            before = first.setdefault(key, this)
            if before is not this:
                relation = Reprint(key=layout.name_columns or (this.column,), columns=(this.column,))
                yield _compared(relation, before, this)


def _prints_of(layout: Layout) -> Iterator[tuple[tuple[str, ...], _Print]]:
    names = [
        tuple(plain(layout.table.columns[title].texts[row]) for title in layout.name_columns)
        for row in range(layout.table.height)
    ]
    times: Mapping[tuple[str, ...], int] = {name: names.count(name) for name in set(names)}
    for title, column in layout.table.columns.items():
        if not column.is_numeric or layout.roles[title] == "order" or title in layout.name_columns:
            continue
        for row, figure in enumerate(column.figures):
            if figure is not None and any(names[row]) and times[names[row]] == 1:
                yield (plain(title), *names[row]), _Print(layout, row, title, figure)


def _compared(relation: Reprint, first: _Print, this: _Print) -> Outcome:
    finer, coarse = (first, this) if first.figure.decimals > this.figure.decimals else (this, first)
    decimals = coarse.figure.decimals
    rounded = rounded_half_up(finer.figure.exact, decimals)
    if rounded == coarse.figure.value:
        return None
    place = this.layout.table.at(this.row, this.column, this.layout.names[this.row] or None)
    by = this.figure.exact - first.figure.exact
    numbers = (this.figure.value, first.figure.exact, by)
    if truncated(finer.figure.exact, decimals) == coarse.figure.value:
        details: dict[str, object] = {
            "formula": Phrase(N_("{where} in {other}"), {"where": finer.where, "other": finer.figure}),
            "rounded": Figure(rounded, decimals),
            "printed": coarse.figure,
        }
        return finding(TRUNCATED, place, relation, **details).with_numbers(*numbers, Cause("truncation"))
    details = {"printed": this.figure, "where": first.where, "other": first.figure}
    found = finding(REPRINT, place, relation, by=shown(abs(by), decimals), **details)
    return found.with_numbers(*numbers, _cause(this, first.figure.exact, decimals))


def _cause(this: _Print, wanted: Fraction, decimals: int) -> Cause | None:
    return slip_among([Suspect(this.column, this.figure, wanted)], decimals)
