"""Pages about imports: hand files over, look at them, begin, watch, read the report."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parindex.dossiers.intake.mapping import Mapping as ColumnMapping
from parindex.dossiers.intake.mapping import mapping_of
from parindex.dossiers.intake.names import CODE_WORDS, CODES
from parindex.dossiers.records import FIELDS
from parindex.errors import ProblemsFound
from parindex.text import fold
from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.dossiers.actions.begin_import import begin_import
from parweb.dossiers.actions.hand_over import AlreadyBegun, hand_over
from parweb.dossiers.actions.hand_over import discard as take_back
from parweb.dossiers.actions.hand_over import map_columns as change_columns
from parweb.dossiers.forms.sources import HandOverForm
from parweb.dossiers.models import Import
from parweb.dossiers.permissions import (
    KEEPING,
    WATCHING,
    may_hand_over,
    may_keep_sources_of,
    may_list_sources,
    may_see_rejects_of,
    may_see_sources_of,
)
from parweb.dossiers.previewing import Preview, mapping_from, preview_of, problem_rows
from parweb.dossiers.queries.imports import has_files, has_stopped, imports_below, one_import
from parweb.dossiers.queries.sources import codes_without_unit, sources_below
from parweb.dossiers.words import WORDS, label_of, reason_words
from parweb.interface.numbers import page_language
from parweb.interface.pages import read_page
from parweb.interface.tables import safe_name
from parweb.jobs.models import Job
from parweb.jobs.queries import problems_of, progress_of

_MEGABYTE = 1024 * 1024
_CONSTANTS = ("unit_id", "procedure", "field", "channel", "level")
"""What may be the same for every row of a file."""
_COUNTS = ("read", "new", "changed", "unchanged", "older", "rejected")


def _crumbs(*rest: str) -> list[dict[str, str]]:
    made = [{"label": _("Nhập hồ sơ"), "url": reverse("dossiers:imports")}]
    made += [{"label": label, "url": ""} for label in rest]
    made[-1]["url"] = ""
    return made


def _seen(request: HttpRequest, pk: int) -> tuple[Person, Import]:
    person, found = person_in(request), one_import(pk)
    if found is None:
        raise Http404
    require(may_see_sources_of(person, found.source.owner, timezone.now()))
    return person, found


def _kept(request: HttpRequest, pk: int) -> tuple[Person, Import]:
    person, found = person_in(request), one_import(pk)
    if found is None:
        raise Http404
    require(may_keep_sources_of(person, found.source.owner, timezone.now()))
    return person, found


@require_http_methods(["GET", "POST"])
@for_people
def imports(request: HttpRequest) -> HttpResponse:
    """List what came in, and take files."""
    person, now = person_in(request), timezone.now()
    require(may_list_sources(person, now))
    sources = sources_below(person.paths(*KEEPING))
    if request.method == "POST":
        require(may_hand_over(person, now))
        form = HandOverForm(request.POST, request.FILES, sources=sources)
        if form.is_valid():
            made = hand_over(person, form.cleaned_data["source"], form.cleaned_data["files"], now)
            return redirect("dossiers:import", made.pk)
    else:
        form = HandOverForm(sources=sources, initial={"source": _only(sources)})
    may_keep = person.has(*KEEPING)
    context = {
        "page": read_page(request.GET, imports_below(person.paths(*WATCHING)), 50),
        "form": form,
        "may_keep": may_keep,
        "has_sources": may_keep and sources.exists(),
        "limit_mb": settings.DOSSIER_UPLOAD_LIMIT // _MEGABYTE,
        "most_files": settings.DOSSIER_FILES_AT_ONCE,
        "breadcrumbs": _crumbs(),
    }
    return render(request, "dossiers/imports.html", context, status=422 if form.errors else 200)


def _only(sources: Any) -> Any:
    found = list(sources[:2])
    return found[0] if len(found) == 1 else None


@for_people
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an import as it stands: what will be taken, how far it is, or what became of it."""
    person, shown = _seen(request, pk)
    return _page(request, person, shown)


