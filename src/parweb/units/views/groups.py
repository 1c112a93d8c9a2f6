"""Pages about leagues and peer groups."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from parindex.text import fold
from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.interface.pages import read_page, read_search
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.units.actions.make_group import change_group, delete_group, make_group
from parweb.units.actions.set_members import Added, add_members, order_members, remove_members
from parweb.units.forms.units import AddMembersForm, GroupForm
from parweb.units.models import Group, Membership, Unit
from parweb.units.permissions import MANAGING, may_manage_unit, may_see_units
from parweb.units.queries import below, groups_of, units_by_codes
from parweb.units.views.units import may_make_some, typed_order

COLUMNS = [
    Column("order", gettext_lazy("Số thứ tự"), kind="whole"),
    Column("code", gettext_lazy("Mã")),
    Column("name", gettext_lazy("Tên đơn vị")),
    Column("kind", gettext_lazy("Loại")),
]


def _crumbs(*rest: tuple[str, str]) -> list[dict[str, str]]:
    steps = [(_("Đơn vị"), reverse("units:list")), (_("Nhóm"), reverse("units:groups")), *rest]
    crumbs = [{"label": label, "url": address} for label, address in steps]
    crumbs[-1]["url"] = ""
    return crumbs


@for_people
def groups(request: HttpRequest) -> HttpResponse:
    """List leagues and peer groups with the number of their units."""
    person = person_in(request)
    require(may_see_units(person, timezone.now()))
    rows = (
        groups_of()
        .annotate(count=Count("memberships"))
        .order_by("owner__name_fold", "kind", "family", "name")
    )
    page = read_page(request.GET, rows)
    context = {"page": page, "may_make": person.has(*MANAGING), "breadcrumbs": _crumbs()}
    return render(request, "units/groups.html", context)


@for_people
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a group and its members in their order."""
    person, now = person_in(request), timezone.now()
    require(may_see_units(person, now))
    shown = get_object_or_404(Group.objects.select_related("owner"), slug=slug)
    rows = _members(request, shown)
    if found := asked_format(request.GET):
        return table_response(Table(shown.name, COLUMNS, map(_as_row, rows)), found, shown.name)
    context = {
        "group": shown,
        "page": read_page(request.GET, rows),
        "may_manage": may_manage_unit(person, shown.owner, now),
        "form": AddMembersForm(),
        "breadcrumbs": _crumbs((shown.name, "")),
    }
    return render(request, "units/group.html", context)


def _members(request: HttpRequest, shown: Group) -> QuerySet[Membership]:
    rows = shown.memberships.select_related("unit").order_by("order", "id")
    words = read_search(request.GET)
    return rows.filter(unit__name_fold__contains=words) if words else rows


def _as_row(row: Membership) -> dict[str, Any]:
    unit = row.unit
    return {"order": row.order, "code": unit.code, "name": unit.name, "kind": unit.get_kind_display()}


@for_people
def make(request: HttpRequest) -> HttpResponse:
    """Make a group."""
    person = person_in(request)
    require(may_make_some(person))
    form = GroupForm(request.POST or None, paths=person.paths(*MANAGING))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = make_group(person, data.pop("owner"), at=timezone.now(), **data)
        messages.success(request, _("Đã lập nhóm. Hãy thêm đơn vị."))
        return redirect("units:group", made.slug)
    context = {"form": form, "title": _("Lập nhóm"), "breadcrumbs": _crumbs((_("Lập nhóm"), ""))}
    return render(request, "units/form.html", context)


@for_people
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Rename a group."""
    person, now = person_in(request), timezone.now()
    shown = get_object_or_404(Group.objects.select_related("owner"), slug=slug)
    require(may_manage_unit(person, shown.owner, now))
    start = {"name": shown.name, "family": shown.family}
    form = GroupForm(request.POST or None, paths=(), initial=start)
    for fixed in ("kind", "owner"):
        del form.fields[fixed]
    if request.method == "POST" and form.is_valid():
        change_group(person, shown, at=now, **form.cleaned_data)
        return redirect("units:group", shown.slug)
    crumbs = _crumbs((shown.name, reverse("units:group", args=[slug])), (_("Sửa"), ""))
    return render(request, "units/form.html", {"form": form, "title": shown.name, "breadcrumbs": crumbs})


@for_people
@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Delete a group that no round uses."""
    shown = get_object_or_404(Group.objects.select_related("owner"), slug=slug)
    delete_group(person_in(request), shown, at=timezone.now())
    messages.success(request, _("Đã xóa nhóm."))
    return redirect("units:groups")


@for_people
@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Let units join: pasted codes, or all of some kinds below the owner."""
    person, now = person_in(request), timezone.now()
    shown = get_object_or_404(Group.objects.select_related("owner"), slug=slug)
    require(may_manage_unit(person, shown.owner, now))
    form = AddMembersForm(request.POST)
    if not form.is_valid():
        page = read_page(request.GET, _members(request, shown))
        context = {"group": shown, "page": page, "may_manage": True, "form": form}
        return render(
            request, "units/group.html", context | {"breadcrumbs": _crumbs((shown.name, ""))}, status=422
        )
    lines = [line for line in form.cleaned_data["codes"].splitlines() if line.strip()]
    named = units_by_codes(lines, (shown.owner.path,))
    of_kinds = below((shown.owner.path,)).filter(kind__in=form.cleaned_data["kinds"], valid_to=None)
    added = add_members(person, shown, [*named.values(), *of_kinds.exclude(pk=shown.owner_id)], at=now)
    _tell(request, added, [line.strip() for line in lines if fold(line) not in named])
    return redirect("units:group", shown.slug)


def _tell(request: HttpRequest, added: Added, unknown: list[str]) -> None:
    messages.success(request, _("Đã thêm {count} đơn vị.").format(count=added.joined))
    if unknown:
        messages.warning(
            request, _("Không tìm thấy đúng một đơn vị cho: {lines}.").format(lines="; ".join(unknown[:20]))
        )
    if added.elsewhere:
        pairs = "; ".join(f"{unit} ({other})" for unit, other in added.elsewhere[:20])
        messages.warning(request, _("Đã ở nhóm khác cùng cách phân: {pairs}.").format(pairs=pairs))


@for_people
@require_POST
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Let ticked members leave, or give the members of a page their numbers."""
    person, now = person_in(request), timezone.now()
    shown = get_object_or_404(Group.objects.select_related("owner"), slug=slug)
    if "remove" in request.POST:
        ticked = [int(one) for one in request.POST.getlist("member") if one.isdigit()]
        count = remove_members(person, shown, ticked, at=now)
        messages.success(request, _("Đã đưa {count} đơn vị ra khỏi nhóm.").format(count=count))
    else:
        order = _official(shown) if "official" in request.POST else typed_order(request)
        count = order_members(person, shown, order, at=now)
        messages.success(request, _("Đã đổi số thứ tự của {count} đơn vị.").format(count=count))
    return redirect(f"{reverse('units:group', args=[slug])}?page={request.GET.get('page', '1')}")


def _official(shown: Group) -> dict[int, int]:
    """Number the members as their parents list them."""
    rows = Unit.objects.filter(memberships__group=shown).order_by("parent__order", "order", "id")
    return {pk: number for number, pk in enumerate(rows.values_list("pk", flat=True), start=1)}
