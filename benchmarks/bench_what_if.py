"""One unit's what-if in a league of 3,321: change one value, get the new points and ranks.

The peer is scoring and ranking the changed table anew. The task asks for a median under 10 ms after the first
call; the ratio says what keeping the other leaves is worth.
"""

from __future__ import annotations

import statistics
import time

import numpy as np
import polars as pl
import workload

from parindex.frameworks.outline import outline
from parindex.ranking.groups import groups_of
from parindex.ranking.ranks import places_of
from parindex.scoring.inputs import NO_SOURCE, InputMatrix
from parindex.scoring.pipeline import score_matrix
from parindex.scoring.scorecard import Scorecard
from parindex.scoring.whatif import what_if

UNITS, CALLS, LIMIT_MS = 3321, 101, 10.0


def card_of_a_league() -> Scorecard:
    """Score a league of 3,321 synthetic communes."""
    made = workload.edition()
    values, ids = workload.matrix(made, UNITS), workload.unit_ids(UNITS)
    units = pl.DataFrame({"unit_id": ids, "name": ids, "league": ["A"] * UNITS})
    standing, source = np.zeros(values.shape, np.uint8), np.full(values.shape, NO_SOURCE, np.uint8)
    return score_matrix(outline(made), InputMatrix(tuple(ids), values, standing, source), units)


def ranks_of_path(card: Scorecard, code: str) -> list[int]:
    """Rank the changed leaf, its domain, its channel and the total."""
    node = card.outline.by_code(code)
    rows = (code, code.split(".", maxsplit=1)[0], f"channel:{node.channel}", "total")
    groups = groups_of(card)
    return [int(places_of(card, row, groups).rank[0]) for row in rows]


def main() -> None:
    """Measure single calls and print their median beside a full scoring."""
    card = card_of_a_league()
    leaves = [leaf for leaf in card.outline.leaves if leaf.node.rule and leaf.node.rule.kind == "bands"]
    took = []
    for call in range(CALLS):
        code = leaves[call % len(leaves)].code
        start = time.perf_counter()
        ranks_of_path(what_if(card, {(card.inputs.unit_ids[call], code): 60.0 + call % 40}), code)
        took.append(time.perf_counter() - start)
    median = statistics.median(took[1:])
    anew = workload.seconds(lambda: ranks_of_path(card_of_a_league(), leaves[0].code), times=3)
    workload.report("what-if / scoring anew", median, anew, 1.0, f"N = {UNITS:,} units")
    word = "trong giới hạn / within" if median * 1000 <= LIMIT_MS else "VƯỢT / ABOVE"
    print(f"what-if median: {median * 1000:.2f} ms ({word} {LIMIT_MS:g} ms)")


if __name__ == "__main__":
    main()
