"""Answers of the probability stream as the library's table, with their place in the design."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import polars as pl
from django.db.models import Avg, QuerySet, Sum
from django.db.models.functions import Coalesce

from parindex.surveys.answers.table import PSU, RESPONSE_ID, STRATUM, UNIT_ID, WEIGHT, answers_schema
from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.index import IndexPlan, plan_of
from parindex.surveys.instruments.model import Column, Instrument
from parweb.surveys.models import Attempt, Campaign, Invitation, Response, Sample
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import COUNTED, InvitationState, Outcome, Stream

POPULATION: Final = "population"
MODE: Final = "mode"
GROUP: Final = "group"
DOMAINS: Final = (UNIT_ID, MODE, GROUP)
"""What figures are given by: the unit asked about, how people were asked, the stratum of the frame."""
NOT_OF_THE_POPULATION: Final = (Outcome.NO_ADDRESS, Outcome.NOT_ELIGIBLE)
_AT_ONCE: Final = 500
_ROW: Final = ("pk", "unit_id", "mode", "stratum", "psu", "weight", "answers")
_ONE_STAGE: Final = 1


@dataclass(frozen=True)
class Stratum:
    """What the sample says of a stratum: Σ of design weights drawn, their mean, and of those out of scope."""

    drawn: float
    mean: float
    outside: float = 0.0

    @property
    def in_scope(self) -> float:
        """The weight that those who answered stand for."""
        return self.drawn - self.outside


@dataclass(frozen=True)
class Ground:
    """What answers of a campaign are read with: the form, its index, the strata of the sample."""

    form: Instrument
    plan: IndexPlan
    strata: Mapping[str, Stratum]
    populations: Mapping[str, int]
    """Elements of each stratum where they were drawn one by one with equal chance; else empty."""

    @cached_property
    def design(self) -> SurveyDesign:
        """The design as columns; without populations the first stage counts as drawn with replacement."""
        fpc = (POPULATION,) if self.populations else ()
        return SurveyDesign(weights=WEIGHT, strata=STRATUM, psu=PSU, fpc=fpc, nest=True)


def ground_of(campaign: Campaign) -> Ground | None:
    """Give what answers are read with (four queries); None for a form without an index."""
    form = form_of(campaign.instrument)
    if form.index is None or not form.factors:
        return None
    return Ground(form, plan_of(form), _strata(campaign), _populations(campaign))


def _strata(campaign: Campaign) -> dict[str, Stratum]:
    main = Invitation.objects.filter(campaign=campaign, is_reserve=False, weight__isnull=False).order_by()
    rows = main.values("stratum").annotate(drawn=Sum("weight"), mean=Avg("weight"))
    outside = _outside(campaign)
    return {
        one["stratum"]: Stratum(one["drawn"], one["mean"], outside.get(one["stratum"], 0.0)) for one in rows
    }


def _outside(campaign: Campaign) -> dict[str, float]:
    """Give the weight of those who turned out not to belong to the population, by stratum."""
    said = Attempt.objects.filter(invitation__campaign=campaign, outcome__in=NOT_OF_THE_POPULATION)
    closed = Invitation.objects.filter(
        campaign=campaign, state=InvitationState.CLOSED, pk__in=said.order_by().values("invitation")
    )
    return dict(closed.order_by().values_list("stratum").annotate(all=Coalesce(Sum("weight"), 0.0)))


def _populations(campaign: Campaign) -> dict[str, int]:
    record = Sample.objects.filter(campaign=campaign).values_list("design", flat=True).first() or {}
    stages = record.get("plan", {}).get("stages", [])
    is_equal = all(one.get("method") in {"srs", "systematic"} for one in stages)
    if len(stages) != _ONE_STAGE or not is_equal:
        return {}
    return {str(one["stratum"] or ""): int(one["population"]) for one in record.get("strata", [])}


def counted(campaign: Campaign) -> QuerySet[Response]:
    """Give the answers that figures are made of: whole, of the sample, not held, not rejected."""
    return Response.objects.filter(
        campaign=campaign,
        stream=Stream.PROBABILITY,
        is_partial=False,
        verdict__in=COUNTED,
        form=campaign.instrument,
    )


def collected(ground: Ground, answers: QuerySet[Response], ids: Iterable[int] | None = None) -> pl.DataFrame:
    """Give answers as the library's table, with weight, stratum, cluster, mode and group.

    Those of ``ids`` alone where that is given. Who stepped in from the reserve has the mean weight of the
    stratum; an answer of a stratum that the sample does not have cannot stand for anybody and is left out.
    """
    if ids is None:
        rows = list(answers.order_by("pk").values(*_ROW))
    else:
        wanted = sorted(ids)
        rows = [
            row
            for at in range(0, len(wanted), _AT_ONCE)
            for row in answers.filter(pk__in=wanted[at : at + _AT_ONCE]).order_by("pk").values(*_ROW)
        ]
    placed = [_placed(ground, row) for row in rows if is_placed(ground, row["stratum"])]
    return pl.DataFrame(placed, schema=_schema(ground), orient="row")


def is_placed(ground: Ground, stratum: str) -> bool:
    """Tell whether an answer of a stratum has a place in the sample."""
    return stratum in ground.strata and (not ground.populations or stratum in ground.populations)


def _schema(ground: Ground) -> dict[str, Any]:
    design: dict[str, Any] = {MODE: pl.String(), GROUP: pl.String(), STRATUM: pl.String(), PSU: pl.String()}
    design[WEIGHT] = pl.Float64()
    if ground.populations:
        design[POPULATION] = pl.Float64()
    schema = dict(answers_schema(ground.form))
    first = {name: schema.pop(name) for name in (RESPONSE_ID, UNIT_ID)}
    return {**first, **design, **schema}


def _placed(ground: Ground, row: Mapping[str, Any]) -> tuple[Any, ...]:
    name, stratum = str(row["pk"]), row["stratum"]
    weight = row["weight"] if row["weight"] is not None else ground.strata[stratum].mean
    place = [name, str(row["unit_id"]), row["mode"], stratum, stratum, row["psu"] or f"#{name}", weight]
    if ground.populations:
        place.append(float(ground.populations[stratum]))
    given = row["answers"]
    return (*place, *(cell_of(column, given.get(column.id)) for column in ground.form.columns))


def cell_of(column: Column, value: Any) -> Any:
    """Give a stored answer as its column of the table holds it; what does not fit is no answer."""
    if value is None or value == "":
        return None
    try:
        return _READERS[column.kind](value)
    except (TypeError, ValueError):
        return None


_READERS: Final[dict[str, Any]] = {
    "code": int,
    "flag": int,
    "integer": int,
    "decimal": float,
    "text": str,
    "date": date.fromisoformat,
}
