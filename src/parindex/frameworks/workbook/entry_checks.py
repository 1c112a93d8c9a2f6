"""What a cell of a fill-in form accepts: drop-downs for choices, bounds for numbers, parts below wholes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from parindex.errors import Phrase
from parindex.frameworks.digest import plain_decimal
from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.parts import InputSpec
from parindex.frameworks.workbook.looks import Lists
from parindex.frameworks.workbook.words import STANDINGS
from parindex.language import N_, Lang, translate
from parindex.spreadsheets import Area, Sheet

CHOICES: Final = ("yes_no", "level", "case")
CellOf = Callable[[str], str]
"""Gives the address of the cell of an input of the leaf, by its name."""

_HINTS: Final = {
    (False, False): N_("Nhập một số"),
    (True, False): N_("Nhập số từ {low} trở lên"),
    (False, True): N_("Nhập số không quá {high}"),
    (True, True): N_("Nhập số từ {low} đến {high}"),
}
_WHOLE_HINT: Final = N_("Nhập số nguyên từ 0 trở lên")


@dataclass(frozen=True)
class Entry:
    """One thing to fill in: the leaf, the input, and the other inputs of the leaf."""

    leaf: OutlineNode
    spec: InputSpec

    @property
    def may_refuse(self) -> bool:
        """Tell whether "not applicable" may stand in the cell."""
        return self.leaf.node.not_applicable != "refuse"

    @property
    def is_needed(self) -> bool:
        """Tell whether a blank cell is a missing value (a bonus line left blank is no bonus)."""
        return self.spec.default is None

    def words(self, lang: Lang) -> list[str]:
        """Give the words that the cell offers; empty for a number that always applies."""
        words = [choice.label.in_(lang) for choice in self.spec.choices]
        return words + ([STANDINGS.word("not_applicable", lang)] if self.may_refuse else [])

    def hint(self, lang: Lang) -> str:
        """Say what may be typed."""
        parts = (
            [self._range(lang)] if self.spec.type not in CHOICES else [translate(N_("Chọn một mục"), lang)]
        )
        whole = self._whole()
        if whole is not None:
            parts.append(Phrase(N_("không lớn hơn “{whole}”"), {"whole": whole.label}).in_(lang))
        if self.may_refuse:
            parts.append(
                Phrase(N_("hoặc “{word}”"), {"word": STANDINGS.word("not_applicable", lang)}).in_(lang)
            )
        return ", ".join(parts)

    def _range(self, lang: Lang) -> str:
        low, high = self.spec.minimum, self.spec.maximum
        if self.spec.type == "count" and high is None:
            return translate(_WHOLE_HINT, lang)
        template = _HINTS[low is not None, high is not None]
        return Phrase(template, {"low": low, "high": high}).in_(lang)

    def _whole(self) -> InputSpec | None:
        specs = self.leaf.node.inputs()
        return next((spec for spec in specs if spec.name == self.spec.at_most), None)

    def formula(self, cell_of: CellOf, lang: Lang) -> str:
        """Give the formula that holds where the cell is right."""
        cell = cell_of(self.spec.name)
        holds = [f"ISNUMBER({cell})", *self._bounds(cell)]
        if self.spec.type == "count":
            holds.append(f"{cell}=INT({cell})")
        if self.spec.at_most:
            whole = cell_of(self.spec.at_most)
            holds.append(f"OR(NOT(ISNUMBER({whole})),{cell}<={whole})")
        parts = [cell_of(part.name) for part in self.leaf.node.inputs() if part.at_most == self.spec.name]
        holds += [f"OR(NOT(ISNUMBER({part})),{part}<={cell})" for part in parts]
        number = f"AND({','.join(holds)})"
        word = STANDINGS.word("not_applicable", lang).replace('"', '""')
        return f'=OR({cell}="{word}",{number})' if self.may_refuse else f"={number}"

    def _bounds(self, cell: str) -> list[str]:
        bounds = ((">=", self.spec.minimum), ("<=", self.spec.maximum))
        return [f"{cell}{sign}{_exact(bound)}" for sign, bound in bounds if bound is not None]


def _exact(bound: Decimal) -> str:
    return plain_decimal(bound)


class EntryLists:
    """The drop-downs of a form: equal lists are written once."""

    def __init__(self, lists: Lists) -> None:
        """Add lists to a hidden sheet."""
        self._lists = lists
        self._known: dict[tuple[str, ...], str] = {}

    def of(self, words: list[str]) -> str:
        """Give the reference of a list of words."""
        key = tuple(words)
        if key not in self._known:
            self._known[key] = self._lists.of(words)
        return self._known[key]


def check_cells(
    sheet: Sheet, area: Area, entry: Entry, cell_of: CellOf, lists: EntryLists, lang: Lang
) -> None:
    """Put the drop-down or the check of an entry on an area; ``cell_of`` speaks of the area's first cell."""
    hint = entry.hint(lang)
    if entry.spec.type in CHOICES:
        sheet.choices(area, lists.of(entry.words(lang)), hint)
    else:
        sheet.check(area, {"validate": "custom", "value": entry.formula(cell_of, lang)}, hint)
