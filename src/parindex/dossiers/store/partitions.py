"""Which partition a dossier belongs to: the province its code or unit names, and the month of its receipt."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

Whole = npt.NDArray[np.int64]

_NO_PROVINCE: Final = "00"
_PROVINCE: Final = re.compile(r"[A-Z]\d{2}")
_LETTERS: Final = 3
_SIGN: Final = "-"
_MOST_BEGINNINGS: Final = 8
"""Beginnings of codes that are looked for in all of them, before the rest are cut one by one."""
_DAY_MS: Final = 86_400_000
_FIRST_YEAR, _YEARS = 1970, 140
_MONTHS: Final = _YEARS * 12
_MONTH_OF_DAY: Final = (
    np.arange(f"{_FIRST_YEAR}-01-01", f"{_FIRST_YEAR + _YEARS}-01-01", dtype="datetime64[D]")
    .astype("datetime64[M]")
    .astype(np.int64)
)


class Partitions(NamedTuple):
    """Rows in the order of their partitions (None: as they are), and where each partition begins and ends."""

    order: Whole | None
    names: list[str]
    cuts: list[int]


def partitions_of(records: pl.DataFrame) -> Partitions:
    """Put records in the order of their partitions; inside one they keep their order.

    >>> from datetime import datetime
    >>> one = {"code": "000.00.01.H26-260930-0001", "unit_id": "U", "received_at": datetime(2026, 9, 30)}
    >>> partitions_of(pl.DataFrame([one], schema_overrides={"received_at": pl.Datetime("ms")})).names
    ['province=H26/month=2026-09']
    """
    provinces, places = _provinces(records["code"], records["unit_id"])
    day = records["received_at"].to_physical().to_numpy() // _DAY_MS
    numbers = places * _MONTHS + _MONTH_OF_DAY[day]
    counts = np.bincount(numbers)
    different = np.flatnonzero(counts)
    cuts = [0, *np.cumsum(counts[different]).tolist()]
    names = [_name(provinces[int(one) // _MONTHS], int(one) % _MONTHS) for one in different]
    if (numbers[1:] >= numbers[:-1]).all():
        return Partitions(None, names, cuts)
    place_of = np.cumsum(counts > 0) - 1
    small = place_of.astype(np.uint16) if different.size < 1 << 16 else place_of
    return Partitions(np.argsort(small[numbers], kind="stable"), names, cuts)


def _name(province: str, month: int) -> str:
    return f"province={province}/month={_FIRST_YEAR + month // 12:04d}-{month % 12 + 1:02d}"


def _province(text: str) -> str:
    """Give the province a text ends with, or none."""
    end = text[-_LETTERS:]
    return end if _PROVINCE.fullmatch(end) else _NO_PROVINCE


def _provinces(codes: pl.Series, units: pl.Series) -> tuple[list[str], Whole]:
    """Give the provinces there are, and the place of each row's: its code's, else its unit's."""
    place_of = {_NO_PROVINCE: 0}
    places = np.zeros(len(codes), np.int64)
    left = np.arange(len(codes))
    for _ in range(_MOST_BEGINNINGS):
        if not left.size:
            break
        some = codes if left.size == len(codes) else codes.gather(pl.Series(left, dtype=pl.UInt32))
        beginning, sign, _ = some[0].partition(_SIGN)
        begins = (some.str.starts_with(beginning + sign) if sign else some == beginning).to_numpy()
        place = place_of.setdefault(_province(beginning), len(place_of))
        places[left[begins] if left.size < len(codes) or not begins.all() else slice(None)] = place
        left = left[~begins]
    if left.size:
        rest = codes.gather(pl.Series(left, dtype=pl.UInt32)).str.splitn(_SIGN, 2).struct.field("field_0")
        places[left] = _numbered(rest, place_of)
    none = np.flatnonzero(places == 0)
    if none.size:
        places[none] = _numbered(units.gather(pl.Series(none, dtype=pl.UInt32)), place_of)
    return list(place_of), places


def _numbered(texts: pl.Series, place_of: dict[str, int]) -> Whole:
    """Give the places of the provinces that texts end with; new ones are added."""
    ends = texts.cast(pl.String).str.tail(_LETTERS)
    known = {end: place_of.setdefault(_province(end), len(place_of)) for end in ends.unique().sort()}
    numbers = ends.replace_strict(list(known), list(known.values()), return_dtype=pl.Int64)
    return np.asarray(numbers.to_numpy(), np.int64)
