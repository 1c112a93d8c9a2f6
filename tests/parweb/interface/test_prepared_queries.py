"""A query that is built once says what the same query built each time says."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ConnectionHandler
from django.test.utils import CaptureQueriesContext

from parweb.audit.models import Entry, Head
from parweb.interface.prepared import Prepared, asked
from parweb.settings.database import database
from parweb.units.models import Unit
from tests.parweb.cast import Cast

COLUMNS = ("pk", "name", "path", "valid_from")
BY_KEY = Prepared(lambda pk: Unit.objects.filter(pk=pk).values_list(*COLUMNS), int)
BY_WORDS = Prepared(lambda pk, name: Unit.objects.filter(name=name, pk__gte=pk).values_list("pk"), int, str)


def test_rows_are_those_of_the_query_set_with_the_same_types(cast: Cast) -> None:
    """Dates, numbers and text come out as the query set gives them."""
    for unit in Unit.objects.all():
        assert BY_KEY.rows(unit.pk) == list(Unit.objects.filter(pk=unit.pk).values_list(*COLUMNS))


def test_each_argument_goes_to_its_own_place(cast: Cast) -> None:
    """Two arguments of different kinds are not mixed up, asked twice with different values."""
    units = list(Unit.objects.order_by("pk"))
    assert BY_WORDS.rows(0, units[0].name) == [(units[0].pk,)]
    assert BY_WORDS.rows(0, units[1].name) == [(units[1].pk,)]
    assert BY_WORDS.rows(units[1].pk + 1, units[1].name) == []


def test_no_row_is_none(cast: Cast) -> None:
    """What is not there is said so."""
    assert BY_KEY.first(0) is None


def test_one_statement_is_asked_each_time(cast: Cast) -> None:
    """The text is kept, never the answer."""
    unit = Unit.objects.order_by("pk")[0]
    BY_KEY.first(unit.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        BY_KEY.first(unit.pk)
        Unit.objects.filter(pk=unit.pk).update(name="Tên mới")
        row = BY_KEY.first(unit.pk)
    assert row is not None
    assert row[1] == "Tên mới"
    assert len(asked) == 3


def test_a_locking_query_keeps_its_lock(cast: Cast) -> None:
    """On PostgreSQL the kept text locks the rows; on SQLite the transaction does."""
    locking = Prepared(lambda pk: Head.objects.select_for_update().filter(pk=pk).values_list("pk"), int)
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        locking.rows(1)
        locking.rows(1)
    wanted = 2 if connection.vendor == "postgresql" else 0
    assert sum("FOR UPDATE" in one["sql"] for one in asked) == wanted


def test_an_argument_that_is_not_compared_as_given_is_refused(cast: Cast) -> None:
    """A search pattern is not the text that was given, so that it could not be exchanged."""
    with pytest.raises(ValueError, match="as it is given"):
        Prepared(lambda name: Unit.objects.filter(name__contains=name).values_list("pk"), str).rows("a")


def test_numbers_and_plain_data_are_read_as_by_the_query_set(cast: Cast) -> None:
    """Readers of columns (JSON, moments) are those of the model."""
    columns = ("sequence", "at", "before", "after")
    kept = Prepared(lambda n: Entry.objects.filter(sequence=n).values_list(*columns), int)
    for entry in Entry.objects.all():
        assert kept.rows(entry.sequence) == [tuple(getattr(entry, name) for name in columns)]


@pytest.mark.django_db
def test_a_connection_that_was_closed_is_asked_anew(tmp_path: Path) -> None:
    """The cursor that is kept belongs to one connection; after the next one was opened there is another."""
    own = ConnectionHandler({"default": database("", tmp_path)})["default"]
    assert list(asked(own, "SELECT 1", [])) == [(1,)]
    first = own.connection
    assert list(asked(own, "SELECT 2", [])) == [(2,)]
    assert own.connection is first
    own.close()
    assert list(asked(own, "SELECT 3", [])) == [(3,)]
    assert own.connection is not first
    own.close()


@pytest.mark.django_db
def test_a_statement_that_failed_leaves_the_next_one_alone(tmp_path: Path) -> None:
    """An error closes nothing and holds no lock."""
    own = ConnectionHandler({"default": database("", tmp_path)})["default"]
    asked(own, "CREATE TABLE t (a INTEGER UNIQUE)", [])
    for number in (1, 2):
        assert asked(own, "INSERT INTO t VALUES (%s)", [number]).rowcount == 1
    with pytest.raises(IntegrityError):
        asked(own, "INSERT INTO t VALUES (%s)", [1])
    assert list(asked(own, "SELECT a FROM t ORDER BY a", [])) == [(1,), (2,)]
    own.close()
