"""The same figures computed person by person in fractions, as the textbook writes them; slow and plain."""

from collections.abc import Callable, Sequence
from fractions import Fraction

Person = dict
Number = Fraction


def number(value: float | str) -> Fraction:
    return Fraction(str(value))


def weighted_share(people: Sequence[Person], y: str) -> Fraction:
    answered = [person for person in people if person[y] is not None]
    return sum(person["w"] * person[y] for person in answered) / sum(person["w"] for person in answered)


def variance_of_share(
    people: Sequence[Person], y: str, is_in: Callable[[Person], bool], sizes: Sequence[str]
) -> Fraction:
    """The variance of the share of ``y`` in a domain; ``sizes`` names the population column of each stage."""
    domain = [person for person in people if is_in(person) and person[y] is not None]
    share, weight = weighted_share(domain, y), sum(person["w"] for person in domain)
    values = [
        (
            person,
            person["w"] * (person[y] - share) / weight
            if is_in(person) and person[y] is not None
            else Fraction(0),
        )
        for person in people
    ]
    return variance_of_total(values, 0, sizes)


def variance_of_total(values: list[tuple[Person, Fraction]], stage: int, sizes: Sequence[str]) -> Fraction:
    """The recursive variance: between units of a stratum, and within each unit times the share drawn."""
    result = Fraction(0)
    for stratum in sorted({person["strata"][stage] for person, _ in values}):
        inside = [(person, value) for person, value in values if person["strata"][stage] == stratum]
        units = sorted({person["units"][stage] for person, _ in inside})
        drawn = len(units)
        by_unit = {unit: [(p, v) for p, v in inside if p["units"][stage] == unit] for unit in units}
        sums = [sum((value for _, value in part), Fraction(0)) for part in by_unit.values()]
        mean = sum(sums, Fraction(0)) / drawn
        has_size = stage < len(sizes)
        share = Fraction(drawn) / inside[0][0][sizes[stage]] if has_size else Fraction(0)
        if drawn > 1:
            result += (1 - share) * Fraction(drawn, drawn - 1) * sum((one - mean) ** 2 for one in sums)
        if has_size and stage + 1 < len(inside[0][0]["units"]):
            result += share * sum(variance_of_total(part, stage + 1, sizes) for part in by_unit.values())
    return result
