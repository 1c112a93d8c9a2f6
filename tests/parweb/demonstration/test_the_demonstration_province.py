"""The demonstration: real units, marked figures, and something to do for everybody."""

import re
from collections import Counter
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from parindex.reports.recomputing import recompute
from parweb.accounts.models import User
from parweb.accounts.roles import Role
from parweb.appraisals.actions.lead_session import open_votes
from parweb.appraisals.actions.vote import vote
from parweb.appraisals.models import Appeal, CouncilSession, ExplanationRequest
from parweb.appraisals.permissions import (
    may_answer,
    may_appraise,
    may_change_session,
    may_decide_appeal,
    may_decide_referral,
    may_see_votes,
    may_vote,
    may_write_minutes,
)
from parweb.assessments.counting import progress_of, rows_of
from parweb.assessments.layout import layout_of
from parweb.assessments.models import Answer, Delegation, Entry, FedValue
from parweb.assessments.permissions import may_edit_entry, may_sign_entry
from parweb.audit.chain import breaks_in
from parweb.audit.models import Entry as LogEntry
from parweb.audit.models import Head
from parweb.demonstration import plan
from parweb.demonstration.build import build
from parweb.demonstration.figures import make_figures
from parweb.demonstration.papers import pdf
from parweb.demonstration.people import acting
from parweb.dossiers.models import Source
from parweb.evidence.files.kinds import recognise
from parweb.evidence.models import Use
from parweb.frameworks.models import AdoptedEdition
from parweb.interface.numbers import number_text
from parweb.jobs.models import Job
from parweb.jobs.registry import KINDS
from parweb.portal.pictures import ranking_picture
from parweb.results.models import Place, Publication, Run
from parweb.results.queries.ranking import group_ranks
from parweb.results.queries.sureness import possible_in_group, possible_totals
from parweb.results.queries.tables import bundle_of, table_of
from parweb.results.queries.workspace import tasks_of
from parweb.rounds.models import Participant, Round
from parweb.surveys.models import Campaign
from parweb.surveys.releasing import is_whole
from parweb.units.idle import review_due
from parweb.units.models import Assignment, Unit
from parweb.units.permissions import may_change_account
from parweb.units.register import newest
from tests.parweb.demonstration.moment import SEED, TODAY


@pytest.fixture(autouse=True)
def _made(demonstration):
    """Every test looks at the demonstration."""


def the_round(words: str) -> Round:
    return Round.objects.get(name__contains=words, year=2025)


def person(username: str):
    return acting(User.objects.get(username=username), TODAY)


def participant_of(username: str, words: str = "các xã") -> Participant:
    unit = User.objects.get(username=username).assignments.get().unit
    rows = Participant.objects.select_related("unit", "round__edition", "round__owner")
    return rows.get(round=the_round(words), unit=unit)


def test_the_communes_are_those_of_the_register():
    real = {one.name for one in newest().of_province(plan.PROVINCE).entries if not one.is_province}
    last_year = Round.objects.get(year=2024)
    assert set(last_year.participants.values_list("unit__name", flat=True)) == real
    assert len(real) == 69


def test_dong_tams_published_figures_are_public_as_they_were():
    place = Place.objects.select_related("listed").get(
        run__round__year=2022, criterion_id="total", listed__name="Xã Đồng Tâm"
    )
    assert (place.points, place.rank, place.of) == (Decimal("87.747"), 9, 20)
    others = Unit.objects.filter(participations__round__year=2022).exclude(name="Xã Đồng Tâm")
    assert others.count() == 19
    assert all("(minh họa)" in one.name for one in others)


def test_everything_made_up_is_marked():
    assert all(Round.objects.values_list("is_demonstration", flat=True))
    titles = Publication.objects.exclude(run__round__year=2022).values_list("title", flat=True)
    assert all("minh họa" in title for title in titles)
    assert AdoptedEdition.objects.get(edition_id="commune-model").is_illustrative
    assert "số liệu thật" in Publication.objects.get(run__round__year=2022).note


