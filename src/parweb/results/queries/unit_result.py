"""The result of one unit in one run: where it stands, beside whom, why, and what it lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

import polars as pl

from parindex.frameworks.outline import Outline, OutlineNode
from parindex.language import Lang
from parindex.numerals import as_decimal, format_number
from parindex.reports.cells import source_words
from parindex.tables import CHANNEL_PREFIX, TOTAL
from parweb.frameworks.queries import outline_of
from parweb.interface.numbers import page_language
from parweb.results.models import Place, Run, RunUnit
from parweb.results.queries.sureness import PossibleRanks, Sureness, possible_ranks_of, sureness_of
from parweb.results.queries.tables import rows_of_unit

MOST_LOST = 10
MOST_NAMED = 3
_CHOICES = ("yes_no", "level", "case", "points")


@dataclass(frozen=True)
class Line:
    """The total or a domain of the unit beside the league."""

    code: str
    label: str
    place: Place
    mean: Decimal | None
    best: Decimal | None
    mean_percent: Decimal | None
    possible: PossibleRanks | None
    """None where no points rest on an estimate."""
    is_weak: bool
    """Below the threshold at which the edition asks for remedy."""
    is_base: bool

    @property
    def above_mean(self) -> Decimal | None:
        """How far the unit is above the mean, in percentage points."""
        if self.place.percent is None or self.mean_percent is None:
            return None
        return self.place.percent - self.mean_percent


@dataclass(frozen=True)
class Leaf:
    """Why a unit has its points on one leaf."""

    code: str
    label: str
    points: Decimal | None
    max_points: Decimal
    standing: str
    clause: str
    inputs: str
    figures: str
    """The inputs in words, where they are more than a choice: ``tử số 185; mẫu số 200``."""
    source: str
    legal_ref: str
    is_base: bool
    is_illustrative: bool
    sureness: Sureness | None = None
    """Of an estimate: its error and its interval."""

    @property
    def lost(self) -> Decimal:
        """Points that could have been earned and were not; 0 for a bonus, a penalty counts whole."""
        if self.points is None:
            return Decimal(0)
        return (self.max_points if self.is_base else Decimal(0)) - self.points


@dataclass(frozen=True)
class Branch:
    """A node of the tree with its own points and what is below it."""

    code: str
    label: str
    points: Decimal | None
    max_points: Decimal | None
    leaf: Leaf | None
    below: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Channel:
    """A channel of points (thẩm định, điều tra, thưởng, phạt) of the unit."""

    label: str
    points: Decimal | None
    max_points: Decimal | None


@dataclass(frozen=True)
class UnitResult:
    """Everything a unit's page shows."""

    run: Run
    listed: RunUnit
    lang: Lang
    total: Line
    lines: tuple[Line, ...]
    tree: tuple[Branch, ...]
    leaves: tuple[Leaf, ...]
    channels: tuple[Channel, ...]
    groups: tuple[tuple[str, str], ...] = field(default=())

    @cached_property
    def lost(self) -> list[Leaf]:
        """The leaves that lost most, the largest loss first."""
        losing = [leaf for leaf in self.leaves if leaf.lost > 0]
        return sorted(losing, key=lambda leaf: -leaf.lost)[:MOST_LOST]

    @cached_property
    def with_points(self) -> list[Line]:
        """The domains that have points; bonus and penalty are no domains to be strong or weak in."""
        return [line for line in self.lines if line.is_base and line.place.points is not None]

    @cached_property
    def strong(self) -> list[Line]:
        """The domains furthest above the league's mean."""
        above = [line for line in self.with_points if (line.above_mean or 0) > 0]
        return sorted(above, key=lambda line: -(line.above_mean or 0))[:MOST_NAMED]

    @cached_property
    def weak(self) -> list[Line]:
        """The domains furthest below the league's mean."""
        below = [line for line in self.with_points if (line.above_mean or 0) < 0]
        return sorted(below, key=lambda line: line.above_mean or 0)[:MOST_NAMED]

    @cached_property
    def to_remedy(self) -> list[Line]:
        """The domains below the threshold of the edition."""
        return [line for line in self.lines if line.is_weak]

    @cached_property
    def above_mean(self) -> int:
        """How many domains are above the mean."""
        return sum((line.above_mean or 0) > 0 for line in self.with_points)

    @cached_property
    def law(self) -> str:
        """The decision that every criterion rests on, said once; empty where they rest on several."""
        tails = {leaf.legal_ref.partition(", ")[2] for leaf in self.leaves}
        return tails.pop() if len(tails) == 1 else ""

    @property
    def missing(self) -> list[Leaf]:
        """Leaves without a value."""
        return [leaf for leaf in self.leaves if leaf.standing in ("missing", "withheld")]

    @property
    def excluded(self) -> list[Leaf]:
        """Leaves that do not apply to the unit."""
        return [leaf for leaf in self.leaves if leaf.standing == "not_applicable"]


