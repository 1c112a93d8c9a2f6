"""Links and QR codes of invitations and stations, as SVG that stands in a page or is a file of its own."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from parindex.surveys.paper.form_pdf import qr_svg

_QUIET: Final = 2
_SIZE: Final = re.compile(r'width="(\d+)" height="\d+"')


def token_link(token: str) -> str:
    """Give the address of a form with its server."""
    return f"{settings.BASE_URL}{reverse('surveys:answer', args=[token])}"


def station_link(code: str) -> str:
    """Give the address of a station's form with its server."""
    return f"{settings.BASE_URL}{reverse('surveys:scan', args=[code])}"


def qr_picture(text: str) -> SafeString:
    """Give the library's QR code as a picture that scales, with a quiet zone around it, for pages and PDF.

    No style and no script in it; colours are attributes, so it stands under a strict policy.
    """
    drawn = qr_svg(text)
    found = _SIZE.search(drawn)
    assert found is not None  # the library writes it
    side = int(found[1]) + 2 * _QUIET
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="-{_QUIET} -{_QUIET} {side} {side}"'
    return mark_safe(_SIZE.sub(box, drawn, count=1))  # noqa: S308  # drawn by ourselves from an address of ours
