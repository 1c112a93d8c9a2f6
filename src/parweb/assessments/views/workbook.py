"""The fill-in workbook down and up, with a report row by row."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from parindex.errors import ProblemsFound
from parweb.accounts.access import for_people
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.assessments.actions.save_answer import Conflict
from parweb.assessments.actions.upload_workbook import AlreadyApplied, apply_workbook, upload_workbook
from parweb.assessments.forms import WorkbookForm
from parweb.assessments.layout import layout_of
from parweb.assessments.models import Upload
from parweb.assessments.page import material_of
from parweb.assessments.permissions import may_edit_entry
from parweb.assessments.views.asking import asked, frame
from parweb.assessments.workbook import NotOurs, problems_text, workbook_bytes
from parweb.interface.numbers import page_language
from parweb.interface.tables import CONTENT_TYPES, file_response
from parweb.rounds.models import Participant


@require_GET
@for_people
def download(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Give the unit's workbook with what stands now."""
    _person, participant = asked(request, participant_id)
    material = material_of(participant)
    documents = {code: "\n".join(str(use.document) for use in uses) for code, uses in material.uses.items()}
    body = workbook_bytes(participant, material.answers, documents, page_language())
    name = _("Bảng nhập {unit} {year}").format(unit=participant.unit.name, year=participant.round.year)
    return file_response(body, f"{name}.xlsx", CONTENT_TYPES["xlsx"])


@require_http_methods(["GET", "POST"])
@for_people
def workbook(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Offer the workbook, and take a filled-in one."""
    person, participant = asked(request, participant_id)
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    problems: list[dict[str, str]] = []
    if form.is_bound:
        require(may_edit_entry(person, participant, timezone.now()))
    if form.is_bound and form.is_valid():
        upload, problems = _read(request, person, participant, form)
        if upload is not None:
            return redirect("assessments:workbook_preview", participant.pk, upload.pk)
    context = {
        **frame(participant, "workbook"),
        "form": form,
        "problems": problems,
        "verdict": may_edit_entry(person, participant, timezone.now()),
    }
    return render(request, "assessments/workbook.html", context, status=422 if form.is_bound else 200)


def _read(
    request: HttpRequest, person: Person, participant: Participant, form: WorkbookForm
) -> tuple[Upload | None, list[dict[str, str]]]:
    file = form.cleaned_data["file"]
    lang = page_language()
    try:
        return upload_workbook(person, participant, file.read(), file.name, timezone.now(), lang), []
    except ProblemsFound as problem:
        return None, problems_text(problem, lang)
    except NotOurs as problem:
        form.add_error("file", str(problem))
        return None, []


@require_http_methods(["GET", "POST"])
@for_people
def preview(request: HttpRequest, participant_id: int, upload_id: int) -> HttpResponse:
    """Show what a workbook changes, leaf by leaf, and apply it."""
    person, participant = asked(request, participant_id)
    upload = Upload.objects.filter(pk=upload_id, participant=participant, kind=Upload.Kind.WORKBOOK).first()
    if upload is None:
        raise Http404
    if request.method == "POST":
        return _applied(request, person, participant, upload)
    context = {
        **frame(participant, "workbook"),
        "upload": upload,
        "counts": {
            key: sum(row["verdict"] == key for row in upload.rows) for key in ("change", "same", "refused")
        },
        "content": _content(participant, upload),
        "rows": [row for row in upload.rows if row["verdict"] != "same"],
        "has_questions": any(row["questions"] for row in upload.rows),
        "verdict": may_edit_entry(person, participant, timezone.now()),
    }
    return render(request, "assessments/workbook_preview.html", context)


def _content(participant: Participant, upload: Upload) -> dict[str, int]:
    """Count the rows of a file as the entry counts leaves: needed ones, and those that may be blank."""
    needed = layout_of(participant.round.edition).needed
    count = sum(row["code"] in needed for row in upload.rows)
    return {"needed": count, "optional": len(upload.rows) - count}


def _applied(request: HttpRequest, person: Person, participant: Participant, upload: Upload) -> HttpResponse:
    chosen = {
        (row["code"], one["input"]): request.POST.get(f"a-{row['code']}-{one['input']}", "")
        for row in upload.rows
        for one in row["questions"]
    }
    try:
        count = apply_workbook(
            person, participant, upload, timezone.now(), chosen=chosen, lang=page_language()
        )
    except Conflict as conflict:
        code = conflict.stored.criterion_id if conflict.stored else ""
        words = _("Chưa áp dụng mục nào: mục {code} vừa được người khác sửa. Hãy tải tệp lên lại.")
        messages.error(request, words.format(code=code))
        return redirect("assessments:workbook", participant.pk)
    except AlreadyApplied:
        messages.warning(request, _("Tệp này đã được áp dụng."))
        return redirect("assessments:entry", participant.pk)
    messages.success(
        request, _("Đã áp dụng {count} mục từ tệp {name}.").format(count=count, name=upload.file_name)
    )
    return redirect("assessments:entry", participant.pk)
