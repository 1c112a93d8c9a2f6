"""Post-stratification: the weights of each cell add up to the people of that cell."""

from __future__ import annotations

import numpy as np
import polars as pl

from parindex.errors import raise_if_any
from parindex.surveys.weighting.calibration import Calibration
from parindex.surveys.weighting.cells import POPULATION, cells_of, population_by_cell
from parindex.surveys.weighting.diagnostics import diagnose
from parindex.surveys.weighting.weighted import Step, Weighted


def poststratify(weighted: Weighted, answers: pl.DataFrame, population: pl.DataFrame) -> Weighted:
    """Multiply the weights of each cell so that they add up to its people (Särndal et al. 1992, 7.6).

    ``population`` has a column ``population``; its other columns name the cell, and ``answers`` has them too.
    Cells that stand on one side only, twice, or with no people are refused, all at once. Rows of weight 0
    (who did not answer) stay at 0 and may leave the cell empty. Equal to ``postStratify`` of R's survey.

    >>> from parindex.surveys.weighting.weighted import given
    >>> answers = pl.DataFrame({"gender": ["f", "f", "m"]})
    >>> people = pl.DataFrame({"gender": ["f", "m"], "population": [60, 40]})
    >>> poststratify(given(np.ones(3)), answers, people).weights.tolist()
    [30.0, 30.0, 40.0]
    """
    before = weighted.weights
    cells = cells_of(answers, [name for name in population.columns if name != POPULATION], before > 0)
    people, problems = population_by_cell(cells, population)
    raise_if_any(problems)
    factors = people / cells.totals(before)
    after = before * factors[cells.codes]
    counts = np.bincount(cells.codes[before > 0], minlength=len(cells.keys))
    record = cells.as_table().with_columns(
        pl.Series("answers", counts), pl.Series(POPULATION, people), pl.Series("factor", factors)
    )
    step = Step("poststratification", {"columns": list(cells.columns)}, diagnose(after), record)
    return weighted.then(after, step, Calibration((cells.codes,), (len(cells.keys),), before))
