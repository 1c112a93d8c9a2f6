"""The page where one criterion of one unit is appraised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.workbook.sentences import rule_sentence
from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.appraisals.actions.ask_explanation import ask_explanation
from parweb.appraisals.actions.close_stage import close_stage
from parweb.appraisals.actions.decide import Overtaken, decide
from parweb.appraisals.decisions import allowed_kinds
from parweb.appraisals.facts import facts_digest
from parweb.appraisals.forms import AskForm, DecisionForm, ReasonForm, local
from parweb.appraisals.leaves import BY_APPRAISERS, leaf_of
from parweb.appraisals.permissions import may_appraise, may_ask, may_read_appraisal
from parweb.appraisals.phases import STAGES, stage_at
from parweb.appraisals.queries.finding import participant_of
from parweb.appraisals.queries.lines import Line, lines_of
from parweb.appraisals.queries.same_facts import decided_elsewhere
from parweb.appraisals.views.parts import label_of, queue_crumbs, tell
from parweb.appraisals.views.queue import scope_for
from parweb.evidence.queries import uses_of
from parweb.interface.numbers import number_text, page_language
from parweb.rounds.models import Participant
from parweb.rounds.queries import window
from parweb.rounds.states import HANDED_IN, PhaseKind


@dataclass(frozen=True)
class Here:
    """Where one is: which line, in which stage, by whom, on the way along a unit or a criterion."""

    person: Person
    line: Line
    stage: int
    at: datetime
    along: str
    """``unit``: the next criterion of the unit; ``criterion``: the next unit of the criterion."""

    @property
    def participant(self) -> Participant:
        """The unit in its round."""
        return self.line.participant


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def appraise(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show a criterion of a unit with all there is to know, and decide it."""
    here = _here(request, pk, code)
    form = _form(here, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, here, form)
    verdict = may_appraise(here.person, here.participant, here.at, code, here.stage)
    require(verdict)
    decision = form.to_decision()
    if decision is None:
        return _page(request, here, form, status=422)
    try:
        decide(
            here.person,
            here.participant,
            code,
            here.stage,
            decision,
            revision=form.cleaned_data["revision"],
            at=here.at,
        )
    except ValidationError as found:
        form.put_errors(found)
        return _page(request, here, form, status=422)
    except Overtaken as found:
        form.data = {**request.POST.dict(), "revision": str(found.stored.revision)}
        return _page(request, here, form, status=409, conflict=found.stored)
    messages.success(request, _("Đã ghi kết luận tiêu chí %(code)s.") % {"code": code})
    return redirect(_onward(here, "next" in request.POST))


