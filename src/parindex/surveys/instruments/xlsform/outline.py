"""The sheet ``survey`` as a tree: questions, and groups of questions in groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from parindex.errors import Place, Problem
from parindex.language import N_
from parindex.surveys.instruments.xlsform.kinds import REPEAT, UNBALANCED, UNREAD_COLUMN
from parindex.surveys.instruments.xlsform.sheets import TRANSLATED, Row, Sheet

_BEGIN: Final = re.compile(r"begin[ _](\w+)")
_END: Final = re.compile(r"end[ _](\w+)")
_REPEATS: Final = frozenset({"repeat", "lgroup", "loop"})
_READ: Final = frozenset(
    {"type", "name", "required", "relevant", "constraint", "choice_filter", "appearance"} | TRANSLATED
)


@dataclass
class Branch:
    """A row of the survey; a group has rows below it."""

    row: Row
    type: str
    below: list[Branch] = field(default_factory=list)
    is_group: bool = False


@dataclass
class Outline:
    """The tree of a survey and what is wrong with its form."""

    branches: list[Branch]
    problems: list[Problem]


def outline(sheet: Sheet) -> Outline:
    """Read the tree of a survey; rows without a type are passed over, as pyxform does."""
    root: list[Branch] = []
    problems: list[Problem] = list(_unread(sheet))
    open_: list[Branch] = []
    for row in sheet.rows:
        kind = " ".join(sheet.get(row, "type").split())
        begin, end = _BEGIN.match(kind.lower()), _END.match(kind.lower())
        if not kind:
            continue
        if end:
            problems += _closed(sheet, row, open_)
            continue
        branch = Branch(row, kind, is_group=begin is not None)
        (open_[-1].below if open_ else root).append(branch)
        if begin:
            open_.append(branch)
        if begin and begin[1] in _REPEATS:
            place = sheet.at(row.number, "type")
            problems.append(Problem(REPEAT, place, {"name": sheet.get(row, "name")}))
    for branch in open_:
        reason = N_("nhóm này không có end_group")
        problems.append(Problem(UNBALANCED, sheet.at(branch.row.number, "type"), {"reason": reason}))
    return Outline(root, problems)


def _closed(sheet: Sheet, row: Row, open_: list[Branch]) -> Iterator[Problem]:
    if open_:
        open_.pop()
        return
    reason = N_("end_group này không đóng nhóm nào")
    yield Problem(UNBALANCED, sheet.at(row.number, "type"), {"reason": reason})


def _unread(sheet: Sheet) -> Iterator[Problem]:
    """Find columns with content that nothing is made of."""
    for one in sheet.headings:
        if one.name not in _READ and any(one.written in row.cells for row in sheet.rows):
            place = Place(file=sheet.place.file, sheet=sheet.name, row=1, column=one.written)
            yield Problem(UNREAD_COLUMN, place, {"header": one.written})
