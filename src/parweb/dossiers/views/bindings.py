"""Which leaves of a round are filled from dossiers, and the way from a filled leaf to its dossiers."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from parindex.frameworks.outline import OutlineNode
from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.dossiers.actions.bind_leaves import bind_leaves
from parweb.dossiers.forms.bindings import BindingForm
from parweb.dossiers.kept import opened
from parweb.dossiers.models import Binding
from parweb.dossiers.offered import LATE_BY_LENGTH, fed_leaves, fraction_of, suggested
from parweb.dossiers.permissions import may_bind_leaves, may_see_bindings
from parweb.dossiers.queries.scopes import scope_of
from parweb.interface.numbers import page_language
from parweb.rounds.finding import found_round
from parweb.rounds.models import Participant, Round
from parweb.rounds.permissions import may_see_participant


@require_http_methods(["GET", "POST"])
@for_people
def bindings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which leaf is filled from which measure, and change that."""
    round_, person, now = found_round(slug), person_in(request), timezone.now()
    require(may_see_bindings(person, round_, now))
    if request.method == "POST":
        require(may_bind_leaves(person, round_, now))
    leaves = fed_leaves(round_)
    forms = _forms(request, round_, leaves)
    if request.method == "POST" and all(form.is_valid() for form in forms):
        counts = bind_leaves(person, round_, {form.leaf.code: form.chosen for form in forms}, now)
        messages.success(request, _("Đã gắn {bound} tiêu chí, bỏ gắn {unbound} tiêu chí.").format(**counts))
        return redirect("dossiers:bindings", round_.slug)
    context = {
        "round": round_,
        "forms": forms,
        "rows": [_row(form) for form in forms],
        "may_bind": bool(may_bind_leaves(person, round_, now)),
        "bound": Binding.objects.filter(round=round_).count(),
        "coverage": _coverage(round_),
        "fill_url": reverse("assessments:fed", args=[round_.slug]),
        "breadcrumbs": _trail(round_),
    }
    return render(request, "dossiers/bindings.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: HttpRequest, round_: Round, leaves: list[OutlineNode]) -> list[BindingForm]:
    stored = {one.criterion_id: one for one in Binding.objects.filter(round=round_)}
    data = request.POST if request.method == "POST" else None
    return [
        BindingForm(data, leaf=leaf, initial=_initial(round_, leaf, stored.get(leaf.code))) for leaf in leaves
    ]


def _initial(round_: Round, leaf: OutlineNode, stored: Binding | None) -> dict[str, Any]:
    """Give what is stored, else what the edition asks for over the year that is assessed."""
    if stored is not None:
        return {"measure": stored.measure, "first_on": stored.first_on, "last_on": stored.last_on}
    year = {"first_on": date(round_.year, 1, 1), "last_on": date(round_.year, 12, 31)}
    return {"measure": suggested(leaf), **year}


def _row(form: BindingForm) -> dict[str, Any]:
    lang = page_language()
    return {
        "form": form,
        "code": form.leaf.code,
        "label": form.leaf.node.label.in_(lang),
        "inputs": "; ".join(spec.label.in_(lang) for spec in form.leaf.node.inputs()),
        "asked": form.leaf.node.feed.measure if form.leaf.node.feed else "",
        "is_suggested": bool(suggested(form.leaf)),
    }


def _coverage(round_: Round) -> dict[str, int]:
    """Count the units of the round, and those whose records are in the store."""
    units = set(round_.participants.values_list("unit_id", flat=True))
    scope = scope_of(round_.owner, opened().store.lists.units)
    return {"units": len(units), "with_records": len(units & set(scope.unit_of.values()))}


def _trail(round_: Round) -> list[dict[str, str]]:
    return [
        {"label": _("Kỳ đánh giá"), "url": reverse("rounds:list")},
        {"label": round_.name, "url": reverse("rounds:round", args=[round_.slug])},
        {"label": _("Số liệu hồ sơ"), "url": ""},
    ]


@require_GET
@for_people
def behind(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Lead from a filled leaf to the dossiers of its numerator, or to the figures of the unit."""
    participant = get_object_or_404(Participant.objects.select_related("unit", "round"), pk=pk)
    require(may_see_participant(person_in(request), participant, timezone.now()))
    bound = Binding.objects.filter(round=participant.round, criterion_id=code).first()
    told = {"don-vi": participant.unit.slug}
    if bound is None:
        messages.info(request, _("Số liệu của tiêu chí này nhập từ tệp nên không có danh sách hồ sơ."))
        return redirect(f"{reverse('dossiers:home')}?{urlencode(told)}")
    measure = "late_or_overdue" if bound.measure == LATE_BY_LENGTH else fraction_of(bound.measure).numerator
    told |= {"ky": f"{bound.first_on}..{bound.last_on}", "phep": measure}
    return redirect(f"{reverse('dossiers:listing')}?{urlencode(told)}")
