"""Rules of the oracle: points of one leaf of one unit in fractions, as the wording of each rule says.

Every function gives the points and the number of the clause that applied, or None where the rule has
nothing to say (no answers, no case, a level that is not there).
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from parindex.frameworks import rules
from tests.parindex.oracle import formulas

Inputs = Mapping[str, Fraction]
Outcome = tuple[Fraction, int] | None


def exactly(number: Decimal) -> Fraction:
    """Give a decimal of an edition as a fraction."""
    return Fraction(number)


def half_up(number: Fraction, decimals: int) -> Fraction:
    """Round half away from zero."""
    return Fraction(printed(number, decimals), 10**decimals)


def printed(number: Fraction, decimals: int) -> int:
    """Give a number as it is printed, in units of the last decimal."""
    top, bottom = number.as_integer_ratio()
    size = (2 * abs(top) * 10**decimals + bottom) // (2 * bottom)
    return -size if top < 0 else size


def quantity(spec: rules.Quantity, inputs: Inputs) -> Fraction | None:
    """Give what is judged, in percent but for a plain number; None for a ratio over nothing."""
    if spec.as_ == "ratio":
        if inputs["denominator"] == 0:
            return None
        found = inputs["numerator"] / inputs["denominator"] * 100
    else:
        found = inputs["value"] * (100 if spec.as_ == "share" else 1)
    return found if spec.round is None else half_up(found, spec.round)


def yes_no(rule: rules.YesNo, most: Fraction, inputs: Inputs) -> Outcome:
    if inputs["value"] == 0:
        return exactly(rule.no), 0
    return (most if rule.yes is None else exactly(rule.yes)), 1


def count(rule: rules.Count, most: Fraction, inputs: Inputs) -> Outcome:
    return capped(inputs["value"] * exactly(rule.each), most if rule.cap is None else exactly(rule.cap))


def bonus(rule: rules.Bonus, most: Fraction, inputs: Inputs) -> Outcome:
    return capped(inputs["value"] * exactly(rule.each), most)


def capped(earned: Fraction, cap: Fraction) -> Outcome:
    return (cap, 1) if earned > cap else (earned, 0)


def penalty(rule: rules.Penalty, most: Fraction, inputs: Inputs) -> Outcome:  # as all rules
    lost, clause = capped(inputs["value"] * exactly(rule.each), exactly(rule.cap))
    return -lost, clause


def proportional(rule: rules.Proportional, most: Fraction, q: Fraction) -> Outcome:
    if q >= exactly(rule.full_at):
        return most, 1
    return max(q, Fraction(0)) / exactly(rule.full_at) * most, 0


def ratio_floor(rule: rules.RatioFloor, most: Fraction, q: Fraction) -> Outcome:
    if q >= exactly(rule.full_at):
        return most, 2
    if q < exactly(rule.floor):
        return Fraction(0), 0
    return q / exactly(rule.full_at) * most, 1


def bands(rule: rules.Bands, most: Fraction, q: Fraction) -> Outcome:  # as all rules
    rising = sorted(rule.bands, key=lambda band: (band.from_ is not None, band.from_ or 0))
    number = sum(q >= exactly(band.from_) for band in rising[1:])
    return exactly(rising[number].points), number


def linear(rule: rules.Linear, most: Fraction, q: Fraction) -> Outcome:  # as all rules
    knots = [(exactly(knot.at), exactly(knot.points)) for knot in rule.knots]
    number = sum(q >= at for at, _ in knots)
    if number in (0, len(knots)):
        return knots[max(number - 1, 0)][1], number
    (low, from_points), (high, to_points) = knots[number - 1 : number + 1]
    return from_points + (q - low) / (high - low) * (to_points - from_points), number


def survey_index(rule: rules.SurveyIndex, most: Fraction, q: Fraction) -> Outcome:  # as all
    return min(max(q / 100, Fraction(0)), Fraction(1)) * most, 0


def levels(rule: rules.Levels, most: Fraction, inputs: Inputs) -> Outcome:
    for number, level in enumerate(rule.levels):
        if inputs["value"] == exactly(level.value):
            return exactly(level.share) / 100 * most, number
    return None


def deduction(rule: rules.Deduction, most: Fraction, inputs: Inputs) -> Outcome:
    left = most - sum(inputs[fault.name] * exactly(fault.each) for fault in rule.faults)
    floor = exactly(rule.floor)
    return (floor, 1) if left < floor else (left, 0)


def violation(rule: rules.Violation, most: Fraction, inputs: Inputs) -> Outcome:
    if inputs["value"] <= 0:
        return most, 0
    times = inputs["value"] if rule.per == "each" else 1
    left = -times * exactly(rule.extra)
    return (left if rule.floor is None else max(left, exactly(rule.floor))), 1


def checklist(rule: rules.Checklist, most: Fraction, inputs: Inputs) -> Outcome:  # as all
    done = [item for item in rule.items if inputs[item.name] != 0]
    return sum((exactly(item.points) for item in done), Fraction(0)), len(done)


def survey_likert(rule: rules.SurveyLikert, most: Fraction, inputs: Inputs) -> Outcome:
    answers = sum(inputs[option.name] for option in rule.options)
    if answers == 0:
        return None
    weighed = sum(inputs[option.name] * exactly(option.weight) for option in rule.options)
    return weighed / 100 / answers * most, 0


def given(rule: rules.Graded | rules.Appraised, most: Fraction, inputs: Inputs) -> Outcome:
    return inputs["value"], 0


def formula(rule: rules.Formula, most: Fraction, inputs: Inputs) -> Outcome:
    for number, case in enumerate(rule.cases):
        if rule.choose == "appraiser":
            applies = inputs["case"] == exactly(case.value)
        else:
            applies = True if case.when is None else formulas.truth(case.when, inputs)
        if applies is None:
            return None
        if applies:
            points = formulas.number(case.points, {**inputs, "full": most})
            return None if points is None else (min(max(points, Fraction(0)), most), number)
    return None


ON_INPUTS: dict[str, Callable[..., Outcome]] = {
    "yes_no": yes_no,
    "count": count,
    "levels": levels,
    "deduction": deduction,
    "violation": violation,
    "checklist": checklist,
    "formula": formula,
    "survey_likert": survey_likert,
    "graded": given,
    "appraised": given,
    "bonus": bonus,
    "penalty": penalty,
}
ON_QUANTITY: dict[str, Callable[..., Outcome]] = {
    "proportional": proportional,
    "ratio_floor": ratio_floor,
    "bands": bands,
    "linear": linear,
    "survey_index": survey_index,
}


def relative(rule: rules.Relative, most: Fraction, q: Fraction, league: Sequence[Fraction]) -> Outcome:
    """Judge a quantity against all of the league that have one (``q`` is among them)."""
    ways = {"best": against_best, "leader": against_leader, "mean": against_mean, "rank": by_rank}
    return ways[rule.to](rule, most, q, league)


def against_best(rule: rules.Relative, most: Fraction, q: Fraction, league: Sequence[Fraction]) -> Outcome:
    best = max(league)
    if best <= 0:
        return Fraction(0), 0
    return max(q, Fraction(0)) / best * most, int(q == best)


def against_leader(rule: rules.Relative, most: Fraction, q: Fraction, league: Sequence[Fraction]) -> Outcome:
    target, leader = exactly(rule.target or Decimal(0)), max(league)
    if q < target:
        return Fraction(0), 0
    if q == leader:
        return most, 2
    return most / 2 + (q - target) / (leader - target) * most / 2, 1


def against_mean(rule: rules.Relative, most: Fraction, q: Fraction, league: Sequence[Fraction]) -> Outcome:
    above = [max(value, Fraction(0)) for value in league]
    mean = sum(above, Fraction(0)) / len(above)
    if mean <= 0 or q >= mean:
        return most, 1
    return max(q, Fraction(0)) / mean * most, 0


def by_rank(rule: rules.Relative, most: Fraction, q: Fraction, league: Sequence[Fraction]) -> Outcome:
    falling = sorted(set(league), reverse=True)
    place = falling.index(q)
    if len(falling) == 1:
        return most, 1
    return most * (len(falling) - 1 - place) / (len(falling) - 1), int(place == 0)
