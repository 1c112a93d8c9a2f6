"""What must hold for every edition and every league: random editions, leagues and changes, by their number."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex import exact
from parindex.frameworks.model import Edition, Node
from parindex.frameworks.registry import find
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from parindex.scoring.whatif import what_if
from parindex.synthetic import synthetic_units, synthetic_values
from parindex.tables import STANDINGS, VALUE
from tests.parindex.oracle.editions import edition_data
from tests.parindex.oracle.leagues import League, draw
from tests.parindex.oracle.leagues import league as random_league
from tests.parindex.oracle.rules import half_up
from tests.parindex.scoring.scored import differing, fraction


class Chance(Random):
    """A generator that names its number: the number names an edition and its league for ever."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    def __repr__(self) -> str:
        return f"Chance({self.number})"


CHANCES = st.integers(0, 10**9).map(Chance)
NEAR = Fraction(1, 10**20)
HALF_AS_LONG = settings(max_examples=settings().max_examples // 2)


def drawn(chance: Random) -> tuple[Edition, League]:
    edition = Edition.model_validate(edition_data(chance))
    return edition, random_league(chance, edition)


def scored(edition: Edition, league: League) -> Scorecard:
    return score(edition, league.values(), league.units())


def points(card: Scorecard, code: str, unit: int) -> Fraction | None:
    return fraction(card.points(code), unit) if card.valid(code)[unit] else None


@given(CHANCES)
@HALF_AS_LONG
def test_the_order_of_units_and_of_rows_does_not_matter(chance: Chance):
    edition, league = drawn(chance)
    order = list(range(len(league.leagues)))
    chance.shuffle(order)
    values, units = league.values().sample(fraction=1, shuffle=True, seed=chance.number), league.units()
    assert differing(scored(edition, league), score(edition, values, units[order]), order) == []


@given(CHANCES)
@HALF_AS_LONG
def test_a_league_is_scored_as_if_there_were_no_other(chance: Chance):
    edition, league = drawn(chance)
    card = scored(edition, league)
    for name in set(league.leagues.values()):
        members = [at for at, unit in enumerate(league.leagues) if league.leagues[unit] == name]
        alone = score(edition, *only(league, members))
        assert differing(card, alone, members) == []


@given(CHANCES)
@HALF_AS_LONG
def test_without_relative_leaves_a_unit_is_scored_as_if_it_were_alone(chance: Chance):
    data = edition_data(chance)
    for leaf in leaves_of(data["tree"]):
        if leaf["rule"]["kind"] == "relative":
            leaf["rule"] = {"kind": "graded"}
    edition = Edition.model_validate(data)
    league = random_league(chance, edition)
    card = scored(edition, league)
    for unit in range(len(league.leagues)):
        assert differing(card, score(edition, *only(league, [unit])), [unit]) == []


def only(league: League, members: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    units = league.units()[members]
    return league.values().filter(pl.col("unit_id").is_in(units["unit_id"].implode())), units


def leaves_of(tree: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in tree:
        yield from leaves_of(node["criteria"]) if node.get("criteria") else [node]


@given(CHANCES)
@HALF_AS_LONG
def test_a_criterion_is_the_sum_of_what_is_below_it_rounded_only_where_it_says_so(chance: Chance):
    edition, league = drawn(chance)
    card = scored(edition, league)
    for node in edition.nodes():
        for unit in range(len(league.leagues)):
            mine = points(card, node.code, unit)
            if node.criteria and mine is not None:
                below = sum((points(card, one.code, unit) or 0 for one in node.criteria), Fraction(0))
                below = below if node.round is None else half_up(below, node.round)
                assert abs(mine - below) <= NEAR, (node.code, unit)


@given(CHANCES)
@HALF_AS_LONG
def test_where_everything_applies_a_channel_is_the_sum_of_its_leaves_and_the_total_of_its_lines(
    chance: Chance,
):
    data = edition_data(chance)
    for node in nodes_of(data["tree"]):
        node.pop("round", None)
        node["not_applicable"] = "zero"
    data["settings"].pop("total", None)
    edition = Edition.model_validate(data)
    card = scored(edition, league := random_league(chance, edition))
    channels = {name: channel for name, channel in edition.channels.items() if channel.kind == "base"}
    for unit in np.flatnonzero(card.valid("total")).tolist():
        for name in channels:
            leaves = [one.code for one in card.outline.leaves if one.channel == name]
            below = sum((points(card, code, unit) or 0 for code in leaves), Fraction(0))
            assert abs(points(card, f"channel:{name}", unit) - below) <= NEAR
        lines = sum((points(card, f"channel:{name}", unit) for name in edition.channels), Fraction(0))
        assert abs(points(card, "total", unit) - lines) <= NEAR, league.leagues


def nodes_of(tree: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in tree:
        yield node
        yield from nodes_of(node.get("criteria", []))


@given(CHANCES)
@HALF_AS_LONG
def test_what_has_no_value_has_no_points_and_nothing_above_it_hides_that(chance: Chance):
    edition, league = drawn(chance)
    card = scored(edition, league)
    gone = set(card.missing.select("unit_id", "criterion_id").rows())
    table = dict(
        zip(card.scores.select("unit_id", "criterion_id").rows(), card.scores.rows(named=True), strict=True)
    )
    for (unit, code), row in table.items():
        below = [leaf.code for leaf in leaves_below(card, code) if (unit, leaf.code) in gone]
        blocking = [one for one in below if card.outline.by_code(one).missing == "block"]
        assert row["missing_leaves"] == len(below)
        assert not (blocking and row["points"] is not None)
        if row["points"] is None:
            assert row["standing"] != "measured"
    for unit, code in gone:
        assert table[unit, code]["points"] is None


def leaves_below(card: Scorecard, code: str) -> list[Any]:
    if code == "total":
        return list(card.outline.leaves)
    if code.startswith("channel:"):
        return [leaf for leaf in card.outline.leaves if leaf.channel == code.removeprefix("channel:")]
    inside = {code} | {node.code for node in walk(card.outline.by_code(code).node.criteria)}
    return [leaf for leaf in card.outline.leaves if leaf.code in inside]


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from walk(node.criteria)


@given(CHANCES)
@HALF_AS_LONG
def test_points_of_a_leaf_stay_between_the_least_and_the_most_it_can_give(chance: Chance):
    edition, league = drawn(chance)
    card = scored(edition, league)
    for leaf in edition.leaves():
        if leaf.rule.kind == "survey_index" and leaf.rule.quantity.may_exceed:
            continue  # the edition itself lets the index pass 100 %
        least, most = bounds(leaf)
        found = [points(card, leaf.code, unit) for unit in range(len(league.leagues))]
        assert all(least <= one <= most + NEAR for one in found if one is not None), leaf.code


def bounds(leaf: Node) -> tuple[Fraction, Fraction]:
    """Give the least and the most of a leaf; only violations for each one, without a floor, have no end."""
    rule, most = leaf.rule, Fraction(leaf.max)
    least = {
        "deduction": lambda: min(Fraction(rule.floor), most),
        "violation": lambda: Fraction(-(10**9) if rule.floor is None else rule.floor),
        "penalty": lambda: -Fraction(rule.cap),
    }.get(rule.kind, lambda: Fraction(0))()
    if leaf.round is None:
        return least, most
    return half_up(least, leaf.round), max(most, half_up(most, leaf.round))


@given(CHANCES)
@HALF_AS_LONG
def test_a_wide_table_gives_what_the_long_one_gives(chance: Chance):
    edition, league = drawn(chance)
    for sheet in league.sheets.values():
        for key in [key for key, cell in sheet.items() if isinstance(cell, str)]:
            del sheet[key]
    long = league.values()
    names = {(code, name): code if name == VALUE else f"{code}:{name}" for _, code, name, *_ in long.rows()}
    codes = [names[key] for key in long.select("criterion_id", "input").rows()]
    wide = (
        league.units()
        .select("unit_id")
        .join(
            long.with_columns(column=pl.Series(codes, dtype=pl.String)).pivot(
                "column", index="unit_id", values="value"
            ),
            on="unit_id",
            how="left",
        )
    )
    if wide.width > 1:
        backwards = wide.select(["unit_id", *reversed(wide.columns[1:])])
        assert differing(scored(edition, league), score(edition, backwards, league.units())) == []


@given(CHANCES)
@HALF_AS_LONG
def test_a_what_if_equals_scoring_the_changed_table_anew(chance: Chance):
    edition, league = drawn(chance)
    card = scored(edition, league)
    changes: dict[tuple[str, str, str], float | None] = {}
    for _ in range(chance.randint(1, 4)):
        unit, leaf = chance.choice(list(league.leagues)), chance.choice(list(edition.leaves()))
        for name, cell in draw(chance, leaf).items():
            is_blanked = chance.random() < 0.15
            changes[unit, leaf.code, name] = None if is_blanked else float(cell)
            league.sheets[unit][leaf.code, name] = "missing" if is_blanked else cell
    anew = scored(edition, league)
    assert differing(what_if(card, changes), anew) == []
    assert differing(what_if(what_if(card, changes), {}), anew) == []


COMMUNE = find("commune-model@2025").edition
UNITS = synthetic_units(6, leagues=2)
VALUES = synthetic_values(COMMUNE, UNITS, np.random.default_rng(766))
RISING = ("yes_no", "count", "proportional", "ratio_floor", "bands", "linear", "levels", "checklist")
RISING += ("relative", "survey_index", "graded", "appraised", "bonus")
FALLING = ("deduction", "violation", "penalty")


@pytest.fixture(scope="module")
def commune() -> Scorecard:
    return score(COMMUNE, VALUES, UNITS)


@given(CHANCES)
def test_more_never_earns_less_and_more_faults_never_earn_more_up_to_the_total(
    commune: Scorecard, chance: Chance
):
    row = chance.randrange(len(commune.outline.inputs))
    leaf, spec = commune.outline.inputs[row]
    kind, unit = leaf.node.rule.kind, chance.randrange(len(UNITS))
    if kind not in (*RISING, *FALLING) or spec.name == "denominator":
        return
    before = float(commune.inputs.values[row, unit])
    more = before + chance.choice((1, 0.01, 5, 100)) if spec.type not in ("yes_no", "level") else before + 1
    top = commune.inputs.values[row + 1, unit] if spec.name == "numerator" else spec.maximum
    more = min(more, float(top)) if top is not None else more
    more = min(more, max(float(choice.value) for choice in spec.choices)) if spec.choices else more
    after = what_if(commune, {(UNITS["unit_id"][unit], leaf.code, spec.name): more})
    sign = 1 if kind in RISING else -1
    for code in (leaf.code, f"channel:{leaf.channel}", "total"):
        change = exact.subtract(after.points(code), commune.points(code))
        assert sign * fraction(change, unit) >= -NEAR, (code, before, more)


def test_the_values_of_that_league_leave_room_to_do_better_and_worse(commune: Scorecard):
    kinds = {leaf.node.rule.kind for leaf in commune.outline.leaves}
    assert kinds >= {*RISING, *FALLING}
    assert STANDINGS[int(commune.standing[-1].max())] == "measured"
    assert 0 < exact.to_floats(commune.points()).max() < 100