def _page(
    request: HttpRequest, person: Person, shown: Import, problems: tuple[Any, ...] = ()
) -> HttpResponse:
    stopped, now = has_stopped(shown), timezone.now()
    may_keep = bool(may_keep_sources_of(person, shown.source.owner, now))
    is_open = shown.state in (Import.State.READ, Import.State.FAILED) or stopped
    context: dict[str, Any] = {
        "import": shown,
        "source": shown.source,
        "files": shown.files.all(),
        "problems": problems,
        "failures": problems_of(shown.job) if stopped and shown.job else _failures(shown),
        "stopped": stopped,
        "is_open": is_open,
        "may_keep": may_keep,
        "may_see_rejects": may_see_rejects_of(person, shown.source.owner, now),
        "has_files": has_files(shown),
        "reasons": _reasons(shown),
        "counts": [(_count_words(name), shown.report.get(name, 0)) for name in _COUNTS],
        "breadcrumbs": _crumbs(shown.file_name),
    }
    if is_open and may_keep and context["has_files"]:
        context |= _previewed(shown)
        context["has_failed"] = bool(context["failures"])
        context["failures"] = _not_in(context["previews"], context["failures"])
    return render(request, "dossiers/import.html", context, status=422 if problems else 200)


def _failures(shown: Import) -> list[dict[str, Any]]:
    if shown.state != Import.State.FAILED:
        return []
    own = _("Lượt nhập không xong do lỗi của hệ thống; hãy báo quản trị hệ thống.")
    lang = page_language()
    return [{"what": own, **problem, **problem.get(lang, {})} for problem in shown.problems]