def test_last_year_is_published_by_two_people_and_nothing_is_missing():
    final = Publication.objects.get(run__round__year=2024)
    assert (final.state, final.kind) == ("published", "final")
    assert {final.prepared_by.username, final.approved_by.username} == {"quanly", "quanly2"}
    assert list(Run.objects.values_list("missing", flat=True)) == [0, 0, 0]
    assert sorted(Run.objects.values_list("units", flat=True)) == [9, 20, 69]


def test_this_years_round_of_the_communes_is_half_way():
    states = Counter(the_round("các xã").participants.values_list("state", flat=True))
    assert sum(states.values()) == 60
    assert all(states[name] for name in ("not_started", "in_progress", "submitted", "signed", "appraised_1"))
    assert states["signed"] + states["appraised_1"] > 30


def test_the_late_commune_is_open_again_and_can_be_filled_in():
    participant = participant_of("canbo")
    assert participant.state == "in_progress"
    assert may_edit_entry(person("canbo"), participant, TODAY)
    other = the_round("các xã").participants.filter(state="in_progress").exclude(pk=participant.pk).first()
    officer = User.objects.get(username=f"canbo.{other.unit.code}")
    assert not may_edit_entry(acting(officer, TODAY), other, TODAY)


def test_a_leader_can_sign():
    assert may_sign_entry(person("lanhdao"), participant_of("lanhdao"), TODAY)


def test_a_commune_is_asked_to_explain_and_can_answer():
    participant = participant_of("giaitrinh")
    requests = ExplanationRequest.objects.filter(participant=participant)
    assert participant.open_requests == requests.count() == 2
    assert all(may_answer(person("giaitrinh"), one, TODAY) for one in requests)
    assert ExplanationRequest.objects.count() == 4


def test_one_ward_appeals_and_the_manager_can_decide():
    appeal = Appeal.objects.get()
    assert appeal.state == "filed"
    assert appeal.participant == participant_of("kiennghi", "các phường")
    assert may_decide_appeal(person("quanly"), appeal, TODAY)
    assert Use.objects.filter(purpose="appeal", participant=appeal.participant).count() == 1


def test_an_appraiser_finds_work_in_the_own_domain_alone():
    signed = the_round("các xã").participants.filter(state="signed").select_related("unit", "round").first()
    code = next(one for one in layout_of(signed.round.edition).own if one.startswith("3."))
    assert may_appraise(person("thamdinh"), signed, TODAY, code)
    assert not may_appraise(person("thamdinh"), signed, TODAY, "1.1.1")


def test_a_council_member_has_a_session_to_vote_in_and_the_chair_opens_the_votes_then():
    session = CouncilSession.objects.get(state="voting")
    referrals = list(session.referrals.select_related("participant__unit", "session__round__owner"))
    assert len(referrals) == 3
    assert {one.participant.state for one in referrals} <= {"signed", "appraised_1"}
    member, chair, secretary = (person(name) for name in ("hoidong", "chutich", "thuky"))
    with pytest.raises(ValidationError, match="mới có 1/2 phiếu"):
        open_votes(chair, session, TODAY)
    for one in referrals:
        assert may_vote(member, one, TODAY)
        vote(member, one, Decimal("0.5"), "", TODAY)
    assert not may_see_votes(member, session, TODAY)
    open_votes(chair, session, TODAY)
    assert all(may_decide_referral(chair, one, TODAY) for one in session.referrals.all())
    assert may_write_minutes(secretary, session, TODAY)


def test_the_secretary_has_a_session_to_prepare():
    session = CouncilSession.objects.get(state="planned")
    assert may_change_session(person("thuky"), session, TODAY)
    assert session.held_at > TODAY
    assert not session.referrals.exists()


