"""Anybody reads published results, and nothing else; whole pages are kept until the next publication."""

import csv
import gzip
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from parweb.appraisals.models import Appraisal
from parweb.assessments.models import FedValue
from parweb.portal.pages import roundings_of
from parweb.results.models import Run
from parweb.results.states import PublicationKind
from parweb.units.models import Change, Succession
from tests.parweb.cast import NOW, adopt, make_unit
from tests.parweb.results.league import League

PAGES = ["ranking", "compare", "method", "edition"]
PROVISIONAL = {"kind": PublicationKind.PROVISIONAL, "decision_number": "", "decision_on": None, "signer": ""}


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_pages_need_neither_session_nor_cookie(league: League, client, page: str):
    publication = league.publish()
    answer = client.get(reverse(f"portal:{page}", args=[publication.slug]))
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["Cache-Control"] == "public, max-age=600"
    assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_in_english_under_en(league: League, client, page: str):
    publication = league.publish()
    answer = client.get("/en" + reverse(f"portal:{page}", args=[publication.slug]))
    assert '<html lang="en">' in text_of(answer)


def test_a_kept_page_costs_one_query_and_is_the_same(league: League, client, django_assert_num_queries):
    address = reverse("portal:ranking", args=[league.publish().slug])
    first = client.get(address)
    with django_assert_num_queries(1):
        second = client.get(address)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]


def test_a_reader_who_has_the_page_already_is_told_so(league: League, client):
    address = reverse("portal:ranking", args=[league.publish().slug])
    tag = client.get(address)["ETag"]
    answer = client.get(address, headers={"if-none-match": tag})
    assert answer.status_code == 304
    assert not answer.content


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_reader_of_the_start_page_finds_a_new_publication_at_once(league: League, client, prefix: str):
    first = league.publish()
    address = prefix + reverse("portal:home")
    seen = client.get(address)
    assert seen["Cache-Control"] == "public, no-cache"
    unchanged = client.get(address, headers={"if-none-match": seen["ETag"]})
    assert (unchanged.status_code, unchanged["Cache-Control"]) == (304, "public, no-cache")
    league.publish(kind=PublicationKind.CORRECTION, replaces=first, title="Đính chính 2022")
    later = client.get(address, headers={"if-none-match": seen["ETag"]})
    assert later.status_code == 200
    assert "Đính chính 2022" in text_of(later)


def test_a_reader_of_a_units_history_finds_a_new_publication_at_once(league: League, client):
    first = league.publish()
    address = reverse("portal:history", args=[league.dong_tam.slug])
    seen = client.get(address)
    assert seen["Cache-Control"] == "public, no-cache"
    league.publish(kind=PublicationKind.CORRECTION, replaces=first, title="Đính chính 2022")
    later = client.get(address, headers={"if-none-match": seen["ETag"]})
    assert "Đính chính 2022" in text_of(later)


