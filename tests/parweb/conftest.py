"""The cast of people and units that the site's tests play with."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from tests.parweb.cast import Cast, make_cast
from tests.parweb.kept import kept


@pytest.fixture
def cast(db: None) -> Cast:
    """A small province: three departments, four communes, a round that is open, and its people."""
    return kept("cast", make_cast)


@pytest.fixture(autouse=True)
def _as_a_process_begins() -> Iterator[None]:
    """Every test begins in Vietnamese with nothing kept, whatever the one before it asked for."""
    cache.clear()
    # An answer that nobody reads to its end (a file) would close the test's own connection.
    with patch.object(connection, "close_if_unusable_or_obsolete"), translation.override("vi"):
        yield
