"""The cast of people and units that the site's tests play with."""

import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from tests.parweb.cast import Cast, make_cast
from tests.parweb.kept import kept


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what asks a database; the rest would do again what it did with SQLite."""
    if os.environ.get("PARINDEX_TEST_DATABASE") != "postgresql":
        return
    left_out = [item for item in items if Path(__file__).parent in item.path.parents and not _asks(item)]
    gone = set(left_out)
    items[:] = [item for item in items if item not in gone]
    config.hook.pytest_deselected(items=left_out)


def _asks(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


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
