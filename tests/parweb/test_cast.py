"""The cast stands: a first look that the site's rooms fit together."""

from typing import Any

from django.db import transaction

from parweb.accounts.roles import Role
from parweb.audit.actions.record import record
from parweb.audit.chain import breaks_in
from parweb.audit.models import Entry, Head
from parweb.frameworks.queries import outline_of
from parweb.rounds.queries import window
from parweb.rounds.states import PhaseKind
from parweb.units.models import Unit
from tests.parweb.cast import NOW, Cast, make_cast, make_unit
from tests.parweb.kept import kept, standing


def test_an_officer_has_a_role_for_the_own_commune_alone(cast: Cast):
    officer = cast.person("officer")
    assert officer.has(Role.OFFICER, path=cast.communes[0].path)
    assert not officer.has(Role.OFFICER, path=cast.communes[1].path)
    assert officer.belongs_to(cast.communes[0].path)


def test_the_adopted_edition_has_the_ninety_leaves_it_had(cast: Cast):
    assert len(outline_of(cast.edition).leaves) == cast.edition.leaves == 90


def test_only_the_phase_of_self_scoring_is_open(cast: Cast):
    open_kinds = [kind for kind in PhaseKind if window(cast.round, kind, NOW).is_open]
    assert open_kinds == [PhaseKind.SELF_SCORE]


def test_three_entries_make_a_chain_that_holds_and_shows_a_change(cast: Cast):
    actor = cast.person("manager").actor
    for number in range(3):
        record(actor, "test.act", NOW, target=cast.round, after={"number": number})
    head = Head.objects.get()
    ordered = Entry.objects.order_by("sequence")
    assert list(breaks_in(ordered, (head.sequence, head.hash))) == []
    Entry.objects.filter(sequence=2).update(after={"number": 7})
    assert [one.sequence for one in breaks_in(ordered.all(), (head.sequence, head.hash))] == [2]


def test_the_cast_that_is_put_back_is_the_cast_that_was_made(db: None):
    """Every table, row by row, and what the names of the cast stand for."""
    name = "the cast of this test"
    with transaction.atomic():
        made, rows = kept(name, make_cast), all_rows()
        transaction.set_rollback(True)
    assert not Unit.objects.exists()
    again = kept(name, make_cast)
    assert all_rows() == rows
    assert len(rows["units_unit"]) == 7
    assert again.round == made.round is not again.round
    assert Unit.objects.get(name="Xã Bắc Sơn") == again.communes[0]
    assert make_unit("commune", "Xã Mới", again.province).pk > max(one.pk for one in made.communes)


def test_what_is_made_after_a_put_back_cast_does_not_come_back(cast: Cast):
    cast.communes[0].name = "Xã Khác"
    cast.communes[0].save()
    assert kept_names(cast) == {"Xã Khác", "Phường Chợ Rã", "Xã Đông Hưng", "Xã Yên Thế"}


def test_the_cast_is_untouched_by_the_test_before(cast: Cast):
    assert kept_names(cast) == {"Xã Bắc Sơn", "Phường Chợ Rã", "Xã Đông Hưng", "Xã Yên Thế"}


def all_rows() -> dict[str, set[tuple[Any, ...]]]:
    return {one.table: set(one.rows) for one in standing()}


def kept_names(cast: Cast) -> set[str]:
    stand = set(
        Unit.objects.filter(parent=cast.province, kind__in=("commune", "ward")).values_list("name", flat=True)
    )
    assert stand == {one.name for one in cast.communes}
    return stand
