"""A run is written in short transactions: killed half-way it shows nothing, and is done again."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from parweb.audit.models import Entry
from parweb.results.actions import make_run as making
from parweb.results.actions import store_run
from parweb.results.models import Place, Run, RunTable, RunUnit
from tests.parweb.cast import NOW
from tests.parweb.results.league import League


class Killed(BaseException):
    """The power went."""


@pytest.fixture
def small_chunks() -> Iterator[None]:
    """Ten rows in a transaction, so that twenty units are many of them."""
    with patch.object(store_run.write_in_chunks, "__defaults__", (10,)):
        yield


def killed_half_way(league: League) -> None:
    """Start a run and kill it while the places of its units are written."""
    made: Any = making.places_in

    def some(*args: Any) -> Iterator[Place]:
        for number, place in enumerate(made(*args)):
            if number == 25:
                raise Killed
            yield place

    with patch.object(making, "places_in", some), pytest.raises(Killed):
        league.run()


def test_a_run_killed_half_way_shows_nothing(league: League, small_chunks: None, client: Client):
    killed_half_way(league)
    assert (RunUnit.objects.count(), Place.objects.count(), RunTable.objects.count()) == (20, 20, 0)
    assert Run.objects.count() == 0
    assert league.round.runs.count() == 0
    assert not Entry.objects.filter(action="results.make_run").exists()
    client.force_login(league.managers[0])
    assert list(client.get(reverse("results:runs", args=[league.round.slug])).context["runs"]) == []
    assert client.get(reverse("results:run", args=[league.round.slug, 1])).status_code == 404


def test_a_run_that_was_killed_is_done_again_with_the_figures_and_number_of_a_whole_one(
    league: League, small_chunks: None
):
    killed_half_way(league)
    run = league.run()
    assert (run.number, Run.objects.get().pk, Run.being_made.count()) == (1, run.pk, 0)
    assert RunUnit.objects.count() == 20
    assert Place.objects.count() == Place.objects.filter(run=run).count() == 20 * 11
    assert Place.objects.get(run=run, unit=league.dong_tam, criterion_id="total").rank == 9


def test_no_transaction_of_a_run_writes_more_than_its_chunk(league: League, small_chunks: None):
    sizes: list[int] = []
    created = Place.objects.bulk_create

    def counted(rows: list[Place], **named: Any) -> Any:
        assert transaction.get_connection().in_atomic_block
        sizes.append(len(rows))
        return created(rows, **named)

    with patch.object(Place._default_manager, "bulk_create", counted):
        league.run()
    assert sizes == [10] * 22


def test_a_run_that_was_cleared_away_meanwhile_is_never_sealed(league: League):
    run = league.run()
    with pytest.raises(store_run.Superseded):
        store_run.seal(run, NOW)
