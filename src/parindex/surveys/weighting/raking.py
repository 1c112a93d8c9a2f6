"""Raking: weights that meet the known totals of several margins at once, and stay near what they were.

The factors are ``exp`` of a sum of one number for each margin's cell, cut to limits where they are given
(Deville, Särndal & Sautory 1993; without limits the same as iterative proportional fitting, Deming & Stephan
1940). Answers with the same cells have the same factor, so the work is done on the table of cells.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np
import polars as pl

from parindex.errors import Place, Problem, ProblemsFound, raise_if_any
from parindex.surveys.weighting.calibration import Calibration, Codes
from parindex.surveys.weighting.cells import POPULATION, Cells, cells_of, population_by_cell
from parindex.surveys.weighting.diagnostics import Floats, diagnose
from parindex.surveys.weighting.dual import Margins, Solution, solve_dual
from parindex.surveys.weighting.kinds import NOT_CONVERGED, OUT_OF_REACH, TOTALS_DIFFER, WRONG_LIMITS
from parindex.surveys.weighting.weighted import Step, Weighted

SAME_TOTAL: Final = 1e-9
"""Margins of one population may differ by so much of their total: the rounding of shares."""


@dataclass(frozen=True)
class _Margin:
    cells: Cells
    people: Floats


def rake(
    weighted: Weighted,
    answers: pl.DataFrame,
    margins: Sequence[pl.DataFrame],
    *,
    limits: tuple[float, float] = (0.0, math.inf),
    most_iterations: int = 200,
) -> Weighted:
    """Multiply weights so that the cells of every margin add up to their people, each factor within limits.

    Each margin is a table with a column ``population``; its other columns name its cells. Refused, all at
    once and naming cells: margins that do not fit the answers, that add up to different totals, that the
    limits put out of reach; and margins that contradict each other, with where the weights end up. Equal to
    ``calibrate(calfun="raking", bounds=)`` of R's survey, and without limits to ``rake``.

    >>> from parindex.surveys.weighting.weighted import given
    >>> answers = pl.DataFrame({"gender": ["f", "f", "m", "m"], "area": ["x", "y", "x", "y"]})
    >>> gender = pl.DataFrame({"gender": ["f", "m"], "population": [60, 40]})
    >>> area = pl.DataFrame({"area": ["x", "y"], "population": [50, 50]})
    >>> rake(given(np.ones(4)), answers, [gender, area]).weights.round(9).tolist()
    [30.0, 30.0, 20.0, 20.0]
    """
    _refuse_limits(limits)
    before = weighted.weights
    taken = _margins(answers, margins, before > 0)
    codes = tuple(margin.cells.codes for margin in taken)
    table, at = _crossed(codes, before)
    _refuse_out_of_reach(taken, before, limits)
    solution = _solved(table, np.concatenate([margin.people for margin in taken]), limits, most_iterations)
    _refuse_unmet(taken, solution)
    after = before * solution.factors[at]
    settings = {
        "margins": [list(margin.cells.columns) for margin in taken],
        "limits": [limits[0], None if math.isinf(limits[1]) else limits[1]],
        "at_limits": int(np.isin(solution.factors[at][before > 0], limits).sum()),
    }
    record = _record(taken, before, after)
    step = Step("raking", settings, diagnose(after), record, solution.iterations)
    sizes = tuple(len(margin.cells.keys) for margin in taken)
    return weighted.then(after, step, Calibration(codes, sizes, before))


def _margins(answers: pl.DataFrame, margins: Sequence[pl.DataFrame], used: Any) -> list[_Margin]:
    taken, problems = [], []
    for margin in margins:
        cells = cells_of(answers, [name for name in margin.columns if name != POPULATION], used)
        people, found = population_by_cell(cells, margin)
        taken.append(_Margin(cells, people))
        problems += found
    raise_if_any(problems or list(_different_totals(taken)))
    return taken


def _different_totals(margins: Sequence[_Margin]) -> Iterator[Problem]:
    totals = [float(margin.people.sum()) for margin in margins]
    if max(totals) - min(totals) > SAME_TOTAL * max(totals):
        names = [", ".join(margin.cells.columns) for margin in margins]
        said = "; ".join(f"{name}: {total:.15g}" for name, total in zip(names, totals, strict=True))
        yield Problem(TOTALS_DIFFER, Place(), {"totals": said})


def _solved(table: Margins, people: Floats, limits: tuple[float, float], most: int) -> Solution:
    """Find the factors; those of one margin stand by themselves."""
    if len(table.sizes) > 1:
        return solve_dual(table, people, limits, most)
    factors = people[table.combinations[:, 0]] / table.weights
    return Solution(factors, table.totals(table.weights * factors), is_met=True, iterations=1)


def _crossed(codes: Sequence[Codes], weights: Floats) -> tuple[Margins, Codes]:
    """Give the table of distinct combinations of cells with their weight, and each row's combination."""
    used = weights > 0
    frame = pl.DataFrame({str(at): column[used] for at, column in enumerate(codes)})
    distinct = frame.unique().sort(frame.columns).with_columns(pl.int_range(pl.len()).alias("at"))
    joined = frame.join(distinct, on=frame.columns, how="left", maintain_order="left").get_column("at")
    at = np.zeros(weights.size, dtype=np.int64)
    at[used] = joined.to_numpy()
    combinations = distinct.drop("at").to_numpy().astype(np.int64)
    sizes = tuple(int(column[used].max()) + 1 for column in codes)
    held = np.bincount(at[used], weights[used], distinct.height).astype(np.float64)
    return Margins(combinations, sizes, held), at


