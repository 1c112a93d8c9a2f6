"""What every template may use. All of it is lazy: a page that shows no menu asks for none."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from parweb.interface.navigation import inbox_link, language_links, links


def site(request: HttpRequest) -> dict[str, Any]:
    """Give the ribbon's flag, the menus, the inbox, and the links to the page in the other language."""
    return {
        "settings_demo": settings.DEMONSTRATION,
        "person": getattr(request, "person", None),
        "main_nav": SimpleLazyObject(partial(links, request, "main")),
        "public_nav": SimpleLazyObject(partial(links, request, "public")),
        "user_menu": SimpleLazyObject(partial(links, request, "person")),
        "footer_links": SimpleLazyObject(partial(links, request, "footer")),
        "inbox": SimpleLazyObject(partial(inbox_link, request)),
        "language_links": SimpleLazyObject(partial(language_links, request)),
    }
