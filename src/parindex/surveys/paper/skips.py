"""Skips in words, for people who have nothing but the paper."""

from __future__ import annotations

from typing import Final

from parindex.language import N_, Lang, translate
from parindex.surveys.instruments.logic.wording import asked_in, skip_said
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.parts import Question

_ONLY_IF: Final = N_("Chỉ trả lời nếu {condition}.")


def skip_words(form: Instrument, question: Question, lang: Lang = "vi") -> str:
    """Say in a sentence who answers a question; empty where everybody does, or where words cannot say it.

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> kiosk = load_instrument("one-stop-kiosk@2026")
    >>> skip_words(kiosk, kiosk.by_id["attitude"]), skip_words(kiosk, kiosk.by_id["reason"])[:16]
    ('', 'Chỉ trả lời nếu ')
    """
    groups = {one.id: one.relevant for one in form.groups}
    texts = [one for one in (groups.get(question.group or ""), question.relevant) if one]
    said = skip_said(texts, asked_in(form, lang), lang) if texts else ""
    return translate(_ONLY_IF, lang).format(condition=said) if said else ""
