"""The door to the engine for one leaf of one unit, as pages show it while people type (``LEAF_SCORER``)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from parindex.frameworks.outline import Outline
from parindex.scoring.single import SingleScore, score_single
from parindex.tables import Source, Standing
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.queries import outline_of

_OUTLINES: dict[str, Outline] = {}


def score_leaf(
    adopted: AdoptedEdition,
    criterion_id: str,
    inputs: Mapping[str, Decimal | None],
    standing: Standing = "measured",
    set_points: Decimal | None = None,
    set_by: Source | None = None,
) -> SingleScore:
    """Score one leaf of one unit exactly as a run would: points, clause, what gives the next level.

    The edition's text is read only the first time its digest is met, so ``adopted`` may have it deferred.
    Raises KeyError for an unknown leaf or input and ``ProblemsFound`` for numbers that cannot be.
    """
    outline = _OUTLINES.get(adopted.digest)
    if outline is None:
        outline = _OUTLINES[adopted.digest] = outline_of(adopted)
    return score_single(outline, criterion_id, inputs, standing, set_points, set_by)
