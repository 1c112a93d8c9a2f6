"""Adding documents: to a unit's library, or straight to a criterion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.evidence.actions.add_documents import add_documents
from parweb.evidence.actions.prove_criterion import prove_criterion
from parweb.evidence.actions.unuse_document import unuse_document
from parweb.evidence.actions.use_document import NoSuchCriterion, use_document
from parweb.evidence.files.kinds import ACCEPTED
from parweb.evidence.forms import DocumentForm, PlaceForm
from parweb.evidence.models import Document, Use
from parweb.evidence.permissions import may_add_document, may_attach
from parweb.evidence.queries import documents_of, uses_of
from parweb.frameworks.queries import outline_of
from parweb.interface.pages import read_page
from parweb.rounds.models import Participant
from parweb.units.models import Unit

_PER_PAGE = 20


@dataclass(frozen=True)
class UsePlace:
    """Where a document is to be used."""

    participant: Participant
    criterion_id: str
    purpose: str
    title: str = ""


def place_in(data: Any) -> UsePlace:
    """Read participant, criterion and purpose; 404 where there is no such participant or criterion."""
    form = PlaceForm(data)
    if not form.is_valid():
        raise Http404
    rows = Participant.objects.select_related("unit", "round__edition")
    participant = get_object_or_404(
        rows.prefetch_related("round__phases", "reopenings"), pk=form.cleaned_data["participant"]
    )
    code, purpose = form.cleaned_data["criterion"], form.cleaned_data["purpose"]
    titles = {leaf.code: leaf.node.label.vi for leaf in outline_of(participant.round.edition).leaves}
    if code not in titles and (code or purpose != Use.Purpose.SIGNATURE):
        raise Http404
    return UsePlace(participant, code, purpose, titles.get(code, ""))


def next_in(request: HttpRequest, otherwise: str) -> str:
    """Give the page to go back to (``next``), only where it is a page of this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else otherwise


@require_http_methods(["GET", "POST"])
@for_people
def add(request: HttpRequest) -> HttpResponse:
    """Upload documents to a criterion (``?participant=&criterion=&purpose=&next=``), or choose known ones."""
    place = place_in(request.POST if request.method == "POST" else request.GET)
    now, person = timezone.now(), person_in(request)
    require(may_attach(person, place.participant, place.purpose, now, place.criterion_id))
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _added(request, _prove(request, place, form), next_in(request, _here(place)))
    status = 400 if form.errors else 200
    if form.errors and _is_upload(request):
        return _upload_refused(request, form)
    return render(request, "evidence/add.html", _choices(request, place, form), status=status)


def _prove(request: HttpRequest, place: UsePlace, form: DocumentForm) -> list[Document]:
    return prove_criterion(
        person_in(request),
        place.participant,
        place.criterion_id,
        fields=form.cleaned_data,
        files=form.cleaned_data["files"],
        purpose=place.purpose,
        at=timezone.now(),
        is_one_document=form.cleaned_data["is_one_document"],
    )


def _here(place: UsePlace) -> str:
    address = reverse("evidence:add")
    query = (
        f"participant={place.participant.pk}&criterion={quote(place.criterion_id)}&purpose={place.purpose}"
    )
    return f"{address}?{query}"


def _choices(request: HttpRequest, place: UsePlace, form: DocumentForm) -> dict[str, Any]:
    search = request.GET.get("q", "")
    uses = list(uses_of([place.participant.pk], place.criterion_id, place.purpose))
    known = documents_of(place.participant.unit, search).exclude(pk__in=[use.document_id for use in uses])
    return {
        "place": place,
        "participant": place.participant,
        "uses": uses,
        "form": form,
        "documents": read_page(request.GET, known, _PER_PAGE),
        "search": search,
        "here": _here(place),
        "next": next_in(request, ""),
        "accepted": ACCEPTED,
        "limit_mb": settings.UPLOAD_LIMIT // 1024**2,
        "purpose_label": Use.Purpose(place.purpose).label,
    }


def add_to_library(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Take an upload to the library of a unit (called by the library's page for POST)."""
    require(may_add_document(person_in(request), unit, timezone.now()))
    form = DocumentForm(request.POST, request.FILES)
    here = reverse("evidence:unit_library", args=[unit.slug])
    if not form.is_valid():
        if _is_upload(request):
            return _upload_refused(request, form)
        return render(request, "evidence/add_to_library.html", {"form": form, "unit": unit}, status=400)
    made = add_documents(
        person_in(request),
        unit,
        fields=form.cleaned_data,
        files=form.cleaned_data["files"],
        at=timezone.now(),
        is_one_document=form.cleaned_data["is_one_document"],
    )
    return _added(request, made, here)


def _is_upload(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "upload"


def _upload_refused(request: HttpRequest, form: DocumentForm) -> HttpResponse:
    """Answer interface/js/upload.js, which shows the reason after the file's name."""
    told = [f"{file.name}: " for file in request.FILES.getlist("files")]
    reasons = [str(one) for errors in form.errors.values() for one in errors]
    for name in told:
        reasons = [reason.removeprefix(name) for reason in reasons]
    return HttpResponse(status=400, headers={"X-Reason": quote(" ".join(reasons))})


def _added(request: HttpRequest, made: list[Document], then: str) -> HttpResponse:
    if _is_upload(request):
        answer = render(request, "evidence/parts/uploaded.html", {"documents": made})
        answer["X-Fragment"] = "1"
        return answer
    words = ngettext("Đã thêm %(count)s tài liệu.", "Đã thêm %(count)s tài liệu.", len(made))
    messages.success(request, words % {"count": len(made)})
    return redirect(then)


@require_POST
@for_people
def use(request: HttpRequest, document_id: int) -> HttpResponse:
    """Use a document of the library for a criterion."""
    document = get_object_or_404(Document.objects.select_related("unit"), pk=document_id)
    place = place_in(request.POST)
    try:
        use_document(
            person_in(request),
            place.participant,
            place.criterion_id,
            document,
            place.purpose,
            timezone.now(),
        )
    except NoSuchCriterion as problem:
        raise Http404 from problem
    messages.success(request, _("Đã gắn tài liệu vào tiêu chí %(code)s.") % {"code": place.criterion_id})
    return redirect(next_in(request, _here(place)))


@require_POST
@for_people
def unuse(request: HttpRequest, use_id: int) -> HttpResponse:
    """Take a document away from a criterion."""
    rows = Use.objects.select_related("document", "participant__unit", "participant__round")
    found = get_object_or_404(
        rows.prefetch_related("participant__round__phases", "participant__reopenings"), pk=use_id
    )
    then = reverse("evidence:document", args=[found.document_id])
    unuse_document(person_in(request), found, timezone.now())
    messages.success(request, _("Đã bỏ tài liệu khỏi tiêu chí; tài liệu vẫn còn trong kho của đơn vị."))
    return redirect(next_in(request, then))
