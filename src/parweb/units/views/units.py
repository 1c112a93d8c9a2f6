"""Pages about units: the list, a unit with its history, what is changed of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import ALLOWED, Verdict, require
from parweb.interface.pages import read_page
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.units.actions.change_unit import change_unit
from parweb.units.actions.close_unit import close_unit, reopen_unit
from parweb.units.actions.make_unit import make_unit
from parweb.units.actions.order_units import order_units
from parweb.units.forms.units import CloseForm, RenameForm, UnitForm
from parweb.units.models import Unit
from parweb.units.permissions import (
    MANAGING,
    may_make_top_unit,
    may_manage_unit,
    may_see_staff,
    may_see_units,
)
from parweb.units.queries import ancestors, lineage, search_units, staff_of

COLUMNS = [
    Column("code", gettext_lazy("Mã")),
    Column("name", gettext_lazy("Tên đơn vị")),
    Column("kind", gettext_lazy("Loại")),
    Column("parent", gettext_lazy("Đơn vị cấp trên")),
    Column("order", gettext_lazy("Số thứ tự"), kind="whole"),
    Column("valid_from", gettext_lazy("Từ ngày"), kind="date"),
    Column("valid_to", gettext_lazy("Đến ngày"), kind="date"),
    Column("source", gettext_lazy("Nguồn")),
]

_DIGITS = 9
"""A number with fewer digits fits its column."""


@for_people
def units(request: HttpRequest) -> HttpResponse:
    """List units: searched, of a kind, below a unit, in force or dissolved."""
    person = person_in(request)
    require(may_see_units(person, timezone.now()))
    top = Unit.objects.filter(slug=request.GET.get("under", "")).first()
    rows = _searched(request, top)
    if found := asked_format(request.GET):
        table = Table(_("Danh sách đơn vị"), COLUMNS, map(_as_row, rows.select_related("parent")))
        return table_response(table, found, _("Danh sách đơn vị"))
    page = read_page(request.GET, rows.select_related("parent").annotate(below=Count("children")))
    kinds = [(value, label, value == request.GET.get("kind")) for value, label in Unit.Kind.choices]
    context = {
        "page": page,
        "top": top,
        "kinds": kinds,
        "may_make": person.has(*MANAGING),
        "breadcrumbs": _crumbs(),
    }
    return render(request, "units/units.html", context)


def _searched(request: HttpRequest, top: Unit | None) -> QuerySet[Unit]:
    asked = request.GET
    rows = Unit.objects.all() if top is None else Unit.objects.filter(path__startswith=top.path)
    if asked.get("q"):
        rows = search_units(rows, asked["q"][:200])
    elif top is None and not asked.get("kind") and not asked.get("state"):
        rows = rows.filter(parent=None)
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("state") == "ended":
        return rows.exclude(valid_to=None).order_by("path")
    if asked.get("state") != "all":
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=timezone.localdate()))
    return rows.order_by("parent_id", "order", "id")


def _as_row(unit: Unit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.get_kind_display(),
        "parent": unit.parent.name if unit.parent else "",
        "order": unit.order,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "source": unit.source,
    }


def _crumbs(*rest: Unit | str) -> list[dict[str, str]]:
    crumbs = [{"label": _("Đơn vị"), "url": reverse("units:list")}]
    for one in rest:
        address = reverse("units:unit", args=[one.slug]) if isinstance(one, Unit) else ""
        crumbs.append({"label": str(one), "url": address})
    crumbs[-1]["url"] = ""
    return crumbs


@for_people
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a unit: where it stands, what it came from, what became of it, its groups and people."""
    person, now = person_in(request), timezone.now()
    shown = get_object_or_404(Unit.objects.select_related("parent"), slug=slug)
    require(may_see_units(person, now))
    came_from, became = lineage(shown)
    above = ancestors(shown)
    sees_staff = may_see_staff(person, shown, now)
    context = {
        "unit": shown,
        "came_from": [one for one in came_from if one.former_id != shown.pk],
        "became": [one for one in became if one.successor_id != shown.pk],
        "renamed": [one for one in became if one.successor_id == shown.pk and one.change.kind == "rename"],
        "groups": shown.groups.order_by("kind", "family", "name"),
        "rounds": rounds_of(shown),
        "staff": staff_of(shown) if sees_staff else None,
        "page": read_page(request.GET, _children(shown)),
        "may_manage": may_manage_unit(person, shown, now),
        "breadcrumbs": _crumbs(*above, shown),
    }
    return render(request, "units/unit.html", context)


def _children(parent: Unit) -> QuerySet[Unit]:
    rows = parent.children.filter(Q(valid_to=None) | Q(valid_to__gte=timezone.localdate()))
    return rows.annotate(below=Count("children")).order_by("order", "id")


