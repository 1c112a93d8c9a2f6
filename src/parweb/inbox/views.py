"""The inbox of the person who looks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parweb.accounts.access import for_people, person_in
from parweb.inbox.actions.mark_read import mark_read
from parweb.inbox.events import words_of
from parweb.inbox.queries import messages_of
from parweb.interface.pages import read_page


@for_people
def inbox(request: HttpRequest) -> HttpResponse:
    """Show messages, newest first."""
    person = person_in(request)
    page = read_page(request.GET, messages_of(person.user_id or 0))
    rows = [{"message": one, "words": words_of(one.event, one.details)} for one in page]
    return render(request, "inbox/inbox.html", {"page": page, "rows": rows, "breadcrumbs": _crumbs()})


@for_people
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark the named messages, or all, as read; follow the message's link when one was opened."""
    person = person_in(request)
    ids = [int(one) for one in request.POST.getlist("message") if one.isdigit()]
    mark_read(person, timezone.now(), ids or None)
    opened = messages_of(person.user_id or 0).filter(pk__in=ids).first() if len(ids) == 1 else None
    is_inside = opened is not None and opened.link.startswith("/") and not opened.link.startswith("//")
    return redirect(opened.link if opened is not None and is_inside else "inbox:list")


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Hộp thư")}]
