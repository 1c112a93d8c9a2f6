"""The cast stands: a first look that the site's rooms fit together."""

from parweb.accounts.roles import Role
from parweb.audit.actions.record import record
from parweb.audit.chain import breaks_in
from parweb.audit.models import Entry, Head
from parweb.frameworks.queries import outline_of
from parweb.rounds.queries import window
from parweb.rounds.states import PhaseKind
from tests.parweb.cast import NOW, Cast


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
