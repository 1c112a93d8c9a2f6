"""How answers were drawn: strata, units of each stage, weights, sizes of the population.

A design names columns of the answers table; it holds no data. The words follow R's ``svydesign``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

from parindex.errors import Place, Problem, ProblemKind, ProblemsFound, raise_if_any
from parindex.surveys.estimation import kinds

Lonely = Literal["fail", "remove", "certainty", "adjust", "average"]
"""What is done with a stratum of one unit; the names of R's ``survey.lonely.psu``."""
Unequal = Literal["replacement", "brewer"]
LONELY: tuple[Lonely, ...] = get_args(Lonely)

WEIGHT = "design_weight"


@dataclass(frozen=True)
class SurveyDesign:
    """Columns that say how each answer was drawn.

    ``weights`` is one column; without it the weight is 1 over the product of ``probabilities`` (a column for
    each stage), and without both, the product of population over sample of the stages with ``fpc``, else 1.
    ``strata`` and ``psu`` have one column for each stage, the first stage first; ``psu`` ends with
    ``response_id`` where people are drawn one by one. ``fpc`` holds, for as many stages as it names, either
    how many units the stratum has or the share drawn; a stage without it was drawn with replacement, and
    stages below it add nothing to the variance (R's ``svydesign``; Särndal et al. 1992, section 4.3).
    ``pps="brewer"``: units of unequal probability without replacement, ``fpc`` being the probability of each
    (Brewer's approximation, as R's ``pps="brewer"``). ``nest``: unit codes are used again in other strata.

    >>> SurveyDesign(weights="w", strata="district", psu="village").stages
    1
    >>> SurveyDesign(strata="district", psu=("village", "response_id"), fpc=("villages", "people")).stages
    2
    """

    weights: str | None = None
    probabilities: str | Sequence[str] = ()
    strata: str | Sequence[str] = ()
    psu: str | Sequence[str] = ("response_id",)
    fpc: str | Sequence[str] = ()
    pps: Unequal = "replacement"
    nest: bool = False

    def __post_init__(self) -> None:
        """Take one name for a list of one."""
        for name in ("probabilities", "strata", "psu", "fpc"):
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given))
        if not self.psu:
            raise ValueError("a design needs the column of its units, at least response_id")
        if self.weights is not None and self.probabilities:
            raise ValueError("a design has weights or probabilities, not both")
        if len(self.fpc) > len(self.psu) or len(self.strata) > len(self.psu):
            raise ValueError("a design has more strata or population columns than stages")

    @property
    def stages(self) -> int:
        """How many stages add to the variance: those with a population, and the one after them."""
        return min(len(self.psu), len(self.fpc) + 1)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the answers table that the design reads, each once."""
        named = [self.weights] if self.weights else []
        named += [*self.probabilities, *self.strata, *self.psu[: self.stages], *self.fpc]
        return tuple(dict.fromkeys(named))


def with_design_weights(answers: pl.DataFrame, design: SurveyDesign) -> pl.DataFrame:
    """Give the answers with the column ``design_weight`` (float64) that the design asks for.

    Raises :class:`ProblemsFound` with all that is wrong with the columns of the design (SV401-SV405), or
    where they give no weight: 1 over a probability near 0, a stage drawn from infinitely many (SV416).

    >>> answers = pl.DataFrame({"response_id": ["a", "b"], "p": [0.5, 0.25]})
    >>> with_design_weights(answers, SurveyDesign(probabilities="p"))["design_weight"].to_list()
    [2.0, 4.0]
    """
    raise_if_any(problems_of(answers, design))
    weighed = answers.with_columns(_weight(design).cast(pl.Float64).alias(WEIGHT))
    if design.weights is None:
        _refuse_endless(weighed[WEIGHT])
    return weighed


def _refuse_endless(weights: pl.Series) -> None:
    is_known = weights.is_finite()
    if not is_known.all():
        row = (~is_known).arg_max() or 0
        details = {"count": int((~is_known).sum()), "row": row + 1}
        raise ProblemsFound([Problem(kinds.NO_WEIGHT, Place(row=row + 1), details)])


def _weight(design: SurveyDesign) -> pl.Expr:
    if design.weights is not None:
        return pl.col(design.weights)
    weight = pl.lit(1.0)
    for column in design.probabilities:
        weight = weight / _number(column)
    if not design.probabilities:
        for stage in range(len(design.fpc)):
            weight = weight * _expansion(design, stage)
    return weight


def _expansion(design: SurveyDesign, stage: int) -> pl.Expr:
    """Give how many units of the population one drawn unit of the stage stands for."""
    population = pl.col(design.fpc[stage])
    within = [*_strata_until(design, stage), *design.psu[:stage]]
    drawn = pl.struct(*within, design.psu[stage]).n_unique()
    drawn = drawn.over(within) if within else drawn
    is_share = (population <= 1).all()
    return pl.when(is_share).then(1 / population).otherwise(population / drawn)


def _strata_until(design: SurveyDesign, stage: int) -> Sequence[str]:
    return design.strata[: stage + 1]


def problems_of(answers: pl.DataFrame, design: SurveyDesign) -> tuple[Problem, ...]:
    """Give all that is wrong with the columns of a design, in the order of the columns."""
    lacking = [name for name in design.columns if name not in answers.columns]
    if lacking:
        known = ", ".join(answers.columns[:20])
        details = [{"column": name, "known": known} for name in lacking]
        return tuple(
            Problem(kinds.NO_COLUMN, Place(column=name), particulars)
            for name, particulars in zip(lacking, details, strict=True)
        )
    return tuple(_problems_in(answers, design))


def _problems_in(answers: pl.DataFrame, design: SurveyDesign) -> Iterator[Problem]:
    for name in design.columns:
        yield from _where(answers, name, _is_empty(answers, name, design), kinds.EMPTY_CELL)
    if design.weights is not None:
        number = _number(design.weights)
        is_good = number.is_finite() & (number >= 0)
        yield from _where(answers, design.weights, _given_but_not(design.weights, is_good), kinds.BAD_WEIGHT)
    for name in design.probabilities:
        is_good = (_number(name) > 0) & (_number(name) <= 1)
        yield from _where(answers, name, _given_but_not(name, is_good), kinds.BAD_PROBABILITY)
    for name in design.fpc:
        if not _is_population(answers[name].drop_nulls(), must_be_share=design.pps == "brewer"):
            yield Problem(kinds.BAD_POPULATION, Place(column=name), {"column": name})


def _is_empty(answers: pl.DataFrame, name: str, design: SurveyDesign) -> pl.Expr:
    """Tell which cells are empty; not a number is empty too, where it is not refused as a weight anyway."""
    is_null = pl.col(name).is_null()
    is_checked = name == design.weights or name in design.probabilities
    return is_null if is_checked or not answers[name].dtype.is_float() else is_null | pl.col(name).is_nan()


def _number(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64, strict=False)


def _given_but_not(name: str, is_good: pl.Expr) -> pl.Expr:
    return pl.col(name).is_not_null() & ~is_good.fill_null(value=False)


def _where(answers: pl.DataFrame, name: str, is_bad: pl.Expr, kind: ProblemKind) -> Iterator[Problem]:
    found = answers.select(row=pl.int_range(1, pl.len() + 1), given=pl.col(name), bad=is_bad).filter("bad")
    if found.height:
        row, given, _ = found.row(0)
        details = {"column": name, "count": found.height, "row": row, "given": given}
        yield Problem(kind, Place(row=row, column=name), details)


def _is_population(given: pl.Series, *, must_be_share: bool) -> bool:
    """Tell whether a column holds only sizes or only shares, as R asks."""
    if not given.dtype.is_numeric():
        return False
    are_shares = bool(((given > 0) & (given <= 1)).all())
    return are_shares or (not must_be_share and bool((given >= 1).all()))
