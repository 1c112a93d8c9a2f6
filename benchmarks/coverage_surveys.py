"""How often intervals of surveys hold the truth: thousands of samples from known populations, from one seed.

Every sample is a domain of one table, with strata and units of its own, so the figures and intervals are
those that the library gives. Prints the table of docs/methods/survey-coverage.md:
``python benchmarks/coverage_surveys.py [samples]``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from parindex.surveys.estimation.calibrated import calibrate, calibrated_figures
from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.intervals import Method, with_intervals
from parindex.surveys.estimation.linearised import means
from parindex.surveys.estimation.measures import Mean, Pooled, Share
from parindex.surveys.estimation.statistics import statistics_of

SEED: Final = 20_261_122
SAMPLES: Final = 3_000
BLOCK: Final = 250
"""Samples that are drawn and estimated at once."""
METHODS: Final[tuple[Method, ...]] = ("wald", "logit", "wilson", "korn_graubard")
Array = np.ndarray[Any, np.dtype[Any]]
Chance = np.random.Generator
YES: Final = Share("y", "y", counted=(1,), asked=(0, 1))


@dataclass(frozen=True)
class Scene:
    """A population and a design: ``draw`` gives the answers of some samples, with a column ``sample``."""

    name: str
    truth: float
    design: SurveyDesign
    draw: Callable[[Chance, int], pl.DataFrame]
    items: int = 0
    margins: Callable[[int], pl.DataFrame] | None = None


def figures_of(scene: Scene, chance: Chance, samples: int) -> pl.DataFrame:
    """Draw samples and give the figure of each with its error."""
    answers = scene.draw(chance, samples)
    pooled = Pooled("index", tuple(Share(f"q{at}", f"q{at}", (1,), (0, 1)) for at in range(scene.items)))
    measures = [pooled if scene.items else YES if answers["y"].dtype.is_integer() else Mean("y", "y")]
    if scene.margins is None:
        return means(statistics_of(answers, scene.design, measures, ["sample"]), ["sample"])
    table = statistics_of(answers, scene.design, measures, ["sample", "gender"])
    return calibrated_figures(calibrate(table, [scene.margins(samples)]), by=["sample"])


def coverage_of(scene: Scene, samples: int, seed: int = SEED) -> Mapping[str, float]:
    """Give the share of samples whose 95 % interval holds the truth, by method.

    No interval (of the logit, where all answered alike) counts as not holding it.
    """
    chance, held = np.random.default_rng(seed), dict.fromkeys(METHODS, 0)
    for start in range(0, samples, BLOCK):
        figures = figures_of(scene, chance, min(BLOCK, samples - start))
        for method in METHODS:
            ends = with_intervals(figures, method)
            inside = (ends["lower"] <= scene.truth) & (ends["upper"] >= scene.truth)
            held[method] += int(inside.fill_null(value=False).sum())
    return {method: count / samples for method, count in held.items()}


# ---- simple random samples


def simple(size: int, truth: float) -> Scene:
    """People drawn with replacement."""

    def draw(chance: Chance, samples: int) -> pl.DataFrame:
        return _people(chance.random((samples, size)) < truth)

    return Scene(f"simple, n = {size}, p = {truth}", truth, SurveyDesign(strata="sample", psu="id"), draw)


def finite(size: int, population: int, truth: float) -> Scene:
    """People drawn without replacement from few."""

    def draw(chance: Chance, samples: int) -> pl.DataFrame:
        yes = round(population * truth)
        counts = chance.hypergeometric(yes, population - yes, size, samples)
        return _people(np.arange(size) < counts[:, None]).with_columns(of=pl.lit(population))

    design = SurveyDesign(strata="sample", psu="id", fpc="of")
    return Scene(f"simple, n = {size} of {population}, p = {truth}", truth, design, draw)


def domain(size: int, share: float, truth: float) -> Scene:
    """A part of a simple random sample, whose size is by chance."""

    def draw(chance: Chance, samples: int) -> pl.DataFrame:
        yes = chance.random((samples, size)) < truth
        answers = _people(yes)
        outside = chance.random(answers.height) >= share
        return answers.with_columns(y=pl.when(pl.Series(outside)).then(None).otherwise("y"))

    name = f"domain of {share:.0%} of n = {size}, p = {truth}"
    return Scene(name, truth, SurveyDesign(strata="sample", psu="id"), draw)


def _people(yes: Array) -> pl.DataFrame:
    samples, size = yes.shape
    number = np.arange(yes.size)
    return pl.DataFrame(
        {"sample": np.repeat(np.arange(samples), size), "id": number, "y": yes.ravel().astype(np.int8)}
    )


# ---- strata, clusters, stages


def stratified(truths: Sequence[float], people: Sequence[int], size: int) -> Scene:
    """The same number drawn in strata of very different size."""
    share = np.array(people) / sum(people)

    def draw(chance: Chance, samples: int) -> pl.DataFrame:
        levels = np.repeat(truths, size)
        made = _people(chance.random((samples, levels.size)) < levels)
        stratum = np.tile(np.repeat(np.arange(len(people)), size), samples)
        weight = np.tile(np.repeat(np.array(people) / size, size), samples)
        return made.with_columns(
            pl.Series("weight", weight), stratum=pl.col("sample") * 100 + pl.Series(stratum)
        )

    truth = float(share @ np.array(truths))
    design = SurveyDesign(weights="weight", strata="stratum", psu="id")
    return Scene(f"{len(people)} strata × {size}, unequal weights, p = {truth:.3f}", truth, design, draw)


def clustered(units: int, size: int, truth: float, icc: float, strata: int = 1) -> Scene:
    """Villages of one size whose own share varies (beta) with the given intra-class correlation."""
    spread = 1 / icc - 1

    def draw(chance: Chance, samples: int) -> pl.DataFrame:
        own = chance.beta(truth * spread, (1 - truth) * spread, (samples, units))
        made = _people(chance.random((samples, units * size)) < np.repeat(own, size, axis=1))
        unit = pl.int_range(pl.len()) // size
        return made.with_columns(unit=unit, stratum=unit // (units // strata))

    name = f"{units} villages × {size}, ICC {icc}, p = {truth}"
    name += f", in {strata} strata" if strata > 1 else ""
    return Scene(name, truth, SurveyDesign(strata="stratum", psu="unit"), draw)


def two_stage(units: int, villages: int, size: int, people: int, seed: int = 5) -> Scene:
    """Villages, then people, both without replacement, from one fixed population."""
    yes = np.random.default_rng(seed).binomial(people, np.random.default_rng(seed + 1).beta(16, 4, villages))

    def draw(chance: Chance, samples: int) -> pl.DataFrame:
        drawn = np.argsort(chance.random((samples, villages)), axis=1)[:, :units]
        counts = chance.hypergeometric(yes[drawn], people - yes[drawn], size)
        made = _people((np.arange(size) < counts[:, :, None]).reshape(samples, -1))
        unit = pl.int_range(pl.len()) // size
        return made.with_columns(unit=unit, villages=pl.lit(villages), people=pl.lit(people))

    design = SurveyDesign(strata="sample", psu=("unit", "id"), fpc=("villages", "people"))
    truth = float(yes.sum() / (villages * people))
    return Scene(f"{units} of {villages} villages, {size} of {people} people", truth, design, draw)


def index(units: int, size: int, items: int, truth: float) -> Scene:
    """The pooled index of several items that people answer alike, in villages."""
    spread = 9.0

    def draw(chance: Chance, samples: int) -> pl.DataFrame:
        village = chance.beta(truth * spread * 4, (1 - truth) * spread * 4, (samples, units))
        own = np.repeat(village, size, axis=1)
        person = chance.beta(np.maximum(own * spread, 1e-9), np.maximum((1 - own) * spread, 1e-9))
        made = _people(chance.random(own.shape) < own).with_columns(unit=pl.int_range(pl.len()) // size)
        answers = {
            f"q{at}": (chance.random(own.shape) < person).ravel().astype(np.int8) for at in range(items)
        }
        return made.hstack(pl.DataFrame(answers))

    name = f"index of {items} items, {units} villages × {size}, p = {truth}"
    return Scene(name, truth, SurveyDesign(strata="sample", psu="unit"), draw, items=items)


def poststratified(units: int, size: int) -> Scene:
    """Villages with too few men in the sample, post-stratified to the known halves."""
    levels = {"f": 0.85, "m": 0.7}

    def draw(chance: Chance, samples: int) -> pl.DataFrame:
        lift = np.repeat(chance.normal(0, 0.04, (samples, units)), size, axis=1)
        is_man = chance.random(lift.shape) < 0.35
        made = _people(chance.random(lift.shape) < np.where(is_man, levels["m"], levels["f"]) + lift)
        gender = np.where(is_man.ravel(), "m", "f")
        return made.with_columns(pl.Series("gender", gender), unit=pl.int_range(pl.len()) // size)

    def margins(samples: int) -> pl.DataFrame:
        both = pl.DataFrame({"gender": ["f", "m"], "population": [500.0, 500.0]})
        return pl.DataFrame({"sample": np.arange(samples)}).join(both, how="cross")

    design = SurveyDesign(strata="sample", psu="unit")
    name = f"{units} villages × {size}, post-stratified"
    return Scene(name, sum(levels.values()) / 2, design, draw, margins=margins)


def scenes() -> list[Scene]:
    """Give every scene of the table, in its order."""
    four = ([0.95, 0.9, 0.8, 0.6], [5000, 3000, 1500, 500])
    return [
        *(simple(size, truth) for size in (30, 100, 400) for truth in (0.5, 0.84, 0.95, 0.99)),
        finite(100, 400, 0.84), finite(200, 250, 0.95),
        domain(400, 0.1, 0.84), domain(400, 0.1, 0.97),
        stratified(*four, 25), stratified(*four, 100),
        *(clustered(units, 10, 0.84, 0.05) for units in (4, 8, 15, 30, 60)),
        clustered(30, 10, 0.84, 0.2), clustered(30, 10, 0.97, 0.05), clustered(60, 10, 0.97, 0.05),
        clustered(60, 10, 0.84, 0.05, strata=30), clustered(8, 10, 0.84, 0.05, strata=4),
        two_stage(20, 60, 10, 40), two_stage(45, 60, 10, 40),
        index(30, 10, 10, 0.84), index(30, 10, 39, 0.95),
        poststratified(40, 10),
    ]  # fmt: skip


def main() -> None:
    """Print a row for each scene; beyond two Monte-Carlo errors outside 94-96 % a share is set bold."""
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    slack = 2 * np.sqrt(0.95 * 0.05 / samples)
    print(f"{samples:,} samples each, seed {SEED}; Monte-Carlo error {100 * slack / 2:.2f} points.\n")
    print("| sample | Wald | logit | Wilson | Korn–Graubard |\n| --- | --- | --- | --- | --- |")
    for scene in scenes():
        shares = coverage_of(scene, samples)
        cells = [_cell(shares[method], slack) for method in METHODS]
        print(f"| {scene.name} | {' | '.join(cells)} |", flush=True)


def _cell(share: float, slack: float) -> str:
    text = f"{100 * share:.1f}"
    return text if 0.94 - slack <= share <= 0.96 + slack else f"**{text}**"


if __name__ == "__main__":
    main()
