"""What a report is made of: texts and tables, ready for a terminal, a page or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from parindex.frameworks.digest import digest
from parindex.frameworks.model import Edition
from parindex.frameworks.outline import OutlineNode
from parindex.language import N_, Lang, translate
from parindex.numerals import format_date

ILLUSTRATIVE = N_("minh họa")


@dataclass(frozen=True)
class Column:
    """A column of a table: its name in the frame, the heading people read, the decimals shown.

    ``decimals`` None shows a number with the digits it has. The frame always holds the exact number. Key
    columns say what a row is about; they are repeated where a table is shown in parts.
    """

    name: str
    heading: str
    decimals: int | None = None
    is_key: bool = False
    is_right: bool = False
    """Whether a text stands to the right, as numbers do (a rank ``9/19``)."""
    is_signed: bool = False
    """Whether a number is a difference, shown with its sign."""


@dataclass(frozen=True)
class Table:
    """A table of a report: ``name`` for machines, ``title`` for people, a frame with those columns.

    ``strong`` are the rows (from 0) that the report is about; ``legend`` explains short headings.
    """

    name: str
    title: str
    frame: pl.DataFrame
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    strong: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Lines:
    """Sentences one below the other; each has a depth, from 0."""

    title: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Report:
    """What a command or a page gives: ``parts`` are what people read, ``full`` every table for machines.

    ``facts`` say what was computed from what (edition, digest, sources). ``is_failed`` tells that the report
    is about errors in the input.
    """

    title: str
    about: tuple[str, ...] = ()
    parts: tuple[Table | Lines, ...] = ()
    notes: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_failed: bool = False
    more: Callable[[], Sequence[Table]] | None = None
    sheets: Callable[[], Sequence[Table]] | None = None
    main: str | None = None
    """The name of the table that programs want where they can have one; None: the first."""

    def full(self) -> tuple[Table, ...]:
        """Give every table with all its rows and columns; made when asked for."""
        if self.more is not None:
            return tuple(self.more())
        return tuple(part for part in self.parts if isinstance(part, Table))

    def workbook(self) -> tuple[Table, ...]:
        """Give the tables as people want them in a workbook: wide where the full ones are long."""
        return self.full() if self.sheets is None else tuple(self.sheets())


def illustrative_mark(is_illustrative: bool, lang: Lang = "vi") -> str:  # noqa: FBT001  # a predicate's answer
    """Give the mark of what we wrote ourselves, with a space before it; an empty text for the rest.

    >>> illustrative_mark(True), illustrative_mark(False)
    (' (minh họa)', '')
    """
    return f" ({translate(ILLUSTRATIVE, lang)})" if is_illustrative else ""


def node_mark(edition: Edition, node: OutlineNode, lang: Lang = "vi") -> str:
    """Give the mark of a criterion that we wrote; where we wrote all of them, the title has the mark."""
    return illustrative_mark(node.is_illustrative and not edition.illustrative, lang)


def edition_title(edition: Edition, lang: Lang = "vi") -> str:
    """Give the title of an edition with its name, and the mark of an illustrative one."""
    title = edition.title.in_(lang)
    mark = illustrative_mark(edition.illustrative, lang)
    return f"{title}, {edition.ref}{'' if mark and mark in title else mark}"


def legal_basis(edition: Edition, lang: Lang = "vi") -> str:
    """Give the decision an edition rests on in one line; an empty text where there is none.

    >>> from parindex.frameworks.registry import find
    >>> legal_basis(find("commune-hai-duong@2022").edition)
    '3395/QĐ-UBND, 15/12/2022, UBND tỉnh Hải Dương'
    """
    basis = edition.legal_basis
    if basis is None:
        return ""
    return f"{basis.number}, {format_date(basis.date, lang)}, {basis.issuer.in_(lang)}"


def edition_lines(edition: Edition, lang: Lang = "vi") -> tuple[str, ...]:
    """Say by which edition a report was made: title, and the decision it rests on."""
    lines = [f"{translate(N_('Bộ tiêu chí'), lang)}: {edition_title(edition, lang)}"]
    basis = legal_basis(edition, lang)
    if basis:
        lines.append(f"{translate(N_('Căn cứ'), lang)}: {basis}")
    return tuple(lines)


def edition_facts(edition: Edition) -> dict[str, Any]:
    """Give the name, digest and mark of an edition, for machines."""
    return {"edition": edition.ref, "digest": digest(edition), "illustrative": edition.illustrative}


def has_illustrative_nodes(edition: Edition) -> bool:
    """Tell whether the edition, or a criterion of it, was written by us."""
    return edition.illustrative or any(node.illustrative for node in edition.nodes())
