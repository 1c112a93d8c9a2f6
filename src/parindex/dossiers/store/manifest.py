"""What a store consists of, in one small file that is replaced in one step."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from parindex.dossiers.store import kinds
from parindex.dossiers.store.safety import make_names_safe
from parindex.errors import Place, Problem, ProblemsFound
from parindex.language import N_

NAME: Final = "manifest.json"
PENDING: Final = "pending.json"
VERSION: Final = 5
_READ: Final = frozenset({1, 2, 3, 4, VERSION})
"""Version 1 kept two more columns of each record, and no marks of the index; version 2 no files of Arrow;
versions before 5 marked keys otherwise, so their runs are searched as if they had no marks."""
HASHER: Final = f"polars {pl.__version__}"
"""Hashes of another version are not those of this one."""
MOST_IDS: Final = 32_767
"""Places in a list are 16-bit numbers."""


@dataclass(frozen=True)
class Lists:
    """The ids that facts name by their place."""

    units: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    def with_ids_of(self, records: pl.DataFrame) -> Lists:
        """Add what is new; a field that is not known is the empty text.

        Raises :class:`ProblemsFound` (DO204) where a list grows beyond 16-bit places.
        """
        given = {"units": "unit_id", "procedures": "procedure", "fields": "field"}
        return Lists(
            **{name: _added(getattr(self, name), records[column], name) for name, column in given.items()}
        )

    def coded(self, records: pl.DataFrame) -> pl.DataFrame:
        """Give records with ids as words of these lists (``Enum``), so that no text is looked at again."""
        lists = {"unit_id": self.units, "procedure": self.procedures, "field": self.fields}
        return records.with_columns(_coded(records[name], ids) for name, ids in lists.items())


def _coded(column: pl.Series, ids: tuple[str, ...]) -> pl.Series:
    listed = pl.Series(ids, dtype=pl.String).cast(pl.Enum(ids))
    if not isinstance(column.dtype, pl.Enum) or column.dtype.categories.equals(listed.cast(pl.String)):
        return column.cast(listed.dtype)
    place_of = {one: place for place, one in enumerate(ids)}
    places = [place_of.get(word) for word in column.dtype.categories]
    words = listed.gather(pl.Series(places, dtype=pl.UInt32))
    return words.gather(column.to_physical().cast(pl.UInt32)).alias(column.name)


def _added(known: tuple[str, ...], column: pl.Series, name: str) -> tuple[str, ...]:
    found = _different(column, set(known))
    if len(known) + len(found) > MOST_IDS:
        details = {"what": _LISTS[name], "given": len(known) + len(found), "most": MOST_IDS}
        raise ProblemsFound([Problem(kinds.TOO_MANY, details=details)])
    return (*known, *sorted(found))


def _different(column: pl.Series, known: set[str]) -> set[str]:
    """Give the ids of a column that are not known; none is the empty text."""
    nothing = {""} if column.null_count() else set[str]()
    if not isinstance(column.dtype, pl.Enum):
        return (set(column.drop_nulls().unique()) | nothing) - known
    words = column.dtype.categories
    if known.issuperset(words):
        return nothing - known
    counts = np.bincount(column.to_physical().drop_nulls().to_numpy())
    return (set(words.gather(np.flatnonzero(counts))) | nothing) - known


_LISTS: Final = {"units": N_("đơn vị"), "procedures": N_("thủ tục"), "fields": N_("lĩnh vực")}


@dataclass(frozen=True)
class File:
    """Records and their facts, row for row; ``facts`` is the number in the name of the file of facts.

    ``first_on`` and ``last_on`` hold the days from the receipt to the end or due date of every row.
    ``is_arrow``: the records are not packed yet.
    """

    number: int
    partition: str
    rows: int
    facts: int
    first_on: str
    last_on: str
    is_arrow: bool = False

    def touches(self, days: frozenset[date]) -> bool:
        """Tell whether a day may be in the life of one of its dossiers."""
        first, last = date.fromisoformat(self.first_on), date.fromisoformat(self.last_on)
        return any(first <= day <= last for day in days)


@dataclass(frozen=True)
class Gone:
    """Rows of files of a partition that count no more, and their facts with weight -1, row for row."""

    number: int
    partition: str
    rows: int


@dataclass(frozen=True)
class Run:
    """A sorted part of the index of codes; its marks say which first bits of keys there are (0: no marks)."""

    number: int
    rows: int
    hasher: str = HASHER
    mark_bits: int = 0


@dataclass(frozen=True)
class Manifest:
    """The state of a store. ``serial`` grows with each; ``sources`` are the files that came in."""

    serial: int = 0
    next_number: int = 1
    lists: Lists = field(default_factory=Lists)
    files: tuple[File, ...] = ()
    gone: tuple[Gone, ...] = ()
    runs: tuple[Run, ...] = ()
    sources: tuple[str, ...] = ()

    def file(self, number: int) -> File:
        """Give the file of a number."""
        return next(one for one in self.files if one.number == number)

    def numbered(self, count: int) -> tuple[Manifest, range]:
        """Take some new numbers."""
        after = self.next_number + count
        return replace(self, next_number=after), range(self.next_number, after)


def as_data(manifest: Manifest) -> dict[str, Any]:
    """Give a manifest as plain data."""
    several = {name: [vars(one) for one in getattr(manifest, name)] for name in ("files", "gone", "runs")}
    return {"version": VERSION, **vars(manifest), **several, "lists": vars(manifest.lists)}


def of_data(data: dict[str, Any]) -> Manifest:
    """Make a manifest of plain data; ``KeyError``, ``TypeError``, ``ValueError`` where it is none."""
    if data["version"] not in _READ:
        raise ValueError
    files = ({name: value for name, value in one.items() if name != "hasher"} for one in data["files"])
    lists = Lists(**{name: tuple(ids) for name, ids in data["lists"].items()})
    return Manifest(
        data["serial"],
        data["next_number"],
        lists,
        tuple(File(**one) for one in files),
        tuple(Gone(**one) for one in data["gone"]),
        tuple(_run_of(one, data["version"]) for one in data["runs"]),
        tuple(data["sources"]),
    )


def _run_of(data: dict[str, Any], version: int) -> Run:
    return Run(**data) if version == VERSION else replace(Run(**data), mark_bits=0)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a store; an empty folder has an empty one. Raises problems DO202, DO203."""
    path = folder / NAME
    place = Place(file=str(path))
    if not path.exists():
        if folder.is_dir() and any(one.name not in _OURS for one in folder.iterdir()):
            raise ProblemsFound([Problem(kinds.NOT_A_STORE, Place(file=str(folder)))])
        return Manifest()
    try:
        return of_data(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        details = {"reason": type(error).__name__}
        raise ProblemsFound([Problem(kinds.BAD_MANIFEST, place, details)]) from None


_OURS: Final = {"lock", PENDING, "index", "records", "rejects"}


def write_data(path: Path, data: dict[str, Any]) -> None:
    """Replace a file in one step; what was there stays until the new one is safely written."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.write(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    make_names_safe(path.parent)
