"""The page on which a form is filled in: it makes what a file would, and shows it the same way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parindex.errors import Place, ProblemsFound
from parindex.surveys.instruments.model import Instrument
from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.interface.numbers import page_language
from parweb.surveys.building.drafts import Draft, draft_of, opened_draft
from parweb.surveys.building.making import built
from parweb.surveys.building.opening import MOST_QUESTIONS, kept_beside
from parweb.surveys.building.rows import Row, numbers_of
from parweb.surveys.building.skips import said
from parweb.surveys.building.telling import breaks_told, called
from parweb.surveys.forms.building import BuilderForm, GroupFormSet
from parweb.surveys.permissions import MAKING, may_keep_form_of, may_keep_forms
from parweb.surveys.problems import problem_rows
from parweb.surveys.sent_forms import read_sent
from parweb.surveys.views.questionnaires import found_form, only_unit, preview_page, trail
from parweb.surveys.views.skips import SKIP_STEPS, skip_page, skip_step

_AT: Final = re.compile(r"(up|down|drop|less|skip)-(\d{1,3})")
"""A button of one question: what it does, and with which."""
_NEW: Final = {"more": "matrix", "more-question": "single"}
"""Buttons that add a question, and its kind."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def build(request: HttpRequest) -> HttpResponse:
    """Take what was filled in, and show the form that it makes; nothing is kept here."""
    person = person_in(request)
    require(may_keep_forms(person, timezone.now()))
    if request.method != "POST":
        return _begin(request, person)
    ref = request.POST.get("opened", "")
    draft = draft_of(request.POST.dict(), found_form(request, ref)[1] if ref else None)
    go = request.POST.get("go", "preview")
    return _preview(request, person, draft) if go == "preview" else _step(request, person, draft, go)


def _begin(request: HttpRequest, person: Person) -> HttpResponse:
    """Give an empty page, or one with the form that is to be amended (``?tu=``)."""
    owner, ref = only_unit(person.paths(*MAKING)), request.GET.get("tu", "")
    if not ref:
        return _page(request, person, Draft({"owner": owner}, (), (Row(is_counted=True),) * 2))
    _person, form, row = found_form(request, ref)
    if len(form.questions) > MOST_QUESTIONS:
        said_no = _("Phiếu có hơn {most} câu: xin tải về, sửa tệp rồi nộp lại.").format(most=MOST_QUESTIONS)
        messages.error(request, said_no)
        return redirect("surveys:form", ref)
    return _page(
        request, person, opened_draft(form, (row.owner.code or row.owner.name) if row else owner, ref)
    )


def _step(request: HttpRequest, person: Person, draft: Draft, go: str) -> HttpResponse:
    """Do what a button asked for, and show what was filled in again, saying nothing of what is missing."""
    if go in SKIP_STEPS or go.startswith("cut-"):
        done = skip_step(request, draft, go)
        return done if isinstance(done, HttpResponse) else _page(request, person, done[0], done[1])
    if go in _NEW:
        blank = Row(kind=_NEW[go], is_counted=go == "more")
        focus = f"id_form-{len(draft.rows) + len(draft.blanks)}-label"
        return _page(request, person, replace(draft, blanks=(*draft.blanks, blank)), focus)
    found = _AT.fullmatch(go)
    place = draft.place_of(int(found[2])) if found else -1
    if go == "edit" or (found and place < 0):
        return _page(request, person, draft)
    return _with_one(request, person, draft, found[1], place) if found else HttpResponseBadRequest()


def _with_one(request: HttpRequest, person: Person, draft: Draft, verb: str, place: int) -> HttpResponse:
    """Move a question, leave it out, or ask when it is asked."""
    if verb == "skip":
        return skip_page(request, draft, place)
    if verb in ("up", "down"):
        by = -1 if verb == "up" else 1
        to = min(max(place + by, 0), len(draft.rows) - 1)
        return _page(request, person, draft.moved(place, by), f"{verb}-{to}")
    if verb == "drop" and draft.resting_on(place):
        return _page(request, person, draft, "dependents", dropped=place)
    return _page(request, person, draft.less(place))


