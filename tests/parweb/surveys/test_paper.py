"""Paper forms: printed with their batch, typed by two people who do not see each other's, settled once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from parindex.surveys.instruments.registry import load_instrument
from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.surveys.actions.key_sheet import key_sheet, settle_sheet
from parweb.surveys.actions.make_batch import Wanted, make_batch
from parweb.surveys.keying.boxes import boxes_of, differences, read_boxes, typed_of
from parweb.surveys.models import Batch, Invitation, PaperSheet, Response
from parweb.surveys.queries.paper import next_sheet, sheets_of
from parweb.surveys.states import InvitationState, MemberRole, Mode, PaperState, Stream
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import FORM, Survey, join, member

INSTRUMENT = load_instrument(FORM)
TYPED = {"gender": "1", "age": "3", "q1_1": "4", "q2": "1 6", "q9_1": "5", "q9_2": "4"}
ANSWERS, _PROBLEMS = read_boxes(INSTRUMENT, TYPED)


@pytest.fixture
def keyers(survey: Survey):
    for name in ("one", "two"):
        join(survey.cast, survey.campaign, name, MemberRole.KEYER)
    return {name: member(survey.cast, name) for name in ("one", "two", "firm")}


def batch_for(survey: Survey, keyers, sheets: int = 2, **options) -> Batch:
    for number in range(1, sheets + 1):
        survey.invite(number)
    wanted = Wanted(survey.cast.communes[0], sheets, **options)
    return make_batch(keyers["firm"], survey.campaign, wanted, NOW)


def sheet(batch: Batch, number: int = 1) -> PaperSheet:
    return batch.sheets.get(number=number)


def test_every_column_of_a_form_has_its_box_and_its_codes_come_back():
    boxes = boxes_of(INSTRUMENT, "vi")
    assert len({box.name for box in boxes}) == len(boxes)
    assert {"gender", "q1_1", "q2", "q9_39", "other_feedback"} <= {box.name for box in boxes}
    assert typed_of(INSTRUMENT, ANSWERS) == TYPED
    assert ANSWERS["q2:1"] == ANSWERS["q2:6"] == 1
    assert ANSWERS["q2:2"] == 0


def test_a_code_that_no_option_has_is_said_at_its_box_with_the_codes_there_are():
    answers, problems = read_boxes(INSTRUMENT, {"q1_1": "7", "q2": "1;9", "gender": "2"})
    assert answers == {"gender": 2}
    assert set(problems) == {"q1_1", "q2"}
    assert "1, 2, 3, 4" in problems["q1_1"]
    assert "“9”" in problems["q2"]


def test_a_batch_takes_people_of_the_unit_in_the_order_they_were_drawn(survey, keyers):
    batch = batch_for(survey, keyers, 3)
    assert [row.sheet.invitation.element_id for row in sheets_of(batch)] == ["E0001", "E0002", "E0003"]
    assert set(Invitation.objects.values_list("mode", flat=True)) == {Mode.PAPER}
    assert Entry.objects.latest("sequence").action == "surveys.make_batch"


def test_a_batch_of_more_people_than_there_are_is_refused_with_how_many_are_left(survey, keyers):
    batch_for(survey, keyers, 2)
    survey.invite(9)
    with pytest.raises(Refused, match="chỉ còn 1 người"):
        make_batch(keyers["firm"], survey.campaign, Wanted(survey.cast.communes[0], 2), NOW)
    assert Batch.objects.count() == 1


def test_two_people_who_type_the_same_settle_the_sheet_and_its_answer_is_taken(survey, keyers):
    batch = batch_for(survey, keyers)
    assert key_sheet(keyers["one"], sheet(batch), ANSWERS, NOW) == PaperState.ONCE
    assert Response.objects.count() == 0
    assert key_sheet(keyers["two"], sheet(batch), ANSWERS, NOW) == PaperState.SETTLED
    answer = Response.objects.get()
    assert (answer.mode, answer.stream, answer.batch_id) == (Mode.PAPER, Stream.PROBABILITY, batch.pk)
    assert (answer.weight, answer.seconds) == (21.5, None)
    assert answer.answers["q9_1"] == 5
    assert Invitation.objects.get(element_id="E0001").state == InvitationState.ANSWERED


def test_what_two_people_typed_otherwise_is_listed_and_settled_once(survey, keyers):
    batch = batch_for(survey, keyers)
    other = ANSWERS | {"q9_2": 2} | dict.fromkeys(("q2:1",), 0)
    key_sheet(keyers["one"], sheet(batch), ANSWERS, NOW)
    assert key_sheet(keyers["two"], sheet(batch), other, NOW) == PaperState.DIFFERENT
    found = differences(INSTRUMENT, sheet(batch).first, sheet(batch).second, "vi")
    assert [(one.box.name, one.first, one.second) for one in found] == [
        ("q2", "1 6", "6"),
        ("q9_2", "4", "2"),
    ]
    assert (found[1].first_said, found[1].second_said) == ("4 Hài lòng", "2 Không hài lòng")
    assert found[0].first_said == f"1 {dict(found[0].box.codes)['1']}; 6 {dict(found[0].box.codes)['6']}"
    settle_sheet(keyers["firm"], sheet(batch), other, NOW)
    assert Response.objects.get().answers["q9_2"] == 2
    with pytest.raises(Refused):
        settle_sheet(keyers["firm"], sheet(batch), ANSWERS, NOW)
    assert Response.objects.count() == 1


def test_who_typed_first_may_type_again_but_is_not_the_second(survey, keyers):
    batch = batch_for(survey, keyers)
    key_sheet(keyers["one"], sheet(batch), ANSWERS, NOW)
    assert key_sheet(keyers["one"], sheet(batch), ANSWERS | {"gender": 2}, NOW) == PaperState.ONCE
    assert sheet(batch).first["gender"] == 2
    assert sheet(batch).second is None


def test_a_third_typing_changes_nothing_and_says_so(survey, keyers):
    batch = batch_for(survey, keyers)
    for name in ("one", "two"):
        key_sheet(keyers[name], sheet(batch), ANSWERS, NOW)
    with pytest.raises(Refused, match="đã được nhập đủ"):
        key_sheet(keyers["one"], sheet(batch), ANSWERS | {"gender": 2}, NOW)
    assert Response.objects.get().answers["gender"] == 1


def test_a_single_typing_is_enough_where_the_batch_says_so(survey, keyers):
    batch = batch_for(survey, keyers, is_double=False)
    assert key_sheet(keyers["one"], sheet(batch), ANSWERS, NOW) == PaperState.SETTLED
    assert Response.objects.count() == 1


def test_a_blank_sheet_is_of_the_open_stream_and_has_no_weight(survey, keyers):
    batch = batch_for(survey, keyers, is_blank=True, is_double=False)
    key_sheet(keyers["one"], sheet(batch), ANSWERS, NOW)
    answer = Response.objects.get()
    assert (answer.stream, answer.weight, answer.invitation) == (Stream.OPEN, None, None)


def test_a_person_who_answered_online_meanwhile_is_not_counted_twice_and_the_typing_is_kept(survey, keyers):
    batch = batch_for(survey, keyers, is_double=False)
    Invitation.objects.filter(element_id="E0001").update(state=InvitationState.ANSWERED)
    key_sheet(keyers["one"], sheet(batch), ANSWERS, NOW)
    assert Response.objects.count() == 0
    row = sheets_of(batch)[0]
    assert (row.sheet.state, row.is_taken, row.sheet.settled["gender"]) == (PaperState.SETTLED, False, 1)


def test_the_next_sheet_is_new_or_was_typed_first_by_somebody_else(survey, keyers):
    batch = batch_for(survey, keyers, 3)
    key_sheet(keyers["one"], sheet(batch, 1), ANSWERS, NOW)
    assert next_sheet(batch, keyers["one"].account_id).number == 2
    assert next_sheet(batch, keyers["two"].account_id).number == 1


def address(batch: Batch, name: str, *rest: int) -> str:
    return reverse(
        f"surveys:{name}", args=[batch.campaign.slug, *([] if name == "batches" else [batch.number]), *rest]
    )


def test_the_second_person_sees_nothing_of_what_the_first_typed(survey, keyers, client: Client):
    batch = batch_for(survey, keyers)
    client.force_login(survey.cast.users["one"])
    answered = client.post(address(batch, "key_sheet", 1), TYPED | {"other_feedback": "ghi thêm"})
    assert (answered.status_code, answered.url) == (302, address(batch, "key_sheet", 2))
    assert "ghi thêm" in client.get(address(batch, "key_sheet", 1)).content.decode()
    client.force_login(survey.cast.users["two"])
    assert "ghi thêm" not in client.get(address(batch, "key_sheet", 1)).content.decode()


def test_a_wrong_code_keeps_everything_typed_on_the_page_and_nothing_in_the_sheet(
    survey, keyers, client: Client
):
    batch = batch_for(survey, keyers)
    client.force_login(survey.cast.users["one"])
    page = client.post(address(batch, "key_sheet", 1), TYPED | {"q9_1": "8", "other_feedback": "ghi thêm"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "ghi thêm" in text
    assert "Không có mã “8”" in text
    assert sheet(batch).state == PaperState.NEW


def test_who_settles_reads_who_typed_what_in_words_and_a_wrong_code_is_said_at_the_top(
    survey, keyers, client: Client
):
    batch = batch_for(survey, keyers)
    key_sheet(keyers["one"], sheet(batch), ANSWERS, NOW)
    key_sheet(keyers["two"], sheet(batch), ANSWERS | {"q9_2": 2}, NOW)
    client.force_login(survey.cast.users["firm"])
    page = client.get(address(batch, "settle_sheet", 1)).content.decode()
    names = [str(survey.cast.users[name]) for name in ("one", "two")]
    for words in ("4 Hài lòng", "2 Không hài lòng", *names):
        assert words in page, words
    wrong = client.post(address(batch, "settle_sheet", 1), {"q9_2": "8"})
    assert wrong.status_code == 422
    assert 'href="#o-q9_2"' in wrong.content.decode()
    assert "Không có mã “8”" in wrong.content.decode()


def differing(survey: Survey, keyers) -> Batch:
    """A batch whose first sheet two people typed otherwise at q9_1 and q9_2."""
    batch = batch_for(survey, keyers)
    key_sheet(keyers["one"], sheet(batch), ANSWERS, NOW)
    key_sheet(keyers["two"], sheet(batch), ANSWERS | {"q9_1": 1, "q9_2": 2}, NOW)
    return batch


def test_an_empty_box_settles_nothing_and_the_undecided_ones_are_named(survey, keyers, client: Client):
    batch = differing(survey, keyers)
    client.force_login(survey.cast.users["firm"])
    refused = client.post(address(batch, "settle_sheet", 1), {"q9_1": "", "q9_2": "2"})
    text = refused.content.decode()
    assert (refused.status_code, text.count("Chưa quyết định: ghi mã")) == (422, 2)  # at the top, at its box
    assert "Có 1 ô cần sửa" in text
    assert 'href="#o-q9_1"' in text
    assert 'name="q9_2" value="2"' in text
    assert (sheet(batch).state, Response.objects.count()) == (PaperState.DIFFERENT, 0)


def test_a_box_the_sheet_leaves_empty_is_ticked_as_such_and_not_filled_in_too(survey, keyers, client: Client):
    batch = differing(survey, keyers)
    client.force_login(survey.cast.users["firm"])
    both = client.post(
        address(batch, "settle_sheet", 1), {"q9_1": "5", "trong.q9_1": "1", "trong.q9_2": "1"}
    ).content.decode()
    assert both.count("hãy bỏ một") == 2
    assert both.count(" checked") == 2
    done = client.post(address(batch, "settle_sheet", 1), {"q9_1": "5", "trong.q9_2": "1"})
    assert done.status_code == 302
    answers = Response.objects.get().answers
    assert (answers["q9_1"], "q9_2" in answers, answers["gender"]) == (5, False, 1)


def test_who_settles_a_sheet_that_was_settled_meanwhile_is_told_that_nothing_was_kept(
    survey, keyers, client: Client
):
    batch = differing(survey, keyers)
    settle_sheet(keyers["firm"], sheet(batch), ANSWERS, NOW)
    client.force_login(survey.cast.users["firm"])
    late = client.post(address(batch, "settle_sheet", 1), {"q9_1": "1", "q9_2": "2"}, follow=True)
    assert "Phiếu 1 không còn chờ thống nhất; những gì vừa gõ không được lưu." in late.content.decode()
    assert Response.objects.get().answers["q9_1"] == 5


def test_who_types_a_sheet_of_somebody_who_answered_meanwhile_is_told_that_it_is_not_counted(
    survey, keyers, client: Client
):
    batch = batch_for(survey, keyers, is_double=False)
    Invitation.objects.filter(element_id="E0001").update(state=InvitationState.ANSWERED)
    client.force_login(survey.cast.users["one"])
    said = client.post(address(batch, "key_sheet", 1), TYPED, follow=True).content.decode()
    assert "Phiếu 1 đã nhập xong nhưng không được tính: người này đã trả lời bằng cách khác." in said
    assert "hai lần nhập khớp" not in said
    said = client.post(address(batch, "key_sheet", 2), TYPED, follow=True).content.decode()
    assert ("không được tính" in said, Response.objects.count()) == (False, 1)


def test_who_settles_a_sheet_of_somebody_who_answered_meanwhile_is_told_so(survey, keyers, client: Client):
    batch = differing(survey, keyers)
    Invitation.objects.filter(element_id="E0001").update(state=InvitationState.ANSWERED)
    client.force_login(survey.cast.users["firm"])
    said = client.post(address(batch, "settle_sheet", 1), {"q9_1": "5", "q9_2": "4"}, follow=True)
    assert "Phiếu 1 đã nhập xong nhưng không được tính" in said.content.decode()
    assert (sheet(batch).state, Response.objects.count()) == (PaperState.SETTLED, 0)


def test_a_sheet_with_nothing_typed_is_not_taken_as_an_answer(survey, keyers, client: Client):
    batch = batch_for(survey, keyers, is_double=False)
    client.force_login(survey.cast.users["one"])
    page = client.post(address(batch, "key_sheet", 1), {"gender": " "})
    assert (page.status_code, sheet(batch).state, Response.objects.count()) == (422, PaperState.NEW, 0)
    assert "Chưa gõ mã nào nên phiếu 1 chưa được lưu." in page.content.decode()


def test_the_pages_of_a_batch_open_in_few_queries(
    survey, keyers, client: Client, django_assert_max_num_queries
):
    batch = batch_for(survey, keyers, 40)
    key_sheet(keyers["one"], sheet(batch), ANSWERS, NOW)
    key_sheet(keyers["two"], sheet(batch), ANSWERS | {"q9_1": 1}, NOW)
    client.force_login(survey.cast.users["firm"])
    for name in ("batches", "batch", "different"):
        with django_assert_max_num_queries(16):
            assert client.get(address(batch, name)).status_code == 200
    assert client.get(address(batch, "settle_sheet", 1)).status_code == 200
    table = client.get(address(batch, "different") + "?format=csv")
    assert "q9_1" in b"".join(table).decode("utf-8-sig")


def test_the_sheets_print_as_one_pdf(survey, keyers, client: Client):
    batch = batch_for(survey, keyers)
    client.force_login(survey.cast.users["firm"])
    printed = client.get(address(batch, "print_batch"))
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")


def test_the_firm_makes_a_batch_on_the_page_and_a_keyer_does_not(survey, keyers, client: Client):
    survey.invite(1)
    where = reverse("surveys:batches", args=[survey.campaign.slug])
    asked = {"unit": survey.cast.communes[0].code or survey.cast.communes[0].name, "sheets": "1"}
    client.force_login(survey.cast.users["one"])
    assert client.post(where, asked).status_code == 403
    client.force_login(survey.cast.users["firm"])
    assert client.post(where, asked | {"sheets": "5"}).status_code == 422
    for many in ("0", "x", "9999"):
        wrong = client.post(where, asked | {"sheets": many}).content.decode()
        assert wrong.count("Ghi một số từ 1 đến 500.") == 2
    assert client.post(where, asked).status_code == 302
    assert PaperSheet.objects.count() == 1
