"""Mergers and splits: the list, the wizard in three steps, a change with its undoing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.interface.pages import read_page
from parweb.units.actions.change_units import change_units
from parweb.units.actions.undo_change import may_undo, undo_change
from parweb.units.consequences import consequences_of, wrong_with
from parweb.units.forms.units import ChangeForm, SharesForm, SuccessorRows
from parweb.units.models import Change, Unit
from parweb.units.permissions import MANAGING, may_see_units
from parweb.units.plans import Plan, as_data, from_data
from parweb.units.queries import changes_seen
from parweb.units.views.units import may_make_some

_KEY = "units_plan"


def _crumbs(*rest: str) -> list[dict[str, str]]:
    steps = [(_("Đơn vị"), reverse("units:list")), (_("Thay đổi"), reverse("units:changes"))]
    crumbs = [{"label": label, "url": address} for label, address in (*steps, *((one, "") for one in rest))]
    crumbs[-1]["url"] = ""
    return crumbs


@for_people
def changes(request: HttpRequest) -> HttpResponse:
    """List mergers, splits and renamings, newest first."""
    person = person_in(request)
    require(may_see_units(person, timezone.now()))
    page = read_page(request.GET, changes_seen())
    context = {"page": page, "may_make": person.has(*MANAGING), "breadcrumbs": _crumbs()}
    return render(request, "units/changes.html", context)


@for_people
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a change: who became what, and whether it can be undone."""
    person, now = person_in(request), timezone.now()
    require(may_see_units(person, now))
    shown = get_object_or_404(changes_seen(), pk=pk)
    verdict = may_undo(person, shown, now) if person.has(*MANAGING) else None
    context = {"change": shown, "undo": verdict, "breadcrumbs": _crumbs(str(shown))}
    return render(request, "units/change.html", context)


@for_people
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a change."""
    undo_change(person_in(request), get_object_or_404(Change, pk=pk), at=timezone.now())
    messages.success(request, _("Đã hoàn tác. Các đơn vị cũ hoạt động trở lại."))
    return redirect("units:changes")


@for_people
def start(request: HttpRequest) -> HttpResponse:
    """Step 1: what happens, when, by which decision, from which units to which."""
    person = person_in(request)
    require(may_make_some(person))
    paths = person.paths(*MANAGING)
    form = ChangeForm(request.POST or None, paths=paths)
    rows = SuccessorRows(request.POST or None, form_kwargs={"paths": paths}, prefix="to")
    wrong: list[str] = []
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        plan = _plan(form, rows)
        wrong = wrong_with(plan)
        if not wrong:
            request.session[_KEY] = as_data(plan)
            return redirect("units:change_shares")
    context = {"form": form, "rows": rows, "wrong": wrong, "breadcrumbs": _crumbs(_("Bước 1/3"))}
    return render(request, "units/change_start.html", context)


def _plan(form: ChangeForm, rows: Any) -> Plan:
    data = form.cleaned_data
    successors = (row.successor() for row in rows)
    return Plan(
        kind=data["kind"],
        effective_on=data["effective_on"],
        decision=data["decision"],
        formers=tuple(one.pk for one in data["formers"]),
        successors=tuple(one for one in successors if one is not None),
        note=data["note"],
    )


def _kept(request: HttpRequest) -> Plan | None:
    kept = request.session.get(_KEY)
    return from_data(kept) if kept else None


@for_people
def shares(request: HttpRequest) -> HttpResponse:
    """Step 2: which part of each former unit goes to which successor."""
    require(may_make_some(person_in(request)))
    plan = _kept(request)
    if plan is None:
        return redirect("units:change_start")
    form = SharesForm(request.POST or None, plan=plan)
    wrong: list[str] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        follows = {name: data[name] for name in ("basis", "moves_staff", "moves_groups")}
        plan = replace(plan, shares=form.shares(), **follows)
        wrong = wrong_with(plan)
        if not wrong:
            request.session[_KEY] = as_data(plan)
            return redirect("units:change_preview")
    units = Unit.objects.in_bulk(plan.formers)
    table = zip([units[one] for one in plan.formers], form.share_rows(), strict=True)
    context = {"form": form, "plan": plan, "table": list(table), "wrong": wrong}
    return render(request, "units/change_shares.html", context | {"breadcrumbs": _crumbs(_("Bước 2/3"))})


@for_people
def preview(request: HttpRequest) -> HttpResponse:
    """Step 3: what would change and what stays; then do it."""
    person = person_in(request)
    require(may_make_some(person))
    plan = _kept(request)
    if plan is None or not plan.shares:
        return redirect("units:change_start")
    if request.method == "POST":
        made = change_units(person, plan, at=timezone.now())
        del request.session[_KEY]
        messages.success(request, _("Đã ghi nhận thay đổi đơn vị."))
        return redirect("units:change", made.pk)
    context = {"plan": plan, "seen": consequences_of(plan), "wrong": wrong_with(plan)}
    kind = Change.Kind(plan.kind).label
    return render(
        request, "units/change_preview.html", context | {"kind": kind, "breadcrumbs": _crumbs(_("Bước 3/3"))}
    )
