import re
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parweb.accounts.models import User
from parweb.appraisals.actions.ask_explanation import ask_explanation
from parweb.appraisals.facts import facts_digest
from parweb.appraisals.models import Appraisal, ExplanationRequest
from parweb.assessments.models import Entry
from parweb.rounds.models import Participant
from parweb.rounds.states import ParticipantState, PhaseKind
from tests.parweb.appraisals.scene import BANDS, YES_NO, answer, due, explaining, first, hand_in
from tests.parweb.cast import NOW, Cast, make_unit


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def set(self, at: datetime) -> None:
        self.monkeypatch.setattr(timezone, "now", lambda: at)


def page(client: Client, user: User, name: str, *args: object, query: str = "") -> str:
    client.force_login(user)
    answered = client.get(reverse(f"appraisals:{name}", args=args) + query)
    assert answered.status_code == 200, (name, answered.status_code)
    return str(answered.content.decode())


def decided(cast: Cast, participant: Participant, code: str, points: str, **more: object) -> Appraisal:
    values = {
        "decision": "set",
        "reason": "Thiếu văn bản ký số",
        "points": Decimal(points),
        "at": NOW,
        "by": cast.users["appraiser_all"],
        "stage": 1,
        **more,
    }
    return Appraisal.objects.create(participant=participant, criterion_id=code, **values)


def test_the_queue_has_only_units_that_are_not_ones_own(cast: Cast, client: Client, clock: Clock) -> None:
    hand_in(cast, 0)
    hand_in(cast, 1)
    clock.set(first(cast))
    everything = page(client, cast.users["appraiser_all"], "queue", cast.round.slug)
    assert "Xã Bắc Sơn" in everything
    mine = page(client, cast.users["appraiser_own"], "queue", cast.round.slug, query="?loc=all")
    assert "Xã Bắc Sơn" not in mine
    assert "Phường Chợ Rã" in mine


def test_the_queue_counts_only_the_criteria_in_hand(cast: Cast, client: Client, clock: Clock) -> None:
    participant = hand_in(cast, 0)
    decided(cast, participant, YES_NO, "1")
    decided(cast, participant, BANDS, "0.5")
    clock.set(first(cast))
    client.force_login(cast.users["appraiser"])
    answered = client.get(reverse("appraisals:queue", args=[cast.round.slug]))
    row = answered.context["page"].object_list[0]
    assert (row.done, row.due) == (1, 7)
    assert answered.context["counts"] == {"all": 4, "unsigned": 3, "todo": 1, "done": 0, "requests": 0}
    codes = [
        one.code
        for one in client.get(reverse("appraisals:queue_by_criterion", args=[cast.round.slug])).context[
            "rows"
        ]
    ]
    assert codes == ["2.1.1", "2.1.2", "2.2.1", "2.2.2", "2.3.1", "2.3.2", "2.4"]


def test_units_are_found_without_diacritics(cast: Cast, client: Client, clock: Clock) -> None:
    hand_in(cast, 0)
    hand_in(cast, 1)
    clock.set(first(cast))
    found = page(client, cast.users["appraiser_all"], "queue", cast.round.slug, query="?q=cho+ra")
    assert "Phường Chợ Rã" in found
    assert "Xã Bắc Sơn" not in found


@pytest.mark.parametrize("who", ["officer", "leader", "other_officer", "nobody", "appraiser_own"])
def test_the_page_of_a_criterion_is_shut_for_those_who_do_not_appraise_it(
    cast: Cast, client: Client, clock: Clock, who: str
) -> None:
    participant = hand_in(cast, 0, c2_1_2={"value": "1"})
    clock.set(first(cast))
    client.force_login(cast.users[who])
    address = reverse("appraisals:appraise", args=[participant.pk, YES_NO])
    answered = client.get(address)
    assert answered.status_code == 403
    assert "Vì sao" in answered.content.decode()
    assert client.post(address, {"decision": "accept", "revision": "0"}).status_code == 403


