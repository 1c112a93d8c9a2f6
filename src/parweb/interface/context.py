"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Give the site's own facts: whether this is a demonstration."""
    return {"settings_demo": settings.DEMONSTRATION, "person": getattr(request, "person", None)}
