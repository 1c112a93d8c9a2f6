"""Synthetic values are complete, inside their bounds, the same for the same seed, and say that they are synthetic."""

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from parindex.frameworks.outline import outline
from parindex.frameworks.registry import entries, find
from parindex.scoring.pipeline import score
from parindex.synthetic import synthetic_units, synthetic_values
from parindex.tables import VALUES


@pytest.mark.parametrize("ref", [entry.ref for entry in entries()])
def test_every_shipped_edition_can_be_scored_on_synthetic_values(ref: str) -> None:
    edition, units = find(ref).edition, synthetic_units(25, leagues=2)
    values = synthetic_values(edition, units, np.random.default_rng(7))
    assert values.schema == VALUES
    assert values.height == 25 * len(outline(edition).inputs)
    card = score(edition, values, units)
    total = card.scores.filter(criterion_id="total")
    assert total["points"].null_count() == 0
    assert 0 < total["points"].min() <= total["points"].max() <= float(card.outline.total_max) + 10


def test_the_same_seed_gives_the_same_values_and_another_seed_does_not() -> None:
    edition, units = find("commune-model@2025").edition, synthetic_units(10)
    once, twice, other = (synthetic_values(edition, units, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert_frame_equal(once, twice)
    assert not once["value"].equals(other["value"])


def test_no_numerator_is_above_its_denominator() -> None:
    edition, units = find("commune-model@2025").edition, synthetic_units(50)
    values = synthetic_values(edition, units, np.random.default_rng(3))
    wide = values.filter(pl.col("input").is_in(["numerator", "denominator"])).pivot(
        "input", index=["unit_id", "criterion_id"], values="value"
    )
    assert wide.height > 50
    assert (wide["numerator"] <= wide["denominator"]).all()


def test_synthetic_units_say_so_in_their_names() -> None:
    units = synthetic_units(3, leagues=2)
    assert units["name"].to_list()[0] == "Đơn vị tổng hợp 1 (minh họa)"
    assert units["league"].n_unique() == 2
