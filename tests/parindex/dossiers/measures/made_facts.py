"""Facts for tests: small random ones in all their states, drawn in a few months so that periods cut them."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from parindex.dossiers.facts import FACTS

FIRST_DAY = date(2025, 11, 1)
DAYS = 260
FLAGS = [name for name, kind in FACTS.items() if kind == pl.Boolean]


def facts(count: int, seed: int = 1, *, units: int = 4, is_broken: bool = False) -> pl.DataFrame:
    """Random facts; broken ones also end before they begin, or are done without an end."""
    draw = np.random.default_rng(seed)
    state = draw.choice([0, 1, 1, 1, 1, 1, 2, 3, 4], count)
    received = draw.integers(0, DAYS, count)
    ended = received + draw.integers(-4 if is_broken else 0, 60, count)
    due = received + draw.integers(0, 50, count)
    has_due = draw.random(count) > 0.15
    has_end = np.isin(state, [1, 2]) & (draw.random(count) > (0.1 if is_broken else -1))
    ended766 = np.where(has_end, ended, received + draw.integers(0, 20, count))
    has_end766 = has_end | (state == 3)
    late766 = draw.choice([1, 1, 2], count)
    verdict = np.where(~has_due | (state == 2) | (ended == due), 2, np.where(ended < due, 1, 3))
    late = np.maximum(ended - due, 0)
    columns = {
        "unit": draw.integers(0, units, count),
        "procedure": draw.integers(0, 6, count),
        "field": draw.integers(0, 3, count),
        "channel": draw.choice([1, 2, 2, 3], count),
        "level": draw.choice([0, 2, 3, 4], count),
        "state": state,
        "received_on": _days(received),
        "ended_on": _days(ended, has_end),
        "due_on": _days(due, has_due),
        "form06": np.where(has_end, verdict, 0),
        "ended766_on": _days(ended766, has_end766),
        "due766_on": _days(due, has_due),
        "index766": np.where(has_end766, late766, draw.choice([0, 0, 2], count)),
        "late_days": np.where(has_end & (verdict == 3), late, 0),
        "minutes": pl.Series(draw.integers(0, 20_000, count)).set(pl.Series(~has_end), None),
        "supplements": draw.choice([0, 0, 0, 1, 2], count),
        "weight": np.ones(count),
    }
    flags = {name: draw.random(count) > 0.5 for name in FLAGS}
    return pl.DataFrame({**columns, **flags}).select(FACTS.names()).cast(FACTS)


def _days(numbers: np.ndarray, is_there: np.ndarray | None = None) -> pl.Series:
    days = pl.Series([FIRST_DAY + timedelta(days=int(n)) for n in numbers], dtype=pl.Date)
    return days if is_there is None else days.set(pl.Series(~is_there), None)
