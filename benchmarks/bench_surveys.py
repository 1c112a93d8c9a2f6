"""Survey estimation side by side with R's survey package on the same answers: national, by unit, bootstrap.

Usage: python benchmarks/bench_surveys.py [answers] [rows of the subset for svyby] [units of the subset].
Answers are synthetic: clusters of villages in strata of districts, 39 items of five levels. R reads the same
CSV file (data.table where it is there), and its numbers are compared with ours before any ratio is printed.
National figures: the best of three runs, of two in R. Other work on the machine moves ratios of the clock.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.index import IndexPlan, index_of
from parindex.surveys.estimation.linearised import means
from parindex.surveys.estimation.measures import Share
from parindex.surveys.estimation.replicated import replicate_figures
from parindex.surveys.estimation.replicates import bootstrap
from parindex.surveys.estimation.statistics import statistics_of

ANSWERS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
SUBSET = int(sys.argv[2]) if len(sys.argv) > 2 else 30_000
UNITS_OF_SUBSET = int(sys.argv[3]) if len(sys.argv) > 3 else 100
UNITS, VILLAGES_OF_UNIT, UNITS_OF_STRATUM = 3_321, 4, 27
ITEMS = tuple(f"q9_{number}" for number in range(1, 40))
SIZES = (2, 2, 9, 10, 3, 4, 3, 3, 3)
DESIGN = SurveyDesign(weights="w", strata="stratum", psu="psu")
SHARES = tuple(Share(item, item) for item in ITEMS)
R = """
suppressMessages({library(survey); fast <- requireNamespace("data.table", quietly = TRUE)})
clock <- function(work) {
  gc(FALSE); t <- system.time(value <- work); list(value = value, time = t[[3]], cpu = t[[1]] + t[[2]])
}
files <- commandArgs(TRUE)
items <- paste0("q9_", 1:39)
formula <- as.formula(paste("~", paste(items, collapse = "+")))
load <- function(file) {
  d <- if (fast) as.data.frame(data.table::fread(file)) else read.csv(file)
  for (item in items) d[[item]] <- as.numeric(d[[item]] >= 4)
  svydesign(id = ~psu, strata = ~stratum, weights = ~w, data = d)
}
made <- clock(load(files[1]))
cat("TIME read", made$time, made$cpu, "\\n")
found <- clock(svymean(formula, made$value))
again <- clock(svymean(formula, made$value))
if (again$cpu < found$cpu) found <- again
cat("TIME national", found$time, found$cpu, "\\n")
both <- cbind(coef(found$value), SE(found$value))
cat("NUMBER", sprintf("%.17g", c(both[1, ], both[39, ])), "\\n")
rm(made); part <- load(files[2])
found <- clock(svyby(formula, ~unit, part, svymean))
cat("TIME units", found$time, found$cpu, "\\n")
cat("BYUNIT", sprintf("%.17g", c(found$value[["q9_1"]][2], found$value[["se.q9_1"]][2])), "\\n")
cat("VERSION", R.version.string, "survey", as.character(packageVersion("survey")), "fread", fast, "\\n")
"""


def answers(rows: int, seed: int = 5) -> pl.DataFrame:
    """Make answers to every item: villages of seven weights, four to a unit, 27 units to a stratum."""
    draw = np.random.default_rng(seed)
    psu = np.sort(draw.permutation(rows) % (UNITS * VILLAGES_OF_UNIT))
    unit = psu // VILLAGES_OF_UNIT
    lift = draw.normal(0, 0.5, UNITS * VILLAGES_OF_UNIT)[psu]
    columns = {
        item: np.clip(np.rint(3.9 + lift + draw.normal(0, 1, rows)), 1, 5).astype(np.int16) for item in ITEMS
    }
    design = {"psu": psu, "stratum": unit // UNITS_OF_STRATUM, "unit": unit, "w": 1 + (psu % 7) * 0.5}
    return pl.DataFrame({**design, **columns})


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """Give what was computed, seconds of the clock and of the processor."""
    clock, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - clock, time.process_time() - cpu


def by_r(folder: Path) -> tuple[dict[str, tuple[float, float]], dict[str, list[float]], str]:
    """Run the R script: seconds (clock, processor) by step, numbers, versions."""
    script = folder / "bench.R"
    script.write_text(R, encoding="utf-8")
    program = shutil.which("Rscript")
    if program is None:
        raise SystemExit("bench_surveys.py needs R and its package survey: apt-get install r-cran-survey")
    command = [program, str(script), str(folder / "all.csv"), str(folder / "part.csv")]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    words = [line.split() for line in lines]
    times = {one[1]: (float(one[2]), float(one[3])) for one in words if one[0] == "TIME"}
    numbers = {
        one[0]: [float(number) for number in one[1:]] for one in words if one[0] in {"NUMBER", "BYUNIT"}
    }
    return times, numbers, " ".join(next(one[1:] for one in words if one[0] == "VERSION"))


def national(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the shares of all with their errors, from the answers."""
    return means(statistics_of(frame, DESIGN, SHARES))


