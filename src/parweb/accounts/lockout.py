"""Too many wrong passwords: whose attempts are counted, and the page that says until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from parweb.accounts.models import User

_TOO_MANY = 429


def username_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Give the account that somebody tries, whether they type its name or its e-mail."""
    told = credentials or {}
    typed = str(told.get("username") or told.get("email") or request.POST.get("login") or "").strip()
    if "@" in typed:
        known = User.objects.filter(email__iexact=typed).values_list("username", flat=True).first()
        return known or typed.lower()
    return typed.lower()


def locked_until(username: str, address: str) -> datetime | None:
    """Give the moment when a locked account may be tried again from an address; None where it is not."""
    attempts = AccessAttempt.objects.filter(
        username=username, ip_address=address, failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    return last + settings.AXES_COOLOFF_TIME if last else None


def page(request: HttpRequest, *rest: Any) -> HttpResponse:
    """Say that the account is locked for this address, until when, and who can help."""
    credentials = rest[-1] if rest else None
    until = locked_until(username_of(request, credentials), getattr(request, "axes_ip_address", "") or "")
    context = {"until": until or timezone.now() + settings.AXES_COOLOFF_TIME}
    return render(request, "accounts/locked.html", context, status=_TOO_MANY)
