"""What the pages of a publication show, in public and to participants alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from parindex.reports.cells import source_words
from parindex.tables import TOTAL
from parweb.frameworks.queries import about_edition, outline_of, tree_of
from parweb.interface.numbers import page_language
from parweb.interface.pages import read_search
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.portal.pictures import is_small, ranking_picture, ranking_title, unit_pictures
from parweb.portal.reading import Reading
from parweb.results.models import Run, RunUnit
from parweb.results.queries.movement import domain_moves
from parweb.results.queries.publications import publication_before, replacement_of
from parweb.results.queries.ranking import Row, rows_of
from parweb.results.queries.showing import (
    class_words,
    labelled,
    league_context,
    ranking_context,
    sureness_words,
)
from parweb.results.queries.tables import bundle_digest
from parweb.results.queries.unit_result import UnitResult, unit_result

FEWEST, MOST = 2, 5
"""How many units are compared side by side."""


def ranking_page(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the ranking: filtered, sorted, cut; or give all of it as a file."""
    run = reading.run
    shown = ranking_context(request.GET, run)
    group, places = shown["filters"].group, shown["places"]
    if found := asked_format(request.GET):
        table = ranking_table(reading, rows_of(run, places, group), group)
        return table_response(table, found, str(table.title))
    is_whole = shown["page"].number == 1 and not shown["filters"].is_any
    context = reading.context(
        **shown,
        former=reading.publication.replaces,
        replacement=replacement_of(reading.publication),
        chart_title=ranking_title(run) if is_whole else "",
        picture=ranking_picture(run) if is_whole and is_small(run) else None,
    )
    return render(request, "portal/ranking.html", context)


def ranking_table(reading: Reading, rows: Sequence[Row], group: str = "") -> Table:
    """Give the whole ranking as a table to take away: real numbers, a column per domain."""
    run, classes = reading.run, class_words(reading.run)
    columns = [
        Column("rank", _("Hạng"), kind="whole"),
        Column("of", _("Mẫu số của hạng"), kind="whole"),
        Column("code", _("Mã đơn vị")),
        Column("name", _("Đơn vị")),
        Column("points", _("Tổng điểm"), kind="number", decimals=run.facts["decimals"]),
        Column("percent", _("Chỉ số"), kind="percent", decimals=run.facts["decimals"]),
        *(_sure_columns() if "sureness" in run.facts else []),
        *([Column("class", _("Xếp loại"))] if classes else []),
        *(_group_columns(is_sure="sureness" in run.facts) if group else []),
        *(
            Column(
                one["code"], f"{one['code']} {one['label']}", kind="number", decimals=run.facts["decimals"]
            )
            for one in labelled(run)
        ),
    ]
    return Table(
        reading.publication.title, columns, [_as_mapping(row, run, classes) for row in rows], _notes(reading)
    )


def _sure_columns() -> list[Column]:
    return [
        Column("best", _("Hạng cao nhất có thể"), kind="whole"),
        Column("worst", _("Hạng thấp nhất có thể"), kind="whole"),
    ]


def _group_columns(*, is_sure: bool) -> list[Column]:
    """Give rank and denominator apart: office programs take ``3/10`` in a file for a day."""
    possible = [
        Column("group_best", _("Hạng cao nhất có thể trong nhóm"), kind="whole"),
        Column("group_worst", _("Hạng thấp nhất có thể trong nhóm"), kind="whole"),
    ]
    return [
        Column("group", _("Hạng trong nhóm"), kind="whole"),
        Column("group_of", _("Mẫu số của hạng trong nhóm"), kind="whole"),
        *(possible if is_sure else []),
    ]


