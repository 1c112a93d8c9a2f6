"""Links and QR codes of invitations and stations, as SVG that stands in a page or is a file of its own."""

from __future__ import annotations

import io
from typing import Final

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

_QUIET: Final = 2


def token_link(token: str) -> str:
    """Give the address of a form with its server."""
    return f"{settings.BASE_URL}{reverse('surveys:answer', args=[token])}"


def station_link(code: str) -> str:
    """Give the address of a station's form with its server."""
    return f"{settings.BASE_URL}{reverse('surveys:scan', args=[code])}"


def qr_svg(text: str) -> SafeString:
    """Draw a QR code (ISO/IEC 18004) with correction M: readable with 15 % of it damaged.

    No style and no script in it; colours are attributes, so it stands under a strict policy.
    """
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn,
        kind="svg",
        border=_QUIET,
        xmldecl=False,
        svgns=True,
        omitsize=True,
        light="#fff",
        svgclass="qr",
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308  # drawn by ourselves from an address of ours
