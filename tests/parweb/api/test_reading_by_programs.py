"""Programs read what the portal publishes: exact numbers, declared errors, nothing before its hour."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parweb.results.states import PublicationKind
from tests.parweb.results.league import League

ROOT = "/api/v1"


def get(client, path: str, status: int = 200, **query):
    answer = client.get(f"{ROOT}{path}", query)
    assert answer.status_code == status, answer.content[:300]
    return answer.json()


def test_the_list_says_by_which_edition_values_and_engine_each_result_was_made(league: League, client):
    publication = league.publish()
    (one,) = get(client, "/publications")["items"]
    assert one["slug"] == publication.slug
    assert one["decision_number"] == "766/QĐ-UBND"
    assert (one["edition"], one["values_digest"]) == ("commune-hai-duong@2022", publication.run.values_digest)


def test_a_ranking_gives_exact_points_as_text_and_printed_denominators(league: League, client):
    publication = league.publish()
    answer = get(client, f"/publications/{publication.slug}/ranking", q="dong tam")
    assert answer["count"] == 1
    (row,) = answer["items"]
    assert (row["total"]["points"], row["total"]["rank"], row["total"]["of"]) == ("87.747", 9, 20)
    places = {one["criterion_id"]: (one["points"], one["rank"], one["of"]) for one in row["domains"]}
    assert places["8.1"] == ("1.577", 14, 20)
    assert places["2"] == ("4.75", 2, 3)


def test_a_ranking_is_cut_by_limit_and_offset_in_order_of_rank(league: League, client):
    publication = league.publish()
    answer = get(client, f"/publications/{publication.slug}/ranking", limit=3, offset=8)
    assert answer["count"] == 20
    assert [row["total"]["rank"] for row in answer["items"]] == [9, 10, 11]


def test_the_csv_of_programs_has_no_byte_order_mark(league: League, client):
    publication = league.publish()
    answer = client.get(f"{ROOT}/publications/{publication.slug}/ranking.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert not answer.content.startswith(b"\xef\xbb\xbf")
    assert "9,20,29901,Xã Đồng Tâm,87.747" in answer.content.decode()


def test_the_result_of_a_unit_explains_every_leaf(league: League, client):
    publication = league.publish()
    answer = get(client, f"/publications/{publication.slug}/units/{league.dong_tam.slug}")
    assert len(answer["leaves"]) == 10
    assert answer["leaves"][7]["points"] == "1.577"
    assert answer["leaves"][0]["source"] == "thẩm định lần 1"


def test_the_edition_comes_whole_with_the_digest_that_was_scored_by(league: League, client):
    publication = league.publish()
    answer = get(client, f"/publications/{publication.slug}/edition")
    assert answer["digest"] == publication.run.edition_digest
    assert len(answer["content"]["tree"]) == 10


def test_a_unit_has_its_results_of_all_years(league: League, client):
    publication = league.publish()
    answer = get(client, f"/units/{league.dong_tam.slug}")
    assert [one["publication"] for one in answer["results"]] == [publication.slug]
    assert answer["results"][0]["total"]["points"] == "87.747"
    assert get(client, "/units", q="ninh giang")["items"][0]["name"] == "Huyện Ninh Giang"


@pytest.mark.parametrize("path", ["", "/ranking", "/ranking.csv", "/edition", "/units/xa-dong-tam"])
def test_what_is_provisional_or_waits_for_its_hour_is_not_there(league: League, client, path: str):
    run = league.run()
    later = league.publish(run, publish_at=timezone.now() + timedelta(days=1))
    provisional = league.publish(
        run, kind=PublicationKind.PROVISIONAL, decision_number="", decision_on=None, signer=""
    )
    for publication in (later, provisional):
        answer = get(client, f"/publications/{publication.slug}{path}", 404)
        assert answer["code"] == "not_found"
    assert get(client, "/publications")["count"] == 0


def test_what_cannot_be_is_answered_with_its_place(league: League, client):
    answer = get(client, "/publications", 422, limit=0)
    assert answer["code"] == "invalid"
    assert answer["detail"][0]["place"][-1] == "limit"


def test_nothing_can_be_written(league: League, client):
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"{ROOT}/publications").status_code == 405
