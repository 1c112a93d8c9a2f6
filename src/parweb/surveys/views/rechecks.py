"""Back-checks: whose interviews are asked again, the second answer, and how far it agrees with the first."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import Refused, require
from parweb.interface.pages import read_page
from parweb.interface.tables import Column, Format, Table, asked_format, table_response
from parweb.surveys.actions.draw_back_checks import draw_back_checks, log_list_taken
from parweb.surveys.actions.enter_back_check import enter_back_check
from parweb.surveys.forms.rechecks import BackCheckDrawForm
from parweb.surveys.keying.boxes import filled, read_boxes
from parweb.surveys.models import BackCheck, Campaign
from parweb.surveys.permissions import may_review
from parweb.surveys.queries.fieldwork import campaign_in_field
from parweb.surveys.queries.rechecks import back_check_of, back_checks_of, drawn_by_interviewer, draws_of
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.rechecking import agreement_of, drawable
from parweb.surveys.states import TAKING
from parweb.surveys.views.answering import page_language
from parweb.surveys.views.campaigns import crumb_of, crumbs

_SEED_BITS: Final = 48
LIST_COLUMNS: Final = [
    Column("interviewer", gettext_lazy("Điều tra viên")),
    Column("number", gettext_lazy("Số phúc tra"), kind="whole"),
    Column("unit", gettext_lazy("Đơn vị")),
    Column("psu", gettext_lazy("Cụm")),
    Column("element", gettext_lazy("Mã trong mẫu")),
    Column("day", gettext_lazy("Ngày hỏi"), kind="date"),
    Column("mode", gettext_lazy("Hình thức hỏi")),
    Column("why", gettext_lazy("Được chọn vì")),
    Column("state", gettext_lazy("Phúc tra")),
]
AGREEMENT_COLUMNS: Final = [
    Column("interviewer", gettext_lazy("Điều tra viên")),
    Column("drawn", gettext_lazy("Được rút"), kind="whole"),
    Column("flagged", gettext_lazy("Bị gắn cờ"), kind="whole"),
    Column("answers", gettext_lazy("Đã phúc tra"), kind="whole"),
    Column("compared", gettext_lazy("Số câu so được"), kind="whole"),
    Column("same", gettext_lazy("Số câu khớp"), kind="whole"),
    Column("agreement", gettext_lazy("Khớp"), kind="percent", decimals=1),
    Column("facts", gettext_lazy("Khớp: sự việc"), kind="percent", decimals=1),
    Column("opinions", gettext_lazy("Khớp: hài lòng"), kind="percent", decimals=1),
]
QUESTION_COLUMNS: Final = [
    Column("question", gettext_lazy("Câu")),
    Column("compared", gettext_lazy("Số phiếu so được"), kind="whole"),
    Column("same", gettext_lazy("Số phiếu khớp"), kind="whole"),
    Column("agreement", gettext_lazy("Khớp"), kind="percent", decimals=1),
]


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def back_checks(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the draws, the list and the agreement; POST draws; ``?format=`` gives a table as a file."""
    person, campaign = _reviewing(request, slug)
    if request.method == "POST":
        return _draw(request, person, campaign)
    if file_format := asked_format(request.GET):
        return _file(request, person, campaign, file_format)
    return _page(request, campaign, BackCheckDrawForm())


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def enter(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Type in what was answered the second time; what was answered first is not shown."""
    person, campaign = _reviewing(request, slug)
    found = back_check_of(campaign, number)
    if request.method != "POST":
        return _boxes_page(request, campaign, found, {}, {})
    typed = {name: str(value) for name, value in request.POST.items()}
    answers, problems = read_boxes(form_of(found.response.form), typed)
    if problems:
        return _boxes_page(request, campaign, found, typed, problems)
    try:
        enter_back_check(person, found, answers, timezone.now())
    except Refused as refused:  # what was typed stays on the page
        messages.error(request, f"{refused.verdict.why} {refused.verdict.who}")
        return _boxes_page(request, campaign, found, typed, {}, status=409)
    messages.success(request, _("Đã nhập phúc tra số {number}.").format(number=number))
    return redirect("surveys:back_checks", slug)


def _draw(request: HttpRequest, person: Person, campaign: Campaign) -> HttpResponse:
    form = BackCheckDrawForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, form)
    seed = form.cleaned_data["seed"]
    seed = secrets.randbits(_SEED_BITS) if seed is None else seed
    share, minimum = form.cleaned_data["share"], form.cleaned_data["minimum"]
    made = draw_back_checks(person, campaign, share, minimum, seed, timezone.now())
    if made is None:
        messages.info(request, _("Không rút thêm phiếu nào: các điều tra viên đã đủ tỷ lệ và số tối thiểu."))
    else:
        told = {"count": made.back_checks.count(), "seed": made.seed}
        messages.success(request, _("Đã rút {count} phiếu để phúc tra, số gieo {seed}.").format(**told))
    return redirect("surveys:back_checks", campaign.slug)


def _page(request: HttpRequest, campaign: Campaign, form: BackCheckDrawForm) -> HttpResponse:
    page = read_page(request.GET, back_checks_of(campaign))
    agreement, questions = _agreement(campaign) if page else ([], [])
    context = {
        "campaign": campaign,
        "form": form,
        "page": page,
        "rows": [_listed(one) for one in page],
        "drawable": drawable(campaign).count(),
        "draws": list(draws_of(campaign)),
        "columns": AGREEMENT_COLUMNS,
        "agreement": agreement,
        "questions": questions,
        "may_enter": campaign.state in TAKING,
        "breadcrumbs": _way(campaign),
    }
    return render(request, "surveys/review/back_checks.html", context, status=422 if form.errors else 200)


def _listed(one: BackCheck) -> dict[str, Any]:
    first = one.response
    return {
        "interviewer": str(first.interviewer),
        "number": one.number,
        "unit": first.unit.name,
        "psu": first.psu,
        "element": first.invitation.element_id if first.invitation else "",
        "day": timezone.localdate(first.started_at),
        "mode": first.get_mode_display(),
        "why": _("bị gắn cờ") if one.is_flagged else _("ngẫu nhiên"),
        "state": _("đã nhập") if one.is_done else _("chưa nhập"),  # type: ignore[attr-defined]  # annotated
        "is_done": one.is_done,  # type: ignore[attr-defined]  # annotated
    }


def _agreement(campaign: Campaign) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the rows by interviewer, those without a back-check too, and by question."""
    found, by_item = agreement_of(campaign)
    none = {"answers": 0, "compared": 0, "same": 0, "agreement": None}
    rows = [
        none
        | found.get(one["response__interviewer"], {})
        | {"interviewer": one["response__interviewer__full_name"]}
        | {name: one[name] for name in ("drawn", "flagged")}
        for one in drawn_by_interviewer(campaign)
    ]
    language = page_language()
    return rows, [row | {"question": row["column"].label.in_(language)} for row in by_item]


def _file(request: HttpRequest, person: Person, campaign: Campaign, file_format: Format) -> HttpResponse:
    wanted = request.GET.get("bang")
    if wanted in ("khop", "cau"):
        rows, questions = _agreement(campaign)
        told = (AGREEMENT_COLUMNS, rows) if wanted == "khop" else (QUESTION_COLUMNS, questions)
        table = Table(_("Phúc tra khớp với lần đầu"), *told)
        return table_response(table, file_format, f"phuc-tra-{wanted}-{campaign.slug}")
    log_list_taken(person, campaign, file_format, timezone.now())
    rows_listed: Iterator[dict[str, Any]] = (_listed(one) for one in back_checks_of(campaign))
    table = Table(_("Danh sách phúc tra"), LIST_COLUMNS, rows_listed)
    return table_response(table, file_format, f"phuc-tra-{campaign.slug}")


def _boxes_page(
    request: HttpRequest,
    campaign: Campaign,
    found: BackCheck,
    typed: dict[str, str],
    problems: dict[str, str],
    status: int = 200,
) -> HttpResponse:
    context = {
        "campaign": campaign,
        "row": _listed(found),
        "boxes": filled(form_of(found.response.form), typed, problems, page_language()),
        "problems": len(problems),
        "breadcrumbs": _way(campaign, found),
    }
    page = "surveys/review/back_check.html"
    return render(request, page, context, status=422 if problems else status)


def _reviewing(request: HttpRequest, slug: str) -> tuple[Person, Campaign]:
    person, campaign = person_in(request), campaign_in_field(slug)
    require(may_review(person, campaign, timezone.now()))
    return person, campaign


def _way(campaign: Campaign, found: BackCheck | None = None) -> list[dict[str, str]]:
    here = reverse("surveys:back_checks", args=[campaign.slug]) if found else ""
    own = [(_("Phúc tra số {number}").format(number=found.number), "")] if found else []
    review = (_("Rà soát phiếu"), reverse("surveys:review", args=[campaign.slug]))
    return crumbs(crumb_of(campaign), review, (_("Phúc tra"), here), *own)
