"""Two people publish; what is published never changes; a correction says what it replaces."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from parindex.errors import ProblemsFound
from parweb.accounts.verdicts import Refused
from parweb.appraisals.models import Appraisal
from parweb.assessments.models import FedValue
from parweb.audit.models import Entry
from parweb.inbox.models import Message
from parweb.results.actions.approve_publication import approve_publication
from parweb.results.actions.prepare_publication import Particulars, prepare_publication
from parweb.results.actions.publish_due import publish_due
from parweb.results.actions.return_publication import return_publication
from parweb.results.frozen import Frozen
from parweb.results.models import Publication
from parweb.results.queries.movement import leaf_moves, moves
from parweb.results.queries.publications import public_ones
from parweb.results.states import PublicationKind, PublicationState
from tests.parweb.cast import NOW
from tests.parweb.results.league import League

DECIDED = {
    "decision_number": "766/QĐ-UBND",
    "decision_on": NOW.date(),
    "signer": "Chủ tịch UBND huyện",
}


def prepared(league: League, **given) -> Publication:
    particulars = {"kind": PublicationKind.FINAL, "title": "Kết quả năm 2022"} | DECIDED | given
    return prepare_publication(league.manager, league.run(), Particulars(**particulars), NOW)


def codes(found: pytest.ExceptionInfo[ProblemsFound]) -> list[str]:
    return [problem.code for problem in found.value.problems]


def test_who_prepared_a_publication_cannot_approve_it(league: League):
    publication = prepared(league)
    with pytest.raises(Refused, match="hai người"):
        approve_publication(league.manager, publication, NOW)
    assert Publication.objects.get().state == PublicationState.PREPARED


def test_the_database_itself_refuses_one_person_in_both_places(league: League):
    publication = prepared(league)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(approved_by=league.managers[0])


def test_an_approved_publication_is_public_at_once_and_both_steps_are_recorded(league: League):
    publication = prepared(league)
    assert not public_ones(NOW).exists()
    published = approve_publication(league.other_manager, publication, NOW)
    assert published.state == PublicationState.PUBLISHED
    assert published.published_at == NOW
    assert public_ones(NOW).get() == publication
    actions = list(Entry.objects.filter(action__startswith="results.").values_list("action", flat=True))
    assert actions[:3] == ["results.publish", "results.approve_publication", "results.prepare_publication"]


def test_the_other_manager_is_told_to_approve_and_the_units_are_told_of_the_result(league: League):
    publication = prepared(league)
    waiting = Message.objects.get(event="results.prepared")
    assert waiting.person == league.managers[1]
    assert waiting.link == reverse("results:publication", args=[publication.slug])
    approve_publication(league.other_manager, publication, NOW)
    told = Message.objects.get(event="results.published")
    assert told.person == league.officer
    assert told.link == reverse("portal:ranking", args=[publication.slug])


def test_nothing_is_public_before_the_hour_that_was_set(league: League):
    hour = NOW + timedelta(hours=5)
    publication = prepared(league, publish_at=hour)
    approved = approve_publication(league.other_manager, publication, NOW)
    assert approved.state == PublicationState.APPROVED
    assert publish_due(hour - timedelta(seconds=1)) == 0
    assert not public_ones(hour).exists()
    assert publish_due(hour) == 1
    assert publish_due(hour) == 0
    assert not public_ones(hour - timedelta(seconds=1)).exists()
    assert public_ones(hour).get().published_at == hour


def test_a_final_result_needs_number_date_and_signer(league: League):
    run = league.run()
    with pytest.raises(ProblemsFound) as found:
        prepare_publication(league.manager, run, Particulars(PublicationKind.FINAL, "Kết quả"), NOW)
    assert codes(found) == ["PU904"]


def test_a_correction_without_decision_former_and_with_a_past_hour_is_told_all_three(league: League):
    particulars = Particulars(PublicationKind.CORRECTION, "Đính chính", publish_at=NOW)
    with pytest.raises(ProblemsFound) as found:
        prepare_publication(league.manager, league.run(), particulars, NOW)
    assert codes(found) == ["PU901", "PU904", "PU905"]


def test_a_publication_is_returned_with_a_reason_and_is_then_beyond_approval(league: League):
    publication = prepared(league)
    with pytest.raises(ProblemsFound):
        return_publication(league.other_manager, publication, "  ", NOW)
    return_publication(league.other_manager, publication, "Sai số quyết định", NOW)
    returned = Publication.objects.get()
    assert (returned.state, returned.returned_reason) == (PublicationState.RETURNED, "Sai số quyết định")
    assert Message.objects.get(event="results.returned").person == league.managers[0]
    with pytest.raises(Refused):
        approve_publication(league.other_manager, returned, NOW)


def test_two_approvals_at_once_publish_once(league: League):
    publication = prepared(league)
    approve_publication(league.other_manager, publication, NOW)
    stale = Publication.objects.get(pk=publication.pk)
    stale.state = PublicationState.PREPARED
    with pytest.raises(ProblemsFound) as found:
        approve_publication(league.other_manager, stale, NOW)
    assert codes(found) == ["PU906"]
    assert Entry.objects.filter(action="results.publish").count() == 1


def test_what_is_published_is_out_of_reach_of_update_save_and_delete(league: League):
    publication = league.publish()
    assert Publication.objects.filter(pk=publication.pk).update(title="Khác") == 0
    publication.title = "Khác"
    with pytest.raises(Frozen):
        publication.save()
    with pytest.raises(Frozen):
        publication.delete()
    with pytest.raises(Frozen):
        Publication.objects.filter(pk=publication.pk).delete()
    assert Publication.objects.get().title.startswith("Chỉ số CCHC năm 2022")


def test_a_correction_names_the_former_and_shows_who_moved_and_why(league: League):
    first = league.publish()
    wrong = Appraisal.objects.filter(participant__unit=league.units["minh-hoa-01"], criterion_id="6")
    wrong.update(set_points=Decimal("4.2"))
    second = league.run(NOW + timedelta(days=1))
    correction = league.publish(second, kind=PublicationKind.CORRECTION, replaces=first, title="Đính chính")
    assert correction.replaces == first
    leaves, count = leaf_moves(first.run, second)
    assert count == 1
    assert (leaves[0].criterion_id, leaves[0].before, leaves[0].after) == ("6", 6.6, 4.2)
    moved = {move.name: (move.points, move.places) for move in moves(first.run, second)}
    assert moved["Xã tổng hợp 01 (minh họa)"] == (Decimal("-2.4"), -1)
    assert set(moved.values()) == {(Decimal("-2.4"), -1), (Decimal(0), 1)}


def test_a_round_has_one_final_result_and_corrections_after_it(league: League):
    first, second = prepared(league), prepared(league)
    published = approve_publication(league.other_manager, first, NOW)
    with pytest.raises(ProblemsFound) as found:
        approve_publication(league.other_manager, second, NOW)
    assert codes(found) == ["PU909"]
    with pytest.raises(ProblemsFound) as found:
        prepared(league)
    assert codes(found) == ["PU909"]
    assert public_ones(NOW).count() == 1
    corrected = prepared(league, kind=PublicationKind.CORRECTION, replaces=published)
    assert approve_publication(league.other_manager, corrected, NOW).state == PublicationState.PUBLISHED


def test_a_final_result_that_waits_for_its_hour_is_the_one_of_its_round(league: League):
    first, second = prepared(league, publish_at=NOW + timedelta(hours=5)), prepared(league)
    approve_publication(league.other_manager, first, NOW)
    with pytest.raises(ProblemsFound) as found:
        approve_publication(league.other_manager, second, NOW)
    assert codes(found) == ["PU909"]


def test_who_approves_is_told_what_the_run_lacks(league: League, client):
    FedValue.objects.filter(participant__unit=league.dong_tam, criterion_id="8.3").delete()
    publication = prepared(league)
    client.force_login(league.managers[1])
    page = client.get(reverse("results:publication", args=[publication.slug])).content.decode()
    assert "<li>1 đơn vị chưa có tổng điểm vì thiếu số liệu.</li>" in page


def test_problems_of_a_publication_are_english_on_english_pages(league: League, client):
    client.force_login(league.managers[0])
    address = reverse("results:prepare", args=[league.round.slug, league.run().number])
    page = client.post(f"/en{address}", {"kind": "final", "title": "Result"}).content.decode()
    assert "number, date or signer of the decision are missing: a final result and a correction need" in page
    assert "thiếu số quyết định" not in page


def test_a_publication_is_replaced_once(league: League):
    first = league.publish()
    league.publish(kind=PublicationKind.CORRECTION, replaces=first, title="Đính chính lần 1")
    with pytest.raises(ProblemsFound) as found:
        prepared(league, kind=PublicationKind.CORRECTION, replaces=first)
    assert codes(found) == ["PU903"]


@pytest.mark.parametrize("name", ["results:runs", "results:run", "results:prepare", "results:changes"])
def test_an_officer_of_a_unit_sees_no_run_before_it_is_published(league: League, client, name: str):
    league.run()
    client.force_login(league.officer)
    slug = league.round.slug
    address = reverse(name, args=[slug] if name == "results:runs" else [slug, 1])
    assert client.get(address).status_code == 403


def test_a_round_is_scored_prepared_approved_and_published_by_clicks(
    league: League, client, django_capture_on_commit_callbacks
):
    first, second = league.managers
    client.force_login(first)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("results:make_run", args=[league.round.slug]), {"note": "Thử"})
    typed = {
        "kind": "final",
        "title": "Kết quả năm 2022",
        "decision_number": "766/QĐ-UBND",
        "decision_on": "16/03/2023",
        "signer": "Chủ tịch UBND huyện",
    }
    answer = client.post(reverse("results:prepare", args=[league.round.slug, 1]), typed)
    publication = Publication.objects.get()
    assert answer.url == reverse("results:publication", args=[publication.slug])
    refused = client.post(reverse("results:approve", args=[publication.slug]))
    assert refused.status_code == 403
    client.force_login(second)
    client.post(reverse("results:approve", args=[publication.slug]))
    client.logout()
    page = client.get(reverse("portal:ranking", args=[publication.slug]))
    assert "87,75" in page.content.decode()


def test_a_form_without_a_decision_says_so_beside_the_field_and_keeps_what_was_typed(league: League, client):
    league.run()
    client.force_login(league.managers[0])
    address = reverse("results:prepare", args=[league.round.slug, 1])
    page = client.post(address, {"kind": "final", "title": "Tiêu đề đã gõ"}).content.decode()
    assert "thiếu số quyết định, ngày hoặc người ký" in page
    assert "Tiêu đề đã gõ" in page


@pytest.mark.parametrize(
    ("page", "queries"), [("results:runs", 16), ("results:run", 20), ("results:changes", 20)]
)
def test_pages_of_runs_ask_a_bounded_number_of_queries(
    league: League, client, django_assert_max_num_queries, page: str, queries: int
):
    league.run()
    league.run()
    client.force_login(league.managers[0])
    slug = league.round.slug
    address = reverse(page, args=[slug] if page == "results:runs" else [slug, 2])
    with django_assert_max_num_queries(queries):
        assert client.get(address).status_code == 200
