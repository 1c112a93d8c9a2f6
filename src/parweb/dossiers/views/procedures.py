"""Pages about the catalogue of procedures: lists, counts, import, and what visitors see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.dossiers.actions.take_procedures import (
    FIELDS,
    AlreadyTaken,
    read_procedures,
    take_procedures,
)
from parweb.dossiers.forms.procedures import CatalogueForm
from parweb.dossiers.models import Procedure, ProcedureUpload
from parweb.dossiers.permissions import (
    KEEPING,
    may_import_procedures,
    may_keep_procedures_of,
    may_see_procedures,
)
from parweb.dossiers.queries.procedures import (
    Asked,
    LevelCounts,
    counts_by_level,
    fields_of,
    procedures_asked,
    public_procedures,
    read_asked,
)
from parweb.interface.pages import read_page, read_search
from parweb.interface.tables import Column, Table, asked_format, streamed_response, table_response
from parweb.units.workbooks import RowProblem, read_lines, template_response

_TITLES = {one.key: one.title for one in FIELDS}
_KINDS = {"legal_days": "number", "announced_on": "date", "opened_on": "date", "reviewed_on": "date"}
COLUMNS = [
    Column(name, _TITLES[name], kind=_KINDS.get(name, "date" if name == "ended_on" else "text"))  # type: ignore[arg-type]
    for name in _TITLES
]
PUBLIC_COLUMNS = [one for one in COLUMNS if one.key not in {"reviewed_on", "ended_on"}]
COUNT_COLUMNS = [
    Column("government", gettext_lazy("Cấp giải quyết")),
    Column("name", pgettext_lazy("procedure", "Lĩnh vực")),
    Column("total", gettext_lazy("Số thủ tục"), kind="whole"),
    Column("information", gettext_lazy("Cung cấp thông tin"), kind="whole"),
    Column("partial", gettext_lazy("Một phần (mức độ 3)"), kind="whole"),
    Column("full", gettext_lazy("Toàn trình (mức độ 4)"), kind="whole"),
    Column("public", gettext_lazy("Đã công khai"), kind="whole"),
    Column("reviewed", gettext_lazy("Đã rà soát"), kind="whole"),
]


def _crumbs(*rest: str) -> list[dict[str, str]]:
    made = [{"label": _("Thủ tục hành chính"), "url": reverse("dossiers:procedures")}]
    made += [{"label": label, "url": ""} for label in rest]
    made[-1]["url"] = ""
    return made


@for_people
def procedures(request: HttpRequest) -> HttpResponse:
    """List the catalogue: searched, filtered, with its counts by level."""
    person, now = person_in(request), timezone.now()
    require(may_see_procedures(person, now))
    asked = read_asked(request.GET, read_search(request.GET))
    rows = procedures_asked(asked, timezone.localdate(now))
    if found := asked_format(request.GET):
        table = Table(_("Thủ tục hành chính"), COLUMNS, _exported(rows))
        return cast("HttpResponse", streamed_response(table, found, _("Thủ tục hành chính")))
    whole = procedures_asked(Asked(state=asked.state, owner=asked.owner), timezone.localdate(now))
    page = read_page(request.GET, rows.select_related("owner"))
    kept = person.paths(*KEEPING)
    for one in page.object_list:
        one.is_kept = one.owner.path.startswith(kept)
    context = {
        "page": page,
        "levels": counts_by_level(rows),
        "may_import": may_import_procedures(person, now),
        "breadcrumbs": _crumbs(),
        **_filters(asked, whole),
    }
    return render(request, "dossiers/procedures.html", context)


def _filters(asked: Asked, whole: QuerySet[Procedure]) -> dict[str, Any]:
    """Give the choices of each filter with the one that is chosen."""
    yes_no = (("1", _("Có")), ("0", _("Chưa")))
    return {
        "asked": asked,
        "is_filtered": any(asdict(asked).values()),
        "governments": _chosen(Procedure.Government.choices, asked.government),
        "field_names": _chosen(((one, one) for one in fields_of(whole)), asked.field),
        "onlines": _chosen(((str(code), label) for code, label in Procedure.Online.choices), asked.online),
        "publics": _chosen(yes_no, asked.is_public),
        "reviews": _chosen(yes_no, asked.is_reviewed),
    }


def _chosen(choices: Any, chosen: str) -> list[tuple[str, Any, bool]]:
    return [(value, label, value == chosen) for value, label in choices]


def _exported(rows: QuerySet[Procedure]) -> Iterator[dict[str, Any]]:
    for one in rows.iterator(chunk_size=2000):
        row = {name: getattr(one, name) for name in _TITLES}
        row |= {"government": one.get_government_display(), "online_level": one.get_online_level_display()}
        yield row | {"has_fee": _("có") if one.has_fee else _("không")}


@for_people
def counts(request: HttpRequest) -> HttpResponse:
    """Count the catalogue by level of government, field and online level."""
    require(may_see_procedures(person_in(request), timezone.now()))
    asked = read_asked(request.GET, "")
    shown = Asked(state=asked.state, owner=asked.owner)
    levels = counts_by_level(procedures_asked(shown, timezone.localdate()))
    if found := asked_format(request.GET):
        table = Table(_("Thống kê thủ tục hành chính"), COUNT_COLUMNS, _count_rows(levels))
        return table_response(table, found, _("Thống kê thủ tục hành chính"))
    context = {"levels": levels, "breadcrumbs": _crumbs(_("Thống kê"))}
    return render(request, "dossiers/procedure_counts.html", context)


def _count_rows(levels: list[LevelCounts]) -> Iterator[dict[str, Any]]:
    for level in levels:
        for one in (level.whole, *level.fields):
            name = _("Tất cả lĩnh vực") if one is level.whole else one.name
            row = {column.key: getattr(one, column.key, None) for column in COUNT_COLUMNS}
            yield row | {"government": level.whole.name, "name": name}


@for_people
def template(request: HttpRequest) -> HttpResponse:
    """Give the workbook of procedures to fill in."""
    require(may_see_procedures(person_in(request), timezone.now()))
    return template_response(_("Thủ tục hành chính"), FIELDS, _("Mẫu danh mục thủ tục"))


@require_http_methods(["GET", "POST"])
@for_people
def upload(request: HttpRequest) -> HttpResponse:
    """Take a workbook of procedures to be looked at."""
    person, now = person_in(request), timezone.now()
    require(may_import_procedures(person, now))
    paths = person.paths(*KEEPING)
    form = CatalogueForm(request.POST or None, request.FILES or None, paths=paths)
    problems: list[RowProblem] = []
    if request.method == "POST" and form.is_valid():
        kept, problems = _read(person, form)
        if kept is not None:
            return redirect("dossiers:procedures_preview", kept.pk)
    context = {"form": form, "problems": problems, "fields": FIELDS, "breadcrumbs": _crumbs(_("Nhập từ tệp"))}
    status = 422 if problems or form.errors else 200
    return render(request, "dossiers/procedures_upload.html", context, status=status)


def _read(person: Person, form: CatalogueForm) -> tuple[ProcedureUpload | None, list[RowProblem]]:
    given = form.cleaned_data
    lines, problems = read_lines(given["file"].read(), FIELDS)
    if problems:
        return None, problems
    return read_procedures(person, given["owner"], lines, given["file"].name, timezone.now())


@require_http_methods(["GET", "POST"])
@for_people
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a workbook changes, and take it in."""
    person = person_in(request)
    shown = get_object_or_404(ProcedureUpload.objects.select_related("owner"), pk=pk)
    require(may_keep_procedures_of(person, shown.owner, timezone.now()))
    if request.method == "POST":
        return _taken(request, person, shown)
    order = ("new", "change", "same")
    context = {
        "upload": shown,
        "counts": {one: sum(row["verdict"] == one for row in shown.rows) for one in order},
        "page": read_page(request.GET, sorted(shown.rows, key=lambda row: order.index(row["verdict"]))),
        "governments": dict(Procedure.Government.choices),
        "onlines": dict(Procedure.Online.choices),
        "breadcrumbs": _crumbs(_("Xem trước")),
    }
    return render(request, "dossiers/procedures_preview.html", context)


def _taken(request: HttpRequest, person: Person, shown: ProcedureUpload) -> HttpResponse:
    try:
        done = take_procedures(person, shown, timezone.now())
    except AlreadyTaken:
        messages.warning(request, _("Tệp này đã được nhập."))
    else:
        messages.success(request, _("Đã thêm {new} thủ tục, sửa {change} thủ tục.").format(**done))
    return redirect("dossiers:procedures")


def public(request: HttpRequest) -> HttpResponse:
    """Show everybody the procedures that were made public."""
    asked, today = read_asked(request.GET, read_search(request.GET)), timezone.localdate()
    asked = Asked(asked.words, asked.government, asked.field, asked.online, owner=asked.owner)
    rows = public_procedures(asked, today)
    if found := asked_format(request.GET):
        table = Table(_("Thủ tục hành chính"), PUBLIC_COLUMNS, _exported(rows))
        return cast("HttpResponse", streamed_response(table, found, _("Thủ tục hành chính")))
    whole = public_procedures(Asked(owner=asked.owner), today)
    context = {
        "page": read_page(request.GET, rows),
        "levels": counts_by_level(rows),
        **_filters(asked, whole),
    }
    return render(request, "dossiers/public_procedures.html", context)