def by_unit(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the shares of each unit with their errors, from the answers."""
    return means(statistics_of(frame, DESIGN, SHARES, ("unit",)), ("unit",))


def check(got: pl.DataFrame, numbers: list[float]) -> None:
    """Refuse to compare speeds of different numbers."""
    flat = [value for row in got.select("estimate", "se").iter_rows() for value in row]
    if not np.allclose(flat, numbers, rtol=1e-8):
        message = f"numbers differ from R's: {flat} and {numbers}"
        raise SystemExit(message)


def report(what: str, ours: tuple[float, float], theirs: tuple[float, float], asked: float) -> None:
    """Print the ratio of R's seconds to ours, of the clock and of the processor."""
    clock, cpu = theirs[0] / ours[0], theirs[1] / ours[1]
    kept = "kept" if clock >= asked else "NOT KEPT"
    seconds = f"{ours[0]:.3f} s (processor {ours[1]:.3f} s), R {theirs[0]:.2f} s ({theirs[1]:.2f} s)"
    print(f"{what}: {seconds}: {clock:.1f}x (processor {cpu:.1f}x), asked {asked}x: {kept}")


def compare_with_r(folder: Path, frame: pl.DataFrame) -> None:
    """Print the ratios that R can be asked for."""
    frame.write_csv(folder / "all.csv")
    # svyby visits unit by unit: it is asked for whole strata, as many as it can finish.
    strata = UNITS_OF_SUBSET // UNITS_OF_STRATUM + 1
    part = frame.filter(pl.col("stratum") < strata).head(SUBSET)
    part.write_csv(folder / "part.csv")
    times, numbers, version = by_r(folder)
    units = part["unit"].n_unique()
    print(f"{version}; {frame.height:,} answers x 39; subset {part.height:,} answers, {units} units")
    codes = dict.fromkeys(ITEMS, pl.Int16)
    read, *spent = timed(lambda: pl.read_csv(folder / "all.csv", schema_overrides=codes))
    found, *ours = min((timed(lambda: national(read)) for _ in range(3)), key=lambda one: one[2])
    check(found[[0, 38]], numbers["NUMBER"])
    report("national, 39 items", (ours[0], ours[1]), times["national"], 20)
    both = tuple(a + b for a, b in zip(spent, ours, strict=True))
    theirs = tuple(a + b for a, b in zip(times["read"], times["national"], strict=True))
    report("national with reading the CSV", (both[0], both[1]), (theirs[0], theirs[1]), 1)
    found, *ours = timed(lambda: by_unit(part))
    check(found.filter(unit=1, measure="q9_1"), numbers["BYUNIT"])
    report("by unit, subset", (ours[0], ours[1]), times["units"], 50)


def measure_alone(frame: pl.DataFrame) -> None:
    """Print what R was not asked for: all units, the index, new answers, the bootstrap."""
    table, *spent = timed(lambda: statistics_of(frame, DESIGN, SHARES, ("unit",)))
    found, *more = timed(lambda: means(table, ("unit",)))
    units = found["unit"].n_unique()
    steps = f"{spent[0]:.2f} s to the table of sums, {more[0]:.2f} s to {found.height:,} figures"
    print(f"by {units:,} units: {steps}")
    new = frame.sample(1_000, seed=1)
    added, *update = timed(lambda: table + statistics_of(new, DESIGN, SHARES, ("unit",)))
    assert added.sums[0].sum() == table.sums[0].sum() + 39 * new.height
    shares = f"{update[0] / spent[0]:.3f} (processor {update[1] / spent[1]:.3f})"
    print(f"1,000 new answers: {update[0]:.3f} s, {shares} of reading all again")
    bounds = pairwise(np.cumsum((0, *SIZES)).tolist())
    factors = tuple((f"F{at}", SHARES[low:high]) for at, (low, high) in enumerate(bounds))
    plan = IndexPlan(factors, "mean_of_factors")
    _, *index = timed(
        lambda: index_of(statistics_of(frame, DESIGN, plan.measures, ("unit",)), plan, ("unit",))
    )
    print(f"index and nine factors by unit, from the answers: {index[0]:.2f} s")
    whole = table.rolled([])
    chance = np.random.default_rng(1)
    _, *boot = timed(lambda: replicate_figures(whole, bootstrap(whole, 1_000, chance)))
    print(f"bootstrap of 1,000 replicates, 39 items: {boot[0]:.2f} s (processor {boot[1]:.2f} s), asked 2 s")


def main() -> None:
    """Print ratios, seconds and memory."""
    frame = answers(ANSWERS)
    national(frame.head(1_000))
    with tempfile.TemporaryDirectory() as folder:
        compare_with_r(Path(folder), frame)
    measure_alone(frame)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at most {peak:,.0f} MB, asked under 2,048 MB")


if __name__ == "__main__":
    main()
