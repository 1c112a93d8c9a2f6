"""Before an appeal is granted, everybody it would move is named."""

from decimal import Decimal

import pytest

from parindex.errors import ProblemsFound
from parweb.results.actions.preview_change import preview_change
from parweb.results.models import Run
from tests.parweb.cast import NOW
from tests.parweb.results.league import League


def test_six_tenths_more_for_dong_tam_lift_it_one_place_and_push_one_unit_down(league: League):
    unit = league.dong_tam.pk
    found = preview_change(league.round, {(unit, "6", "points"): Decimal("5.6")}, NOW)
    (leaf,) = found.leaves
    assert (leaf.before, leaf.after) == (Decimal(5), Decimal("5.6"))
    (ours,) = found.changed
    assert (ours.before.points, ours.after.points) == (Decimal("87.747"), Decimal("88.347"))
    assert (ours.before.rank, ours.after.rank, ours.places) == (9, 8, 1)
    assert [(one.name, one.places) for one in found.others] == [("Xã tổng hợp 18 (minh họa)", -1)]
    assert Run.objects.count() == 0


def test_a_change_to_what_it_was_moves_nobody(league: League):
    found = preview_change(league.round, {(league.dong_tam.pk, "6", "points"): Decimal(5)}, NOW)
    assert found.others == ()
    assert found.changed[0].before == found.changed[0].after


def test_points_above_the_maximum_are_refused_with_their_code(league: League):
    with pytest.raises(ProblemsFound) as found:
        preview_change(league.round, {(league.dong_tam.pk, "6", "points"): Decimal("7.5")}, NOW)
    assert [problem.code for problem in found.value.problems] == ["SC510"]


def test_a_unit_of_another_round_is_unknown(league: League):
    with pytest.raises(KeyError):
        preview_change(league.round, {(999_999, "6", "points"): Decimal(5)}, NOW)
