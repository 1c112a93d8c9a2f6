"""Who may add, use, change, read and judge documents. Every refusal says why, and who can."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.register import permission
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse
from parweb.evidence.locks import LOCKS
from parweb.evidence.models import Document, Use, Version
from parweb.evidence.queries import uses_of_document
from parweb.interface.numbers import moment_text
from parweb.rounds.models import Participant
from parweb.rounds.queries import window
from parweb.rounds.states import HANDED_IN, ParticipantState, PhaseKind
from parweb.units.models import Unit

Purpose = Use.Purpose
_OWN = (Role.OFFICER, Role.LEADER)
_COUNCIL = (Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY, Role.COUNCIL_CHAIR)
_OF_THE_ENTRY = frozenset({Purpose.SELF_SCORE, Purpose.SIGNATURE})
"""What is shown with the entry: those who judge read it once the leader has signed."""
_OFFICERS = _("Cán bộ đầu mối và lãnh đạo của đơn vị")
_MANAGER = _("Quản lý kỳ đánh giá (Sở Nội vụ) có thể mở lại cho đơn vị, ghi rõ lý do")
_PHASES: dict[str, tuple[PhaseKind, ...]] = {
    Purpose.SIGNATURE: (PhaseKind.SELF_SCORE, PhaseKind.SIGNATURE),
    Purpose.APPEAL: (PhaseKind.APPEAL,),
}
"""Purposes that follow the calendar alone; the others have a rule of their own (``locks``)."""
_STATES: dict[str, frozenset[str]] = {
    Purpose.SIGNATURE: frozenset({ParticipantState.IN_PROGRESS, ParticipantState.SUBMITTED}),
}


@permission("evidence.add", _("Tải tài liệu lên kho của đơn vị"), "unit")
def may_add_document(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Let officers and leaders add documents to the library of their own unit, at any time."""
    if person.has(*_OWN, path=unit.path):
        return ALLOWED
    return refuse(_("Chỉ cán bộ và lãnh đạo của đơn vị được thêm tài liệu của đơn vị."), _OFFICERS)


@permission("evidence.see_library", _("Xem kho tài liệu của đơn vị"), "unit")
def may_see_library(person: Person, unit: Unit, at: datetime) -> Verdict:
    """Show the library to the unit itself, to managers and to observers above it."""
    if person.has(*_OWN, Role.MANAGER, Role.OBSERVER, path=unit.path):
        return ALLOWED
    return refuse(
        _("Kho tài liệu là của đơn vị; người thẩm định xem tài liệu tại từng tiêu chí."),
        _("Cán bộ, lãnh đạo của đơn vị và quản lý kỳ đánh giá"),
    )


