"""The page on which a manager moves a round to another edition: preview, details, then the work itself."""

from __future__ import annotations

from itertools import chain
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from parindex.errors import ProblemsFound
from parindex.frameworks.crosswalk import Crosswalk
from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.assessments.actions.upload_crosswalk import upload_crosswalk
from parweb.assessments.crosswalks import crosswalk_in
from parweb.assessments.following import decisions_at_stake, following, stake_lines
from parweb.assessments.forms_move import CrosswalkForm, MoveForm
from parweb.assessments.models import Upload
from parweb.assessments.move_preview import Preview, affected, answer_lines, criterion_lines, preview_of
from parweb.assessments.moving import Plan
from parweb.assessments.tasks_move import KIND
from parweb.assessments.workbook import problems_text
from parweb.frameworks.models import AdoptedEdition
from parweb.interface.numbers import page_language
from parweb.interface.pages import matches, read_page, read_search
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.jobs.actions.start import start
from parweb.rounds.finding import found_round
from parweb.rounds.models import CarriedAnswer, Round
from parweb.rounds.permissions import may_move_edition
from parweb.rounds.queries import window
from parweb.rounds.states import PhaseKind

COLUMNS = (
    Column("unit", gettext_lazy("Đơn vị")),
    Column("code", gettext_lazy("Mã trước")),
    Column("label", gettext_lazy("Tiêu chí")),
    Column("new_code", gettext_lazy("Mã sau")),
    Column("word", gettext_lazy("Kết quả")),
    Column("before", gettext_lazy("Số liệu trước")),
    Column("after", gettext_lazy("Số liệu sau")),
    Column("reason", gettext_lazy("Lý do")),
    Column("source", gettext_lazy("Nguồn")),
)


MOST_SHOWN: Final = 100
"""Void decisions that the page lists; the file has all of them."""


