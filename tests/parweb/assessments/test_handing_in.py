"""From the first answer to the signed report: the gate, the signature, giving back, delegation, last year."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from parweb.accounts.verdicts import Refused
from parweb.assessments.actions.delegate import delegate, undelegate
from parweb.assessments.actions.give_back_entry import give_back_entry
from parweb.assessments.actions.prefill import prefill
from parweb.assessments.actions.save_answer import save_answer
from parweb.assessments.actions.sign_entry import sign_entry
from parweb.assessments.actions.submit_entry import NotComplete, submit_entry
from parweb.assessments.drafts import Draft, draft_of
from parweb.assessments.layout import layout_of
from parweb.assessments.models import Answer, Delegation, Entry, FedValue
from parweb.assessments.queries import participant_with_entry, self_values
from parweb.audit.models import Entry as LogEntry
from parweb.inbox.models import Message
from parweb.rounds.models import Participant, Phase, Round
from parweb.rounds.states import PhaseKind
from tests.parweb.cast import NOW

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def fresh(cast, number=0):
    return participant_with_entry(cast.participants[number].pk)


def fill_all(cast, explanation="Đã có báo cáo gửi kèm công văn"):
    """Answer every leaf quickly: one by the action, the others in bulk as the action would store them."""
    person = cast.person("officer")
    layout = layout_of(cast.edition)
    first, *others = layout.own
    save_answer(
        person, fresh(cast), first, Draft(typed={"value": "1"}, explanation=explanation), revision=0, at=NOW
    )
    entry = Entry.objects.get(participant=cast.participants[0])
    Answer.objects.bulk_create(
        Answer(
            entry=entry,
            criterion_id=code,
            inputs={
                spec.name: str(spec.choices[0].value) if spec.choices else "1"
                for spec in layout.own[code].node.inputs()
            },
            standing="measured",
            points=Decimal(1),
            explanation=explanation,
            updated_at=NOW,
            updated_by=cast.users["officer"],
        )
        for code in others
    )


def signed_file():
    return SimpleUploadedFile("Báo cáo đã ký.pdf", PDF, "application/pdf")


def test_an_empty_entry_cannot_be_handed_in_and_everything_missing_is_listed(cast):
    with pytest.raises(NotComplete) as found:
        submit_entry(cast.person("officer"), fresh(cast), NOW)
    lacks = found.value.lacks
    assert {one.criterion_id for one in lacks} == layout_of(cast.edition).needed
    assert {one.kind for one in lacks} == {"empty"}
    assert Participant.objects.get(pk=cast.participants[0].pk).state == "not_started"


def test_a_leaf_without_document_or_explanation_stops_the_gate(cast):
    fill_all(cast)
    code = min(layout_of(cast.edition).to_prove)
    Answer.objects.filter(criterion_id=code).update(explanation="")
    with pytest.raises(NotComplete) as found:
        submit_entry(cast.person("officer"), fresh(cast), NOW)
    assert [(one.criterion_id, one.kind) for one in found.value.lacks] == [(code, "unproven")]


def test_typed_text_that_is_no_value_stops_the_gate(cast):
    fill_all(cast)
    Answer.objects.filter(criterion_id="1.1.3").update(typed={"numerator": "mười"})
    with pytest.raises(NotComplete) as found:
        submit_entry(cast.person("officer"), fresh(cast), NOW)
    assert ("1.1.3", "unread") in [(one.criterion_id, one.kind) for one in found.value.lacks]


def test_last_years_unconfirmed_answers_stop_the_gate(cast):
    fill_all(cast)
    Answer.objects.filter(criterion_id="1.1.3").update(is_prefilled=True)
    with pytest.raises(NotComplete) as found:
        submit_entry(cast.person("officer"), fresh(cast), NOW)
    assert [(one.criterion_id, one.kind) for one in found.value.lacks] == [("1.1.3", "prefilled")]


def test_a_complete_entry_goes_to_the_leader_and_is_locked(cast):
    fill_all(cast)
    submit_entry(cast.person("officer"), fresh(cast), NOW, difficulties="Thiếu máy", proposals="Bổ sung")
    participant = fresh(cast)
    needed = len(layout_of(cast.edition).needed)
    assert participant.state == "submitted"
    assert (participant.leaves_total, participant.leaves_answered, participant.leaves_proven) == (
        needed,
        needed,
        needed,
    )
    assert participant.entry.difficulties == "Thiếu máy"
    assert Message.objects.filter(person=cast.users["leader"], event="assessments.submitted").count() == 1
    assert LogEntry.objects.filter(action="assessments.submit_entry").count() == 1
    with pytest.raises(Refused) as refused:
        save_answer(
            cast.person("officer"), participant, "1.1.1", Draft(typed={"value": "0"}), revision=1, at=NOW
        )
    assert "chờ lãnh đạo ký" in str(refused.value.verdict.why)


def test_a_save_that_meets_a_submission_is_refused_and_changes_nothing(cast):
    fill_all(cast)
    seen_before = fresh(cast)
    submit_entry(cast.person("officer"), fresh(cast), NOW)
    with pytest.raises(Refused):
        save_answer(
            cast.person("officer2"), seen_before, "1.1.1", Draft(typed={"value": "0"}), revision=1, at=NOW
        )
    assert Answer.objects.get(criterion_id="1.1.1").inputs == {"value": "1"}


def test_the_leader_signs_with_the_signed_report_attached(cast):
    fill_all(cast)
    submit_entry(cast.person("officer"), fresh(cast), NOW)
    at = cast.phase(PhaseKind.SIGNATURE)
    sign_entry(cast.person("leader"), fresh(cast), at, files=[signed_file()], number="45/BC-UBND")
    participant = fresh(cast)
    assert participant.state == "signed"
    assert participant.signed_at == at
    assert participant.entry.signed_file.file_name == "Báo cáo đã ký.pdf"
    assert participant.entry.signed_by == cast.users["leader"]
    assert Message.objects.filter(event="assessments.signed").count() == 2
    assert LogEntry.objects.filter(action="assessments.sign_entry").count() == 1


@pytest.mark.parametrize("name", ["officer", "manager", "other_leader", "appraiser_all", "nobody"])
def test_only_the_units_leader_signs(cast, name):
    fill_all(cast)
    submit_entry(cast.person("officer"), fresh(cast), NOW)
    with pytest.raises(Refused):
        sign_entry(cast.person(name), fresh(cast), cast.phase(PhaseKind.SIGNATURE), files=[signed_file()])


def test_nothing_is_signed_after_the_phase(cast):
    fill_all(cast)
    submit_entry(cast.person("officer"), fresh(cast), NOW)
    with pytest.raises(Refused):
        sign_entry(
            cast.person("leader"), fresh(cast), cast.phase(PhaseKind.APPRAISAL_1), files=[signed_file()]
        )


def test_an_entry_given_back_in_the_signing_phase_can_be_mended_and_handed_in_again(cast):
    fill_all(cast)
    submit_entry(cast.person("officer"), fresh(cast), NOW)
    at = cast.phase(PhaseKind.SIGNATURE)
    give_back_entry(cast.person("leader"), fresh(cast), "Mục 1.1.1 chưa đúng", at)
    assert fresh(cast).state == "in_progress"
    message = Message.objects.filter(event="assessments.returned", person=cast.users["officer"]).get()
    assert message.details["reason"] == "Mục 1.1.1 chưa đúng"
    explained = Draft(typed={"value": "0"}, explanation="Ban hành chậm do sáp nhập")
    save_answer(cast.person("officer"), fresh(cast), "1.1.1", explained, revision=1, at=at)
    submit_entry(cast.person("officer"), fresh(cast), at)
    assert fresh(cast).state == "submitted"
    assert fresh(cast).entry.returned_reason == ""


def test_giving_back_needs_a_reason(cast):
    fill_all(cast)
    submit_entry(cast.person("officer"), fresh(cast), NOW)
    with pytest.raises(ValueError, match="reason"):
        give_back_entry(cast.person("leader"), fresh(cast), "  ", NOW)


def test_a_delegated_officer_is_told_and_named_beside_the_leaves(cast, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    delegate(cast.person("leader"), fresh(cast), "1.1", cast.users["officer2"].pk, NOW)
    assert Message.objects.get(event="assessments.delegated").person_id == cast.users["officer2"].pk
    client.force_login(cast.users["officer2"])
    html = client.get(
        reverse("assessments:entry", args=[cast.participants[0].pk]) + "?chi=cua-toi"
    ).content.decode()
    assert html.count("Phụ trách: Hoàng Thị Mai") == 3
    assert 'id="tc-1.1.3"' in html
    assert 'id="tc-1.2"' not in html


def test_work_is_not_given_to_people_of_other_units(cast):
    with pytest.raises(Refused):
        delegate(cast.person("leader"), fresh(cast), "1.1", cast.users["other_officer"].pk, NOW)
    assert not Delegation.objects.exists()


def test_a_delegation_is_taken_back(cast):
    row = delegate(cast.person("leader"), fresh(cast), "1.1", cast.users["officer2"].pk, NOW)
    undelegate(cast.person("officer"), fresh(cast), row.pk, NOW)
    assert not Delegation.objects.exists()
    assert LogEntry.objects.filter(action="assessments.undelegate").count() == 1


@pytest.fixture
def last_year(cast):
    """The round before, in which the first commune answered two leaves."""
    before = Round.objects.create(
        name="Kỳ 2024",
        slug="cap-xa-2024",
        year=2024,
        edition=cast.edition,
        league=cast.league,
        owner=cast.province,
        state="closed",
        created_at=NOW,
        created_by=cast.users["manager"],
    )
    participant = Participant.objects.create(round=before, unit=cast.communes[0])
    entry = Entry.objects.create(participant=participant)
    for code, inputs in (("1.1.1", {"value": "1"}), ("1.1.3", {"numerator": "9", "denominator": "10"})):
        Answer.objects.create(
            entry=entry,
            criterion_id=code,
            inputs=inputs,
            standing="measured",
            updated_at=NOW,
            updated_by=cast.users["officer"],
        )
    Round.objects.filter(pk=cast.round.pk).update(previous=before)
    return before


def test_last_years_answers_fill_blank_leaves_and_wait_for_confirmation(cast, last_year):
    save_answer(cast.person("officer"), fresh(cast), "1.1.1", Draft(typed={"value": "0"}), revision=0, at=NOW)
    assert prefill(cast.person("officer"), fresh(cast), NOW) == 1
    taken = Answer.objects.get(entry__participant=cast.participants[0], criterion_id="1.1.3")
    assert taken.is_prefilled
    assert taken.points == Decimal("1.35")
    assert Answer.objects.get(entry__participant=cast.participants[0], criterion_id="1.1.1").inputs == {
        "value": "0"
    }
    assert fresh(cast).leaves_answered == 1
    save_answer(
        cast.person("officer"), fresh(cast), "1.1.3", draft_of(taken), revision=1, at=NOW, confirm=True
    )
    assert fresh(cast).leaves_answered == 2
    assert not Answer.objects.get(pk=taken.pk).is_prefilled


def test_an_unconfirmed_answer_is_no_self_score(cast, last_year):
    prefill(cast.person("officer"), fresh(cast), NOW)
    assert self_values(cast.round).height == 0


def test_self_values_are_rows_of_the_library_with_set_points_and_fed_values(cast):
    person = cast.person("officer")
    save_answer(
        person,
        fresh(cast),
        "1.1.3",
        Draft(typed={"numerator": "12", "denominator": "15"}),
        revision=0,
        at=NOW,
    )
    save_answer(person, fresh(cast), "1.1.1", Draft(set_points="0,25", set_reason="chậm"), revision=0, at=NOW)
    FedValue.objects.create(
        participant=cast.participants[1],
        criterion_id=next(iter(layout_of(cast.edition).fed)),
        inputs={"value": "80.5"},
        source="survey",
        source_note="Điều tra 2025",
        imported_at=NOW,
        imported_by=cast.users["manager"],
    )
    rows = {
        (unit, code, name): (value, standing, source)
        for unit, code, name, value, standing, source in self_values(cast.round).iter_rows()
    }
    first, second = (str(unit.pk) for unit in cast.communes[:2])
    assert rows[first, "1.1.3", "numerator"] == (12.0, "measured", "self")
    assert rows[first, "1.1.3", "denominator"] == (15.0, "measured", "self")
    assert rows[first, "1.1.1", "points"] == (0.25, "measured", "self")
    assert [value for (unit, _code, _name), value in rows.items() if unit == second] == [
        (80.5, "measured", "survey")
    ]


def test_the_story_by_clicks_from_submission_to_the_printed_report(cast, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    fill_all(cast)
    pk = cast.participants[0].pk
    client.force_login(cast.users["officer"])
    answer = client.post(
        reverse("assessments:submission", args=[pk]), {"difficulties": "Thiếu người", "proposals": ""}
    )
    assert answer.status_code == 302
    client.force_login(cast.users["leader"])
    page = client.get(reverse("assessments:sign", args=[pk])).content.decode()
    assert "Trả lại" in page
    assert "Tệp báo cáo đã ký" in page
    refused = client.post(
        reverse("assessments:sign", args=[pk]),
        {"files": SimpleUploadedFile("x.pdf", b"<html>", "application/pdf")},
    )
    assert refused.status_code == 422
    assert fresh(cast).state == "submitted"
    signed = client.post(reverse("assessments:sign", args=[pk]), {"number": "45/BC", "files": signed_file()})
    assert signed.status_code == 302
    assert fresh(cast).state == "signed"
    report = client.get(reverse("assessments:report", args=[pk])).content.decode()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in report
    assert "Thiếu người" in report
    assert "THỦ TRƯỞNG ĐƠN VỊ" in report


def test_handing_in_an_incomplete_entry_shows_links_to_the_fields(cast, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client.force_login(cast.users["officer"])
    answer = client.post(reverse("assessments:submission", args=[cast.participants[0].pk]), {})
    assert answer.status_code == 422
    assert "#tc-1.1.1" in answer.content.decode()


def test_appraisers_read_an_entry_only_once_it_is_signed(cast, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    address = reverse("assessments:entry", args=[cast.participants[0].pk])
    client.force_login(cast.users["appraiser_all"])
    assert client.get(address).status_code == 403
    Participant.objects.filter(pk=cast.participants[0].pk).update(state="signed")
    assert client.get(address).status_code == 200


def test_before_the_phase_the_moment_of_opening_is_named(cast):
    Phase.objects.filter(round=cast.round, kind="self_score").update(
        opens_at=NOW + timedelta(days=1), closes_at=NOW + timedelta(days=3)
    )
    with pytest.raises(Refused) as refused:
        save_answer(
            cast.person("officer"), fresh(cast), "1.1.1", Draft(typed={"value": "1"}), revision=0, at=NOW
        )
    assert "mở lúc 09:00 11/03/2026" in str(refused.value.verdict.why)