def _preview(request: HttpRequest, person: Person, draft: Draft) -> HttpResponse:
    paths, opened = person.paths(*MAKING), draft.opened
    form = BuilderForm(request.POST, paths=paths, form=opened)
    groups = GroupFormSet(request.POST, form_kwargs={"form": opened})
    if not all([form.is_valid(), groups.is_valid()]):
        return _shown(request, draft, form, groups)
    owner = form.cleaned_data["owner"]
    require(may_keep_form_of(person, owner, timezone.now()))
    if breaks_told(draft, page_language()):
        return _page(request, person, draft, status=422)
    try:
        sent = read_sent(built({"with_none": False, **form.cleaned_data}, draft.rows, opened), "")
    except ProblemsFound as found:
        problems = problem_rows(replace(one, place=Place()) for one in found.problems)
        return _shown(request, draft, form, groups, problems=problems)
    sent = replace(sent, warnings=tuple(replace(one, place=Place()) for one in sent.warnings))
    return preview_page(request, owner, sent, "", _typed(request.POST))


def _typed(sent: QueryDict) -> list[tuple[str, str]]:
    """Give what was filled in, to come back to."""
    left_out = {"go", "csrfmiddlewaretoken"}
    return [(name, str(value)) for name, values in sent.lists() if name not in left_out for value in values]


def _page(request: HttpRequest, person: Person, draft: Draft, focus: str = "", **more: Any) -> HttpResponse:
    """Show a draft; ``focus`` is the id of what the cursor goes to."""
    head = {name: value for name, value in draft.head.items() if value not in ("", None)}
    form = BuilderForm(paths=person.paths(*MAKING), initial=head, form=draft.opened)
    groups = GroupFormSet(initial=draft.boxes(), form_kwargs={"form": draft.opened})
    groups.extra = 0
    rows = tuple(replace(one, at=place) for place, one in enumerate(draft.rows))
    return _shown(request, replace(draft, rows=rows), form, groups, focus=focus, **more)


def _shown(
    request: HttpRequest,
    draft: Draft,
    form: Any,
    groups: Any,
    *,
    status: int = 200,
    dropped: int | None = None,
    **more: Any,
) -> HttpResponse:
    lang = page_language()
    told = breaks_told(draft, lang)
    waiting = [draft.rows[at] for at in draft.resting_on(dropped)] if dropped is not None else []
    context = {
        "form": form,
        "cards": _cards(draft, groups, told, more.get("focus", "")),
        "groups": groups,
        "wrong": [one for one in (form, *groups.forms) if one.is_bound and one.errors],
        "missing": groups.non_form_errors() if groups.is_bound else (),
        "breaks": told,
        "dropped": draft.rows[dropped] if dropped is not None else None,
        "dropped_called": called(draft, draft.rows[dropped], lang) if dropped is not None else "",
        "waiting": [(one.at, called(draft, one, lang)) for one in waiting],
        "may_add": len(groups.forms) < MOST_QUESTIONS,
        "breadcrumbs": trail((_("Soạn phiếu"), "")),
        **more,
    }
    status = 422 if form.is_bound else status
    return render(request, "surveys/forms/build.html", context, status=status)


def _cards(draft: Draft, groups: Any, told: Sequence[Mapping[str, Any]], focus: str) -> list[dict[str, Any]]:
    """Give each question of the page: its boxes, its number, when it is asked, what the page keeps of it."""
    lang = page_language()
    targets, numbers = draft.targets(lang), numbers_of(draft.rows)
    by_at = {one.at: one for one in draft.rows}
    unnumbered = len(numbers)
    found = []
    for at, one in enumerate(groups.forms):
        row = by_at.get(at)
        unnumbered += row is None
        number = numbers.get(row.name) if row else unnumbered
        if focus == f"id_form-{at}-label":  # whoever asked for a question writes into it next
            one.fields["label"].widget.attrs["autofocus"] = True
        found.append(
            {
                "at": at,
                "focus": {verb: f"{verb}-{at}" for verb in ("skip", "up", "down")},
                "form": one,
                "row": row,
                "number": number,
                "said": said(row.relevant, targets, lang) if row and row.relevant else "",
                "breaks": [each for each in told if row is not None and each["at"] == at],
                "kept": _kept(draft.opened, row, targets, lang),
            }
        )
    return found


def _kept(opened: Instrument | None, row: Row | None, targets: Any, lang: Any) -> list[tuple[str, str]]:
    """Give in words what a question keeps of the opened form that the page has no box for."""
    found = kept_beside(opened, row.name) if opened is not None and row is not None else {}
    if "group_relevant" in found:
        found["group_relevant"] = said(found["group_relevant"], targets, lang) or found["group_relevant"]
    names = {
        "group": _("Nhóm màn hình"),
        "group_relevant": _("Cả nhóm chỉ hỏi khi"),
        "hint": _("Lời nhắc"),
        "scale": _("Thang chung"),
        "constraint": _("Ràng buộc"),
        "choice_filter": _("Lọc phương án"),
        "appearance": _("Cách hiện"),
    }
    return [(names[key], found[key]) for key in names if key in found]
