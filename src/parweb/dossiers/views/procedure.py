"""Pages about one procedure of the catalogue: what is known of it; added, changed, ended by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.dossiers.actions.keep_procedure import (
    COLUMNS,
    ChangedMeanwhile,
    TakenCode,
    add_procedure,
    change_procedure,
    digest_of,
    end_procedure,
)
from parweb.dossiers.forms.procedures import EndForm, NewProcedureForm, ProcedureForm
from parweb.dossiers.models import Procedure
from parweb.dossiers.permissions import KEEPING, may_import_procedures, may_keep_procedures_of


def _trail(label: str) -> list[dict[str, str]]:
    home = {"label": _("Thủ tục hành chính"), "url": reverse("dossiers:procedures")}
    return [home, {"label": label, "url": ""}]


@require_http_methods(["GET", "POST"])
@for_people
def add(request: HttpRequest) -> HttpResponse:
    """Add a procedure."""
    person, now = person_in(request), timezone.now()
    require(may_import_procedures(person, now))
    form = NewProcedureForm(request.POST or None, paths=person.paths(*KEEPING))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_procedure(person, form.cleaned_data["owner"], form.cleaned_data, now)
        except TakenCode:
            form.add_error("code", _taken())
        else:
            messages.success(request, _("Đã thêm thủ tục {code}.").format(code=made.code))
            return redirect("dossiers:procedures")
    context = {"form": form, "title": _("Thêm thủ tục"), "breadcrumbs": _trail(_("Thêm"))}
    return render(request, "dossiers/procedure_form.html", context, status=422 if form.errors else 200)


def _taken() -> str:
    return _("Danh mục đã có thủ tục mang mã này.")


def _kept(request: HttpRequest, pk: int) -> tuple[Person, Procedure]:
    """Give the procedure of an address to somebody who may change it."""
    person = person_in(request)
    found = get_object_or_404(Procedure.objects.select_related("owner"), pk=pk)
    require(may_keep_procedures_of(person, found.owner, timezone.now()))
    return person, found


@never_cache
@require_http_methods(["GET", "POST"])
@for_people
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a procedure."""
    person, found = _kept(request, pk)
    if request.method != "POST":
        start = {name: getattr(found, name) for name in COLUMNS} | {"seen": digest_of(found)}
        return _edit_page(request, found, ProcedureForm(initial=start), EndForm())
    form = ProcedureForm(request.POST)
    if form.is_valid() and _changed(person, found, form):
        messages.success(request, _("Đã lưu thủ tục {code}.").format(code=form.cleaned_data["code"]))
        return redirect("dossiers:procedures")
    return _edit_page(request, found, form, EndForm())


def _changed(person: Person, found: Procedure, form: ProcedureForm) -> bool:
    given = form.cleaned_data
    try:
        change_procedure(person, found, given, given["seen"], timezone.now())
    except TakenCode:
        form.add_error("code", _taken())
    except ChangedMeanwhile:
        form.add_error(
            None, _("Thủ tục vừa được người khác sửa. Mở lại trang này để xem bản mới rồi sửa tiếp.")
        )
    return not form.errors


def _edit_page(request: HttpRequest, found: Procedure, form: ProcedureForm, end: EndForm) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "end": None if found.ended_on else end,
        "procedure": found,
        "title": found.name,
        "breadcrumbs": _trail(found.code),
    }
    status = 422 if form.errors or end.errors else 200
    return render(request, "dossiers/procedure_form.html", context, status=status)


@require_POST
@for_people
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a procedure on a day."""
    person, found = _kept(request, pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        start = {name: getattr(found, name) for name in COLUMNS} | {"seen": digest_of(found)}
        return _edit_page(request, found, ProcedureForm(initial=start), form)
    on = form.cleaned_data["ended_on"]
    end_procedure(person, found, on, timezone.now())
    told = {"code": found.code, "day": f"{on:%d/%m/%Y}"}
    messages.success(request, _("Thủ tục {code} bãi bỏ từ {day}.").format(**told))
    return redirect("dossiers:procedures")