def test_a_page_is_pressed_for_those_who_take_it_so(league: League, client):
    address = reverse("portal:ranking", args=[league.publish().slug])
    plain = client.get(address).content
    answer = client.get(address, headers={"accept-encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == plain
    assert len(answer.content) < len(plain) / 3


def test_a_kept_page_of_the_former_says_that_it_was_corrected_once_the_correction_is_out(
    league: League, client
):
    first = league.publish()
    address = reverse("portal:ranking", args=[first.slug])
    assert "Bản này đã được đính chính." not in text_of(client.get(address))
    second = league.publish(kind=PublicationKind.CORRECTION, replaces=first, title="Đính chính 2022")
    assert "Bản này đã được đính chính." in text_of(client.get(address))
    moved = text_of(client.get(reverse("portal:moved", args=[second.slug])))
    assert "Không đơn vị nào thay đổi" in moved


def test_the_published_page_of_the_former_keeps_its_figures_after_a_correction(league: League, client):
    first = league.publish()
    address = reverse("portal:unit", args=[first.slug, league.dong_tam.slug])
    wrong = Appraisal.objects.filter(participant__unit=league.dong_tam, criterion_id="1")
    wrong.update(set_points=Decimal(15))
    second = league.publish(kind=PublicationKind.CORRECTION, replaces=first, title="Đính chính 2022")
    assert "87,75/100" in text_of(client.get(address))
    later = text_of(client.get(reverse("portal:unit", args=[second.slug, league.dong_tam.slug])))
    assert "90,91/100" in later


def test_a_publication_of_a_later_hour_is_not_there_yet(league: League, client):
    publication = league.publish(publish_at=timezone.now() + timedelta(days=1))
    assert client.get(reverse("portal:ranking", args=[publication.slug])).status_code == 404
    assert publication.title not in text_of(client.get(reverse("portal:home")))


@pytest.mark.parametrize("page", ["ranking", "compare", "method", "edition", "bundle", "chart"])
def test_a_provisional_result_is_not_on_the_portal(league: League, client, page: str):
    publication = league.publish(**PROVISIONAL)
    assert client.get(reverse(f"portal:{page}", args=[publication.slug])).status_code == 404
    assert publication.title not in text_of(client.get(reverse("portal:home")))


def test_a_provisional_result_is_for_its_participants_who_signed_in(
    league: League, client, django_user_model
):
    publication = league.publish(**PROVISIONAL)
    address = reverse("portal:provisional", args=[publication.slug])
    assert client.get(address).status_code == 302
    client.force_login(league.officer)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]
    outsider = django_user_model.objects.create(username="ngoai", full_name="Người Ngoài")
    client.force_login(outsider)
    assert client.get(address).status_code == 403


def test_a_message_for_one_person_never_gets_into_a_kept_page(league: League, client):
    address = reverse("portal:ranking", args=[league.publish().slug])
    client.cookies["messages"] = "bat-ky"
    answer = client.get(address)
    assert "ETag" not in answer


def test_search_needs_no_diacritics_and_filters_keep_the_rank_in_the_league(league: League, client):
    address = reverse("portal:ranking", args=[league.publish().slug])
    page = text_of(client.get(address, {"q": "dong tam"}))
    assert page.count('<th scope="row">') == 1
    assert "9/20" in page


def test_a_peer_group_has_a_ranking_of_its_own_beside_that_of_the_league(league: League, client):
    address = reverse("portal:ranking", args=[league.publish().slug])
    page = text_of(client.get(address, {"nhom": "vùng=Ven sông"}))
    assert page.count('<th scope="row">') == 10
    ranks = re.findall(r"(\d+)/10</td>", page)
    assert sorted(map(int, ranks)) == list(range(1, 11))


def test_a_file_keeps_the_rank_in_a_group_and_its_denominator_apart(league: League, client):
    address = reverse("portal:ranking", args=[league.publish().slug])
    asked = {"nhom": "vùng=Ven sông", "format": "csv"}
    head, first, *_ = csv.reader(client.get(address, asked).content.decode("utf-8-sig").splitlines())
    at = head.index("Hạng trong nhóm")
    assert head[at + 1] == "Mẫu số của hạng trong nhóm"
    assert first[at : at + 2] == ["1", "10"]
    assert not any(re.fullmatch(r"\d+/\d+", cell) for cell in first)


def test_a_file_holds_every_row_with_real_numbers_and_names_its_source(league: League, client):
    publication = league.publish()
    address = reverse("portal:ranking", args=[publication.slug])
    lines = client.get(address, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) >= 21
    ours = next(line for line in lines if "Xã Đồng Tâm" in line)
    assert ours.startswith("9,20,29901,Xã Đồng Tâm,87.747")
    workbook = client.get(address, {"format": "xlsx"})
    assert workbook.content[:2] == b"PK"


def test_the_mean_of_a_league_says_of_how_many_units_it_is(league: League, client):
    FedValue.objects.filter(criterion_id="8.3").exclude(participant__unit=league.dong_tam).delete()
    page = text_of(client.get(reverse("portal:ranking", args=[league.publish().slug])))
    assert "1/20 đơn vị có tổng điểm: trung bình 87,75 điểm, cao nhất 87,75 điểm." in page


def test_a_mean_is_never_printed_above_the_best(league: League, client):
    appraised = Appraisal.objects.filter(criterion_id="8.1")
    appraised.update(set_points=Decimal("1.577"))
    publication = league.publish()
    page = text_of(client.get(reverse("portal:unit", args=[publication.slug, league.dong_tam.slug])))
    row = page.split('<table id="domains">')[1].split("8.1 ")[1].split("</tr>")[0]
    assert re.findall(r'number">([\d,]+)</td>', row)[-2:] == ["1,577", "1,577"]


def test_the_card_names_what_the_edition_itself_rounds(league: League, client):
    adopted = adopt("commune-model@2025", league.managers[0])
    assert roundings_of(Run(edition=adopted)) == "8.3 (2 chữ số)"
    page = text_of(client.get(reverse("portal:method", args=[league.publish().slug])))
    assert "Bộ tiêu chí quy định làm tròn" not in page


def test_units_are_set_side_by_side(league: League, client):
    publication = league.publish()
    other = league.units["minh-hoa-02"]
    address = reverse("portal:compare", args=[publication.slug])
    page = text_of(client.get(address, {"don-vi": [league.dong_tam.slug, other.slug]}))
    assert "87,75/100" in page
    assert "93,35/100" in page


def test_a_unit_that_was_dissolved_and_renamed_keeps_its_page_and_its_name(league: League, client):
    publication = league.publish()
    unit = league.dong_tam
    unit.name, unit.name_fold, unit.valid_to = "Xã Đồng Tâm (cũ)", "xa dong tam (cu)", NOW.date()
    unit.save()
    page = text_of(client.get(reverse("portal:unit", args=[publication.slug, unit.slug])))
    assert "<h1>Xã Đồng Tâm</h1>" in page
    history = text_of(client.get(reverse("portal:history", args=[unit.slug])))
    assert "Kết quả đã công bố của đơn vị được giữ nguyên." in history
    assert "87,75/100" in history


def test_former_units_and_those_that_followed_lead_to_each_other(league: League, client):
    new = make_unit("commune", "Xã Đồng Tâm Mới", league.district, "29999", 99)
    old, other = league.dong_tam, league.units["minh-hoa-02"]
    change = Change.objects.create(
        kind="merge", effective_on=NOW.date(), decision="1/NQ", made_at=NOW, made_by=league.managers[0]
    )
    for former, share in ((old, "1"), (other, "0.4"), (new, "1")):
        Succession.objects.create(change=change, former=former, successor=new, share=Decimal(share))
    league.publish()
    page = text_of(client.get(reverse("portal:history", args=[new.slug])))
    said = page.split("Lập từ:")[1].split("</p>")[0]
    addresses = [reverse("portal:history", args=[one.slug]) for one in (old, other)]
    assert re.findall(r'href="([^"]+)"', said) == addresses
    assert said.count("(một phần)") == 1
    assert "Nay là" not in page
    former = text_of(client.get(addresses[0]))
    assert f'Nay là: <a href="{reverse("portal:history", args=[new.slug])}">Xã Đồng Tâm Mới</a>.' in former
    assert "87,75/100" in former


def test_who_chooses_more_than_five_units_is_told_that_some_were_left_out(league: League, client):
    address = reverse("portal:compare", args=[league.publish().slug])
    slugs = [one.slug for one in league.units.values()]
    words = "Mỗi lần so sánh nhiều nhất 5 đơn vị"
    assert words not in text_of(client.get(address, {"don-vi": slugs[:5]}))
    six = text_of(client.get(address, {"don-vi": slugs[:6]}))
    assert words in six
    assert six.count('<th scope="col" class="number">') == 5


def test_every_figure_has_a_card_that_says_how_it_was_made(league: League, client):
    publication = league.publish()
    page = text_of(client.get(reverse("portal:method", args=[publication.slug])))
    run = publication.run
    for fact in (run.edition_digest, run.values_digest, f"parindex {run.engine_version}", "09:00 10/03/2026"):
        assert fact in page


def test_no_page_of_the_portal_reads_what_is_not_published(
    league: League, client, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    publication = league.publish()
    addresses = [reverse("portal:home"), reverse("portal:history", args=[league.dong_tam.slug])]
    addresses += [reverse(f"portal:{page}", args=[publication.slug]) for page in [*PAGES, "bundle", "chart"]]
    addresses.append(reverse("portal:unit", args=[publication.slug, league.dong_tam.slug]))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for address in addresses:
            assert client.get(address).status_code == 200
    tables = " ".join(query["sql"] for query in asked.captured_queries)
    for app in ("assessments_", "evidence_", "appraisals_", "django_session"):
        assert app not in tables