def test_an_appraiser_accepts_and_goes_on_to_the_next_criterion(
    cast: Cast, client: Client, clock: Clock
) -> None:
    participant = hand_in(cast, 0, c2_1_2={"value": "1"})
    clock.set(first(cast))
    shown = page(client, cast.users["appraiser"], "appraise", participant.pk, YES_NO)
    assert "Không có văn bản" not in shown
    address = reverse("appraisals:appraise", args=[participant.pk, YES_NO])
    answered = client.post(address, {"decision": "accept", "revision": "0", "next": "1"})
    assert answered.status_code == 302
    assert answered["Location"] == reverse("appraisals:appraise", args=[participant.pk, "2.2.1"]) + "?lan=1"
    assert Appraisal.objects.get().points == 1


def test_vietnamese_decimals_are_read_and_doubtful_ones_asked_about(
    cast: Cast, client: Client, clock: Clock
) -> None:
    participant = hand_in(cast, 0, c1_3_1={"numerator": "8", "denominator": "10"})
    clock.set(first(cast))
    client.force_login(cast.users["appraiser_all"])
    address = reverse("appraisals:appraise", args=[participant.pk, BANDS])
    data = {"decision": "set", "set_points": "0,5", "reason": "Chậm", "revision": "0"}
    assert client.post(address, data).status_code == 302
    assert Appraisal.objects.get().points == Decimal("0.5")
    data = {"decision": "correct", "in_numerator": "1.577", "in_denominator": "2", "reason": "Sai"}
    answered = client.post(address, {**data, "revision": "1"})
    assert answered.status_code == 422
    assert "1.577" in answered.content.decode()
    assert Appraisal.objects.get().revision == 1


def test_a_second_appraiser_is_told_of_the_first_and_loses_nothing(
    cast: Cast, client: Client, clock: Clock
) -> None:
    participant = hand_in(cast, 0, c2_1_2={"value": "1"})
    decided(cast, participant, YES_NO, "0")
    clock.set(first(cast))
    client.force_login(cast.users["appraiser"])
    data = {"decision": "set", "set_points": "0,75", "reason": "Lý do của tôi", "revision": "0"}
    answered = client.post(reverse("appraisals:appraise", args=[participant.pk, YES_NO]), data)
    shown = answered.content.decode()
    assert answered.status_code == 409
    assert "Thiếu văn bản ký số" in shown
    assert "Lý do của tôi" in shown
    assert 'name="revision" value="1"' in shown


def test_the_same_facts_elsewhere_are_shown_with_their_points(
    cast: Cast, client: Client, clock: Clock
) -> None:
    participant = hand_in(cast, 0, c2_1_2={"value": "1"})
    other = hand_in(cast, 1)
    decided(cast, other, YES_NO, "0.5", facts=facts_digest({"value": "1.0"}, "measured"))
    third = hand_in(cast, 2)
    decided(cast, third, YES_NO, "0", facts=facts_digest({"value": "0"}, "measured"))
    clock.set(first(cast))
    shown = page(client, cast.users["appraiser"], "appraise", participant.pk, YES_NO)
    assert "1 đơn vị được 0,5 điểm" in shown
    assert "Phường Chợ Rã" in shown
    assert "Xã Đông Hưng" not in shown


def test_the_same_facts_decided_differently_are_listed(cast: Cast, client: Client, clock: Clock) -> None:
    facts = facts_digest({"value": "1"}, "measured")
    for number, points in ((0, "1"), (1, "0.5"), (2, "0.5")):
        decided(cast, hand_in(cast, number), YES_NO, points, facts=facts)
    decided(cast, cast.participants[0], BANDS, "0.5", facts="other")
    clock.set(first(cast))
    client.force_login(cast.users["manager"])
    answered = client.get(reverse("appraisals:consistency", args=[cast.round.slug]))
    (row,) = answered.context["rows"]
    assert (row["criterion_id"], row["lowest"], row["highest"], row["units"]) == (
        YES_NO,
        Decimal("0.5"),
        1,
        3,
    )


