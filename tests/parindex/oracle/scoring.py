"""The whole method in fractions, one unit and one cell at a time: slow, plain, and nothing of the engine.

It reads the same :class:`Edition`, and shares no arithmetic, no table and no order of work with
``parindex.scoring``: what both agree on is what the method says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from parindex.frameworks.model import Channel, Edition, Node
from parindex.frameworks.rules import Formula, Quantity, Relative
from tests.parindex.oracle import rules

MEASURED, MISSING, NOT_APPLICABLE, WITHHELD = "measured", "missing", "not_applicable", "withheld"
Mark = str
SET = -2
"""The clause of a leaf whose points somebody set."""
Given = Mapping[tuple[str, str], Fraction | Mark]
"""Of one unit: what was filled in by (criterion, input); what is not there is missing."""


@dataclass
class Leaf:
    """A leaf with what it inherits."""

    node: Node
    channel: str
    missing: str
    scored_by: str


@dataclass
class Unit:
    """All results of one unit; ``points`` has None where a row has none."""

    points: dict[str, Fraction | None] = field(default_factory=dict)
    standing: dict[str, Mark] = field(default_factory=dict)
    applicable: dict[str, Fraction] = field(default_factory=dict)
    clause: dict[str, int] = field(default_factory=dict)
    counted: dict[str, Fraction] = field(default_factory=dict)
    """What a row adds to the sums above, whether or not it has points of its own."""
    excluded: dict[str, Fraction] = field(default_factory=dict)

    def percent(self, row: str) -> Fraction | None:
        """Give points in percent of what could be earned; 0 where that is nothing."""
        points = self.points[row]
        if points is None:
            return None
        return points * 100 / self.applicable[row] if self.applicable[row] else Fraction(0)


def leaves_of(edition: Edition) -> dict[str, Leaf]:
    """Give every leaf by code, in printed order, with what it inherits from above."""
    above = Leaf(edition.tree[0], next(iter(edition.channels)), edition.settings.missing, "unit")
    return {leaf.node.code: leaf for root in edition.tree for leaf in _below(root, above)}


def _below(node: Node, above: Leaf) -> Iterator[Leaf]:
    here = Leaf(
        node,
        node.channel or above.channel,
        node.missing or above.missing,
        node.scored_by or above.scored_by,
    )
    if not node.criteria:
        yield here
    for child in node.criteria:
        yield from _below(child, here)


def score(
    edition: Edition,
    leagues: Mapping[str, str],
    given: Mapping[str, Given],
    set_points: Mapping[str, Mapping[str, Fraction]] | None = None,
) -> dict[str, Unit]:
    """Score all units; ``leagues`` names the league of each, ``given`` what each filled in.

    ``set_points`` has, by unit and leaf, the points that somebody set in place of the rule.
    """
    leaves = leaves_of(edition)
    results = {unit: Unit() for unit in leagues}
    for leaf in leaves.values():
        _score_leaf(leaf, leagues, given, results)
        for unit, points in (set_points or {}).items():
            if leaf.node.code in points:
                _set(leaf.node, points[leaf.node.code], results[unit])
    for result in results.values():
        for root in edition.tree:
            _add_up(root, leaves, result)
        _close(edition, leaves, result)
    return results


# ------------------------------------------------------------------ leaves


@dataclass
class Filled:
    """A leaf of a unit as filled in: its standing, its inputs, the quantity it judges (if it has one)."""

    standing: Mark
    inputs: dict[str, Fraction]
    quantity: Fraction | None = None
    undefined: bool = False


def _filled(leaf: Leaf, given: Given) -> Filled:
    found: dict[str, Fraction | Mark] = {}
    for spec in leaf.node.inputs():
        value = given.get((leaf.node.code, spec.name), MISSING)
        if value == MISSING and spec.default is not None:
            value = Fraction(spec.default)
        found[spec.name] = value
    marks = {value for value in found.values() if isinstance(value, str)}
    for mark in (NOT_APPLICABLE, WITHHELD, MISSING):
        if mark in marks:
            return Filled(mark, {})
    inputs = {name: value for name, value in found.items() if isinstance(value, Fraction)}
    spec = getattr(leaf.node.rule, "quantity", None)
    if not isinstance(spec, Quantity):
        return Filled(MEASURED, inputs)
    quantity = rules.quantity(spec, inputs)
    return Filled(MEASURED, inputs, quantity, undefined=quantity is None)


def _score_leaf(
    leaf: Leaf, leagues: Mapping[str, str], given: Mapping[str, Given], results: dict[str, Unit]
) -> None:
    filled = {unit: _filled(leaf, given[unit]) for unit in leagues}
    compared: dict[str, list[Fraction]] = {}
    for unit, league in leagues.items():
        quantity = filled[unit].quantity
        if quantity is not None:
            compared.setdefault(league, []).append(quantity)
    for unit, league in leagues.items():
        _mark(leaf, filled[unit], compared.get(league, []), results[unit])


def _mark(leaf: Leaf, filled: Filled, league: Sequence[Fraction], result: Unit) -> None:
    node, standing = leaf.node, filled.standing
    most, points, clause = Fraction(node.max), Fraction(0), -2
    if standing == MEASURED:
        outcome = _outcome(leaf, filled, league)
        if outcome is None:
            outcome, standing = _over_nothing(leaf, most)
        points, clause = outcome
        if node.round is not None:
            points = rules.half_up(points, node.round)
    result.standing[node.code] = standing
    result.clause[node.code] = clause
    result.excluded[node.code] = Fraction(0)
    if standing == NOT_APPLICABLE and node.not_applicable in ("exclude", "refuse"):
        result.excluded[node.code] = most
    result.applicable[node.code] = most - result.excluded[node.code]
    _settle(node, standing, points, most, result)


def _set(node: Node, points: Fraction, result: Unit) -> None:
    """Give a unit the points that somebody set, whatever its inputs say."""
    if node.round is not None:
        points = rules.half_up(points, node.round)
    result.standing[node.code] = MEASURED
    result.clause[node.code] = SET
    result.excluded[node.code] = Fraction(0)
    result.applicable[node.code] = Fraction(node.max)
    _settle(node, MEASURED, points, Fraction(node.max), result)


def _settle(node: Node, standing: Mark, points: Fraction, most: Fraction, result: Unit) -> None:
    has_points = standing == MEASURED
    if standing == NOT_APPLICABLE and node.not_applicable in ("full", "zero"):
        has_points, points = True, most if node.not_applicable == "full" else Fraction(0)
    result.points[node.code] = points if has_points else None
    result.counted[node.code] = points if has_points else Fraction(0)


def _outcome(leaf: Leaf, filled: Filled, league: Sequence[Fraction]) -> rules.Outcome:
    rule, most = leaf.node.rule, Fraction(leaf.node.max)
    if filled.undefined:
        return None
    if isinstance(rule, Relative):
        return rules.relative(rule, most, filled.quantity, league)
    if rule.kind in rules.ON_QUANTITY:
        return rules.ON_QUANTITY[rule.kind](rule, most, filled.quantity)
    return rules.ON_INPUTS[rule.kind](rule, most, filled.inputs)


def _over_nothing(leaf: Leaf, most: Fraction) -> tuple[tuple[Fraction, int], Mark]:
    rule = leaf.node.rule
    says = "missing"
    if isinstance(rule, Formula):
        says = rule.when_undefined
    elif isinstance(getattr(rule, "quantity", None), Quantity):
        says = rule.quantity.when_zero
    if says in ("zero", "full"):
        return (most if says == "full" else Fraction(0), -1), MEASURED
    return (Fraction(0), -2), says


# -------------------------------------------------------------------- sums


def _add_up(node: Node, leaves: Mapping[str, Leaf], result: Unit) -> None:
    if not node.criteria:
        return
    for child in node.criteria:
        _add_up(child, leaves, result)
    codes = [child.code for child in node.criteria]
    points = sum((result.counted[code] for code in codes), Fraction(0))
    if node.round is not None:
        points = rules.half_up(points, node.round)
    result.counted[node.code] = points
    result.excluded[node.code] = sum((result.excluded[code] for code in codes), Fraction(0))
    result.applicable[node.code] = Fraction(node.max) - result.excluded[node.code]
    _stand(node.code, [leaves[code] for code in _codes_below(node)], result)


def _codes_below(node: Node) -> list[str]:
    if not node.criteria:
        return [node.code]
    return [code for child in node.criteria for code in _codes_below(child)]


def _stand(row: str, leaves: Sequence[Leaf], result: Unit) -> None:
    """Give a sum its standing: nothing applies, something blocks it, or it has points."""
    codes = [leaf.node.code for leaf in leaves]
    blocking = {result.standing[leaf.node.code] for leaf in leaves if leaf.missing == "block"}
    if all(_is_left_out(leaf.node, result) for leaf in leaves) and codes:
        standing = NOT_APPLICABLE
    elif MISSING in blocking:
        standing = MISSING
    elif WITHHELD in blocking:
        standing = WITHHELD
    else:
        standing = MEASURED
    result.standing[row] = standing
    result.points[row] = result.counted[row] if standing == MEASURED else None


def _is_left_out(node: Node, result: Unit) -> bool:
    excludes = node.not_applicable in ("exclude", "refuse")
    return excludes and result.standing[node.code] == NOT_APPLICABLE


# ------------------------------------------------------------------- total


def _close(edition: Edition, leaves: Mapping[str, Leaf], result: Unit) -> None:
    full_total = sum((Fraction(c.max) for c in edition.channels.values() if c.kind == "base"), Fraction(0))
    base, denominator, extras = Fraction(0), Fraction(0), Fraction(0)
    for name, channel in edition.channels.items():
        mine = [leaf for leaf in leaves.values() if leaf.channel == name]
        earned = sum((_of_channel(root, name, leaves, result) for root in edition.tree), Fraction(0))
        excluded = sum((result.excluded[leaf.node.code] for leaf in mine), Fraction(0))
        if channel.kind == "base":
            earned, counts_for = _rescaled(channel, earned, excluded)
            base, denominator = base + earned, denominator + counts_for
        else:
            earned = _capped(channel, earned)
            extras += earned
        row = f"channel:{name}"
        result.counted[row] = earned
        result.applicable[row] = _channel_denominator(channel, excluded)
        _stand(row, mine, result)
    if denominator != full_total and denominator > 0:
        base = base * full_total / denominator
    result.counted["total"] = _bounded(edition, base + extras)
    result.applicable["total"] = full_total
    _stand("total", list(leaves.values()), result)


def _of_channel(node: Node, channel: str, leaves: Mapping[str, Leaf], result: Unit) -> Fraction:
    """Give what a node brings to a channel: itself when all of it belongs there, else what is below."""
    channels = {leaves[code].channel for code in _codes_below(node)}
    if channels == {channel}:
        return result.counted[node.code]
    if channel not in channels:
        return Fraction(0)
    return sum((_of_channel(child, channel, leaves, result) for child in node.criteria), Fraction(0))


def _rescaled(channel: Channel, earned: Fraction, excluded: Fraction) -> tuple[Fraction, Fraction]:
    """Give a channel's points and what it counts for in the denominator of the total."""
    full = Fraction(channel.max)
    left = full - excluded
    if left == 0:
        return earned, Fraction(0)
    if channel.on_excluded == "own":
        return earned * full / left, full
    return earned, left if channel.on_excluded == "total" else full


def _channel_denominator(channel: Channel, excluded: Fraction) -> Fraction:
    if channel.kind == "penalty":
        return Fraction(0)
    if channel.kind == "base" and channel.on_excluded == "total":
        return Fraction(channel.max) - excluded
    return Fraction(channel.max)


def _capped(channel: Channel, earned: Fraction) -> Fraction:
    cap = Fraction(channel.max)
    return min(earned, cap) if channel.kind == "bonus" else max(earned, -cap)


def _bounded(edition: Edition, total: Fraction) -> Fraction:
    floor, cap = edition.settings.total.floor, edition.settings.total.cap
    if floor is not None:
        total = max(total, Fraction(floor))
    return total if cap is None else min(total, Fraction(cap))


def rows_of(edition: Edition) -> tuple[str, ...]:
    """Give every row of a result: nodes as printed, channels, the total."""
    return (
        *(node.code for node in edition.nodes()),
        *(f"channel:{name}" for name in edition.channels),
        "total",
    )


def read_as_decimal(value: float) -> Fraction:
    """Give the decimal of 15 significant digits that a float prints."""
    return Fraction(Decimal(format(value, ".15g")))
