"""The page on which the common form is filled in: it makes what a file would, and shows it the same way."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parindex.errors import Place, ProblemsFound
from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.surveys.building import built
from parweb.surveys.forms.building import MOST_GROUPS, BuilderForm, GroupForm, GroupFormSet, in_order
from parweb.surveys.permissions import MAKING, may_keep_form_of, may_keep_forms
from parweb.surveys.problems import problem_rows
from parweb.surveys.sent_forms import read_sent
from parweb.surveys.views.questionnaires import only_unit, preview_page, trail

GROUP_FIELD = re.compile(r"\bform-(\d{1,3})-items\b")
"""The name of the box of each group in what a browser sends."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def build(request: HttpRequest) -> HttpResponse:
    """Take what was filled in, and show the form that it makes; nothing is kept here."""
    person, now = person_in(request), timezone.now()
    require(may_keep_forms(person, now))
    paths = person.paths(*MAKING)
    if request.method != "POST":
        return _page(request, BuilderForm(paths=paths, initial={"owner": only_unit(paths)}), GroupFormSet())
    if request.POST.get("go") in ("more", "edit"):
        return _again(request, paths)
    form, groups = BuilderForm(request.POST, paths=paths), GroupFormSet(request.POST)
    if not all([form.is_valid(), groups.is_valid()]):
        return _page(request, form, groups)
    owner = form.cleaned_data["owner"]
    require(may_keep_form_of(person, owner, now))
    try:
        sent = read_sent(built(form.cleaned_data, in_order(groups)), "")
    except ProblemsFound as found:
        problems = problem_rows(replace(one, place=Place()) for one in found.problems)
        return _page(request, form, groups, problems)
    sent = replace(sent, warnings=tuple(replace(one, place=Place()) for one in sent.warnings))
    return preview_page(request, owner, sent, "", _typed(request.POST))


def _typed(sent: QueryDict) -> list[tuple[str, str]]:
    """Give what was filled in, to come back to."""
    left_out = {"go", "csrfmiddlewaretoken"}
    return [(name, str(value)) for name, values in sent.lists() if name not in left_out for value in values]


def _again(request: HttpRequest, paths: tuple[str, ...]) -> HttpResponse:
    """Show what was filled in once more, saying nothing of what is missing; perhaps with one more group."""
    given = request.POST.dict()
    form = BuilderForm(paths=paths, initial={**given, "with_none": "with_none" in given})
    count = len(set(GROUP_FIELD.findall(" ".join(given))))
    rows = [
        {
            **{name: given.get(f"form-{number}-{name}", "") for name in GroupForm.base_fields},
            "is_counted": f"form-{number}-is_counted" in given,
        }
        for number in range(min(count, MOST_GROUPS))
    ]
    groups = GroupFormSet(initial=rows)
    is_more = request.POST.get("go") == "more"
    groups.extra = int(is_more)
    if is_more:  # whoever asked for a group writes into it next
        groups.forms[-1].fields["label"].widget.attrs["autofocus"] = True
    return _page(request, form, groups)


def _page(request: HttpRequest, form: Any, groups: Any, problems: tuple[Any, ...] = ()) -> HttpResponse:
    wrong = [one for one in (form, *groups.forms) if one.is_bound and one.errors]
    context = {
        "form": form,
        "groups": groups,
        "wrong": wrong,
        "missing": groups.non_form_errors() if groups.is_bound else (),
        "problems": problems,
        "may_add": len(groups.forms) < MOST_GROUPS,
        "breadcrumbs": trail((_("Soạn phiếu"), "")),
    }
    return render(request, "surveys/forms/build.html", context, status=422 if form.is_bound else 200)
