"""Paper forms: batches, sheets to print, typing in, what two people typed otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from parindex.surveys.paper.form_pdf import Sheet, form_pdf
from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import Refused, require
from parweb.interface.pages import read_page
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.surveys.actions.key_sheet import key_sheet, settle_sheet
from parweb.surveys.actions.make_batch import make_batch
from parweb.surveys.forms.paper import BatchForm
from parweb.surveys.keying.boxes import Difference, differences, filled, read_boxes, typed_of, undecided
from parweb.surveys.models import Batch, PaperSheet
from parweb.surveys.permissions import may_key_paper, may_run_fieldwork
from parweb.surveys.queries.fieldwork import campaign_in_field
from parweb.surveys.queries.paper import batch_of, batches_of, is_taken, next_sheet, sheet_of, sheets_of
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import PaperState
from parweb.surveys.views.answering import page_language
from parweb.surveys.views.campaigns import crumb_of, crumbs

_BLANK: Final = "trong."
"""Before the name of a box: the mark that the sheet says nothing there. No name of a box has a dot."""
DIFFERENCE_COLUMNS: Final = [
    Column("sheet", gettext_lazy("Phiếu"), kind="whole"),
    Column("box", gettext_lazy("Câu")),
    Column("label", gettext_lazy("Nội dung")),
    Column("first", gettext_lazy("Lần một")),
    Column("second", gettext_lazy("Lần hai")),
]


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def batches(request: HttpRequest, slug: str) -> HttpResponse:
    """List the batches of a campaign, and make one."""
    campaign, person, now = campaign_in_field(slug), person_in(request), timezone.now()
    require(may_key_paper(person, campaign, now) or may_run_fieldwork(person, campaign, now))
    form = BatchForm(request.POST or None, path=campaign.owner.path)
    status = 200
    if request.method == "POST":
        require(may_run_fieldwork(person, campaign, now))
        if form.is_valid():
            try:
                made = make_batch(person, campaign, form.wanted(), now)
            except Refused as refused:
                form.add_error(None, f"{refused.verdict.why} {refused.verdict.who}")
            else:
                messages.success(request, _("Đã lập lô {number}.").format(number=made.number))
                return redirect("surveys:batch", slug, made.number)
        status = 422
    context = {
        "campaign": campaign,
        "page": read_page(request.GET, batches_of(campaign)),
        "form": form,
        "may_make": may_run_fieldwork(person, campaign, now),
        "breadcrumbs": crumbs(crumb_of(campaign), (_("Phiếu giấy"), "")),
    }
    return render(request, "surveys/paper/batches.html", context, status=status)


@require_safe
@for_people
def batch(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show the sheets of a batch and how far each is."""
    one, person = _batch(request, slug, number), person_in(request)
    following = next_sheet(one, person.account_id)
    context = {
        "campaign": one.campaign,
        "batch": one,
        "rows": sheets_of(one),
        "next": following,
        "breadcrumbs": crumbs(crumb_of(one.campaign), *_way(one)),
    }
    return render(request, "surveys/paper/batch.html", context)