def rounds_of(shown: Unit) -> list[tuple[str, int]]:
    """Give the names and years of the rounds a unit took part in; they stay its own when it ends."""
    rows = Unit.objects.filter(pk=shown.pk, participations__isnull=False)
    named = rows.values_list("participations__round__name", "participations__round__year")
    return list(named.order_by("-participations__round__year"))


@for_people
def make(request: HttpRequest) -> HttpResponse:
    """Make a unit."""
    person, now = person_in(request), timezone.now()
    parent = Unit.objects.filter(slug=request.GET.get("under", "")).first()
    require(may_manage_unit(person, parent, now) if parent else may_make_some(person))
    form = UnitForm(request.POST or None, paths=person.paths(*MANAGING), initial={"parent": parent})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = make_unit(person, data.pop("parent"), at=now, **data)
        messages.success(request, _("Đã thêm {name}.").format(name=made.name))
        return redirect("units:unit", made.slug)
    context = {"form": form, "title": _("Thêm đơn vị"), "breadcrumbs": _crumbs(_("Thêm"))}
    return render(request, "units/form.html", context)


def may_make_some(person: Person) -> Verdict:
    """Tell whether a person may make any unit; where it may hang is asked when it is made."""
    return ALLOWED if person.has(*MANAGING) else may_make_top_unit(person, timezone.now())


@for_people
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is said of a unit."""
    person, now = person_in(request), timezone.now()
    shown = get_object_or_404(Unit.objects.select_related("parent"), slug=slug)
    require(may_manage_unit(person, shown, now))
    start = {name: getattr(shown, name) for name in UnitForm.base_fields}
    paths = tuple(dict.fromkeys((*person.paths(*MANAGING), *_above(shown))))
    form = UnitForm(request.POST or None, paths=paths, unit=shown, initial=start)
    rename = RenameForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and rename.is_valid():
        _save(person, shown, form, rename)
        messages.success(request, _("Đã lưu."))
        return redirect("units:unit", shown.slug)
    crumbs = _crumbs(shown, _("Sửa"))
    context = {"form": form, "rename": rename, "title": shown.name, "breadcrumbs": crumbs}
    return render(request, "units/form.html", context)


def _above(shown: Unit) -> tuple[str, ...]:
    return (shown.parent.path,) if shown.parent else ()


def _save(person: Person, shown: Unit, form: UnitForm, rename: RenameForm) -> None:
    data = form.cleaned_data
    parent = data.pop("parent")
    data["order"] = shown.order if data["order"] is None else data["order"]
    moved = None if parent is None or parent.pk == shown.parent_id else parent
    change_unit(person, shown, at=timezone.now(), parent=moved, **rename.cleaned_data, **data)


@for_people
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Say when a unit ended."""
    person, now = person_in(request), timezone.now()
    shown = get_object_or_404(Unit, slug=slug)
    require(may_manage_unit(person, shown, now))
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_unit(person, shown, at=now, **form.cleaned_data)
        messages.success(
            request, _("Đã đóng {name}; trang và kết quả của đơn vị vẫn còn.").format(name=shown.name)
        )
        return redirect("units:unit", shown.slug)
    crumbs = _crumbs(shown, _("Đóng"))
    context = {"form": form, "title": _("Đóng {name}").format(name=shown.name), "breadcrumbs": crumbs}
    return render(request, "units/form.html", context | {"is_danger": True, "button": _("Đóng đơn vị")})


@for_people
@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back that a unit was closed."""
    shown = get_object_or_404(Unit, slug=slug)
    reopen_unit(person_in(request), shown, reason=request.POST.get("reason", "")[:300], at=timezone.now())
    messages.success(request, _("Đơn vị hoạt động trở lại."))
    return redirect("units:unit", shown.slug)


@for_people
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the units below one into official order."""
    person, now = person_in(request), timezone.now()
    shown = get_object_or_404(Unit, slug=slug)
    require(may_manage_unit(person, shown, now))
    if request.method == "POST":
        count = order_units(person, shown, typed_order(request), at=now)
        messages.success(request, _("Đã đổi số thứ tự của {count} đơn vị.").format(count=count))
        return redirect(f"{reverse('units:order', args=[slug])}?page={request.GET.get('page', '1')}")
    page = read_page(request.GET, _children(shown))
    context = {"unit": shown, "page": page, "breadcrumbs": _crumbs(shown, _("Số thứ tự"))}
    return render(request, "units/order.html", context)


def typed_order(request: HttpRequest) -> dict[int, int]:
    """Read the fields ``order-<id>`` of a page; what is no whole number is left as it was."""
    pairs = ((name.removeprefix("order-"), str(text).strip()) for name, text in request.POST.items())
    return {
        int(key): int(text) for key, text in pairs if key.isdigit() and text.isdigit() and len(text) < _DIGITS
    }
