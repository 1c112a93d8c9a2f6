"""Known totals of ``parindex survey estimate``: margins as domains of the answers, cells by their words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parindex.cli.problems import usage_error
from parindex.language import N_

if TYPE_CHECKING:
    import polars as pl

    from parindex.surveys.estimation.residuals import CalibratedStatistics
    from parindex.surveys.estimation.statistics import SurveyStatistics
    from parindex.surveys.instruments.model import Column, Instrument

POPULATION: Final = "population"
_ON_MARGINS: Final = N_("Cờ về dân số đã biết")


@dataclass(frozen=True)
class MarginFlags:
    """Known totals that weights are to meet, so that the error says what they explain."""

    margin: Annotated[
        list[str] | None,
        typer.Option(
            "--margin",
            metavar=N_("TỆP"),
            help=N_(
                "bảng dân số đã biết, như ở survey weight: khớp rồi tính sai số sau khớp; dùng nhiều lần được"
            ),
            rich_help_panel=_ON_MARGINS,
        ),
    ] = None
    limits: Annotated[
        str | None,
        typer.Option(
            "--limits",
            metavar=N_("DƯỚI-TRÊN"),
            help=N_("giới hạn của hệ số khớp dân số, như 0,4-2,5"),
            rich_help_panel=_ON_MARGINS,
        ),
    ] = None

    def bounds(self) -> tuple[float, float]:
        """Give the limits of factors; raises usage errors."""
        return bounds_of(self.limits) or (0.0, math.inf)


def bounds_of(text: str | None) -> tuple[float, float] | None:
    """Read ``0,4-2,5``; None where nothing is said. Raises usage errors."""
    from parindex.cli.survey_files import NOT_A_VALUE

    if text is None:
        return None
    low, _, high = text.partition("-")
    if not low or not high:
        raise usage_error(NOT_A_VALUE, flag="--limits", given=text, example="0,4-2,5")
    return number_of("--limits", low), number_of("--limits", high)


def number_of(flag: str, text: str) -> float:
    """Read a number with either decimal sign; raises the usage error."""
    from parindex.cli.frame_flags import decimal_of
    from parindex.cli.survey_files import NOT_A_VALUE

    found = decimal_of(text)
    if found is None or not 0 <= found < float("inf"):
        raise usage_error(NOT_A_VALUE, flag=flag, given=text, example="2,5")
    return found


@dataclass(frozen=True)
class Margins:
    """Margins whose columns are domains of the answers: ``domains`` by the name of the answers' column."""

    tables: tuple[pl.DataFrame, ...]
    domains: Mapping[str, str]

    @property
    def words(self) -> list[str]:
        """The columns of each table, for reading."""
        return [", ".join(name.strip() for name in one.columns if name != POPULATION) for one in self.tables]

    def with_domains(self, answers: pl.DataFrame, form: Instrument) -> pl.DataFrame:
        """Give answers with a column of words for each column of the margins."""
        import polars as pl

        columns = form.column_by_id
        made = [
            _in_words(pl.col(name), columns.get(name)).alias(domain) for name, domain in self.domains.items()
        ]
        return answers.with_columns(made)

    def met_by(self, table: SurveyStatistics, limits: tuple[float, float]) -> CalibratedStatistics:
        """Rake a table of sums to the margins; raises :class:`ProblemsFound` where that cannot be."""
        from parindex.surveys.estimation.calibrated import calibrate

        return calibrate(table, self.tables, limits=limits)


def read_margins(paths: Sequence[str]) -> list[pl.DataFrame]:
    """Read the files of known totals; raises :class:`ProblemsFound` for each that cannot be."""
    from parindex.cli.survey_files import read_margin

    return [read_margin(path) for path in paths]


def columns_of(tables: Sequence[pl.DataFrame]) -> list[str]:
    """Name the columns that divide the population, as the files do."""
    return list(dict.fromkeys(name for one in tables for name in one.columns if name != POPULATION))


def margins_of(tables: Sequence[pl.DataFrame], known: Mapping[str, str], form: Instrument) -> Margins:
    """Give margins on the columns of the answers; ``known`` says what a title is called there.

    A cell of a question may be named by the code of its option or by its words.
    """
    columns = form.column_by_id
    domains = {known.get(name, name): f"{name} " for name in columns_of(tables)}  # no column ends in a space
    made = []
    for table in tables:
        own = [name for name in table.columns if name != POPULATION]
        words = [_cells(table[name], columns.get(known.get(name, name))) for name in own]
        renamed = [
            cells.alias(domains[known.get(name, name)]) for name, cells in zip(own, words, strict=True)
        ]
        made.append(table.select(POPULATION).with_columns(renamed))
    return Margins(tuple(made), domains)


def _cells(texts: pl.Series, column: Column | None) -> pl.Series:
    """Give cells by the Vietnamese words of their options; what is no option stays as it is."""
    import polars as pl

    from parindex.text import fold

    if column is None or not column.options:
        return texts
    words = {str(one.code): one.label.vi for one in column.options}
    words |= {fold(text): text for text in words.values()}
    return pl.Series(
        [None if text is None else words.get(fold(text), text) for text in texts], dtype=pl.String
    )


def _in_words(values: pl.Expr, column: Column | None) -> pl.Expr:
    import polars as pl

    if column is None or not column.options:
        return values.cast(pl.String)
    words = {one.code: one.label.vi for one in column.options}
    return values.replace_strict(words, default=None, return_dtype=pl.String)
