"""What pages show of a run: its league in words, its classes, its ranking cut into pages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from parindex.tables import TOTAL
from parweb.interface.numbers import number_text, page_language
from parweb.interface.pages import read_page, read_search, read_sort
from parweb.results.models import Run
from parweb.results.queries.ranking import Filters, group_choices, places_sorted, rows_of
from parweb.results.queries.runs import class_counts, gaps_of, incomplete_units, tied_places, warnings_of
from parweb.rounds.models import Round

PER_PAGE = 50


def labelled(run: Run) -> list[dict[str, Any]]:
    """Give the domains of a run in the language of the page: code, label, max, of."""
    lang = page_language()
    return [
        {
            "code": one["code"],
            "label": one[lang],
            "max": Decimal(one["max"]),
            "of": f"/{number_text(Decimal(one['max']))}",
        }
        for one in run.facts["columns"]
        if one["code"] != TOTAL
    ]


def class_words(run: Run) -> dict[str, dict[str, Any]]:
    """Give the classes of a run by code: words in the language of the page and place, 1 the best."""
    lang = page_language()
    return {
        one["code"]: {"code": one["code"], "label": one[lang], "place": place}
        for place, one in enumerate(run.facts["classes"], start=1)
    }


def league_context(run: Run) -> dict[str, Any]:
    """Give what every page of a run says of its league."""
    facts = run.facts
    return {
        "facts": facts,
        "decimals": facts["decimals"],
        "columns": labelled(run),
        "classes": class_words(run),
        "total_max": Decimal(facts["columns"][0]["max"]),
        "threshold": Decimal(facts["threshold"]) if facts["threshold"] else None,
        "sureness": sureness_words(run),
    }


def sureness_words(run: Run) -> str:
    """Say what the possible ranks of a run mean and rest on; empty where nothing rests on an estimate."""
    found = run.facts.get("sureness")
    if found is None:
        return ""
    level = number_text(100 * Decimal(found["level"]))
    said = _(
        "Khoảng hạng tính cả sai số của {figures} số liệu điều tra: với độ tin cậy {level} %, mọi khoảng "
        "hạng trong bảng đúng cùng một lúc. Hai đơn vị có khoảng điểm chồng nhau thì chưa đủ căn cứ nói hơn "
        "kém."
    ).format(figures=number_text(found["figures"], 0), level=level)
    if not found["exact"]:
        return said
    exact = _("{count} số liệu điều tra không kèm sai số được coi là đúng tuyệt đối.")
    return f"{said} {exact.format(count=number_text(found['exact'], 0))}"


def filters_in(query: QueryDict | Mapping[str, str], run: Run) -> Filters:
    """Read ``?q=&nhom=&loai=``; what is not of the run is left out."""
    group, class_code = query.get("nhom", ""), query.get("loai", "")
    known = {value for _family, _name, choices in group_choices(run) for value, _words in choices}
    codes = {one["code"] for one in run.facts["classes"]}
    return Filters(
        words=read_search(query),
        group=group if group in known else "",
        class_code=class_code if class_code in codes else "",
    )


def ranking_context(query: QueryDict, run: Run) -> dict[str, Any]:
    """Give one page of the ranking: filtered, sorted, cut."""
    filters = filters_in(query, run)
    codes = [column["code"] for column in run.facts["columns"]]
    sort = read_sort(query, ["rank", "name", "order", *codes], "rank", ["rank", *codes])
    places = places_sorted(run, filters, sort.key, is_descending=sort.is_descending)
    page = read_page(query, places, PER_PAGE)
    return league_context(run) | {
        "filters": filters,
        "searched": str(query.get("q", ""))[:200],
        "sort": sort,
        "places": places,
        "page": page,
        "rows": rows_of(run, page.object_list, filters.group),
        "groups": group_choices(run),
    }


def run_context(query: QueryDict, run: Run) -> dict[str, Any]:
    """Give what a manager looks at before publishing a run."""
    incomplete = read_page(query, incomplete_units(run), 50, "thieu")
    return ranking_context(query, run) | {
        "run": run,
        "round": run.round,
        "warnings": list(warnings_of(run)),
        "class_counts": class_counts(run),
        "tied": tied_places(run),
        "incomplete": incomplete,
        "gaps": gaps_of(run, incomplete.object_list),
    }


def round_list(paths: tuple[str, ...]) -> QuerySet[Round]:
    """Give the rounds of some subtrees with the number of their last run and of their publications."""
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(owner__path__startswith=path)
    return (
        Round.objects.filter(wanted)
        .select_related("edition", "league")
        .annotate(last_run=Max("runs__number"), published=Count("publications", distinct=True))
        .order_by("-year", "name")
    )
