"""The cast of people and units that the site's tests play with."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation

from tests.parweb.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A small province: three departments, four communes, a round that is open, and its people."""
    return make_cast()


@pytest.fixture(autouse=True)
def _as_a_process_begins() -> Iterator[None]:
    """Every test begins in Vietnamese with nothing kept, whatever the one before it asked for."""
    cache.clear()
    with translation.override("vi"):
        yield
