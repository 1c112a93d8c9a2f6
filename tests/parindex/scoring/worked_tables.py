"""The worked tables of a page about methods: which block each belongs to, what it gives, what it claims.

A table belongs to the nearest YAML block above it in its section: a criterion (``max``, ``rule``), or an
edition (``channels``, ``tree``). A column headed by code (`` `1.1` ``, `` `1.1:numerator` ``, `` `1` from
`self` ``) was filled in; a column ``points``, ``points of `1` ``, ``percent of `total` ``, ``maximum of``,
``rank of``, ``standing of``, ``missing below``, ``clause``, ``left out`` is claimed; other columns are words.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from parindex.frameworks.model import Edition
from parindex.frameworks.outline import outline
from parindex.frameworks.set_points import points_spec
from parindex.frameworks.yaml_lines import parse
from parindex.numerals import parse_number
from parindex.tables import STANDINGS, VALUE, VALUES

FENCE = re.compile(r"^(?P<mark>```+)(?P<language>\w*)$")
HEADING = re.compile(r"^#{1,6} +(.+)$")
GIVEN = re.compile(r"^`(?P<code>[^`:]+)(:(?P<name>\w+))?`( from `(?P<source>\w+)`)?$")
CLAIMED = re.compile(
    r"^(?P<what>points|percent|maximum|rank|standing|missing below|clause|left out)( of `(?P<row>[^`]+)`)?$"
)
MARKS = {"missing": "missing", "not applicable": "not_applicable", "withheld": "withheld"}
ONE_LEAF = "1"
NOTHING = "—"


@dataclass
class Block:
    """A YAML block as an edition: a criterion alone is the only leaf of one."""

    edition: Edition
    data: dict[str, Any]


@dataclass
class Worked:
    """A table with its heading, the line it starts at, its block, and its cells."""

    heading: str
    line: int
    block: Block | None
    header: list[str]
    rows: list[list[str]] = field(default_factory=list)

    @property
    def is_worked(self) -> bool:
        """Tell whether the table claims results."""
        return any(CLAIMED.match(title) for title in self.header) and any(map(GIVEN.match, self.header))

    def unit(self, row: int) -> str:
        """Give the unit of a row: the column ``unit``, or the number of the row."""
        return self.rows[row][self.header.index("unit")] if "unit" in self.header else str(row + 1)

    def units(self) -> pl.DataFrame:
        """Give the register of units, in the order of the rows."""
        units = pl.DataFrame({"unit_id": [self.unit(row) for row in range(len(self.rows))]})
        if "league" not in self.header:
            return units
        at = self.header.index("league")
        return units.with_columns(league=pl.Series([cells[at] for cells in self.rows]))

    def values(self) -> pl.DataFrame:
        """Give the long table of what was filled in; an empty cell is not in it."""
        given = [(at, found) for at, title in enumerate(self.header) if (found := GIVEN.match(title))]
        rows = [
            (self.unit(row), *self._cell(found, cells[at]), found["source"])
            for row, cells in enumerate(self.rows)
            for at, found in given
            if cells[at]
        ]
        return pl.DataFrame(rows, schema=VALUES, orient="row")

    def _cell(self, found: re.Match[str], text: str) -> tuple[str, str, float | None, str]:
        code, name = (found["code"], found["name"] or VALUE) if self.is_edition else (ONE_LEAF, found["code"])
        if text in MARKS:
            return code, name, None, MARKS[text]
        return code, name, float(self._number(code, name, text)), "measured"

    def _number(self, code: str, name: str, text: str) -> Decimal:
        node = outline(self.block.edition).by_code(code).node
        specs = {spec.name: spec for spec in (*node.inputs(), points_spec(node))}
        for choice in specs[name].choices:
            if choice.label.vi == text:
                return choice.value
        return number(text)

    @property
    def is_edition(self) -> bool:
        """Tell whether the block is a whole edition, so that columns name its leaves."""
        return self.block is not None and "tree" in self.block.data

    def claims(self) -> list[tuple[int, str, str, str]]:
        """Give every claimed cell: the row, what is claimed, of which node, the text."""
        found = []
        for at, title in enumerate(self.header):
            if claimed := CLAIMED.match(title):
                of = claimed["row"] or ONE_LEAF
                found += [(row, claimed["what"], of, cells[at]) for row, cells in enumerate(self.rows)]
        return found


def number(text: str) -> Decimal:
    """Read a number as it is printed: with a decimal comma."""
    found = parse_number(text.replace("−", "-"), "comma")
    assert found is not None, f"“{text}” is no number"
    return found


def tables_of(page: Path) -> list[Worked]:
    """Give every table of a page, in order."""
    reader = _Reader()
    for line, text in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        reader.read(line, text)
    return reader.tables


def block_of(text: str) -> Block | None:
    """Read a YAML block that is an edition or a criterion; anything else is None."""
    data = parse(text, "page").data
    if not isinstance(data, dict) or not {"tree", "rule"} & set(data):
        return None
    whole = data if "tree" in data else _of_one_leaf(data)
    head = {"id": "vi-du", "year": 2025, "title": "Ví dụ", "illustrative": True}
    return Block(Edition.model_validate({**head, **whole}), data)


def _of_one_leaf(leaf: dict[str, Any]) -> dict[str, Any]:
    kind = leaf["rule"]["kind"]
    if kind == "penalty":
        channel = {"kind": "penalty", "max": leaf["rule"]["cap"]}
    else:
        channel = {"kind": "bonus" if kind == "bonus" else "base", "max": leaf["max"]}
    tree = [{"code": ONE_LEAF, "label": "Tiêu chí", "channel": "points", **leaf}]
    return {"channels": {"points": {"label": "Điểm", **channel}}, "tree": tree}


class _Reader:
    def __init__(self) -> None:
        self.tables: list[Worked] = []
        self.heading = ""
        self.block: Block | None = None
        self.fence: tuple[str, str] | None = None
        self.lines: list[str] = []
        self.in_table = False

    def read(self, line: int, text: str) -> None:
        if self.fence:
            self._inside(text)
        elif found := FENCE.match(text):
            self.fence, self.lines = (found["mark"], found["language"]), []
        elif found := HEADING.match(text):
            self.heading, self.block = found[1], None
        elif text.startswith("|"):
            self._row(line, [cell.strip() for cell in text.strip("|").split("|")])
        self.in_table = text.startswith("|")

    def _inside(self, text: str) -> None:
        mark, language = self.fence
        if text != mark:
            self.lines.append(text)
            return
        self.fence = None
        if language == "yaml":
            self.block = block_of("\n".join(self.lines)) or self.block

    def _row(self, line: int, cells: list[str]) -> None:
        if not self.in_table:
            self.tables.append(Worked(self.heading, line, self.block, cells))
        elif not all(set(cell) <= set("-: ") for cell in cells):
            self.tables[-1].rows.append(cells)


def standing_words(number_: int) -> str:
    """Give a standing as the tables of the page write it."""
    return STANDINGS[number_].replace("_", " ")
