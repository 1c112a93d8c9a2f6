"""What the API answers is what its schema declares (schemathesis, bounded)."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from parweb.api import api

BOUNDED = settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
OPERATIONS = [one.ok() for one in SCHEMA.get_all_operations()]
READING = [one for one in OPERATIONS if not one.path.startswith("/api/v1/dossiers/")]
"""What needs no token; tests/parweb/dossiers/test_api.py tries the rest."""


@pytest.fixture(autouse=True)
def _one_connection():
    """Keep the test's own connection open between requests, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_operation_of_the_api_is_tried():
    declared = json.loads(json.dumps(api.get_openapi_schema()))["paths"]
    assert {one.path for one in OPERATIONS} == set(declared)
    writing = {path for path, methods in declared.items() if list(methods) != ["get"]}
    assert writing == {"/api/v1/dossiers/batches"}


@pytest.mark.parametrize("operation", READING, ids=[one.path for one in READING])
def test_every_answer_is_declared_whatever_is_asked(league, operation):
    publication = league.publish()
    answered = []

    @BOUNDED
    @given(case=operation.as_strategy())
    def ask(case):
        answered.append(case.call_and_validate().status_code)
        if "slug" in (case.path_parameters or {}):
            case.path_parameters["slug"] = publication.slug
            answered.append(case.call_and_validate().status_code)

    ask()
    assert set(answered) <= {200, 404, 422}
