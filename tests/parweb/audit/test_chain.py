"""The log shows every change of itself."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from parweb.audit.actions.record import record
from parweb.audit.actor import SYSTEM
from parweb.audit.chain import START, hash_of
from parweb.audit.models import Entry, Head
from parweb.audit.queries import breaks, entries
from tests.parweb.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> list[Entry]:
    return [
        record(SYSTEM, "test.act", NOW + timedelta(minutes=number), after={"điểm": str(number)})
        for number in range(5)
    ]


def test_an_untouched_chain_holds_from_its_start(chain: list[Entry]):
    assert chain[0].previous_hash == START
    assert [one.previous_hash for one in chain[1:]] == [one.hash for one in chain[:-1]]
    assert list(breaks()) == []


def test_a_changed_value_is_found(chain: list[Entry]):
    Entry.objects.filter(sequence=3).update(after={"điểm": "9"})
    assert [(one.sequence, one.kind) for one in breaks()] == [(3, "changed")]


def test_a_changed_moment_is_found(chain: list[Entry]):
    Entry.objects.filter(sequence=2).update(at=NOW + timedelta(minutes=1, microseconds=1))
    assert [(one.sequence, one.kind) for one in breaks()] == [(2, "changed")]


def test_a_changed_entry_whose_hash_was_made_anew_breaks_the_next_one(chain: list[Entry]):
    forged = Entry.objects.get(sequence=3)
    forged.actor_name = "người khác"
    Entry.objects.filter(sequence=3).update(actor_name="người khác", hash=hash_of(forged))
    assert [(one.sequence, one.kind) for one in breaks()] == [(4, "changed")]


def test_a_removed_entry_is_found(chain: list[Entry]):
    Entry.objects.filter(sequence=2).delete()
    assert [(one.sequence, one.kind) for one in breaks()] == [(2, "removed")]


def test_a_cut_end_is_found(chain: list[Entry]):
    Entry.objects.filter(sequence__gte=4).delete()
    assert [(one.sequence, one.kind) for one in breaks()] == [(5, "cut")]


def test_the_command_says_how_many_entries_hold(chain: list[Entry]):
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert "nguyên vẹn: 5 dòng" in out.getvalue()
    assert chain[-1].hash in out.getvalue()


def test_the_command_fails_and_names_the_entry_that_was_changed(chain: list[Entry]):
    Entry.objects.filter(sequence=4).update(action="test.other")
    with pytest.raises(CommandError, match="4: dòng này đã bị sửa"):
        call_command("audit", "verify")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        record(SYSTEM, "test.act", NOW)
    assert not Head.objects.exists()


def test_a_search_finds_by_action_and_day(chain: list[Entry]):
    record(SYSTEM, "other.act", NOW + timedelta(days=3))
    assert entries(action="test.").count() == 5
    assert entries(since=(NOW + timedelta(days=2)).date()).count() == 1
