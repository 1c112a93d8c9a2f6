"""The progress board: every unit × phase, late ones first, with 3,321 units too."""

import io
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parindex.text import fold
from parweb.rounds.actions.reopen_participant import reopen_participant
from parweb.rounds.models import Participant
from parweb.rounds.progress import counts_by_phase, late_first
from parweb.rounds.queries import participants_board
from parweb.rounds.states import ParticipantState, PhaseKind
from parweb.units.models import Group, Membership, Unit
from tests.parweb.cast import NOW, Cast

State = ParticipantState
AFTER_SELF_SCORE = NOW + timedelta(days=7)
"""Two days after the lock of self-scoring; leaders sign."""


def stand(participant: Participant, state: State, **counts: int) -> None:
    Participant.objects.filter(pk=participant.pk).update(state=state, **counts)


@pytest.fixture
def four(cast: Cast) -> Cast:
    """One has not begun, one works, one handed in, one signed."""
    for one, state, answered in zip(
        cast.participants,
        (State.NOT_STARTED, State.IN_PROGRESS, State.SUBMITTED, State.SIGNED),
        (0, 45, 90, 90),
        strict=True,
    ):
        stand(one, state, leaves_answered=answered)
    return cast


def rows_at(cast: Cast, at: datetime):
    return late_first(participants_board(cast.round, at))


def test_nobody_is_late_before_the_first_lock(four: Cast):
    assert [row.is_late for row in rows_at(four, NOW)] == [False] * 4


def test_after_the_lock_units_that_did_not_hand_in_come_first_the_emptiest_of_them_first(four: Cast):
    rows = rows_at(four, AFTER_SELF_SCORE)
    assert [(row.name, row.is_late, row.days_late(AFTER_SELF_SCORE)) for row in rows] == [
        ("Xã Bắc Sơn", True, 2),
        ("Phường Chợ Rã", True, 2),
        ("Xã Đông Hưng", False, 0),
        ("Xã Yên Thế", False, 0),
    ]


def test_a_unit_with_a_longer_term_is_not_late(four: Cast):
    reopen_participant(
        four.person("manager"),
        four.participants[0],
        phase=PhaseKind.SELF_SCORE,
        until=AFTER_SELF_SCORE + timedelta(days=1),
        reason="Bão",
        at=AFTER_SELF_SCORE,
    )
    row = next(row for row in rows_at(four, AFTER_SELF_SCORE) if row.name == "Xã Bắc Sơn")
    assert not row.is_late
    assert row.cells[0].is_extended


def test_a_signed_unit_whose_appraisal_is_overdue_waits_for_others_and_is_not_late(four: Cast):
    after = four.phase(PhaseKind.EXPLANATION)
    row = next(row for row in rows_at(four, after) if row.name == "Xã Yên Thế")
    assert (row.is_late, row.is_waiting_for_others, row.late_in) == (False, True, PhaseKind.APPRAISAL_1)


def test_units_are_counted_by_status_in_each_phase(four: Cast):
    counts = counts_by_phase(rows_at(four, AFTER_SELF_SCORE), [PhaseKind.SELF_SCORE, PhaseKind.SIGNATURE,
        PhaseKind.APPRAISAL_1, PhaseKind.EXPLANATION, PhaseKind.APPRAISAL_2, PhaseKind.COUNCIL])  # fmt: skip
    assert counts[PhaseKind.SELF_SCORE] == {"done": 2, "begun": 0, "waiting": 0, "late": 2}
    assert counts[PhaseKind.SIGNATURE] == {"done": 1, "begun": 0, "waiting": 3, "late": 0}


