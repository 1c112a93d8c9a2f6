"""Pages about sources of records: whose they are, their units' codes, their tokens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.dossiers.actions.keep_codes import FIELDS, drop_code, import_codes
from parweb.dossiers.actions.keep_source import change_source, make_source
from parweb.dossiers.actions.keep_token import make_token as new_token
from parweb.dossiers.actions.keep_token import revoke_token as end_token
from parweb.dossiers.forms.sources import SourceForm, TokenForm
from parweb.dossiers.keeping import open_store
from parweb.dossiers.models import Source, Token, UnitCode
from parweb.dossiers.permissions import (
    KEEPING,
    WATCHING,
    may_keep_sources_of,
    may_list_sources,
    may_make_source,
    may_see_sources_of,
)
from parweb.dossiers.queries.sources import (
    codes_of,
    codes_without_unit,
    sources_below,
    suggested,
    with_counts,
)
from parweb.dossiers.words import label_of
from parweb.interface.pages import read_page, read_search
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.units.forms.fields import WorkbookForm
from parweb.units.workbooks import Line, RowProblem, read_lines, template_response

CODE_COLUMNS = [
    Column("code", gettext_lazy("Mã trong hệ thống một cửa")),
    Column("unit_code", gettext_lazy("Mã đơn vị")),
    Column("unit", gettext_lazy("Đơn vị")),
]
_MOST_SHOWN = 50


def crumbs(*rest: tuple[str, str]) -> list[dict[str, str]]:
    """Give the way to a page about sources."""
    top = ((_("Nhập hồ sơ"), reverse("dossiers:imports")), (_("Nguồn hồ sơ"), reverse("dossiers:sources")))
    made = [{"label": label, "url": url} for label, url in (*top, *rest)]
    made[-1]["url"] = ""
    return made


def _source_crumb(source: Source) -> tuple[str, str]:
    return source.name, reverse("dossiers:source", args=[source.slug])


def _kept(request: HttpRequest, slug: str) -> tuple[Person, Source]:
    """Give the source of an address to somebody who may change it."""
    person = person_in(request)
    source = get_object_or_404(Source.objects.select_related("owner"), slug=slug)
    require(may_keep_sources_of(person, source.owner, timezone.now()))
    return person, source


@for_people
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources of the person's subtrees."""
    person = person_in(request)
    require(may_list_sources(person, timezone.now()))
    rows = with_counts(sources_below(person.paths(*WATCHING)))
    context = {
        "page": read_page(request.GET, rows),
        "may_make": person.has(*KEEPING),
        "breadcrumbs": crumbs(),
    }
    return render(request, "dossiers/sources.html", context)


@require_http_methods(["GET", "POST"])
@for_people
def make(request: HttpRequest) -> HttpResponse:
    """Make a source."""
    person = person_in(request)
    require(may_make_source(person, timezone.now()))
    form = SourceForm(request.POST or None, paths=person.paths(*KEEPING))
    if request.method == "POST" and form.is_valid():
        made = make_source(person, form.cleaned_data["owner"], form.cleaned_data["name"], timezone.now())
        messages.success(request, _("Đã thêm nguồn {name}.").format(name=made.name))
        return redirect("dossiers:source", made.slug)
    return _form_page(request, form, _("Thêm nguồn hồ sơ"), crumbs((_("Thêm"), "")))


