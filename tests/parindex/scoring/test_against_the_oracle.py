"""The engine against an oracle in fractions, on random editions and leagues.

2,000 editions in the profile `ci`, 100,000 in `nightly` (see tests/conftest.py). Every edition is named by a
number: `PARINDEX_EDITION=1234 .venv/bin/pytest tests/parindex/scoring/test_against_the_oracle.py` replays one.
"""

import os

import pytest
from hypothesis import settings

from parindex.frameworks.model import Edition
from parindex.frameworks.writing import edition_text
from tests.parindex.oracle.chance import chance
from tests.parindex.oracle.comparing import differences, scored_twice
from tests.parindex.oracle.editions import edition as random_edition
from tests.parindex.oracle.leagues import League, with_sources
from tests.parindex.oracle.leagues import league as random_league

EDITIONS = 10 * settings().max_examples
BATCHES = 40
ALONE = os.environ.get("PARINDEX_EDITION")


def drawn(seed: int) -> tuple[Edition, League]:
    rng = chance(seed)
    edition = random_edition(rng)
    return edition, with_sources(rng, edition, random_league(rng, edition))


def seeds_of(batch: int) -> range:
    return range(int(ALONE), int(ALONE) + 1) if ALONE else range(batch, EDITIONS, BATCHES)


@pytest.mark.parametrize("batch", range(1 if ALONE else BATCHES))
def test_engine_and_oracle_agree_on_every_node_of_every_random_edition(batch: int):
    for seed in seeds_of(batch):
        edition, league = drawn(seed)
        found = list(differences(scored_twice(edition, league)))
        assert not found, report(seed, edition, league, found)


@pytest.mark.parametrize("seed", range(10))
def test_they_agree_on_leagues_of_sixty_units_too(seed: int):
    rng = chance(seed)
    edition = random_edition(rng)
    league = with_sources(rng, edition, random_league(rng, edition, size=60))
    found = list(differences(scored_twice(edition, league)))
    assert not found, report(seed, edition, league, found)


def report(seed: int, edition: Edition, league: League, found: list[str]) -> str:
    sheets = "\n".join(
        f"{unit} ({league.leagues[unit]}): "
        + ", ".join(f"{one.code}:{one.name}={one.cell} ({one.source})" for one in league.said(unit))
        for unit in league.sheets
    )
    head = f"order {', '.join(league.order)}; edition {seed} (replay with PARINDEX_EDITION={seed})"
    return "\n".join([head, *found[:12], edition_text(edition), sheets])
