"""Non-response: within a cell, those who answered also stand for those who did not.

Two factors for each cell (Valliant, Dever & Kreuter 2018, chapter 13): the weights of addresses of unknown
eligibility go to all that are known; then the weights of eligible people without an answer go to those who
answered. People found not to belong to the population keep their weight: they stand for others like them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

import numpy as np
import polars as pl

from parindex.errors import Place, Problem, raise_if_any
from parindex.surveys.sampling import outcomes as fieldwork
from parindex.surveys.weighting.calibration import Codes
from parindex.surveys.weighting.cells import Cells, cells_of, require
from parindex.surveys.weighting.collapsing import Group, collapse
from parindex.surveys.weighting.diagnostics import Floats, diagnose
from parindex.surveys.weighting.kinds import UNKNOWN_OUTCOME
from parindex.surveys.weighting.weighted import Step, Weighted

Outcome = Literal["respondent", "nonrespondent", "ineligible", "unknown"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("respondent", "nonrespondent", "ineligible", "unknown")
_RESPONDENT, _NONRESPONDENT, _INELIGIBLE, _UNKNOWN = range(4)
_BY_DIGIT: Final[Mapping[str, Outcome]] = {
    "1": "respondent",
    "2": "nonrespondent",
    "3": "unknown",
    "4": "ineligible",
}
FIELDWORK_CODES: Final[Mapping[str, Outcome]] = {code: _BY_DIGIT[code[0]] for code in fieldwork.OUTCOMES}
"""What the codes of ``sampling.outcomes`` mean for weights, by their first digit."""


def adjust_nonresponse(  # noqa: PLR0913  # the rule of small cells is a choice that must be said
    weighted: Weighted,
    sample: pl.DataFrame,
    columns: Sequence[str],
    *,
    outcome: str = "outcome",
    codes: Mapping[str, Outcome] | None = None,
    least: int = 20,
    largest_factor: float = 3.0,
) -> Weighted:
    """Move weight, within cells of ``columns``, from those who did not answer to those who did.

    ``outcome`` names the column with what came of each sampled person; ``codes`` says what its values mean
    where they are not the words of :data:`OUTCOMES` (for codes of fieldwork: :data:`FIELDWORK_CODES`). A cell
    with fewer than ``least`` respondents, or whose factor would pass ``largest_factor``, is merged with a
    neighbour (see ``collapsing``). The sum of weights is kept; who did not answer has weight 0, who is not
    eligible keeps a weight and is no answer.

    >>> from parindex.surveys.weighting.weighted import given
    >>> sample = pl.DataFrame({"area": ["a"] * 3, "outcome": ["respondent", "nonrespondent", "respondent"]})
    >>> adjust_nonresponse(given(np.full(3, 10.0)), sample, ["area"], least=1).weights.tolist()
    [15.0, 0.0, 15.0]
    """
    require(sample, [*columns, outcome])
    outcomes = _outcomes(sample.get_column(outcome), codes or {name: name for name in OUTCOMES})
    used = weighted.weights > 0
    cells = cells_of(sample, columns, used)
    sums = _by_outcome(cells, outcomes, weighted.weights)
    counts = _by_outcome(cells, outcomes, used.astype(np.float64))
    start = [
        Group((at,), key, int(counts[at, _RESPONDENT]), tuple(sums[at])) for at, key in enumerate(cells.keys)
    ]
    groups = collapse(start, cells.columns, least, largest_factor)
    factors = _factors(groups, len(cells.keys))
    weights = weighted.weights * factors[cells.codes, outcomes]
    record = _record(cells, groups, counts, factors)
    settings = {
        "columns": list(columns),
        "least": least,
        "largest_factor": largest_factor,
        "outcomes": dict(zip(OUTCOMES, counts.sum(axis=0).astype(int).tolist(), strict=True)),
    }
    return weighted.then(weights, Step("nonresponse", settings, diagnose(weights), record))


def _outcomes(column: pl.Series, codes: Mapping[str, Outcome]) -> Codes:
    texts = column.cast(pl.String).fill_null("")
    unknown = sorted(set(texts.unique()) - codes.keys())
    details = {"given": ", ".join(f"“{text}”" for text in unknown), "known": ", ".join(sorted(codes))}
    raise_if_any([Problem(UNKNOWN_OUTCOME, Place(column=column.name), details)] if unknown else [])
    order = {text: OUTCOMES.index(meaning) for text, meaning in codes.items()}
    numbered = texts.replace_strict(list(order), list(order.values()), return_dtype=pl.Int64)
    return np.asarray(numbered.to_numpy(), dtype=np.int64)


def _by_outcome(cells: Cells, outcomes: Codes, of: Floats) -> Floats:
    both = cells.codes * len(OUTCOMES) + outcomes
    sums = np.bincount(both, of, len(cells.keys) * len(OUTCOMES)).astype(np.float64)
    return sums.reshape(-1, len(OUTCOMES))


def _factors(groups: Sequence[Group], cells: int) -> Floats:
    """Give the factor of every cell (rows) and outcome (columns)."""
    factors = np.zeros((cells, len(OUTCOMES)))
    for group in groups:
        factors[list(group.members), _RESPONDENT] = group.factor
        factors[list(group.members), _INELIGIBLE] = group.known_factor
    return factors


def _record(cells: Cells, groups: Sequence[Group], counts: Floats, factors: Floats) -> pl.DataFrame:
    """Say for each cell who was in it, with which cells it was merged, and its factor."""
    merged = {at: group for group in groups for at in group.members}
    within = [
        "; ".join(cells.label(other) for other in merged[at].members) if len(merged[at].members) > 1 else None
        for at in range(len(cells.keys))
    ]
    columns = [pl.Series(name, counts[:, at].astype(np.int64)) for at, name in enumerate(OUTCOMES)]
    return cells.as_table().with_columns(
        *columns,
        pl.Series("merged", within, dtype=pl.String),
        pl.Series("factor", factors[:, _RESPONDENT]),
        pl.Series("factor_unknown", factors[:, _INELIGIBLE]),
    )
