"""Answers that are files."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from parindex.frameworks.model import Edition
from parweb.frameworks.files import workbook_of
from parweb.interface.numbers import page_language

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def edition_file(edition: Edition, text: str, cases: str, kind: str) -> HttpResponse:
    """Answer with an edition as ``yaml`` (as it stands), ``xlsx``, or its ``cases``; 404 for another kind."""
    if kind == "yaml":
        return _file(text.encode(), "application/yaml; charset=utf-8", f"{edition.id}-{edition.year}.yaml")
    if kind == "cases" and cases:
        name = f"{edition.id}-{edition.year}-cases.yaml"
        return _file(cases.encode(), "application/yaml; charset=utf-8", name)
    if kind == "xlsx":
        content = workbook_of(edition, cases, page_language())
        return _file(content, _XLSX, f"{edition.id}-{edition.year}.xlsx")
    raise Http404


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition or "attachment"}
    )
