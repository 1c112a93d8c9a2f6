"""A leaf alone: an edition around one rule, and what units get for what they fill in."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import polars as pl

from parindex.exact import Exact
from parindex.frameworks.model import Edition
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from parindex.tables import STANDINGS, VALUES

Cell = float | int | str | Decimal | None
Given = Cell | Mapping[str, Cell]
"""A number (a text of digits is one too), a mark such as "not_applicable", or one of these for each input."""
MARKS = ("missing", "not_applicable", "withheld")
CODE = "1"


class Scored(NamedTuple):
    """What the units got on the leaf, in the order they were given."""

    points: list[Fraction | None]
    clause: list[int | None]
    standing: list[str]
    card: Scorecard


def edition(*leaves: Mapping[str, Any], channels: Mapping[str, Any] | None = None, **more: Any) -> Edition:
    """Make an edition of leaves or trees; without channels all of them are of one that adds up."""
    most = sum(Decimal(str(leaf["max"])) for leaf in leaves)
    data = {
        "id": "vi-du",
        "year": 2025,
        "title": "Ví dụ",
        "illustrative": True,
        "channels": channels or {"appraisal": {"label": "Thẩm định", "max": most}},
        "tree": [{"code": str(number), "label": "Tiêu chí", **leaf} for number, leaf in enumerate(leaves, 1)],
    }
    return Edition.model_validate({**data, **more})


def leaf_edition(rule: Mapping[str, Any], most: float | str | Decimal, **leaf: Any) -> Edition:
    """Make an edition of one leaf; a bonus or penalty stands in a channel of its kind."""
    kind = {"bonus": "bonus", "penalty": "penalty"}.get(rule["kind"], "base")
    channel_most = rule["cap"] if kind == "penalty" else most
    channels = {"points": {"label": "Điểm", "max": channel_most, "kind": kind}}
    return edition({"max": most, "rule": rule, "not_applicable": "exclude", **leaf}, channels=channels)


def score_one(
    rule: Mapping[str, Any], most: float | str | Decimal, *given: Given, leagues: Sequence[str] = (), **leaf: Any
) -> Scored:
    """Score units by one rule."""
    made = leaf_edition(rule, most, **leaf)
    units = pl.DataFrame({"unit_id": [f"u{number}" for number in range(len(given))]})
    if leagues:
        units = units.with_columns(league=pl.Series(list(leagues)))
    card = score(made, values_of(made, dict(zip(units["unit_id"], given, strict=True))), units)
    return results(card, CODE)


def values_of(made: Edition, given: Mapping[str, Given | Mapping[str, Given]]) -> pl.DataFrame:
    """Lay what units filled in out as a long table; a unit gives the only leaf, or leaves by code."""
    specs = {leaf.code: leaf.inputs() for leaf in made.leaves()}
    rows: list[tuple[Any, ...]] = []
    for unit, sheet in given.items():
        by_code = sheet if isinstance(sheet, Mapping) and set(sheet) <= set(specs) else {CODE: sheet}
        for code, cell in by_code.items():
            cells = cell if isinstance(cell, Mapping) else {spec.name: cell for spec in specs[code]}
            rows += [(unit, code, name, *_value(one), None) for name, one in cells.items()]
    return pl.DataFrame(rows, schema=VALUES, orient="row")


def _value(cell: Cell) -> tuple[float | None, str]:
    if cell is None or cell in MARKS:
        return None, cell if isinstance(cell, str) else "missing"
    return float(cell), "measured"


def results(card: Scorecard, code: str) -> Scored:
    """Give what all units have on one row."""
    row = card.outline.row_number[code]
    known = card.valid(code)
    numbers = fractions(card.points(code))
    standing = [STANDINGS[number] for number in card.standing[row]]
    points = [number if has else None for number, has in zip(numbers, known, strict=True)]
    clause: list[int | None] = [None] * len(points)
    leaves = [leaf.code for leaf in card.outline.leaves]
    if code in leaves:
        said = card.marks[leaves.index(code)].clause.tolist()
        clause = [one if stands == "measured" else None for one, stands in zip(said, standing, strict=True)]
    return Scored(points, clause, standing, card)


def fractions(x: Exact) -> list[Fraction]:
    """Give a column as fractions; a part is the nearest with a denominator below a million, as on paper."""
    parts = [0.0] * len(x.whole) if x.part is None else x.part.tolist()
    near = [Fraction(part).limit_denominator(10**6) if part else Fraction(0) for part in parts]
    return [(whole + part) / 10**x.places for whole, part in zip(x.whole.tolist(), near, strict=True)]


def number(text: str | float | Decimal) -> Fraction:
    """Give the number of a text: a decimal, or a fraction such as ``2/3``."""
    return Fraction(str(text))


def numbers(*texts: str | float | None) -> list[Fraction | None]:
    """Give several numbers; None stays None."""
    return [None if text is None else number(text) for text in texts]
