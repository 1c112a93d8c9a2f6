"""The charts of public pages: what they say on top, and their data."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parindex.tables import TOTAL
from parweb.interface.chart_data import MOST_NAMES, Band, Change, Domain, Standing
from parweb.interface.charts_cache import kept_svg
from parweb.interface.numbers import number_text, page_language
from parweb.results.models import Place, Publication, Run
from parweb.results.queries.movement import DomainMove
from parweb.results.queries.sureness import PossibleRanks, possible_totals
from parweb.results.queries.unit_result import UnitResult


class Picture(NamedTuple):
    """A chart and its sentence."""

    svg: SafeString
    title: str


def ranking_title(run: Run) -> str:
    """Say what the chart of the ranking shows."""
    facts, decimals = run.facts, run.facts["decimals"]
    mean, best = facts["mean"][TOTAL], facts["best"][TOTAL]
    if mean is None:
        return _("Chưa đơn vị nào có tổng điểm.")
    ranked = Place.objects.filter(run=run, criterion_id=TOTAL, points__isnull=False).count()
    said = (
        _("{units} đơn vị: trung bình {mean} điểm, cao nhất {best} điểm.")
        if ranked == run.units
        else _("{ranked}/{units} đơn vị có tổng điểm: trung bình {mean} điểm, cao nhất {best} điểm.")
    )
    return said.format(
        ranked=number_text(ranked, 0),
        units=number_text(run.units, 0),
        mean=number_text(Decimal(mean), decimals),
        best=number_text(Decimal(best), decimals),
    )


def is_small(run: Run) -> bool:
    """Tell whether the chart of a league names every unit and stands inside the page."""
    return run.units <= MOST_NAMES


def ranking_picture(run: Run, ours: int | None = None) -> Picture:
    """Draw where every unit of the league stands."""
    places = (
        Place.objects.filter(run=run, criterion_id=TOTAL, points__isnull=False)
        .order_by("rank", "order")
        .values_list("listed__name", "points", "rank", "unit_id")
    )
    possible = possible_totals(run)
    units = [
        Standing(name, points, rank, unit == ours, *_ends(possible.get(str(unit))))
        for name, points, rank, unit in places
        if points is not None and rank is not None
    ]
    title = ranking_title(run)
    maximum = Decimal(run.facts["columns"][0]["max"])
    return Picture(
        kept_svg("ranked_dots", title=title, units=units, maximum=maximum, bands=_bands(run)), title
    )


def _ends(possible: PossibleRanks | None) -> tuple[Decimal, Decimal] | tuple[()]:
    """Give between what the errors of surveys leave the points of a unit; nothing where they are exact."""
    return () if possible is None else (possible.points_low, possible.points_high)


def _bands(run: Run) -> list[Band]:
    """Give the classes as bands of points; bands by share of the ranking are not of points."""
    lang, facts = page_language(), run.facts
    if facts.get("class_basis") == "quantile":
        return []
    is_percent = facts.get("class_basis") == "percent"
    maximum = Decimal(facts["columns"][0]["max"])
    return [
        Band(one[lang], Decimal(one["from"]) * (maximum / 100 if is_percent else 1))
        for one in facts["classes"]
    ]


def domain_picture(result: UnitResult) -> Picture:
    """Draw the domains of a unit beside the league's mean and best."""
    threshold = result.run.facts["threshold"]
    domains = [
        Domain(
            name=f"{line.code} {line.label}",
            ours=line.place.points,
            maximum=line.place.max_points or Decimal(0),
            mean=line.mean,
            best=line.best,
            threshold=None
            if threshold is None or not line.place.max_points
            else Decimal(threshold) * line.place.max_points / 100,
        )
        for line in result.lines
        if line.is_base
    ]
    of = len(result.with_points)
    said = _("{above}/{of} lĩnh vực cao hơn trung bình chung.") if of else _("Chưa lĩnh vực nào có điểm.")
    title = said.format(above=result.above_mean, of=of)
    return Picture(kept_svg("domain_bullets", title=title, domains=domains), title)


class UnitPictures(NamedTuple):
    """The charts of a unit's page; no second one where there is no year before."""

    domains: Picture
    years: Picture | None


def unit_pictures(
    publication: Publication, before: Publication | None, result: UnitResult, moves: list[DomainMove]
) -> UnitPictures:
    """Draw the charts of a unit's page: its domains, and how they moved since the publication before."""
    if before is None:
        return UnitPictures(domain_picture(result), None)
    years = (_year(before.round.year), _year(publication.round.year))
    return UnitPictures(domain_picture(result), year_picture(moves, *years))


def _year(year: int) -> str:
    return _("năm {year}").format(year=year)


def year_picture(moves: list[DomainMove], before: str, after: str) -> Picture | None:
    """Draw how the domains moved between two years; None where none can be compared in points."""
    changes = [
        Change(f"{move.code} {move.label}", move.before.points, move.after.points, move.after.max_points)
        for move in moves
        if move.code != TOTAL
        and move.is_same_maximum
        and move.after.max_points
        and move.before.points is not None
        and move.after.points is not None
    ]
    if not changes:
        return None
    risen = sum(change.after > change.before for change in changes)
    title = _("{risen}/{of} lĩnh vực tăng điểm so với {before}.").format(
        risen=risen, of=len(changes), before=before
    )
    return Picture(kept_svg("year_slopes", title=title, changes=changes, before=before, after=after), title)
