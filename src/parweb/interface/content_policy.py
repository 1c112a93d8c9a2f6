"""The content policy of a page: django-csp's, its text made once where a page asks nothing of its own."""

from __future__ import annotations

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ContentPolicyMiddleware(CSPMiddleware):
    """Says what a page may load; decorators of django-csp and its nonces work as they do there."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the usual policy; a response or a request with wishes of its own goes the long way."""
        if settings.DEBUG or _has_wishes(request, response):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _usual())
        return response


def _has_wishes(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Tell whether a decorator or a nonce changed the policy; django-csp marks both so."""
    return getattr(request, "_csp_nonce", None) is not None or any(
        name.startswith("_csp") for name in vars(response)
    )


@cache
def _usual() -> str:
    return build_policy()
