"""Pages that show editions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parindex.reports.content import Lines, Report, Table
from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.frameworks.forms import CompareForm, CopyForm
from parweb.frameworks.models import AdoptedEdition, EditionDraft
from parweb.frameworks.permissions import may_adopt_edition, may_see_editions
from parweb.frameworks.queries import about_edition, comparison_of, loaded_edition, shipped, tree_of
from parweb.frameworks.responses import edition_file
from parweb.interface.numbers import page_language


@for_people
@require_GET
def editions(request: HttpRequest) -> HttpResponse:
    """List what is adopted, what is being checked, and what comes with the product."""
    now, person = timezone.now(), person_in(request)
    require(may_see_editions(person, now))
    adopted = list(AdoptedEdition.objects.defer("text", "cases").select_related("adopted_by"))
    may_adopt = bool(may_adopt_edition(person, now))
    drafts = EditionDraft.objects.defer("text", "cases").select_related("made_by") if may_adopt else []
    context = {
        "adopted": adopted,
        "drafts": drafts,
        "may_adopt": may_adopt,
        "shelf": _shelf({one.ref for one in adopted}) if may_adopt else [],
        "breadcrumbs": [{"label": _("Bộ tiêu chí")}],
    }
    return render(request, "frameworks/list.html", context)


def _shelf(adopted: set[str]) -> list[dict[str, object]]:
    lang = page_language()
    return [
        {
            "ref": entry.ref,
            "year": entry.year,
            "title": loaded.edition.title.in_(lang),
            "is_illustrative": loaded.edition.illustrative,
            "leaves": sum(1 for _ in loaded.edition.leaves()),
            "law": loaded.edition.legal_basis.number if loaded.edition.legal_basis else "",
            "is_adopted": entry.ref in adopted,
        }
        for entry, loaded in shipped()
    ]


def _adopted(edition_id: str, year: int) -> AdoptedEdition:
    found = AdoptedEdition.objects.select_related("adopted_by")
    return get_object_or_404(found, edition_id=edition_id, year=year)


@for_people
@require_GET
def edition(request: HttpRequest, edition_id: str, year: int) -> HttpResponse:
    """Show one adopted edition, readable."""
    now, person = timezone.now(), person_in(request)
    require(may_see_editions(person, now))
    adopted = _adopted(edition_id, year)
    context = {
        "adopted": adopted,
        "edition": loaded_edition(adopted).edition,
        "tree": tree_of(adopted),
        "report": about_edition(adopted),
        "rules": _lines_of(about_edition(adopted)),
        "channels": _channels(adopted),
        "may_adopt": may_adopt_edition(person, now),
        "copy_form": CopyForm(initial={"year": adopted.year + 1}),
        "breadcrumbs": [
            {"url": reverse("frameworks:list"), "label": _("Bộ tiêu chí")},
            {"label": adopted.ref},
        ],
    }
    return render(request, "frameworks/edition.html", context)


def _lines_of(report: Report) -> list[str]:
    return [text for part in report.parts if isinstance(part, Lines) for _depth, text in part.lines]


def _channels(adopted: AdoptedEdition) -> list[dict[str, object]]:
    table = next(part for part in about_edition(adopted).parts if isinstance(part, Table))
    rows = table.frame.to_dicts()
    channels = loaded_edition(adopted).edition.channels
    return [{**row, "max_points": channels[row["channel"]].max} for row in rows]


@for_people
@require_GET
def download(request: HttpRequest, edition_id: str, year: int, kind: str) -> HttpResponse:
    """Give an adopted edition as YAML (the text that was adopted), XLSX, or its cases."""
    require(may_see_editions(person_in(request), timezone.now()))
    adopted = _adopted(edition_id, year)
    return edition_file(loaded_edition(adopted).edition, adopted.text, adopted.cases, kind)


@for_people
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Tell what changed from one adopted edition to another."""
    require(may_see_editions(person_in(request), timezone.now()))
    form = CompareForm(request.GET or None)
    context: dict[str, object] = {
        "form": form,
        "breadcrumbs": [
            {"url": reverse("frameworks:list"), "label": _("Bộ tiêu chí")},
            {"label": _("So sánh hai bộ")},
        ],
    }
    if form.is_valid():
        before, after = form.cleaned_data["before"], form.cleaned_data["after"]
        comparison, report = comparison_of(before, after)
        context |= {"before": before, "after": after, "report": report, "count": len(comparison.items)}
        context["groups"] = [part for part in report.parts if isinstance(part, Lines)]
    return render(request, "frameworks/compare.html", context)
