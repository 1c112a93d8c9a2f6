"""Auditing a printed table: the relations that were tested, and every cell that disagrees with the others."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from parindex.errors import Place, Problem, raise_if_any
from parindex.language import Lang
from parindex.ranking.audit.checking import Checked, check
from parindex.ranking.audit.detection import detect
from parindex.ranking.audit.figures import Decimals, odd_cells, printed
from parindex.ranking.audit.findings import Finding, findings_table
from parindex.ranking.audit.kinds import NO_RELATION, UNKNOWN_COLUMN
from parindex.ranking.audit.relations import AnyRelation, Spec, columns_of
from parindex.ranking.audit.reprints import BETWEEN_TABLES, check_between
from parindex.ranking.audit.titles import Layout, role_of
from parindex.ranking.audit.wording import relation_words

_MOST_KNOWN = 20
_COUNTED = ("received", "carried", "resolved", "pending", "on_time", "late")


@dataclass(frozen=True)
class Audit:
    """What was tested and what was found. ``problems`` are warnings about what could not be tested."""

    checked: tuple[Checked, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def findings(self) -> list[Finding]:
        """Every finding: contradictions first, then what rounding can explain, each in the table's order."""
        found = [one for checked in self.checked for one in checked.findings]
        return sorted(found, key=lambda one: (not one.is_error, one.place.sheet or "", one.place.row or 0))

    @property
    def is_clean(self) -> bool:
        """Tell whether no cells contradict each other (rounding apart)."""
        return not any(one.is_error for one in self.findings)

    def relations(self, lang: Lang = "vi") -> list[str]:
        """Give the tested relations in words, each with how often it was tested and what was found."""
        return [relation_words(one).in_(lang) for one in self.checked]

    def as_table(self, lang: Lang = "vi") -> pl.DataFrame:
        """Give the findings as a table (see :data:`parindex.ranking.audit.findings.FINDINGS`)."""
        return findings_table(self.findings, lang)


def audit_table(
    table: pl.DataFrame,
    spec: Spec | None = None,
    *,
    decimal: Decimals = "auto",
    rows: Sequence[int] | None = None,
    place: Place | None = None,
) -> Audit:
    """Test the figures of a printed table against each other.

    ``table`` holds the cells as they were printed, as texts (``"87,75"``; so that the printed decimals are
    known) or as numbers, under the titles of its columns. Without a ``spec`` the relations are detected from
    the titles and the figures; with one its relations are tested (and the detected ones where it says
    ``detect: true``). ``rows`` are the row numbers that people see, ``place`` the file and sheet, for the
    messages.

    Sums and means of rounded figures may be off by rounding: k summands and their sum, each within half a
    unit of the last digit, differ by less than (k + 1) / 2 units. Such a difference is a warning, a larger
    one an error.

    Raises :class:`parindex.errors.ProblemsFound` where a spec names a column or a row that is not there.

    >>> cells = {"Tiếp nhận": ["8.180"], "Đã giải quyết": ["8.104"], "Đang giải quyết": ["74"]}
    >>> audit = audit_table(pl.DataFrame(cells))
    >>> audit.findings[0].code, audit.findings[0].by
    ('AU640', Decimal('2.000000000'))
    """
    return _audited(_laid_out(table, spec, decimal, rows, place), spec)


def _laid_out(
    table: pl.DataFrame,
    spec: Spec | None,
    decimal: Decimals,
    rows: Sequence[int] | None,
    place: Place | None,
) -> Layout:
    style = spec.decimal if spec and decimal == "auto" else decimal
    counts = [title for title in table.columns if role_of(title) in _COUNTED]
    read = printed(table, rows=rows, place=place, decimal=style, counts=counts)
    return Layout(read, spec.label if spec and spec.label in table.columns else None)


def _audited(layout: Layout, spec: Spec | None) -> Audit:
    read = layout.table
    checked = tuple(_checked(layout, spec))
    used = dict.fromkeys(column for one in checked if one.tested for column in columns_of(one.relation))
    figures = [title for title in used if title not in layout.name_columns and layout.roles[title] != "rank"]
    problems = [*read.problems, *odd_cells(read, figures)]
    if not any(one.tested for one in checked):
        problems.append(Problem(NO_RELATION, read.place))
    return Audit(checked, tuple(problems))


def audit_tables(
    tables: Mapping[str, pl.DataFrame],
    spec: Spec | None = None,
    *,
    decimal: Decimals = "auto",
    rows: Mapping[str, Sequence[int]] | None = None,
    file: str | None = None,
) -> Audit:
    """Test several printed tables, each for itself, and the figures that more than one of them prints.

    ``tables`` are by name (the sheets of a workbook). A figure is the same where the title of the column and
    all the names of the row are; rows whose names a table has twice are left out. A ``spec`` is of the tables
    that have its columns.

    Raises :class:`parindex.errors.ProblemsFound` where no table has the columns of the spec.
    """
    layouts = {
        name: _laid_out(table, spec, decimal, rows[name] if rows else None, Place(file=file, sheet=name))
        for name, table in tables.items()
    }
    meant = [layout for layout in layouts.values() if spec is None or not any(_unknown_columns(layout, spec))]
    audits = [_audited(layout, spec) for layout in meant or list(layouts.values())[:1]]
    outcomes = list(check_between(list(layouts.values())))
    found = tuple(outcome for outcome in outcomes if outcome is not None)
    between = Checked(BETWEEN_TABLES, len(outcomes), found, is_detected=True)
    checked = [one for audit in audits for one in audit.checked]
    problems = [one for audit in audits for one in audit.problems]
    return Audit((*checked, *([between] if outcomes else [])), tuple(problems))


def _checked(layout: Layout, spec: Spec | None) -> Iterator[Checked]:
    if spec is not None:
        raise_if_any(_unknown_columns(layout, spec))
        yield from (check(relation, layout) for relation in spec.declared)
    if spec is None or spec.detect:
        declared: tuple[AnyRelation, ...] = spec.declared if spec else ()
        yield from (one for one in detect(layout) if one.relation not in declared)


def _unknown_columns(layout: Layout, spec: Spec) -> Iterator[Problem]:
    known = list(layout.table.columns)
    named = [spec.label] if spec.label else []
    named += [column for relation in spec.declared for column in columns_of(relation)]
    for title in dict.fromkeys(named):
        if title not in layout.table.columns:
            near = difflib.get_close_matches(title, known, n=3, cutoff=0.5) or known[:_MOST_KNOWN]
            details = {"given": title, "known": ", ".join(near)}
            yield Problem(UNKNOWN_COLUMN, layout.table.place, details)
