"""Whose each row is: units found in their list by code or name, or listed as the file names them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from parindex.reading.findings import Findings, Row
from parindex.reading.grid import Grid
from parindex.reading.kinds import DIFFERENT_NAME, NO_UNIT, RESTORED_ZEROS, UNKNOWN_UNIT
from parindex.reading.meaning import Meaning
from parindex.reading.near import Near
from parindex.reading.numbering import Numbered
from parindex.tables import UNITS
from parindex.text import fold


@dataclass(frozen=True)
class UnitRows:
    """The units, and for each row of a grid the number of its unit (null where the row is no unit's)."""

    units: pl.DataFrame
    numbers: pl.Series


@dataclass(frozen=True)
class UnitList:
    """A list of units to find people's spellings in."""

    units: pl.DataFrame

    @cached_property
    def _ids(self) -> list[str]:
        return [unicodedata.normalize("NFC", one) for one in self.units["unit_id"].to_list()]

    @cached_property
    def _names(self) -> list[str]:
        return [one or "" for one in self.units["name"].to_list()] if "name" in self.units.columns else []

    @cached_property
    def _exact(self) -> dict[str, int]:
        return {one: number for number, one in enumerate(self._ids)}

    @cached_property
    def _folded(self) -> dict[str, int]:
        return _only(map(fold, self._ids))

    @cached_property
    def _by_name(self) -> dict[str, int]:
        return _only(map(fold, self._names))

    @cached_property
    def _without_zeros(self) -> dict[str, int]:
        return _only(one.lstrip("0") if one.isdigit() else "" for one in self._ids)

    def find(self, text: str) -> int | None:
        """Give the number of the unit of that code, or of that name where no other has it."""
        given = unicodedata.normalize("NFC", text)
        if given in self._exact:
            return self._exact[given]
        plain = fold(given)
        return self._folded[plain] if plain in self._folded else self._by_name.get(plain)

    def find_without_zeros(self, text: str) -> int | None:
        """Give the unit whose code a spreadsheet turned into this number by dropping its leading zeros."""
        return self._without_zeros.get(text.lstrip("0")) if text.isdigit() else None

    @cached_property
    def near(self) -> Near:
        """The codes and names that a misspelt one may mean."""
        return Near([*self._ids, *filter(None, self._names)])


def _only(keys: Iterable[str]) -> dict[str, int]:
    """Number keys that stand once; blank ones never do."""
    listed = list(keys)
    counts = Counter(listed)
    return {key: number for number, key in enumerate(listed) if key and counts[key] == 1}


def unit_rows(grid: Grid, meaning: Meaning, given: pl.DataFrame | None, findings: Findings) -> UnitRows:
    """Say whose each row is; rows that have values and name no unit, or an unknown one, are problems."""
    texts = grid.columns[meaning.unit].texts(grid.height)
    _refuse_nameless(grid, meaning, texts, findings)
    spelled = grid.columns[meaning.unit].numbered(grid.height)
    if given is None:
        ids = [unicodedata.normalize("NFC", text) for text in spelled.texts]
        different = list(dict.fromkeys(ids))
        place = {one: number for number, one in enumerate(different)}
        numbers = spelled.mapped([place[one] for one in ids])
        units = pl.DataFrame({"unit_id": different}, schema={"unit_id": pl.String})
    else:
        numbers = spelled.mapped(_found(grid, meaning, UnitList(given), spelled, findings))
        units = given
    return UnitRows(_described(units, grid, meaning, numbers, findings), numbers)


def _refuse_nameless(grid: Grid, meaning: Meaning, texts: pl.Series, findings: Findings) -> None:
    """Note rows that have values but no unit; a line of words under a table has no values."""
    columns = [number for key, number in meaning.keys.items() if key in ("value", "standing")]
    has_values = pl.repeat(value=False, n=grid.height, eager=True)
    for number in (*columns, *meaning.slots):
        has_values |= grid.columns[number].has_content(grid.height)
    rows = grid.rows.filter(texts.is_null() & has_values)
    findings.add_rows(NO_UNIT, pl.DataFrame({"row": rows}).with_columns(col=pl.lit(meaning.unit)))


def _found(
    grid: Grid, meaning: Meaning, known: UnitList, spelled: Numbered, findings: Findings
) -> list[int | None]:
    found = [known.find(text) for text in spelled.texts]
    restored = [
        number
        for number, text in enumerate(spelled.texts)
        if found[number] is None and known.find_without_zeros(text) is not None
    ]
    for number in restored:
        found[number] = known.find_without_zeros(spelled.texts[number])
    if restored:
        text, unit = spelled.texts[restored[0]], found[restored[0]]
        row = spelled.first_rows(grid.rows, restored[:1])["row"][0]
        details = {"given": text, "unit": known.units["unit_id"][unit or 0], "count": len(restored)}
        findings.add(RESTORED_ZEROS, row, meaning.unit, **details)
    _note_unknown(grid, meaning, known, spelled, found, findings)
    return found


def _note_unknown(
    grid: Grid,
    meaning: Meaning,
    known: UnitList,
    spelled: Numbered,
    found: Sequence[int | None],
    findings: Findings,
) -> None:
    unknown = [number for number, unit in enumerate(found) if unit is None]
    if not unknown:
        return
    rows = spelled.first_rows(grid.rows, unknown).with_columns(col=pl.lit(meaning.unit))
    findings.add_rows(UNKNOWN_UNIT, rows, lambda one: _unknown(spelled.texts[one["number"]], known, one))


def _unknown(text: str, known: UnitList, one: Row) -> dict[str, object]:
    return {"given": text, "near": known.near.to(text), "count": one["count"]}


def _described(
    units: pl.DataFrame, grid: Grid, meaning: Meaning, numbers: pl.Series, findings: Findings
) -> pl.DataFrame:
    """Add what the file says of its units: name, league, peer groups; what the list says stays."""
    said: dict[str, pl.Series] = {}
    for title, number in _describing(meaning):
        texts = grid.columns[number].texts(grid.height)
        said[title] = _of_units(texts, numbers, units.height)
        if title == "name" and number != meaning.unit:
            known = units.select("unit_id").with_columns(name=_names(units, said[title]))
            _note_other_names(texts, grid, number, numbers, known, findings)
    new = [series.alias(title) for title, series in said.items() if title not in units.columns]
    described = units.with_columns(new)
    blank = [pl.lit(None, pl.String).alias(name) for name in UNITS if name not in described.columns]
    return described.with_columns(blank).select(*UNITS, pl.exclude(*UNITS))


def _names(units: pl.DataFrame, said: pl.Series) -> pl.Series:
    return units["name"].fill_null(said) if "name" in units.columns else said


def _describing(meaning: Meaning) -> list[tuple[str, int]]:
    keys = [("name", meaning.keys.get("name")), ("league", meaning.keys.get("league"))]
    named = [(title, number) for title, number in keys if number is not None]
    return named + [(title, number) for number, title in meaning.peers.items()]


def _of_units(texts: pl.Series, numbers: pl.Series, count: int) -> pl.Series:
    """Give for each unit the first text that one of its rows says."""
    frame = pl.DataFrame({"unit": numbers, "text": texts}).drop_nulls().unique("unit", keep="first")
    every = pl.DataFrame({"unit": pl.int_range(count, dtype=pl.UInt32, eager=True)})
    found = every.join(frame, on="unit", how="left", maintain_order="left")
    return found["text"].str.normalize("NFC")


def _note_other_names(
    texts: pl.Series, grid: Grid, col: int, numbers: pl.Series, units: pl.DataFrame, findings: Findings
) -> None:
    frame = pl.DataFrame({"unit": numbers, "row": grid.rows, "given": texts}).drop_nulls()
    pairs = frame.unique(["unit", "given"], keep="first", maintain_order=True)
    known = pl.concat([pairs, units[pairs["unit"]]], how="horizontal").drop_nulls("name")
    for row, given, unit, name in known.select("row", "given", "unit_id", "name").iter_rows():
        if fold(given) != fold(name):
            findings.add(DIFFERENT_NAME, row, col, unit=unit, given=given, known=name)
