"""Pages about forms: the shelf, one form with its tables, its screens, sending one in."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parindex.errors import ProblemsFound
from parindex.surveys.instruments.files import form_yaml
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.registry import instrument_entries
from parindex.surveys.instruments.xlsform.writing import write_xlsform
from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.interface.numbers import page_language
from parweb.interface.pages import read_page
from parweb.interface.tables import CONTENT_TYPES, Table, asked_format, file_response, table_response
from parweb.surveys.actions.keep_form import keep_form, next_number, offer_form, retire_form
from parweb.surveys.form_tables import QUESTIONS, factor_rows, question_rows, scale_rows, screens_shown
from parweb.surveys.forms.questionnaires import SendForm, ShownForm
from parweb.surveys.models import Questionnaire
from parweb.surveys.permissions import (
    MAKING,
    may_keep_form_of,
    may_keep_forms,
    may_list_forms,
    may_see_form,
)
from parweb.surveys.problems import problem_rows
from parweb.surveys.queries.shelf import form_of, forms_seen, is_shipped, users_of, versions_of
from parweb.surveys.sent_forms import SentForm, read_sent
from parweb.surveys.showing import AGGREGATIONS
from parweb.surveys.views.campaigns import crumbs
from parweb.units.models import Unit

YAML: Final = "application/yaml; charset=utf-8"


def trail(*rest: tuple[str, str]) -> list[dict[str, str]]:
    """Give the way to a page about forms."""
    return crumbs((_("Phiếu hỏi"), reverse("surveys:forms")), *rest)


@for_people
def forms(request: HttpRequest) -> HttpResponse:
    """List the forms: those that units sent in, and those that are shipped."""
    person, now = person_in(request), timezone.now()
    require(may_list_forms(person, now))
    page = read_page(request.GET, forms_seen(person).order_by("form_id", "-year", "owner_id", "-number"))
    shipped = [one.ref for one in instrument_entries()]
    users = users_of(person, {*shipped, *(one.ref for one in page)})
    context = {
        "page": page,
        "own": [_listed(one.ref, users, one) for one in page],
        "shipped": [_listed(ref, users) for ref in shipped],
        "may_keep": may_keep_forms(person, now),
        "breadcrumbs": trail(),
    }
    return render(request, "surveys/forms/forms.html", context)


def _listed(ref: str, users: dict[str, list[Any]], row: Questionnaire | None = None) -> dict[str, Any]:
    form = form_of(ref)
    return {**_facts(form), "ref": ref, "row": row, "campaigns": users.get(ref, [])}


def _facts(form: Instrument) -> dict[str, Any]:
    names = {"vi": _("Tiếng Việt"), "en": _("Tiếng Anh")}
    return {
        "form": form,
        "title": form.title.in_(page_language()),
        "questions": sum(one.kind != "note" for one in form.questions),
        "items": len(form.index_columns),
        "groups": len(form.groups),
        "languages": ", ".join(names[one] for one in form.languages),
    }


def found_form(request: HttpRequest, ref: str) -> tuple[Person, Instrument, Questionnaire | None]:
    """Give a form of an address to somebody who may read it."""
    person, now = person_in(request), timezone.now()
    require(may_list_forms(person, now))
    if is_shipped(ref):
        return person, form_of(ref), None
    rows = Questionnaire.objects.filter(ref=ref).select_related("owner", "made_by")
    own = [one for one in rows if may_see_form(person, one, now)]
    if not own:
        for one in rows:
            require(may_see_form(person, one, now))
        raise Http404
    return person, form_of(ref), own[0]


@for_people
def form(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what a form asks, how it counts, who uses it, and its other versions."""
    person, shown, row = found_form(request, ref)
    lang, title = page_language(), shown.title.in_(page_language())
    rows = question_rows(shown, lang)
    if wanted := asked_format(request.GET):
        return table_response(Table(title, QUESTIONS, rows), wanted, ref)
    index = shown.index
    context = {
        **_facts(shown),
        "ref": ref,
        "row": row,
        "rows": rows,
        "screens": max((one["screen"] or 0 for one in rows), default=0),
        "scales": scale_rows(shown, lang),
        "factors": factor_rows(shown, lang),
        "aggregation": AGGREGATIONS[index.aggregation] if index else "",
        "source": shown.source.text.in_(lang) if shown.source else "",
        "note": shown.note.in_(lang) if shown.note else "",
        "campaigns": users_of(person, {ref})[ref],
        "versions": versions_of(row) if row else [],
        "may_build": may_keep_forms(person, timezone.now()),
        "may_keep": row is not None and may_keep_form_of(person, row.owner, timezone.now()),
        "breadcrumbs": trail((title, "")),
    }
    return render(request, "surveys/forms/form.html", context)


@for_people
def screens(request: HttpRequest, ref: str) -> HttpResponse:
    """Show every screen of a form as a respondent sees it; nothing can be answered."""
    _person, shown, _row = found_form(request, ref)
    return render(request, "surveys/forms/screens.html", {**_screens(shown), "ref": ref})


def _screens(form: Instrument) -> dict[str, Any]:
    lang = page_language()
    return {
        **_facts(form),
        "introduction": form.introduction.in_(lang) if form.introduction else "",
        "screens": screens_shown(form, lang),
    }