def many_decided(cast: Cast, count: int, *, others: int) -> None:
    """The same facts in many communes: half a point each, and one point in the last ``others`` of them."""
    facts = facts_digest({"value": "1"}, "measured")
    for number in range(count):
        unit = make_unit("commune", f"Xã số {number}", cast.province, f"9{number:04}", 100 + number)
        one = Participant.objects.create(
            round=cast.round, unit=unit, order=unit.order, state=ParticipantState.SIGNED
        )
        decided(cast, one, YES_NO, "1" if number >= count - others else "0.5", facts=facts)


def test_who_differs_is_named_however_many_agree(cast: Cast, client: Client, clock: Clock) -> None:
    many_decided(cast, 45, others=2)
    clock.set(first(cast))
    client.force_login(cast.users["manager"])
    (row,) = client.get(reverse("appraisals:consistency", args=[cast.round.slug])).context["rows"]
    assert (row["units"], row["lowest"], row["highest"]) == (45, Decimal("0.5"), 1)
    named = [(one.points, one.participant.unit.name) for one in row["decisions"]]
    assert named[:10] == [(Decimal("0.5"), f"Xã số {number}") for number in range(10)]
    assert named[10:] == [(1, "Xã số 43"), (1, "Xã số 44")]


def test_decisions_that_became_void_or_are_no_measure_are_not_compared(
    cast: Cast, client: Client, clock: Clock
) -> None:
    many_decided(cast, 4, others=2)
    Appraisal.objects.filter(participant__unit__name="Xã số 3").update(voided_at=NOW)
    Appraisal.objects.filter(participant__unit__name="Xã số 0").update(standing="not_applicable")
    clock.set(first(cast))
    client.force_login(cast.users["manager"])
    (row,) = client.get(reverse("appraisals:consistency", args=[cast.round.slug])).context["rows"]
    assert [one.participant.unit.name for one in row["decisions"]] == ["Xã số 1", "Xã số 2"]


def test_comparing_decisions_asks_as_much_of_a_large_league_as_of_a_small_one(
    cast: Cast, client: Client, clock: Clock, django_assert_max_num_queries: object
) -> None:
    many_decided(cast, 300, others=150)
    clock.set(first(cast))
    client.force_login(cast.users["appraiser_all"])
    with django_assert_max_num_queries(9) as asked:
        answered = client.get(reverse("appraisals:consistency", args=[cast.round.slug]))
    (row,) = answered.context["rows"]
    assert len(row["decisions"]) == 20
    assert sum("MIN(" in one["sql"] for one in asked.captured_queries) == 1


def test_the_page_without_scripts_tells_of_no_keys_that_need_them(
    cast: Cast, client: Client, clock: Clock
) -> None:
    """Without the script Alt + ← is the browser's own way back; the script shows the hint."""
    participant = hand_in(cast, 0, c2_1_2={"value": "1"}, c2_2_1={"value": "1"})
    clock.set(first(cast))
    shown = page(client, cast.users["appraiser_all"], "appraise", participant.pk, YES_NO)
    hint = re.search(r"<span[^>]*>Phím tắt: Alt \+ ← và Alt \+ →</span>", shown)
    assert hint is not None
    assert {"data-key-hint", "hidden"} <= set(hint[0].removeprefix("<span").split(">")[0].split())
    assert "data-key=" in shown


