"""Texts of an XLSForm in the two languages of a form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from parindex.language import Lang
from parindex.surveys.instruments.xlsform.sheets import TRANSLATED, Row, Sheet
from parindex.text import fold

NAMES: Final[dict[Lang, str]] = {"vi": "Tiếng Việt (vi)", "en": "English (en)"}
"""The languages as the headings of columns name them."""
_SPOKEN: Final[dict[str, Lang]] = {
    "vi": "vi",
    "vietnamese": "vi",
    "tieng viet": "vi",
    "en": "en",
    "english": "en",
    "tieng anh": "en",
}
_CODE: Final = re.compile(r"\(\s*([A-Za-z]{2,3})(?:-[A-Za-z]+)?\s*\)\s*$")


@dataclass(frozen=True)
class Spoken:
    """Which written language is which of ours; ``languages`` are those the form has, in their order."""

    languages: tuple[Lang, ...]
    by_written: dict[str, Lang]
    unread: tuple[str, ...]

    def text(self, sheet: Sheet, row: Row, name: str) -> dict[str, Any] | None:
        """Give a translated text of a row as the data of a form, None where there is none.

        A form that has no Vietnamese keeps its own language in the place of it.
        """
        said: dict[Lang, str] = {}
        for one in sheet.headings:
            lang = self.by_written.get(one.language)
            if one.name == name and lang is not None and row.cells.get(one.written):
                said.setdefault(lang, row.cells[one.written])
        vi = said.get("vi") or said.get("en")
        if vi is None:
            return None
        en = said.get("en")
        return {"vi": vi} if en is None or en == vi else {"vi": vi, "en": en}


def spoken(sheets: Iterable[Sheet], default: str) -> Spoken:
    """Find the languages of a form; a heading that names none is of the default language."""
    named = {one.language for sheet in sheets for one in sheet.headings if one.name in TRANSLATED}
    ordered = [one.language for sheet in sheets for one in sheet.headings if one.name in TRANSLATED]
    written = list(dict.fromkeys(ordered))
    by_written = {one: lang for one in written if (lang := _lang(one or default)) is not None}
    if not by_written:
        # Neither Vietnamese nor English: the form's own first language stands where Vietnamese would.
        first = default if default in named else next(iter(written), "")
        by_written = {first: "vi"}
    unread = tuple(one for one in written if one and one not in by_written)
    return Spoken(tuple(dict.fromkeys(by_written.values())), by_written, unread)


def _lang(written: str) -> Lang | None:
    """Tell which of our languages a written one is; no language at all is taken for Vietnamese."""
    if not written or fold(written) == "default":
        return "vi"
    code = _CODE.search(written)
    return _SPOKEN.get(code[1].lower() if code else fold(written))
