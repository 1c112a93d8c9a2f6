"""A write that is built once stores what ``save`` stores."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from parweb.audit.models import Entry, Head
from parweb.interface.prepared_writes import PreparedInsert, PreparedUpdate

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 10, 30, 15, 123456, tzinfo=UTC)
INSERT = PreparedInsert(Entry)
CHANGE = PreparedUpdate(Entry, "at", "unit_id", "before", "is_read", "action")


def entry(sequence: int, **columns: Any) -> Entry:
    told = {"at": AT, "actor_name": "Trần Thị Hà", "action": "x.y", "previous_hash": "", "hash": ""}
    return Entry(sequence=sequence, **told | columns)


def columns_of(row: Entry) -> list[Any]:
    stored = Entry.objects.get(pk=row.pk)
    return [getattr(stored, field.attname) for field in Entry._meta.concrete_fields[2:]]


@pytest.mark.parametrize("before", [None, {"điểm": "1.5", "danh sách": [1, None]}, [], "chữ"], ids=str)
def test_an_insert_stores_every_column_as_save_does(before: Any) -> None:
    for unit in (None, 7):
        saved, put = entry(1, before=before, unit_id=unit), entry(2, before=before, unit_id=unit)
        saved.save(force_insert=True)
        INSERT.put(put)
        assert columns_of(put) == columns_of(saved)
        assert not put._state.adding
        Entry.objects.all().delete()


def test_rows_that_are_put_after_each_other_get_keys_of_their_own() -> None:
    rows = [entry(number) for number in (1, 2, 3)]
    for row in rows:
        INSERT.put(row)
    assert sorted(Entry.objects.values_list("pk", "sequence")) == [(row.pk, row.sequence) for row in rows]


def test_what_the_database_refuses_is_refused() -> None:
    INSERT.put(entry(1))
    with pytest.raises(DatabaseError), transaction.atomic():
        INSERT.put(entry(1))
    assert Entry.objects.count() == 1


def test_an_update_writes_its_columns_and_no_other_row() -> None:
    first, second = entry(1, unit_id=3, before={"a": 1}), entry(2, unit_id=3)
    first.save()
    second.save()
    for unit, before in ((None, None), (9, {"b": 2}), (None, {"c": 3}), (8, None)):
        first.unit_id, first.before, first.is_read = unit, before, True
        CHANGE.put(first)
        stored = Entry.objects.get(pk=first.pk)
        assert (stored.unit_id, stored.before, stored.is_read, stored.at) == (unit, before, True, AT)
    assert (Entry.objects.get(pk=second.pk).unit_id, Entry.objects.get(pk=second.pk).is_read) == (3, False)


def test_an_update_of_a_row_that_is_gone_says_so() -> None:
    with pytest.raises(DatabaseError, match="gone"):
        PreparedUpdate(Head, "sequence", "hash").put(Head(pk=77, sequence=1, hash="x"))


def test_an_update_with_a_condition_changes_a_row_that_holds_it_and_tells_where_none_does() -> None:
    row = entry(1)
    INSERT.put(row)
    for condition in ({"is_read": row.is_read}, {"action": row.action}):
        write = PreparedUpdate(Entry, "unit_id", only=condition)
        assert write.is_put(Entry(pk=row.pk, unit_id=5))
    for condition in ({"is_read": not row.is_read}, {"action": "another"}):
        write = PreparedUpdate(Entry, "unit_id", only=condition)
        assert not write.is_put(Entry(pk=row.pk, unit_id=9))
    assert Entry.objects.get(pk=row.pk).unit_id == 5


def test_each_write_is_one_statement() -> None:
    row = entry(1)
    with CaptureQueriesContext(connection) as asked:
        INSERT.put(row)
        CHANGE.put(row)
    assert len(asked) == 2