def test_the_administrator_has_roles_to_review_and_an_account_to_open():
    (task,) = tasks_of(person("quantri"), TODAY)
    due = Assignment.objects.filter(review_due(TODAY))
    assert task.what == "Rà soát 5 phân công đến hạn"
    assert due.count() == 5
    closed = User.objects.get(is_active=False)
    assert (closed.closed_because, closed.assignments.get().role) == ("idle", "officer")
    assert may_change_account(person("quantri"), closed, TODAY)


@pytest.mark.parametrize(
    ("username", "asked"),
    [
        ("hoidong", "Hội đồng đang cho điểm"),
        ("chutich", "Hội đồng đang cho điểm"),
        ("thuky", "Hội đồng đang cho"),
    ],
)
def test_the_work_page_of_the_council_leads_to_the_running_session(username: str, asked: str):
    first, *later = tasks_of(person(username), TODAY)
    assert first.what.startswith(asked)
    assert [one.tone for one in later] == ["quiet"]


WHOLE = ("1.4.2", "1.6", "4.2")
PARTS = (
    "numerator",
    "denominator",
    "good",
    "fair",
    "average",
    "poor",
    "assigned",
    "late",
    "undone",
    "present",
)


def test_what_is_counted_is_whole_and_no_part_is_larger_than_the_whole():
    adopted = AdoptedEdition.objects.get(edition_id="commune-model")
    for leaves in make_figures(adopted, range(40), 5).values():
        for code, inputs in leaves.items():
            counts = [value for name, value in inputs.items() if name in PARTS or code in WHOLE]
            assert all(value == int(value) >= 0 for value in counts), (code, inputs)
        tasks, posts = leaves["1.6"], leaves["4.2"]
        assert tasks["late"] + tasks["undone"] <= tasks["assigned"] <= 180
        assert 30 <= posts["assigned"] <= 48
        assert (posts["present"] > posts["assigned"]) == (posts["case"] > 1)
        assert sum(leaves["5.4.2"].values()) <= 2
        assert leaves["1.3.1"]["numerator"] <= leaves["1.3.1"]["denominator"] <= 6
        assert 60 <= sum(leaves["1.8"].values()) <= 150


def test_the_answers_that_are_shown_are_whole_where_they_count():
    shown = Answer.objects.filter(criterion_id__in=WHOLE).values_list("inputs", flat=True)
    values = [value for inputs in shown for value in inputs.values()]
    assert len(values) > 500
    assert [value for value in values if "." in value or "," in value] == []


def test_some_criteria_are_delegated_and_some_are_proven_by_documents():
    assert Delegation.objects.get().person.username == "canbo2"
    assert Use.objects.filter(purpose="self_score").count() == 12


def test_every_account_of_the_plan_has_its_role():
    for account in plan.ACCOUNTS:
        assignment = User.objects.get(username=account.username).assignments.get()
        assert assignment.role == account.role
    assert {account.role for account in plan.ACCOUNTS} == set(Role)


def test_the_counters_of_every_unit_are_true():
    for entry in Entry.objects.select_related("participant__round__edition"):
        participant = entry.participant
        counted = progress_of(layout_of(participant.round.edition), rows_of(entry.pk, participant.pk))
        stored = (participant.leaves_total, participant.leaves_answered, participant.leaves_proven)
        assert (counted.total, counted.answered, counted.proven) == stored


def test_whoever_handed_in_has_everything_proven():
    rows = Participant.objects.filter(round__year__gt=2022, signed_at__isnull=False)
    assert rows.count() > 100
    assert all(one.leaves_total == one.leaves_proven for one in rows)


def test_the_log_holds():
    head = Head.objects.get()
    assert list(breaks_in(LogEntry.objects.order_by("sequence"), (head.sequence, head.hash))) == []


def test_making_it_again_changes_nothing():
    before = (Round.objects.count(), Answer.objects.count(), User.objects.count(), LogEntry.objects.count())
    assert not build(TODAY, SEED, [].append)
    assert before == (
        Round.objects.count(),
        Answer.objects.count(),
        User.objects.count(),
        LogEntry.objects.count(),
    )


