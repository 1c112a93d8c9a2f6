"""A unit keeps documents and shows them for its criteria; every step is in the log."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage

from parweb.accounts.verdicts import Refused
from parweb.appraisals.models import ExplanationRequest
from parweb.assessments.models import Entry as AssessedEntry
from parweb.assessments.permissions import may_edit_entry
from parweb.audit.models import Entry
from parweb.evidence.actions import add_documents as adding
from parweb.evidence.actions.add_document import add_document
from parweb.evidence.actions.add_documents import add_documents
from parweb.evidence.actions.add_version import add_version
from parweb.evidence.actions.change_document import change_document
from parweb.evidence.actions.prove_criterion import prove_criterion
from parweb.evidence.actions.review_version import review_version
from parweb.evidence.actions.unuse_document import unuse_document
from parweb.evidence.actions.use_document import NoSuchCriterion, use_document
from parweb.evidence.actions.withdraw_document import withdraw_document
from parweb.evidence.files.refusals import FilesRefused
from parweb.evidence.models import Document, Use, Version
from parweb.evidence.permissions import may_attach, may_see_document, may_see_evidence, sees_use
from parweb.evidence.queries import current_files, documents_of, proven_criteria, uses_of
from parweb.frameworks.queries import outline_of
from parweb.inbox.models import Message
from parweb.rounds.models import Participant
from parweb.rounds.states import HANDED_IN, ParticipantState, PhaseKind
from tests.parweb.cast import NOW, Cast
from tests.parweb.evidence import samples

DECISION = {"number": "15/QĐ-UBND", "abstract": "Kế hoạch cải cách hành chính", "issued_on": date(2025, 2, 1)}
SELF = Use.Purpose.SELF_SCORE


def a_document(cast: Cast, content: bytes = samples.PDF, unit: int = 0, **more) -> Document:
    name = ["officer", "other_officer"][unit]
    files = [samples.upload("Kế hoạch.pdf", content)]
    return add_document(
        cast.person(name), cast.communes[unit], fields={**DECISION, **more}, files=files, at=NOW
    )


def bytes_of(version: Version) -> bytes:
    with version.file.open("rb") as file:
        return file.read()


def leaf(cast: Cast, number: int = 0) -> str:
    return outline_of(cast.edition).leaves[number].code


def leaf_of_domain_2(cast: Cast) -> str:
    return next(one.code for one in outline_of(cast.edition).leaves if one.code.startswith("2."))


def used(cast: Cast, document: Document, purpose: str = SELF, code: str | None = None) -> Use:
    code = leaf(cast) if code is None else code
    return use_document(cast.person("officer"), cast.participants[0], code, document, purpose, NOW)


def test_a_file_is_kept_under_a_random_name_with_its_fingerprint_and_a_log_entry(cast):
    document = a_document(cast)
    (version,) = document.versions.all()
    assert version.sha256 == hashlib.sha256(samples.PDF).hexdigest()
    assert version.file_name == "Kế hoạch.pdf"
    assert version.media_type == "application/pdf"
    assert version.file.name.startswith("evidence/2026/03/")
    assert "Ke" not in version.file.name
    assert bytes_of(version) == samples.PDF
    entry = Entry.objects.get(action="evidence.add_document")
    assert entry.after["number"] == "15/QĐ-UBND"
    assert entry.after["files"] == [{"name": "Kế hoạch.pdf", "sha256": version.sha256}]
    assert entry.unit_id == cast.communes[0].pk


def test_three_files_are_three_documents_named_by_their_files(cast):
    files = [samples.upload(f"Báo cáo {number}.png", samples.png(number)) for number in range(3)]
    made = add_documents(cast.person("officer"), cast.communes[0], fields={}, files=files, at=NOW)
    assert [one.abstract for one in made] == ["Báo cáo 0", "Báo cáo 1", "Báo cáo 2"]


def test_three_files_may_be_one_document_of_three_parts(cast):
    files = [samples.upload(f"Phụ lục {number}.png", samples.png(number)) for number in range(3)]
    (one,) = add_documents(
        cast.person("officer"), cast.communes[0], fields=DECISION, files=files, at=NOW, is_one_document=True
    )
    assert [version.part for version in current_files(one)] == [1, 2, 3]


def test_one_bad_file_among_three_keeps_none(cast):
    files = [samples.upload("a.pdf", samples.PDF), samples.upload("b.pdf", b"<html>")]
    with pytest.raises(FilesRefused, match=r"b\.pdf"):
        add_documents(cast.person("officer"), cast.communes[0], fields={}, files=files, at=NOW)
    assert Document.objects.count() == 0


def test_files_whose_rows_are_not_written_leave_the_storage_again(cast, monkeypatch):
    stored = []
    monkeypatch.setattr(adding, "make_document", lambda *args: stored.append(args[3]) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        a_document(cast)
    assert [default_storage.exists(one.place) for one in stored[0]] == [False]


def test_a_link_and_a_text_are_documents_too(cast):
    person, unit = cast.person("officer"), cast.communes[0]
    link = add_document(person, unit, fields={**DECISION, "url": "https://xa.gov.vn/15"}, files=[], at=NOW)
    text = add_document(person, unit, fields={**DECISION, "text": "Đã họp ngày 3/2."}, files=[], at=NOW)
    assert [link.kind, text.kind] == [Document.Kind.LINK, Document.Kind.TEXT]


def test_one_document_proves_two_criteria_and_twice_is_once(cast):
    document = a_document(cast)
    used(cast, document)
    used(cast, document)
    used(cast, document, code=leaf(cast, 1))
    participant = cast.participants[0].pk
    assert proven_criteria([participant]) == {(participant, leaf(cast)), (participant, leaf(cast, 1))}
    assert Entry.objects.filter(action="evidence.use_document").count() == 2


def test_a_code_that_is_no_leaf_proves_nothing(cast):
    with pytest.raises(NoSuchCriterion):
        used(cast, a_document(cast), code="99.9")


def test_a_document_of_another_unit_is_refused(cast):
    with pytest.raises(Refused, match="chính đơn vị"):
        used(cast, a_document(cast, unit=1))


def test_uploading_to_a_criterion_adds_and_uses_in_one_step(cast):
    person, participant = cast.person("officer"), cast.participants[0]
    files = [samples.upload(f"{number}.png", samples.png(number)) for number in range(2)]
    prove_criterion(person, participant, leaf(cast), fields={}, files=files, purpose=SELF, at=NOW)
    assert uses_of([participant.pk], leaf(cast)).count() == 2


def test_uploading_to_a_criterion_of_another_unit_keeps_nothing(cast):
    files = [samples.upload("a.pdf", samples.PDF)]
    with pytest.raises(Refused):
        prove_criterion(
            cast.person("other_officer"),
            cast.participants[0],
            leaf(cast),
            fields={},
            files=files,
            purpose=SELF,
            at=NOW,
        )
    assert Version.objects.count() == 0


@pytest.mark.parametrize("state", [ParticipantState.SUBMITTED, ParticipantState.SIGNED])
def test_after_submission_nothing_is_added_taken_away_or_changed(cast, state):
    document = a_document(cast)
    use = used(cast, document)
    participant = cast.participants[0]
    participant.state = use.participant.state = state
    participant.save()
    officer = cast.person("officer")
    with pytest.raises(Refused, match=r"chờ lãnh đạo ký|đã nộp"):
        used(cast, document, code=leaf(cast, 1))
    with pytest.raises(Refused):
        unuse_document(officer, use, NOW)
    with pytest.raises(Refused, match="đã khóa"):
        change_document(officer, document, {"number": "16/QĐ-UBND"}, NOW)
    with pytest.raises(Refused, match="đã khóa"):
        add_version(officer, document, samples.upload("b.pdf", samples.PDF), NOW)


def test_after_the_lock_evidence_is_refused_until_the_unit_is_reopened(cast):
    late, participant = NOW + timedelta(days=20), cast.participants[0]
    document = a_document(cast)
    args = (cast.person("officer"), participant, leaf(cast), document, SELF)
    with pytest.raises(Refused, match="tự đánh giá đã khóa"):
        use_document(*args, late)
    cast.reopen(late, days=1)
    assert use_document(*args, late).pk


def test_an_entry_given_back_for_mending_takes_documents_until_the_signature_closes(cast):
    document, participant = a_document(cast), cast.participants[0]
    signing = cast.phase(PhaseKind.SIGNATURE)
    entry = AssessedEntry.objects.create(participant=participant)
    Participant.objects.filter(pk=participant.pk).update(state=ParticipantState.IN_PROGRESS)
    participant = Participant.objects.get(pk=participant.pk)
    args = (cast.person("officer"), participant, leaf(cast), document, SELF)
    with pytest.raises(Refused, match="tự đánh giá đã khóa"):
        use_document(*args, signing)
    entry.returned_reason = "thiếu quyết định"
    entry.save()
    participant = Participant.objects.get(pk=participant.pk)
    use = use_document(cast.person("officer"), participant, leaf(cast), document, SELF, signing)
    change_document(cast.person("officer"), document, {"number": "16/QĐ-UBND"}, signing)
    unuse_document(cast.person("officer"), use, signing)
    with pytest.raises(Refused, match="tự đánh giá đã khóa"):
        use_document(
            cast.person("officer"), participant, leaf(cast), document, SELF, cast.phase(PhaseKind.APPRAISAL_1)
        )


@pytest.mark.parametrize("kind", PhaseKind)
@pytest.mark.parametrize("state", ParticipantState)
@pytest.mark.parametrize("reason", ["", "thiếu quyết định"])
def test_evidence_may_be_attached_exactly_when_answers_may_be_edited(cast, kind, state, reason):
    participant = cast.participants[0]
    AssessedEntry.objects.create(participant=participant, returned_reason=reason)
    participant.state = state
    officer = cast.person("officer")
    at = cast.phase(kind) if kind != PhaseKind.SURVEYS else NOW - timedelta(days=30)
    edit = may_edit_entry(officer, participant, at)
    attach = may_attach(officer, participant, SELF, at, leaf(cast))
    assert (bool(attach), str(attach.why)) == (bool(edit), str(edit.why))


def test_documents_of_an_appeal_are_taken_in_the_phase_of_appeals_alone(cast):
    document, participant = a_document(cast), cast.participants[0]
    participant.state = ParticipantState.SIGNED
    args = (cast.person("officer"), participant, leaf(cast), document, "appeal")
    with pytest.raises(Refused):
        use_document(*args, NOW)
    assert use_document(*args, cast.phase(PhaseKind.APPEAL)).purpose == "appeal"


def test_supplementary_files_follow_the_rule_of_the_explanation_that_they_support(cast):
    document, participant = a_document(cast), cast.participants[0]
    participant.state = ParticipantState.SIGNED
    explaining = cast.phase(PhaseKind.EXPLANATION)
    due = explaining + timedelta(hours=1)

    def attached(at, code):
        return use_document(cast.person("officer"), participant, code, document, "explanation", at)

    with pytest.raises(Refused, match="Không có yêu cầu giải trình"):
        attached(explaining, leaf(cast))
    asked = ExplanationRequest.objects.create(
        participant=participant,
        criterion_id=leaf(cast),
        question="?",
        due_at=due,
        asked_at=NOW,
        asked_by=cast.users["appraiser"],
    )
    assert attached(explaining, leaf(cast)).purpose == "explanation"
    with pytest.raises(Refused, match="Không có yêu cầu giải trình"):
        attached(explaining, leaf(cast, 1))
    with pytest.raises(Refused, match="quá hạn giải trình"):
        attached(due, leaf(cast))
    cast.reopen(due, days=90, participant=participant.pk, kind=PhaseKind.EXPLANATION)
    assert attached(due + timedelta(days=60), leaf(cast)).pk
    ExplanationRequest.objects.filter(pk=asked.pk).update(state="released")
    with pytest.raises(Refused, match="Không có yêu cầu giải trình"):
        attached(due, leaf(cast))


def test_appraisers_and_the_council_read_evidence_once_the_leader_has_signed(cast):
    document = a_document(cast)
    use = used(cast, document, code=leaf_of_domain_2(cast))
    path = cast.communes[0].path
    always, signed = ("officer", "leader", "manager", "observer"), ("appraiser", "appraiser_all", "chair")
    for state in ParticipantState:
        Participant.objects.filter(pk=use.participant_id).update(state=state)
        found = Use.objects.select_related("document", "participant").get(pk=use.pk)
        is_signed = state in HANDED_IN
        for name in (*always, *signed):
            person = cast.person(name)
            expected = is_signed or name in always
            assert bool(may_see_document(person, document, NOW)) == expected, (state, name)
            assert sees_use(person, found, path) == expected, (state, name)
    assert sorted(HANDED_IN) == ["appraised_1", "appraised_2", "decided", "signed"]


def test_somebody_who_comes_too_early_is_told_that_the_leader_has_not_signed(cast):
    document = a_document(cast)
    used(cast, document, code=leaf_of_domain_2(cast))
    verdict = may_see_document(cast.person("appraiser"), document, NOW)
    assert may_see_evidence(cast.person("appraiser"), cast.participants[0], NOW) == verdict
    assert "chưa ký" in str(verdict.why)
    assert "sau khi ký" in str(verdict.who)


def test_taking_a_document_away_is_logged_and_keeps_the_document(cast):
    document = a_document(cast)
    unuse_document(cast.person("officer"), used(cast, document), NOW)
    assert proven_criteria([cast.participants[0].pk]) == set()
    entry = Entry.objects.get(action="evidence.unuse_document")
    assert entry.before["criterion"] == leaf(cast)
    assert Document.objects.filter(pk=document.pk).exists()


def test_a_new_version_replaces_its_part_and_the_old_file_stays_readable(cast):
    document = a_document(cast)
    add_version(cast.person("officer"), document, samples.upload("moi.png", samples.png(7)), NOW, part=1)
    add_version(cast.person("officer"), document, samples.upload("phụ lục.png", samples.png(8)), NOW)
    document = Document.objects.get(pk=document.pk)
    assert [(one.part, one.number) for one in current_files(document)] == [(1, 2), (2, 3)]
    assert bytes_of(document.versions.get(number=1)) == samples.PDF
    assert documents_of(cast.communes[0], "phu luc").get() == document


def test_changes_keep_what_was_before_in_the_log(cast):
    change_document(
        cast.person("officer"), a_document(cast), {"number": "16/QĐ-UBND", "is_confidential": True}, NOW
    )
    entry = Entry.objects.get(action="evidence.change_document")
    assert entry.before == {"number": "15/QĐ-UBND", "is_confidential": False}
    assert entry.after == {"number": "16/QĐ-UBND", "is_confidential": True}


def test_a_withdrawn_document_proves_nothing_and_is_not_deleted(cast):
    document = a_document(cast)
    used(cast, document)
    withdraw_document(cast.person("officer"), document, "nhầm văn bản", NOW)
    assert proven_criteria([cast.participants[0].pk]) == set()
    assert [one.document for one in uses_of([cast.participants[0].pk])] == [document]
    assert documents_of(cast.communes[0]).count() == 0
    assert documents_of(cast.communes[0], state="withdrawn").count() == 1
    assert Entry.objects.get(action="evidence.withdraw_document").after == {"reason": "nhầm văn bản"}


def test_a_manager_withdraws_what_is_locked_and_an_officer_does_not(cast):
    document = a_document(cast)
    used(cast, document)
    late = NOW + timedelta(days=30)
    with pytest.raises(Refused):
        withdraw_document(cast.person("officer"), document, "nhầm", late)
    withdraw_document(cast.person("manager"), document, "lộ thông tin cá nhân", late)
    assert Document.objects.get(pk=document.pk).withdrawn_by == cast.users["manager"]


def test_an_appraiser_of_the_domain_judges_a_file_and_the_unit_is_told(cast):
    document = a_document(cast)
    used(cast, document, code=leaf_of_domain_2(cast))
    version = document.versions.get()
    with pytest.raises(Refused):
        review_version(cast.person("appraiser"), version, "refused", "x", cast.phase(PhaseKind.APPRAISAL_1))
    Participant.objects.update(state=ParticipantState.SIGNED)
    at = cast.phase(PhaseKind.APPRAISAL_1)
    review_version(cast.person("appraiser"), version, "refused", "thiếu chữ ký", at)
    version.refresh_from_db()
    assert (version.review, version.review_note) == ("refused", "thiếu chữ ký")
    told = Message.objects.filter(event="evidence.file_refused").values_list("person__username", flat=True)
    assert sorted(told) == ["officer", "officer2"]


@pytest.mark.parametrize(
    ("name", "domain", "phase"),
    [
        ("appraiser", "1.", PhaseKind.APPRAISAL_1),  # not their domain
        ("appraiser", "2.", PhaseKind.COUNCIL),  # not their phase
        ("appraiser_own", "2.", PhaseKind.APPRAISAL_1),  # their own unit
        ("officer", "2.", PhaseKind.APPRAISAL_1),
        ("manager", "2.", PhaseKind.APPRAISAL_1),
    ],
)
def test_nobody_else_judges_a_file(cast, name, domain, phase):
    document = a_document(cast)
    code = next(one.code for one in outline_of(cast.edition).leaves if one.code.startswith(domain))
    used(cast, document, code=code)
    Participant.objects.update(state=ParticipantState.SIGNED)
    with pytest.raises(Refused):
        review_version(cast.person(name), document.versions.get(), "refused", "x", cast.phase(phase))


def test_search_needs_no_diacritics_and_finds_numbers_issuers_and_file_names(cast):
    a_document(cast, issuer="UBND xã Bắc Sơn")
    a_document(cast, samples.png(), abstract="Báo cáo")
    unit = cast.communes[0]
    counts = [documents_of(unit, words).count() for words in ("ke hoach cai cach", "15/qd", "BAC SON", "zz")]
    assert counts == [1, 2, 1, 0]
    assert documents_of(unit, state="unused").count() == 2


def test_uses_of_ninety_criteria_ask_the_database_twice(cast, django_assert_max_num_queries):
    document = a_document(cast)
    Use.objects.bulk_create(
        Use(
            participant=cast.participants[0],
            criterion_id=one.code,
            document=document,
            added_at=NOW,
            added_by=cast.users["officer"],
        )
        for one in outline_of(cast.edition).leaves
    )
    with django_assert_max_num_queries(2):
        files = [current_files(use.document) for use in uses_of([cast.participants[0].pk])]
    assert len(files) == 90
