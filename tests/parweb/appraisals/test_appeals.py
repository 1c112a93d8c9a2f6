from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from parweb.accounts.verdicts import Refused
from parweb.appraisals.actions.appeal import draft_appeal, file_appeal, withdraw_appeal
from parweb.appraisals.actions.decide_appeal import Ruling, decide_appeal
from parweb.appraisals.models import Appeal
from parweb.appraisals.permissions import may_decide_appeal, may_draft_appeal, may_see_appeal
from parweb.appraisals.queries.finding import participant_of
from parweb.audit.models import Entry as LogEntry
from parweb.inbox.models import Message
from parweb.rounds.states import PhaseKind
from tests.parweb.appraisals.scene import BANDS, YES_NO, hand_in
from tests.parweb.cast import Cast


def draft(cast: Cast, code: str = YES_NO) -> Appeal:
    at = cast.phase(PhaseKind.APPEAL)
    return draft_appeal(cast.person("officer"), hand_in(cast), code, "Có Nghị quyết số 5", Decimal("0.5"), at)


def filed(cast: Cast) -> Appeal:
    appeal = draft(cast)
    file_appeal(cast.person("leader"), fresh(appeal), cast.phase(PhaseKind.APPEAL))
    return fresh(appeal)


def fresh(appeal: Appeal) -> Appeal:
    found = Appeal.objects.get(pk=appeal.pk)
    found.participant = participant_of(found.participant_id)
    return found


def told(event: str) -> set[str]:
    return set(Message.objects.filter(event=event).values_list("person__username", flat=True))


def test_officers_write_and_only_the_leader_sends(cast: Cast) -> None:
    appeal = draft(cast)
    assert told("appraisals.appeal_drafted") == {"leader"}
    with pytest.raises(Refused):
        file_appeal(cast.person("officer"), fresh(appeal), cast.phase(PhaseKind.APPEAL))
    file_appeal(cast.person("leader"), fresh(appeal), cast.phase(PhaseKind.APPEAL))
    assert told("appraisals.appeal_filed") == {"manager", "manager2"}
    assert fresh(appeal).state == "filed"
    assert fresh(appeal).due_at is not None
    assert LogEntry.objects.filter(action="appraisals.appeal_filed").exists()


def test_a_draft_is_read_by_its_unit_alone(cast: Cast) -> None:
    appeal = fresh(draft(cast))
    at = cast.phase(PhaseKind.APPEAL)
    assert may_see_appeal(cast.person("officer2"), appeal, at)
    assert not may_see_appeal(cast.person("manager"), appeal, at)
    assert not may_see_appeal(cast.person("other_officer"), fresh(filed_again(cast, appeal)), at)


def filed_again(cast: Cast, appeal: Appeal) -> Appeal:
    file_appeal(cast.person("leader"), appeal, cast.phase(PhaseKind.APPEAL))
    return appeal


@pytest.mark.parametrize("kind", [PhaseKind.SELF_SCORE, PhaseKind.COUNCIL, PhaseKind.PUBLICATION])
def test_appeals_are_made_in_their_phase_only(cast: Cast, kind: PhaseKind) -> None:
    verdict = may_draft_appeal(cast.person("officer"), hand_in(cast), cast.phase(kind))
    assert not verdict
    assert "kiến nghị" in str(verdict.why).lower()


def test_a_sent_appeal_cannot_be_changed_and_there_is_one_per_criterion(cast: Cast) -> None:
    appeal = filed(cast)
    at = cast.phase(PhaseKind.APPEAL)
    with pytest.raises(ValidationError, match="không sửa được"):
        draft_appeal(
            cast.person("officer"), appeal.participant, YES_NO, "Khác", None, at, appeal=fresh(appeal)
        )
    with pytest.raises(ValidationError, match="chưa xong"):
        draft(cast)
    assert draft(cast, BANDS).criterion_id == BANDS


def test_granting_needs_a_reason_and_points_within_the_leaf(cast: Cast) -> None:
    appeal = filed(cast)
    person, at = cast.person("manager"), cast.phase(PhaseKind.APPEAL)
    with pytest.raises(ValidationError, match="lý do"):
        decide_appeal(person, appeal, Ruling("granted", "", points=Decimal(1)), at)
    with pytest.raises(ValidationError, match="từ 0 đến 1"):
        decide_appeal(person, appeal, Ruling("granted", "Đúng", points=Decimal(2)), at)
    with pytest.raises(ValidationError, match="số liệu hoặc số điểm"):
        decide_appeal(person, appeal, Ruling("granted", "Đúng"), at)
    decide_appeal(person, appeal, Ruling("partly", "Đúng một phần", points=Decimal("0.5")), at)
    found = fresh(appeal)
    assert (found.state, found.granted_points) == ("partly", Decimal("0.5"))
    assert told("appraisals.appeal_partly") == {"officer", "officer2", "leader"}
    with pytest.raises(Refused):
        decide_appeal(person, found, Ruling("refused", "Thôi"), at)


def test_a_refused_appeal_grants_nothing_even_where_points_were_typed(cast: Cast) -> None:
    appeal = filed(cast)
    at = cast.phase(PhaseKind.APPEAL)
    decide_appeal(cast.person("chair"), appeal, Ruling("refused", "Không đủ", points=Decimal(1)), at)
    found = fresh(appeal)
    assert (found.state, found.granted_points, found.granted_inputs) == ("refused", None, {})


@pytest.mark.parametrize("who", ["officer", "leader", "appraiser", "member", "secretary", "observer"])
def test_only_managers_and_the_chair_decide(cast: Cast, who: str) -> None:
    verdict = may_decide_appeal(cast.person(who), filed(cast), cast.phase(PhaseKind.APPEAL))
    assert not verdict
    assert str(verdict.why)


def test_a_unit_withdraws_until_it_is_decided(cast: Cast) -> None:
    appeal = filed(cast)
    at = cast.phase(PhaseKind.APPEAL)
    with pytest.raises(Refused):
        withdraw_appeal(cast.person("officer"), appeal, at)
    withdraw_appeal(cast.person("leader"), appeal, at)
    assert fresh(appeal).state == "withdrawn"
    assert told("appraisals.appeal_withdrawn") == {"manager", "manager2"}
