"""A scoring run freezes what it was made of, and its figures are those that were published."""

from decimal import Decimal

import pytest

from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.results.frozen import Frozen
from parweb.results.models import Place, Run, RunTable, RunUnit
from tests.parweb.results.league import League

PUBLISHED = {
    "total": ("87.747", 9, 20),
    "1": ("11.84", 9, 19),
    "2": ("4.75", 2, 3),
    "3": ("16.62", 2, 20),
    "4": ("6", 1, 5),
    "5": ("11", 1, 14),
    "6": ("5", 12, 12),
    "7": ("10.19", 9, 16),
    "8.1": ("1.577", 14, 20),
    "8.2": ("11.49", 5, 19),
    "8.3": ("9.28", 12, 18),
}


def test_the_places_of_dong_tam_are_those_of_its_publication_of_2023(league: League):
    run = league.run()
    places = Place.objects.filter(run=run, unit=league.dong_tam)
    got = {one.criterion_id: (one.points, one.rank, one.of) for one in places}
    assert got == {code: (Decimal(points), rank, of) for code, (points, rank, of) in PUBLISHED.items()}


def test_a_run_keeps_edition_values_engine_and_clock(league: League):
    run = league.run()
    assert (run.number, run.units, run.missing) == (1, 20, 0)
    assert run.edition_ref == "commune-hai-duong@2022"
    assert run.edition_digest == league.round.edition.digest
    assert len(run.values_digest) == 64
    tables = {one.name: one.rows for one in run.tables.all()}
    assert tables["values"] == tables["explanations"] == 200
    assert tables["units"] == 20
    assert tables["scores"] == 20 * 14
    assert set(tables) == {"values", "units", "scores", "ranks", "explanations", "peer_ranks", "bundle"}


def test_a_run_of_the_same_values_has_the_same_digest_and_the_next_number(league: League):
    first, second = league.run(), league.run()
    assert (first.number, second.number) == (1, 2)
    assert first.values_digest == second.values_digest


def test_a_run_is_recorded_with_what_it_was_made_of(league: League):
    run = league.run()
    entry = Entry.objects.get(action="results.make_run")
    assert entry.object_id == str(run.pk)
    assert entry.after["values_digest"] == run.values_digest


def test_nobody_but_a_manager_makes_a_run(league: League):
    from parweb.results.actions.make_run import make_run
    from tests.parweb.cast import NOW

    with pytest.raises(Refused, match="quản lý"):
        make_run(league.person(league.officer), league.round, NOW)
    assert Run.objects.count() == 0


@pytest.mark.parametrize("model", [Run, RunTable, RunUnit, Place])
def test_no_row_of_a_run_can_be_changed_or_deleted(league: League, model):
    league.run()
    row = model.objects.first()
    with pytest.raises(Frozen):
        model.objects.update(pk=row.pk)
    with pytest.raises(Frozen):
        model.objects.filter(pk=row.pk).delete()
    with pytest.raises(Frozen):
        model.objects.bulk_update([row], ["id"])
    with pytest.raises(Frozen):
        row.save()
    with pytest.raises(Frozen):
        row.delete()


def test_peer_groups_of_the_day_are_kept_with_each_unit(league: League):
    run = league.run()
    assert run.facts["families"] == {"vùng": ["Nội đồng", "Ven sông"]}
    assert RunUnit.objects.filter(run=run, groups__contains="\nvùng=Ven sông\n").count() == 10