def _not_in(previews: list[Preview], failures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what the previews say again, with what to do on the page."""
    told = {problem["code"] for one in previews for problem in one.problems}
    return [one for one in failures if one.get("code") not in told]


def _reasons(shown: Import) -> list[dict[str, Any]]:
    """Say why cells were set aside; the words of one's own language."""
    return [{**one, "reason": reason_words(one["reason"])} for one in shown.report.get("reasons", ())]


def _count_words(name: str) -> str:
    return {
        "read": _("Dòng đã đọc"),
        "new": _("Hồ sơ mới"),
        "changed": _("Hồ sơ có thay đổi"),
        "unchanged": _("Không thay đổi"),
        "older": _("Cũ hơn trạng thái đã có"),
        "rejected": _("Dòng bị loại"),
    }[name]


def _previewed(shown: Import) -> dict[str, Any]:
    try:
        mapping = mapping_of(shown.mapping or {})
    except ProblemsFound as found:
        return {"previews": [], "mapping_problems": problem_rows(found.problems, "")}
    previews = [preview_of(file, mapping) for file in shown.files.all()]
    columns = {one.title: one.field for preview in previews for one in preview.columns}
    chosen = [(title, columns[title]) for title in columns]
    asked = (name for preview in previews for name in (*preview.lacking, *mapping.constants))
    lacking = dict.fromkeys(name for name in asked if name in _CONSTANTS)
    return {
        "previews": previews,
        "columns": chosen,
        "fields": [(name, f"{label_of(name)} ({one.national})") for name, one in FIELDS.items()],
        "constants": [
            (name, label_of(name), _constant(name, mapping), _codes(name) if name in CODES else ())
            for name in lacking
        ],
        "words": _words_asked(previews, mapping.words),
        "without_unit": codes_without_unit(code for one in previews for code in one.unit_codes),
        "lacks_due_date": any(one.lacks_due_date for one in previews),
        "can_begin": not any(one.problems or one.is_empty for one in previews),
    }


def _words_asked(previews: list[Preview], known: Any) -> list[dict[str, Any]]:
    """Give the words that no code is known for, each with the codes it may mean."""
    asked = [(name, word, code) for name, words in known.items() for word, code in words.items()]
    told = [(name, word, None) for preview in previews for name, word in preview.words]
    seen = {(name, word): code for name, word, code in (*told, *asked)}
    return [
        {"field": name, "label": label_of(name), "word": word, "code": code, "codes": _codes(name)}
        for (name, word), code in seen.items()
    ]


def _constant(name: str, mapping: ColumnMapping) -> str:
    """Give the value for all rows; of a field of codes the code that its word means."""
    text = mapping.constants.get(name, "")
    return str(CODE_WORDS.get(name, {}).get(fold(text), text))


def _codes(name: str) -> list[tuple[int, str]]:
    words = WORDS.get(name, {})
    return [(code, f"{code}: {words[code]}" if code in words else str(code)) for code in sorted(CODES[name])]


@require_POST
@for_people
def map_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how the columns of an import are read, and show what comes of it."""
    person, shown = _kept(request, pk)
    try:
        change_columns(person, shown, _typed_mapping(request), timezone.now())
    except ProblemsFound as found:
        return _page(request, person, shown, problem_rows(found.problems, shown.file_name))
    except AlreadyBegun:
        messages.warning(request, _("Lượt nhập này đã bắt đầu; không đổi cách ghép cột được nữa."))
    else:
        messages.success(request, _("Đã đổi cách ghép cột; xem lại các dòng đầu ở dưới."))
    return redirect("dossiers:import", pk)


def _typed_mapping(request: HttpRequest) -> dict[str, Any]:
    told = request.POST
    pairs = list(zip(told.getlist("title"), told.getlist("field"), strict=False))
    constants = {name: told.get(f"constant-{name}", "").strip() for name in _CONSTANTS}
    words: dict[str, dict[str, int]] = {}
    asked = zip(told.getlist("word-field"), told.getlist("word"), told.getlist("word-code"), strict=False)
    for name, word, code in asked:
        if code.isdigit():
            words.setdefault(name, {})[word] = int(code)
    return mapping_from(pairs, {name: text for name, text in constants.items() if text}, words)


@require_POST
@for_people
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an import."""
    person, shown = _kept(request, pk)
    try:
        begin_import(person, shown, timezone.now())
    except AlreadyBegun:
        messages.warning(request, _("Lượt nhập này đã bắt đầu, hoặc tệp của nó không còn."))
    return redirect("dossiers:import", pk)


@require_POST
@for_people
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back that was not done."""
    person, shown = _kept(request, pk)
    try:
        take_back(person, shown, timezone.now())
    except AlreadyBegun:
        messages.warning(request, _("Lượt nhập này đã bắt đầu nên không bỏ được."))
        return redirect("dossiers:import", pk)
    messages.success(request, _("Đã bỏ lượt nhập; các tệp đã xóa khỏi máy chủ."))
    return redirect("dossiers:imports")


@for_people
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how far an import is, as JSON; the page comes again when it has ended."""
    _person, shown = _seen(request, pk)
    if shown.job is None:
        return JsonResponse({"state": "waiting", "done": 0, "total": 0, "words": ""})
    told = progress_of(shown.job)
    if shown.job.state == Job.State.FAILED:
        told |= {"url": reverse("dossiers:import", args=[pk]), "url_label": _("Xem lý do")}
    return JsonResponse(told)


@for_people
def rejects(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the rows that were rejected, each with its reason; that somebody took them is written down."""
    person, now = person_in(request), timezone.now()
    shown = one_import(pk)
    if shown is None:
        raise Http404
    require(may_see_rejects_of(person, shown.source.owner, now))
    if not shown.rejects:
        messages.info(request, _("Lượt nhập này không có dòng nào bị loại."))
        return redirect("dossiers:import", pk)
    with transaction.atomic():
        told: dict[str, Any] = {"target": shown, "unit_id": shown.source.owner_id}
        record(person.actor, "dossiers.see_rejects", now, is_read=True, **told)
    name = safe_name(f"{_('Dòng bị loại')} {shown.file_name}.csv")
    file = default_storage.open(str(shown.rejects.name))
    kind = "text/csv; charset=utf-8"
    return cast("HttpResponse", FileResponse(file, as_attachment=True, filename=name, content_type=kind))
