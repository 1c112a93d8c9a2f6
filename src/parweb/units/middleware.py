"""Puts the person behind a request on it: ``request.person``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from parweb.accounts.models import User
from parweb.accounts.person import VISITOR, Person
from parweb.accounts.second_factor import has_second_factor
from parweb.units.queries import person_of

SEEN_EVERY: Final = timedelta(minutes=10)


class PersonMiddleware:
    """Loads account and roles when a view first asks; a public page never asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add ``person`` to the request."""
        request.person = SimpleLazyObject(lambda: person_behind(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def person_behind(request: HttpRequest) -> Person:
    """Give the person who sent a request; a visitor where nobody is signed in."""
    if not request.user.is_authenticated:
        return VISITOR
    now = timezone.now()
    note_seen(request.user, now)
    return person_of(
        request.user,
        address_of(request),
        timezone.localdate(now),
        has_second_factor=has_second_factor(request),
    )


def note_seen(user: User, at: datetime) -> None:
    """Keep when an account was last used, at most once in ten minutes."""
    if user.last_seen_at is None or at - user.last_seen_at > SEEN_EVERY:
        User.objects.filter(pk=user.pk).update(last_seen_at=at)


def address_of(request: HttpRequest) -> str:
    """Give the visitor's network address, as many proxies from the right as the server is behind."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part]
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(forwarded) >= trusted:
        return str(forwarded[-trusted])[:64]
    return (request.META.get("REMOTE_ADDR") or "")[:64]
