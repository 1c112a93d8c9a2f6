"""A round under way moves to another edition: the preview, the move, and that nothing is lost or half done."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parindex.frameworks.digest import canonical, digest
from parindex.frameworks.model import Edition
from parindex.frameworks.writing import edition_text
from parweb.accounts.verdicts import Refused
from parweb.assessments.actions import move_edition as module
from parweb.assessments.actions.move_edition import AlreadyThere, move_edition
from parweb.assessments.models import Answer, Delegation, Entry, FedValue
from parweb.assessments.move_preview import preview_move
from parweb.audit.models import Entry as LogEntry
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.queries import loaded_edition
from parweb.inbox.events import words_of
from parweb.inbox.models import Message
from parweb.jobs.models import Job
from parweb.rounds.models import CarriedAnswer, Participant, Reopening
from parweb.rounds.queries import redone, window
from parweb.rounds.states import ParticipantState, PhaseKind, RoundState
from tests.parweb.cast import NOW, Cast

ANSWERS = {
    "1.1.1": {"inputs": {"value": "1"}, "points": "0.5"},
    "1.1.2": {"inputs": {"complete": "1", "assigned": "1", "dated": "0", "funded": "1"}},
    "1.1.3": {
        "inputs": {"numerator": "8", "denominator": "10"},
        "set_points": "1.5",
        "set_reason": "Biên bản",
    },
    "1.2": {"inputs": {"value": "2"}, "points": "1", "note": "Xem phụ lục"},
    "1.7": {"inputs": {"value": "1"}, "points": "1"},
    "2.1.2": {"inputs": {}, "standing": "not_applicable", "points": "1"},
}
"""What the first commune filled in."""


def _changed(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = [
        {**node, "criteria": _changed(node["criteria"])} if "criteria" in node else node for node in nodes
    ]
    return [_new(node) for node in kept if node["code"] != "1.7"]


def _new(node: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, dict[str, Any]] = {
        "1.1.1": {"max": "1"},
        "1.1.3": {"max": "1"},
        "1.2": {"rule": {"kind": "yes_no"}},
        "2.1.2": {"not_applicable": "refuse"},
    }
    return {**node, **changes.get(node["code"], {})}


@pytest.fixture
def new(cast: Cast) -> AdoptedEdition:
    """The edition of the year after: two maxima, a rule and an exemption changed, one criterion gone."""
    data = canonical(loaded_edition(cast.edition).edition)
    edition = Edition.model_validate({**data, "year": 2026, "tree": _changed(data["tree"])})
    return AdoptedEdition.objects.create(
        edition_id=edition.id, year=2026, digest=digest(edition), title="Bộ mới", is_illustrative=True,
        text=edition_text(edition), leaves=89, adopted_at=NOW, adopted_by=cast.users["manager"],
    )  # fmt: skip


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """The first commune has answers and signed; the second has one that does not change."""
    first, second = (Entry.objects.create(participant=one) for one in cast.participants[:2])
    people = {"updated_at": NOW, "updated_by": cast.users["officer"], "standing": "measured"}
    for code, columns in ANSWERS.items():
        Answer.objects.create(entry=first, criterion_id=code, **{**people, **columns})
    Answer.objects.create(entry=second, criterion_id="2.2.1", inputs={"value": "1"}, **people)
    Delegation.objects.create(entry=first, criterion_id="1.7", person=cast.users["officer2"])
    Participant.objects.filter(pk=cast.participants[0].pk).update(
        state=ParticipantState.SIGNED, signed_at=NOW
    )
    FedValue.objects.create(
        participant=cast.participants[0], criterion_id="3.2.2", source="dossier", source_note="Cổng DVC",
        inputs={"numerator": "5", "denominator": "9"}, imported_at=NOW, imported_by=cast.users["manager"],
    )  # fmt: skip
    return cast


def move(cast: Cast, new: AdoptedEdition, **more: Any):
    return move_edition(cast.person("manager"), cast.round, new, at=NOW, **more)


def answer(cast: Cast, code: str) -> Answer:
    return Answer.objects.get(entry__participant=cast.participants[0], criterion_id=code)


def test_the_preview_counts_every_verdict_and_names_the_units(filled: Cast, new: AdoptedEdition):
    preview = preview_move(filled.round, new)
    assert preview.counts == {"rescaled": 1, "kept": 3, "clamped": 1, "redo": 2, "dropped": 1}
    first, second = (preview.units[one.pk] for one in filled.participants[:2])
    assert (first.redo, first.changed) == (2, 3)
    assert (second.redo, second.changed) == (0, 0)


def test_every_answer_becomes_what_the_preview_said(filled: Cast, new: AdoptedEdition):
    change = move(filled, new)
    assert change.counts == {"kept": 3, "clamped": 1, "rescaled": 1, "redo": 2, "dropped": 1}
    assert (answer(filled, "1.1.1").inputs, answer(filled, "1.1.1").points) == ({"value": "1"}, Decimal(1))
    assert answer(filled, "1.1.2").revision == 1
    clamped = answer(filled, "1.1.3")
    assert (clamped.set_points, clamped.points, clamped.set_reason) == (1, 1, "Biên bản")
    redo = answer(filled, "1.2")
    assert (redo.inputs, redo.standing, redo.points, redo.note) == ({}, "missing", None, "Xem phụ lục")
    assert answer(filled, "2.1.2").standing == "missing"
    assert not Answer.objects.filter(criterion_id="1.7").exists()
    assert not Delegation.objects.exists()
    filled.round.refresh_from_db()
    assert filled.round.edition == new


def test_nothing_that_was_typed_is_lost(filled: Cast, new: AdoptedEdition):
    move(filled, new)
    gone = CarriedAnswer.objects.get(criterion_before="1.7")
    assert (gone.verdict, gone.criterion_after, gone.before["inputs"]) == ("dropped", "", {"value": "1"})
    assert CarriedAnswer.objects.get(criterion_before="1.1.3").before["set_points"] == "1.5"
    assert CarriedAnswer.objects.count() == 5


def test_a_signed_unit_with_something_to_redo_goes_back_to_work_and_gets_time(
    filled: Cast, new: AdoptedEdition
):
    late = NOW + timedelta(days=30)
    until = late + timedelta(days=5)
    move_edition(filled.person("manager"), filled.round, new, at=late, until=until)
    first, second = (Participant.objects.get(pk=one.pk) for one in filled.participants[:2])
    assert (first.state, first.signed_at) == (ParticipantState.IN_PROGRESS, None)
    assert window(filled.round, PhaseKind.SELF_SCORE, late, first).is_open
    assert not window(filled.round, PhaseKind.SELF_SCORE, late, second).is_open
    assert Reopening.objects.filter(participant=first).count() == 2


def test_the_counters_are_true_against_the_new_edition(filled: Cast, new: AdoptedEdition):
    move(filled, new)
    first = Participant.objects.get(pk=filled.participants[0].pk)
    assert first.leaves_answered == 3
    assert first.leaves_total == Participant.objects.get(pk=filled.participants[3].pk).leaves_total


def test_higher_stages_read_what_has_to_be_decided_again(filled: Cast, new: AdoptedEdition):
    move(filled, new)
    pk = filled.participants[0].pk
    assert redone([pk]) == {(pk, "1.2"): NOW, (pk, "2.1.2"): NOW}


def test_the_move_is_in_the_log_and_everybody_concerned_is_told(filled: Cast, new: AdoptedEdition):
    move(filled, new)
    entry = LogEntry.objects.get(action="assessments.move_edition")
    assert (entry.before["edition"], entry.after["edition"]) == ("commune-model@2025", "commune-model@2026")
    assert entry.after["counts"]["redo"] == 2
    told = Message.objects.filter(event="rounds.edition_moved")
    assert {one.person.username for one in told} == {"officer", "officer2", "leader"}
    assert "2 tiêu chí phải làm lại" in words_of(told[0].event, told[0].details)
    summary = Message.objects.filter(event="rounds.edition_moved_summary")
    assert {one.person.username for one in summary} == {
        "manager", "manager2", "appraiser", "appraiser_all", "appraiser_own",
    }  # fmt: skip


def test_a_move_that_fails_in_the_middle_leaves_everything_as_it_was(
    filled: Cast, new: AdoptedEdition, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: Any) -> None:
        raise RuntimeError("no more room")

    monkeypatch.setattr(module, "_count", broken)
    with pytest.raises(RuntimeError):
        move(filled, new)
    filled.round.refresh_from_db()
    assert filled.round.edition.year == 2025
    assert Answer.objects.filter(criterion_id="1.7").exists()
    assert not CarriedAnswer.objects.exists()


def test_only_a_manager_moves_a_round_that_is_not_closed_and_only_once(filled: Cast, new: AdoptedEdition):
    for name in ("officer", "admin", "appraiser_all"):
        with pytest.raises(Refused):
            move_edition(filled.person(name), filled.round, new, at=NOW)
    move(filled, new)
    filled.round.refresh_from_db()
    with pytest.raises(AlreadyThere):
        move(filled, new)
    filled.round.state = RoundState.CLOSED
    with pytest.raises(Refused):
        move_edition(filled.person("manager"), filled.round, filled.edition, at=NOW)


def test_a_manager_previews_drills_down_exports_and_moves_by_clicks(
    filled: Cast, new: AdoptedEdition, client: Client, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client.force_login(filled.users["manager"])
    address = reverse("assessments:move_edition", args=[filled.round.slug])
    page = client.get(address, {"edition": new.pk}).content.decode()
    assert "bộ tiêu chí mới không còn tiêu chí này" in page
    assert "Xã Bắc Sơn" in page
    unit = reverse("assessments:move_unit", args=[filled.round.slug, filled.participants[0].pk])
    assert "Điểm tự ấn định: 1,5" in client.get(unit, {"edition": new.pk}).content.decode()
    csv = client.get(address, {"edition": new.pk, "format": "csv"}).content.decode("utf-8-sig")
    assert csv.count("\r\n") == 6  # a heading and five answers that are not kept
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, {"edition": new.pk, "until": "20/03/2026 17:00"})
    job = Job.objects.get()
    assert answer.headers["Location"] == reverse("jobs:job", args=[job.pk])
    assert (job.state, job.result["counts"]["redo"]) == ("done", 2)
    filled.round.refresh_from_db()
    assert filled.round.edition == new


def test_an_officer_does_not_see_the_move(filled: Cast, new: AdoptedEdition, client: Client):
    client.force_login(filled.users["officer"])
    address = reverse("assessments:move_edition", args=[filled.round.slug])
    assert client.get(address).status_code == 403
    assert client.post(address, {"edition": new.pk}).status_code == 403


def test_the_preview_asks_three_queries_for_any_number_of_units(
    filled: Cast, new: AdoptedEdition, django_assert_num_queries
):
    preview_move(filled.round, new)
    with django_assert_num_queries(3):
        preview_move(filled.round, new)
