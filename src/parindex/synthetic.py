"""Synthetic values for demonstrations, training and measuring: plausible, from a seed, and never real.

Units made here say so in their names; nothing made here is to be published.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from parindex.exact import FloatArray
from parindex.frameworks.model import Edition, ScoredBy
from parindex.frameworks.outline import OutlineNode, outline
from parindex.frameworks.parts import InputSpec
from parindex.language import N_, Lang, translate
from parindex.tables import VALUES

_SOURCE: Final[dict[ScoredBy, str]] = {
    "unit": "self",
    "appraiser": "appraisal1",
    "council": "council",
    "survey": "survey",
    "dossier": "dossier",
    "data": "dossier",
}


def synthetic_units(count: int, leagues: int = 1, lang: Lang = "vi") -> pl.DataFrame:
    """Make units with five-digit codes, names that say they are synthetic, and leagues in turn."""
    name = translate(N_("Đơn vị tổng hợp {number} (minh họa)"), lang)
    numbers = range(1, count + 1)
    return pl.DataFrame(
        {
            "unit_id": [f"{number:05d}" for number in numbers],
            "name": [name.format(number=number) for number in numbers],
            "league": [f"{translate(N_('Cụm'), lang)} {number % leagues + 1}" for number in numbers],
        }
    )


def synthetic_values(edition: Edition, units: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Make a complete ``values`` table for an edition: every input of every unit, in its bounds.

    Better units are better in most criteria (each has a quality of its own), as in published tables.

    >>> from parindex.frameworks.registry import find
    >>> edition = find("district-binh-duong@2017").edition
    >>> synthetic_values(edition, synthetic_units(3), np.random.default_rng(1)).height
    6
    """
    quality = random.beta(8, 2, len(units))
    tables = [_leaf_values(leaf, units, quality, random) for leaf in outline(edition).leaves]
    return pl.concat(tables).select(VALUES.names()).cast(VALUES)


def _leaf_values(
    leaf: OutlineNode, units: pl.DataFrame, quality: FloatArray, random: np.random.Generator
) -> pl.DataFrame:
    luck = np.clip(quality + random.normal(0, 0.12, len(units)), 0, 1)
    made: dict[str, FloatArray] = {}
    for spec in reversed(leaf.node.inputs()):  # a denominator is made before its numerator
        made[spec.name] = _input_values(spec, luck, made, random)
    columns = [
        pl.DataFrame(
            {
                "unit_id": units["unit_id"],
                "criterion_id": leaf.code,
                "input": name,
                "value": values,
                "standing": "measured",
                "source": _SOURCE[leaf.scored_by],
            }
        )
        for name, values in reversed(made.items())
    ]
    return pl.concat(columns)


def _input_values(
    spec: InputSpec, luck: FloatArray, made: dict[str, FloatArray], random: np.random.Generator
) -> FloatArray:
    if spec.choices:
        return _chosen(spec, luck, random)
    if spec.name == "numerator":
        return np.floor(made["denominator"] * luck**0.25)
    if spec.name == "denominator":
        return random.integers(20, 2000, len(luck)).astype(np.float64)
    if spec.type == "count":
        return random.poisson(6 * luck if spec.default is None else 0.3, len(luck)).astype(np.float64)
    top = 100 if spec.maximum is None else float(spec.maximum)
    return np.round(top * luck, 2)


def _chosen(spec: InputSpec, luck: FloatArray, random: np.random.Generator) -> FloatArray:
    """Choose an answer: the better half more often by better units."""
    values = np.sort([float(choice.value) for choice in spec.choices])
    place = np.clip(luck + random.normal(0, 0.15, len(luck)), 0, 0.999) * len(values)
    return np.asarray(values[np.floor(place).astype(int)])
