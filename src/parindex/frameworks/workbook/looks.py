"""What all sheets share: the banner on top, the looks, and the hidden sheet of lists behind drop-downs."""

from __future__ import annotations

from typing import Final

from parindex.frameworks.model import Edition
from parindex.frameworks.workbook.grid import letter
from parindex.frameworks.workbook.words import Vocabulary
from parindex.language import N_, Lang, translate
from parindex.numerals import format_date
from parindex.spreadsheets import NOTE, TITLE, Book, Sheet, Style

ILLUSTRATIVE: Final = N_("MINH HỌA – không phải bộ tiêu chí đã ban hành")
PARTLY_ILLUSTRATIVE: Final = N_("Có tiêu chí MINH HỌA (in nghiêng, nền vàng)")
ILLUSTRATIVE_MARK: Final = N_("MINH HỌA")

HEADER_ROW: Final = 3
"""The row of the headings on every sheet (counted from 0), below the banner."""
LISTS: Final = "_danh_muc"
CHANNEL_WORDS: Final = "_kenh_diem"
"""Hidden sheets: the lists behind drop-downs, and the word each channel had when the file was written."""

CELL: Final = Style(border=True, wrap=True, locked=False)
NUMBER: Final = Style(border=True, align="right", locked=False)
CODE: Final = Style(border=True, number="@", locked=True, fill="#F2F2F2")
NEW_CODE: Final = CODE.but(locked=False, fill=None)
OURS: Final = Style(border=True, wrap=True, locked=True, ink="#595959", fill="#F2F2F2")
WARNING: Final = Style(bold=True, ink="#9C0006")
DIFFERS: Final = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
ILLUSTRATIVE_FILL: Final = "#FFF8DC"
DEPTH_FILLS: Final = ("#BDD7EE", "#DDEBF7")


def illustrative_words(edition: Edition, lang: Lang) -> str:
    """Say whether the edition, or some of it, was written as an illustration; blank where nothing was."""
    if edition.illustrative:
        return translate(ILLUSTRATIVE, lang)
    return translate(PARTLY_ILLUSTRATIVE, lang) if any(node.illustrative for node in edition.nodes()) else ""


def banner(sheet: Sheet, edition: Edition, name: str, lang: Lang) -> None:
    """Write what the sheet is about into its first rows: name, edition, legal basis, illustrative or not."""
    sheet.put(0, 0, f"{name} – {edition.title.in_(lang)}", TITLE)
    sheet.put(1, 0, " · ".join(filter(None, (edition.ref, _basis(edition, lang)))), NOTE)
    mark = illustrative_words(edition, lang)
    if mark:
        sheet.put(2, 0, mark, WARNING)


def print_header(edition: Edition, name: str, lang: Lang) -> str:
    """Give the line that is printed on top of every page."""
    mark = translate(ILLUSTRATIVE_MARK, lang) if illustrative_words(edition, lang) else ""
    return " – ".join(filter(None, (mark, name, edition.ref)))


def _basis(edition: Edition, lang: Lang) -> str:
    basis = edition.legal_basis
    if basis is None:
        return ""
    return f"{basis.number}, {format_date(basis.date, lang)}, {basis.issuer.in_(lang)}"


class Lists:
    """The hidden sheet that drop-downs take their words from (a list typed into a rule holds 255 letters)."""

    def __init__(self, book: Book) -> None:
        """Add the hidden sheet to a book; it stays empty until lists are added."""
        self._sheet = book.sheet(LISTS, is_hidden=True)
        self._columns = 0

    def of(self, words: list[str]) -> str:
        """Add a list and give the reference that a drop-down takes."""
        column = self._columns
        self._columns += 1
        for row, word in enumerate(words):
            self._sheet.put(row, column, word)
        name = letter(column)
        return f"='{self._sheet.name}'!${name}$1:${name}${len(words)}"

    def of_vocabulary(self, vocabulary: Vocabulary, lang: Lang) -> str:
        """Add the words of a vocabulary."""
        return self.of(vocabulary.words(lang))
