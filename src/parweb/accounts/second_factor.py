"""Whether somebody showed a second factor when signing in."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

KEY = "second_factor"


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether the visit was opened, or confirmed, with a code or a passkey."""
    if request.session.get(KEY):
        return True
    records = get_authentication_records(request, request.user)
    return any(one.get("method") == "mfa" for one in records)


@receiver(authenticator_added)
def remember(request: HttpRequest, **told: Any) -> None:
    """Count a factor that was just set up: who set it up has shown it."""
    request.session[KEY] = True
