"""One leaf of one unit, while a person types: its points, the clause, what would give the next level.

The same plans, rules and sums as :func:`parindex.scoring.pipeline.score`, on a column of one: what a page
shows during entry is what a run will give.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

import numpy as np

from parindex.errors import Phrase
from parindex.exact import Exact
from parindex.frameworks.loading import Loaded, edition_of
from parindex.frameworks.model import Edition
from parindex.frameworks.outline import Outline, OutlineNode, above, outline
from parindex.language import N_, Lang, translate
from parindex.scoring.aggregation import add_up, empty_sums, leaf_counts
from parindex.scoring.bounds import refuse_impossible, refuse_not_applicable
from parindex.scoring.inputs import NO_SOURCE, InputMatrix, SetPoints
from parindex.scoring.leaves import UNDEFINED, LeafMarks, LeafPlan, plans_of, score_leaf
from parindex.scoring.next_levels import Filled, next_level
from parindex.scoring.rescaling import applicable_max, close_total
from parindex.scoring.wording import clause_at, gap_phrase, set_phrase
from parindex.tables import CHANNEL_PREFIX, MEASURED, MISSING, SOURCES, STANDINGS, Source, Standing

_ALONE: Final = np.zeros(1, dtype=np.int64)
_WAITS: Final = N_("phụ thuộc các đơn vị khác, tính khi chạy chấm điểm")
_KEPT_EDITIONS: Final = 32


@dataclass(frozen=True)
class SingleScore:
    """One leaf of one unit: exact points (None where there are none yet), and why."""

    criterion_id: str
    points: Decimal | None
    max_points: Decimal
    standing: Standing
    next_level: Phrase | None
    """What would give the next level of points, in both languages; None at the maximum."""
    waits_for_others: bool
    """Whether the leaf is filled in, and its points depend on the other units (R10)."""
    leaf: OutlineNode = field(repr=False)
    marks: LeafMarks = field(repr=False)
    earned: Exact = field(repr=False)
    set_by: Source | None = None
    is_set: bool = False

    def clause_in(self, lang: Lang = "vi") -> str:
        """Say which clause applied, who set the points, or why there are none."""
        if self.is_set:
            return set_phrase(self.set_by, lang)
        if self.waits_for_others:
            return translate(_WAITS, lang)
        if self.standing != "measured":
            return gap_phrase(self.standing, lang)
        return clause_at(self.leaf, int(self.marks.clause[0]), lang)


@dataclass(frozen=True)
class _Alone:
    """A leaf made ready to be scored alone: an outline of nothing else, and its plan."""

    leaf: OutlineNode
    outline: Outline
    plan: LeafPlan


@dataclass(frozen=True)
class _Ready:
    """An edition made ready: its outline, and its leaves as they are asked for."""

    edition: Edition
    outline: Outline
    leaves: dict[str, _Alone] = field(default_factory=dict)

    def leaf(self, code: str) -> _Alone:
        if code not in self.leaves:
            leaf = self.outline.by_code(code)
            if not leaf.node.is_leaf:
                raise KeyError(code)
            alone = Outline(self.edition, (replace(leaf, number=0, parent=None),))
            self.leaves[code] = _Alone(leaf, alone, plans_of(alone)[0])
        return self.leaves[code]


class _This:
    """An edition (and its outline, where there is one) as a key: equal to itself alone, whatever it says."""

    def __init__(self, of: Outline | Edition | Loaded) -> None:
        self.edition = of.edition if isinstance(of, Outline) else edition_of(of)
        self.outline = of if isinstance(of, Outline) else None

    def __hash__(self) -> int:
        return id(self.edition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.edition is self.edition


@lru_cache(maxsize=_KEPT_EDITIONS)
def _kept(this: _This) -> _Ready:
    return _Ready(this.edition, this.outline or outline(this.edition))


def _ready(of: Outline | Edition | Loaded) -> _Ready:
    """Make an edition ready once; the last ones that were asked for are kept, by identity."""
    return _kept(_This(of))


def score_single(
    of: Outline | Edition | Loaded,
    criterion_id: str,
    inputs: Mapping[str, Decimal | None],
    standing: Standing = "measured",
    set_points: Decimal | None = None,
    set_by: Source | None = None,
) -> SingleScore:
    """Score one leaf of one unit, exactly as a run would.

    ``inputs`` are by name (``value`` where there is one); what is not there, or None, is missing. A
    ``standing`` other than ``measured`` is said of the whole leaf. ``set_points`` are points that a person
    set in place of the rule, ``set_by`` who did. A leaf relative to other units has no points here, only the
    words that say so.

    Raises KeyError for an unknown leaf or input, and :class:`parindex.errors.ProblemsFound` for a number that
    cannot be, points outside the leaf, and "not applicable" where the edition does not allow it.

    >>> from parindex.frameworks.registry import find
    >>> edition = find("commune-model@2025")
    >>> one = score_single(edition, "3.2.1.1", {"numerator": Decimal(185), "denominator": Decimal(200)})
    >>> one.points, one.clause_in(), one.next_level.in_()
    (Decimal('1.5'), 'thuộc mức 80–<95 %', 'thêm 2,5 điểm % để đạt 1,75 điểm')
    """
    alone = _ready(of).leaf(criterion_id)
    matrix = _matrix(alone, inputs, standing, set_points, set_by)
    refuse_not_applicable(alone.outline, matrix)
    refuse_impossible(alone.outline, matrix)
    earned, marks = score_leaf(alone.plan, matrix, _ALONE)
    is_set = set_points is not None
    said = STANDINGS[0 if marks.standing is None else int(marks.standing[0])]
    waits = alone.plan.is_relative and said == "measured" and not is_set
    has_points = said == "measured" or (said == "not_applicable" and _is_counted(alone.leaf))
    points = decimal_of(earned) if has_points and not waits else None
    return SingleScore(
        criterion_id=criterion_id,
        points=points,
        max_points=alone.leaf.node.max,
        standing=said,
        next_level=None if is_set or waits else _next(alone, matrix, points, said),
        waits_for_others=waits,
        leaf=alone.leaf,
        marks=marks,
        earned=earned,
        set_by=set_by,
        is_set=is_set,
    )


def _is_counted(leaf: OutlineNode) -> bool:
    return leaf.node.not_applicable in ("full", "zero")


def _matrix(
    alone: _Alone,
    inputs: Mapping[str, Decimal | None],
    standing: Standing,
    set_points: Decimal | None,
    set_by: Source | None,
) -> InputMatrix:
    """Make the input matrix of one unit and one leaf."""
    specs = alone.plan.specs
    unknown = set(inputs) - {spec.name for spec in specs}
    if unknown:
        raise KeyError(min(unknown))
    given = [inputs.get(spec.name) if standing == "measured" else None for spec in specs]
    values = np.array([[0.0 if one is None else float(one)] for one in given])
    gap = MISSING if standing == "measured" else STANDINGS.index(standing)
    standings = np.array([[gap if one is None else MEASURED] for one in given], dtype=np.uint8)
    source = np.full(values.shape, NO_SOURCE, dtype=np.uint8)
    matrix = InputMatrix((alone.leaf.code,), values, standings, source)
    if set_points is None:
        return matrix
    by = np.array([NO_SOURCE if set_by is None else SOURCES.index(set_by)], dtype=np.uint8)
    given_points = SetPoints(np.array([float(set_points)]), np.ones(1, dtype=bool), by)
    return replace(matrix, set_points={0: given_points})


def decimal_of(cell: Exact) -> Decimal:
    """Give one exact number as a decimal: all its digits, or some 24 after the comma where it has no end."""
    whole = Decimal(int(cell.whole.item()))
    part = Decimal(0) if cell.part is None else Decimal(format(float(cell.part.item()), ".15g"))
    return ((whole + part).scaleb(-cell.places)).normalize() + 0


def _next(alone: _Alone, matrix: InputMatrix, points: Decimal | None, standing: Standing) -> Phrase | None:
    """Ask for the next level of what was filled in; nothing leads on from what does not apply."""
    if standing in ("not_applicable", "withheld"):
        return None
    inputs = {spec.name: _input(alone, matrix, row) for row, spec in enumerate(alone.plan.specs)}
    node = alone.leaf.node
    return next_level(alone.plan.rule, Filled(Fraction(node.max), Fraction(points or 0), inputs, node.round))


def _input(alone: _Alone, matrix: InputMatrix, row: int) -> Fraction | None:
    if matrix.standing[row, 0] == MEASURED:
        return Fraction(decimal_of(matrix.exact_row(row)))
    default = alone.plan.specs[row].default
    return None if default is None else Fraction(default)


# -------------------------------------------------------------- sums


@dataclass(frozen=True)
class NodeSum:
    """A row of one unit's sheet while it is filled in: what is earned so far, of what, and what is open."""

    points: Decimal
    max_points: Decimal
    """What the unit could earn: leaves that do not apply are out of it, as the edition says."""
    leaves: int
    missing_leaves: int
    """Leaves without a value, waiting ones apart."""
    waiting_leaves: int
    """Leaves that are filled in and wait for the other units (R10)."""


