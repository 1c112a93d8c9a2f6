"""The page of an entry, the page of one leaf, and what typing sends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parindex.frameworks.outline import OutlineNode
from parweb.accounts.access import for_people, person_in
from parweb.assessments.actions.prefill import prefill as prefill_entry
from parweb.assessments.actions.save_answer import Conflict, Saved, own_leaf
from parweb.assessments.actions.save_answer import save_answer as save
from parweb.assessments.drafts import NOT_APPLICABLE, Draft, draft_of
from parweb.assessments.filling import participant_to_fill
from parweb.assessments.inputs_html import PREFIX
from parweb.assessments.layout import layout_of
from parweb.assessments.leaf_html import Frame, leaf_html, tree_html
from parweb.assessments.models import Answer
from parweb.assessments.page import FILTERS, entry_page
from parweb.assessments.queries import participant_with_entry
from parweb.assessments.scoring_words import fragment, words_of
from parweb.assessments.views.asking import asked, frame
from parweb.interface.numbers import moment_text, page_language
from parweb.rounds.models import Participant

AUTOSAVE = "HTTP_X_AUTOSAVE"
_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "revision", "confirm"})


@require_GET
@for_people
def entry(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Show the whole entry of a unit."""
    person, participant = asked(request, participant_id)
    chosen = request.GET.get("chi", "")
    chosen = chosen if chosen in FILTERS else ""
    page = entry_page(person, participant, timezone.now(), page_language(), chosen=chosen)
    can_prefill = bool(page.verdict) and any(
        code not in page.material.answers for code in page.material.former
    )
    context = {
        **frame(participant, "entry"),
        "tree": tree_html(page.branches, Frame(participant.pk, get_token(request), chosen)),
        "page": page,
        "layout": page.material.layout,
        "filters": FILTERS,
        "chosen": chosen,
        "can_prefill": can_prefill,
    }
    return render(request, "assessments/entry.html", context)


@require_GET
@for_people
def leaf(request: HttpRequest, participant_id: int, criterion: str) -> HttpResponse:
    """Show one leaf of an entry, with its evidence beside it."""
    person, participant = asked(request, participant_id)
    page = entry_page(person, participant, timezone.now(), page_language(), only=criterion)
    if not page.leaves:
        raise Http404
    context = {
        **frame(participant, ""),
        "leaf": leaf_html(page.leaves[0], Frame(participant.pk, get_token(request), "leaf", is_single=True)),
        "page": page,
        "v": page.leaves[0],
        "uses": page.material.uses.get(criterion, []),
    }
    return render(request, "assessments/leaf.html", context)


@require_POST
@for_people
def save_answer(request: HttpRequest, participant_id: int, criterion: str) -> HttpResponse:
    """Save one leaf: for the autosave a fragment, without script back to the leaf."""
    found = participant_to_fill(participant_id)
    if found is None:
        raise Http404
    participant = found.participant
    draft = draft_in(request)
    try:
        saved = save(
            person_in(request),
            participant,
            criterion,
            draft,
            revision=_revision(request),
            at=timezone.now(),
            lang=page_language(),
            confirm="confirm" in request.POST,
            calendar=found.calendar,
        )
    except KeyError as error:
        raise Http404 from error
    except Conflict as conflict:
        return _conflict(request, participant, criterion, draft, conflict.stored)
    return _saved(saved, participant) if AUTOSAVE in request.META else _back(request, participant, saved)


def draft_in(request: HttpRequest) -> Draft:
    """Give the draft that a form holds."""
    sent = request.POST
    typed = {name.removeprefix(PREFIX): str(sent[name]) for name in sent if name.startswith(PREFIX)}
    return Draft(
        typed=typed,
        is_not_applicable=NOT_APPLICABLE in sent or NOT_APPLICABLE in typed.values(),
        set_points=sent.get("set_points", ""),
        set_reason=sent.get("set_reason", ""),
        note=sent.get("note", ""),
        explanation=sent.get("explanation", ""),
    )


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "0")
    return int(text) if text.isdecimal() else 0


def _saved(saved: Saved, participant: Participant) -> HttpResponse:
    lang = page_language()
    html = fragment(words_of(saved.score, lang), saved.reading.problems, participant)
    answer = saved.answer
    headers = {"X-Revision": str(answer.revision), "X-Saved-At": answer.updated_at.isoformat()}
    return HttpResponse(html, headers=headers)


def _back(request: HttpRequest, participant: Participant, saved: Saved) -> HttpResponse:
    code = saved.answer.criterion_id
    if saved.reading.problems:
        messages.warning(
            request, _("Mục {code}: đã giữ phần đã gõ, nhưng còn chỗ chưa được nhận.").format(code=code)
        )
    else:
        messages.success(request, _("Đã lưu mục {code}.").format(code=code))
    back = request.POST.get("back", "")
    if back == "leaf":
        return redirect("assessments:leaf", participant.pk, code)
    query = f"?chi={back}" if back in FILTERS and back else ""
    return redirect(f"{reverse('assessments:entry', args=[participant.pk])}{query}#tc-{code}")


def _conflict(
    request: HttpRequest, participant: Participant, criterion: str, draft: Draft, stored: Answer | None
) -> HttpResponse:
    """Answer 409 with what stands now; without script a page with both versions."""
    node = own_leaf(layout_of(participant.round.edition), criterion)
    theirs = version_html(node, draft_of(stored, page_language()) if stored else Draft(), stored)
    revision = stored.revision if stored else 0
    if AUTOSAVE in request.META:
        return HttpResponse(theirs, status=409, headers={"X-Revision": str(revision)})
    kept = [(name, value) for name, value in request.POST.items() if name not in _NOT_KEPT]
    context = {
        **frame(participant, ""),
        "leaf": node,
        "yours": version_html(node, draft, None),
        "theirs": theirs,
        "kept": kept,
        "revision": revision,
    }
    return render(request, "assessments/conflict.html", context, status=409)


def version_html(node: OutlineNode, draft: Draft, stored: Answer | None) -> SafeString:
    """Write one version of a leaf as a list, with who saved it and when where it is a stored one."""
    lang = page_language()
    rows = [(spec.label.in_(lang), _said(spec, draft)) for spec in node.node.inputs()]
    if draft.is_not_applicable:
        rows = [(node.node.label.in_(lang), _("Không áp dụng"))]
    rows += [(_("Điểm tự ấn định"), draft.set_points), (_("Lý do ấn định"), draft.set_reason)]
    rows += [(_("Giải trình"), draft.explanation), (_("Ghi chú"), draft.note)]
    listed = format_html_join("", "<dt>{}</dt><dd>{}</dd>", (row for row in rows if row[1]))
    html = format_html('<dl class="facts">{}</dl>', listed)
    if stored is None:
        return html
    when = _("Lưu lúc {moment}, {person}").format(
        moment=moment_text(stored.updated_at), person=stored.updated_by
    )
    return html + format_html('<p class="note">{}</p>', when)


def _said(spec: Any, draft: Draft) -> str:
    text = draft.typed.get(spec.name, "")
    chosen = (
        one.label.in_(page_language()) for one in spec.choices if format(one.value.normalize(), "f") == text
    )
    return next(chosen, text) or _("(để trống)")


@require_POST
@for_people
def prefill(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Take over last year's answers into blank leaves."""
    participant = participant_with_entry(participant_id)
    if participant is None:
        raise Http404
    count = prefill_entry(person_in(request), participant, timezone.now())
    words = _("Đã lấy {count} mục từ năm trước. Mỗi mục cần xác nhận còn đúng.").format(count=count)
    messages.success(request, words)
    return redirect("assessments:entry", participant.pk)
