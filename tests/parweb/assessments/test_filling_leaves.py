"""Leaves that no unit types, filled from the stage that knows their figures."""

from decimal import Decimal

import pytest
from django.urls import reverse

from parweb.accounts.verdicts import Refused
from parweb.assessments.actions.fill_fed_leaves import fill_fed_leaves
from parweb.assessments.layout import layout_of
from parweb.assessments.models import FedValue
from parweb.assessments.tasks_fill import filled
from parweb.audit.models import Entry
from parweb.rounds.feeding import FEEDERS, Figure
from tests.parweb.cast import NOW

NOTE = "Hồ sơ đúng hạn, 01/01/2025–31/12/2025"


@pytest.fixture
def code(cast):
    leaves = layout_of(cast.edition).fed.items()
    return next(code for code, leaf in leaves if [one.type for one in leaf.node.inputs()] == ["percent"])


@pytest.fixture
def figures(cast, code, monkeypatch):
    rows = [Figure(one.pk, code, {"value": Decimal("97.25")}, NOTE) for one in cast.communes[:2]]
    monkeypatch.setitem(FEEDERS, "dossier", lambda _round, _told: rows)
    return rows


def fill(cast, by="manager"):
    return fill_fed_leaves(cast.person(by), cast.round, "dossier", NOW)


def test_a_figure_is_written_as_exact_text_with_where_it_comes_from(cast, figures, code):
    assert fill(cast) == {"new": 2, "change": 0, "same": 0, "outside": 0}
    stored = FedValue.objects.get(participant=cast.participants[0])
    assert (stored.criterion_id, stored.inputs, stored.source, stored.source_note) == (
        code, {"value": "97.25"}, "dossier", NOTE,
    )  # fmt: skip
    entry = Entry.objects.get(action="assessments.fill_fed_leaves")
    assert entry.after == {"source": "dossier", "new": 2, "change": 0, "same": 0, "outside": 0}


def test_filling_twice_changes_nothing_and_a_new_figure_only_itself(cast, figures, code):
    fill(cast)
    assert fill(cast)["same"] == 2
    figures[1] = Figure(cast.communes[1].pk, code, {"value": Decimal(98)}, NOTE)
    assert fill(cast) == {"new": 0, "change": 1, "same": 1, "outside": 0}
    assert sorted(one.inputs["value"] for one in FedValue.objects.all()) == ["97.25", "98"]


def test_units_outside_the_round_and_leaves_that_take_no_figure_are_counted_and_left(cast, figures, code):
    figures[:] = [
        Figure(cast.province.pk, code, {"value": Decimal(1)}, NOTE),
        Figure(cast.communes[0].pk, "1.1.1", {"value": Decimal(1)}, NOTE),
        Figure(cast.communes[0].pk, code, {"no such input": Decimal(1)}, NOTE),
    ]
    assert fill(cast) == {"new": 0, "change": 0, "same": 0, "outside": 3}
    assert FedValue.objects.count() == 0


def test_values_of_another_source_stay(cast, figures, code):
    FedValue.objects.create(
        participant=cast.participants[0], criterion_id=code, inputs={"value": "50"}, source="survey",
        source_note="Điều tra", imported_at=NOW, imported_by=cast.users["manager"],
    )  # fmt: skip
    fill(cast)
    assert FedValue.objects.get(source="survey").inputs == {"value": "50"}
    assert FedValue.objects.filter(source="dossier").count() == 2


@pytest.mark.parametrize("name", ["officer", "leader", "appraiser_all", "observer", "admin", "nobody"])
def test_only_managers_fill(cast, figures, name):
    with pytest.raises(Refused):
        fill(cast, by=name)


def test_a_manager_starts_it_from_the_page_and_a_second_run_after_a_kill_writes_nothing_twice(
    cast, figures, client, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client.force_login(cast.users["manager"])
    page = client.get(reverse("assessments:fed", args=[cast.round.slug])).content.decode()
    assert "Tính và điền số liệu hồ sơ" in page
    assert client.post(reverse("assessments:fill_fed", args=[cast.round.slug])).status_code == 302
    given = {"round_id": cast.round.pk, "source": "dossier", "by": cast.users["manager"].pk, "address": ""}
    first = filled(lambda *_: None, NOW, **given)
    again = filled(lambda *_: None, NOW, **given)
    assert (first["counts"]["new"] + first["counts"]["same"], again["counts"]["same"]) == (2, 2)