def add_up_single(of: Outline | Edition | Loaded, scores: Mapping[str, SingleScore]) -> dict[str, NodeSum]:
    """Add the leaves of one unit up, by the code of every node, ``channel:<id>`` and ``total``.

    Sums are unrounded, and those of a run; leaves without points so far count as 0 and are counted apart.
    Leaves that are not in ``scores`` are missing.
    """
    laid_out = _ready(of).outline
    waiting = [leaf for leaf in laid_out.leaves if leaf.code in scores and scores[leaf.code].waits_for_others]
    sums, marks = empty_sums(laid_out, 1), []
    for leaf in laid_out.leaves:
        one = scores.get(leaf.code)
        is_known = one is not None and not one.waits_for_others
        sums.put(leaf.number, one.earned if one is not None and is_known else _NOTHING)
        marks.append(one.marks if one is not None and is_known else _MISSING_MARKS)
    add_up(laid_out, marks, sums)
    close_total(laid_out, sums)
    most, counts, waits = applicable_max(laid_out, sums), leaf_counts(laid_out), _waits(laid_out, waiting)
    return {
        code: NodeSum(
            points=decimal_of(sums.row(row)),
            max_points=decimal_of(Exact(most[row])),
            leaves=int(counts[row]),
            missing_leaves=(0 if sums.missing_leaves is None else int(sums.missing_leaves[row, 0]))
            - waits[row],
            waiting_leaves=waits[row],
        )
        for row, code in enumerate(laid_out.row_ids)
    }


_NOTHING: Final = Exact(np.zeros(1, dtype=np.int64))
_MISSING_MARKS: Final = LeafMarks(
    np.full(1, UNDEFINED, dtype=np.int8), np.full(1, MISSING, dtype=np.uint8), None
)


def _waits(laid_out: Outline, waiting: list[OutlineNode]) -> list[int]:
    """Count on every row the leaves that wait for other units."""
    counts = [0] * len(laid_out.row_ids)
    for leaf in waiting:
        rows = [leaf.number, *(node.number for node in above(laid_out, leaf))]
        for row in (*rows, laid_out.row_number[CHANNEL_PREFIX + leaf.channel], len(counts) - 1):
            counts[row] += 1
    return counts