@permission("evidence.prove", _("Gắn tài liệu kiểm chứng vào tiêu chí tự đánh giá"), "participant")
def may_prove(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Tell whether documents may be added to, or taken from, the self-assessment now."""
    return may_attach(person, participant, Purpose.SELF_SCORE, at)


@permission("evidence.explain", _("Gắn tài liệu bổ sung vào giải trình"), "participant")
def may_prove_explanation(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Tell whether documents may be added to the unit's explanations now."""
    return may_attach(person, participant, Purpose.EXPLANATION, at)


@permission("evidence.appeal", _("Gắn tài liệu vào kiến nghị"), "participant")
def may_prove_appeal(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Tell whether documents may be added to the unit's appeals now."""
    return may_attach(person, participant, Purpose.APPEAL, at)


@permission("evidence.sign", _("Gắn báo cáo đã ký"), "participant")
def may_attach_signed(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Tell whether the signed report may be attached now."""
    return may_attach(person, participant, Purpose.SIGNATURE, at)


def may_attach(
    person: Person, participant: Participant, purpose: str, at: datetime, criterion_id: str | None = None
) -> Verdict:
    """Tell whether a unit may attach documents for a purpose: its own, while what they prove may change.

    Documents of the entry come and go as long as its answers may be edited, those of an explanation as long
    as it may be answered.
    """
    if not person.has(*_OWN, path=participant.unit.path):
        return refuse(_("Chỉ cán bộ và lãnh đạo của đơn vị gắn tài liệu cho đơn vị."), _OFFICERS)
    return _is_unlocked(participant, purpose, at, criterion_id)


def _is_unlocked(
    participant: Participant, purpose: str, at: datetime, criterion_id: str | None = None
) -> Verdict:
    if purpose in LOCKS:
        return LOCKS[purpose](participant, criterion_id, at)
    windows = [window(participant.round, kind, at, participant) for kind in _PHASES[purpose]]
    if not any(one.is_open for one in windows):
        return refuse(_closed(windows[0].kind, windows[-1].closes_at), _MANAGER)
    states = _STATES.get(purpose)
    if states is not None and participant.state not in states:
        return refuse(
            _("Bản tự đánh giá đã trình hoặc đã nộp nên tài liệu kèm theo không đổi được nữa."),
            _("Lãnh đạo đơn vị có thể trả lại cho cán bộ trước khi ký; sau khi ký, quản lý kỳ mở lại"),
        )
    return ALLOWED


def _closed(kind: PhaseKind, closes_at: datetime | None) -> Any:
    when = moment_text(closes_at) if closes_at else "–"
    words = _("Giai đoạn “%(phase)s” không mở lúc này (khóa lúc %(when)s).")
    return words % {"phase": kind.label, "when": when}


def may_change_document(person: Person, document: Document, at: datetime) -> Verdict:
    """Tell whether a document's particulars and files may change: own unit, no locked entry."""
    verdict = may_add_document(person, document.unit, at)
    if not verdict:
        return verdict
    if document.withdrawn_at:
        return refuse(_("Tài liệu đã rút; chỉ còn xem được."), _("Hãy thêm tài liệu mới"))
    for use in uses_of_document(document):
        if not _is_unlocked(use.participant, use.purpose, at, use.criterion_id):
            return refuse(
                _("Tài liệu đã dùng trong kỳ “%(round)s” đã khóa nên giữ nguyên để đối chiếu.")
                % {"round": use.participant.round.name},
                _("Hãy thêm tài liệu mới; quản lý kỳ đánh giá có thể mở lại kỳ cho đơn vị"),
            )
    return ALLOWED


def may_withdraw_document(person: Person, document: Document, at: datetime) -> Verdict:
    """Let the unit withdraw what is not locked, and managers above it withdraw at any time."""
    if person.has(Role.MANAGER, path=document.unit.path) and not document.withdrawn_at:
        return ALLOWED
    return may_change_document(person, document, at)


def may_see_document(person: Person, document: Document, at: datetime) -> Verdict:
    """Tell whether somebody may read a document: the unit, managers, and those who judge what it proves.

    Those who judge read it once the leader has signed an entry that it proves (or it supports an explanation
    or an appeal). Confidential ones are for the unit, the appraisers of the criterion and managers alone.
    """
    path = document.unit.path
    if sees_as_owner(person, path) or _watches(person, document, path):
        return ALLOWED
    uses = list(document.uses.select_related("participant"))
    if any(_judges(person, use, document, path) for use in uses if _is_handed_in(use)):
        return ALLOWED
    if any(_judges(person, use, document, path) for use in uses):
        return _not_signed()
    return _unseen(document)


@permission("evidence.see", _("Xem tài liệu kèm bản tự đánh giá"), "participant")
def may_see_evidence(person: Person, participant: Participant, at: datetime) -> Verdict:
    """Tell whether somebody may read what proves an entry: its unit and those who watch over it always.

    Those who judge read it once the leader has signed, as they read the entry itself.
    """
    path = participant.unit.path
    if person.has(*_OWN, Role.MANAGER, Role.OBSERVER, path=path):
        return ALLOWED
    is_appraiser = person.has(Role.APPRAISER, path=path) and not person.belongs_to(path)
    if not is_appraiser and not person.has(*_COUNCIL, path=path):
        return refuse(
            _("Bạn không thuộc đơn vị này và không thẩm định đơn vị này."),
            _("Cán bộ, lãnh đạo của đơn vị, người thẩm định, hội đồng, quản lý kỳ đánh giá"),
        )
    return ALLOWED if participant.state in HANDED_IN else _not_signed()


def sees_use(person: Person, use: Use, path: str) -> bool:
    """Tell the same of a document shown beside a criterion of the unit of that path, without a query."""
    document = use.document
    if sees_as_owner(person, path) or _watches(person, document, path):
        return True
    return _is_handed_in(use) and _judges(person, use, document, path)


def _not_signed() -> Verdict:
    return refuse(
        _("Lãnh đạo đơn vị chưa ký bản tự đánh giá nên tài liệu chưa dành cho người thẩm định."),
        _("Cán bộ, lãnh đạo của đơn vị và quản lý kỳ đánh giá; người thẩm định xem được sau khi ký"),
    )


def _watches(person: Person, document: Document, path: str) -> bool:
    return person.has(Role.OBSERVER, path=path) and not document.is_confidential


def _judges(person: Person, use: Use, document: Document, path: str) -> bool:
    is_council = person.has(*_COUNCIL, path=path) and not document.is_confidential
    return is_council or appraises(person, path, use.criterion_id)


def _is_handed_in(use: Use) -> bool:
    return use.purpose not in _OF_THE_ENTRY or use.participant.state in HANDED_IN


def sees_as_owner(person: Person, path: str) -> bool:
    """Tell whether somebody works for the unit of that path, or manages rounds above it."""
    return person.has(*_OWN, Role.MANAGER, path=path)


def appraises(person: Person, path: str, criterion_id: str) -> bool:
    """Tell whether somebody appraises that criterion of that unit; nobody appraises the own unit."""
    if person.belongs_to(path):
        return False
    grants = (one for one in person.grants if one.role == Role.APPRAISER and one.covers(path))
    return any(not criterion_id or one.covers_criterion(criterion_id) for one in grants)


def _unseen(document: Document) -> Verdict:
    if document.is_confidential:
        return refuse(
            _("Tài liệu mật chỉ dành cho đơn vị, người thẩm định tiêu chí đó và quản lý kỳ đánh giá."),
            _("Cán bộ, lãnh đạo của đơn vị, người thẩm định tiêu chí, quản lý kỳ đánh giá"),
        )
    return refuse(
        _("Bạn không thuộc đơn vị này và không thẩm định tiêu chí nào dùng tài liệu này."),
        _("Cán bộ, lãnh đạo của đơn vị, người thẩm định tiêu chí, hội đồng, quản lý kỳ đánh giá"),
    )


def may_open_version(person: Person, version: Version, at: datetime) -> Verdict:
    """Tell whether a file may be opened: whoever may see its document, unless it is infected."""
    verdict = may_see_document(person, version.document, at)
    if verdict and version.scan == Version.Scan.INFECTED:
        return refuse(
            _("Tệp có mã độc (%(name)s) nên không mở được.") % {"name": version.scan_note or "?"},
            _("Đơn vị hãy tải lên bản sạch; người quản trị giữ tệp gốc để đối chiếu"),
        )
    return verdict


def may_review_version(person: Person, version: Version, at: datetime) -> Verdict:
    """Let appraisers of a criterion that the document proves judge its files while an appraisal is open."""
    path = version.document.unit.path
    mine = [
        use
        for use in uses_of_document(version.document)
        if use.criterion_id and _is_handed_in(use) and appraises(person, path, use.criterion_id)
    ]
    if not mine:
        return refuse(
            _("Bạn không thẩm định tiêu chí nào dùng tài liệu này."), _("Người thẩm định tiêu chí đó")
        )
    kinds = (PhaseKind.APPRAISAL_1, PhaseKind.APPRAISAL_2)
    if any(window(use.participant.round, kind, at).is_open for use in mine for kind in kinds):
        return ALLOWED
    return refuse(_("Chưa đến hoặc đã hết giai đoạn thẩm định."), _("Quản lý kỳ đánh giá đổi lịch của kỳ"))