def test_the_board_is_filtered_by_words_without_diacritics_state_and_lateness(
    four: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(timezone, "now", lambda: AFTER_SELF_SCORE)
    client.force_login(four.users["manager"])
    address = reverse("rounds:board", args=[four.round.slug])

    def names(**query: str) -> list[str]:
        page = client.get(address, query).context["page"]
        return [row.name for row in page]

    assert names(q="cho ra") == ["Phường Chợ Rã"]
    assert names(state="submitted") == ["Xã Đông Hưng"]
    assert names(late="unit") == ["Xã Bắc Sơn", "Phường Chợ Rã"]
    assert names(q="cho ra", state="signed") == []


def test_the_board_is_filtered_by_peer_group(four: Cast, client: Client):
    group = Group.objects.create(
        kind="peer", family="vùng", name="Miền núi", slug="mien-nui", owner=four.province
    )
    Membership.objects.create(group=group, unit=four.communes[2])
    client.force_login(four.users["observer"])
    answer = client.get(reverse("rounds:board", args=[four.round.slug]), {"group": str(group.pk)})
    assert [row.name for row in answer.context["page"]] == ["Xã Đông Hưng"]
    assert "vùng: Miền núi" in answer.content.decode()


def test_the_board_goes_out_as_a_workbook_with_real_numbers(four: Cast, client: Client):
    client.force_login(four.users["manager"])
    answer = client.get(reverse("rounds:board", args=[four.round.slug]), {"format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    line = next(row for row in cells if "Phường Chợ Rã" in row)
    assert line[4:7] == [45, 90, 50]
    assert any(isinstance(value, datetime) for value in line)
    csv = client.get(reverse("rounds:board", args=[four.round.slug]), {"format": "csv"})
    assert csv.content.decode("utf-8-sig").count("\r\n") == 5


def test_officers_see_their_own_page_and_not_the_board(four: Cast, client: Client):
    client.force_login(four.users["officer"])
    answer = client.get(reverse("rounds:board", args=[four.round.slug]))
    assert answer.status_code == 403
    assert "Đơn vị xem tiến độ của mình" in answer.content.decode()


def test_the_page_of_a_unit_tells_what_happened_to_it(four: Cast, client: Client):
    reopen_participant(
        four.person("manager"),
        four.participants[3],
        phase=PhaseKind.SELF_SCORE,
        until=NOW + timedelta(days=1),
        reason="Sửa số liệu hồ sơ",
        at=NOW,
    )
    client.force_login(four.users["manager"])
    address = reverse("rounds:participant", args=[four.round.slug, four.participants[3].pk])
    page = client.get(address).content.decode()
    assert "Mở lại “Tự đánh giá” đến 09:00 11/03/2026" in page
    assert "Chuyển sang “Đang tự đánh giá”" in page
    assert page.count("Sửa số liệu hồ sơ") == 3  # in the list of reopenings, and in both happenings


@pytest.fixture
def whole_country(cast: Cast) -> Cast:
    """3,321 units in one round."""
    units = Unit.objects.bulk_create(
        Unit(
            kind="commune", name=f"Xã Số {number}", name_fold=fold(f"Xã Số {number}"), slug=f"xa-so-{number}",
            parent=cast.province, path=f"{cast.province.path}{100_000 + number}/", order=number,
        )
        for number in range(3317)
    )  # fmt: skip
    Participant.objects.bulk_create(
        Participant(
            round=cast.round, unit=unit, order=number + 100, leaves_total=90, leaves_answered=number % 91,
            state=list(State)[number % 4],
        )
        for number, unit in enumerate(units)
    )  # fmt: skip
    return cast


def test_the_board_of_3321_units_asks_eleven_queries_at_most(
    whole_country: Cast, client: Client, django_assert_max_num_queries, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(timezone, "now", lambda: AFTER_SELF_SCORE)
    client.force_login(whole_country.users["manager"])
    address = reverse("rounds:board", args=[whole_country.round.slug])
    with django_assert_max_num_queries(11):
        answer = client.get(address)
    assert answer.context["all"] == 3321
    assert len(answer.context["page"].object_list) == 100
    assert all(row.is_late for row in answer.context["page"])
    with django_assert_max_num_queries(11):
        found = client.get(address, {"q": "so 3316", "page": "9"})
    assert [row.name for row in found.context["page"]] == ["Xã Số 3316"]
