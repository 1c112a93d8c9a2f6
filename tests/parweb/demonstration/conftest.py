"""The demonstration is made once for a module of tests; each test leaves it as it was."""

import pytest
from django.db import transaction

from parweb.demonstration.build import build
from tests.parweb.demonstration.moment import SEED, TODAY


@pytest.fixture(scope="module")
def _demonstration(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        assert build(TODAY, SEED, [].append)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(_demonstration, db, monkeypatch, settings):
    """The demonstration as of ``TODAY``, on a server that says so."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: TODAY)
    settings.DEMONSTRATION = True
