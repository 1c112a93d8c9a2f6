"""Orders: ranks and classes beside the points they are given for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from parindex.errors import Phrase, ProblemKind
from parindex.language import N_
from parindex.ranking.audit.figures import Figure
from parindex.ranking.audit.findings import Finding, finding
from parindex.ranking.audit.grouping import groups_of_rows
from parindex.ranking.audit.judging import Outcome
from parindex.ranking.audit.kinds import (
    CLASS,
    CLASS_ORDER,
    CLASS_ROUNDING,
    DENOMINATOR,
    FALSE_TIE,
    ORDER,
    RANK_GAP,
    TIE_SPLIT,
)
from parindex.ranking.audit.relations import Classed, Ranked
from parindex.ranking.audit.titles import Layout
from parindex.text import fold

_FEW_LEFT_OUT: Final = 1.1
_RANK: Final = re.compile(r"^\D*?(\d+)(?:\s*/\s*(\d+))?\D*$")


_BEFORE_CLASS: Final = re.compile(r"^(nhom|loai|hang|muc|group|class)\s+")
_SCALES: Final = (
    ("xuat sac", "tot", "kha", "trung binh", "yeu", "kem"),
    (
        "hoan thanh xuat sac nhiem vu",
        "hoan thanh tot nhiem vu",
        "hoan thanh nhiem vu",
        "khong hoan thanh nhiem vu",
    ),
    ("i", "ii", "iii", "iv", "v"),
    ("a", "b", "c", "d", "e"),
)
_CLASS_WORDS: Final = {word: at for scale in _SCALES for at, word in enumerate(scale)} | {"tb": 3}


class _Ranked(NamedTuple):
    row: int
    points: Figure
    rank: int
    of: int | None


def check_ranked(relation: Ranked, layout: Layout) -> Iterator[Outcome]:
    """Test ranks against points in each group: one outcome a row, None where nothing is wrong with it."""
    for rows in groups_of_rows(layout, relation.within, layout.ordinary):
        units = list(_units(relation, layout, rows))
        found = [
            *_out_of_order(relation, layout, units),
            *_ties(relation, layout, units),
            *_gaps(relation, layout, units),
            *_denominators(relation, layout, units),
        ]
        yield from found
        at_fault = {one.place.row for one in found}
        yield from (None for unit in units if layout.table.rows[unit.row] not in at_fault)


def _units(relation: Ranked, layout: Layout, rows: Sequence[int]) -> Iterator[_Ranked]:
    texts = layout.table.columns[relation.rank].texts
    for row in rows:
        points = layout.table.numbers(relation.points)[row]
        said = _RANK.match(texts[row].removesuffix(".0"))
        if points is not None and said:
            yield _Ranked(row, points, int(said[1]), int(said[2]) if said[2] else None)


def _told(relation: Ranked, layout: Layout, unit: _Ranked, kind: ProblemKind, **details: object) -> Finding:
    place = layout.table.at(unit.row, relation.rank, layout.names[unit.row] or None)
    return finding(kind, place, relation, points=unit.points, rank=unit.rank, **details)


def _out_of_order(relation: Ranked, layout: Layout, units: Sequence[_Ranked]) -> Iterator[Finding]:
    """Name the fewest units whose ranks contradict the order of points, each with one it contradicts."""
    ordered = sorted(units, key=lambda unit: (-unit.points.value, unit.rank))
    kept = longest_rising([unit.rank for unit in ordered])
    values = [unit.points.value for unit in units]
    for at, unit in enumerate(ordered):
        if at in kept:
            continue
        other = next(one for one in _nearest(ordered, at, kept) if _contradict(unit, one))
        yield _told(
            relation,
            layout,
            unit,
            ORDER,
            other=layout.names[other.row],
            other_points=other.points,
            other_rank=other.rank,
            expected=_place(unit.points.value, values, relation.ties),
        )


def _nearest(ordered: Sequence[_Ranked], at: int, kept: frozenset[int]) -> list[_Ranked]:
    return [ordered[one] for one in sorted(kept, key=lambda one: abs(one - at))]


def _contradict(a: _Ranked, b: _Ranked) -> bool:
    return (a.points.value - b.points.value) * (a.rank - b.rank) > 0


def _place(value: Decimal, values: Sequence[Decimal], ties: str | None) -> int:
    above = [other for other in values if other > value]
    return 1 + (len(above) if ties in ("competition", "ordinal") else len(set(above)))


def longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """Give the positions of a longest run that never falls, by patience sorting.

    >>> sorted(longest_rising([1, 2, 4, 3, 5]))
    [0, 1, 3, 4]
    """
    tops: list[int] = []
    at_top: list[int] = []
    before: list[int | None] = []
    for at, number in enumerate(numbers):
        pile = bisect_right(tops, number)
        before.append(at_top[pile - 1] if pile else None)
        tops[pile : pile + 1] = [number]
        at_top[pile : pile + 1] = [at]
    kept: list[int] = []
    last = at_top[-1] if at_top else None
    while last is not None:
        kept.append(last)
        last = before[last]
    return frozenset(kept)


def _ties(relation: Ranked, layout: Layout, units: Sequence[_Ranked]) -> Iterator[Finding]:
    """Name equal points with different ranks, and equal ranks with different points."""
    first_of_points: dict[Decimal, _Ranked] = {}
    first_of_rank: dict[int, _Ranked] = {}
    for unit in units:
        twin = first_of_points.setdefault(unit.points.value, unit)
        peer = first_of_rank.setdefault(unit.rank, unit)
        if twin.rank != unit.rank and relation.ties != "ordinal":
            name = layout.names[twin.row]
            yield _told(relation, layout, unit, TIE_SPLIT, other=name, other_rank=twin.rank)
        if peer.points.value != unit.points.value:
            name = layout.names[peer.row]
            yield _told(relation, layout, unit, FALSE_TIE, other=name, other_points=peer.points)


def is_complete(ranks: Sequence[int]) -> bool:
    """Tell whether a list of ranks can be that of a whole league and not of a part of it."""
    return bool(ranks) and min(ranks) == 1 and max(ranks) <= len(ranks)


def _gaps(relation: Ranked, layout: Layout, units: Sequence[_Ranked]) -> Iterator[Finding]:
    """Name the ranks that do not follow from the rank before, by the policy of the table."""
    counts = Counter(unit.rank for unit in units)
    ranks = sorted(counts)
    if not ranks or ranks[0] != 1 or ranks[-1] > _FEW_LEFT_OUT * len(units) + 1:
        return
    policy = relation.ties or _policy(ranks, counts)
    for before, rank in pairwise(ranks):
        expected = before + (1 if policy == "dense" else counts[before])
        if rank != expected:
            unit = next(unit for unit in units if unit.rank == rank)
            details = {"before": before, "count": counts[before], "expected": expected}
            yield _told(relation, layout, unit, RANK_GAP, **details)


def _policy(ranks: Sequence[int], counts: Counter[int]) -> str:
    """Give the policy that most ties of a table follow."""
    shared = [(before, rank) for before, rank in pairwise(ranks) if counts[before] > 1]
    dense = sum(rank == before + 1 for before, rank in shared)
    return "dense" if dense * 2 >= len(shared) else "competition"


def _denominators(relation: Ranked, layout: Layout, units: Sequence[_Ranked]) -> Iterator[Finding]:
    """Name printed denominators other than the usual one of the table; if that does not fit, the first."""
    given = Counter(unit.of for unit in units if unit.of is not None)
    if not given:
        return
    usual = given.most_common(1)[0][0]
    ranks = [unit.rank for unit in units]
    right = {len(set(ranks)), len(ranks)} if is_complete(ranks) else {usual}
    expected = Phrase(
        N_("{distinct} hạng, {units} đơn vị"), {"distinct": len(set(ranks)), "units": len(ranks)}
    )
    odd = [unit for unit in units if unit.of is not None and (unit.of != usual or unit.of < unit.rank)]
    if usual not in right and not odd:
        odd = [unit for unit in units if unit.of == usual][:1]
    for unit in odd:
        yield _told(relation, layout, unit, DENOMINATOR, of=unit.of, expected=expected)


class _Classed(NamedTuple):
    row: int
    points: Figure
    text: str


def check_classed(relation: Classed, layout: Layout) -> Iterator[Outcome]:
    """Test classes against bands, or without bands against the order of points."""
    number = _order_of_classes(_classed(relation, layout, layout.ordinary))
    for rows in groups_of_rows(layout, relation.within, layout.ordinary):
        units = _classed(relation, layout, rows)
        if relation.bands:
            yield from _by_bands(relation, layout, units)
        else:
            yield from _by_order(relation, layout, units, number)


def _classed(relation: Classed, layout: Layout, rows: Sequence[int]) -> list[_Classed]:
    texts, figures = layout.table.columns[relation.class_].texts, layout.table.numbers(relation.points)
    return [
        _Classed(row, points, texts[row])
        for row in rows
        if (points := figures[row]) is not None and texts[row]
    ]


def _order_of_classes(units: Sequence[_Classed]) -> dict[str, int]:
    """Number the classes from the best: by their words, or where those do not tell by median points."""
    points: dict[str, list[Decimal]] = {}
    for unit in units:
        points.setdefault(fold(unit.text), []).append(unit.points.value)
    known = {text: _CLASS_WORDS.get(_BEFORE_CLASS.sub("", text)) for text in points}
    if None not in known.values():
        return {text: at for text, at in known.items() if at is not None}
    return {text: at for at, text in enumerate(sorted(points, key=lambda text: -median(points[text])))}


def _by_bands(relation: Classed, layout: Layout, units: Sequence[_Classed]) -> Iterator[Outcome]:
    bands = sorted((relation.bands or {}).items(), key=lambda band: -band[1])
    half_unit = layout.table.columns[relation.points].half_unit
    for unit in units:
        expected = next((name for name, lower in bands if unit.points.value >= lower), "—")
        if fold(expected) == fold(unit.text):
            yield None
            continue
        is_near = any(0 <= unit.points.exact - Fraction(lower) < half_unit for _, lower in bands)
        kind = CLASS_ROUNDING if is_near else CLASS
        place = layout.table.at(unit.row, relation.class_, layout.names[unit.row] or None)
        yield finding(kind, place, relation, points=unit.points, printed=unit.text, expected=expected)


def _by_order(
    relation: Classed, layout: Layout, units: Sequence[_Classed], number: dict[str, int]
) -> Iterator[Outcome]:
    """Test that nobody with more points is in a lower class."""
    ordered = sorted(units, key=lambda unit: (-unit.points.value, number[fold(unit.text)]))
    numbers = [number[fold(unit.text)] for unit in ordered]
    kept = longest_rising(numbers)
    for at, unit in enumerate(ordered):
        if at in kept:
            yield None
            continue
        contradicting = [one for one in kept if (one - at) * (numbers[one] - numbers[at]) < 0]
        other = ordered[min(contradicting, key=lambda one, here=at: abs(one - here))]  # type: ignore[misc]
        yield finding(
            CLASS_ORDER,
            layout.table.at(unit.row, relation.class_, layout.names[unit.row] or None),
            relation,
            points=unit.points,
            printed=unit.text,
            other=layout.names[other.row],
            other_points=other.points,
            other_class=other.text,
        )
