"""The page on which one question of a form that is being written gets its skip: when it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from parindex.language import decimal_text
from parindex.surveys.instruments.logic.conditions import Condition, Skip, read_skip, skip_text
from parindex.surveys.instruments.logic.parsing import ExpressionError
from parindex.surveys.instruments.logic.wording import numbered
from parweb.interface.numbers import page_language
from parweb.surveys.building.drafts import Draft
from parweb.surveys.building.rows import numbers_of
from parweb.surveys.building.skips import Target, fitted, misfit, said
from parweb.surveys.building.telling import called
from parweb.surveys.forms.building import ConditionForm
from parweb.surveys.views.questionnaires import trail

SKIP_STEPS: Final = frozenset({"add", "done", "reset"})
"""What the buttons of the page say, besides ``cut-`` with the number of a condition."""
MOST_CONDITIONS: Final = 20
Given = dict[str, Any]
"""A condition as it is on the page: the name of what it looks at, its relation, its value."""


def skip_page(
    request: HttpRequest,
    draft: Draft,
    place: int,
    given: Sequence[Given] | None = None,
    *,
    forms: Sequence[ConditionForm | None] = (),
    is_any: bool = False,
    focus: str = "",
) -> HttpResponse:
    """Show the conditions of a question; those of its skip where none are given."""
    lang, row = page_language(), draft.rows[place]
    skip = _read(row.relevant)
    if given is None and skip is not None:
        given, is_any = _given(skip, draft), skip.is_any
    is_formula = given is None and bool(row.relevant)
    earlier = _earlier(draft, place)
    made = forms or [_form(one, number, earlier) for number, one in enumerate(given or ())]
    context = {
        "row": row,
        "place": place,
        "question": called(draft, row, lang),
        "formula": row.relevant if is_formula else "",
        "formula_said": said(row.relevant, draft.targets(lang), lang) if is_formula else "",
        "conditions": _shown(draft, given or (), made),
        "is_any": is_any,
        "earlier": [(one.name, numbered(one.number, one.label, lang)) for one in earlier.values()],
        "may_add": bool(earlier) and len(given or ()) < MOST_CONDITIONS,
        "typed": draft.typed(),
        "focus": focus,
        "breadcrumbs": trail((_("Soạn phiếu"), "")),
    }
    status = 422 if any(one is None or one.errors for one in forms) else 200
    return render(request, "surveys/forms/skip.html", context, status=status)


def _shown(draft: Draft, given: Sequence[Given], forms: Sequence[ConditionForm | None]) -> list[Given]:
    return [
        {
            "number": number,
            "form": form,
            "given": one,
            "called": _called(one, draft),
            "focus": f"condition-{number}",
        }
        for number, (one, form) in enumerate(zip(given, forms, strict=True))
    ]


def skip_step(request: HttpRequest, draft: Draft, go: str) -> HttpResponse | tuple[Draft, str]:
    """Add a condition, take one away, or be done: then the draft with the skip, and where the cursor goes."""
    at = request.POST.get("skip-row", "")
    place = int(at) if at.isascii() and at.isdigit() else len(draft.rows)
    if place >= len(draft.rows):
        return HttpResponseBadRequest()
    given, is_any = _sent(request.POST), request.POST.get("skip-join") == "any"
    if go == "reset":
        return skip_page(request, draft.with_row(place, replace(draft.rows[place], relevant="")), place)
    if go == "add":
        name = request.POST.get("skip-add", "")
        more = [{"name": name}] if name in _earlier(draft, place) else []
        focus = f"condition-{len(given)}" if more else ""
        return skip_page(request, draft, place, [*given, *more], is_any=is_any, focus=focus)
    if go == "done":
        return _done(request, draft, place, given, is_any=is_any)
    left = [one for number, one in enumerate(given) if go != f"cut-{number}"]
    return skip_page(request, draft, place, left, is_any=is_any, focus="skip-add")


def _done(
    request: HttpRequest, draft: Draft, place: int, given: Sequence[Given], *, is_any: bool
) -> HttpResponse | tuple[Draft, str]:
    earlier = _earlier(draft, place)
    forms = [_form(one, number, earlier, request.POST) for number, one in enumerate(given)]
    if not all([one is not None and one.is_valid() for one in forms]):  # noqa: C419  # every one says what is wrong
        return skip_page(request, draft, place, given, forms=forms, is_any=is_any)
    conditions = tuple(one.condition for one in forms if one is not None)
    wanted = Skip(conditions, is_any and len(conditions) > 1)
    row = draft.rows[place]
    before = _read(row.relevant)
    is_as_it_was = before is not None and fitted(before, earlier) == wanted
    text = row.relevant if is_as_it_was else skip_text(wanted) if conditions else ""
    return draft.with_row(place, replace(row, relevant=text)), f"skip-{place}"


def _read(text: str) -> Skip | None:
    """Read a skip that the page can show as conditions; an empty text has none."""
    try:
        return read_skip(text) if text else None
    except ExpressionError:
        return None


def _earlier(draft: Draft, place: int) -> dict[str, Target]:
    """Give what a skip may look at: what is asked before, and answered by choice or number."""
    targets = draft.targets(page_language())
    return {name: one for name, one in targets.items() if one.place < place and one.against is not None}


def _given(skip: Skip, draft: Draft) -> list[Given]:
    targets = draft.targets(page_language())
    return [_as_given(one, targets) for one in fitted(skip, targets).conditions]


def _as_given(one: Condition, targets: dict[str, Target]) -> Given:
    target = targets.get(one.name)
    value: Any = list(one.values)
    if target is None or misfit(one, target) == "kind":
        return {"name": one.name, "is_misfit": True}
    if one.against == "number":
        value = "; ".join(decimal_text(Decimal(each), "vi") for each in one.values)
    return {"name": one.name, "relation": one.relation, "value": value}


def _sent(post: QueryDict) -> list[Given]:
    """Give the conditions that the page had, as they were filled in."""
    found: list[Given] = []
    while (name := post.get(f"skip-{len(found)}-name")) and len(found) < MOST_CONDITIONS:
        prefix = f"skip-{len(found)}"
        value = post.getlist(f"{prefix}-value")
        one = {"name": name, "relation": post.get(f"{prefix}-relation"), "value": value}
        found.append(one if one["relation"] or value else {"name": name, "is_misfit": True})
    return found


def _form(
    one: Given, number: int, earlier: dict[str, Target], post: QueryDict | None = None
) -> ConditionForm | None:
    """Make the boxes of a condition; None where it cannot look at that any more."""
    target = earlier.get(one["name"])
    if target is None or one.get("is_misfit"):
        return None
    if post is not None:
        return ConditionForm(post, prefix=f"skip-{number}", target=target)
    value = one.get("value", [])
    is_text = target.against == "number" and isinstance(value, list)
    initial = {"value": "; ".join(value) if is_text else value}
    initial |= {"relation": one["relation"]} if one.get("relation") else {}
    return ConditionForm(prefix=f"skip-{number}", target=target, initial=initial)


def _called(one: Given, draft: Draft) -> str:
    """Call what a condition looks at."""
    target = draft.targets(page_language()).get(one["name"])
    if target is None:
        return str(one["name"])
    number = target.number or len(numbers_of(draft.rows))
    return numbered(number, target.label, page_language())
