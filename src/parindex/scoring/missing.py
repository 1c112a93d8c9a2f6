"""What has no value: standings of a leaf from those of its inputs, and what they do to the sums above.

A leaf is *missing* when an input it needs is; *withheld* when one is held back; *not applicable* when the
unit said so. Missing never becomes 0 silently: the edition says whether it blocks the sums above
(``missing: block``) or is counted as 0 with a mark (``missing: zero``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from parindex import exact
from parindex.exact import Exact, Mask
from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.parts import InputSpec
from parindex.scoring.inputs import Standings
from parindex.tables import MEASURED, MISSING, NOT_APPLICABLE, WITHHELD

BLOCKED_WITHHELD: Final = 1
BLOCKED_MISSING: Final = 2


def with_default(spec: InputSpec, column: Exact, standing: Standings) -> tuple[Exact, Standings]:
    """Give an input its default where nothing was filled in (a bonus line left empty is no bonus)."""
    if spec.default is None:
        return column, standing
    is_empty = standing == MISSING
    filled = exact.where(is_empty, exact.constant(spec.default), column)
    return filled, np.where(is_empty, MEASURED, standing).astype(np.uint8)


def standing_of_leaf(standings: Sequence[Standings]) -> Standings | None:
    """Give the standing of a leaf from those of its inputs; None when every one is measured."""
    if not any(standing.any() for standing in standings):
        return None
    table = np.stack(standings)
    out = np.zeros(table.shape[1], dtype=np.uint8)
    for standing in (MISSING, WITHHELD, NOT_APPLICABLE):
        out[(table == standing).any(axis=0)] = standing
    return out


def blocking(leaf: OutlineNode, standing: Standings) -> npt.NDArray[np.uint8]:
    """Tell which units' sums a leaf blocks: 0 no, 1 for what is withheld, 2 for what is missing."""
    if leaf.missing == "zero":
        return np.zeros(len(standing), dtype=np.uint8)
    withheld = BLOCKED_WITHHELD * (standing == WITHHELD)
    return np.asarray(withheld + BLOCKED_MISSING * (standing == MISSING), dtype=np.uint8)


def standing_of_sum(block: npt.NDArray[np.uint8], nothing_applies: Mask) -> Standings:
    """Give the standing of a sum from what blocks it and where none of its leaves applies."""
    by_block = np.array([MEASURED, WITHHELD, MISSING], dtype=np.uint8)
    return np.where(nothing_applies, NOT_APPLICABLE, by_block[block]).astype(np.uint8)
