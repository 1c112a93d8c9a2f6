"""The page of one document: particulars, files with their versions, where it is used, what is noticed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.evidence.actions.add_version import add_version
from parweb.evidence.actions.change_document import change_document
from parweb.evidence.actions.open_version import see_document
from parweb.evidence.actions.review_version import review_version
from parweb.evidence.actions.withdraw_document import withdraw_document
from parweb.evidence.forms import ParticularsForm, ReviewForm, VersionForm, WithdrawalForm
from parweb.evidence.models import Document, Version
from parweb.evidence.permissions import (
    may_change_document,
    may_review_version,
    may_withdraw_document,
    sees_as_owner,
)
from parweb.evidence.queries import current_files, document_by_id, same_files, uses_of_document
from parweb.evidence.showing import shown_document


def _document(document_id: int) -> Document:
    found = document_by_id(document_id)
    if found is None:
        raise Http404
    return found


@require_GET
@for_people
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Show a document; a look at a confidential one is logged."""
    found = _document(document_id)
    see_document(person_in(request), found, timezone.now())
    return render(request, "evidence/document.html", _page(person_in(request), found))


def _page(person: Person, found: Document, **forms: Any) -> dict[str, Any]:
    at = timezone.now()
    files = current_files(found)
    uses = uses_of_document(found)
    change = may_change_document(person, found, at)
    years = {use.participant.round.year for use in uses}
    reviewed = files[0] if files else None
    page = {
        "document": found,
        "shown": shown_document(found, max(years, default=None)),
        "uses": uses,
        "older": [one for one in found.versions.all() if one not in files],
        "elsewhere": _elsewhere(person, files),
        "change": change,
        "may_withdraw": bool(may_withdraw_document(person, found, at)),
        "may_review": bool(reviewed and may_review_version(person, reviewed, at)),
        "version_form": VersionForm(parts=[(one.part, one.file_name) for one in files]),
        "withdrawal_form": WithdrawalForm(),
        "review_choices": Version.Review.choices,
    }
    return {**page, **forms}


def _elsewhere(person: Person, files: list[Version]) -> list[Version]:
    """Name the other units with the same file, to those who may see those units' documents."""
    found = [other for one in files if getattr(one, "is_at_another_unit", False) for other in same_files(one)]
    return [other for other in found if sees_as_owner(person, other.document.unit.path)]


@require_http_methods(["GET", "POST"])
@for_people
def change(request: HttpRequest, document_id: int) -> HttpResponse:
    """Change the particulars of a document."""
    found = _document(document_id)
    require(may_change_document(person_in(request), found, timezone.now()))
    form = ParticularsForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        change_document(person_in(request), found, form.cleaned_data, timezone.now())
        messages.success(request, _("Đã lưu."))
        return redirect("evidence:document", found.pk)
    status = 400 if form.errors else 200
    return render(request, "evidence/change.html", {"form": form, "document": found}, status=status)


@require_POST
@for_people
def version(request: HttpRequest, document_id: int) -> HttpResponse:
    """Take a further file of a document."""
    found = _document(document_id)
    require(may_change_document(person_in(request), found, timezone.now()))
    parts = [(one.part, one.file_name) for one in current_files(found)]
    form = VersionForm(request.POST, request.FILES, parts=parts)
    if not form.is_valid():
        page = _page(person_in(request), found, version_form=form)
        return render(request, "evidence/document.html", page, status=400)
    (file,) = form.cleaned_data["file"]
    add_version(person_in(request), found, file, timezone.now(), part=form.cleaned_data["part"])
    messages.success(request, _("Đã thêm phiên bản mới; bản cũ vẫn xem được khi cần đối chiếu."))
    return redirect("evidence:document", found.pk)


@require_POST
@for_people
def withdraw(request: HttpRequest, document_id: int) -> HttpResponse:
    """Withdraw a document with a reason."""
    found = _document(document_id)
    require(may_withdraw_document(person_in(request), found, timezone.now()))
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        page = _page(person_in(request), found, withdrawal_form=form)
        return render(request, "evidence/document.html", page, status=400)
    withdraw_document(person_in(request), found, form.cleaned_data["reason"], timezone.now())
    messages.success(request, _("Đã rút tài liệu. Tài liệu vẫn xem được ở nơi đã dùng."))
    return redirect("evidence:document", found.pk)


@require_POST
@for_people
def review(request: HttpRequest, version_id: int) -> HttpResponse:
    """Take an appraiser's view of a file."""
    one = get_object_or_404(Version.objects.select_related("document__unit"), pk=version_id)
    require(may_review_version(person_in(request), one, timezone.now()))
    form = ReviewForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        review_version(person_in(request), one, data["review"], data["note"], timezone.now())
        messages.success(request, _("Đã lưu."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("evidence:document", one.document_id)
