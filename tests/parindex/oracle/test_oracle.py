"""The oracle gives the published figures, and what is drawn for it is worth comparing."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from parindex.exact import constant
from parindex.expressions.columns import evaluate
from parindex.expressions.parsing import parse as parse_formula
from parindex.frameworks.cases import Case, GivenValue, load_cases
from parindex.frameworks.checks import check
from parindex.frameworks.loading import Loaded
from parindex.frameworks.model import Edition
from parindex.frameworks.registry import entries, find
from parindex.frameworks.rules import AnyRule, Formula, Quantity
from parindex.frameworks.writing import edition_text
from parindex.frameworks.yaml_lines import parse
from tests.parindex.oracle import ranking, rules, scoring
from tests.parindex.oracle.chance import chance
from tests.parindex.oracle.comparing import Pair, scored_twice, taken
from tests.parindex.oracle.editions import edition as random_edition
from tests.parindex.oracle.leagues import league as random_league
from tests.parindex.oracle.leagues import with_sources

KINDS = {get_args(rule.model_fields["kind"].annotation)[0] for rule in get_args(get_args(AnyRule)[0])}
CASES = [
    pytest.param(loaded.edition, case, id=f"{entry.ref}: {case.name[:60]}")
    for entry in entries()
    for loaded in (find(entry.ref),)
    for file in load_cases(entry.folder)
    for case in file.cases
]


# ------------------------------------------------- published and hand-worked


def sheet_of(edition: Edition, values: dict[str, GivenValue]) -> dict[tuple[str, str], Fraction | str]:
    leaves = {leaf.code: leaf for leaf in edition.leaves()}
    sheet: dict[tuple[str, str], Fraction | str] = {}
    for code, value in values.items():
        cells = value if isinstance(value, dict) else {spec.name: value for spec in leaves[code].inputs()}
        sheet.update(
            {(code, name): cell if isinstance(cell, str) else Fraction(cell) for name, cell in cells.items()}
        )
    return sheet


@pytest.mark.parametrize(("edition", "case"), CASES)
def test_the_oracle_gives_what_the_cases_of_the_shipped_editions_claim(edition: Edition, case: Case):
    given = {unit: sheet_of(edition, values) for unit, values in case.units.items()}
    results = scoring.score(edition, dict.fromkeys(case.units, ""), given)
    units, decimals = list(results.values()), edition.settings.decimals
    classes = dict(zip(results, ranking.classes(edition, {"": units}), strict=True))
    for unit, claimed in case.expect.items():
        result = results[unit]
        assert {row: result.points[row] for row in claimed.points} == {
            row: None if number is None else Fraction(number) for row, number in claimed.points.items()
        }
        assert {row: text(result.points[row], decimals) for row in claimed.printed} == claimed.printed
        assert {row: text(result.percent(row), decimals) for row in claimed.percent} == claimed.percent
        assert {row: result.standing[row] for row in claimed.standing} == claimed.standing
        if "class_" in claimed.model_fields_set:
            assert classes[unit] == claimed.class_
        for row, rank in claimed.ranks.items():
            found = ranking.ranks(edition, row, units, units)[list(results).index(unit)]
            assert f"{found.rank}/{found.of}" == rank


def text(number: Fraction | None, decimals: int) -> str:
    assert number is not None
    return f"{Decimal(rules.printed(number, decimals)).scaleb(-decimals):f}".replace(".", ",")


def test_without_a_survey_the_appraisal_of_a_ha_noi_division_is_rescaled_to_100():
    edition = find("division-ha-noi@2021").edition
    sheet = sheet_of(edition, {"TĐ": Decimal(63), "XHH": "not_applicable"})
    unit = scoring.score(edition, {"u": ""}, {"u": sheet})["u"]
    assert (unit.points["total"], unit.applicable["channel:appraisal"]) == (90, 70)


@pytest.mark.parametrize(
    ("earned", "most", "excluded", "points", "printed"),
    [("42.63", 50, 2, "44.40625", 4441), ("42.63", 50, 3, "2131.5/47", 4535), ("10", 50, 50, "10", 1000)],
)
def test_a_channel_is_rescaled_to_its_full_maximum(
    earned: str, most: int, excluded: int, points: str, printed: int
):
    channel = next(iter(find("commune-hue@2022").edition.channels.values())).model_copy(
        update={"max": Decimal(most)}
    )
    top, _, bottom = points.partition("/")
    found, counts_for = scoring._rescaled(channel, Fraction(earned), Fraction(excluded))
    assert found == Fraction(top) / Fraction(bottom or 1)
    assert (rules.printed(found, 2), counts_for) == (printed, 0 if excluded == most else most)


@pytest.mark.parametrize(
    ("number", "decimals", "printed"),
    [("87.745", 2, 8775), ("-0.5", 0, -1), ("2/3", 3, 667), ("1/3", 0, 0), ("84.70232", 5, 8470232)],
)
def test_half_is_printed_up(number: str, decimals: int, printed: int):
    assert rules.printed(Fraction(number), decimals) == printed


# --------------------------------------------------------- what chance draws


def drawn(seed: int) -> Pair:
    rng = chance(seed)
    edition = random_edition(rng)
    return scored_twice(edition, with_sources(rng, edition, random_league(rng, edition)))


@cache
def seen() -> Counter[str]:
    """Count what 300 random leagues reach."""
    found: Counter[str] = Counter()
    for seed in range(300):
        pair = drawn(seed)
        _count_edition(pair.edition, found)
        _count_leaves(pair, found)
        _count_sums(pair, found)
    return found


def _count_edition(edition: Edition, found: Counter[str]) -> None:
    for node in edition.nodes():
        found[f"level {node.code.count('.') + 1}"] += 1
        found["rounded node"] += node.round is not None and not node.is_leaf
        if node.rule:
            found[node.rule.kind] += 1
            found[f"relative to {getattr(node.rule, 'to', None)}"] += 1
            found["money"] += (
                max((band.from_ or 0 for band in getattr(node.rule, "bands", ())), default=0) > 10**6
            )
    for channel in edition.channels.values():
        found[f"{channel.kind} {channel.on_excluded}"] += 1


def _count_leaves(pair: Pair, found: Counter[str]) -> None:
    given, _ = taken(pair.edition, pair.league)
    for leaf, mark in zip(pair.edition.leaves(), pair.card.marks, strict=True):
        found["leaf with parts of a unit"] += pair.card.points(leaf.code).part is not None
        for number, unit in enumerate(pair.units):
            standing = pair.results[unit].standing[leaf.code]
            found[standing] += 1
            if standing == scoring.MEASURED:
                found[f"{leaf.rule.kind} clause {mark.clause[number]}"] += 1
                is_set = mark.clause[number] == scoring.SET
                found["set points"] += is_set
                found[f"{leaf.rule.kind} set"] += is_set
                if not is_set:
                    found["on a threshold"] += _is_on_threshold(leaf.rule, given[unit], leaf.code)
            if standing == scoring.NOT_APPLICABLE:
                found[f"not applicable: {leaf.not_applicable}"] += 1


def _is_on_threshold(rule: AnyRule, given: scoring.Given, code: str) -> bool:
    if not isinstance(getattr(rule, "quantity", None), Quantity):
        return False
    inputs = {
        name: cell for (leaf, name), cell in given.items() if leaf == code and isinstance(cell, Fraction)
    }
    corners = [getattr(rule, name, None) for name in ("floor", "full_at", "target")]
    corners += [band.from_ for band in getattr(rule, "bands", ())] + [
        knot.at for knot in getattr(rule, "knots", ())
    ]
    quantity = rules.quantity(rule.quantity, inputs)
    return any(corner is not None and quantity == Fraction(corner) for corner in corners)


def _count_sums(pair: Pair, found: Counter[str]) -> None:
    decimals = pair.edition.settings.decimals
    for unit in pair.results.values():
        for row, points in unit.points.items():
            found["printed from exactly a half"] += (
                points is not None and (points * 10**decimals * 2) % 2 == 1
            )
            found["channel left out"] += (
                row.startswith("channel:base") and unit.standing[row] == "not_applicable"
            )
    for one, other in combinations(pair.units, 2):
        a, b = (pair.results[unit].points["total"] for unit in (one, other))
        differs = pair.league.sheets[one] != pair.league.sheets[other]
        found["tie by another way"] += a is not None and a == b and differs
        has_no_end = a is not None and 10**18 % a.denominator > 0
        found["tie of numbers without end"] += a == b and differs and has_no_end


@pytest.mark.parametrize("seed", range(60))
def test_a_random_edition_passes_the_checks(seed: int):
    edition = random_edition(chance(seed))
    document = parse(edition_text(edition), "framework.yaml")
    problems = check(Loaded(edition, document, Path("random")))
    assert [str(problem) for problem in problems if problem.kind.severity == "error"] == []


def test_every_kind_of_rule_is_drawn_often():
    assert {kind: seen()[kind] for kind in KINDS if seen()[kind] < 20} == {}
    assert min(seen()[f"relative to {way}"] for way in ("best", "leader", "mean", "rank")) >= 10


def test_points_are_set_on_every_kind_of_rule():
    assert seen()["set points"] >= 500
    assert {kind: seen()[f"{kind} set"] for kind in KINDS if seen()[f"{kind} set"] < 3} == {}


def test_leagues_hit_thresholds_halves_ties_and_thirds():
    wanted = {
        "on a threshold": 200, "printed from exactly a half": 100, "tie by another way": 100, "tie of numbers without end": 40,
        "leaf with parts of a unit": 300, "money": 3, "level 4": 50, "rounded node": 10,
    }  # fmt: skip
    assert {what: seen()[what] for what, least in wanted.items() if seen()[what] < least} == {}


def test_every_standing_policy_and_treatment_is_met():
    wanted = ["measured", "missing", "withheld", "not_applicable", "channel left out"]
    wanted += [f"not applicable: {policy}" for policy in ("exclude", "full", "zero", "refuse")]
    wanted += [f"{kind} {way}" for kind in ("base", "bonus", "penalty") for way in ("own", "total", "none")]
    assert {what for what in wanted if seen()[what] < 5} == set()


def test_caps_floors_places_and_quantities_over_nothing_are_met():
    wanted = [
        f"{kind} clause {number}" for kind in ("count", "deduction", "bonus", "penalty") for number in (0, 1)
    ]
    wanted += [f"relative clause {number}" for number in (0, 1, 2)]
    assert {what: seen()[what] for what in wanted if seen()[what] < 10} == {}
    assert sum(found for what, found in seen().items() if what.endswith("clause -1")) >= 20


def test_some_formulas_outgrow_the_columns():
    lost = 0
    for pair in map(drawn, range(40)):
        for leaf in pair.edition.leaves():
            if isinstance(leaf.rule, Formula):
                lost += _lost_rows(pair, leaf.code, [case.points for case in leaf.rule.cases], leaf.max)
    assert lost >= 5


def _lost_rows(pair: Pair, code: str, texts: list[str], most: Decimal) -> int:
    first = next(row for row, (leaf, _) in enumerate(pair.card.outline.inputs) if leaf.code == code)
    names = [spec.name for spec in pair.card.outline.by_code(code).node.inputs()]
    columns = {name: pair.card.inputs.exact_row(first + number) for number, name in enumerate(names)}
    columns["full"] = constant(most)
    return sum(int(np.count_nonzero(evaluate(parse_formula(text), columns).lost)) for text in texts)
