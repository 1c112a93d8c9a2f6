"""What the columns of a table mean: keys, slots of criteria, peer groups of units, or nothing at all."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from parindex.reading.findings import Findings
from parindex.reading.grid import Column, Grid, Header
from parindex.reading.kinds import (
    DOUBLED_COLUMN,
    NO_TITLE,
    PEER_COLUMN,
    RAGGED,
    UNKNOWN_CODE,
    UNKNOWN_COLUMN,
    UNUSED_COLUMN,
)
from parindex.reading.slots import Miss, Slots
from parindex.reading.titles import Key, heads_units, is_peer, is_unused, is_weak, key_of, near_titles

_UNIT_KEYS: Final[frozenset[Key]] = frozenset({"unit", "name", "league"})
_WIDE_KEYS: Final = _UNIT_KEYS | {"source"}
_NUMBERS_ONLY: Final = r"^[-+0-9.,% ]+$"


@dataclass
class Meaning:
    """The number of each key column, the slot of each criterion column, the title of each peer column."""

    keys: dict[Key, int] = field(default_factory=dict)
    slots: dict[int, int] = field(default_factory=dict)
    peers: dict[int, str] = field(default_factory=dict)

    @property
    def is_long(self) -> bool:
        """Tell whether each row is one value (and not one unit)."""
        return "criterion" in self.keys

    @property
    def unit(self) -> int:
        """The column that says which unit: its code, or its name where there is no code."""
        return self.keys["unit"] if "unit" in self.keys else self.keys["name"]


def meaning_of(grid: Grid, slots: Slots | None, findings: Findings) -> Meaning:
    """Say what each column is, for a table of values, or for a list of units where there are no slots.

    Columns that were meant for something and are not understood are problems; unused ones are warnings.
    """
    header = grid.header or ()
    meaning = Meaning(_keys(header, findings))
    if slots is None:
        meaning.keys = {key: number for key, number in meaning.keys.items() if key in _UNIT_KEYS}
    elif not meaning.is_long:
        meaning.keys = {key: number for key, number in meaning.keys.items() if key in _WIDE_KEYS}
    for number, title in enumerate(header):
        if number not in meaning.keys.values():
            _Other(grid, number, title, findings).take(meaning, slots)
    return meaning


def _keys(header: tuple[Header, ...], findings: Findings) -> dict[Key, int]:
    keys: dict[Key, int] = {}
    for number, title in enumerate(header):
        key = key_of(title.text)
        if key is None:
            continue
        if key not in keys or (is_weak(header[keys[key]].text) and not is_weak(title.text)):
            keys[key] = number
        elif not is_weak(title.text):
            findings.add(DOUBLED_COLUMN, col=number, given=title.text, first=header[keys[key]].text)
    if "criterion" in keys and heads_units(header[keys["criterion"]].text, keys):
        keys["unit"] = keys.pop("criterion")
    return keys


@dataclass(frozen=True)
class _Other:
    """A column that has content and is no key."""

    grid: Grid
    number: int
    title: Header
    findings: Findings

    @property
    def column(self) -> Column:
        return self.grid.columns[self.number]

    @property
    def count(self) -> int:
        return int(self.column.has_content(self.grid.height).sum())

    def take(self, meaning: Meaning, slots: Slots | None) -> None:
        is_slot = slots is not None and not meaning.is_long and isinstance(slots.find(self.title), int)
        if not self.count and not is_slot:
            return
        if not self.title.text:
            self._untitled()
        elif slots is None:
            if not is_unused(self.title.text) and key_of(self.title.text) not in meaning.keys:
                self._peer(meaning)
        elif meaning.is_long or not self._criterion(meaning, slots):
            self._extra(meaning, slots)

    def _untitled(self) -> None:
        """Refuse cells to the right of the header of a CSV file: a decimal comma has parted a number."""
        header = self.grid.header or ()
        titled = [number for number, title in enumerate(header) if title.text]
        is_beyond = self.number > max(titled, default=0)
        if self.grid.place.sheet is not None or not is_beyond:
            self.findings.add(NO_TITLE, col=self.number)
            return
        is_last = self.column.has_content(self.grid.height)
        for later in self.grid.columns[self.number + 1 :]:
            is_last &= ~later.has_content(self.grid.height)
        rows = self.grid.rows.filter(is_last)
        frame = pl.DataFrame({"row": rows, "col": [None] * len(rows)}, schema_overrides={"col": pl.UInt16})
        self.findings.add_rows(RAGGED, frame, lambda _: {"given": self.number + 1, "most": max(titled) + 1})

    def _criterion(self, meaning: Meaning, slots: Slots) -> bool:
        """Take a column of a criterion; False where it was not meant for one."""
        found = slots.find(self.title)
        if isinstance(found, Miss):
            if found.kind is UNKNOWN_CODE and not (
                self.title.is_number or slots.is_like_a_code(self.title.text)
            ):
                return False
            self.findings.add(found.kind, col=self.number, count=self.count, **slots.particulars(found))
        elif found in meaning.slots.values():
            self._doubled(next(number for number, slot in meaning.slots.items() if slot == found))
        else:
            meaning.slots[self.number] = found
        return True

    def _doubled(self, first: int) -> None:
        header = self.grid.header or ()
        self.findings.add(DOUBLED_COLUMN, col=self.number, given=self.title.text, first=header[first].text)

    def _extra(self, meaning: Meaning, slots: Slots) -> None:
        text = self.title.text
        if is_peer(text):
            self._peer(meaning)
        elif is_unused(text) or is_weak(text) or key_of(text) in meaning.keys:
            return
        elif key_of(text) or slots.is_like_a_code(text):
            self.findings.add(UNUSED_COLUMN, col=self.number, given=text)
        elif near := near_titles(text):
            self.findings.add(UNKNOWN_COLUMN, col=self.number, given=text, near=", ".join(near))
        elif meaning.is_long or self._is_all_numbers():
            self.findings.add(UNUSED_COLUMN, col=self.number, given=text)
        else:
            self.findings.add(PEER_COLUMN, col=self.number, given=text)
            self._peer(meaning)

    def _peer(self, meaning: Meaning) -> None:
        title = unicodedata.normalize("NFC", self.title.text)
        same = [number for number, one in meaning.peers.items() if one == title]
        if same:
            self._doubled(same[0])
        else:
            meaning.peers[self.number] = title

    def _is_all_numbers(self) -> bool:
        if self.column.text is None:
            return True
        return bool(self.column.text.drop_nulls().str.contains(_NUMBERS_ONLY).all())