def unit_result(run: Run, listed: RunUnit) -> UnitResult:
    """Read the result of a unit: its places (one query), its part of two tables, the edition's words."""
    lang = page_language()
    laid_out = outline_of(run.edition)
    places = {one.criterion_id: one for one in Place.objects.filter(run=run, listed=listed)}
    sure = possible_ranks_of(run, listed.unit_id)
    lines = [
        _line(run, column, places[column["code"]], sure.get(column["code"]), lang)
        for column in run.facts["columns"]
    ]
    scores = {row["criterion_id"]: row for row in rows_of_unit(run, "scores", listed.order).to_dicts()}
    leaves = _leaves(laid_out, rows_of_unit(run, "explanations", listed.order), lang)
    return UnitResult(
        run=run,
        listed=listed,
        lang=lang,
        total=lines[0],
        lines=tuple(lines[1:]),
        tree=tuple(_branch(laid_out, node, scores, leaves, lang) for node in laid_out.children(None)),
        leaves=tuple(leaves.values()),
        channels=_channels(laid_out, scores, lang),
        groups=tuple(split_groups(listed.groups)),
    )


def split_groups(text: str) -> list[tuple[str, str]]:
    """Give the peer groups of a unit as (family, name)."""
    return [(family, name) for family, _, name in (line.partition("=") for line in text.split("\n") if line)]


def _line(run: Run, column: dict[str, Any], place: Place, possible: PossibleRanks | None, lang: Lang) -> Line:
    code, facts = column["code"], run.facts
    threshold = _number(facts["threshold"])
    is_weak = (
        threshold is not None
        and code != TOTAL
        and column["is_base"]
        and place.percent is not None
        and place.percent < threshold
    )
    return Line(
        code=code,
        label=column[lang],
        place=place,
        mean=_number(facts["mean"][code]),
        best=_number(facts["best"][code]),
        mean_percent=_number(facts["mean_percent"][code]),
        possible=possible,
        is_weak=is_weak,
        is_base=column["is_base"],
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _leaves(laid_out: Outline, table: pl.DataFrame, lang: Lang) -> dict[str, Leaf]:
    rows = {row["criterion_id"]: row for row in table.to_dicts()}
    suffix = "_en" if lang == "en" else ""
    return {
        leaf.code: Leaf(
            code=leaf.code,
            label=leaf.node.label.in_(lang),
            points=None if row["points"] is None else as_decimal(row["points"]),
            max_points=leaf.node.max,
            standing=row["standing"],
            clause=row[f"clause{suffix}"] or "",
            inputs=row["inputs"] or "",
            figures=figures_of(leaf, row["inputs"] or "", lang),
            source=source_words([row["source"]], lang) if row["source"] else "",
            legal_ref=row[f"legal_ref{suffix}"] or "",
            is_base=laid_out.channels[leaf.channel].kind == "base",
            is_illustrative=leaf.is_illustrative,
            sureness=sureness_of(row),
        )
        for leaf in laid_out.leaves
        if (row := rows.get(leaf.code)) is not None
    }


def _branch(
    laid_out: Outline, node: OutlineNode, scores: dict[str, Any], leaves: dict[str, Leaf], lang: Lang
) -> Branch:
    row = scores.get(node.code, {})
    below = laid_out.children(node.number)
    return Branch(
        code=node.code,
        label=node.node.label.in_(lang),
        points=_exact(row.get("points")),
        max_points=_exact(row.get("max_points")),
        leaf=leaves.get(node.code) if not below else None,
        below=tuple(_branch(laid_out, child, scores, leaves, lang) for child in below),
    )


def figures_of(leaf: OutlineNode, text: str, lang: Lang) -> str:
    """Say the inputs of a leaf with their labels; choices (yes or no, levels, cases) are in the clause."""
    given = dict(part.partition("=")[::2] for part in text.split("; "))
    said = [
        f"{spec.label.in_(lang)}: {format_number(Decimal(given[spec.name]), None, lang)}"
        for spec in leaf.node.inputs()
        if spec.type not in _CHOICES and _is_number(given.get(spec.name, ""))
    ]
    return "; ".join(said)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _exact(number: float | None) -> Decimal | None:
    return None if number is None else as_decimal(number)


def _channels(laid_out: Outline, scores: dict[str, Any], lang: Lang) -> tuple[Channel, ...]:
    if len(laid_out.channels) == 1:
        return ()
    rows = [(channel, scores.get(CHANNEL_PREFIX + name, {})) for name, channel in laid_out.channels.items()]
    return tuple(
        Channel(channel.label.in_(lang), _exact(row.get("points")), _exact(row.get("max_points")))
        for channel, row in rows
    )
