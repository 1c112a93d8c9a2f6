"""A campaign from the list to the field: who may do what, the list, both sizes, the draw, the links."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parindex.errors import ProblemsFound
from parindex.surveys.sampling.frame_files import read_frame
from parindex.surveys.sampling.protocol import read_record, verify_draw
from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.inbox.models import Message
from parweb.surveys.actions.draw_sample import draw_sample
from parweb.surveys.actions.issue_tokens import issue_tokens
from parweb.surveys.actions.keep_members import add_member, remove_member
from parweb.surveys.actions.make_campaign import Overtaken, change_campaign
from parweb.surveys.actions.move_campaign import NotAMove, move_campaign
from parweb.surveys.actions.take_frame import take_frame_file
from parweb.surveys.contacts import opened
from parweb.surveys.designs import Design
from parweb.surveys.models import Campaign, CampaignMember, Contact, Frame, Invitation, Quota, Sample, Station
from parweb.surveys.queries.progress import progress_of
from parweb.surveys.states import CampaignState, InvitationState, MemberRole
from parweb.surveys.storing import elements_of, sample_table
from parweb.surveys.tokens import hash_of, read_token
from tests.parweb.cast import NOW, Cast
from tests.parweb.surveys.conftest import FORM, Survey, join, make_campaign, member

SEED = 20260310


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def draft(cast: Cast) -> Campaign:
    """A campaign that is being written."""
    return make_campaign(cast, state=CampaignState.DRAFT)


def list_file(folder: Path, counts: dict[str, int], **more: list[Any]) -> Path:
    """Write a list with so many people of each unit."""
    rows = [(f"{unit}-{number:05}", unit) for unit, count in counts.items() for number in range(count)]
    table = pl.DataFrame(rows, schema=["Mã phần tử", "Mã đơn vị"], orient="row")
    path = folder / "danh-sach.csv"
    table.with_columns(pl.Series(name, cells) for name, cells in more.items()).write_csv(path)
    return path


def framed(cast: Cast, draft: Campaign, folder: Path, counts: dict[str, int], **more: list[Any]) -> Frame:
    path = list_file(folder, counts, **more)
    return take_frame_file(cast.person("manager"), draft, path, "danh-sach.csv", NOW)


def test_the_official_size_and_the_size_by_design_stand_side_by_side(
    cast: Cast, draft: Campaign, client: Client, tmp_path: Path
):
    framed(cast, draft, tmp_path, {"99001": 6000, "99002": 2180})
    client.force_login(cast.users["manager"])
    page = client.get(reverse("surveys:sample", args=[draft.slug]))
    total = page.context["sizes"][-1]
    assert (total["population"], total["official_n"], total["share_n"]) == (8180, 382, 382)
    assert [row["design_n"] for row in page.context["sizes"]] == [362, 327, 689]
    assert "Xã Bắc Sơn" in page.content.decode()


def test_a_sample_is_drawn_again_from_the_list_the_seed_and_the_record(
    cast: Cast, draft: Campaign, tmp_path: Path
):
    frame = framed(cast, draft, tmp_path, {"99001": 600, "99002": 200})
    design = Design(basis="official", reserve_percent=10)
    made = draw_sample(cast.person("manager"), draft, frame, design, SEED, NOW)
    assert (made.seed, made.frame_sha256, made.chosen) == (SEED, frame.sha256, 267)
    record = read_record(json.dumps(made.design))
    assert verify_draw(record, read_frame(tmp_path / "danh-sach.csv"), sample_table(made)).is_equal
    other = draw_sample(cast.person("manager"), draft, frame, design, SEED + 1, NOW)
    assert other.sha256 != made.sha256
    seeds = Entry.objects.filter(action="surveys.draw_sample").order_by("sequence")
    assert [one.after["seed"] for one in seeds] == [str(SEED), str(SEED + 1)]


def test_everybody_drawn_is_invited_and_units_get_their_quota(cast: Cast, draft: Campaign, tmp_path: Path):
    frame = framed(cast, draft, tmp_path, {"99001": 600, "99002": 200})
    made = draw_sample(cast.person("manager"), draft, frame, Design(basis="official"), SEED, NOW)
    invited = Invitation.objects.filter(campaign=draft)
    assert invited.filter(is_reserve=False).count() == made.chosen == 267
    assert invited.filter(is_reserve=True).count() == made.reserves
    assert dict(Quota.objects.values_list("unit__name", "wanted")) == {"Xã Bắc Sơn": 200, "Phường Chợ Rã": 67}
    weights = invited.filter(is_reserve=False, unit=cast.communes[0]).values_list("weight", flat=True)
    assert sum(weights) == pytest.approx(600)


def test_clusters_are_drawn_by_size_and_then_people_in_them(cast: Cast, draft: Campaign, tmp_path: Path):
    villages = [f"thôn {number // 50}" for number in range(600)]
    frame = framed(cast, draft, tmp_path, {"99001": 600}, Thôn=villages)
    design = Design(basis="typed", size=60, per_cluster=10, reserve_percent=0)
    draw_sample(cast.person("manager"), draft, frame, design, SEED, NOW)
    clusters = Invitation.objects.filter(campaign=draft).values_list("psu", flat=True)
    assert (len(clusters), len(set(clusters))) == (60, 6)


def test_names_are_taken_out_of_the_list_and_kept_encrypted_for_those_drawn(
    cast: Cast, draft: Campaign, tmp_path: Path
):
    names = [f"Nguyễn Văn {number}" for number in range(100)]
    frame = framed(cast, draft, tmp_path, {"99001": 100}, **{"Họ và tên": names})
    assert "name" not in elements_of(frame).table.columns
    files = b"".join(path.read_bytes() for path in tmp_path.glob("surveys/*/*"))
    assert "Nguyễn Văn".encode() not in files
    draw_sample(
        cast.person("manager"), draft, frame, Design(basis="typed", size=10, reserve_percent=0), SEED, NOW
    )
    kept = {one.invitation.element_id: json.loads(opened(one.value)) for one in Contact.objects.all()}
    assert len(kept) == 10
    assert all(value["name"] == f"Nguyễn Văn {int(code.partition('-')[2])}" for code, value in kept.items())


def test_names_are_dropped_where_no_day_of_deletion_is_set(cast: Cast, draft: Campaign, tmp_path: Path):
    draft.contacts_until = None
    frame = framed(cast, draft, tmp_path, {"99001": 5}, **{"Họ và tên": list("abcde")})
    assert frame.summary["contacts"] == "left_out"
    assert elements_of(frame).contacts is None


def test_units_that_are_none_are_all_named_with_their_rows(cast: Cast, draft: Campaign, tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        framed(cast, draft, tmp_path, {"99001": 2, "77777": 1, "88888": 1})
    assert [(one.code, one.place.row) for one in found.value.problems] == [("SV390", 4), ("SV390", 5)]
    assert Frame.objects.count() == 0


def upload(client: Client, draft: Campaign, name: str, content: bytes):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("surveys:upload_frame", args=[draft.slug]), {"file": file})


def test_a_list_is_uploaded_and_a_wrong_one_is_refused_with_every_problem(
    cast: Cast, draft: Campaign, client: Client
):
    client.force_login(cast.users["manager"])
    good = "Mã phần tử,Mã đơn vị\nA1,99001\nA2,99002\n".encode()
    assert upload(client, draft, "ds.csv", good).status_code == 302
    assert Frame.objects.get().rows == 2
    doubled = upload(client, draft, "ds.csv", "Mã phần tử\nA1\nA1\nA2\nA2\n".encode())
    assert doubled.status_code == 422
    assert doubled.content.decode().count("SV303") == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [("ds.exe", b"MZ"), ("ds.xlsx", b"no zip"), ("ds.parquet", b"PAR1"), ("ds.csv", b"\x00\xff\xfe")],
)
def test_a_file_that_is_no_list_is_refused_without_an_error_page(
    cast: Cast, draft: Campaign, client: Client, name: str, content: bytes
):
    client.force_login(cast.users["manager"])
    assert upload(client, draft, name, content).status_code == 422
    assert Frame.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Tên,Tuổi\nA,3\n", "đặt tên cột như Mã phần tử"),
        ("Mã phần tử,Mã đơn vị,Mã đơn vị\nA1,99001,99002\n", "giữ một cột, xóa hoặc đổi tên cột kia"),
        ('Mã phần tử,Quy mô\nA1,"1.200"\n', "để ô là số thật"),
    ],
)
def test_a_page_says_how_to_mend_a_list_and_names_no_option_of_a_command(
    cast: Cast, draft: Campaign, client: Client, content: str, said: str
):
    client.force_login(cast.users["manager"])
    page = upload(client, draft, "ds.csv", content.encode()).content.decode()
    told = page[page.index("Chưa nhận được; cần sửa:") :].partition("</ul>")[0]
    assert (said in told, "rồi nộp lại" in told, "--" in told) == (True, True, False)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"size": "0"}, "Ghi một số từ 1 trở lên."),
        ({"size": ""}, "Ghi số phiếu."),
        ({"size": "5", "margin": "abc"}, "Ghi một số từ 0,1 đến 50."),
        ({"size": "1000"}, "ghi tổng cỡ mẫu từ 0 đến 20; 20 là mọi người trong danh sách"),
    ],
)
def test_a_size_that_cannot_be_drawn_is_refused_once_and_in_plain_words(
    cast: Cast, draft: Campaign, client: Client, tmp_path: Path, changes: dict[str, str], said: str
):
    framed(cast, draft, tmp_path, {"99001": 12, "99002": 8})
    client.force_login(cast.users["manager"])
    address = reverse("surveys:sample", args=[draft.slug])
    given = {"basis": "typed", "margin": "5", "deff": "1", "response_rate": "100", "rule": "proportional"}
    given |= {"floor": "0", "reserve_percent": "20", "go": "draw"}
    page = client.post(address, given | changes)
    text = page.content.decode()
    told = text[text.index('role="alert"') :].partition("</ul>")[0]
    assert (page.status_code, said in told, told.count("<li>")) == (422, True, 1)


def test_enter_in_a_field_of_the_design_reckons_sizes_and_draws_nothing(
    cast: Cast, draft: Campaign, client: Client, tmp_path: Path
):
    framed(cast, draft, tmp_path, {"99001": 12})
    client.force_login(cast.users["manager"])
    page = client.get(reverse("surveys:sample", args=[draft.slug])).content.decode()
    form = page[: page.index('value="draw"')].rpartition("<form")[2]
    assert form.count("<button") == 2
    assert form.index('<button hidden name="go" value="sizes">') < form.index('name="basis"')


def test_a_file_of_another_ending_is_refused_in_the_language_of_the_page(
    cast: Cast, draft: Campaign, client: Client
):
    client.force_login(cast.users["manager"])
    text = upload(client, draft, "ds.png", b"PNG").content.decode()
    assert text.count("Không đọc được tệp đuôi “.png”. Nộp tệp có đuôi: csv, txt, xlsx, parquet.") == 2
    english = client.post(
        "/en" + reverse("surveys:upload_frame", args=[draft.slug]),
        {"file": SimpleUploadedFile("a.png", b"P")},
    ).content.decode()
    assert "A file ending in “.png” cannot be read." in english


def test_a_list_larger_than_the_server_takes_is_refused(
    cast: Cast, draft: Campaign, client: Client, settings
):
    settings.UPLOAD_LIMIT = 10
    client.force_login(cast.users["manager"])
    assert upload(client, draft, "ds.csv", b"M" * 11).status_code == 422


def test_seed_and_digest_are_public_before_anybody_is_asked(cast: Cast, draft: Campaign, tmp_path: Path):
    frame = framed(cast, draft, tmp_path, {"99001": 600})
    draw_sample(cast.person("manager"), draft, frame, Design(), SEED, NOW)
    visitor, notice = Client(), reverse("surveys:notice", args=[draft.slug])
    assert visitor.get(notice).status_code == 404
    move_campaign(cast.person("manager"), draft, CampaignState.READY, NOW)
    text = visitor.get(notice).content.decode()
    assert str(SEED) in text
    assert frame.sha256 in text
    record = visitor.get(reverse("surveys:public_protocol", args=[draft.slug]))
    assert record.json()["seed"] == SEED


def test_a_campaign_without_a_sample_is_not_made_public(cast: Cast, draft: Campaign):
    with pytest.raises(Refused) as refused:
        move_campaign(cast.person("manager"), draft, CampaignState.READY, NOW)
    assert "Chưa rút mẫu." in str(refused.value)


def test_frame_and_sample_are_fixed_once_they_are_public(cast: Cast, draft: Campaign, tmp_path: Path):
    frame = framed(cast, draft, tmp_path, {"99001": 60})
    draw_sample(cast.person("manager"), draft, frame, Design(), SEED, NOW)
    move_campaign(cast.person("manager"), draft, CampaignState.READY, NOW)
    with pytest.raises(Refused):
        draw_sample(cast.person("manager"), draft, frame, Design(), SEED + 1, NOW)
    with pytest.raises(Refused):
        framed(cast, draft, tmp_path, {"99001": 61})
    change_campaign(cast.person("manager"), draft, {"population": "khác", "firm": "DOMI"}, NOW)
    draft.refresh_from_db()
    assert (draft.firm, draft.population[:9]) == ("DOMI", "Người dân")
    move_campaign(cast.person("manager"), draft, CampaignState.FIELD, NOW)
    with pytest.raises(NotAMove):
        move_campaign(cast.person("manager"), draft, CampaignState.DRAFT, NOW)


def test_the_field_does_not_begin_with_another_form_than_the_one_that_was_announced(cast: Cast):
    ready = make_campaign(cast, state=CampaignState.READY)
    ready.instrument_digest = "0" * 64
    with pytest.raises(Refused) as refused:
        move_campaign(cast.person("manager"), ready, CampaignState.FIELD, NOW)
    assert "đã khác bản được công bố" in str(refused.value)


def test_two_people_who_change_a_campaign_at_once_are_told(cast: Cast, draft: Campaign):
    mine, theirs = Campaign.objects.get(), Campaign.objects.get()
    change_campaign(cast.person("manager"), mine, {"title": "A"}, NOW)
    with pytest.raises(Overtaken):
        change_campaign(cast.person("manager2"), theirs, {"title": "B"}, NOW)
    assert Campaign.objects.get().title == "A"


def slips_of(page: Any) -> list[str]:
    """Give the tokens on a sheet."""
    return [read_token(one) for one in re.findall(r"slip__token\">([^<]+)<", page.content.decode())]


def test_a_sheet_of_links_is_shown_once_and_the_database_has_digests_alone(survey: Survey, client: Client):
    made = [survey.invite(number)[0] for number in range(3)]
    Invitation.objects.update(token_hash=None, token_at=None)
    Quota.objects.create(campaign=survey.campaign, unit=made[0].unit, wanted=3)
    client.force_login(survey.cast.users["firm"])
    page = client.post(
        reverse("surveys:issue_tokens", args=[survey.campaign.slug]), {"unit": made[0].unit.slug}
    )
    tokens = slips_of(page)
    assert len(tokens) == 3
    assert page.content.decode().count("<svg") == 3
    assert "no-store" in page["Cache-Control"]
    assert set(Invitation.objects.values_list("token_hash", flat=True)) == {hash_of(one) for one in tokens}
    logged = json.dumps([one.after for one in Entry.objects.all()])
    assert not any(one in logged for one in tokens)
    assert Client().get(reverse("surveys:answer", args=[tokens[0]])).status_code == 200


def test_the_sheet_of_links_is_a_pdf_of_six_slips_a_page_where_that_is_asked_for(
    survey: Survey, client: Client
):
    for number in range(7):
        survey.invite(number)
    Invitation.objects.update(token_hash=None, token_at=None)
    unit = survey.cast.communes[0]
    client.force_login(survey.cast.users["firm"])
    address = reverse("surveys:issue_tokens", args=[survey.campaign.slug])
    page = client.post(address, {"unit": unit.slug, "as": "pdf"})
    assert page["Content-Type"] == "application/pdf"
    assert "attachment" in page["Content-Disposition"]
    assert "no-store" in page["Cache-Control"]
    assert page.content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", page.content)) == 2
    assert Invitation.objects.exclude(token_hash=None).count() == 7


def test_a_link_made_anew_makes_the_former_one_void_and_leaves_answered_ones_alone(survey: Survey):
    waiting, former = survey.invite(1)
    answered, kept = survey.invite(2)
    Invitation.objects.filter(pk=answered.pk).update(state=InvitationState.ANSWERED)
    answered.refresh_from_db()
    [issued] = issue_tokens(survey.person("manager"), survey.campaign, [waiting, answered], NOW)
    assert Client().get(reverse("surveys:answer", args=[former])).status_code == 404
    assert Client().get(reverse("surveys:answer", args=[issued.token])).status_code == 200
    assert Invitation.objects.get(pk=answered.pk).token_hash == hash_of(kept)


def test_the_firm_sees_its_campaign_and_no_other(survey: Survey, client: Client):
    other = make_campaign(survey.cast, "sipas-2024")
    client.force_login(survey.cast.users["firm"])
    listed = client.get(reverse("surveys:campaigns")).content.decode()
    assert survey.campaign.slug in listed
    assert other.slug not in listed
    for name in ("campaign", "sample", "invitations", "stations", "members", "protocol"):
        assert client.get(reverse(f"surveys:{name}", args=[other.slug])).status_code == 403, name
    assert client.get(reverse("surveys:campaign", args=[survey.campaign.slug])).status_code == 200


def test_the_firm_neither_changes_the_design_nor_opens_and_closes_the_field(survey: Survey, client: Client):
    client.force_login(survey.cast.users["firm"])
    slug = survey.campaign.slug
    assert client.get(reverse("surveys:edit_campaign", args=[slug])).status_code == 403
    assert client.post(reverse("surveys:move_campaign", args=[slug]), {"to": "closed"}).status_code == 403
    assert upload(client, survey.campaign, "a.csv", b"x").status_code == 403
    assert Campaign.objects.get(slug=slug).state == CampaignState.FIELD


def test_the_firm_adds_interviewers_but_no_managers_and_whoever_joins_is_told(survey: Survey):
    firm, nobody = member(survey.cast, "firm"), survey.cast.users["nobody"]
    with pytest.raises(Refused):
        add_member(firm, survey.campaign, nobody, MemberRole.MANAGER, NOW)
    made = add_member(firm, survey.campaign, nobody, MemberRole.INTERVIEWER, NOW)
    assert Message.objects.get(person=nobody).details["role"] == "Điều tra viên"
    remove_member(firm, made, NOW)
    client = Client()
    client.force_login(nobody)
    assert client.get(reverse("surveys:campaign", args=[survey.campaign.slug])).status_code == 403
    assert CampaignMember.objects.filter(person=nobody, removed_at=NOW).count() == 1


def test_progress_counts_answers_against_quotas_and_never_those_who_chose_themselves(
    survey: Survey, django_assert_max_num_queries
):
    from tests.parweb.surveys.test_taking_answers import given, take_response

    unit = survey.cast.communes[0]
    Quota.objects.create(campaign=survey.campaign, unit=unit, wanted=4)
    for number in range(5):
        invitation, token = survey.invite(number)
        if number < 2:
            take_response(given(survey, token, invitation), NOW)
    take_response(given(survey, "x" * 16, None, mode="qr", stream="qr"), NOW)
    with django_assert_max_num_queries(4):
        total, [row] = progress_of(survey.campaign)
    assert (row.unit, total.wanted, total.invited, total.answers, total.self_selected) == (unit, 4, 5, 2, 1)
    assert (total.share, total.rate) == (50, 40)


def test_the_page_of_progress_asks_as_little_for_many_units_as_for_one(
    survey: Survey, client: Client, django_assert_max_num_queries
):
    for unit in survey.cast.communes:
        Quota.objects.create(campaign=survey.campaign, unit=unit, wanted=4)
    client.force_login(survey.cast.users["manager"])
    with django_assert_max_num_queries(14):
        page = client.get(reverse("surveys:campaign", args=[survey.campaign.slug]))
    assert "Xã Yên Thế" in page.content.decode()
    csv = client.get(reverse("surveys:campaign", args=[survey.campaign.slug]) + "?format=csv")
    assert "Phường Chợ Rã,4,0,0" in b"".join(csv).decode()


def test_a_campaign_is_made_on_a_page_with_everything_it_needs(cast: Cast, client: Client):
    client.force_login(cast.users["manager"])
    told = {
        "title": "SIPAS cấp xã năm 2026",
        "owner": "99",
        "instrument": FORM,
        "population": "Người dân từ 18 tuổi",
        "purpose": "Đo sự hài lòng",
        "modes": ["online", "paper"],
        "starts_on": "01/04/2026",
        "ends_on": "30/04/2026",
    }
    wrong = client.post(reverse("surveys:make_campaign"), told | {"ends_on": "01/03/2026"})
    assert wrong.status_code == 422
    made = client.post(reverse("surveys:make_campaign"), told)
    assert made.url == reverse("surveys:campaign", args=["sipas-cap-xa-nam-2026"])
    campaign = Campaign.objects.get()
    assert (campaign.owner, campaign.modes, campaign.state) == (cast.province, ["online", "paper"], "draft")
    assert "Chưa rút mẫu." in client.get(made.url).content.decode()
    change = client.post(reverse("surveys:edit_campaign", args=[campaign.slug]), told | {"firm": "DOMI"})
    assert change.status_code == 302
    assert Campaign.objects.get().firm == "DOMI"


def test_a_place_is_made_printed_and_closed(survey: Survey, client: Client):
    client.force_login(survey.cast.users["firm"])
    slug = survey.campaign.slug
    told = {"unit": "99002", "kind": "qr", "place": "Quầy 3", "instrument": "one-stop-kiosk@2026"}
    assert client.post(reverse("surveys:stations", args=[slug]), told).status_code == 302
    station = Station.objects.get()
    poster = client.get(reverse("surveys:poster", args=[slug, station.pk])).content.decode()
    assert f"/quet/{station.code}/" in poster
    assert "<svg" in poster
    assert Client().get(reverse("surveys:scan", args=[station.code])).status_code == 200
    client.post(reverse("surveys:close_station", args=[slug, station.pk]))
    assert Client().get(reverse("surveys:scan", args=[station.code])).status_code == 404


def test_the_sample_page_draws_with_a_seed_of_its_own_and_says_it(
    cast: Cast, draft: Campaign, client: Client, tmp_path: Path
):
    framed(cast, draft, tmp_path, {"99001": 600, "99002": 200})
    client.force_login(cast.users["manager"])
    told = {
        "basis": "design",
        "margin": "7,5",
        "deff": "1,5",
        "response_rate": "80",
        "rule": "proportional",
        "floor": "0",
        "reserve_percent": "20",
        "is_one_per_person": "on",
        "go": "sizes",
    }
    path = reverse("surveys:sample", args=[draft.slug])
    shown = client.post(path, told)
    assert (shown.status_code, Sample.objects.count()) == (200, 0)
    assert shown.context["design"].margin == 0.075
    client.post(path, told | {"go": "draw"})
    made = Sample.objects.get()
    assert made.chosen == shown.context["sizes"][-1]["design_invited"]
    assert str(made.seed) in client.get(path).content.decode()
    assert client.post(path, told | {"go": "draw", "deff": "x"}).status_code == 422


def test_a_member_who_left_and_a_stranger_are_told_who_can(cast: Cast, client: Client):
    campaign = make_campaign(cast)
    join(cast, campaign, "someone", MemberRole.FIRM)
    CampaignMember.objects.update(removed_at=NOW - timedelta(days=1))
    for name in ("someone", "officer"):
        client.force_login(cast.users[name])
        refused = client.get(reverse("surveys:campaign", args=[campaign.slug]))
        assert refused.status_code == 403
        assert "Bạn không tham gia đợt điều tra này." in refused.content.decode()
