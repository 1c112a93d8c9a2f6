"""Sign-in and lost passwords: allauth's pages with what ours show beside the form."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, PasswordResetView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

_NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """The page where people sign in, with the button of single sign-on where the server has one."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the single sign-on."""
        shown: dict[str, Any] = super().get_context_data(single_sign_on=single_sign_on(), **context)
        return shown


class LostPassword(PasswordResetView):  # type: ignore[misc]  # allauth has no types
    """The page that sends a link; without e-mail it says who hands one out."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add whether the server sends e-mail."""
        sends_mail = settings.EMAIL_BACKEND != _NO_MAIL
        shown: dict[str, Any] = super().get_context_data(sends_mail=sends_mail, **context)
        return shown


def single_sign_on() -> dict[str, str] | None:
    """Give name and address of the single sign-on that the settings name; None where there is none."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    if not apps:
        return None
    try:
        address = reverse("openid_connect_login", args=[apps[0]["provider_id"]])
    except NoReverseMatch:
        return None
    return {"url": address, "name": apps[0]["name"] or "OpenID Connect"}


def closed(request: HttpRequest, **told: str) -> HttpResponse:
    """Answer 404 for pages of allauth that the site does without: managers keep the e-mails of accounts."""
    raise Http404
