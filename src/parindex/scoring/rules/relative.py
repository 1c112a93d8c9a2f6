"""R10. So với các đơn vị khác trong cụm: đơn vị tốt nhất, đơn vị dẫn đầu và chỉ tiêu, bình quân, thứ tự."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from parindex import exact
from parindex.exact import Exact, IntArray, Mask
from parindex.frameworks.model import Node
from parindex.frameworks.rules import Relative
from parindex.language import N_
from parindex.scoring.marks import QUANTITY, Clause, LeafInputs, Marks, clause_of

_ZERO: Final = exact.constant(0)


def points(rule: Relative, leaf: LeafInputs) -> Marks:
    """Give points by the unit's place against its league; only units that have a value are compared.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> leaf = leaf_inputs(1, league=[0, 0, 0, 1], quantity=[40, 30, None, 12])
    >>> marks = points(Relative(kind="relative", to="best"), leaf)
    >>> exact.to_floats(marks.points)[[0, 1, 3]].tolist(), marks.clause[[0, 1, 3]].tolist()
    ([1.0, 0.75, 1.0], [1, 0, 1])
    """
    return _WAYS[rule.to](rule, leaf)


def _best_of_league(quantity: Exact, leaf: LeafInputs) -> Exact:
    """Give every unit the largest quantity of its league."""
    part = np.zeros(leaf.size) if quantity.part is None else quantity.part
    order = np.lexsort((part, quantity.whole, leaf.present, leaf.league))
    return quantity.rows(_last_of_run(leaf.league[order], order)[leaf.league])


def _last_of_run(sorted_groups: IntArray, order: IntArray) -> IntArray:
    """Give, by group number, the last row of the group in a sorted order."""
    last = np.zeros(int(sorted_groups[-1]) + 1, dtype=np.int64)
    last[sorted_groups] = order
    return last


def _safe(x: Exact) -> tuple[Exact, Mask]:
    is_positive = ~exact.at_least(_ZERO, x)
    return exact.where(is_positive, x, exact.constant(1)), is_positive


def _against_best(rule: Relative, leaf: LeafInputs) -> Marks:  # noqa: ARG001  # the signature of all ways
    full, quantity = exact.constant(leaf.max_points), exact.larger(leaf[QUANTITY], _ZERO)
    best, is_positive = _safe(_best_of_league(quantity, leaf))
    share = exact.times_over(quantity, full, best)
    is_best = exact.equal(quantity, best) & is_positive
    return Marks(exact.where(is_positive, share, _ZERO), clause_of(is_best))


def _against_leader(rule: Relative, leaf: LeafInputs) -> Marks:
    full, quantity = exact.constant(leaf.max_points), leaf[QUANTITY]
    half, target = exact.constant(leaf.max_points / 2), exact.constant(rule.target or 0)
    leader = _best_of_league(quantity, leaf)
    reaches = exact.at_least(quantity, target)
    gap, is_gap = _safe(exact.subtract(leader, target))
    upper = exact.times_over(exact.subtract(quantity, target), half, gap)
    is_leader = exact.equal(quantity, leader) & reaches
    earned = exact.where(is_leader, full, exact.add(half, exact.where(is_gap, upper, _ZERO)))
    return Marks(exact.where(reaches, earned, _ZERO), reaches.astype(np.int8) + is_leader)


def _against_mean(rule: Relative, leaf: LeafInputs) -> Marks:  # noqa: ARG001  # the signature of all ways
    full, quantity = exact.constant(leaf.max_points), exact.larger(leaf[QUANTITY], _ZERO)
    mean, is_positive = _safe(_mean_of_league(quantity, leaf))
    reaches = exact.at_least(quantity, mean) | ~is_positive
    share = exact.times_over(quantity, full, mean)
    return Marks(exact.where(reaches, full, share), clause_of(reaches))


def _mean_of_league(quantity: Exact, leaf: LeafInputs) -> Exact:
    """Give every unit the mean of its league, exact to the last unit of the column and its part."""
    leagues = int(leaf.league.max(initial=0)) + 1
    quantity = exact.with_room_for(quantity, leaf.size)
    counted = np.zeros(leagues, dtype=np.int64)
    whole = np.zeros(leagues, dtype=np.int64)
    np.add.at(counted, leaf.league, leaf.present)
    np.add.at(whole, leaf.league, np.where(leaf.present, quantity.whole, 0))
    part = None
    if quantity.part is not None:
        part = np.zeros(leagues)
        np.add.at(part, leaf.league, np.where(leaf.present, quantity.part, 0.0))
    sums = exact.normalised(Exact(whole, part, quantity.places))
    count = Exact(np.maximum(counted, 1), None, 0)
    return exact.times_over(sums, exact.constant(1), count).rows(leaf.league)


def _by_rank(rule: Relative, leaf: LeafInputs) -> Marks:  # noqa: ARG001  # the signature of all ways
    """Give the maximum to the first and equal steps less to each distinct place after it, 0 to the last."""
    place, places = _dense_places(leaf)
    steps = Exact(np.maximum(places - 1, 1), None, 0)
    left = Exact(np.where(places > 1, places - place, 1), None, 0)
    earned = exact.times_over(left, exact.constant(leaf.max_points), steps)
    return Marks(earned, clause_of(place == 1))


def _dense_places(leaf: LeafInputs) -> tuple[IntArray, IntArray]:
    """Give every unit its dense place in its league (best 1) and the number of places there."""
    quantity = leaf[QUANTITY]
    part = np.zeros(leaf.size) if quantity.part is None else quantity.part
    order = np.lexsort((-part, -quantity.whole, ~leaf.present, leaf.league))
    ranked, league = quantity.rows(order), leaf.league[order]
    is_new = np.ones(leaf.size, dtype=bool)
    is_new[1:] = ~exact.equal(ranked.rows(slice(1, None)), ranked.rows(slice(None, -1)))
    starts = np.ones(leaf.size, dtype=bool)
    starts[1:] = league[1:] != league[:-1]
    count = np.cumsum((is_new | starts) & leaf.present[order])
    first = np.maximum.accumulate(np.where(starts, count, 0))
    place = np.empty(leaf.size, dtype=np.int64)
    place[order] = count - first + 1
    places = np.zeros(int(leaf.league.max(initial=0)) + 1, dtype=np.int64)
    np.maximum.at(places, leaf.league, np.where(leaf.present, place, 0))
    return place, places[leaf.league]


def compared_with(rule: Relative, leaf: LeafInputs) -> Exact:
    """Give every unit the number of its league that it is compared with: the best, or the mean."""
    quantity = exact.larger(leaf[QUANTITY], _ZERO)
    return _mean_of_league(quantity, leaf) if rule.to == "mean" else _best_of_league(quantity, leaf)


_WAYS: Final[dict[str, Callable[[Relative, LeafInputs], Marks]]] = {
    "best": _against_best,
    "leader": _against_leader,
    "mean": _against_mean,
    "rank": _by_rank,
}


def clauses(rule: Relative, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the clauses of the way of comparing."""
    leader = Clause(N_("đơn vị dẫn đầu cụm, đủ điểm"))
    if rule.to == "leader":
        details = {"target": rule.target}
        return (
            Clause(N_("dưới chỉ tiêu {target}, 0 điểm"), details),
            Clause(
                N_("đạt chỉ tiêu {target}, chưa dẫn đầu cụm: nửa số điểm và phần theo khoảng cách"), details
            ),
            leader,
        )
    if rule.to == "mean":
        return Clause(N_("dưới bình quân của cụm, tính theo tỷ lệ")), Clause(
            N_("đạt bình quân của cụm, đủ điểm")
        )
    if rule.to == "rank":
        return Clause(N_("tính theo thứ tự trong cụm")), leader
    return Clause(N_("chia cho đơn vị tốt nhất của cụm")), leader