def _refuse_limits(limits: tuple[float, float]) -> None:
    lower, upper = limits
    if not 0 <= lower < 1 < upper:
        raise ProblemsFound([Problem(WRONG_LIMITS, Place(), _said(limits))])


def _said(limits: tuple[float, float]) -> dict[str, Any]:
    return {"lower": Decimal(str(limits[0])), "upper": Decimal(str(limits[1]))}


def _refuse_out_of_reach(margins: Sequence[_Margin], before: Floats, limits: tuple[float, float]) -> None:
    """A cell's total lies between its weight times the lower and times the upper limit."""
    lower, upper = limits
    raise_if_any(
        Problem(
            OUT_OF_REACH,
            Place(column=", ".join(margin.cells.columns)),
            {"cells": margin.cells.label(cell), "needed": Decimal(f"{needed:.4g}"), **_said(limits)},
        )
        for margin in margins
        for cell, needed in enumerate(margin.people / margin.cells.totals(before))
        if not lower <= needed <= upper
    )


def _refuse_unmet(margins: Sequence[_Margin], solution: Solution) -> None:
    if solution.is_met:
        return
    wanted = np.concatenate([margin.people for margin in margins])
    names = [margin.cells.label(cell) for margin in margins for cell in range(len(margin.cells.keys))]
    worst = int(np.argmax(np.abs(solution.reached - wanted) / wanted))
    details = {
        "iterations": solution.iterations,
        "cells": names[worst],
        "reached": Decimal(f"{solution.reached[worst]:.1f}"),
        "wanted": Decimal(f"{wanted[worst]:.1f}"),
    }
    raise ProblemsFound([Problem(NOT_CONVERGED, Place(), details)])


def _record(margins: Sequence[_Margin], before: Floats, after: Floats) -> pl.DataFrame:
    """One row for each cell of each margin: people, answers, and the weights before and after."""
    rows = [
        pl.DataFrame(
            {
                "margin": ", ".join(margin.cells.columns),
                "cell": [margin.cells.label(cell) for cell in range(len(margin.cells.keys))],
                "answers": np.bincount(margin.cells.codes[before > 0], minlength=len(margin.cells.keys)),
                POPULATION: margin.people,
                "weight_before": margin.cells.totals(before),
                "weight_after": margin.cells.totals(after),
            }
        )
        for margin in margins
    ]
    return pl.concat(rows)