@for_people
@require_http_methods(["GET", "POST"])
def move_edition(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose an edition, see what becomes of every answer, and start the move."""
    now, person = timezone.now(), person_in(request)
    round_ = found_round(slug)
    require(may_move_edition(person, round_, now))
    form = MoveForm(round_, now, request.POST if request.method == "POST" else request.GET or None)
    if request.method == "POST" and form.is_valid():
        arguments = {
            "round_id": round_.pk,
            "edition_id": form.cleaned_data["edition"].pk,
            "by": person.user_id,
            "address": person.address,
            "until": form.until_text(),
            "crosswalk": given.pk if (given := form.cleaned_data["crosswalk"]) else None,
        }
        job = start(KIND, arguments, by=person.user_id, at=now, link=reverse("rounds:round", args=[slug]))
        messages.success(request, _("Đang chuyển sang bộ tiêu chí mới."))
        return redirect("jobs:job", job.pk)
    context = _frame(round_, form)
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and form.cleaned_data.get("edition"):
        try:
            return _previewed(request, round_, form, context, status)
        except ProblemsFound as found:
            context["problems"], status = problems_text(found, page_language()), 422
    return render(request, "assessments/move.html", context, status=status)


@for_people
@require_POST
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a crosswalk for the edition that is previewed; a bad one is told with all its problems."""
    now, person, round_ = timezone.now(), person_in(request), found_round(slug)
    require(may_move_edition(person, round_, now))
    form = CrosswalkForm(request.POST, request.FILES)
    context = _frame(round_, MoveForm(round_, now, request.POST)) | {"crosswalk_form": form}
    if form.is_valid():
        file, new = form.cleaned_data["file"], form.cleaned_data["edition"]
        try:
            made = upload_crosswalk(person, round_, new, file.read(), file.name, now)
        except ProblemsFound as found:
            context["problems"] = problems_text(found, page_language())
        else:
            messages.success(request, _("Đã đọc bảng đối chiếu; bản xem trước bên dưới tính theo bảng này."))
            address = reverse("assessments:move_edition", args=[slug])
            return redirect(f"{address}?edition={new.pk}&crosswalk={made.pk}")
    return render(request, "assessments/move.html", context, status=422)


def _frame(round_: Round, form: MoveForm) -> dict[str, Any]:
    return {
        "round": round_,
        "form": form,
        "breadcrumbs": [
            {"url": reverse("rounds:list"), "label": _("Kỳ đánh giá")},
            {"url": reverse("rounds:round", args=[round_.slug]), "label": round_.name},
            {"label": _("Chuyển sang bộ tiêu chí khác")},
        ],
    }


def _crosswalk(round_: Round, new: AdoptedEdition, given: Upload | None) -> Crosswalk | None:
    return crosswalk_in(given, round_.edition, new) if given else None


def _previewed(
    request: HttpRequest, round_: Round, form: MoveForm, context: dict[str, Any], status: int
) -> HttpResponse:
    lang, new, given = page_language(), form.cleaned_data["edition"], form.cleaned_data.get("crosswalk")
    plan = Plan(round_.edition, new, _crosswalk(round_, new, given))
    rows = list(affected(round_, plan))
    preview = preview_of(round_, plan, rows)
    stake = stake_lines(preview, decisions_at_stake(round_, following(plan, rows)), lang)
    if wanted := asked_format(request.GET):
        lines = (one for one in answer_lines(round_, plan, lang) if one["verdict"] != "kept")
        table = Table(f"{preview.plan.former.ref} → {new.ref}", COLUMNS, chain(lines, stake))
        return table_response(table, wanted, f"{_('Chuyển bộ tiêu chí')} {round_.name}")
    now = timezone.now()
    context |= {
        "new": new,
        "crosswalk": given,
        "crosswalk_form": CrosswalkForm(initial={"edition": new.pk}),
        "stake": stake[:MOST_SHOWN],
        "stake_count": len(stake),
        "counts": [
            (verdict.value, verdict.label, preview.counts.get(verdict.value, 0))
            for verdict in CarriedAnswer.Verdict
        ],
        "criteria": [one for one in criterion_lines(preview, lang) if one["verdict"] != "kept"],
        "added": [(leaf.code, leaf.node.label.in_(lang), leaf.node.max) for leaf in preview.plan.added],
        "page": read_page(request.GET, _units(request, preview)),
        "words": str(request.GET.get("q") or ""),
        "is_locked": not window(round_, PhaseKind.SELF_SCORE, now).is_open,
    }
    return render(request, "assessments/move.html", context, status=status)


def _units(request: HttpRequest, preview: Preview) -> list[Any]:
    """Give the units that are touched, those with most to do again first."""
    words = read_search(request.GET)
    touched = [
        one for one in preview.units.values() if (one.redo or one.changed) and matches(words, one.name)
    ]
    return sorted(touched, key=lambda one: -one.redo)


@for_people
@require_http_methods(["GET"])
def move_unit(request: HttpRequest, slug: str, participant_id: int) -> HttpResponse:
    """Show what becomes of every answer of one unit."""
    round_ = found_round(slug)
    require(may_move_edition(person_in(request), round_, timezone.now()))
    participant = get_object_or_404(round_.participants.select_related("unit"), pk=participant_id)
    new = get_object_or_404(AdoptedEdition, pk=_number(request.GET.get("edition")))
    given = Upload.objects.filter(
        pk=_number(request.GET.get("crosswalk")), round=round_, kind=Upload.Kind.CROSSWALK
    ).first()
    plan = Plan(round_.edition, new, _crosswalk(round_, new, given))
    context = {
        "round": round_,
        "unit": participant.unit,
        "new": new,
        "lines": list(answer_lines(round_, plan, page_language(), participant.pk)),
        "breadcrumbs": [
            {"url": reverse("rounds:round", args=[slug]), "label": round_.name},
            {
                "url": f"{reverse('assessments:move_edition', args=[slug])}?{request.GET.urlencode()}",
                "label": _("Chuyển sang bộ tiêu chí khác"),
            },
            {"label": participant.unit.name},
        ],
    }
    return render(request, "assessments/move_unit.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
