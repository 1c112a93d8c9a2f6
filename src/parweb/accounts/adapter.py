"""What allauth asks of us: who may sign up (nobody), how a password is set, whom a single sign-on may be."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from parweb.accounts.actions.set_password import set_password
from parweb.accounts.models import User
from parweb.audit.actor import Actor


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by administrators and managers; passwords are remembered."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep sign-up closed."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Set a password that the person chose."""
        set_password(user, password, by=Actor(user.pk, str(user)), at=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go on to work after a change."""
        return reverse(settings.LOGIN_REDIRECT_URL)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Single sign-on opens existing accounts only, found by e-mail or user name."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Keep sign-up closed."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie a single sign-on to the account it belongs to, or say that there is none."""
        if sociallogin.is_existing:
            return
        user = account_of(sociallogin.account.extra_data)
        if user is None:
            raise ImmediateHttpResponse(render(request, "accounts/no_account.html", status=403))
        sociallogin.connect(request, user)


def account_of(claims: dict[str, Any]) -> User | None:
    """Find the one active account that the claims of the identity provider name.

    By ``preferred_username``, else by an e-mail that the provider has not marked as unverified.
    """
    told = claims.get("userinfo") or claims
    username, email = told.get("preferred_username", ""), told.get("email", "")
    found = list(User.objects.filter(username=username, is_active=True)) if username else []
    if not found and email and told.get("email_verified", True):
        found = list(User.objects.filter(email__iexact=email, is_active=True)[:2])
    return found[0] if len(found) == 1 else None