def _as_mapping(row: Row, run: Run, classes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    total = row.total
    codes = [one["code"] for one in run.facts["columns"] if one["code"] != TOTAL]
    return {
        "rank": total.rank,
        "of": total.of,
        "code": row.listed.code,
        "name": row.listed.name,
        "points": total.points,
        "percent": total.percent,
        "class": classes.get(total.class_code, {}).get("label", ""),
        "group": row.group_rank,
        "group_of": row.group_of,
        "best": row.possible.best if row.possible else None,
        "worst": row.possible.worst if row.possible else None,
        "group_best": row.group_possible.best if row.group_possible else None,
        "group_worst": row.group_possible.worst if row.group_possible else None,
    } | {code: place.points if place else None for code, place in zip(codes, row.domains, strict=True)}


def _notes(reading: Reading) -> list[str]:
    """Say where the figures come from, under every table that leaves the site."""
    publication, run = reading.publication, reading.run
    decision = _("Quyết định số {number}").format(number=publication.decision_number)
    return [
        *([decision] if publication.decision_number else []),
        _("Bộ tiêu chí {ref}, mã băm {digest}").format(ref=run.edition_ref, digest=run.edition_digest),
        _("Mã băm số liệu {digest}").format(digest=run.values_digest),
        *([sureness_words(run)] if "sureness" in run.facts else []),
    ]


def unit_page(request: HttpRequest, reading: Reading, unit_slug: str) -> HttpResponse:
    """Show one unit of a publication."""
    listed = get_object_or_404(RunUnit, run=reading.run, slug=unit_slug)
    result = unit_result(reading.run, listed)
    before = publication_before(reading.publication, timezone.now())
    moves = domain_moves(before.run, reading.run, listed.unit_id) if before else []
    pictures = unit_pictures(reading.publication, before, result, moves)
    context = reading.context(
        listed=listed,
        result=result,
        **league_context(reading.run),
        picture=pictures.domains,
        before=before,
        is_same_league=before is not None and before.round.league_id == reading.publication.round.league_id,
        moves=moves,
        year_picture=pictures.years,
        replacement=replacement_of(reading.publication),
        breadcrumbs=_breadcrumbs(reading, listed.name),
    )
    return render(request, "portal/unit.html", context)


def compare_page(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Set 2 to 5 units side by side."""
    asked = list(dict.fromkeys(request.GET.getlist("don-vi")))
    chosen = asked[:MOST]
    listed = {one.slug: one for one in RunUnit.objects.filter(run=reading.run, slug__in=chosen)}
    results = [unit_result(reading.run, listed[slug]) for slug in chosen if slug in listed]
    if found := asked_format(request.GET):
        return table_response(compare_table(reading, results), found, _("So sánh đơn vị"))
    words = read_search(request.GET)
    context = reading.context(
        results=results,
        lines=list(zip(*([one.total, *one.lines] for one in results), strict=True)),
        **league_context(reading.run),
        can_add=len(results) < MOST,
        too_few=len(results) < FEWEST,
        too_many=len(asked) > MOST,
        searched=request.GET.get("q", "")[:200],
        offers=_offers(reading, words, chosen) if words and len(results) < MOST else [],
        breadcrumbs=_breadcrumbs(reading, _("So sánh đơn vị")),
    )
    return render(request, "portal/compare.html", context)


def _offers(reading: Reading, words: str, chosen: list[str]) -> list[RunUnit]:
    found = RunUnit.objects.filter(run=reading.run).exclude(slug__in=chosen)
    for word in words.split():
        found = found.filter(name_fold__contains=word)
    return list(found[:20])


def compare_table(reading: Reading, results: Sequence[UnitResult]) -> Table:
    """Give the comparison as a table: a row per domain, a column per unit."""
    columns = [
        Column("code", _("Mã")),
        Column("label", _("Lĩnh vực")),
        Column("max", _("Tối đa"), kind="number"),
    ]
    columns += [Column(one.listed.slug, one.listed.name, kind="number") for one in results]
    rows = [
        {"code": lines[0].code, "label": lines[0].label, "max": lines[0].place.max_points}
        | {one.listed.slug: line.place.points for one, line in zip(results, lines, strict=True)}
        for lines in zip(*([one.total, *one.lines] for one in results), strict=True)
    ]
    return Table(_("So sánh đơn vị"), columns, rows, _notes(reading))


def method_page(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Say how the figures were made, so that anybody can make them again."""
    run = reading.run
    context = reading.context(
        **league_context(run),
        sources=[source_words([source], page_language()) for source in run.sources],
        roundings=roundings_of(run),
        bundle_digest=bundle_digest(run),
        bundle_name=bundle_name(reading),
        replacement=replacement_of(reading.publication),
        breadcrumbs=_breadcrumbs(reading, _("Cách tính")),
    )
    return render(request, "portal/method.html", context)


def roundings_of(run: Run) -> str:
    """Name the nodes whose points the edition itself rounds, as ``8.3 (2 chữ số)``; empty for none."""
    digits = [(one.code, one.node.round) for one in outline_of(run.edition).nodes]
    return "; ".join(
        _("{code} ({digits} chữ số)").format(code=code, digits=count)
        for code, count in digits
        if count is not None
    )


def bundle_name(reading: Reading) -> str:
    """Name the file of the bundle: plain letters, so that it can be typed into a command."""
    return f"{slugify(reading.publication.slug)}.zip"


def edition_page(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the edition that the publication was scored by."""
    adopted = reading.run.edition
    context = reading.context(
        **league_context(reading.run),
        adopted=adopted,
        tree=tree_of(adopted),
        about=about_edition(adopted),
        breadcrumbs=_breadcrumbs(reading, _("Bộ tiêu chí")),
    )
    return render(request, "portal/edition.html", context)


def _breadcrumbs(reading: Reading, label: str) -> list[dict[str, str]]:
    return [{"url": reading.url("ranking"), "label": reading.publication.title}, {"label": label}]


def need(found: Any) -> Any:
    """Answer 404 where there is nothing."""
    if found is None:
        raise Http404
    return found
