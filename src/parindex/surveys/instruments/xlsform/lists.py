"""The sheet ``choices``: lists of options with their codes, names and the columns that filters look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from parindex.errors import Problem
from parindex.language import N_
from parindex.surveys.instruments.parts import NAME_PATTERN
from parindex.surveys.instruments.xlsform.kinds import UNREAD_COLUMN, WRONG_CHOICE
from parindex.surveys.instruments.xlsform.languages import Spoken
from parindex.surveys.instruments.xlsform.sheets import TRANSLATED, Heading, Row, Sheet
from parindex.surveys.instruments.xlsform.writing import OWN_CODE

_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d{0,4})")
_MOST: Final = 32_767
_KNOWN: Final = frozenset({"list_name", "name", OWN_CODE})
Option = dict[str, Any]


class Lists:
    """The lists of choices of a workbook as data of a form, and the row of each option."""

    def __init__(self, sheet: Sheet, spoken: Spoken) -> None:
        self.sheet = sheet
        self.problems: list[Problem] = []
        self.by_name: dict[str, list[Option]] = {}
        self.rows: dict[str, list[int]] = {}
        self._filters = [one for one in sheet.headings if _is_filter(one)]
        for row in sheet.rows:
            self._take(row, spoken)
        for options in self.by_name.values():
            _give_codes(options)
        self.problems += _unread(sheet)

    def _take(self, row: Row, spoken: Spoken) -> None:
        if not row.cells:
            return
        named, name = self.sheet.get(row, "list_name"), self.sheet.get(row, "name")
        label = spoken.text(self.sheet, row, "label")
        missing = [
            key for key, value in (("list_name", named), ("name", name), ("label", label)) if not value
        ]
        if missing:
            place = self.sheet.at(row.number)
            self.problems.append(Problem(WRONG_CHOICE, place, {"missing": ", ".join(missing)}))
            return
        filters = {one.written: row.cells[one.written] for one in self._filters if one.written in row.cells}
        option: Option = {"code": None, "name": name, "label": label} | (
            {"filters": filters} if filters else {}
        )
        own = self.sheet.get(row, OWN_CODE)
        option["code"] = _code(own) if own else _code(name)
        self.by_name.setdefault(named, []).append(option)
        self.rows.setdefault(named, []).append(row.number)


def _code(text: str) -> int | None:
    """Give the number that a text is, as it would be written for it; None where it is no code."""
    number = int(text) if _NUMBER.fullmatch(text) else None
    return None if number is None or not -_MOST - 1 <= number <= _MOST or str(number) != text else number


def _give_codes(options: Sequence[Option]) -> None:
    """Give options whose name is no number the codes 1, 2, 3 ... that are free; names keep where needed."""
    taken = {option["code"] for option in options}
    free = (code for code in range(1, _MOST + 1) if code not in taken)
    for option in options:
        if option["code"] is None:
            option["code"] = next(free)
        if option["name"] == str(option["code"]):
            del option["name"]


def _is_filter(one: Heading) -> bool:
    is_plain = one.name not in _KNOWN and one.name not in TRANSLATED
    return is_plain and NAME_PATTERN.fullmatch(one.written) is not None and one.name not in _MEDIA


_MEDIA: Final = frozenset({"image", "audio", "video", "big-image", "order"})


def _unread(sheet: Sheet) -> Iterator[Problem]:
    """Find columns with content that nothing is made of."""
    for one in sheet.headings:
        is_read = one.name in _KNOWN or one.name in TRANSLATED or _is_filter(one)
        if not is_read and any(one.written in row.cells for row in sheet.rows):
            yield Problem(UNREAD_COLUMN, sheet.at(1), {"header": one.written})


def known_lists(lists: Lists) -> str:
    """Name the lists that there are, for a message."""
    return ", ".join(lists.by_name) or N_("(không có)")
