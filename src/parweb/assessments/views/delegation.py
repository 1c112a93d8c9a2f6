"""Who is responsible for which criteria."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parweb.accounts.access import for_people
from parweb.accounts.verdicts import require
from parweb.assessments.actions.delegate import delegate
from parweb.assessments.actions.delegate import undelegate as take_back
from parweb.assessments.forms import DelegationForm, participant_officers
from parweb.assessments.layout import layout_of
from parweb.assessments.permissions import may_delegate
from parweb.assessments.queries import delegation_rows, entry_of, officers_of
from parweb.assessments.views.asking import asked, frame
from parweb.interface.numbers import page_language


@require_http_methods(["GET", "POST"])
@for_people
def delegations(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Show who does what, and give criteria to officers."""
    person, participant = asked(request, participant_id)
    now = timezone.now()
    layout = layout_of(participant.round.edition)
    people = participant_officers(officers_of(participant, now))
    form = DelegationForm(layout, people, request.POST or None)
    if request.method == "POST":
        require(may_delegate(person, participant, now))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        to = int(chosen["person"])
        delegate(person, participant, chosen["criterion"], to, now, due_on=chosen["due_on"])
        messages.success(request, _("Đã phân công mục {code}.").format(code=chosen["criterion"]))
        return redirect("assessments:delegations", participant.pk)
    context = {
        **frame(participant, "delegations"),
        "form": form,
        "rows": delegation_rows(layout, entry_of(participant), page_language()),
        "verdict": may_delegate(person, participant, now),
    }
    return render(request, "assessments/delegations.html", context, status=422 if form.errors else 200)


@require_POST
@for_people
def undelegate(request: HttpRequest, participant_id: int, delegation_id: int) -> HttpResponse:
    """Take a delegation back."""
    person, participant = asked(request, participant_id)
    take_back(person, participant, delegation_id, timezone.now())
    messages.success(request, _("Đã bỏ phân công."))
    return redirect("assessments:delegations", participant.pk)
