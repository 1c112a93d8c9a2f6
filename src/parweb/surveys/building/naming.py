"""Names that stay: each question, item and option has one from when the page first sees it.

So that a skip finds its question again when that is moved or worded anew. A name that a skip speaks of, or
that the opened form had, is given to nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from parindex.surveys.instruments.logic.conditions import leaf
from parindex.surveys.instruments.logic.parsing import ExpressionError, Term, parse
from parindex.surveys.instruments.model import Instrument
from parweb.surveys.building.rows import Line, Row


@dataclass
class _Taken:
    """Names in small letters, and for each question the codes that are taken."""

    names: set[str] = field(default_factory=set)
    codes: dict[str, set[str]] = field(default_factory=dict)


def terms(term: Term) -> Iterator[Term]:
    """Give a term and everything in it."""
    yield term
    for operand in term.operands:
        yield from terms(operand)


def named(rows: Sequence[Row], opened: Instrument | None) -> list[Row]:
    """Give every row, item and option the name it has, or a new one: ``c1``, ``c1_1``, 1."""
    taken = _taken(rows, opened)
    found: list[Row] = []
    seen: set[str] = set()
    for place, row in enumerate(rows, start=1):
        known = row.name if row.name and row.name.lower() not in seen else ""
        name = known or _free((f"c{number}" for number in count(place)), taken.names)
        seen.add(name.lower())
        taken.names.add(name.lower())
        found.append(_with_lines(replace(row, name=name), taken))
    return found


def _free(wished: Iterator[str], taken: set[str]) -> str:
    return next(one for one in wished if one.lower() not in taken)


def _with_lines(row: Row, taken: _Taken) -> Row:
    """Write every line with its name."""
    lines = row.lines
    if not lines:
        return row
    is_grid = row.kind == "matrix"
    own = taken.names if is_grid else taken.codes.get(row.name, set()) | {one.name for one in lines}
    own |= {one.name.lower() for one in lines if is_grid}
    made: list[Line] = []
    for place, one in enumerate(lines, start=1):
        wished = (
            f"{row.name}_{number}" if is_grid else str(number) for number in count(place if is_grid else 1)
        )
        name = one.name or _free(wished, own)
        own.add(name.lower())
        made.append(replace(one, name=name))
    return replace(row, items="\n".join(f"{one.name} = {one.text}" for one in made))


def _taken(rows: Sequence[Row], opened: Instrument | None) -> _Taken:
    found = _Taken({one.name.lower() for one in rows if one.name})
    for text in filter(None, (one.relevant for one in rows)):
        _note(text, found)
    if opened is not None:
        parts = (opened.by_id, opened.columns_by_name, opened.scales, (one.id for one in opened.groups))
        found.names |= {name.lower() for names in parts for name in names} | set(opened.metadata)
        for question in opened.questions:
            codes = {str(one.code) for one in opened.options_of(question)}
            found.codes.setdefault(question.id, set()).update(codes)
    return found


def _note(text: str, taken: _Taken) -> None:
    """Note the names and codes that a skip speaks of."""
    try:
        expression = parse(text)
    except ExpressionError:
        return
    taken.names |= {name.lower() for name in expression.answers}
    for condition in filter(None, map(leaf, terms(expression.root))):
        taken.codes.setdefault(condition.name, set()).update(condition.values)
