"""The decorator of every page that needs somebody who signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from parweb.accounts.models import User
from parweb.accounts.passwords import is_too_old
from parweb.accounts.person import Person
from parweb.accounts.roles import SECOND_FACTOR, Role

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
        person = person_in(request)
        if step := _owed(request, user, person):
            return redirect(step)
        return view(request, *args, **kwargs)

    return guarded


def _owed(request: HttpRequest, user: User, person: Person) -> str:
    """Give the page of what somebody has to do before they work, and say why; empty where nothing."""
    if user.must_change_password:
        messages.info(request, _("Hãy đổi mật khẩu được cấp lần đầu trước khi làm việc."))
        return "account_change_password"
    if Role.ADMINISTRATOR in person.roles and is_too_old(user, timezone.now()):
        messages.info(request, _("Mật khẩu của quản trị hệ thống phải đổi hai tháng một lần."))
        return "account_change_password"
    if settings.MFA_REQUIRED and person.roles & SECOND_FACTOR and not person.has_second_factor:
        messages.info(request, _("Vai trò của bạn cần lớp xác thực thứ hai. Hãy thiết lập một lần ở đây."))
        return "mfa_index"
    return ""
