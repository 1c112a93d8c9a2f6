"""Figures of a campaign with their errors: the library's estimates, labelled, small cells withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import polars as pl

from parindex import __version__
from parindex.surveys.answers.table import UNIT_ID
from parindex.surveys.estimation.design import Lonely, SurveyDesign
from parindex.surveys.estimation.index import INDEX, index_of, plan_of
from parindex.surveys.estimation.intervals import LEVEL, Method, with_intervals
from parindex.surveys.estimation.linearised import means
from parindex.surveys.estimation.reliability import STANDARDS, with_labels
from parindex.surveys.estimation.statistics import SurveyStatistics, statistics_of
from parweb.surveys.collected import GROUP, MODE, Ground
from parweb.surveys.models import Campaign, Response, Station
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import COUNTED, SELF_SELECTED, Stream
from parweb.surveys.tallying import Running, adjusted

DISCLOSURE: Final = 10
WITHHELD: Final = ("estimate", "se", "lower", "upper", "cv", "deff", "n_effective")
"""Columns that are emptied in a cell of too few people."""
KEPT: Final = ("measure", "n", "estimate", "se", "lower", "upper", "df", "deff", "cv", "n_effective")
BESIDE: Final = "beside"
"""Where a release keeps the streams of those who chose themselves."""
BY: Final = {"unit": UNIT_ID, "group": GROUP, "mode": MODE}


@dataclass(frozen=True)
class Options:
    """How figures are made; printed with them."""

    method: Method = "korn_graubard"
    level: float = LEVEL
    standard: str = "nchs-2017"
    lonely: Lonely = "adjust"
    """A stratum with one answer varies around the mean of all: the careful one of the named ways."""
    least: int = DISCLOSURE
    """Cells of fewer people are withheld."""

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain data with the version of the engine."""
        return {**asdict(self), "engine": __version__}


def options() -> Options:
    """Give how figures are made on this site."""
    return Options()


@dataclass(frozen=True)
class Figures:
    """Figures of a campaign: of the whole, of its items, and by unit, group of the frame and mode."""

    whole: pl.DataFrame
    items: pl.DataFrame
    by: dict[str, pl.DataFrame]
    answers: int
    unplaced: int
    chosen: Options

    @property
    def index(self) -> dict[str, Any]:
        """The index of the whole campaign."""
        return self.whole.row(0, named=True)

    @property
    def aggregation(self) -> str:
        """How items became the index."""
        return str(self.whole["aggregation"][0])


def figures_of(running: Running, ground: Ground, chosen: Options) -> Figures:
    """Give all figures of running statistics; nothing is read from the database."""
    table = adjusted(running.table, ground)
    items = tuple(share.name for share in ground.plan.items)
    whole = finished(index_of(table, ground.plan, (), chosen.lonely), chosen)
    of_items = finished(means(table.chosen(items), (), chosen.lonely), chosen)
    by = {name: _by(table, ground, column, chosen) for name, column in BY.items()}
    return Figures(whole, of_items, by, running.placed, running.unplaced, chosen)


def _by(table: SurveyStatistics, ground: Ground, column: str, chosen: Options) -> pl.DataFrame:
    found = finished(index_of(table, ground.plan, (column,), chosen.lonely), chosen)
    return withheld_in_pairs(found.rename({column: "domain"}), chosen.least)


def finished(figures: pl.DataFrame, chosen: Options) -> pl.DataFrame:
    """Give figures with interval, label and ``withheld``; what is withheld is empty."""
    with_ends = with_intervals(figures, chosen.method, chosen.level)
    labelled = with_labels(with_ends, STANDARDS[chosen.standard])
    return emptied(labelled.with_columns(withheld=pl.col("n") < chosen.least))


def emptied(figures: pl.DataFrame) -> pl.DataFrame:
    """Empty the numbers of withheld cells."""
    hidden = [pl.when(~pl.col("withheld")).then(pl.col(name)).alias(name) for name in WITHHELD]
    return figures.with_columns(*hidden)


def withheld_in_pairs(figures: pl.DataFrame, least: int) -> pl.DataFrame:
    """Withhold a second cell where one alone is, for it could be found from the whole and the others."""
    index = figures.filter(measure=INDEX)
    small = index.filter(pl.col("n") < least)
    others = index.filter(pl.col("n") >= least).sort("n")
    if small.height != 1 or not others.height:
        return figures
    second = others["domain"][0]
    return emptied(figures.with_columns(withheld=pl.col("withheld") | (pl.col("domain") == second)))


@dataclass(frozen=True)
class Beside:
    """What people say who chose themselves: how many, at how many units, their plain share. Never added."""

    stream: Stream
    form: str
    answers: int
    units: int
    share: float | None

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain data; the share of too few is withheld."""
        share = self.share if self.answers >= DISCLOSURE else None
        return {**asdict(self), "stream": str(self.stream), "share": share}


def beside(campaign: Campaign) -> list[Beside]:
    """Give the streams that stand beside the index, each with its form (two queries)."""
    forms = {
        campaign.instrument,
        *Station.objects.filter(campaign=campaign).values_list("instrument", flat=True),
    }
    rows = Response.objects.filter(
        campaign=campaign, stream__in=SELF_SELECTED, is_partial=False, verdict__in=COUNTED, form__in=forms
    )
    found: dict[tuple[str, str], list[tuple[int, dict[str, Any]]]] = {}
    for stream, form, unit, answers in rows.order_by("pk").values_list(
        "stream", "form", "unit_id", "answers"
    ):
        found.setdefault((stream, form), []).append((unit, answers))
    return [_beside(*key, given) for key, given in sorted(found.items())]


def beside_rows(campaign: Campaign) -> list[dict[str, Any]]:
    """Give the streams that stand beside the index as plain data."""
    return [one.as_dict() for one in beside(campaign)]


def _beside(stream: str, form: str, given: Sequence[tuple[int, dict[str, Any]]]) -> Beside:
    share = _plain_share(form, [answers for _unit, answers in given])
    return Beside(Stream(stream), form, len(given), len({unit for unit, _answers in given}), share)


def _plain_share(form: str, answers: Sequence[dict[str, Any]]) -> float | None:
    """Give the share of satisfied answers, unweighted; None for a form without an index."""
    instrument = form_of(form)
    if instrument.index is None or not instrument.factors:
        return None
    plan = plan_of(instrument)
    names = [share.column for share in plan.items]
    rows = [(str(at), *(one.get(name) for name in names)) for at, one in enumerate(answers)]
    schema = {"response_id": pl.String, **dict.fromkeys(names, pl.Int16)}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    plain = replace(plan, aggregation="pooled")
    found: float | None = index_of(statistics_of(table, SurveyDesign(), plain.measures), plain)["estimate"][0]
    return found