def test_the_same_seed_makes_the_same_figures_and_another_seed_others():
    adopted = AdoptedEdition.objects.get(edition_id="commune-model")
    first, again, other = (make_figures(adopted, [1, 2], seed) for seed in (5, 5, 6))
    assert first == again
    assert first != other


def test_most_figures_stay_as_they_were_last_year():
    adopted = AdoptedEdition.objects.get(edition_id="commune-model")
    former = make_figures(adopted, range(20), 5)
    later = make_figures(adopted, range(20), 6, former)
    pairs = [(unit, code) for unit in former for code in former[unit]]
    kept = sum(former[unit][code] == later[unit][code] for unit, code in pairs)
    assert 0.65 < kept / len(pairs) < 0.95


def test_its_papers_are_real_pdfs(tmp_path):
    content = pdf("Văn bản (minh họa)", "Xã Đồng Tâm")
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    with file.open("rb") as stream:
        assert recognise(stream, len(content)).media_type == "application/pdf"
    table = int(re.search(rb"startxref\n(\d+)", content)[1])
    assert content[table:].startswith(b"xref\n0 6")
    assert b"VAN BAN \\(MINH HOA\\)" in content


# ------------------------------------------------------------ the page "Dùng thử"

PAGE, DOOR = "demonstration:start", "demonstration:sign_in"


