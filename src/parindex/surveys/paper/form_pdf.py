"""A form as a PDF to print: one copy for each sheet, with the codes that are typed in beside the boxes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

import segno
import typst

from parindex.language import N_, Lang, translate
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.parts import Question
from parindex.surveys.paper.skips import skip_words

_LONG_TEXT: Final = 4
"""Lines left for an answer in words."""
_SHORT_TEXT: Final = 1
_CIRCLED: Final = N_("Đánh dấu vào một ô cho mỗi câu; câu “chọn nhiều” được đánh dấu nhiều ô.")
_SEVERAL: Final = N_("(Có thể chọn nhiều)")
_THANKS: Final = N_("Xin cảm ơn Ông/Bà!")
_PAGE: Final = N_("Trang")
_FORM: Final = N_("Phiếu {ref}, bản {version}")


@dataclass(frozen=True)
class Sheet:
    """One copy: ``qr`` is what its code says, ``lines`` stand under the title, ``footer`` on every page."""

    qr: str
    lines: tuple[str, ...]
    footer: str


def form_pdf(form: Instrument, title: str, sheets: Sequence[Sheet], lang: Lang = "vi") -> bytes:
    """Give the copies of a form as the bytes of one PDF, A4, each beginning on a page of its own.

    The font is one that the typesetter carries and no date is written: the same sheets give the same bytes.
    No text is taken for markup. ``qr`` may hold up to 1,000 bytes.
    """
    source = (resources.files("parindex.surveys.paper") / "form.typ").read_bytes()
    made: Any = typst.compile(
        source,
        format="pdf",
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True),
        sys_inputs={"data": json.dumps(_content(form, title, sheets, lang), ensure_ascii=False)},
        timestamp=0,
        ignore_system_fonts=True,
    )
    return bytes(made)


def qr_svg(text: str) -> str:
    """Give a QR code (error correction M) as SVG, for a page or a sheet.

    >>> qr_svg("https://example.vn/ks/abcd/").startswith("<svg")
    True
    """
    return str(segno.make(text, error="m", micro=False).svg_inline(border=0))


def _content(form: Instrument, title: str, sheets: Sequence[Sheet], lang: Lang) -> dict[str, Any]:
    subtitle = translate(_FORM, lang).format(ref=form.ref, version=form.version)
    introduction = form.introduction.in_(lang) if form.introduction else ""
    return {
        "lang": lang,
        "title": title,
        "subtitle": f"{form.title.in_(lang)}. {subtitle}",
        "introduction": " ".join(part for part in (introduction, translate(_CIRCLED, lang)) if part),
        "thanks": translate(_THANKS, lang),
        "page": translate(_PAGE, lang),
        "questions": [_question(form, one, lang) for one in form.questions],
        "sheets": [
            {"qr": _whole(qr_svg(one.qr)), "lines": list(one.lines), "footer": one.footer} for one in sheets
        ],
    }


def _whole(svg: str) -> str:
    """Give the picture as a document of its own, which the typesetter wants."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) if "xmlns" not in svg else svg


def _question(form: Instrument, question: Question, lang: Lang) -> dict[str, Any]:
    hint = question.hint.in_(lang) if question.hint else ""
    several = translate(_SEVERAL, lang) if question.kind == "multi" else ""
    options = form.options_of(question)
    return {
        "label": question.label.in_(lang),
        "hint": " ".join(part for part in (skip_words(form, question, lang), hint, several) if part),
        "kind": _kind(question),
        "lines": _LONG_TEXT if question.kind == "text" else _SHORT_TEXT,
        "items": [item.label.in_(lang) for item in question.items],
        "options": [
            {"code": str(one.code), "label": one.label.in_(lang) + (" ………………" if one.has_text else "")}
            for one in options
        ],
    }


def _kind(question: Question) -> str:
    known = {"matrix": "matrix", "single": "choices", "multi": "choices", "note": "note"}
    return known.get(question.kind, "line")
