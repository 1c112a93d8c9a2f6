"""The documents of a unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.evidence.files.kinds import ACCEPTED
from parweb.evidence.forms import DocumentForm
from parweb.evidence.permissions import may_add_document, may_see_library
from parweb.evidence.queries import documents_of, own_units
from parweb.evidence.views.adding import add_to_library
from parweb.interface.pages import read_page
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.units.models import Unit

_PER_PAGE = 50


@require_GET
@for_people
def own_library(request: HttpRequest) -> HttpResponse:
    """Lead to the library of one's own unit; list them where there are several."""
    units = list(own_units(person_in(request))[:100])
    if len(units) == 1:
        return redirect("evidence:unit_library", slug=units[0].slug)
    return render(request, "evidence/libraries.html", {"units": units})


@require_http_methods(["GET", "POST"])
@for_people
def unit_library(request: HttpRequest, slug: str) -> HttpResponse:
    """List a unit's documents with search and filters; take uploads."""
    unit = get_object_or_404(Unit, slug=slug)
    if request.method == "POST":
        return add_to_library(request, unit)
    person, at = person_in(request), timezone.now()
    require(may_see_library(person, unit, at))
    search, state = request.GET.get("q", ""), request.GET.get("loc", "")
    documents = documents_of(unit, search, state)
    if found := asked_format(request.GET):
        return table_response(library_table(unit, documents), found, f"{_('Tài liệu')} {unit.name}")
    context = {
        "unit": unit,
        "documents": read_page(request.GET, documents, _PER_PAGE),
        "search": search,
        "state": state,
        "may_add": bool(may_add_document(person, unit, at)),
        "form": DocumentForm(),
        "accepted": ACCEPTED,
        "limit_mb": settings.UPLOAD_LIMIT // 1024**2,
    }
    return render(request, "evidence/library.html", context)


def library_table(unit: Unit, documents: Iterable[Any]) -> Table:
    """Give the documents of a unit as a table to take away."""
    columns = [
        Column("number", _("Số, ký hiệu")),
        Column("issued_on", _("Ngày ban hành"), kind="date"),
        Column("issuer", _("Cơ quan ban hành")),
        Column("abstract", _("Trích yếu")),
        Column("count_of_uses", _("Số lần dùng"), kind="whole"),
        Column("sha256", "SHA-256"),
    ]
    return Table(
        _("Kho tài liệu của %(unit)s") % {"unit": unit.name}, columns, [_row(one) for one in documents]
    )


def _row(document: Any) -> dict[str, Any]:
    names = ("number", "issued_on", "issuer", "abstract", "count_of_uses")
    prints = "; ".join(version.sha256 for version in document.versions.all())
    return {**{name: getattr(document, name) for name in names}, "sha256": prints}