def test_the_page_says_who_can_try_what(client, demonstration, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page = client.get(reverse(PAGE)).content.decode()
    for account in plan.ACCOUNTS:
        assert f">{account.username}</th>" in page
        assert str(account.to_try) in page
    assert plan.PASSWORD in page


def test_last_years_survey_is_public_and_this_years_is_held_against_it(client, demonstration):
    now, before = Campaign.objects.get(state="field"), Campaign.objects.get(state="published")
    assert (now.starts_on - before.starts_on).days == 463
    released = before.releases.get()
    assert is_whole(released)
    assert released.figures["answers"] == 15 * 32 - 5
    assert (released.made_by.username, released.published_by.username) == ("quanly", "quanly2")
    start = client.get(reverse(PAGE)).content.decode()
    public = reverse("surveys:public_results", args=[before.slug])
    page = reverse("surveys:compare_campaigns", args=[now.slug, before.slug])
    assert public in start
    assert client.get(public).status_code == 200
    client.force_login(User.objects.get(username="khaosat"))
    rows = client.get(page).context["rows"]
    assert len(rows) == 15
    assert {"higher", "same"} <= {row["verdict"] for row in rows}


@pytest.mark.parametrize("username", [account.username for account in plan.ACCOUNTS])
def test_one_click_lets_a_visitor_in_as_that_account(client, demonstration, username):
    answer = client.post(reverse(DOOR), {"username": username})
    assert (answer.status_code, answer["Location"]) == (302, reverse("workspace"))
    assert int(client.session["_auth_user_id"]) == User.objects.get(username=username).pk
    assert client.get(reverse("workspace")).status_code == 200


def doors_of(page: str) -> list[tuple[str, str]]:
    """The pages behind the door that the start page shows, each with an account that stands beside it."""
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    return [
        (key.group(1), username)
        for form in forms
        if (key := re.search(r'name="page" value="([^"]+)"', form))
        for username in re.findall(r'name="username" value="([^"]+)"', form)
    ]


def test_every_page_stands_beside_accounts_that_may_read_it(client, demonstration):
    doors = doors_of(client.get(reverse(PAGE)).content.decode())
    assert Counter(key for key, _ in doors) == {"ho-so": 3, "ket-qua": 2, "so-sanh": 2, "lo-giay": 2}
    for key, username in doors:
        answer = Client().post(reverse(DOOR), {"username": username, "page": key}, follow=True)
        (address, _status), *more = answer.redirect_chain
        assert (answer.status_code, more) == (200, []), (key, username)
        assert address.startswith({"ho-so": "/ho-so/"}.get(key, "/khao-sat/")), (key, username)


def test_every_link_of_the_page_opens_without_an_account_and_with_each(client, demonstration):
    page = client.get(reverse(PAGE)).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    links = re.findall(r'href="([^"]+)"', main)
    assert len(links) == 8
    for username in [None, *(account.username for account in plan.ACCOUNTS)]:
        visitor = Client()
        if username:
            visitor.force_login(User.objects.get(username=username))
        assert {link: visitor.get(link).status_code for link in links} == dict.fromkeys(links, 200), username


@pytest.mark.parametrize("page", ["lo-giay", "https://example.com/", "/quan-tri/", "zzz"])
def test_a_page_that_does_not_stand_beside_an_account_is_not_opened(client, demonstration, page):
    answer = client.post(reverse(DOOR), {"username": "canbo", "page": page})
    assert (answer.status_code, answer["Location"]) == (302, reverse("workspace"))


@pytest.mark.parametrize("username", ["", "ninhgiang1", "nobody"])
def test_no_other_account_can_be_entered(client, demonstration, username):
    assert client.post(reverse(DOOR), {"username": username}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_disabled_demo_account_can_not_be_entered(client, demonstration):
    User.objects.filter(username="quantri").update(is_active=False)
    assert client.post(reverse(DOOR), {"username": "quantri"}).status_code == 404


def test_on_any_other_server_there_is_no_such_page_and_no_way_in(client, demonstration, settings):
    settings.DEMONSTRATION = False
    assert client.get(reverse(PAGE)).status_code == 404
    assert client.post(reverse(DOOR), {"username": "quantri"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_another_site_can_not_post_the_form(demonstration):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse(DOOR), {"username": "quantri"}).status_code == 403
    assert strict.get(reverse(DOOR)).status_code == 405


def test_a_server_without_demo_accounts_says_how_to_make_them(client, demonstration):
    User.objects.update(is_active=False)
    assert "parindex-site demonstration" in client.get(reverse(PAGE)).content.decode()


def test_the_command_lists_every_account_and_leaves_what_is_there(demonstration):
    told = StringIO()
    call_command("demonstration", stdout=told)
    lines = told.getvalue().splitlines()
    assert lines[0] == "Đã có dữ liệu minh họa, giữ nguyên."
    assert [line.split()[0] for line in lines[2:]] == [account.username for account in plan.ACCOUNTS]


def test_a_day_that_is_none_is_told(db):
    with pytest.raises(CommandError, match="2026-03-10"):
        call_command("demonstration", "--today", "10/3/2026")


def test_synthetic_dossiers_come_in_through_the_import_and_fill_the_bound_leaves(
    demonstration, client, monkeypatch, settings, tmp_path
):
    settings.DOSSIER_STORE, settings.MEDIA_ROOT = tmp_path / "store", tmp_path / "files"
    monkeypatch.setattr("parweb.demonstration.dossiers.COUNT", 500)
    job = Job.objects.get(kind="demonstration.dossiers")
    done = KINDS[job.kind](lambda *_: None, TODAY, **job.arguments)
    assert done["imported"] == 500
    assert done["filled"] > 0
    again = KINDS[job.kind](lambda *_: None, TODAY, **job.arguments)
    assert (again["imported"], again["filled"]) == (500, 0)
    province = Source.objects.get(is_demonstration=True).owner
    text = client.get(reverse("dossiers:public", args=[province.slug])).content.decode()
    assert "Tỷ lệ trễ hạn" in text
    assert reverse("dossiers:home") in client.get(reverse(PAGE)).content.decode()


def test_a_visitor_reads_how_sure_a_survey_figure_its_points_and_the_rank_are(client, demonstration):
    value = FedValue.objects.filter(source="survey", source_note__contains="Chỉ số hài lòng chung").first()
    assert value is not None
    unit = value.participant.unit
    publication = Publication.objects.get(round=value.participant.round)
    page = client.get(reverse("portal:unit", args=[publication.slug, unit.slug])).content.decode()
    low, high = (number_text(Decimal(value.interval[end]), 2, "vi") for end in ("low", "high"))
    assert f"sai số chuẩn: {number_text(value.standard_error, 2, 'vi')} điểm %" in page
    assert f"khoảng tin cậy 95 %: {low}–{high} % (Korn–Graubard)" in page
    points = [number_text(5 * Decimal(value.interval[end]) / 100, 2, "vi") for end in ("low", "high")]
    assert f"tức {points[0]}–{points[1]} điểm" in page
    ranges = table_of(publication.run, "sure_ranks").filter(criterion_id="total", unit_id=str(unit.pk))
    best, worst, alike = ranges.select("best", "worst", "alike").row(0)
    assert best < worst
    assert f"hạng {best}–{worst}; chưa đủ căn cứ nói hơn kém {alike} đơn vị khác" in page
    listed = client.get(reverse("portal:ranking", args=[publication.slug])).content.decode()
    assert "Khoảng hạng tính cả sai số của 138 số liệu điều tra" in listed


def test_possible_ranks_of_the_demonstration_hold_every_printed_rank_and_are_computed_again():
    run = Publication.objects.get(round__year=2024).run
    ranges = table_of(run, "sure_ranks").filter(criterion_id="total")
    printed = {
        str(place.unit_id): place.rank for place in Place.objects.filter(run=run, criterion_id="total")
    }
    assert ranges.height == len(printed) == 69
    for row in ranges.iter_rows(named=True):
        assert row["best"] <= printed[row["unit_id"]] <= row["worst"]
    assert recompute(bundle_of(run)[0]).differences.rows() == []


def test_in_a_peer_group_the_ranking_shows_the_ranks_that_errors_leave_possible_there(client, demonstration):
    publication = Publication.objects.get(round__year=2024)
    group = f"cụm thi đua={publication.run.facts['families']['cụm thi đua'][0]}"
    known = possible_in_group(publication.run, group)
    ranks = group_ranks(publication.run, group)
    assert len(known) == len(ranks) > 5
    for unit, (rank, of) in ranks.items():
        assert 1 <= known[unit].best <= rank <= known[unit].worst <= of
    url = reverse("portal:ranking", args=[publication.slug])
    page = client.get(url, {"nhom": group}).content.decode()
    assert page.count("Khoảng hạng trong nhóm") == 1
    found = client.get(f"/api/v1/publications/{publication.slug}/ranking", {"group": group}).json()
    assert found["count"] == len(ranks)
    for item in found["items"]:
        assert item["in_group"]["possible"]["best"] <= item["in_group"]["rank"]
        assert item["in_group"]["of"] <= len(ranks)
    bare = client.get(f"/api/v1/publications/{publication.slug}/ranking").json()
    assert {item["in_group"] for item in bare["items"]} == {None}


def test_the_chart_and_the_comparison_show_between_what_survey_errors_leave_the_points(client, demonstration):
    publication = Publication.objects.get(round__year=2024)
    places = Place.objects.filter(run=publication.run, criterion_id="total").select_related("listed")[:2]
    told = {"don-vi": [place.listed.slug for place in places]}
    page = client.get(reverse("portal:compare", args=[publication.slug]), told).content.decode()
    known = possible_totals(publication.run)
    for place in places:
        one = known[str(place.unit_id)]
        assert f"{number_text(one.points_low, 2, 'vi')}–{number_text(one.points_high, 2, 'vi')}" in page
    wards = Publication.objects.get(kind="provisional").run
    lines = re.findall(
        r'x2="([0-9.]+)" y2="0" stroke="#76808e" stroke-width="2"', str(ranking_picture(wards).svg)
    )
    assert len([length for length in lines if float(length) > 0]) == wards.units == 9