@require_POST
@for_people
def ask(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Ask the unit to explain the criterion."""
    here = _here(request, pk, code)
    require(may_ask(here.person, here.participant, here.at, code))
    form = AskForm(request.POST)
    if form.is_valid():
        found = form.cleaned_data
        try:
            ask_explanation(here.person, here.participant, code, found["question"], found["due_at"], here.at)
        except ValidationError as refused:
            form.add_error(None, refused)  # a dict of errors goes to its fields
        else:
            messages.success(request, _("Đã gửi yêu cầu giải trình cho đơn vị."))
            return redirect(_address(here, code))
    return _page(request, here, _form(here, None), status=422, ask_form=form)


@require_POST
@for_people
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a stage of a unit."""
    participant, at = participant_of(pk), timezone.now()
    stage = 2 if request.POST.get("stage") == "2" else 1
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        close_stage(person_in(request), participant, stage, reason, at)
    except ValidationError as found:
        tell(request, found)
    else:
        messages.success(request, _("Đã chốt thẩm định lần %(stage)d.") % {"stage": stage})
    return redirect("appraisals:unit", participant.pk)


def _here(request: HttpRequest, pk: int, code: str) -> Here:
    participant, person, at = participant_of(pk), person_in(request), timezone.now()
    leaf = leaf_of(participant.round.edition, code)
    if leaf is None or leaf.scored_by not in BY_APPRAISERS:
        raise Http404
    require(may_read_appraisal(person, participant, at, code))
    asked = request.GET.get("lan", "")
    stage = int(asked) if asked in ("1", "2") else stage_at(participant, at)
    along = "criterion" if request.GET.get("theo") == "tieu-chi" else "unit"
    line = lines_of(participant.round, [participant], [code])[0]
    return Here(person, line, stage, at, along)


def _form(here: Here, data: Any) -> DecisionForm:
    line = here.line
    given: Mapping[str, str] = line.answer.inputs if line.answer else {}
    stored = line.at_stage(here.stage)
    if stored is None and here.stage != 1 and line.first is not None:
        given = line.first.inputs or given
    kinds = allowed_kinds(line.leaf, here.stage, line.answer, line.first_that_holds)
    return DecisionForm(data, leaf=line.leaf, kinds=kinds, given=given, stored=stored)


def _page(
    request: HttpRequest,
    here: Here,
    form: DecisionForm,
    *,
    status: int = 200,
    conflict: Any = None,
    ask_form: AskForm | None = None,
) -> HttpResponse:
    line, participant = here.line, here.participant
    round_ = participant.round
    facts = facts_digest(line.answer.inputs, line.answer.standing) if line.answer else ""
    tally, named = decided_elsewhere(participant, line.code, here.stage, facts)
    before, after = _neighbours(here)
    own = {"label": participant.unit.name, "url": reverse("appraisals:unit", args=[participant.pk])}
    context = {
        **_said_of_leaf(line),
        "breadcrumbs": queue_crumbs(round_, own, {"label": line.code}),
        "round": round_,
        "participant": participant,
        "stage": here.stage,
        "stored": line.at_stage(here.stage),
        "is_stale": line.is_stale(here.stage),
        "verdict": may_appraise(here.person, participant, here.at, line.code, here.stage),
        "window": window(round_, STAGES[here.stage], here.at, participant),
        "form": form,
        "conflict": conflict,
        "rows": _input_rows(line),
        "tally": tally,
        "named": named,
        "uses": uses_of([participant.pk], line.code),
        "before": before,
        "after": after,
        "along": here.along,
        "query": request.GET.urlencode(),
        "may_ask": may_ask(here.person, participant, here.at, line.code),
        "ask_form": ask_form or _ask_form(here),
    }
    return render(request, "appraisals/appraise.html", context, status=status)


def _said_of_leaf(line: Line) -> dict[str, Any]:
    """Give what the edition says of the leaf: label, rule in words, guidance."""
    node, lang = line.leaf.node, page_language()
    return {
        "line": line,
        "leaf": line.leaf,
        "label": label_of(line.leaf),
        "rule": rule_sentence(node.rule, node.max, lang) if node.rule else "",
        "guidance": node.guidance.in_(lang) if node.guidance else "",
    }


def _ask_form(here: Here) -> AskForm:
    phase = window(here.participant.round, PhaseKind.EXPLANATION, here.at, here.participant)
    return AskForm(initial={"due_at": local(phase.closes_at)})


def _input_rows(line: Line) -> list[dict[str, Any]]:
    """Give the inputs as a table: what was claimed, what held at each stage, what held last year."""
    lang = page_language()
    rows = []
    for spec in line.leaf.node.inputs():
        sources = {
            "claimed": line.answer.inputs if line.answer else {},
            "first": line.first.inputs if line.first else {},
            "second": line.second.inputs if line.second else {},
            "earlier": line.earlier.inputs if line.earlier else {},
        }
        words = {name: _said(line.leaf, spec.name, inputs) for name, inputs in sources.items()}
        changed = bool(line.first) and words["claimed"] != words["first"]
        rows.append({"label": spec.label.in_(lang), **words, "is_changed": changed})
    return rows


def _said(leaf: OutlineNode, name: str, inputs: Mapping[str, str]) -> str:
    """Give an input in words: the label of its choice, else the number."""
    if name not in inputs:
        return ""
    value = Decimal(inputs[name])
    spec = next(one for one in leaf.node.inputs() if one.name == name)
    choice = next((one for one in spec.choices if one.value == value), None)
    return choice.label.in_(page_language()) if choice else number_text(value)


def _neighbours(here: Here) -> tuple[str, str]:
    """Give the addresses before and after this one on the way; empty at the ends."""
    scope = scope_for(here.person, here.participant.round)
    pk, code = here.participant.pk, here.line.code
    keys: list[tuple[int, str]]
    if here.along == "criterion":
        rows = scope.participants().filter(state__in=HANDED_IN).order_by("order", "pk")
        keys = [
            (one, code) for one, path in rows.values_list("pk", "unit__path") if code in scope.codes_for(path)
        ]
    else:
        keys = [(pk, one) for one in scope.codes_for(here.participant.unit.path)]
    if (pk, code) not in keys:
        return "", ""
    place = keys.index((pk, code))
    before = _address(here, keys[place - 1][1], keys[place - 1][0]) if place else ""
    after = _address(here, keys[place + 1][1], keys[place + 1][0]) if place + 1 < len(keys) else ""
    return before, after


def _address(here: Here, code: str, pk: int | None = None) -> str:
    link = reverse("appraisals:appraise", args=[pk or here.participant.pk, code])
    way = "&theo=tieu-chi" if here.along == "criterion" else ""
    return f"{link}?lan={here.stage}{way}"


def _onward(here: Here, goes_on: bool) -> str:  # noqa: FBT001  # which of two buttons was pressed
    after = _neighbours(here)[1] if goes_on else ""
    return after or _address(here, here.line.code)