@for_people
def download(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Give a form as XLSForm or YAML: what is edited and sent in again."""
    _person, shown, _row = found_form(request, ref)
    if kind == "yaml":
        return file_response(form_yaml(shown).encode(), f"{ref}.yaml", YAML)
    if kind != "xlsx":
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        write_xlsform(path, shown)
        return file_response(path.read_bytes(), f"{ref}.xlsx", CONTENT_TYPES["xlsx"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def send(request: HttpRequest) -> HttpResponse:
    """Take a file, and show what it says before anything is kept; or every problem of it."""
    person = person_in(request)
    require(may_keep_forms(person, timezone.now()))
    paths = person.paths(*MAKING)
    if request.method != "POST":
        return _send_page(request, SendForm(paths=paths, initial={"owner": only_unit(paths)}))
    if "content" in request.POST:
        return _shown_again(request, person)
    form = SendForm(request.POST, request.FILES, paths=paths)
    if not form.is_valid():
        return _send_page(request, form)
    owner, file = form.cleaned_data["owner"], form.cleaned_data["file"]
    require(may_keep_form_of(person, owner, timezone.now()))
    name = Path(file.name).name[:200]
    try:
        sent = read_sent(file.read(), name, form.cleaned_data["year"])
    except ProblemsFound as found:
        return _send_page(request, form, problem_rows(found.problems, name))
    return preview_page(request, owner, sent, name)


def only_unit(paths: tuple[str, ...]) -> str:
    """Give the unit of somebody who has but one; nothing otherwise."""
    top = Unit.objects.filter(path=paths[0]).first() if len(paths) == 1 else None
    return (top.code or top.name) if top else ""


def _send_page(request: HttpRequest, form: Any, problems: tuple[Any, ...] = ()) -> HttpResponse:
    context = {"form": form, "problems": problems, "breadcrumbs": trail((_("Nộp phiếu hỏi"), ""))}
    status = 422 if problems or form.errors else 200
    return render(request, "surveys/forms/send.html", context, status=status)


def preview_page(
    request: HttpRequest,
    owner: Unit,
    sent: SentForm,
    file_name: str,
    typed: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Show a form that is not kept yet, with the button that keeps it.

    ``typed`` is what was filled in on a page, name by name, for the way back to it.
    """
    others = Questionnaire.objects.filter(owner=owner, form_id=sent.form.id, year=sent.form.year)
    context = {
        **_screens(sent.form),
        "ref": sent.form.ref,
        "owner": owner,
        "sent": sent,
        "file_name": file_name,
        "warnings": problem_rows(sent.warnings),
        "number": next_number(owner, sent),
        "known": others.filter(digest=sent.digest).first(),
        "in_other_language": _in_other_language("surveys:build_form" if typed else "surveys:send_form"),
        "typed": typed,
    }
    return render(request, "surveys/forms/screens.html", context)


def _in_other_language(page: str) -> str:
    """Give the address that shows the form in the other language of the site."""
    address, prefix = reverse(page), "/en/"
    return address.removeprefix("/en") if address.startswith(prefix) else f"/en{address}"


def _shown_again(request: HttpRequest, person: Person) -> HttpResponse:
    form, sent = _typed(request, person)
    if sent is None:
        return _send_page(request, form, getattr(form, "problems", ()))
    return preview_page(request, form.cleaned_data["owner"], sent, form.cleaned_data["file_name"])


def _typed(request: HttpRequest, person: Person) -> tuple[ShownForm, SentForm | None]:
    """Read what a page showed before; None where it is not a form any more."""
    form = ShownForm(request.POST, paths=person.paths(*MAKING))
    if not form.is_valid():
        return form, None
    require(may_keep_form_of(person, form.cleaned_data["owner"], timezone.now()))
    try:
        return form, read_sent(form.cleaned_data["content"].encode(), form.cleaned_data["file_name"])
    except ProblemsFound as found:
        form.problems = problem_rows(found.problems)  # type: ignore[attr-defined]  # read by the page
        return form, None


@require_POST
@for_people
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the form that was shown."""
    person, now = person_in(request), timezone.now()
    require(may_keep_forms(person, now))
    form, sent = _typed(request, person)
    if sent is None:
        return _send_page(request, form, getattr(form, "problems", ()))
    try:
        kept = keep_form(person, form.cleaned_data["owner"], sent, form.cleaned_data["file_name"], now)
    except ProblemsFound as found:
        return _send_page(request, form, problem_rows(found.problems))
    messages.success(request, _("Đã lưu phiếu hỏi, bản {number}.").format(number=kept.number))
    return redirect("surveys:form", kept.ref)


@require_POST
@for_people
def retire(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a form off the shelf, or put it back."""
    person, _form, row = found_form(request, ref)
    if row is None:
        raise Http404
    is_back = request.POST.get("to") == "offer"
    (offer_form if is_back else retire_form)(person, row, timezone.now())
    messages.success(
        request, _("Phiếu được dùng lại cho đợt mới.") if is_back else _("Đã ngừng dùng phiếu cho đợt mới.")
    )
    return redirect("surveys:form", ref)