def test_gaps_add_up_only_what_has_both_scores(cast: Cast, client: Client, clock: Clock) -> None:
    participant = hand_in(cast, 0, c2_1_2={"value": "1"}, c2_2_1={"value": "1"})
    decided(cast, participant, YES_NO, "0.25")
    decided(cast, participant, BANDS, "0.5")
    clock.set(first(cast))
    client.force_login(cast.users["manager"])
    answered = client.get(reverse("appraisals:gaps", args=[cast.round.slug]))
    gap = answered.context["rows"][0]["gap"]
    assert (gap.total.claimed, gap.total.given, gap.total.difference) == (
        1,
        Decimal("0.25"),
        Decimal("-0.75"),
    )
    assert list(gap.domains) == ["2"]
    table = client.get(reverse("appraisals:gaps", args=[cast.round.slug]) + "?format=csv")
    assert "Xã Bắc Sơn,1,1,0.25,-0.75" in table.content.decode("utf-8-sig").replace(
        "1.000000000", "1"
    ).replace("0.250000000", "0.25").replace("-0.750000000", "-0.75")


def test_a_unit_does_not_see_first_points_before_they_are_released(
    cast: Cast, client: Client, clock: Clock
) -> None:
    participant = hand_in(cast, 0, c2_1_2={"value": "1"})
    decided(cast, participant, YES_NO, "0.1234")
    clock.set(first(cast))
    for who in ("officer", "leader"):
        shown = page(client, cast.users[who], "result", participant.pk)
        assert "0,1234" not in shown
        assert "Thiếu văn bản ký số" not in shown
        client.force_login(cast.users[who])
        for ending in ("csv", "xlsx"):
            answered = client.get(reverse("appraisals:result", args=[participant.pk]) + f"?format={ending}")
            assert b"0.1234" not in answered.content
        for name in ("queue", "queue_by_criterion", "gaps", "consistency", "appeals", "sessions"):
            answered = client.get(reverse(f"appraisals:{name}", args=[cast.round.slug]))
            assert answered.status_code == 403, name
        assert client.get(reverse("appraisals:unit", args=[participant.pk])).status_code == 403
    assert "0,1234" in page(client, cast.users["appraiser_all"], "result", participant.pk)
    clock.set(explaining(cast))
    assert "0,1234" in page(client, cast.users["officer"], "result", participant.pk)
    client.force_login(cast.users["other_officer"])
    assert client.get(reverse("appraisals:result", args=[participant.pk])).status_code == 403


def test_a_unit_reads_its_request_but_not_the_points_while_appraisal_goes_on(
    cast: Cast, client: Client, clock: Clock
) -> None:
    participant = hand_in(cast, 0, c2_1_2={"value": "1"})
    decided(cast, participant, YES_NO, "0.1234")
    asked = ask_explanation(
        cast.person("appraiser"), participant, YES_NO, "Văn bản số mấy?", due(cast), first(cast)
    )
    clock.set(first(cast))
    shown = page(client, cast.users["officer"], "request", asked.pk)
    assert "Văn bản số mấy?" in shown
    assert "0,1234" not in shown
    clock.set(explaining(cast))
    client.force_login(cast.users["officer"])
    address = reverse("appraisals:request", args=[asked.pk])
    assert client.post(address, {"answer": "Số 5"}).status_code == 302
    assert ExplanationRequest.objects.get().state == "answered"
    client.force_login(cast.users["appraiser"])
    assert "Số 5" not in client.get(address).content.decode()
    client.force_login(cast.users["leader"])
    assert client.post(reverse("appraisals:release", args=[asked.pk])).status_code == 302
    client.force_login(cast.users["appraiser"])
    assert "Số 5" in client.get(address).content.decode()


def test_an_appeal_is_previewed_before_it_is_decided(cast: Cast, client: Client, clock: Clock) -> None:
    from parweb.appraisals.actions.appeal import draft_appeal, file_appeal

    participant = hand_in(cast, 0, c2_1_2={"value": "0"})
    at = cast.phase(PhaseKind.APPEAL)
    appeal = draft_appeal(cast.person("officer"), participant, YES_NO, "Có văn bản", Decimal(1), at)
    file_appeal(cast.person("leader"), appeal, at)
    clock.set(at)
    client.force_login(cast.users["manager"])
    address = reverse("appraisals:decide_appeal", args=[appeal.pk])
    data = {"state": "granted", "basis": "points", "set_points": "1", "reason": ""}
    answered = client.post(address, {**data, "preview": "1"})
    shown = answered.content.decode()
    assert answered.status_code == 200
    assert "Nếu chấp nhận" in shown
    change = answered.context["preview"].change
    (leaf,) = change.leaves
    assert (leaf.before, leaf.after) == (0, 1)
    appeal.refresh_from_db()
    assert appeal.state == "filed"
    answered = client.post(address, {**data, "reason": "Văn bản hợp lệ"})
    assert answered.status_code == 302
    appeal.refresh_from_db()
    assert (appeal.state, appeal.granted_points) == ("granted", 1)


