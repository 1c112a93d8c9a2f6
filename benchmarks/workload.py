"""The edition, the values and the timing that the benchmarks share; everything synthetic, from one seed."""

from __future__ import annotations

import platform
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from parindex.frameworks.model import Edition

LEAVES = 100
DOMAINS = 8
BANDS = [
    {"below": 60, "points": 0},
    {"from": 60, "below": 70, "points": 0.25},
    {"from": 70, "below": 80, "points": 0.5},
    {"from": 80, "below": 100, "points": 0.75},
    {"from": 100, "points": 1},
]
LEVELS = [{"value": n, "label": str(n), "share": 25 * n} for n in (1, 2, 3, 4)]
RULES = (
    {"kind": "yes_no"},
    {"kind": "bands", "bands": BANDS},
    {"kind": "proportional"},
    {"kind": "count", "each": 0.25},
    {"kind": "ratio_floor", "floor": 70},
    {"kind": "levels", "levels": LEVELS},
    {"kind": "deduction", "faults": [{"name": "fault", "label": "lỗi", "each": 0.25}]},
    {"kind": "survey_index"},
)


def edition() -> Edition:
    """Make an edition of 100 leaves of eight rule kinds in eight domains and two channels."""
    domains = [
        {
            "code": str(domain + 1),
            "label": f"Lĩnh vực {domain + 1}",
            "max": len(range(domain, LEAVES, DOMAINS)),
            "channel": "appraisal" if domain else "survey",
            "criteria": [_leaf(number) for number in range(domain, LEAVES, DOMAINS)],
        }
        for domain in range(DOMAINS)
    ]
    survey = len(range(0, LEAVES, DOMAINS))
    channels = {
        "appraisal": {"label": "Thẩm định", "max": LEAVES - survey},
        "survey": {"label": "XHH", "max": survey},
    }
    whole = {"id": "benchmark", "year": 2025, "title": "Đo tốc độ", "channels": channels, "tree": domains}
    return Edition.model_validate(whole)


def _leaf(number: int) -> dict[str, object]:
    code = f"{number % DOMAINS + 1}.{number // DOMAINS + 1}"
    rule = RULES[(number // DOMAINS + number) % len(RULES)]
    return {"code": code, "label": f"Tiêu chí {code}", "max": 1, "rule": rule}


def matrix(made: Edition, units: int, seed: int = 1) -> np.ndarray:
    """Make plausible values: leaves x units, percentages with two decimals, counts, yes and no, levels."""
    random = np.random.default_rng(seed)
    makers: dict[str, Callable[[], np.ndarray]] = {
        "yes_no": lambda: random.integers(0, 2, units),
        "count": lambda: random.integers(0, 8, units),
        "levels": lambda: random.integers(1, 5, units),
        "deduction": lambda: random.integers(0, 5, units),
    }
    percent = lambda: np.round(random.uniform(40, 110, units).clip(0, 100), 2)  # noqa: E731
    rows = [makers.get(leaf.rule.kind if leaf.rule else "", percent)() for leaf in made.leaves()]
    return np.array(rows, dtype=np.float64)


def unit_ids(units: int) -> list[str]:
    """Name units as communes are coded: five digits."""
    return [f"{number:05d}" for number in range(units)]


def write_long(path: Path, made: Edition, units: int, years: int) -> None:
    """Write the ``values`` of several years as one Parquet file, a row per year, unit and leaf."""
    codes = [leaf.code for leaf in made.leaves()]
    names = [leaf.inputs()[0].name for leaf in made.leaves()]
    ids = pl.Series(unit_ids(units))
    tables = []
    for year in range(years):
        values = matrix(made, units, seed=year).T.ravel()
        tables.append(
            pl.DataFrame(
                {
                    "year": pl.repeat(2021 + year, len(values), dtype=pl.Int16, eager=True),
                    "unit_id": ids.gather(np.repeat(np.arange(units), len(codes))),
                    "criterion_id": pl.Series(codes).gather(np.tile(np.arange(len(codes)), units)),
                    "input": pl.Series(names).gather(np.tile(np.arange(len(codes)), units)),
                    "value": values,
                }
            )
        )
    pl.concat(tables).write_parquet(path)


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """Give the shortest of several runs: the one least disturbed by the rest of the machine."""
    shortest = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest


def peak_memory_mb() -> float:
    """Give the largest resident memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(name: str, ours: float, peer: float, limit: float, note: str) -> None:
    """Print one ratio with what it is a ratio of."""
    ratio = ours / peer
    word = "trong giới hạn / within" if ratio <= limit else "VƯỢT / ABOVE"
    print(f"{name}: {ours * 1000:.1f} ms / {peer * 1000:.1f} ms = {ratio:.2f} ({word} {limit:g}) — {note}")


def describe_machine() -> str:
    """Say what the measurements were made on."""
    versions = f"Polars {pl.__version__}, NumPy {np.__version__}"
    return f"{platform.machine()}, Python {platform.python_version()}, {versions}"
