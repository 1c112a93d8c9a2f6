"""The review of roles that is due every six months: who has what, since when, who looked at it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.interface.pages import read_page
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.units.actions.review_assignments import review_assignments
from parweb.units.idle import REVIEW_EVERY, review_due
from parweb.units.models import Assignment
from parweb.units.permissions import MANAGING, may_list_people
from parweb.units.queries import assignments_below
from parweb.units.views.people import crumbs, note_look

COLUMNS = [
    Column("person", gettext_lazy("Họ và tên")),
    Column("username", gettext_lazy("Tên đăng nhập")),
    Column("role", gettext_lazy("Vai trò")),
    Column("unit", gettext_lazy("Cho đơn vị")),
    Column("home", gettext_lazy("Thuộc đơn vị")),
    Column("criteria", gettext_lazy("Tiêu chí")),
    Column("valid_from", gettext_lazy("Từ ngày"), kind="date"),
    Column("valid_to", gettext_lazy("Đến ngày"), kind="date"),
    Column("last_seen_at", gettext_lazy("Dùng lần cuối"), kind="moment"),
    Column("reviewed_at", gettext_lazy("Rà soát lúc"), kind="moment"),
    Column("reviewed_by", gettext_lazy("Người rà soát")),
]


@for_people
def reviews(request: HttpRequest) -> HttpResponse:
    """List who has what, the longest unreviewed first; mark ticked roles as reviewed."""
    person, now = person_in(request), timezone.now()
    require(may_list_people(person, now))
    rows = assignments_below(person.paths(*MANAGING)).filter(person__is_active=True)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=timezone.localdate(now)))
    if request.method == "POST":
        ticked = [one for one in request.POST.getlist("assignment") if one.isdigit()]
        count = review_assignments(person, rows.filter(pk__in=ticked), at=now)
        messages.success(request, _("Đã xác nhận {count} phân công còn đúng.").format(count=count))
        return redirect("units:reviews")
    if request.GET.get("due"):
        rows = rows.filter(review_due(now))
    rows = rows.order_by("reviewed_at", "person__full_name_fold", "id")
    note_look(person, "units.see_roles")
    if found := asked_format(request.GET):
        return table_response(
            Table(_("Rà soát phân công"), COLUMNS, map(_as_row, rows)), found, _("Rà soát phân công")
        )
    context = {"page": read_page(request.GET, rows), "due_before": now - REVIEW_EVERY}
    return render(request, "units/reviews.html", context | {"breadcrumbs": crumbs((_("Rà soát"), ""))})


def _as_row(row: Assignment) -> dict[str, Any]:
    return {
        "person": row.person.full_name,
        "username": row.person.username,
        "role": row.get_role_display(),
        "unit": row.unit.name,
        "home": row.home.name if row.home else "",
        "criteria": "; ".join(row.criteria),
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "last_seen_at": row.person.last_seen_at,
        "reviewed_at": row.reviewed_at,
        "reviewed_by": str(row.reviewed_by or ""),
    }
