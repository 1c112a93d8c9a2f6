"""What a reader should notice about a document: dates outside the year, expiry, the same file elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from parweb.evidence.models import Document, Version

Code = Literal["no_date", "outside_year", "expired", "withdrawn", "infected", "other_unit", "other_year"]
Tone = Literal["warn", "bad"]


@dataclass(frozen=True)
class Flag:
    """One thing to notice: its code, its words, how grave it is."""

    code: Code
    words: Any
    tone: Tone = "warn"


_WORDS: dict[Code, tuple[Any, Tone]] = {
    "no_date": (_("Chưa ghi ngày ban hành"), "warn"),
    "outside_year": (_("Ngày ngoài năm được đánh giá"), "warn"),
    "expired": (_("Hết hiệu lực trước năm được đánh giá"), "warn"),
    "withdrawn": (_("Đã rút"), "bad"),
    "infected": (_("Có mã độc, không mở được"), "bad"),
    "other_unit": (_("Tệp này cũng được đơn vị khác nộp"), "warn"),
    "other_year": (_("Tệp này cũng được dùng cho kỳ của năm khác"), "warn"),
}


def flag(code: Code) -> Flag:
    """Give the flag with that code."""
    words, tone = _WORDS[code]
    return Flag(code, words, tone)


def in_force_since(document: Document) -> date | None:
    """Give the day a document counts from: its effective date, else its date of issue."""
    return document.effective_on or document.issued_on


def document_flags(document: Document, year: int | None = None) -> list[Flag]:
    """Give what is to be noticed about a document's dates, for the assessed year where there is one.

    A link or a text may have no date; a file of a document is expected to say when it was issued.
    """
    codes: list[Code] = ["withdrawn"] if document.withdrawn_at else []
    if year is None:
        return [flag(code) for code in codes]
    since = in_force_since(document)
    if since is None:
        codes += ["no_date"] if document.kind == Document.Kind.FILE else []
    elif since.year != year:
        codes.append("outside_year")
    if document.expires_on and document.expires_on.year < year:
        codes.append("expired")
    return [flag(code) for code in codes]


def file_flags(version: Version, year: int | None = None) -> list[Flag]:
    """Give what is to be noticed about a file loaded by ``queries.with_flags``."""
    codes: list[Code] = ["infected"] if version.scan == Version.Scan.INFECTED else []
    if getattr(version, "is_at_another_unit", False):
        codes.append("other_unit")
    years = {getattr(version, "first_year", None), getattr(version, "last_year", None)} - {None}
    if years - {year} if year is not None else len(years) > 1:
        codes.append("other_year")
    return [flag(code) for code in codes]
