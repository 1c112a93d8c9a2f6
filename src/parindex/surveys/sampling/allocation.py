"""How a sample is shared among strata: exact whole numbers, with a floor and a cap in each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor, isfinite
from typing import Final, Literal, get_args

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.sampling.kinds import NOT_ALLOCATED

Rule = Literal["proportional", "neyman", "power", "equal"]
"""``power`` is N^q, the square root by default."""
RULES: Final[tuple[Rule, ...]] = get_args(Rule)


def shares(
    rule: Rule,
    populations: Sequence[int],
    deviations: Sequence[float] | None = None,
    exponent: float = 0.5,
) -> list[Fraction]:
    """Give what each stratum's part is in proportion to.

    Proportional N_h (Bowley 1926), Neyman N_h·S_h with the ``deviations`` S_h (Neyman 1934), power N_h^q with
    the ``exponent`` q (Bankier 1988; 1/2 is the square root), equal 1. Raises ``ValueError`` where the Neyman
    rule has no deviations, or one is negative.

    >>> [float(one) for one in shares("power", [100, 400])]
    [10.0, 20.0]
    """
    if rule == "equal":
        return [Fraction(bool(one)) for one in populations]
    if rule == "power":
        return [Fraction(float(one) ** exponent) for one in populations]
    if rule == "proportional":
        return [Fraction(one) for one in populations]
    if deviations is None or not all(isfinite(one) and one >= 0 for one in deviations):
        raise ValueError("the Neyman rule needs a standard deviation of each stratum")
    return [one * Fraction(spread) for one, spread in zip(populations, deviations, strict=True)]


def allocate(
    total: int,
    populations: Sequence[int],
    parts: Sequence[Fraction] | None = None,
    floors: Sequence[int] | int = 0,
    caps: Sequence[int] | None = None,
) -> list[int]:
    """Share a total among strata; the numbers are whole and their sum is the total.

    ``parts`` are those of :func:`shares` (proportional where not given). No stratum gets less than its floor
    (or its population, where that is smaller) nor more than its cap (its population where not given): the
    others share what that leaves, in the same proportion. Whole numbers come by the largest remainder
    (Hamilton); equal remainders go to the larger population, then to the stratum that stands first. All is
    counted in exact fractions. Raises :class:`ProblemsFound` (SV324) where no such numbers exist.

    >>> allocate(382, [6000, 2180]), allocate(100, [9000, 900, 100], floors=20)
    ([280, 102], [60, 20, 20])
    """
    listed = [floors] * len(populations) if isinstance(floors, int) else list(floors)
    low = [min(one, most) for one, most in zip(listed, populations, strict=True)]
    most = [min(pair) for pair in zip(caps or populations, populations, strict=True)]
    high = [max(pair) for pair in zip(low, most, strict=True)]
    weights = list(parts) if parts is not None else shares("proportional", populations)
    usable = sum(top if part else bottom for top, bottom, part in zip(high, low, weights, strict=True))
    if not sum(low) <= total <= usable:
        details = {"total": total, "floors": sum(low), "caps": usable}
        raise ProblemsFound([Problem(NOT_ALLOCATED, Place(), details)])
    return _whole(_filled(total, weights, low, high), total, populations)


def _filled(total: int, parts: Sequence[Fraction], low: Sequence[int], high: Sequence[int]) -> list[Fraction]:
    """Find the level at which parts × level, kept between floor and cap, sum to the total.

    The sum grows with the level in straight pieces; it is followed from bend to bend.
    """
    bends = sorted(
        (Fraction(bound) / part, sign * part)
        for part, bottom, top in zip(parts, low, high, strict=True)
        if part
        for bound, sign in ((bottom, 1), (top, -1))
    )
    level, slope, reached = Fraction(0), Fraction(0), Fraction(sum(low))
    for bend, change in bends:
        if slope and reached + slope * (bend - level) >= total:
            break
        reached += slope * (bend - level)
        level, slope = bend, slope + change
    if slope:
        level += (total - reached) / slope
    return [
        min(max(part * level, Fraction(bottom)), Fraction(top))
        for part, bottom, top in zip(parts, low, high, strict=True)
    ]


def _whole(exact: Sequence[Fraction], total: int, populations: Sequence[int]) -> list[int]:
    """Round to whole numbers by the largest remainder."""
    numbers = [floor(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda at: (numbers[at] - exact[at], -populations[at], at))
    for at in order[: total - sum(numbers)]:
        numbers[at] += 1
    return numbers
