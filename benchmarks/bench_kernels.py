"""Scoring kernels on a ready matrix, against copying that matrix.

Ready means what ``assemble`` gives: the values as exact decimals. The second line includes reading them from
float64. Copying is the least that any pass over the matrix can cost.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import workload

from parindex.frameworks.outline import outline
from parindex.scoring.inputs import NO_SOURCE, InputMatrix
from parindex.scoring.pipeline import score_matrix

UNITS, LIMIT = 50_000, 5.0


def main() -> None:
    """Measure both on the same matrix and print the ratios."""
    print(workload.describe_machine())
    made = workload.edition()
    values = workload.matrix(made, UNITS)
    ids = workload.unit_ids(UNITS)
    units = pl.DataFrame({"unit_id": ids, "name": ids, "league": ["A"] * UNITS})
    laid_out = outline(made)
    no_gaps, no_source = np.zeros(values.shape, np.uint8), np.full(values.shape, NO_SOURCE, np.uint8)
    ready = InputMatrix(tuple(ids), values, no_gaps, no_source).made_ready()
    copy = workload.seconds(values.copy, times=15)
    note = f"N = {UNITS:,} x {workload.LEAVES} float64 ({values.nbytes / 1e6:.0f} MB)"
    kernels = workload.seconds(lambda: score_matrix(laid_out, ready, units), times=15)
    workload.report("scoring kernels / copy", kernels, copy, LIMIT, note)

    def from_floats() -> object:
        fresh = InputMatrix(ready.unit_ids, values, no_gaps, no_source)
        return score_matrix(laid_out, fresh, units)

    read = workload.seconds(from_floats, times=15)
    print(f"with reading the decimals from float64: {read / copy:.2f} copies")


if __name__ == "__main__":
    main()
