"""Slips with one-answer links as a PDF to print: six on a page of A4, to cut apart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

import typst
from django.utils.translation import gettext as _

from parweb.interface.numbers import day_text, page_language
from parweb.surveys.models import Campaign


def slips_pdf(campaign: Campaign, slips: Sequence[Mapping[str, Any]]) -> bytes:
    """Give slips (``element``, ``unit``, ``link``, ``code``, ``qr``) as the bytes of one PDF.

    The font is one that the typesetter carries and no date is written, so the same slips give the same bytes.
    """
    made: Any = typst.compile(
        (resources.files("parweb.surveys") / "slips.typ").read_bytes(),
        format="pdf",
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True),
        sys_inputs={"data": json.dumps(_content(campaign, slips), ensure_ascii=False)},
        timestamp=0,
        ignore_system_fonts=True,
    )
    return bytes(made)


def _content(campaign: Campaign, slips: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    note = _("Trả lời một lần, đến hết ngày %(day)s.") % {"day": day_text(campaign.ends_on)}
    anonymous = "" if campaign.keeps_link else _("Phiếu ẩn danh.")
    return {
        "lang": page_language(),
        "title": campaign.shown_title,
        "how": _("Quét mã bằng điện thoại để trả lời, hoặc mở địa chỉ:"),
        "code": _("Mã:"),
        "note": " ".join(part for part in (note, anonymous) if part),
        "slips": [
            {
                "qr": str(one["qr"]),
                "link": one["link"],
                "code": one["code"],
                "place": f"{one['unit']} · {one['element']}",
            }
            for one in slips
        ],
    }
