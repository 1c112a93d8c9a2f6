"""The decorator of every page that needs somebody who signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from parweb.accounts.person import Person
from parweb.accounts.roles import SECOND_FACTOR

View = Callable[..., HttpResponse]


def person_in(request: HttpRequest) -> Person:
    """Give the person behind a request (typed access to what the middleware put there)."""
    person: Person = request.person  # type: ignore[attr-defined]
    return person


def for_people(view: View) -> View:
    """Let only people in who signed in, changed a first password, and have the second factor they need."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if user.must_change_password:
            return redirect("account_change_password")
        person = person_in(request)
        if settings.MFA_REQUIRED and person.roles & SECOND_FACTOR and not person.has_second_factor:
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return guarded
