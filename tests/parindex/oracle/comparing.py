"""Where engine and oracle differ, cell by cell, in words that name the cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from parindex import exact
from parindex.exact import Exact
from parindex.frameworks.model import Edition
from parindex.ranking.ranks import rank
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from parindex.tables import STANDINGS
from tests.parindex.oracle import ranking
from tests.parindex.oracle import scoring as oracle
from tests.parindex.oracle.leagues import League
from tests.parindex.oracle.rules import printed
from tests.parindex.oracle.sources import believed

BOUND = Fraction(1, 10**20)
"""Numbers nearer than this many points are the same number (docs/methods/exactness.md)."""
TOO_NEAR = 1000 * BOUND
"""Different numbers nearer than this are outside what the engine promises to keep apart, in percent too."""
MOST_DECIMALS = 9


@dataclass
class Pair:
    """A league scored twice: by the engine and by the oracle."""

    edition: Edition
    league: League
    card: Scorecard
    results: dict[str, oracle.Unit]

    @property
    def rows(self) -> tuple[str, ...]:
        """Every row of a result."""
        return oracle.rows_of(self.edition)

    @property
    def units(self) -> list[str]:
        """The units in official order."""
        return list(self.league.leagues)


def scored_twice(edition: Edition, league: League) -> Pair:
    """Score a league by the engine and by the oracle."""
    card = score(edition, league.values(), league.units(), sources=league.order)
    given, points = taken(edition, league)
    return Pair(edition, league, card, oracle.score(edition, league.leagues, given, points))


def taken(edition: Edition, league: League) -> tuple[dict[str, oracle.Given], dict[str, dict[str, Fraction]]]:
    """Give of each unit the inputs that are believed, and the points that are set in place of rules."""
    leaves = oracle.leaves_of(edition).values()
    given: dict[str, oracle.Given] = {}
    points: dict[str, dict[str, Fraction]] = {}
    for unit in league.leagues:
        said, inputs, by_person = league.said(unit), {}, {}
        for leaf in leaves:
            found, number = believed(leaf, said, league.order)
            inputs.update(found)
            if number is not None:
                by_person[leaf.node.code] = number
        given[unit], points[unit] = inputs, by_person
    return given, points


def differences(pair: Pair) -> Iterator[str]:
    """Give every difference: standings, denominators, clauses, numbers, order, ranks, classes."""
    found = [*_standings(pair), *_denominators(pair), *_clauses(pair)]
    yield from found
    if not found:
        yield from _numbers(pair)
        yield from _ranks(pair)


def _standings(pair: Pair) -> Iterator[str]:
    for row, code in enumerate(pair.rows):
        for number, unit in enumerate(pair.units):
            result = pair.results[unit]
            said = (STANDINGS[pair.card.standing[row, number]], bool(pair.card.has_points[row, number]))
            should = (result.standing[code], result.points[code] is not None)
            if said != should:
                yield f"{code} {unit}: standing and points are {said}, expected {should}"


def _denominators(pair: Pair) -> Iterator[str]:
    for row, code in enumerate(pair.rows):
        said = np.broadcast_to(pair.card.applicable[row], len(pair.units)).tolist()
        should = [int(pair.results[unit].applicable[code] * 10**exact.PLACES) for unit in pair.units]
        if said != should:
            yield f"{code}: denominators are {said}, expected {should}"


def _clauses(pair: Pair) -> Iterator[str]:
    for leaf, mark in zip(pair.edition.leaves(), pair.card.marks, strict=True):
        for number, unit in enumerate(pair.units):
            result = pair.results[unit]
            said, should = int(mark.clause[number]), result.clause[leaf.code]
            if result.standing[leaf.code] == oracle.MEASURED and said != should:
                yield f"{leaf.code} {unit}: clause {said}, expected {should}"


# ------------------------------------------------------------------ numbers


def stacked(columns: list[Exact]) -> Exact:
    """Lay columns of points one above the other (rows x units)."""
    at_points = [exact.at_places(column, exact.PLACES) for column in columns]
    parts = [np.zeros(x.whole.shape) if x.part is None else x.part for x in at_points]
    return Exact(np.stack([x.whole for x in at_points]), np.stack(parts))


def _numbers(pair: Pair) -> Iterator[str]:
    results = [pair.results[unit] for unit in pair.units]
    points = [[result.points[code] for result in results] for code in pair.rows]
    percent = [[result.percent(code) for result in results] for code in pair.rows]
    for what, of_row, wanted in (
        ("points", pair.card.points, points),
        ("percent", pair.card.percent, percent),
    ):
        table = stacked([of_row(code) for code in pair.rows])
        yield from _printing(what, pair, table, wanted)
        yield from _distances(what, pair, table, wanted)
        yield from _order(what, pair, table, wanted)


def _cells(pair: Pair, wanted: list[list[Fraction | None]]) -> Iterator[tuple[int, int, str, Fraction]]:
    for row, code in enumerate(pair.rows):
        for number, unit in enumerate(pair.units):
            value = wanted[row][number]
            if value is not None:
                yield row, number, f"{code} {unit}", value


def _printing(what: str, pair: Pair, table: Exact, wanted: list[list[Fraction | None]]) -> Iterator[str]:
    said = np.stack(
        [exact.units_of(table, decimals) for decimals in range(MOST_DECIMALS + 1)], axis=-1
    ).tolist()
    for row, number, cell, value in _cells(pair, wanted):
        should = [printed(value, decimals) for decimals in range(MOST_DECIMALS + 1)]
        if said[row][number] != should:
            yield f"{cell}: {what} with 0, 1, ... decimals: {said[row][number]}, expected {should}"


def _distances(what: str, pair: Pair, table: Exact, wanted: list[list[Fraction | None]]) -> Iterator[str]:
    """Compare in doubles of the part: the whole units are exact anyway."""
    whole, part = table.whole.tolist(), table.part.tolist()
    for row, number, cell, value in _cells(pair, wanted):
        units = value * 10**exact.PLACES - whole[row][number]
        gap = abs(float(units) - part[row][number])
        if gap > exact.TOLERANCE * (1 if what == "points" else 1000):
            yield f"{cell}: {what} are {gap} units of 1e-9 from {value}"


def _order(what: str, pair: Pair, table: Exact, wanted: list[list[Fraction | None]]) -> Iterator[str]:
    left, right = np.triu_indices(len(pair.units), 1)
    if not len(left):
        return
    sides = [Exact(table.whole[:, side].ravel(), table.part[:, side].ravel()) for side in (left, right)]
    said = exact.sign_of_difference(*sides).reshape(len(wanted), -1)
    for row, code in enumerate(pair.rows):
        place = _places(wanted[row])
        if place is not None:
            known = (place[left] >= 0) & (place[right] >= 0)
            should = np.sign(place[left] - place[right])
            if (said[row] != should)[known].any():
                yield f"{code}: {what} are in the order {said[row].tolist()}, expected {should.tolist()}"


def _places(numbers: list[Fraction | None]) -> np.ndarray | None:
    """Number the units of a row by rising points, -1 without points; None where numbers are too near."""
    rising = sorted({number for number in numbers if number is not None})
    if any(high - low <= TOO_NEAR for low, high in pairwise(rising)):
        return None
    place = {number: at for at, number in enumerate(rising)}
    return np.array([-1 if number is None else place[number] for number in numbers])


# -------------------------------------------------------------------- ranks


def _ranks(pair: Pair) -> Iterator[str]:
    table = rank(pair.card).select("criterion_id", "unit_id", "rank", "of", "tied", "class")
    said = {(code, unit): found for code, unit, *found in table.iter_rows()}
    leagues: dict[str, list[str]] = {}
    for unit, name in pair.league.leagues.items():
        leagues.setdefault(name, []).append(unit)
    members = {name: [pair.results[unit] for unit in units] for name, units in leagues.items()}
    classes = ranking.classes(pair.edition, members)
    class_of = dict(zip((unit for units in leagues.values() for unit in units), classes, strict=True))
    for code in pair.rows:
        everybody = list(pair.results.values())
        measures = [[unit.points[code] for unit in everybody], [unit.percent(code) for unit in everybody]]
        if any(_places(measure) is None for measure in measures):
            continue
        for name, units in leagues.items():
            should = ranking.ranks(pair.edition, code, members[name], everybody)
            for unit, one in zip(units, should, strict=True):
                class_ = class_of[unit] if code == "total" else None
                expected = [one.rank, one.of, one.tied, class_]
                if said[code, unit] != expected:
                    yield f"{code} {unit}: rank, of, tied, class are {said[code, unit]}, expected {expected}"
