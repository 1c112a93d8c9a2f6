"""The tree of a survey as the questions, groups and scales of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, get_args

from parindex.errors import Problem, ProblemKind
from parindex.surveys.instruments.parts import NAME_PATTERN, Metadata
from parindex.surveys.instruments.xlsform.kinds import (
    NO_LABEL,
    UNKNOWN_LIST,
    UNKNOWN_TYPE,
    WRONG_NAME,
    WRONG_REQUIRED,
)
from parindex.surveys.instruments.xlsform.languages import Spoken
from parindex.surveys.instruments.xlsform.lists import Lists, known_lists
from parindex.surveys.instruments.xlsform.outline import Branch
from parindex.surveys.instruments.xlsform.sheets import Row, Sheet
from parindex.surveys.instruments.xlsform.writing import INTRODUCTION, TABLE

_PLAIN: Final = {
    "text": "text",
    "string": "text",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "note": "note",
}
_ONE: Final = r"(?P<one>select[ _]one|select1|select one from)"
_MANY: Final = r"(?P<many>select[ _]multiple|select all that apply(?: from)?)"
_SELECT: Final = re.compile(rf"(?:{_ONE}|{_MANY}) (?P<list>\S+)(?P<other> or[ _](?:specify[ _])?other)?")
_METADATA: Final = frozenset(get_args(Metadata))
SUPPORTED: Final = ("select_one", "select_multiple", *_PLAIN, "begin_group", "end_group", *sorted(_METADATA))
_YES: Final = frozenset({"yes", "true", "true()", "1"})
_NO: Final = frozenset({"", "no", "false", "false()", "0"})


class Select(NamedTuple):
    """What the type of a choosing question says."""

    kind: str
    list: str
    has_other: bool


def select(type_: str) -> Select | None:
    """Understand a type of question that chooses from a list; None for other types.

    >>> select("select_multiple ways or_other")
    Select(kind='multi', list='ways', has_other=True)
    """
    found = _SELECT.fullmatch(type_)
    if found is None:
        return None
    return Select("single" if found["one"] else "multi", found["list"], found["other"] is not None)


class Questions:
    """Walks the tree and gathers the data of a form, the rows it came from, and every problem."""

    def __init__(self, sheet: Sheet, spoken: Spoken, lists: Lists) -> None:
        self.sheet = sheet
        self.spoken = spoken
        self.lists = lists
        self.problems: list[Problem] = []
        self.questions: list[dict[str, Any]] = []
        self.rows: list[tuple[int, list[int]]] = []
        """The row of each question and those of its items."""
        self.groups: list[dict[str, Any]] = []
        self.group_rows: list[int] = []
        self.metadata: list[str] = []
        self.introduction: dict[str, Any] | None = None
        self.refused: set[str] = set()
        """The names of rows that were refused: what follows from that is no problem of its own."""
        self.copied: set[str] = set()
        """The lists that a question has a longer copy of."""

    def walk(self, branches: Sequence[Branch], group: dict[str, Any] | None = None) -> None:
        """Take the rows of a level; what follows a group within a group is a group of its own."""
        current = group
        for branch in branches:
            if not branch.is_group:
                self._question(branch, current)
            elif self._is_table(branch):
                self._table(branch, current)
            else:
                self.walk(branch.below, self._group(branch, group))
                current = self._continued(group)

    def told(self, kind: ProblemKind, row: Row, column: str, **details: Any) -> None:
        """Note a problem of a row."""
        self.problems.append(Problem(kind, self.sheet.at(row.number, column), details))

    def _name(self, row: Row) -> str:
        name = self.sheet.get(row, "name")
        if NAME_PATTERN.fullmatch(name) is None:
            self.told(WRONG_NAME, row, "name", name=name)
            return f"unnamed_{row.number}"  # so that everything else is checked all the same
        return name

    def _label(self, row: Row, name: str) -> dict[str, Any]:
        label = self.spoken.text(self.sheet, row, "label")
        if label is None:
            self.told(NO_LABEL, row, "label", name=name)
        return label or {"vi": name}

    def _group(self, branch: Branch, outer: dict[str, Any] | None) -> dict[str, Any]:
        row, name = branch.row, self._name(branch.row)
        label = (
            self.spoken.text(self.sheet, row, "label") or (outer or {}).get("label") or {"vi": name or "?"}
        )
        skips = [skip for skip in ((outer or {}).get("relevant"), self.sheet.get(row, "relevant")) if skip]
        group = {"id": name, "label": label, "row": row.number}
        return group | ({"relevant": _all_of(skips)} if skips else {})

    def _continued(self, group: dict[str, Any] | None) -> dict[str, Any] | None:
        """Give the group that goes on after a group inside it: the same, under a name of its own."""
        if group is None or all(one["id"] != group["id"] for one in self.groups):
            return group
        taken = {one["id"] for one in self.groups}
        number = next(number for number in range(2, 10_000) if f"{group['id']}_{number}" not in taken)
        return group | {"id": f"{group['id']}_{number}"}

    def _in(self, group: dict[str, Any] | None) -> dict[str, str]:
        """Name the group of a question; a group is one once it has a question."""
        if group is None:
            return {}
        if all(one["id"] != group["id"] for one in self.groups):
            self.groups.append(group)
            self.group_rows.append(group["row"])
        return {"group": group["id"]}

    def _question(self, branch: Branch, group: dict[str, Any] | None) -> None:
        row, kind = branch.row, branch.type
        if kind in _METADATA:
            self.metadata.append(kind)
            return
        chosen = select(kind)
        if chosen is None and kind not in _PLAIN:
            self.told(UNKNOWN_TYPE, row, "type", type=kind, known=", ".join(SUPPORTED))
            self.refused.add(self.sheet.get(row, "name"))
            return
        name = self._name(row)
        label = self._label(row, name)
        if name == INTRODUCTION and kind == "note":
            self.introduction = label
            return
        listed = self._listed(chosen, row) if chosen else {"kind": _PLAIN[kind]}
        question = {"id": name, "label": label, **listed, **self._particulars(row), **self._in(group)}
        self.questions.append(question)
        self.rows.append((row.number, []))

    def _listed(self, chosen: Select, row: Row) -> dict[str, Any]:
        if chosen.list not in self.lists.by_name:
            self.told(UNKNOWN_LIST, row, "type", list=chosen.list, known=known_lists(self.lists))
            self.refused.add(self.sheet.get(row, "name"))
            return {"kind": chosen.kind}
        if not chosen.has_other:
            return {"kind": chosen.kind, "scale": chosen.list}
        self.copied.add(chosen.list)
        options = self.lists.by_name[chosen.list]
        free = next(code for code in range(1, 32_767) if all(one["code"] != code for one in options))
        label = {"vi": "Khác"} | ({"en": "Other"} if {"vi", "en"} <= set(self.spoken.languages) else {})
        other = {"code": free, "name": "other", "label": label, "has_text": True}
        return {"kind": chosen.kind, "options": [*options, other]}

    def _particulars(self, row: Row) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key in ("relevant", "constraint", "choice_filter", "appearance"):
            if text := self.sheet.get(row, key):
                found[key] = text
        for key in ("hint", "constraint_message"):
            if words := self.spoken.text(self.sheet, row, key):
                found[key] = words
        return found | ({"is_required": True} if self._is_required(row) else {})

    def _is_required(self, row: Row) -> bool:
        value = self.sheet.get(row, "required")
        if value.lower() not in _YES | _NO:
            self.told(WRONG_REQUIRED, row, "required", value=value)
        return value.lower() in _YES

    # ------------------------------------------------------------------ tables

    def _is_table(self, branch: Branch) -> bool:
        """Tell whether a group is a matrix: single choices from one list, alike in all but their label."""
        rows = self._lines(branch)
        types = {one.type for one in branch.below}
        chosen = select(next(iter(types))) if len(types) == 1 else None
        if not rows or chosen is None or chosen.kind != "single" or chosen.has_other:
            return False
        is_table = TABLE in self.sheet.get(branch.row, "appearance").split() or rows != branch.below
        return is_table and not any(self._stands_out(one.row, rows[0].row) for one in rows)

    def _lines(self, branch: Branch) -> list[Branch]:
        """Give the items of what may be a table: without the row that only prints the scale above them."""
        looks = [self.sheet.get(one.row, "appearance") for one in branch.below]
        is_by_hand = looks[:1] == ["label"] and set(looks[1:]) == {"list-nolabel"}
        return branch.below[1:] if is_by_hand else branch.below

    def _stands_out(self, row: Row, first: Row) -> bool:
        get = self.sheet.get
        own = any(get(row, key) for key in ("relevant", "constraint", "choice_filter"))
        own |= self.spoken.text(self.sheet, row, "hint") is not None
        own |= get(row, "appearance") not in ("", "list-nolabel")
        return own or get(row, "required") != get(first, "required")

    def _table(self, branch: Branch, group: dict[str, Any] | None) -> None:
        lines = self._lines(branch)
        chosen = select(lines[0].type)
        listed = self._listed(chosen, lines[0].row) if chosen else {}
        name = self._name(branch.row)
        items, rows = [], []
        for one in lines:
            item = self._name(one.row)
            items.append({"id": item, "label": self._label(one.row, item)})
            rows.append(one.row.number)
        looks = [
            one
            for one in self.sheet.get(branch.row, "appearance").split()
            if one not in (TABLE, "field-list")
        ]
        question = {
            "id": name,
            "label": self._table_label(branch, name),
            **self._particulars(branch.row),
            **listed,
        }
        question |= {"kind": "matrix", "items": items, **self._in(group)}
        question |= {"is_required": True} if self._is_required(lines[0].row) else {}
        question.pop("appearance", None)
        self.questions.append(question | ({"appearance": " ".join(looks)} if looks else {}))
        self.rows.append((branch.row.number, rows))

    def _table_label(self, branch: Branch, name: str) -> dict[str, Any]:
        own = self.spoken.text(self.sheet, branch.row, "label")
        return own or self._label(branch.below[0].row, name)


def _all_of(skips: Sequence[str]) -> str:
    return skips[0] if len(skips) == 1 else " and ".join(f"({skip})" for skip in skips)


def scales_of(found: Questions) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give the lists that are scales: those of several questions, and those named unlike their question."""
    for name, options in found.lists.by_name.items():
        users = [one for one in found.questions if one.get("scale") == name]
        if not users and name in found.copied:
            continue
        if [one["id"] for one in users] != [name]:
            yield name, options
            continue
        users[0]["options"] = options
        del users[0]["scale"]