@pytest.mark.parametrize(("prefix", "words"), [("", ("Tốt", "Xuất sắc")), ("/en", ("Good", "Excellent"))])
def test_a_preview_names_classes_in_words(
    cast: Cast,
    client: Client,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    prefix: str,
    words: tuple[str, str],
) -> None:
    from parweb.appraisals.actions.appeal import draft_appeal, file_appeal
    from parweb.results.actions.preview_change import ChangePreview, Moved, Standing

    participant = hand_in(cast, 0, c2_1_2={"value": "0"})
    at = cast.phase(PhaseKind.APPEAL)
    appeal = draft_appeal(cast.person("officer"), participant, YES_NO, "Có văn bản", Decimal(1), at)
    file_appeal(cast.person("leader"), appeal, at)
    clock.set(at)
    good, best = (
        Standing(Decimal(points), Decimal(points), place, 4, code)
        for points, place, code in ((85, 2, "tot"), (91, 1, "xuat_sac"))
    )
    change = ChangePreview((), (Moved(1, "Xã Bắc Sơn", good, best),), (Moved(2, "Xã Yên Thế", best, best),))
    monkeypatch.setattr("parweb.appraisals.preview.change_previewer", lambda: lambda *_: change)
    client.force_login(cast.users["manager"])
    address = prefix + reverse("appraisals:decide_appeal", args=[appeal.pk])
    data = {"state": "granted", "basis": "points", "set_points": "1", "reason": "", "preview": "1"}
    shown = client.post(address, data).content.decode()
    cells = re.findall(r"<td>(<span class=.class-badge.*?)</td>", shown)
    texts = [re.sub(r"<[^>]+>", "", cell) for cell in cells]
    assert texts == [f"{words[0]} → {words[1]}", words[1]]


def test_every_page_opens_for_those_it_is_for(cast: Cast, client: Client, clock: Clock) -> None:
    participant = hand_in(cast, 0, c2_1_2={"value": "1"})
    clock.set(first(cast))
    slug, pk = cast.round.slug, participant.pk
    for who, name, *args in (
        ("appraiser", "criterion", slug, YES_NO),
        ("appraiser", "unit", pk),
        ("manager", "unit", pk),
        ("observer", "unit", pk),
        ("member", "unit", pk),
        ("manager", "appeals", slug),
        ("secretary", "sessions", slug),
        ("secretary", "plan_session", slug),
        ("officer", "requests", pk),
        ("officer", "unit_appeals", pk),
    ):
        page(client, cast.users[who], name, *args)
    for which in ("todo", "differs", "remarks", "stale", "no_evidence"):
        page(client, cast.users["appraiser"], "unit", pk, query=f"?loc={which}")
        page(client, cast.users["appraiser"], "criterion", slug, YES_NO, query=f"?loc={which}")
    client.force_login(cast.users["appraiser"])
    bulk = reverse("appraisals:bulk", args=[slug])
    assert client.get(f"{bulk}?tieu-chi={YES_NO}").status_code == 200
    assert client.get(f"{bulk}?don-vi={pk}").status_code == 200
    assert client.get(f"{bulk}?tieu-chi=99").status_code == 404


