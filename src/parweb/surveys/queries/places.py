"""Answers of passers-by, counted by the place they came in at, and by what the place asks about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl
from django.db.models import Count

from parindex.surveys.answers.table import RESPONSE_ID, UNIT_ID
from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.index import INDEX, index_of, plan_of
from parindex.surveys.estimation.statistics import statistics_of
from parweb.surveys.models import Campaign, Response, Station
from parweb.surveys.queries.figures import DISCLOSURE
from parweb.surveys.queries.samples import stations_of
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import COUNTED, SELF_SELECTED

_Answers = Sequence[tuple[int, dict[str, Any]]]
"""Of one form: the place and what was answered."""
SUBJECT: Final = ("subject_kind", "subject_code", "subject_name")


@dataclass(frozen=True)
class Heard:
    """What was said at a place, or about a subject with one form: how many answers, their plain share."""

    answers: int
    share: float | None
    """Satisfied answers of all, unweighted; None of too few people, and where the form has no index."""


@dataclass(frozen=True)
class AtPlace:
    """A place with what was said there."""

    station: Station
    heard: Heard


@dataclass(frozen=True)
class About:
    """A procedure or field, asked about with one form in one stream: at how many places, what was said."""

    subject: tuple[str, str, str]
    """Kind, code, name; empty texts for all that is done at a place."""
    stream: str
    form: str
    places: int
    heard: Heard

    @property
    def station(self) -> Station:
        """The subject as a place that is not stored, for its words."""
        return Station(**dict(zip(SUBJECT, self.subject, strict=True)))


def counts_by_place(campaign: Campaign) -> dict[int, int]:
    """Give how many whole answers came in at each place (one query)."""
    rows = Response.objects.filter(campaign=campaign, station__isnull=False, is_partial=False).order_by()
    return dict(rows.values_list("station").annotate(count=Count("pk")))


def heard_of(campaign: Campaign) -> tuple[list[AtPlace], list[About]]:
    """Give what was said at each place and about each subject (two queries), rejected answers left out."""
    stations = {one.pk: one for one in stations_of(campaign)}
    answers = _answers(campaign)
    by_place: dict[int, Heard] = {}
    about: list[About] = []
    for form in sorted({one.instrument for one in stations.values()}):
        given = answers.get(form, [])
        by_place |= _heard(form, given, {pk: pk for pk in stations})
        subjects = {pk: _subject(one) for pk, one in stations.items() if one.instrument == form}
        asked = [(pk, said) for pk, said in given if pk in subjects]
        heard = _heard(form, asked, subjects)
        for key in sorted(set(subjects.values())):
            places = sum(one == key for one in subjects.values())
            about.append(About(key[1:], key[0], form, places, heard.get(key, Heard(0, None))))
    return [AtPlace(one, by_place.get(pk, Heard(0, None))) for pk, one in stations.items()], about


def _subject(station: Station) -> tuple[str, str, str, str]:
    return (station.kind, station.subject_kind, station.subject_code, station.subject_name)


def _answers(campaign: Campaign) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    rows = Response.objects.filter(
        campaign=campaign,
        stream__in=SELF_SELECTED,
        station__isnull=False,
        is_partial=False,
        verdict__in=COUNTED,
    )
    found: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for form, station, said in rows.order_by("pk").values_list("form", "station_id", "answers"):
        found.setdefault(form, []).append((station, said))
    return found


def _heard(form: str, given: _Answers, keys: Mapping[int, Any]) -> dict[Any, Heard]:
    """Count answers by a key of their place, with the plain share of the satisfied ones."""
    names = list(dict.fromkeys(keys[pk] for pk, _said in given))
    at = {name: str(number) for number, name in enumerate(names)}
    rows = [(at[keys[pk]], said) for pk, said in given]
    counts = pl.Series([place for place, _said in rows], dtype=pl.String).value_counts()
    shares = _shares(form, rows)
    counted = dict(counts.iter_rows())
    return {
        name: Heard(counted[key], shares.get(key) if counted[key] >= DISCLOSURE else None)
        for name, key in at.items()
    }


def _shares(form: str, rows: Sequence[tuple[str, dict[str, Any]]]) -> dict[str, float | None]:
    instrument = form_of(form)
    if not rows or instrument.index is None or not instrument.factors:
        return {}
    plan = replace(plan_of(instrument), aggregation="pooled")
    names = [share.column for share in plan.items]
    cells = [(str(at), key, *(said.get(name) for name in names)) for at, (key, said) in enumerate(rows)]
    schema = {RESPONSE_ID: pl.String, UNIT_ID: pl.String, **dict.fromkeys(names, pl.Int16)}
    table = pl.DataFrame(cells, schema=schema, orient="row")
    found = index_of(statistics_of(table, SurveyDesign(), plan.measures, (UNIT_ID,)), plan, (UNIT_ID,))
    return dict(found.filter(measure=INDEX).select(UNIT_ID, "estimate").iter_rows())
