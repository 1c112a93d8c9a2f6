"""The register of units as data: 34 provinces and their communes, with the state and source of the file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PATTERN = "viet-nam-*.csv"


@dataclass(frozen=True)
class Entry:
    """A unit of the register: code, full name, kind (of ``Unit.Kind``), its province, the last decision."""

    code: str
    name: str
    kind: str
    province_code: str
    valid_from: date
    decision: str

    @property
    def is_province(self) -> bool:
        """Tell a province from a commune."""
        return not self.province_code


@dataclass(frozen=True)
class Register:
    """All units of one file, and the month whose state it tells (``2026-08``)."""

    state: str
    entries: tuple[Entry, ...]

    def of_province(self, code: str) -> Register:
        """Keep one province and its communes; raises ``KeyError`` for a code that no province has."""
        kept = tuple(one for one in self.entries if code in (one.province_code, one.code))
        if not any(one.is_province for one in kept):
            raise KeyError(code)
        return Register(self.state, kept)

    def source_of(self, entry: Entry) -> str:
        """Say where a unit comes from: the state of the register and the last decision about the unit."""
        return f"Danh mục {self.state}" + (f"; {entry.decision}" if entry.decision else "")


def folder() -> Path:
    """Give the folder of the registers: inside the wheel, or ``data/units`` of a checkout."""
    here = Path(__file__).resolve().parent
    packed = here / "register"
    return packed if packed.is_dir() else here.parents[2] / "data" / "units"


def newest(where: Path | None = None) -> Register:
    """Read the newest register; raises ``FileNotFoundError`` where there is none.

    >>> register = newest()
    >>> register.state, len(register.entries)
    ('2026-08', 3355)
    """
    files = sorted((where or folder()).glob(PATTERN))
    if not files:
        raise FileNotFoundError(PATTERN)
    with files[-1].open(encoding="utf-8", newline="") as file:
        entries = tuple(_entry(row) for row in csv.DictReader(file))
    return Register(files[-1].stem.removeprefix("viet-nam-"), entries)


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        row["code"],
        row["name"],
        row["kind"],
        row["province_code"],
        date.fromisoformat(row["valid_from"]),
        row["decision"],
    )
