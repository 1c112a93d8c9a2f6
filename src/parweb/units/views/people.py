"""Pages about accounts: the list, a person with their roles, what is changed of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.interface.pages import read_page, read_search
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.units.actions.assign import assign, change_assignment, unassign
from parweb.units.actions.change_account import (
    IDLE,
    change_account,
    close_account,
    issue_link,
    open_account,
)
from parweb.units.actions.import_people import FIELDS, FirstPassword, import_people
from parweb.units.actions.make_account import make_account
from parweb.units.forms.fields import WorkbookForm
from parweb.units.forms.people import AccountForm, CloseAccountForm, NewAccountForm, RoleForm
from parweb.units.models import Assignment
from parweb.units.permissions import (
    MANAGING,
    may_change_account,
    may_close_account,
    may_give_administrator,
    may_list_people,
)
from parweb.units.queries import people_below, search_people
from parweb.units.workbooks import RowProblem, read_lines, template_response

COLUMNS = [
    Column("full_name", gettext_lazy("Họ và tên")),
    Column("username", gettext_lazy("Tên đăng nhập")),
    Column("job_title", gettext_lazy("Chức vụ")),
    Column("email", gettext_lazy("Thư điện tử")),
    Column("roles", gettext_lazy("Vai trò")),
    Column("state", gettext_lazy("Tình trạng")),
    Column("last_seen_at", gettext_lazy("Dùng lần cuối"), kind="moment"),
]


def crumbs(*rest: tuple[str, str]) -> list[dict[str, str]]:
    """Give the way to a page about people."""
    made = [
        {"label": label, "url": url} for label, url in ((_("Người dùng"), reverse("units:people")), *rest)
    ]
    made[-1]["url"] = ""
    return made


def note_look(person: Person, what: str, **told: Any) -> None:
    """Write down that somebody looked at personal data."""
    with transaction.atomic():
        record(person.actor, what, timezone.now(), is_read=True, **told)


@for_people
def people(request: HttpRequest) -> HttpResponse:
    """List the accounts of the person's subtrees, searched, open or closed."""
    person = person_in(request)
    require(may_list_people(person, timezone.now()))
    words, state = read_search(request.GET), request.GET.get("state", "")
    rows = search_people(people_below(person.paths(*MANAGING)), words)
    if state in {"open", "closed"}:
        rows = rows.filter(is_active=state == "open")
    note_look(person, "units.see_people", after={"q": words, "format": request.GET.get("format", "")})
    if found := asked_format(request.GET):
        return table_response(Table(_("Người dùng"), COLUMNS, map(_as_row, rows)), found, _("Người dùng"))
    context = {
        "page": read_page(request.GET, rows.distinct()),
        "state": state,
        "breadcrumbs": crumbs(),
        "idle": IDLE,
    }
    return render(request, "units/people.html", context)


def _as_row(user: User) -> dict[str, Any]:
    roles = [f"{one.get_role_display()}: {one.unit.name}" for one in user.assignments.all()]
    shown = {
        name: getattr(user, name) for name in ("full_name", "username", "job_title", "email", "last_seen_at")
    }
    state = _("đang dùng") if user.is_active else _("đã khóa")
    return {**shown, "roles": "; ".join(roles), "state": state}


@for_people
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an account and its roles."""
    person, now = person_in(request), timezone.now()
    user = get_object_or_404(User, pk=pk)
    require(may_change_account(person, user, now))
    note_look(person, "units.see_person", target=user)
    context = {
        "user_shown": user,
        "assignments": user.assignments.select_related("unit", "home").order_by("role", "id"),
        "form": _role_form(request, person),
        "may_close": may_close_account(person, user, now),
        "today": timezone.localdate(),
        "idle": IDLE,
        "breadcrumbs": crumbs((str(user), "")),
    }
    return render(request, "units/person.html", context)


def _role_form(request: HttpRequest, person: Person, **options: Any) -> RoleForm:
    may = bool(may_give_administrator(person, timezone.now()))
    return RoleForm(
        request.POST or None,
        paths=person.paths(*MANAGING),
        may_give_administrator=may,
        **options,
    )


@for_people
@never_cache
def make(request: HttpRequest) -> HttpResponse:
    """Make an account with its first role; the first password is shown this once."""
    person = person_in(request)
    require(may_list_people(person, timezone.now()))
    form, role = NewAccountForm(request.POST or None), _role_form(request, person)
    if request.method == "POST" and form.is_valid() and role.is_valid():
        given = role.given()
        user, password = make_account(person, given=given, at=timezone.now(), **form.cleaned_data)
        return _sheet(request, [FirstPassword(user, password, given.unit)])
    context = {"form": form, "role": role, "breadcrumbs": crumbs((_("Thêm người"), ""))}
    return render(request, "units/person_make.html", context)


def _sheet(request: HttpRequest, made: list[FirstPassword]) -> HttpResponse:
    """Show first passwords on a sheet to print and cut; the only time anybody sees them."""
    context = {"made": made, "address": request.build_absolute_uri(reverse("account_login"))}
    return render(request, "units/first_passwords.html", context)


@for_people
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said of a person."""
    person, now = person_in(request), timezone.now()
    user = get_object_or_404(User, pk=pk)
    require(may_change_account(person, user, now))
    start = {name: getattr(user, name) for name in AccountForm.base_fields}
    form = AccountForm(request.POST or None, user=user, initial=start)
    if request.method == "POST" and form.is_valid():
        change_account(person, user, at=now, **form.cleaned_data)
        messages.success(request, _("Đã lưu."))
        return redirect("units:person", pk)
    way = crumbs((str(user), reverse("units:person", args=[pk])), (_("Sửa"), ""))
    return render(request, "units/form.html", {"form": form, "title": user.full_name, "breadcrumbs": way})


