"""Synthetic dossiers for demonstrations, tests and measuring: plausible, from a seed, and never real.

Codes of units, procedures and dossiers carry ``MH`` (minh họa), so nothing made here can be taken for real.
Chunks are drawn on their own (a chunk's seed is the seed and its number), so any part of 100 million rows
can be made without the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parindex.dossiers.records import MOMENT, MOMENTS, RECORDS, Status

CHUNK: Final = 250_000
TET: Final = {
    2015: (2, 19), 2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12),
    2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26),
    2029: (2, 13), 2030: (2, 3),
}  # fmt: skip
"""The first day of the lunar year: around it few dossiers come in, after it many."""
_HOLIDAYS: Final = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})
_DAY, _HOUR = 1440, 60
_MONTHS: Final = np.array([0.9, 0.7, 1.15, 1.05, 1.0, 1.1, 1.1, 1.15, 1.0, 1.0, 0.95, 0.9])
_LEGAL_DAYS: Final = np.array([1, 1, 2, 3, 3, 5, 5, 7, 10, 15, 20, 30])
_LATE_SHARE, _SUPPLEMENT_SHARE, _ZIPF = 0.03, 0.06, 1.1
_EPOCH: Final = date(1970, 1, 1)

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Plan:
    """What is made: dossiers received from ``start`` to ``end``, in units and procedures of these numbers.

    ``as_of``: nothing that happens later is known; what is not finished then is pending.
    """

    start: date
    end: date
    as_of: date
    units: int = 20
    procedures: int = 120
    fields: int = 12
    province: str = "H99"

    def unit_ids(self) -> list[str]:
        """Give the codes of the units."""
        return [f"000.MH.{number:03d}.{self.province}" for number in range(1, self.units + 1)]


def synthetic_dossiers(plan: Plan, count: int, seed: int = 1) -> Iterator[pl.DataFrame]:
    """Make ``count`` records (:data:`parindex.dossiers.records.RECORDS`) in chunks of :data:`CHUNK`.

    >>> plan = Plan(date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30))
    >>> [part.height for part in synthetic_dossiers(plan, 300_000)]
    [250000, 50000]
    """
    for number, first in enumerate(range(0, count, CHUNK)):
        draw = np.random.default_rng([abs(seed), number])
        yield _chunk(plan, first, min(CHUNK, count - first), draw)


def procedures_of(plan: Plan) -> pl.DataFrame:
    """Give what the records of a plan say of each procedure, as a catalogue has it.

    Columns: ``code``, ``field`` (the number of the field from 0), ``level``, ``legal_days``, ``has_fee``.
    """
    places = np.arange(plan.procedures)
    return pl.DataFrame(
        {
            "code": _named("MH.{}", places, plan.procedures),
            "field": places % plan.fields,
            "level": _levels(places),
            "legal_days": _legal_days(places),
            "has_fee": _with_fee(places),
        }
    )


def _levels(procedure: Whole) -> Whole:
    return np.where(procedure % 10 < 5, 4, np.where(procedure % 10 < 8, 3, 2))  # noqa: PLR2004  # shares of levels


def _legal_days(procedure: Whole) -> Whole:
    days: Whole = _LEGAL_DAYS[procedure * 7 % len(_LEGAL_DAYS)]
    return days


def _with_fee(procedure: Whole) -> Flags:
    return (procedure * 3 % 7) < 3  # noqa: PLR2004  # three of seven procedures


def _chunk(plan: Plan, first: int, rows: int, draw: np.random.Generator) -> pl.DataFrame:
    received = _receipts(plan, rows, draw)
    procedure = _zipf(plan.procedures, rows, draw)
    legal = _legal_days(procedure)
    due = received + _calendar_days(legal) * _DAY
    is_supplemented = draw.random(rows) < _SUPPLEMENT_SHARE
    asked = received + (legal * draw.uniform(0.1, 0.6, rows) * _DAY).astype(np.int64)
    answered = asked + draw.integers(1, 12, rows) * _DAY
    is_late = draw.random(rows) < _LATE_SHARE
    used = np.where(is_late, draw.uniform(1.05, 2.5, rows), draw.beta(4, 2, rows) * 0.97)
    finished = received + (used * (due - received)).astype(np.int64)
    finished = np.where(is_supplemented, np.maximum(finished, answered) + _HOUR, finished)
    known = _known(plan, received, asked, answered, finished, is_supplemented, draw)
    traits = _traits(plan, procedure, rows, draw)
    unit = _zipf(plan.units, rows, draw, 0.5)
    ids = pl.Series(plan.unit_ids())
    columns: dict[str, Any] = {
        "code": _codes(plan, first, rows, received),
        "unit_id": ids.gather(unit),
        "procedure": _named("MH.{}", procedure, plan.procedures),
        "field": _named("MH-L{}", procedure % plan.fields, plan.fields),
        "applicant_kind": pl.repeat("1", rows, eager=True),
        "submitted_at": _moments(received - 30),
        "received_at": _moments(received),
        "due_at": _moments(due),
        "legal_days": legal.astype(np.float64),
        "is_synchronised": draw.random(rows) < 0.97,  # noqa: PLR2004  # a share
        "is_complained": draw.random(rows) < 0.002,  # noqa: PLR2004  # a share
        **known,
        **traits,
    }
    is_done = pl.col("finished_at").is_not_null() & pl.col("status").is_in([Status.DONE, Status.RETURNED])
    frame = pl.DataFrame({name: columns[name] for name in RECORDS if name in columns})
    frame = frame.with_columns(
        result_code=pl.when(is_done & pl.col("is_result_digitised")).then(pl.format("KQ-{}", "code")),
        is_result_digitised=pl.col("is_result_digitised") & is_done,
    )
    return frame.select(RECORDS.names()).cast(RECORDS)


def _receipts(plan: Plan, rows: int, draw: np.random.Generator) -> Whole:
    """Draw moments of receipt in minutes since 1970: months, weekdays, days around Tết, hours of offices."""
    days = [plan.start + timedelta(days=n) for n in range((plan.end - plan.start).days + 1)]
    weights = np.array([_busy(day) for day in days])
    chosen = draw.choice(len(days), rows, p=weights / weights.sum())
    hours = draw.choice([7, 8, 9, 10, 13, 14, 15, 16], rows, p=[0.06, 0.2, 0.2, 0.14, 0.06, 0.14, 0.14, 0.06])
    minutes = draw.integers(0, _HOUR, rows)
    start = (plan.start - _EPOCH).days
    minutes = np.where(hours == 13, np.maximum(minutes, 30), minutes)  # noqa: PLR2004  # afternoons begin at 13:30
    return np.asarray((start + chosen) * _DAY + hours * _HOUR + minutes)


def _busy(day: date) -> float:
    month, of_month = TET.get(day.year, (2, 5))
    since = (day - date(day.year, month, of_month)).days
    if -3 <= since <= 4 or (day.month, day.day) in _HOLIDAYS:  # noqa: PLR2004  # the days of Tết
        return 0.0005
    if day.weekday() >= 5:  # noqa: PLR2004  # Saturday
        return 0.004
    monday = 1.25 if day.weekday() == 0 else 1.0
    rush = 1.5 if 4 < since <= 16 else 1.0  # noqa: PLR2004  # two weeks after Tết
    return float(_MONTHS[day.month - 1]) * monday * rush


def _zipf(kinds: int, rows: int, draw: np.random.Generator, power: float = _ZIPF) -> Whole:
    weights = 1 / np.arange(1, kinds + 1) ** power
    return np.asarray(draw.choice(kinds, rows, p=weights / weights.sum()))


def _calendar_days(legal: Whole) -> Whole:
    """Give calendar days that hold about as many working days; the due date rolls where it is judged."""
    return legal + legal // 5 * 2


def _known(  # noqa: PLR0913, PLR0917  # the moments of a dossier
    plan: Plan,
    received: Whole,
    asked: Whole,
    answered: Whole,
    finished: Whole,
    is_supplemented: Flags,
    draw: np.random.Generator,
) -> dict[str, Any]:
    """Give status and moments as they are known when ``as_of`` is over."""
    now = ((plan.as_of - _EPOCH).days + 1) * _DAY
    rows = len(received)
    is_asked, is_answered = is_supplemented & (asked < now), is_supplemented & (answered < now)
    is_withdrawn = draw.random(rows) < 0.004  # noqa: PLR2004  # a share
    is_refused = draw.random(rows) < 0.003  # noqa: PLR2004  # a share
    is_over = finished < now
    returned = finished + draw.integers(0, 3 * _DAY, rows)
    is_returned = is_over & (returned < now) & ~is_withdrawn
    status = np.select(
        [is_refused, is_over & is_withdrawn, is_returned, is_over, is_asked & ~is_answered],
        [Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.RETURNED, Status.DONE, Status.SUPPLEMENT_ASKED],
        np.where(draw.random(rows) < 0.1, Status.ACCEPTED, Status.IN_PROGRESS),  # noqa: PLR2004  # a share
    )
    is_done = is_over & ~is_refused & ~is_withdrawn
    latest = np.max(
        [received, *(np.where(m < now, m, received) for m in (asked, answered, finished, returned))], 0
    )
    return {
        "status": status,
        "finished_at": _moments(finished, is_done),
        "returned_at": _moments(returned, is_returned & ~is_refused),
        "refused_at": _moments(finished, is_over & (is_withdrawn | is_refused)),
        "supplement_asked_at": _listed(asked, is_asked),
        "supplement_answered_at": _listed(answered, is_answered),
        "updated_at": _moments(latest),
    }


def _traits(plan: Plan, procedure: Whole, rows: int, draw: np.random.Generator) -> dict[str, Any]:
    """Draw channel, level, payment, digitised parts; what is online has more of each."""
    level = _levels(procedure)
    is_online = draw.random(rows) < np.select([level == 4, level == 3], [0.8, 0.6], 0.0)  # noqa: PLR2004  # see records.Level
    is_post = ~is_online & (draw.random(rows) < 0.03)  # noqa: PLR2004  # a share
    has_fee = _with_fee(procedure)
    is_paid = has_fee & (draw.random(rows) < np.where(is_online, 0.75, 0.2))
    del plan
    return {
        "channel": np.where(is_online, 2, np.where(is_post, 3, 1)),
        "level": level,
        "return_form": draw.choice([1, 2, 3], rows, p=[0.45, 0.47, 0.08]),
        "has_fee": has_fee,
        "payment": pl.Series(draw.choice([1, 2], rows)).set(pl.Series(~is_paid), None),
        "is_result_digitised": draw.random(rows) < np.where(is_online, 0.95, 0.7),
        "has_component_files": draw.random(rows) < np.where(is_online, 0.97, 0.65),
        "is_data_reused": draw.random(rows) < 0.35,  # noqa: PLR2004  # a share
        "is_from_storage": draw.random(rows) < 0.1,  # noqa: PLR2004  # a share
        "is_vneid": is_online & (draw.random(rows) < 0.9),  # noqa: PLR2004  # a share
    }


def _codes(plan: Plan, first: int, rows: int, received: Whole) -> pl.Series:
    frame = pl.DataFrame({"at": _moments(received), "number": np.arange(first, first + rows)})
    day = pl.col("at").dt.strftime("%y%m%d")
    number = pl.col("number").cast(pl.String).str.zfill(4)
    return frame.select(pl.format("000.MH.01.{}-{}-{}", pl.lit(plan.province), day, number).alias("code"))[
        "code"
    ]


def _named(pattern: str, places: Whole, kinds: int) -> pl.Series:
    names = pl.Series([pattern.format(f"{number:03d}") for number in range(1, kinds + 1)])
    return names.gather(places)


def _moments(minutes: Whole, is_there: Flags | None = None) -> pl.Series:
    moments = pl.Series(minutes * 60_000).cast(pl.Int64).cast(MOMENT)
    return moments if is_there is None else moments.set(pl.Series(~is_there), None)


def _listed(minutes: Whole, is_there: Flags) -> pl.Series:
    frame = pl.DataFrame({"at": _moments(minutes), "is_there": is_there})
    none = pl.lit([], dtype=MOMENTS)
    return frame.select(pl.when("is_there").then(pl.concat_list("at")).otherwise(none).alias("at"))["at"]