@pytest.mark.parametrize(
    ("name", "most"),
    [("queue", 12), ("queue_by_criterion", 12), ("criterion", 22), ("gaps", 13), ("consistency", 9)],
)
def test_pages_of_a_round_ask_no_query_per_unit(
    cast: Cast, client: Client, clock: Clock, django_assert_max_num_queries: object, name: str, most: int
) -> None:
    for number in range(60):
        unit = make_unit("commune", f"Xã số {number}", cast.province, f"9{number:04}", 100 + number)
        participant = Participant.objects.create(
            round=cast.round, unit=unit, order=unit.order, state=ParticipantState.SIGNED
        )
        entry = Entry.objects.create(participant=participant)
        answer(cast, entry, YES_NO, {"value": "1"})
        decided(cast, participant, YES_NO, "1" if number % 2 else "0", facts="f")
    clock.set(first(cast))
    client.force_login(cast.users["appraiser_all"])
    args = [cast.round.slug, YES_NO] if name == "criterion" else [cast.round.slug]
    with django_assert_max_num_queries(most):
        assert client.get(reverse(f"appraisals:{name}", args=args)).status_code == 200


def test_the_pages_of_one_unit_ask_a_bounded_number_of_queries(
    cast: Cast, client: Client, clock: Clock, django_assert_max_num_queries: object
) -> None:
    participant = hand_in(
        cast, 0, c2_1_2={"value": "1"}, c2_2_1={"value": "1"}, c2_4={"numerator": "1", "denominator": "2"}
    )
    for code in (YES_NO, "2.2.1", "2.4", BANDS):
        decided(cast, participant, code, "0.5", facts="f")
    clock.set(first(cast))
    client.force_login(cast.users["appraiser_all"])
    with django_assert_max_num_queries(20):
        client.get(reverse("appraisals:unit", args=[participant.pk]))
    with django_assert_max_num_queries(26):
        client.get(reverse("appraisals:appraise", args=[participant.pk, YES_NO]))
    client.force_login(cast.users["officer"])
    with django_assert_max_num_queries(20):
        client.get(reverse("appraisals:result", args=[participant.pk]))


def test_the_list_of_a_criterion_leaves_out_units_decided_in_this_stage_only(
    cast: Cast, client: Client, clock: Clock
) -> None:
    done, other = hand_in(cast, 0), hand_in(cast, 1)
    decided(cast, done, YES_NO, "1")
    decided(cast, other, YES_NO, "1", stage=2)
    decided(cast, other, BANDS, "0.5")
    clock.set(first(cast))
    shown = page(
        client, cast.users["appraiser_all"], "criterion", cast.round.slug, YES_NO, query="?lan=1&loc=todo"
    )
    assert "Phường Chợ Rã" in shown
    assert "Xã Bắc Sơn" not in shown


def test_what_a_unit_claims_is_shown_to_those_who_judge_once_its_leader_has_signed(
    cast: Cast, client: Client, clock: Clock
) -> None:
    participant = hand_in(cast, c2_1_2={"value": "1"})
    clock.set(first(cast))
    addresses = [
        reverse("appraisals:unit", args=[participant.pk]),
        reverse("appraisals:appraise", args=[participant.pk, YES_NO]),
        reverse("appraisals:result", args=[participant.pk]),
    ]
    by_criterion = reverse("appraisals:criterion", args=[cast.round.slug, YES_NO])
    for state, expected in ((ParticipantState.IN_PROGRESS, 403), (ParticipantState.SIGNED, 200)):
        Participant.objects.filter(pk=participant.pk).update(state=state)
        for name in ("appraiser", "appraiser_all", "chair"):
            client.force_login(cast.users[name])
            assert {client.get(one).status_code for one in addresses} == {expected}, (name, state)
        client.force_login(cast.users["appraiser"])
        listed = [line.participant.pk for line, *_rest in client.get(by_criterion).context["rows"]]
        assert listed == ([participant.pk] if expected == 200 else [])
        for name in ("manager", "observer"):
            client.force_login(cast.users[name])
            assert {client.get(one).status_code for one in addresses} == {200}, (name, state)
            assert len(client.get(by_criterion).context["rows"]) == 4
