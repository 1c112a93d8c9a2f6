"""Many units from a workbook: the template, and the report row by row."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.units.actions.import_units import FIELDS, import_units
from parweb.units.forms.fields import WorkbookForm
from parweb.units.models import Unit
from parweb.units.permissions import may_manage_unit, may_see_units
from parweb.units.workbooks import RowProblem, read_lines, template_response


@for_people
def template(request: HttpRequest) -> HttpResponse:
    """Give the workbook to fill in."""
    require(may_see_units(person_in(request), timezone.now()))
    return template_response(_("Đơn vị"), FIELDS, _("Mẫu nhập đơn vị"))


@for_people
def units(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a workbook: make all its units below one, or show every problem."""
    person, now = person_in(request), timezone.now()
    top = get_object_or_404(Unit, slug=slug)
    require(may_manage_unit(person, top, now))
    form = WorkbookForm(request.POST or None, request.FILES or None)
    problems: list[RowProblem] = []
    made: list[Unit] = []
    if request.method == "POST" and form.is_valid():
        lines, problems = read_lines(form.cleaned_data["file"].read(), FIELDS)
        if not problems:
            made, problems = import_units(person, top, lines, at=now)
        if not problems:
            messages.success(request, _("Đã thêm {count} đơn vị.").format(count=len(made)))
            return redirect("units:unit", top.slug)
    context = {"form": form, "unit": top, "problems": problems, "fields": FIELDS}
    return render(request, "units/import.html", context, status=422 if problems else 200)
