"""Pages about drafts: upload, check report, adoption."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.errors import Problem, ProblemsFound
from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.frameworks.actions.adopt_edition import AlreadyAdopted, NotSound, adopt_edition
from parweb.frameworks.actions.discard_draft import discard_draft
from parweb.frameworks.actions.make_draft import make_draft
from parweb.frameworks.findings import findings_in
from parweb.frameworks.forms import LIMIT, CopyForm, UploadForm
from parweb.frameworks.intake import Brought, from_shelf, from_workbook, from_yaml, next_year
from parweb.frameworks.models import AdoptedEdition, EditionDraft
from parweb.frameworks.permissions import may_adopt_edition
from parweb.frameworks.responses import edition_file
from parweb.interface.numbers import page_language

Origin = EditionDraft.Origin


def _trail(label: str) -> list[dict[str, str]]:
    return [{"url": reverse("frameworks:list"), "label": _("Bộ tiêu chí")}, {"label": label}]


@for_people
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file in; its check report comes next. A workbook that cannot be read is told of here."""
    person, now = person_in(request), timezone.now()
    require(may_adopt_edition(person, now))
    form = UploadForm(request.POST or None, request.FILES or None)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            brought, origin = _brought(form)
        except ProblemsFound as found:
            problems = found.problems
        else:
            name = str(form.cleaned_data["file"].name)
            made = make_draft(person, brought, origin=origin, name=name, at=now)
            for loss in brought.losses:
                messages.warning(request, f"{loss.code}: {loss.what(page_language())}")
            return redirect("frameworks:draft", pk=made.pk)
    context = {"form": form, "problems": _rows(problems), "breadcrumbs": _trail(_("Tải lên"))}
    return render(request, "frameworks/upload.html", context, status=422 if problems or form.errors else 200)


def _brought(form: UploadForm) -> tuple[Brought, EditionDraft.Origin]:
    file = form.cleaned_data["file"]
    content, name = file.read(LIMIT), str(file.name)
    if name.lower().endswith(".xlsx"):
        return from_workbook(content, name), Origin.WORKBOOK
    return from_yaml(content, name, form.case_files()), Origin.FILE


@for_people
@require_POST
def take_shipped(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a shipped edition as a draft."""
    person, now = person_in(request), timezone.now()
    require(may_adopt_edition(person, now))
    brought = from_shelf(ref)
    made = make_draft(person, brought, origin=Origin.SHELF, name=f"{ref}.yaml", at=now)
    return redirect("frameworks:draft", pk=made.pk)


@for_people
@require_POST
def copy(request: HttpRequest, edition_id: str, year: int) -> HttpResponse:
    """Copy an adopted edition to another year, as a draft."""
    person, now = person_in(request), timezone.now()
    require(may_adopt_edition(person, now))
    adopted = get_object_or_404(AdoptedEdition, edition_id=edition_id, year=year)
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Năm mới phải là một số từ 1990 đến 2200."))
        return redirect("frameworks:edition", edition_id=edition_id, year=year)
    wanted = form.cleaned_data["year"]
    brought = Brought(next_year(adopted.text, adopted.ref, wanted), adopted.cases)
    name = f"{edition_id}-{wanted}.yaml"
    made = make_draft(person, brought, origin=Origin.COPY, name=name, at=now)
    return redirect("frameworks:draft", pk=made.pk)


def _rows(problems: tuple[Problem, ...]) -> list[dict[str, object]]:
    lang = page_language()
    return [
        {
            "code": one.code,
            "is_error": one.is_error,
            "where": one.place.text(lang),
            "what": one.what(lang),
            "remedy": one.remedy(lang),
        }
        for one in problems
    ]


@for_people
@require_GET
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the check report of a draft; errors first."""
    require(may_adopt_edition(person_in(request), timezone.now()))
    return _report(request, get_object_or_404(EditionDraft.objects.select_related("made_by"), pk=pk))


def _report(request: HttpRequest, made: EditionDraft, status: int = 200) -> HttpResponse:
    found = findings_in(made.text, made.cases, made.name)
    edition = found.edition
    former = (
        AdoptedEdition.objects.filter(edition_id=edition.id, year=edition.year).first() if edition else None
    )
    context = {
        "draft": made,
        "found": found,
        "edition": edition,
        "title": edition.title.in_(page_language()) if edition else made.name,
        "leaves": sum(1 for _ in edition.leaves()) if edition else 0,
        "former": former,
        "is_same": bool(former and former.digest == found.digest),
        "rows": _rows((*found.errors, *found.warnings)),
        "breadcrumbs": _trail(made.name),
    }
    return render(request, "frameworks/draft.html", context, status=status)


@for_people
@require_GET
def download_draft(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give a draft as YAML or XLSX, to be worked on further."""
    require(may_adopt_edition(person_in(request), timezone.now()))
    made = get_object_or_404(EditionDraft, pk=pk)
    found = findings_in(made.text, made.cases, made.name)
    if found.edition is None:
        return _report(request, made, status=422)
    return edition_file(found.edition, made.text, made.cases, kind)


@for_people
@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Adopt a draft."""
    person, now = person_in(request), timezone.now()
    require(may_adopt_edition(person, now))
    made = get_object_or_404(EditionDraft.objects.select_related("made_by"), pk=pk)
    try:
        adopted = adopt_edition(person, made, at=now)
    except NotSound:
        messages.error(request, _("Chưa ban hành: bản nháp còn lỗi."))
        return _report(request, made, status=422)
    except AlreadyAdopted as already:
        messages.error(request, _said(already))
        return _report(request, made, status=409)
    words = _("Đã ban hành {ref}. Từ nay nội dung không thay đổi nữa.").format(ref=adopted.ref)
    messages.success(request, words)
    return redirect("frameworks:edition", edition_id=adopted.edition_id, year=adopted.year)


def _said(already: AlreadyAdopted) -> str:
    if already.is_same:
        return _("{ref} đã được ban hành với đúng nội dung này.").format(ref=already.former.ref)
    return _(
        "{ref} đã được ban hành với nội dung khác (mã băm {then}…; bản này {now}…). Nội dung đã ban hành "
        "không thay đổi: muốn sửa thì lập bộ tiêu chí có mã hoặc năm khác."
    ).format(ref=already.former.ref, then=already.former.digest[:12], now=already.digest[:12])


@for_people
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    made = get_object_or_404(EditionDraft, pk=pk)
    discard_draft(person_in(request), made, at=timezone.now())
    messages.success(request, _("Đã xóa bản nháp."))
    return redirect("frameworks:list")
