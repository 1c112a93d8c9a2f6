"""The REST API ``/api/v1/``: what the portal publishes, for programs that only read, without an account.

One-stop systems hand over records with a token (``parweb.dossiers.api``).
Numbers are texts ("87.747"): JSON has no decimals, and a figure must arrive as it was published.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import NinjaAPI, Status
from ninja.errors import AuthenticationError, ValidationError

from parindex.frameworks.digest import canonical
from parweb.api.schemas import (
    ERRORS,
    EditionOut,
    Limit,
    Offset,
    PublicationDetail,
    PublicationPage,
    RankingPage,
    Slug,
    UnitDetail,
    UnitPage,
    UnitResultOut,
    Words,
    Wrong,
)
from parweb.dossiers.api import router as dossiers
from parweb.frameworks.queries import loaded_edition
from parweb.interface.pages import read_search
from parweb.interface.tables import csv_text
from parweb.portal.pages import ranking_table
from parweb.portal.reading import Reading
from parweb.results.models import Place, Publication, RunUnit
from parweb.results.queries.publications import history_of, public_ones, replacement_of
from parweb.results.queries.ranking import Filters, Row, places_sorted, rows_of
from parweb.results.queries.sureness import PossibleRanks, Sureness
from parweb.results.queries.tables import bundle_digest
from parweb.results.queries.unit_result import Leaf, unit_result
from parweb.units.models import Unit
from parweb.units.queries import search_units

api = NinjaAPI(
    title="Chỉ số CCHC: kết quả đã công bố",
    version="1.0",
    description="Kết quả chỉ đọc. Số là chuỗi thập phân chính xác, dấu chấm thập phân. Thời điểm: ISO 8601.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/dossiers", dossiers)


@api.exception_handler(ValidationError)
def wrong(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """Answer 422 with every error and its place."""
    errors = getattr(error, "errors", [])
    detail = [{"place": list(map(str, one.get("loc", ()))), "what": one.get("msg", "")} for one in errors]
    return api.create_response(request, {"code": "invalid", "detail": detail}, status=422)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError | type[AuthenticationError]) -> HttpResponse:
    """Answer 401 where a token is needed and none that is known was shown."""
    told = {"code": "unauthorized", "detail": "Authorization: Bearer … with a token of a source is needed."}
    answer = api.create_response(request, told, status=401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _missing(what: str) -> Status[dict[str, str]]:
    return Status(404, {"code": "not_found", "detail": what})


def _publication(slug: str) -> Publication | None:
    return public_ones(timezone.now()).select_related("run__edition").filter(slug=slug).first()


def _text(number: Decimal | None) -> str | None:
    """Write an exact number with the digits it has."""
    if number is None:
        return None
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


@api.get("/publications", response={200: PublicationPage, 422: Wrong}, operation_id="publications")
def publications(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    """List the publications, the newest first."""
    found = public_ones(timezone.now())
    return {"count": found.count(), "items": [_about(one) for one in found[offset : offset + limit]]}


@api.get("/publications/{slug}", response={200: PublicationDetail, **ERRORS}, operation_id="publication")
def publication(request: HttpRequest, slug: Slug) -> Any:
    """Give one publication: decision, digests, columns, classes, peer groups."""
    found = _publication(slug)
    if found is None:
        return _missing(slug)
    facts = found.run.facts
    return {
        **_about(found),
        "bundle_sha256": bundle_digest(found.run),
        "columns": [{key: one[key] for key in ("code", "vi", "en", "max")} for one in facts["columns"]],
        "classes": facts["classes"],
        "peer_groups": facts["families"],
    }


def _about(one: Publication) -> dict[str, Any]:
    run, later = one.run, replacement_of(one)
    return {
        "slug": one.slug,
        "title": one.title,
        "kind": one.kind,
        "year": one.round.year,
        "round": one.round.name,
        "league": one.round.league.name,
        "units": run.units,
        "published_at": one.published_at,
        "decision_number": one.decision_number,
        "decision_on": one.decision_on,
        "signer": one.signer,
        "replaces": one.replaces.slug if one.replaces else None,
        "replaced_by": later.slug if later else None,
        "edition": run.edition_ref,
        "edition_digest": run.edition_digest,
        "values_digest": run.values_digest,
        "engine_version": run.engine_version,
        "made_at": run.made_at,
        "page": reverse("portal:ranking", args=[one.slug]),
        "bundle": reverse("portal:bundle", args=[one.slug]),
    }


@api.get("/publications/{slug}/ranking", response={200: RankingPage, **ERRORS}, operation_id="ranking")
def ranking(
    request: HttpRequest,
    slug: Slug,
    q: Words = "",
    group: Words = "",
    class_code: Words = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> Any:
    """Give rows of the ranking in order of rank; ``group`` is ``family=name``, ``q`` needs no diacritics."""
    found = _publication(slug)
    if found is None:
        return _missing(slug)
    filters = Filters(read_search({"q": q}), _plain(group), _plain(class_code))
    places = places_sorted(found.run, filters)
    rows = rows_of(found.run, places[offset : offset + limit], filters.group)
    return {"count": places.count(), "items": [_ranked(row) for row in rows]}


def _plain(text: str) -> str:
    return text.replace("\x00", "")


@api.get(
    "/publications/{slug}/ranking.csv",
    response={200: str, **ERRORS},
    operation_id="ranking_csv",
    openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
)
def ranking_csv(request: HttpRequest, slug: Slug) -> Any:
    """Give the whole ranking as CSV: UTF-8 without a byte-order mark, comma, decimal point."""
    found = _publication(slug)
    if found is None:
        return _missing(slug)
    rows = rows_of(found.run, places_sorted(found.run, Filters()))
    text = csv_text(ranking_table(Reading(found), rows))
    return HttpResponse(text.encode(), content_type="text/csv; charset=utf-8")


def _ranked(row: Row) -> dict[str, Any]:
    return {
        "unit": row.listed.slug,
        "code": row.listed.code,
        "name": row.listed.name,
        "class_code": row.total.class_code,
        "total": _standing(row.total),
        "possible": _possible(row.possible),
        "in_group": _in_group(row),
        "domains": [_standing(place) for place in row.domains if place is not None],
    }


def _in_group(row: Row) -> dict[str, Any] | None:
    if row.group_rank is None:
        return None
    return {"rank": row.group_rank, "of": row.group_of, "possible": _possible(row.group_possible)}


def _possible(possible: PossibleRanks | None) -> dict[str, Any] | None:
    if possible is None:
        return None
    points = {name: _text(getattr(possible, name)) for name in ("points_low", "points_high")}
    return {**points, **{name: getattr(possible, name) for name in ("best", "worst", "alike")}}


def _standing(place: Place) -> dict[str, Any]:
    return {
        "criterion_id": place.criterion_id,
        "points": _text(place.points),
        "max_points": _text(place.max_points),
        "percent": _text(place.percent),
        "rank": place.rank,
        "of": place.of,
        "tied": place.is_tied,
        "standing": place.standing,
    }


@api.get(
    "/publications/{slug}/units/{unit}", response={200: UnitResultOut, **ERRORS}, operation_id="unit_result"
)
def result_of_unit(request: HttpRequest, slug: Slug, unit: Slug) -> Any:
    """Give the result of one unit, every leaf explained."""
    found = _publication(slug)
    listed = RunUnit.objects.filter(run=found.run, slug=unit).first() if found else None
    if found is None or listed is None:
        return _missing(f"{slug}/{unit}")
    result = unit_result(found.run, listed)
    lines = [line.place for line in result.lines]
    return {
        **_ranked(Row(listed, result.total.place, tuple(lines), possible=result.total.possible)),
        "leaves": [_leaf(leaf) for leaf in result.leaves],
    }


def _leaf(leaf: Leaf) -> dict[str, Any]:
    return {
        "criterion_id": leaf.code,
        "label": leaf.label,
        "points": _text(leaf.points),
        "max_points": _text(leaf.max_points) or "0",
        "standing": leaf.standing,
        "inputs": leaf.inputs,
        "clause": leaf.clause,
        "source": leaf.source,
        "legal_ref": leaf.legal_ref,
        **_sureness(leaf.sureness),
    }


def _sureness(sure: Sureness | None) -> dict[str, str | None]:
    numbers = ("standard_error", "low", "high", "level", "points_low", "points_high")
    told = {name: _text(getattr(sure, name, None)) for name in numbers}
    return {**told, "method": sure.method if sure else None}


@api.get("/publications/{slug}/edition", response={200: EditionOut, **ERRORS}, operation_id="edition")
def edition(request: HttpRequest, slug: Slug) -> Any:
    """Give the edition that a publication was scored by."""
    found = _publication(slug)
    if found is None:
        return _missing(slug)
    adopted = found.run.edition
    content = canonical(loaded_edition(adopted).edition)
    return {"ref": adopted.ref, "title": adopted.title, "digest": adopted.digest, "content": content}


@api.get("/units", response={200: UnitPage, 422: Wrong}, operation_id="units")
def units(request: HttpRequest, q: Words = "", limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """List the units of the register in official order; ``q`` needs no diacritics."""
    found = search_units(Unit.objects.all(), _plain(q)).order_by("order", "pk")
    return {"count": found.count(), "items": [_unit(one) for one in found[offset : offset + limit]]}


@api.get("/units/{slug}", response={200: UnitDetail, **ERRORS}, operation_id="unit")
def unit(request: HttpRequest, slug: Slug) -> Any:
    """Give one unit with its published results; a dissolved unit keeps its own."""
    found = Unit.objects.filter(slug=slug).first()
    if found is None:
        return _missing(slug)
    return {**_unit(found), "results": [_of_year(place) for place in history_of(found.pk, timezone.now())]}


def _unit(one: Unit) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("slug", "code", "name", "kind", "valid_from", "valid_to")}


def _of_year(place: Place) -> dict[str, Any]:
    shown: Publication = place.publication  # type: ignore[attr-defined]  # put there by history_of
    return {"publication": shown.slug, "year": shown.round.year, "total": _standing(place)}