@for_people
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account."""
    person, now = person_in(request), timezone.now()
    user = get_object_or_404(User, pk=pk)
    require(may_close_account(person, user, now))
    form = CloseAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_account(person, user, at=now, **form.cleaned_data)
        messages.success(request, _("Đã khóa tài khoản. Người này không đăng nhập được nữa."))
        return redirect("units:person", pk)
    way = crumbs((str(user), reverse("units:person", args=[pk])), (_("Khóa"), ""))
    title = _("Khóa tài khoản của {name}").format(name=user)
    context = {"form": form, "title": title, "is_danger": True, "button": _("Khóa tài khoản")}
    return render(request, "units/form.html", context | {"breadcrumbs": way})


@for_people
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an account again."""
    open_account(person_in(request), get_object_or_404(User, pk=pk), at=timezone.now())
    messages.success(request, _("Đã mở tài khoản."))
    return redirect("units:person", pk)


@for_people
@never_cache
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a link for a new password, to be handed over; it works once."""
    user = get_object_or_404(User, pk=pk)
    path = issue_link(person_in(request), user, at=timezone.now())
    context = {"user_shown": user, "link": request.build_absolute_uri(path)}
    way = crumbs((str(user), reverse("units:person", args=[pk])), (_("Liên kết"), ""))
    return render(request, "units/reset_link.html", context | {"breadcrumbs": way})


@for_people
@require_POST
def assign_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a role."""
    person, now = person_in(request), timezone.now()
    user = get_object_or_404(User, pk=pk)
    require(may_change_account(person, user, now))
    form = _role_form(request, person)
    if form.is_valid():
        assign(person, user, form.given(), at=now)
        messages.success(request, _("Đã phân công."))
        return redirect("units:person", pk)
    way = crumbs((str(user), reverse("units:person", args=[pk])), (_("Phân công"), ""))
    context = {"form": form, "title": _("Phân công cho {name}").format(name=user), "breadcrumbs": way}
    return render(request, "units/form.html", context, status=422)


@for_people
def edit_role(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """Change the home, criteria or days of a role."""
    person, now = person_in(request), timezone.now()
    row = get_object_or_404(
        Assignment.objects.select_related("person", "unit", "home"), pk=assignment, person=pk
    )
    require(may_change_account(person, row.person, now))
    start = {name: getattr(row, name) for name in ("role", "unit", "home", "valid_from", "valid_to")}
    form = _role_form(request, person, initial=start | {"criteria": "; ".join(row.criteria)})
    for fixed in ("role", "unit"):
        form.fields[fixed].disabled = True
    if request.method == "POST" and form.is_valid():
        change_assignment(person, row, form.given(), at=now)
        messages.success(request, _("Đã lưu."))
        return redirect("units:person", pk)
    way = crumbs((str(row.person), reverse("units:person", args=[pk])), (_("Phân công"), ""))
    return render(request, "units/form.html", {"form": form, "title": str(row.person), "breadcrumbs": way})


@for_people
@require_POST
def end_role(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """End a role."""
    row = get_object_or_404(Assignment.objects.select_related("person", "unit"), pk=assignment, person=pk)
    unassign(person_in(request), row, at=timezone.now())
    messages.success(request, _("Đã thôi vai trò."))
    return redirect("units:person", pk)


@for_people
def template(request: HttpRequest) -> HttpResponse:
    """Give the workbook to fill in."""
    require(may_list_people(person_in(request), timezone.now()))
    return template_response(_("Người dùng"), FIELDS, _("Mẫu nhập người dùng"))


@for_people
@never_cache
def bulk(request: HttpRequest) -> HttpResponse:
    """Read a workbook: make all its accounts and show their first passwords, or show every problem."""
    person = person_in(request)
    require(may_list_people(person, timezone.now()))
    form = WorkbookForm(request.POST or None, request.FILES or None)
    problems: list[RowProblem] = []
    made: list[FirstPassword] = []
    if request.method == "POST" and form.is_valid():
        lines, problems = read_lines(form.cleaned_data["file"].read(), FIELDS)
        if not problems:
            made, problems = import_people(person, lines, at=timezone.now())
        if not problems:
            return _sheet(request, made)
    way = crumbs((_("Nhập từ tệp"), ""))
    context = {"form": form, "problems": problems, "breadcrumbs": way}
    return render(request, "units/people_import.html", context, status=422 if problems else 200)
