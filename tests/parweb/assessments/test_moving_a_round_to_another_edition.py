"""A round under way moves to another edition: the preview, the move, and that nothing is lost or half done."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parindex.frameworks.digest import canonical, digest
from parindex.frameworks.model import Edition
from parindex.frameworks.writing import edition_text
from parweb.accounts.verdicts import Refused
from parweb.appraisals.actions.decide_referral import decide_referral
from parweb.appraisals.models import Appeal, Appraisal, CouncilSession, Referral
from parweb.appraisals.queries import decided_values
from parweb.assessments.actions import move_edition as module
from parweb.assessments.actions.move_edition import AlreadyThere, move_edition
from parweb.assessments.actions.upload_crosswalk import upload_crosswalk
from parweb.assessments.crosswalks import crosswalk_in
from parweb.assessments.models import Answer, Delegation, Entry, FedValue, Upload
from parweb.assessments.move_preview import preview_move
from parweb.audit.models import Entry as LogEntry
from parweb.evidence.models import Document, Use
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.queries import loaded_edition
from parweb.inbox.events import words_of
from parweb.inbox.models import Message
from parweb.jobs.models import Job
from parweb.rounds.models import CarriedAnswer, Participant, Reopening
from parweb.rounds.queries import window
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


@pytest.fixture
def decided(filled: Cast) -> Cast:
    """Everything is decided about six criteria, of which four change: by appraisers, council and appeals."""
    unit, users = filled.participants[0], filled.users
    session = CouncilSession.objects.create(
        round=filled.round, title="Phiên 1", held_at=NOW, quorum=1, chair=users["chair"],
        secretary=users["secretary"], state="closed",
    )  # fmt: skip
    told = {"referred_by": users["secretary"], "referred_at": NOW, "decided_at": NOW, "session": session}
    for code, points in {"1.2": 2, "1.1.1": "0.5", "1.1.3": "1.5", "1.5": 1, "1.7": 1}.items():
        Referral.objects.create(participant=unit, criterion_id=code, points=points, question="?", **told)
    claim = {
        "claim": "x",
        "created_at": NOW,
        "filed_by": users["leader"],
        "reason": "đúng",
        "decided_at": NOW,
    }
    for code, state in {"1.2": "granted", "2.1.2": "partly", "1.1.1": "granted"}.items():
        Appeal.objects.create(participant=unit, criterion_id=code, state=state, granted_points=1, **claim)
    Appeal.objects.create(participant=unit, criterion_id="1.7", state="refused", **claim)
    for code in ("1.2", "1.1.2", "7.5"):
        Appraisal.objects.create(
            participant=unit, criterion_id=code, stage=1, decision="fill", inputs={"value": "1"}, at=NOW,
            by=users["appraiser_all"],
        )  # fmt: skip
    return filled


def void(table: Any) -> set[str]:
    return set(table.objects.filter(voided_at__isnull=False).values_list("criterion_id", flat=True))


def test_what_council_and_appeals_decided_about_a_changed_criterion_no_longer_counts(
    decided: Cast, new: AdoptedEdition
):
    change = move(decided, new)
    # 1.2 another rule, 1.7 gone, 1.1.3 gives one point at most now, 2.1.2 cannot be exempt any more
    assert void(Referral) == {"1.2", "1.7", "1.1.3"}
    assert void(Appeal) == {"1.2", "2.1.2"}
    assert void(Appraisal) == {"1.2"}
    decided.round.refresh_from_db()
    rows = decided_values(decided.round).select("criterion_id", "value", "source").rows()
    assert set(rows) == {("1.1.1", 1.0, "council"), ("1.5", 1.0, "council"), ("7.5", 1.0, "appraisal1")}
    assert LogEntry.objects.get(action="assessments.move_edition").after["void_decisions"] == 6
    assert change.counts["redo"] == 2


def test_void_decisions_are_in_the_log_and_everybody_concerned_reads_of_them(
    decided: Cast, new: AdoptedEdition
):
    move(decided, new)
    entry = LogEntry.objects.get(action="appraisals.void_decisions")
    assert entry.unit_id == decided.communes[0].pk
    assert entry.after["edition"] == "commune-model@2026"
    told = {(one["kind"], one["criterion"], Decimal(one["points"])) for one in entry.before}
    assert told == {
        ("referral", "1.2", 2), ("referral", "1.7", 1), ("referral", "1.1.3", Decimal("1.5")),
        ("appeal", "1.2", 1), ("appeal", "2.1.2", 1),
    }  # fmt: skip
    messages = Message.objects.filter(event="appraisals.decisions_void")
    assert {one.person.username for one in messages} == {
        "officer", "officer2", "leader", "chair", "secretary", "manager", "manager2",
    }  # fmt: skip
    words = words_of(messages[0].event, messages[0].details)
    assert "1.2" in words
    assert "2.1.2" in words
    assert "commune-model@2026" in words


def test_the_preview_names_every_decision_that_becomes_void_and_changes_none(
    decided: Cast, new: AdoptedEdition, client: Client, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client.force_login(decided.users["manager"])
    address = reverse("assessments:move_edition", args=[decided.round.slug])
    answered = client.get(address, {"edition": new.pk})
    stake = answered.context["stake"]
    assert [(one["code"], one["source"], one["before"]) for one in stake] == [
        ("1.2", "Kết luận của hội đồng", "2"),
        ("1.1.3", "Kết luận của hội đồng", "1,5"),
        ("1.7", "Kết luận của hội đồng", "1"),
        ("1.2", "Kiến nghị được chấp nhận", "1"),
        ("2.1.2", "Kiến nghị được chấp nhận", "1"),
    ]
    assert "Kết luận hết hiệu lực" in answered.content.decode()
    csv = client.get(address, {"edition": new.pk, "format": "csv"}).content.decode("utf-8-sig")
    assert csv.count("Hết hiệu lực") == 5
    assert void(Referral) | void(Appeal) | void(Appraisal) == set()


def test_a_decision_taken_again_after_the_move_counts(decided: Cast, new: AdoptedEdition):
    move(decided, new)
    late = decided.phase(PhaseKind.COUNCIL)
    CouncilSession.objects.update(state="opened")
    referral = Referral.objects.select_related(
        "session__round", "participant__round", "participant__unit"
    ).get(criterion_id="1.2")
    decide_referral(decided.person("chair"), referral, Decimal(1), "Xét lại theo bộ mới", late)
    CouncilSession.objects.update(state="closed")
    decided.round.refresh_from_db()
    values = decided_values(decided.round).filter(pl.col("criterion_id") == "1.2")
    assert values["value"].to_list() == [1.0]


# -------------------------------------------------------------- crosswalks


def _swapped(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let 2.2.1 and 2.2.2 change places, and 1.7 be called 1.9."""
    codes = {"2.2.1": "2.2.2", "2.2.2": "2.2.1", "1.7": "1.9"}
    return [
        {
            **node,
            "code": codes.get(node["code"], node["code"]),
            **({"criteria": _swapped(node["criteria"])} if "criteria" in node else {}),
        }
        for node in nodes
    ]


