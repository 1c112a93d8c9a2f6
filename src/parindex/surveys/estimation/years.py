"""Answers of several years as one sample, so that years are compared as any two domains are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from parindex.errors import Place, Problem, raise_if_any
from parindex.language import Lang
from parindex.surveys.estimation import comparing_kinds as kinds
from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.instruments.comparing import Comparability

YEAR: Final = "year"
_STRATUM, _UNIT = "year_stratum{stage}", "year_unit{stage}"
_TESTS = ("t", "p", "p_holm", "p_bh")


def stack_years(
    answers: Mapping[str, pl.DataFrame],
    design: SurveyDesign,
    columns: Sequence[str],
    *,
    shares_units: bool = False,
) -> tuple[pl.DataFrame, SurveyDesign]:
    """Put answers of several years under each other, and give the design of them all.

    The table has ``year``, the columns of the design and ``columns`` (what is asked, domains). Years were
    drawn apart, so each has strata and units of its own; with ``shares_units`` the units of the first stage
    are the same villages in every year, and years are compared with their covariance. Below the first stage
    people are drawn anew each year. Raises :class:`ProblemsFound` (SV471) for columns that a year lacks.

    >>> one = pl.DataFrame({"village": ["a", "b"], "q": [5, 2]})
    >>> both, design = stack_years({"2025": one, "2026": one}, SurveyDesign(psu="village"), ["q"])
    >>> both["year_unit1"].to_list(), design.psu
    (['2025 a', '2025 b', '2026 a', '2026 b'], ('year_unit1',))
    """
    wanted = list(dict.fromkeys([*design.columns, *columns]))
    lacking = {
        year: [name for name in wanted if name not in table.columns] for year, table in answers.items()
    }
    raise_if_any(
        Problem(kinds.NO_YEAR, Place(), {"year": year, "columns": ", ".join(names)})
        for year, names in lacking.items()
        if names
    )
    parts = [table.select(wanted).with_columns(pl.lit(year).alias(YEAR)) for year, table in answers.items()]
    table = pl.concat(parts, how="vertical_relaxed")
    own = range(2 if shares_units else 1, design.stages + 1)
    strata = [_STRATUM.format(stage=stage) for stage in range(1, design.stages + 1)]
    units = [_UNIT.format(stage=stage) for stage in range(1, design.stages + 1)]
    named = [
        *(
            _named(design.strata[at : at + 1], is_own=at + 1 in own).alias(name)
            for at, name in enumerate(strata)
        ),
        *(_named(design.psu[at : at + 1], is_own=at + 1 in own).alias(name) for at, name in enumerate(units)),
    ]
    return table.with_columns(named), replace(design, strata=tuple(strata), psu=tuple(units))


def _named(columns: Sequence[str], *, is_own: bool) -> pl.Expr:
    """Give a stratum or unit with the year before it, where each year has its own."""
    parts = [pl.col(name).cast(pl.String) for name in columns]
    year = [pl.col(YEAR)] if is_own else []
    return pl.concat_str([*year, *parts], separator=" ") if year or parts else pl.lit("")


def mark_breaks(differences: pl.DataFrame, found: Comparability, lang: Lang = "vi") -> pl.DataFrame:
    """Mark the differences between two forms that may not be compared; they keep no test.

    Adds ``is_comparable`` and ``break_reason`` (null where comparable). A factor that both forms ask alike
    stays comparable though the index does not.
    """
    same = [here for here, there in found.factors.items() if here == there]
    is_comparable = pl.lit(found.is_comparable) | pl.col("measure").is_in(same)
    marked = differences.with_columns(is_comparable=is_comparable)
    reason = pl.when("is_comparable").then(None).otherwise(pl.lit(found.reason.in_(lang)))
    tests = [pl.when("is_comparable").then(pl.col(name)).alias(name) for name in _TESTS]
    return marked.with_columns(*tests, break_reason=reason)
