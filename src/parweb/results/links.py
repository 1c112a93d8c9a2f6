"""Addresses that go into messages: in the language of the site, whoever acts in which language."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def link_to(name: str, *args: str | int) -> str:
    """Give the address of a page for people who read it later, in their own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=args)
