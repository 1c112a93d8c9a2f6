"""Which leaves of a round are filled from which figures of campaigns."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.interface.numbers import page_language
from parweb.rounds.finding import found_round
from parweb.rounds.models import Round
from parweb.surveys.actions.bind_figures import bind_figures
from parweb.surveys.feeding import fed_leaves, rows_by_unit
from parweb.surveys.forms.bindings import FigureForm, key_of
from parweb.surveys.models import Binding, Campaign
from parweb.surveys.permissions import may_bind_leaves, may_see_bindings
from parweb.surveys.releasing import newest_published


@require_http_methods(["GET", "POST"])
@for_people
def bindings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which leaf is filled from which figure, for how many units, and change that."""
    round_, person, now = found_round(slug), person_in(request), timezone.now()
    require(may_see_bindings(person, round_, now))
    if request.method == "POST":
        require(may_bind_leaves(person, round_, now))
    stored = {
        one.criterion_id: one for one in Binding.objects.filter(round=round_).select_related("campaign")
    }
    forms = _forms(request, round_, stored)
    if request.method == "POST" and all(form.is_valid() for form in forms):
        counts = bind_figures(person, round_, {form.leaf.code: form.chosen for form in forms}, now)
        messages.success(request, _("Đã gắn {bound} tiêu chí, bỏ gắn {unbound} tiêu chí.").format(**counts))
        return redirect("surveys:bindings", round_.slug)
    context = {
        "round": round_,
        "forms": forms,
        "rows": [_row(form, stored.get(form.leaf.code)) for form in forms],
        "may_bind": bool(may_bind_leaves(person, round_, now)),
        "bound": len(stored),
        "fill_url": reverse("assessments:fill_fed", args=[round_.slug]),
        "breadcrumbs": [
            {"label": _("Kỳ đánh giá"), "url": reverse("rounds:list")},
            {"label": round_.name, "url": reverse("rounds:round", args=[round_.slug])},
            {"label": _("Số liệu điều tra"), "url": ""},
        ],
    }
    return render(request, "surveys/bindings.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: HttpRequest, round_: Round, stored: dict[str, Binding]) -> list[FigureForm]:
    wanted = Q(round=round_) | Q(pk__in=[one.campaign_id for one in stored.values()])
    campaigns = list(Campaign.objects.filter(wanted).order_by("pk"))
    data = request.POST if request.method == "POST" else None
    return [
        FigureForm(data, leaf=leaf, campaigns=campaigns, initial=_initial(stored.get(leaf.code)))
        for leaf in fed_leaves(round_)
    ]


def _initial(stored: Binding | None) -> dict[str, Any]:
    return {"figure": key_of(stored.campaign, stored.figure)} if stored is not None else {}


def _row(form: FigureForm, stored: Binding | None) -> dict[str, Any]:
    """Give a leaf with its form, and what its binding would fill as of now."""
    release = newest_published(stored.campaign_id) if stored is not None else None
    rows = (
        rows_by_unit(release, stored.figure, form.leaf) if release is not None and stored is not None else []
    )
    return {
        "form": form,
        "code": form.leaf.code,
        "label": form.leaf.node.label.in_(page_language()),
        "stored": stored,
        "release": release,
        "units": sum(row["estimate"] is not None for row in rows),
        "left_out": sum(row["estimate"] is None for row in rows),
    }
