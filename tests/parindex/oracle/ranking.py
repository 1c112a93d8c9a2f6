"""Ranks and classes of the oracle: by comparing fractions, unit by unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.frameworks.model import Edition
from tests.parindex.oracle.scoring import Unit


@dataclass(frozen=True)
class Rank:
    """A rank, the denominator it is printed with, and whether it is shared."""

    rank: int | None
    of: int
    tied: bool


def ranks(edition: Edition, row: str, units: Sequence[Unit], everybody: Sequence[Unit]) -> list[Rank]:
    """Rank the units of one league on one row, the units in official order.

    Percent is looked at where the edition says so and units could earn different maxima on the row.
    """
    setting = edition.settings.ranking
    by_percent = setting.basis == "percent" and len({unit.applicable[row] for unit in everybody}) > 1
    measure = [unit.percent(row) if by_percent else unit.points[row] for unit in units]
    ranked = [number for number in measure if number is not None]
    by_units = setting.denominator == "units" or setting.ties == "ordinal"
    of = len(ranked) if by_units else len(set(ranked))
    return [
        Rank(_rank(setting.ties, number, measure), of, ranked.count(measure[number]) > 1)
        for number in range(len(units))
    ]


def _rank(ties: str, unit: int, measure: Sequence[Fraction | None]) -> int | None:
    mine = measure[unit]
    if mine is None:
        return None
    ahead = [number for number in measure if number is not None and number > mine]
    if ties == "dense":
        return len(set(ahead)) + 1
    equal_before = measure[:unit].count(mine) if ties == "ordinal" else 0
    return len(ahead) + equal_before + 1


def classes(edition: Edition, leagues: Mapping[str, Sequence[Unit]]) -> list[str | None]:
    """Give the class of every unit, league after league."""
    return [_class(edition, unit, league) for league in leagues.values() for unit in league]


def _class(edition: Edition, unit: Unit, league: Sequence[Unit]) -> str | None:
    setting, total = edition.settings.classes, unit.points["total"]
    if setting is None or total is None:
        return None
    measure = {"points": total, "percent": unit.percent("total")}.get(setting.basis)
    if measure is None:
        totals = [one.points["total"] for one in league if one.points["total"] is not None]
        measure = Fraction(100 * sum(other > total for other in totals), len(totals))
    for band in setting.bands:
        if measure >= Fraction(band.from_) and (band.below is None or measure < Fraction(band.below)):
            return band.code
    return None