def _form_page(
    request: HttpRequest, form: SourceForm, title: str, trail: list[dict[str, str]]
) -> HttpResponse:
    context = {"form": form, "title": title, "breadcrumbs": trail}
    return render(request, "dossiers/source_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_people
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change name and owner."""
    person, source = _kept(request, slug)
    start = {"name": source.name, "owner": source.owner}
    form = SourceForm(request.POST or None, paths=person.paths(*KEEPING), initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        change_source(person, source, given["owner"], given["name"], timezone.now())
        messages.success(request, _("Đã lưu."))
        return redirect("dossiers:source", source.slug)
    return _form_page(request, form, source.name, crumbs(_source_crumb(source), (_("Sửa"), "")))


@never_cache
@for_people
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a source: codes, remembered columns, tokens, last imports."""
    person = person_in(request)
    shown = get_object_or_404(Source.objects.select_related("owner"), slug=slug)
    require(may_see_sources_of(person, shown.owner, timezone.now()))
    return _source_page(request, person, shown, TokenForm())


def _source_page(
    request: HttpRequest, person: Person, shown: Source, form: TokenForm, **more: Any
) -> HttpResponse:
    columns = (shown.mapping or {}).get("columns", {})
    context = {
        "source": shown,
        "codes": shown.unit_codes.count(),
        "without": len(codes_without_unit(open_store().lists.units)),
        "remembered": [(title, label_of(name) if name else "") for title, name in columns.items()],
        "tokens": shown.tokens.select_related("made_by"),
        "imports": shown.imports.select_related("asked_by", "token")[:5],
        "may_keep": may_keep_sources_of(person, shown.owner, timezone.now()),
        "form": form,
        "breadcrumbs": crumbs(_source_crumb(shown)),
        **more,
    }
    return render(request, "dossiers/source.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@for_people
def make_token(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a token, and show its secret this one time."""
    person, shown = _kept(request, slug)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _source_page(request, person, shown, form)
    made, secret = new_token(person, shown, form.cleaned_data["label"], timezone.now())
    return _source_page(request, person, shown, TokenForm(), secret=secret, made=made)


@require_POST
@for_people
def revoke_token(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a token open nothing any more."""
    person, shown = _kept(request, slug)
    token = get_object_or_404(Token.objects.select_related("source__owner"), pk=pk, source=shown)
    end_token(person, token, timezone.now())
    messages.success(request, _("Đã thu hồi mã kết nối “{label}”.").format(label=token.label))
    return redirect("dossiers:source", shown.slug)


@for_people
def codes_template(request: HttpRequest) -> HttpResponse:
    """Give the table of codes to fill in."""
    require(may_list_sources(person_in(request), timezone.now()))
    return template_response(_("Mã đơn vị"), FIELDS, _("Mẫu mã đơn vị"))


@for_people
def codes(request: HttpRequest, slug: str) -> HttpResponse:
    """List the codes of a source, and those in the store that mean no unit yet."""
    person = person_in(request)
    shown = get_object_or_404(Source.objects.select_related("owner"), slug=slug)
    require(may_see_sources_of(person, shown.owner, timezone.now()))
    return _codes_page(request, person, shown)


def _codes_page(
    request: HttpRequest, person: Person, shown: Source, problems: list[RowProblem] | None = None
) -> HttpResponse:
    rows = codes_of(shown, read_search(request.GET))
    if found := asked_format(request.GET):
        table = Table(_("Mã đơn vị"), CODE_COLUMNS, map(_code_row, rows))
        return table_response(table, found, f"{_('Mã đơn vị')} {shown.name}")
    without = codes_without_unit(open_store().lists.units)
    near = suggested(shown, without[:_MOST_SHOWN])
    context = {
        "source": shown,
        "page": read_page(request.GET, rows),
        "without": [(code, near.get(code)) for code in without[:_MOST_SHOWN]],
        "without_count": len(without),
        "may_keep": may_keep_sources_of(person, shown.owner, timezone.now()),
        "form": WorkbookForm(),
        "problems": problems or [],
        "breadcrumbs": crumbs(_source_crumb(shown), (_("Mã đơn vị"), "")),
    }
    return render(request, "dossiers/codes.html", context, status=422 if problems else 200)


def _code_row(row: UnitCode) -> dict[str, str]:
    return {"code": row.code, "unit_code": row.unit.code, "unit": row.unit.name}


@require_POST
@for_people
def save_codes_typed(request: HttpRequest, slug: str) -> HttpResponse:
    """Save codes typed by hand: pairs of ``code`` and ``unit``; a pair without a unit is left out."""
    person, shown = _kept(request, slug)
    typed = zip(request.POST.getlist("code"), request.POST.getlist("unit"), strict=False)
    pairs = [(code.strip(), unit.strip()) for code, unit in typed]
    filled = [{"code": code, "unit": unit} for code, unit in pairs if code and unit]
    lines = [Line(number, cells) for number, cells in enumerate(filled, start=1)]
    return _codes_written(request, person, shown, lines, [])


def _codes_written(
    request: HttpRequest, person: Person, shown: Source, lines: list[Line], problems: list[RowProblem]
) -> HttpResponse:
    count = 0
    if not problems:
        count, problems = import_codes(person, shown, lines, timezone.now())
    if problems:
        return _codes_page(request, person, shown, problems)
    messages.success(request, _("Đã lưu {count} mã.").format(count=count))
    return redirect("dossiers:codes", shown.slug)


@require_POST
@for_people
def upload_codes(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a table of codes: all of it, or every problem."""
    person, shown = _kept(request, slug)
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        what = " ".join(str(one) for errors in form.errors.values() for one in errors)
        return _codes_page(request, person, shown, [RowProblem("UN001", None, "", what)])
    lines, problems = read_lines(form.cleaned_data["file"].read(), FIELDS)
    return _codes_written(request, person, shown, lines, problems)


@require_POST
@for_people
def drop_code_row(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a code away."""
    person, shown = _kept(request, slug)
    row = get_object_or_404(UnitCode.objects.select_related("source__owner"), pk=pk, source=shown)
    drop_code(person, row, timezone.now())
    messages.success(request, _("Đã bỏ mã {code}.").format(code=row.code))
    return redirect("dossiers:codes", shown.slug)
