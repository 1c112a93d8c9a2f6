"""One tree of coded errors: where (file, sheet, row, column, line), what, and how to mend it.

Readers and checks collect :class:`Problem` rows and give them all at once; they raise
:class:`ProblemsFound` only where a result cannot be given without them being mended.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from parindex.language import N_, Lang, Marked, decimal_text, translate

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem: its stable code, what is wrong and how to mend it (Vietnamese source texts)."""

    code: str
    what: str
    remedy: str
    severity: Severity = "error"


KINDS: dict[str, ProblemKind] = {}


def kind(code: str, what: str, remedy: str, severity: Severity = "error") -> ProblemKind:
    """Declare a kind of problem under its stable code; a code is declared once."""
    if code in KINDS:
        message = f"problem code declared twice: {code}"
        raise ValueError(message)
    KINDS[code] = ProblemKind(code, what, remedy, severity)
    return KINDS[code]


@dataclass(frozen=True)
class Place:
    """Where a problem is. Every part is optional; lines and rows count from 1 as people see them."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    line: int | None = None
    item: str | None = None

    def text(self, lang: Lang = "vi") -> str:
        """Give the place in words, such as ``diem.xlsx, trang Giá trị, dòng 7, cột 3.2``."""
        words = (
            (N_("trang"), self.sheet),
            (N_("dòng"), self.row if self.row is not None else self.line),
            (N_("cột"), self.column),
            (N_("mục"), self.item),
        )
        parts = [self.file] if self.file else []
        parts += [f"{translate(word, lang)} {value}" for word, value in words if value is not None]
        return ", ".join(parts)


@dataclass(frozen=True)
class Phrase:
    """A particular that is itself a text with particulars: ``mức {span}``; it speaks the language asked."""

    template: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def in_(self, lang: Lang = "vi") -> str:
        """Say it.

        >>> from decimal import Decimal
        >>> Phrase("tối đa {points} điểm", {"points": Decimal("0.5")}).in_("vi")
        'tối đa 0,5 điểm'
        """
        return translate(self.template, lang).format_map(_in_language(self.details, lang))


@dataclass(frozen=True)
class Problem:
    """One problem of an input: a kind, a place, and the particulars that fill the texts of its kind."""

    kind: ProblemKind
    place: Place = field(default_factory=Place)
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The stable code, such as ``FW101``."""
        return self.kind.code

    @property
    def is_error(self) -> bool:
        """Tell whether the problem stops the work (a warning does not)."""
        return self.kind.severity == "error"

    def what(self, lang: Lang = "vi") -> str:
        """Say what is wrong."""
        return translate(self.kind.what, lang).format_map(_in_language(self.details, lang))

    def remedy(self, lang: Lang = "vi") -> str:
        """Say how to mend it."""
        return translate(self.kind.remedy, lang).format_map(_in_language(self.details, lang))

    def text(self, lang: Lang = "vi") -> str:
        """Give the whole message in one block: code, place, what, remedy."""
        where = self.place.text(lang)
        head = f"{self.code} · {where}: " if where else f"{self.code} · "
        return f"{head}{self.what(lang)}\n    → {self.remedy(lang)}"

    def as_dict(self, lang: Lang = "vi") -> dict[str, Any]:
        """Give the problem as plain data, for JSON and for a table of problems."""
        place = {key: value for key, value in vars(self.place).items() if value is not None}
        texts = {"what": self.what(lang), "remedy": self.remedy(lang)}
        return {"code": self.code, "severity": self.kind.severity, **place, **texts}


def _in_language(details: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    return {key: _said(value, lang) for key, value in details.items()}


def _said(value: Any, lang: Lang) -> Any:  # whatever fills a text
    """Say a particular: a marked text is translated, a decimal gets its comma, what has ``in_`` speaks.

    Data stays as it is, also where it reads like one of our texts.
    """
    if isinstance(value, Decimal):
        return decimal_text(value, lang)
    if hasattr(value, "in_"):
        return value.in_(lang)
    return translate(value, lang) if isinstance(value, Marked) else value


class ParindexError(Exception):
    """The root of every error that the library raises on purpose."""


class ProblemsFound(ParindexError):  # noqa: N818  # it says what was found
    """An input has problems. ``problems`` holds all of them, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Hold the problems; the message of the exception is all of them, in Vietnamese."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.text())

    def text(self, lang: Lang = "vi") -> str:
        """Give every problem, one block each."""
        return "\n".join(problem.text(lang) for problem in self.problems)

    def as_json(self, lang: Lang = "vi") -> str:
        """Give every problem as a JSON array."""
        return json.dumps([problem.as_dict(lang) for problem in self.problems], ensure_ascii=False)


def raise_if_any(problems: Iterable[Problem]) -> None:
    """Raise :class:`ProblemsFound` when a problem is an error; warnings alone pass."""
    found = tuple(problems)
    if any(problem.is_error for problem in found):
        raise ProblemsFound(found)


_REFUSALS: dict[int, str] = {
    errno.ENOENT: N_("không có tệp hay thư mục này"),
    errno.EISDIR: N_("đây là một thư mục"),
    errno.EACCES: N_("không được phép đọc hoặc ghi ở đây"),
    errno.EPERM: N_("không được phép đọc hoặc ghi ở đây"),
    errno.EROFS: N_("không được phép đọc hoặc ghi ở đây"),
    errno.ENOSPC: N_("ổ đĩa đã đầy"),
    errno.EDQUOT: N_("ổ đĩa đã đầy"),
    errno.EFBIG: N_("máy không cho ghi tệp lớn đến thế"),
}


def refusal(error: Exception) -> str:
    """Say in our words why the machine refused a file, also where a library wrapped its error."""
    refused = next((one for one in (error, *error.args) if isinstance(one, OSError)), None)
    if refused is None:
        return str(error)
    return _REFUSALS.get(refused.errno or 0) or refused.strerror or str(refused)
