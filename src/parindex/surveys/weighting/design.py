"""Design weights: one over the probability of being drawn, over all stages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from parindex.errors import Place, Problem, raise_if_any
from parindex.surveys.weighting.cells import require
from parindex.surveys.weighting.diagnostics import diagnose
from parindex.surveys.weighting.kinds import WRONG_PROBABILITY
from parindex.surveys.weighting.weighted import Step, Weighted, rows_named


def design_weights(sample: pl.DataFrame, probabilities: Sequence[str]) -> Weighted:
    """Give each row one over the product of its probabilities, one column for each stage.

    A probability is above 0 and at most 1, or all wrong columns are named (Horvitz & Thompson 1952).

    >>> drawn = pl.DataFrame({"p_village": [0.1, 0.2], "p_household": [0.5, 0.25]})
    >>> design_weights(drawn, ["p_village", "p_household"]).weights.tolist()
    [20.0, 20.0]
    """
    require(sample, probabilities)
    stages = sample.select(pl.col(name).cast(pl.Float64).fill_null(np.nan) for name in probabilities)
    columns = {name: stages.get_column(name).to_numpy() for name in probabilities}
    wrong = {name: ~((column > 0) & (column <= 1)) for name, column in columns.items()}
    raise_if_any(
        Problem(WRONG_PROBABILITY, Place(column=name), rows_named(rows))
        for name, rows in wrong.items()
        if rows.any()
    )
    weights = 1.0 / np.prod(np.array(list(columns.values())), axis=0)
    step = Step("design", {"probabilities": list(probabilities)}, diagnose(weights))
    return Weighted(weights, (step,))