@pytest.fixture
def renumbered(cast: Cast) -> AdoptedEdition:
    """The edition of the year after, in which three criteria have other codes."""
    data = canonical(loaded_edition(cast.edition).edition)
    edition = Edition.model_validate({**data, "year": 2026, "tree": _swapped(data["tree"])})
    return AdoptedEdition.objects.create(
        edition_id=edition.id, year=2026, digest=digest(edition), title="Bộ đánh số lại",
        is_illustrative=True, text=edition_text(edition), leaves=90, adopted_at=NOW,
        adopted_by=cast.users["manager"],
    )  # fmt: skip


CROSSWALK = """before: commune-model@2025
after: commune-model@2026
links:
  - {from: "2.2.1", to: "2.2.2"}
  - {from: "2.2.2", to: "2.2.1"}
  - {from: "1.7", to: "1.9"}
"""


def given(cast: Cast, new: AdoptedEdition, text: str = CROSSWALK) -> Upload:
    return upload_crosswalk(cast.person("manager"), cast.round, new, text.encode(), "doi-chieu.yaml", NOW)


def test_with_a_crosswalk_everything_follows_its_criterion_to_the_new_code(
    filled: Cast, renumbered: AdoptedEdition
):
    first = Entry.objects.get(participant=filled.participants[0])
    people = {"updated_at": NOW, "updated_by": filled.users["officer"]}
    both = {"2.2.1": "Bên này", "2.2.2": "Bên kia"}
    for code, note in both.items():
        Answer.objects.create(
            entry=first, criterion_id=code, inputs={"value": "1"}, standing="measured", note=note, **people
        )
        Appraisal.objects.create(
            participant=first.participant, criterion_id=code, stage=1, decision="fill", reason=note, at=NOW,
            by=filled.users["appraiser_all"],
        )  # fmt: skip
        Delegation.objects.create(entry=first, criterion_id=code, person=filled.users["officer"])
        document = Document.objects.create(
            unit=filled.communes[0], abstract=note, created_at=NOW, created_by=filled.users["officer"]
        )
        Use.objects.create(
            participant=first.participant, criterion_id=code, document=document, added_at=NOW,
            added_by=filled.users["officer"],
        )  # fmt: skip
    preview = preview_move(
        filled.round, renumbered, crosswalk_in(given(filled, renumbered), filled.edition, renumbered)
    )
    assert (preview.counts.get("kept"), preview.counts.get("redo"), preview.counts.get("dropped")) == (
        10,
        None,
        None,
    )
    change = move(filled, renumbered, crosswalk=given(filled, renumbered))
    assert change.counts["kept"] == 10
    assert answer(filled, "1.9").points == 1
    assert not Answer.objects.filter(criterion_id="1.7").exists()
    for old, new_code in (("2.2.1", "2.2.2"), ("2.2.2", "2.2.1")):
        assert answer(filled, new_code).note == both[old]
        assert Appraisal.objects.get(criterion_id=new_code).reason == both[old]
        assert Use.objects.get(criterion_id=new_code).document.abstract == both[old]
    assert set(Delegation.objects.values_list("criterion_id", flat=True)) == {"1.9", "2.2.1", "2.2.2"}
    assert not void(Appraisal)
    log = LogEntry.objects.get(action="assessments.move_edition")
    assert log.after["crosswalk"] == given(filled, renumbered).sha256