@require_safe
@for_people
def print_batch(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give the sheets of a batch as a PDF to print."""
    one = _batch(request, slug, number)
    form = form_of(one.form)
    sheets = [_printed(request, one, row.sheet) for row in sheets_of(one)]
    pdf = form_pdf(form, one.campaign.shown_title, sheets, page_language())
    name = f"phieu-lo-{one.number}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _printed(request: HttpRequest, one: Batch, sheet: PaperSheet) -> Sheet:
    form = form_of(one.form)
    address = reverse("surveys:key_sheet", args=[one.campaign.slug, one.number, sheet.number])
    code = sheet.invitation.element_id if sheet.invitation else _("phiếu trắng")
    place = _("Lô {batch} · Phiếu {sheet} · {unit}").format(
        batch=one.number, sheet=sheet.number, unit=one.unit.name
    )
    return Sheet(
        qr=request.build_absolute_uri(f"{address}?v={form.ref}-{form.version}"),
        lines=(place, _("Mã trong mẫu: {code}").format(code=code)),
        footer=f"{place} · {form.ref}, {form.version}",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def key(request: HttpRequest, slug: str, number: int, sheet_number: int) -> HttpResponse:
    """Type a sheet in; nobody sees what somebody else typed."""
    one = _batch(request, slug, number)
    sheet, person, form = sheet_of(one, sheet_number), person_in(request), form_of(one.form)
    if request.method != "POST":
        own = sheet.first if sheet.state == PaperState.ONCE and sheet.first_by_id == person.user_id else None
        return _boxes_page(request, sheet, typed_of(form, own or {}), {})
    typed = {name: str(value) for name, value in request.POST.items()}
    answers, problems = read_boxes(form, typed)
    if problems:
        return _boxes_page(request, sheet, typed, problems)
    if not answers:
        words = _(
            "Chưa gõ mã nào nên phiếu {number} chưa được lưu. Tờ giấy để trống hoàn toàn thì không nhập."
        )
        messages.error(request, words.format(number=sheet.number))
        return _boxes_page(request, sheet, typed, {}, status=422)
    try:
        state = key_sheet(person, sheet, answers, timezone.now())
    except Refused as refused:  # what was typed stays on the page
        messages.error(request, f"{refused.verdict.why} {refused.verdict.who}")
        return _boxes_page(request, sheet, typed, {}, status=409)
    _say(request, sheet, state)
    following = next_sheet(one, person.account_id, after=sheet.number)
    if following is None:
        return redirect("surveys:batch", slug, number)
    return redirect("surveys:key_sheet", slug, number, following.number)


def _say_not_taken(request: HttpRequest, sheet: PaperSheet) -> None:
    words = _("Phiếu {number} đã nhập xong nhưng không được tính: người này đã trả lời bằng cách khác.")
    messages.warning(request, words.format(number=sheet.number))


def _say(request: HttpRequest, sheet: PaperSheet, state: PaperState) -> None:
    if state == PaperState.SETTLED and not is_taken(sheet):
        return _say_not_taken(request, sheet)
    words = {
        PaperState.ONCE: _("Đã lưu phiếu {number}, chờ người khác nhập lần hai."),
        PaperState.DIFFERENT: _("Đã lưu phiếu {number}; hai lần nhập khác nhau, cần thống nhất."),
        PaperState.SETTLED: _("Đã lưu phiếu {number}; hai lần nhập khớp."),
    }
    level = messages.warning if state == PaperState.DIFFERENT else messages.success
    level(request, words[state].format(number=sheet.number))
    return None


def _boxes_page(
    request: HttpRequest,
    sheet: PaperSheet,
    typed: dict[str, str],
    problems: dict[str, str],
    status: int = 200,
) -> HttpResponse:
    one = sheet.batch
    context = {
        "campaign": one.campaign,
        "batch": one,
        "sheet": sheet,
        "boxes": filled(form_of(one.form), typed, problems, page_language()),
        "problems": len(problems),
        "is_typed": sheet.state not in (PaperState.NEW, PaperState.ONCE),
        "breadcrumbs": crumbs(crumb_of(one.campaign), *_way(one), (_("Nhập phiếu"), "")),
    }
    return render(request, "surveys/paper/key.html", context, status=422 if problems else status)


@require_safe
@for_people
def different(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """List what two people typed otherwise in a batch."""
    one = _batch(request, slug, number)
    rows = list(_differing(one))
    if file_format := asked_format(request.GET):
        table = Table(_("Khác biệt giữa hai lần nhập"), DIFFERENCE_COLUMNS, rows)
        return table_response(table, file_format, f"khac-biet-lo-{one.number}")
    context = {
        "campaign": one.campaign,
        "batch": one,
        "rows": rows,
        "breadcrumbs": crumbs(crumb_of(one.campaign), *_way(one), (_("Khác biệt"), "")),
    }
    return render(request, "surveys/paper/different.html", context)


def _differing(one: Batch) -> Iterator[dict[str, Any]]:
    form, language = form_of(one.form), page_language()
    for sheet in PaperSheet.objects.filter(batch=one, state=PaperState.DIFFERENT):
        for found in differences(form, sheet.first or {}, sheet.second or {}, language):
            yield {
                "sheet": sheet.number,
                "box": found.box.name,
                "label": found.box.label or found.box.heading,
                "first": found.first,
                "second": found.second,
                "first_said": found.first_said,
                "second_said": found.second_said,
            }


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def settle(request: HttpRequest, slug: str, number: int, sheet_number: int) -> HttpResponse:
    """Say what a sheet really says where two people typed otherwise."""
    one = _batch(request, slug, number)
    sheet = sheet_of(one, sheet_number)
    if sheet.state != PaperState.DIFFERENT:
        return _too_late(request, sheet)
    form = form_of(one.form)
    found = differences(form, sheet.first or {}, sheet.second or {}, page_language())
    if request.method != "POST":
        return _settle_page(request, sheet, [(each, "", False, "") for each in found])
    typed = {each.box.name: str(request.POST.get(each.box.name) or "") for each in found}
    blank = {name for name in typed if f"{_BLANK}{name}" in request.POST}
    answers, problems = read_boxes(form, typed_of(form, sheet.first or {}) | typed)
    problems |= undecided(typed, blank)
    if problems:
        rows = [(each, each.box.name) for each in found]
        told = [(each, typed[name], name in blank, problems.get(name, "")) for each, name in rows]
        return _settle_page(request, sheet, told)
    settle_sheet(person_in(request), sheet, answers, timezone.now())
    if is_taken(sheet):
        messages.success(request, _("Đã thống nhất phiếu {number}.").format(number=sheet.number))
    else:
        _say_not_taken(request, sheet)
    return redirect("surveys:batch", slug, number)


def _too_late(request: HttpRequest, sheet: PaperSheet) -> HttpResponse:
    if request.method == "POST":
        words = _("Phiếu {number} không còn chờ thống nhất; những gì vừa gõ không được lưu.")
        messages.warning(request, words.format(number=sheet.number))
    return redirect("surveys:batch", sheet.batch.campaign.slug, sheet.batch.number)


def _settle_page(
    request: HttpRequest, sheet: PaperSheet, found: list[tuple[Difference, str, bool, str]]
) -> HttpResponse:
    """Show what differs: each with what is typed, whether the sheet is blank there, and its problem."""
    one = sheet.batch
    problems = sum(bool(problem) for *_rest, problem in found)
    context = {
        "campaign": one.campaign,
        "batch": one,
        "sheet": sheet,
        "found": found,
        "problems": problems,
        "breadcrumbs": crumbs(crumb_of(one.campaign), *_way(one), (_("Thống nhất"), "")),
    }
    return render(request, "surveys/paper/settle.html", context, status=422 if problems else 200)


def _batch(request: HttpRequest, slug: str, number: int) -> Batch:
    campaign, person, now = campaign_in_field(slug), person_in(request), timezone.now()
    require(may_key_paper(person, campaign, now) or may_run_fieldwork(person, campaign, now))
    return batch_of(campaign, number)


def _way(one: Batch) -> tuple[tuple[str, str], ...]:
    slug = one.campaign.slug
    label = _("Lô {number}").format(number=one.number)
    return (
        (_("Phiếu giấy"), reverse("surveys:batches", args=[slug])),
        (label, reverse("surveys:batch", args=[slug, one.number])),
    )
