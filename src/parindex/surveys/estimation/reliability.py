"""How far a figure may be trusted (mức tin cậy): a label by declared thresholds, with every reason.

A standard is data: what it asks, and where it comes from. A figure is not published where it misses one of
the least or most values, used with care where it misses one of the careful ones, else reliable.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import polars as pl

from parindex.language import N_

Label = Literal["reliable", "care", "not_published"]
LABELS: Final = MappingProxyType(
    {
        "reliable": N_("tin cậy"),
        "care": N_("dùng thận trọng"),
        "not_published": N_("không công bố"),
    }
)
REASONS: Final = MappingProxyType(
    {
        "no_error": N_("không tính được sai số"),
        "few_people": N_("ít người trả lời"),
        "small_effective": N_("cỡ mẫu hiệu dụng nhỏ"),
        "few_units": N_("ít cụm"),
        "wide": N_("khoảng tin cậy rộng"),
        "wide_for_its_size": N_("khoảng tin cậy rộng so với số ước lượng"),
        "high_cv": N_("hệ số biến thiên cao"),
        "no_variation": N_("mọi người trả lời như nhau"),
    }
)


@dataclass(frozen=True)
class Standard:
    """Thresholds of one publisher; None where it does not ask.

    Widths are those of the interval; ``most_relative_width`` (width over the figure) counts only where the
    width is over ``narrow``. ``care_cv`` and ``least_df`` ask for care, the rest forbids. ``reviews_edges``:
    shares of 0 and 1 ask for care.
    """

    id: str
    source: str
    is_illustrative: bool = False
    least_n: int = 0
    least_effective: int = 0
    least_df: int = 1
    narrow: float | None = None
    most_width: float | None = None
    most_relative_width: float | None = None
    care_cv: float | None = None
    most_cv: float | None = None
    reviews_edges: bool = False


NCHS_2017: Final = Standard(
    "nchs-2017",
    "Parker et al. 2017, National Center for Health Statistics Data Presentation Standards for Proportions, "
    "Vital and Health Statistics 2(175)",
    least_n=30,
    least_effective=30,
    least_df=8,
    narrow=0.05,
    most_width=0.30,
    most_relative_width=1.30,
    reviews_edges=True,
)
STATISTICS_CANADA: Final = Standard(
    "statistics-canada",
    "Statistics Canada, guidelines for the release of survey estimates: CV up to 16.5 %, "
    "up to 33.3 %, above; at least 30 respondents",
    least_n=30,
    care_cv=0.165,
    most_cv=0.333,
)
STANDARDS: Final = MappingProxyType({one.id: one for one in (NCHS_2017, STATISTICS_CANADA)})


def with_labels(figures: pl.DataFrame, standard: Standard = NCHS_2017) -> pl.DataFrame:
    """Give figures (of ``with_intervals``) with ``n_effective``, ``label`` and ``reasons`` (a list of codes).

    ``n_effective`` of a share is ``p(1-p)/se²``, at most ``n``; at 0 and 1, and for other figures, ``n``. A
    figure without error (no degrees of freedom, nobody answered) is not published.

    >>> from parindex.surveys.estimation.intervals import with_intervals
    >>> rows = {"n": [900, 40], "df": [40, 5], "estimate": [0.9, 0.8], "se": [0.01, 0.06]}
    >>> labelled = with_labels(with_intervals(pl.DataFrame(rows)))
    >>> labelled.select("label", "reasons").rows()
    [('reliable', []), ('not_published', ['few_units', 'wide'])]
    """
    with_n = figures.with_columns(n_effective=_effective())
    no, care = _forbids(standard), _asks_for_care(standard)
    return with_n.with_columns(
        label=pl.when(_any(no))
        .then(pl.lit("not_published"))
        .when(_any(care))
        .then(pl.lit("care"))
        .otherwise(pl.lit("reliable")),
        reasons=pl.concat_list(_named([*no.items(), *care.items()])).list.drop_nulls(),
    )


def _effective() -> pl.Expr:
    p, n = pl.col("estimate"), pl.col("n").cast(pl.Float64)
    is_share = (p > 0) & (p < 1) & (pl.col("se") > 0)
    return pl.when(is_share).then(pl.min_horizontal(n, p * (1 - p) / pl.col("se") ** 2)).otherwise(n)


def _forbids(standard: Standard) -> dict[str, pl.Expr]:
    width = pl.col("upper") - pl.col("lower")
    asked = {
        "no_error": pl.col("lower").is_null(),
        "few_people": pl.col("n") < standard.least_n,
        "small_effective": pl.col("n_effective") < standard.least_effective,
    }
    if standard.most_width is not None:
        asked["wide"] = width >= standard.most_width
    if standard.most_relative_width is not None:
        is_wide = width > (standard.narrow or 0)
        asked["wide_for_its_size"] = is_wide & (width > standard.most_relative_width * pl.col("estimate"))
    if standard.most_cv is not None:
        asked["high_cv"] = pl.col("cv") > standard.most_cv
    return asked


def _asks_for_care(standard: Standard) -> dict[str, pl.Expr]:
    asked = {"few_units": pl.col("df") < standard.least_df}
    if standard.reviews_edges:
        asked["no_variation"] = (pl.col("estimate") <= 0) | (pl.col("estimate") >= 1)
    if standard.care_cv is not None:
        over_most = standard.most_cv if standard.most_cv is not None else float("inf")
        asked["high_cv"] = (pl.col("cv") > standard.care_cv) & (pl.col("cv") <= over_most)
    return asked


def _any(asked: dict[str, pl.Expr]) -> pl.Expr:
    return pl.any_horizontal([one.fill_null(value=False) for one in asked.values()])


def _named(asked: list[tuple[str, pl.Expr]]) -> list[pl.Expr]:
    order = [*REASONS]
    found = sorted(asked, key=lambda one: order.index(one[0]))
    return [pl.when(test.fill_null(value=False)).then(pl.lit(code)) for code, test in found]
