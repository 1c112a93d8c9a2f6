"""Random leagues for an edition: values that hit thresholds, ties made on purpose, marks of all kinds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

import polars as pl

from parindex.frameworks import rules
from parindex.frameworks.model import Edition, Node
from parindex.frameworks.parts import InputSpec
from parindex.frameworks.rules import AnyRule, Formula, Quantity
from parindex.tables import VALUES
from tests.parindex.oracle.editions import decimal
from tests.parindex.oracle.sources import DEFAULT, Opinion, opinions, order_of

Cell = Decimal | str
"""A number, or a mark: missing, not_applicable, withheld."""
Sheet = dict[tuple[str, str], Cell]
"""What one unit filled in, by (criterion, input)."""


@dataclass
class League:
    """Units with their league and what each filled in."""

    leagues: dict[str, str]
    sheets: dict[str, Sheet] = field(default_factory=dict)
    base: str | None = None
    """The source of the sheets."""
    opinions: dict[str, list[Opinion]] = field(default_factory=dict)
    """What other sources say of each unit, and which points are set."""
    order: tuple[str, ...] = DEFAULT

    def units(self) -> pl.DataFrame:
        """Give the register of units."""
        return pl.DataFrame({"unit_id": list(self.leagues), "league": list(self.leagues.values())})

    def values(self) -> pl.DataFrame:
        """Give the long table of values, as a program would hand it over: in binary floats."""
        rows = [
            (
                unit,
                one.code,
                one.name,
                None if isinstance(one.cell, str) else float(one.cell),
                _standing(one.cell),
                one.source,
            )
            for unit in self.sheets
            for one in self.said(unit)
        ]
        return pl.DataFrame(rows, schema=VALUES, orient="row")

    def said(self, unit: str) -> list[Opinion]:
        """Give everything that is said of a unit, by any source."""
        own = [Opinion(code, name, cell, self.base) for (code, name), cell in self.sheets[unit].items()]
        return own + self.opinions.get(unit, [])


def _standing(cell: Cell) -> str:
    return cell if isinstance(cell, str) else "measured"


def league(rng: Random, edition: Edition, size: int | None = None) -> League:
    """Draw one to eight units (or as many as asked for) in one or two leagues."""
    size = rng.randint(1, 8) if size is None else size
    names = ["A", "B"][: rng.choice((1, 1, 2))]
    drawn = League({f"u{number}": rng.choice(names) for number in range(size)})
    marks = rng.choice((0.0, 0.0, 0.02, 0.1))
    leaves = list(edition.leaves())
    for unit in drawn.leagues:
        before = list(drawn.sheets.values())
        if before and rng.random() < 0.45:
            drawn.sheets[unit] = _another_way(rng, rng.choice(before), leaves)
        else:
            drawn.sheets[unit] = _filled(rng, leaves, marks)
    _leave_channels_out(rng, edition, drawn)
    return drawn


def with_sources(rng: Random, edition: Edition, drawn: League) -> League:
    """Let other sources speak too, and set points, in two leagues of five; some in another order of trust."""
    often = rng.choice((0.0, 0.0, 0.0, 0.03, 0.15))
    if often:
        drawn.base = rng.choice((None, "self", "appraisal1"))
        drawn.order = order_of(rng)
        drawn.opinions = {
            unit: list(opinions(rng, edition, sheet, drawn.base, often))
            for unit, sheet in drawn.sheets.items()
        }
    return drawn


def _filled(rng: Random, leaves: list[Node], marks: float) -> Sheet:
    sheet: Sheet = {}
    bottoms: dict[str, Decimal] = {}
    for leaf in leaves:
        drawn = draw(rng, leaf)
        if "denominator" in drawn and rng.random() < 0.5:
            _share_bottom(rng, drawn, bottoms.setdefault(twin_of(leaf), drawn["denominator"]))
        mark = _mark(rng, leaf) if rng.random() < marks else None
        for name, cell in drawn.items():
            sheet[leaf.code, name] = mark or cell
        if rng.random() < marks / 4:
            del sheet[leaf.code, rng.choice(list(drawn))]
    return sheet


def _share_bottom(rng: Random, drawn: dict[str, Decimal], bottom: Decimal) -> None:
    """Let twins divide by the same number, so that parts of a whole can be dealt out among them."""
    drawn["numerator"] = Decimal(rng.randint(0, int(bottom)))
    drawn["denominator"] = bottom


def twin_of(leaf: Node) -> str:
    """Name what twins have in common."""
    return f"{leaf.max}{leaf.rule}{leaf.round}"


def _mark(rng: Random, leaf: Node) -> str:
    marks = ["missing", "withheld"] + ["not_applicable"] * 3 * (leaf.not_applicable != "refuse")
    return rng.choice(marks)


def _leave_channels_out(rng: Random, edition: Edition, drawn: League) -> None:
    """No survey held: a whole channel does not apply to some units, or to all."""
    for name, channel in edition.channels.items():
        leaves = [leaf for leaf in _of_channel(edition, name) if leaf.not_applicable != "refuse"]
        if not channel.optional or rng.random() < 0.5:
            continue
        for sheet in drawn.sheets.values():
            if rng.random() < 0.7:
                sheet.update(
                    {(leaf.code, spec.name): "not_applicable" for leaf in leaves for spec in leaf.inputs()}
                )


def _of_channel(edition: Edition, name: str) -> list[Node]:
    found: list[Node] = []

    def walk(nodes: tuple[Node, ...], above: str) -> None:
        for node in nodes:
            here = node.channel or above
            if node.is_leaf and here == name:
                found.append(node)
            walk(node.criteria, here)

    walk(edition.tree, next(iter(edition.channels)))
    return found


# ------------------------------------------------------------ ties on purpose


def _another_way(rng: Random, sheet: Sheet, leaves: list[Node]) -> Sheet:
    """Give a sheet of the same points reached otherwise: twins swapped, ratios widened, points moved."""
    other = dict(sheet)
    twins: dict[str, list[Node]] = {}
    for leaf in leaves:
        twins.setdefault(twin_of(leaf), []).append(leaf)
    for group in twins.values():
        if len(group) > 1:
            _move(rng, other, group)
    for leaf in leaves:
        if (leaf.code, "numerator") in other and rng.random() < 0.7:
            _widen(rng, other, leaf)
    if rng.random() < 0.25:
        leaf = rng.choice(leaves)
        other.update({(leaf.code, name): cell for name, cell in draw(rng, leaf).items()})
    return other


def _move(rng: Random, sheet: Sheet, twins: list[Node]) -> None:
    first, second = rng.sample(twins, 2)
    names = [spec.name for spec in first.inputs()]
    cells = [[sheet.get((leaf.code, name), "missing") for name in names] for leaf in (first, second)]
    if any(isinstance(cell, str) for row in cells for cell in row):
        return
    if names == ["value"] and first.rule.kind in ("graded", "appraised") and rng.random() < 0.7:
        step = min(cells[0][0], first.max - cells[1][0]) / 2
        step = step.quantize(Decimal("1e-6"))
        cells = [[cells[1][0] + step], [cells[0][0] - step]]
    if names == ["numerator", "denominator"] and cells[0][1] == cells[1][1]:
        step = min(cells[0][0], cells[0][1] - cells[1][0]) // rng.choice((1, 2, 3))
        cells = [[cells[0][0] - step, cells[0][1]], [cells[1][0] + step, cells[0][1]]]
    if any(_readable(cell) != cell for row in cells for cell in row):
        return
    for leaf, row in zip((second, first), cells, strict=True):
        sheet.update({(leaf.code, name): cell for name, cell in zip(names, row, strict=True)})


def _widen(rng: Random, sheet: Sheet, leaf: Node) -> None:
    keys = [(leaf.code, "numerator"), (leaf.code, "denominator")]
    cells = [sheet.get(key, "missing") for key in keys]
    if any(isinstance(cell, str) or abs(cell) > 10**6 for cell in cells):
        return
    times = rng.choice((2, 3, 7, Decimal("0.5"), 10))
    wider = [cell * times for cell in cells]
    if all(_readable(cell) == cell for cell in wider):
        sheet.update(zip(keys, wider, strict=True))


# ------------------------------------------------------------------ values


def draw(rng: Random, leaf: Node) -> dict[str, Decimal]:
    """Draw the inputs of a leaf, thresholds and corners more often than chance would."""
    rule = leaf.rule
    quantity = getattr(rule, "quantity", None)
    if isinstance(quantity, Quantity):
        return _quantity(rng, rule, quantity)
    if isinstance(rule, Formula):
        return _variables(rng, rule)
    return {spec.name: _DRAWN[spec.type](rng, spec, leaf) for spec in leaf.inputs()}


def _one_of(rng: Random, spec: InputSpec, leaf: Node) -> Decimal:  # as all
    return rng.choice(spec.choices).value


def _counted(rng: Random, spec: InputSpec, leaf: Node) -> Decimal:  # as all
    return Decimal(rng.choice((0, 0, 1, 2, 3, rng.randint(0, 12), rng.randint(0, 5000))))


def _points(rng: Random, spec: InputSpec, leaf: Node) -> Decimal:  # as all
    share = rng.choice((decimal(rng, 0, 1, 3), decimal(rng, 0, 1, 1), Decimal(1), Decimal(0)))
    points = (leaf.max * share).quantize(Decimal(1).scaleb(-rng.randint(1, 9)))
    half = Decimal(5).scaleb(-rng.randint(1, 7))
    points = points + half if rng.random() < 0.3 else points
    return min(points, leaf.max)


_DRAWN: dict[str, Callable[[Random, InputSpec, Node], Decimal]] = {
    "yes_no": _one_of,
    "level": _one_of,
    "case": _one_of,
    "count": _counted,
    "points": _points,
}


def _quantity(rng: Random, rule: AnyRule, spec: Quantity) -> dict[str, Decimal]:
    wanted = _wanted(rng, rule)
    if rule.kind == "relative" and abs(wanted) < Decimal("1e-3"):
        wanted = Decimal(0)  # a best value that small is beyond what the engine promises
    if spec.as_ == "ratio":
        return _ratio(rng, spec, wanted)
    if spec.as_ == "share":
        wanted = wanted / 100
    if spec.as_ != "number":
        wanted = min(max(wanted, Decimal(0)), Decimal(100 if spec.as_ == "percent" else 1))
    elif rng.random() < 0.1:
        wanted = -wanted
    return {"value": _readable(wanted)}


def _readable(number: Decimal) -> Decimal:
    """Keep 15 significant digits: as many as a cell holds."""
    return Decimal(format(number, ".15g"))


def _wanted(rng: Random, rule: AnyRule) -> Decimal:
    """Draw a quantity in percent: a threshold, just beside one, or anything."""
    corners = [*_corners(rule), Decimal(100), Decimal(0)]
    scale = _scale(corners)
    pick = rng.random()
    if pick < 0.35:
        return rng.choice(corners)
    if pick < 0.5:
        return rng.choice(corners) + rng.choice((-1, 1)) * Decimal(1).scaleb(-rng.randint(1, 12)) * scale
    if pick < 0.6:
        return Decimal(rng.randint(1, 10**14)).scaleb(-13) * scale
    return decimal(rng, 0, 110, rng.choice((0, 1, 2, 4, 6))) * scale


def _corners(rule: AnyRule) -> list[Decimal]:
    found = [getattr(rule, name, None) for name in ("floor", "full_at", "target")]
    found += [band.from_ for band in getattr(rule, "bands", ())]
    found += [knot.at for knot in getattr(rule, "knots", ())]
    return [number for number in found if number is not None]


def _scale(corners: list[Decimal]) -> Decimal:
    """Tell whether a rule looks at percent or at amounts of money, or at very small numbers."""
    first = corners[0]
    return Decimal(1) if Decimal("0.1") <= first <= 200 else Decimal(1).scaleb(first.adjusted() - 1)


def _ratio(rng: Random, spec: Quantity, wanted: Decimal) -> dict[str, Decimal]:
    if rng.random() < 0.08:
        return {"numerator": Decimal(0), "denominator": Decimal(0)}
    bottom = Decimal(
        rng.choice((3, 7, 9, 10, 11, 13, 20, 100, 1000, 10**6, rng.randint(1, 400), rng.randint(1, 10**9)))
    )
    if rng.random() < 0.2:
        bottom = _readable(bottom / 10 + Decimal(rng.randint(1, 10**9)).scaleb(-rng.choice((9, 9, 11))))
    pick = rng.random()
    if pick < 0.5:
        top = _readable(wanted * bottom / 100)
    elif pick < 0.6:
        top = bottom
    else:
        top = (Decimal(rng.randint(0, 1000)) / 1000 * bottom).quantize(
            Decimal(1).scaleb(-rng.choice((0, 0, 0, 3, 9)))
        )
        top = _readable(top)
    top = max(top, Decimal(0))
    return {"numerator": top if spec.may_exceed else min(top, bottom), "denominator": bottom}


def _variables(rng: Random, rule: rules.Formula) -> dict[str, Any]:
    drawn = {
        variable.name: rng.choice(
            (
                Decimal(rng.randint(0, 12)),
                Decimal(0),
                decimal(rng, -5, 100, 2),
                Decimal(1),
                Decimal(rng.randint(0, 10**6)),
                Decimal(rng.randint(1, 10**12)),
                decimal(rng, 0, 10**10, 2),
            )
        )
        for variable in rule.variables
    }
    if rule.choose == "appraiser":
        drawn["case"] = rng.choice([*(case.value for case in rule.cases)] * 6 + [Decimal(99)])
    return drawn
