"""The cast of people and units that the site's tests play with."""

import pytest

from tests.parweb.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A small province: three departments, four communes, a round that is open, and its people."""
    return make_cast()
