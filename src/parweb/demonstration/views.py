"""The page that says who can try what; there only on a server that shows demonstration data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parweb.accounts.models import User
from parweb.demonstration import plan
from parweb.demonstration.dossiers import COUNT
from parweb.demonstration.queries import (
    accounts_to_try,
    address_after,
    demonstration_province,
    pages_of_dossiers,
    pages_of_survey,
    publications_to_see,
    survey_to_try,
)

_BACKEND: Final = "parweb.accounts.backend.Backend"
View = Callable[..., HttpResponse]


def only_in_demonstrations(view: View) -> View:
    """Answer 404 on every server that is no demonstration."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMONSTRATION:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@never_cache
@only_in_demonstrations
def start(request: HttpRequest) -> HttpResponse:
    """List the demo accounts with what to try, and what is public."""
    province, survey = demonstration_province(), survey_to_try()
    context = {
        "accounts": accounts_to_try(),
        "publications": publications_to_see(),
        "password": plan.PASSWORD,
        "province": province,
        "dossiers": COUNT,
        "dossier_pages": pages_of_dossiers(province),
        "survey": survey,
        "survey_pages": pages_of_survey(survey),
    }
    return render(request, "demonstration/start.html", context)


@require_POST
@never_cache
@only_in_demonstrations
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign a visitor in as one of the listed demo accounts; no other account can be entered this way.

    ``page`` is the key of a page that stands beside the account, which is opened then.
    """
    username = request.POST.get("username", "")
    if username not in {account.username for account in plan.ACCOUNTS}:
        raise Http404
    user = get_object_or_404(User, username=username, is_active=True)
    login(request, user, backend=_BACKEND)
    wanted = request.POST.get("page", "")
    return redirect((wanted and address_after(wanted, username)) or "workspace")
