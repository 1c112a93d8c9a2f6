"""Answers counted by option, for leaves that weigh options (Tốt 100, Khá 60, Trung bình 20, Kém 0).

A leaf takes an item whose options are worded like its own; codes and their order are the form's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, TypeAlias

import polars as pl

from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.rules import SurveyLikert
from parindex.surveys.answers.table import UNIT_ID
from parindex.surveys.estimation.intervals import Method
from parindex.surveys.estimation.linearised import means
from parindex.surveys.estimation.measures import Mean, Measure, Share
from parindex.surveys.estimation.statistics import statistics_of
from parindex.surveys.instruments.model import Column, Instrument
from parindex.text import fold
from parweb.frameworks.queries import outline_of
from parweb.rounds.models import Round
from parweb.surveys.collected import Ground, collected, counted
from parweb.surveys.models import Campaign
from parweb.surveys.queries.figures import Options, finished
from parweb.surveys.releasing import NOT_PUBLISHED
from parweb.surveys.tallying import adjusted

BY_OPTION: Final = "by_option"
"""Where a release keeps the rows of :func:`by_option`."""
OF_OPTIONS: Final[Method] = "wald"
"""How intervals of mean weights are made: they are no shares of people."""
_PERCENT: Final = 100
_KEPT: Final = ("n", "estimate", "se", "lower", "upper", "df", "label", "reasons", "withheld")

Weights: TypeAlias = tuple[tuple[int, Decimal], ...]
"""The codes of an item with their weights in percent, by code."""


def is_likert(leaf: OutlineNode) -> bool:
    """Tell whether a leaf weighs the options of a question."""
    return isinstance(leaf.node.rule, SurveyLikert)


def codes_of(leaf: OutlineNode, column: Column) -> dict[str, int] | None:
    """Give the code of an item for each option of a leaf; None where their words are not the same ones."""
    rule = leaf.node.rule
    if not isinstance(rule, SurveyLikert) or column.kind != "code":
        return None
    said = {fold(one.label.vi): one.code for one in column.options if one.code not in column.no_opinion}
    wanted = {fold(one.label.vi): one.name for one in rule.options}
    return {wanted[words]: code for words, code in said.items()} if said.keys() == wanted.keys() else None


def weights_of(leaf: OutlineNode, column: Column) -> Weights | None:
    """Give what each code of an item weighs in a leaf; None where the leaf does not take it."""
    codes, rule = codes_of(leaf, column), leaf.node.rule
    if codes is None or not isinstance(rule, SurveyLikert):
        return None
    return tuple(sorted((codes[one.name], one.weight) for one in rule.options))


def items_for(leaf: OutlineNode, form: Instrument) -> list[Column]:
    """Give the items of a form that a leaf takes, in printed order."""
    return [column for column in form.columns if codes_of(leaf, column) is not None]


@dataclass(frozen=True)
class _Wanted:
    """An item and the weights of its codes, with the names its measures have."""

    column: Column
    weights: Weights
    number: int

    @property
    def mean(self) -> str:
        return f"{self.number}:mean"

    def share(self, code: int) -> str:
        return f"{self.number}={code}"

    def measures(self) -> Iterator[Measure]:
        """The share of each option, and the mean weight of the answers (from 0 to 1)."""
        asked = tuple(code for code, _weight in self.weights)
        for code in asked:
            yield Share(self.share(code), self.column.id, (code,), asked)
        yield Mean(self.mean, self.mean)

    def weighed(self) -> pl.Expr:
        """The weight of each answer; null for an answer that weighs nothing."""
        points = {code: float(weight) / _PERCENT for code, weight in self.weights}
        found = pl.col(self.column.id).replace_strict(points, default=None, return_dtype=pl.Float64)
        return found.alias(self.mean)


def _wanted(round_: Round, form: Instrument) -> list[_Wanted]:
    leaves = [leaf for leaf in outline_of(round_.edition).leaves if is_likert(leaf)]
    found = {
        (column.id, weights): column
        for leaf in leaves
        for column in form.columns
        if (weights := weights_of(leaf, column)) is not None
    }
    return [_Wanted(column, weights, at) for at, ((_name, weights), column) in enumerate(found.items())]


def by_option(campaign: Campaign, ground: Ground, chosen: Options) -> list[dict[str, Any]]:
    """Give, by unit, the shares of the options of each item that a leaf of the campaign's round weighs.

    ``estimate`` is the mean weight (0 to 1) with its error and Student's interval; ``shares`` has the
    weighted share of each code. Small and unsure cells are emptied, as everywhere. None are given where the
    campaign belongs to no round, or no leaf of the round takes an item of the form.
    """
    wanted = _wanted(campaign.round, ground.form) if campaign.round is not None else []
    if not wanted:
        return []
    answers = collected(ground, counted(campaign)).with_columns(one.weighed() for one in wanted)
    measures = tuple(measure for one in wanted for measure in one.measures())
    table = adjusted(statistics_of(answers, ground.design, measures, (UNIT_ID,)), ground)
    figures = finished(means(table, (UNIT_ID,), chosen.lonely), replace(chosen, method=OF_OPTIONS))
    rows = {(row[UNIT_ID], row["measure"]): row for row in figures.iter_rows(named=True)}
    units = dict.fromkeys(unit for unit, _measure in rows)
    return [_row(unit, one, rows) for unit in units for one in wanted]


def _row(unit: str, one: _Wanted, rows: Mapping[tuple[str, str], dict[str, Any]]) -> dict[str, Any]:
    mean = rows[unit, one.mean]
    is_shown = not mean["withheld"] and mean["label"] != NOT_PUBLISHED
    kept = {name: mean[name] for name in _KEPT}
    if not is_shown:
        kept |= dict.fromkeys(("estimate", "se", "lower", "upper"))
    shares = {str(code): rows[unit, one.share(code)]["estimate"] for code, _weight in one.weights}
    return {
        "domain": unit,
        "item": one.column.id,
        **kept,
        "weights": {str(code): format(weight, "f") for code, weight in one.weights},
        "shares": {code: share if is_shown else None for code, share in shares.items()},
    }


def rows_for(leaf: OutlineNode, column: Column, kept: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the rows of a release that were made for an item with the weights of a leaf."""
    weights = {str(code): weight for code, weight in weights_of(leaf, column) or ()}
    return [
        dict(row)
        for row in kept
        if row["item"] == column.id
        and {code: Decimal(given) for code, given in row["weights"].items()} == weights
    ]