def test_without_a_crosswalk_renumbered_criteria_have_to_be_answered_again(
    filled: Cast, renumbered: AdoptedEdition
):
    preview = preview_move(filled.round, renumbered)
    assert (preview.counts["redo"], preview.counts["dropped"]) == (1, 1)


def test_two_criteria_merged_by_a_crosswalk_are_answered_once_and_nothing_is_lost(
    filled: Cast, renumbered: AdoptedEdition
):
    text = CROSSWALK.replace('from: "1.7", to: "1.9"', 'from: "1.7", to: "1.9", share: 0.5') + (
        '  - {from: "1.2", to: "1.9", share: 0.5}\n'
    )
    move(filled, renumbered, crosswalk=given(filled, renumbered, text))
    merged = answer(filled, "1.9")
    assert (merged.standing, merged.inputs) == ("missing", {})
    kept = CarriedAnswer.objects.filter(criterion_after="1.9", verdict="redo")
    assert {one.criterion_before for one in kept} == {"1.2", "1.7"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (CROSSWALK.replace("2.2.1", "99.9") + "  - {note: trống}\n", {"FW221", "FW222"}),
        (CROSSWALK.replace("commune-model@2026", "other@2026"), {"FW225"}),
        ("links: [", {"FW001"}),
        ("a: 1", {"FW004", "FW005"}),
        (b"\xff\xfe", {"FW003"}),
    ],
)
def test_a_bad_crosswalk_is_told_with_all_its_problems_and_not_kept(
    filled: Cast, renumbered: AdoptedEdition, client: Client, text: str | bytes, codes: set[str]
):
    client.force_login(filled.users["manager"])
    raw = text if isinstance(text, bytes) else text.encode()
    address = reverse("assessments:upload_crosswalk", args=[filled.round.slug])
    file = SimpleUploadedFile("doi-chieu.yaml", raw)
    answered = client.post(address, {"edition": renumbered.pk, "file": file})
    assert answered.status_code == 422
    assert {one["code"] for one in answered.context["problems"]} == codes
    assert all("doi-chieu.yaml" in one["place"] for one in answered.context["problems"])
    assert answered.context["problems"]
    assert not Upload.objects.exists()


def test_a_manager_uploads_a_crosswalk_previews_by_it_and_moves_by_clicks(
    filled: Cast, renumbered: AdoptedEdition, client: Client, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client.force_login(filled.users["manager"])
    address = reverse("assessments:upload_crosswalk", args=[filled.round.slug])
    file = SimpleUploadedFile("doi-chieu.yaml", CROSSWALK.encode())
    answered = client.post(address, {"edition": renumbered.pk, "file": file}, follow=True)
    upload = Upload.objects.get()
    assert "doi-chieu.yaml" in answered.content.decode()
    assert {code: count for code, _label, count in answered.context["counts"]}["redo"] == 0
    unit = reverse("assessments:move_unit", args=[filled.round.slug, filled.participants[0].pk])
    chosen = {"edition": renumbered.pk, "crosswalk": upload.pk}
    lines = client.get(unit, chosen).context["lines"]
    assert ("1.7", "1.9") in {(one["code"], one["new_code"]) for one in lines}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("assessments:move_edition", args=[filled.round.slug]), chosen)
    assert Job.objects.get().state == "done"
    assert answer(filled, "1.9").inputs == {"value": "1"}


def test_only_a_manager_uploads_a_crosswalk(filled: Cast, renumbered: AdoptedEdition):
    for name in ("officer", "admin", "appraiser_all"):
        with pytest.raises(Refused):
            upload_crosswalk(filled.person(name), filled.round, renumbered, b"", "a.yaml", NOW)


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
