"""The league of seed 001."""

import pytest
from django.utils import translation

from tests.parweb.kept import kept
from tests.parweb.results.league import League, make_league


@pytest.fixture(autouse=True)
def _vietnamese():
    translation.activate("vi")


@pytest.fixture
def league(db: None) -> League:
    """Twenty communes of which one is real, every value decided."""
    return kept("league", make_league)
