"""Forms that an institute sends in: all of it or every problem, never changed, asked in every way."""

from __future__ import annotations

import html
import json
import re
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from parindex.errors import ProblemsFound
from parindex.surveys.instruments.digest import digest
from parindex.surveys.instruments.files import form_yaml, read_form
from parindex.surveys.instruments.registry import load_instrument
from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.surveys.actions.check_answers import check_answers
from parweb.surveys.actions.keep_form import keep_form, retire_form
from parweb.surveys.actions.keep_station import make_station
from parweb.surveys.actions.key_sheet import key_sheet
from parweb.surveys.actions.make_batch import Wanted, make_batch
from parweb.surveys.actions.make_campaign import change_campaign
from parweb.surveys.actions.move_campaign import move_campaign
from parweb.surveys.actions.refresh_tally import refresh_tally
from parweb.surveys.actions.take_fieldwork import take_fieldwork
from parweb.surveys.asking.offline import form_data
from parweb.surveys.collected import ground_of
from parweb.surveys.forms.campaigns import CampaignForm
from parweb.surveys.models import Campaign, Flag, Invitation, Questionnaire, Response
from parweb.surveys.queries.figures import Options, figures_of
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.sent_forms import RESERVED_HERE, read_sent
from parweb.surveys.states import CampaignState, Mode, StationKind, Stream
from tests.parweb.cast import NOW, Cast
from tests.parweb.surveys.conftest import FORM, Survey, make_campaign, member
from tests.parweb.surveys.own_forms import SURVEY, YAML, as_file, workbook

SEND, KEEP, SHELF = "/khao-sat/phieu-hoi/nop/", "/khao-sat/phieu-hoi/luu/", "/khao-sat/phieu-hoi/"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def maker(client: Client, cast: Cast) -> Client:
    """The browser of somebody who makes campaigns of the province."""
    client.force_login(cast.users["manager"])
    return client


def send(maker: Client, content: bytes | str, name: str, **more):
    return maker.post(SEND, {"owner": "99", "file": as_file(content, name), **more})


def kept(cast: Cast, text: str = YAML, name: str = "manager") -> Questionnaire:
    return keep_form(cast.person(name), cast.province, read_sent(text.encode(), "x.yaml"), "x.yaml", NOW)


def hidden(page: str) -> str:
    """Give the content that a page sends on, as a browser does."""
    [found] = re.findall(r'<textarea name="content" hidden readonly>\n(.*?)</textarea>', page, re.DOTALL)
    return html.unescape(found).replace("\n", "\r\n")


# --- Sending a form in


@pytest.mark.parametrize(
    ("content", "name", "ref"),
    [(YAML, "phieu.yaml", "hai-long-mot-cua@2026"), (workbook(), "phieu.xlsx", "phieu-thu@2026")],
)
def test_a_form_is_shown_before_it_is_kept_and_kept_as_it_was_shown(maker, cast, content, name, ref):
    shown = send(maker, content, name)
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "Xem trước, chưa lưu" in page
    asked = {"phieu.yaml": "Ông/Bà đã đến bộ phận một cửa chưa?", "phieu.xlsx": "Ông/Bà đã đến chưa?"}[name]
    assert page.count("Chỉ hỏi khi ") == 2
    assert f"Chỉ hỏi khi câu 1 “{asked}” là “Rồi”</p>" in html.unescape(page)
    assert Questionnaire.objects.count() == 0
    done = maker.post(KEEP, {"owner": "99", "file_name": name, "content": hidden(page)})
    row = Questionnaire.objects.get()
    assert done.url == reverse("surveys:form", args=[row.ref])
    given = content if isinstance(content, bytes) else content.encode()
    assert row.digest == digest(read_form(given, name).instrument)
    assert row.ref == f"{ref}-{row.digest[:12]}"
    assert (row.owner, row.number, row.file_name) == (cast.province, 1, name)
    entry = Entry.objects.latest("sequence")
    assert (entry.action, entry.after["digest"]) == ("surveys.keep_form", row.digest)


def test_every_problem_of_a_workbook_is_said_at_once_with_sheet_row_and_remedy_and_nothing_is_kept(maker):
    survey = [
        *SURVEY,
        ["begin_repeat", "again", "Lặp", "", ""],
        ["end_repeat", "", "", "", ""],
        ["select_one nothing", "q2", "Gì?", "", ""],
        ["text", "mode", "Cách nào?", "", ""],
        ["text", "q3", "Lần nữa?", "${none} = 1", ""],
    ]
    shown = send(maker, workbook(survey), "sai.xlsx")
    page = html.unescape(shown.content.decode())
    assert shown.status_code == 422
    problems = re.findall(r"<li><strong>(\w+)</strong> (.*?): .*?→", page)
    assert [code for code, _place in problems] == ["SV152", "SV155", "SV111", "SV126"]
    assert [place for _code, place in problems] == [
        "sai.xlsx, trang survey, dòng 5, cột type",
        "sai.xlsx, trang survey, dòng 7, cột type",
        "sai.xlsx, trang survey, dòng 8",
        "sai.xlsx, trang survey, dòng 9, cột relevant",
    ]
    assert Questionnaire.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"PK\x03\x04 nothing", "x.xlsx", "RD402"),
        (b"\xd0\xcf\x11\xe0 old", "x.xlsx", "SV140"),
        ("a: [", "x.yaml", "FW001"),
        ("# " + "x" * (1 << 20), "x.yaml", "SV141"),
        ("{id: x, year: 2026, title: X, questions: [{id: q, kind: note, label: Chào}]}", "x.yaml", "SV380"),
    ],
)
def test_what_is_no_form_is_refused_with_its_code(maker, content, name, said):
    shown = send(maker, content, name)
    assert (shown.status_code, f"<strong>{said}</strong>" in shown.content.decode()) == (422, True)


def test_a_file_over_the_limit_and_one_of_another_kind_are_refused_before_they_are_read(maker, settings):
    settings.UPLOAD_LIMIT = 100
    assert "Tệp lớn hơn" in send(maker, YAML, "x.yaml").content.decode()
    assert send(maker, YAML, "x.exe").status_code == 422


def test_an_archive_that_would_unpack_to_60_mebibytes_is_refused(maker):
    out = BytesIO()
    with ZipFile(out, "w", 8) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as member_:
        for _piece in range(60):
            member_.write(b"\0" * (1 << 20))
    assert "<strong>SV141</strong>" in send(maker, out.getvalue(), "x.xlsx").content.decode()


@pytest.mark.parametrize("name", sorted(RESERVED_HERE))
def test_a_name_that_the_site_has_for_something_else_is_no_question(name):
    text = f"{{id: x, year: 2026, title: X, questions: [{{id: {name.upper()}, kind: text, label: A}}]}}"
    with pytest.raises(ProblemsFound) as found:
        read_sent(text.encode(), "x.yaml")
    assert [one.code for one in found.value.problems] == ["SV111"]


def test_what_was_changed_between_showing_and_keeping_is_checked_again(maker):
    text = YAML.replace("kind: integer", "kind: nothing")
    refused = maker.post(KEEP, {"owner": "99", "file_name": "x.yaml", "content": text})
    assert (refused.status_code, "<strong>SV104</strong>" in refused.content.decode()) == (422, True)
    assert Questionnaire.objects.count() == 0


def test_a_skip_that_words_cannot_say_is_shown_as_it_is_written(maker):
    text = YAML.replace('relevant: "${came} = 1"', 'relevant: "${came} + 1 = 2"', 1)
    page = html.unescape(send(maker, text, "x.yaml").content.decode())
    assert '<p class="preview-condition">Chỉ hỏi khi ${came} + 1 = 2</p>' in page
    assert [int(one) for one in re.findall(r'<p class="preview-question">Câu (\d+)</p>', page)] == [1, 2, 3]


def test_the_same_content_again_is_the_same_form_and_a_changed_one_is_the_next_version(cast):
    first = kept(cast)
    again = kept(cast, YAML + "\n# một chú thích\n")
    second = kept(cast, YAML.replace("Mấy lần?", "Bao nhiêu lần?"))
    assert (again.pk, first.number, second.number) == (first.pk, 1, 2)
    assert first.ref != second.ref
    assert form_of(first.ref).by_id["visits"].label.vi == "Mấy lần?"
    assert form_of(second.ref).by_id["visits"].label.vi == "Bao nhiêu lần?"


def test_a_form_that_would_take_the_name_of_another_is_refused(cast, monkeypatch):
    row = kept(cast)
    Questionnaire.objects.filter(pk=row.pk).update(digest="0" * 64)
    with pytest.raises(ProblemsFound) as found:
        kept(cast)
    assert [one.code for one in found.value.problems] == ["SV381"]


def test_only_those_who_make_campaigns_of_the_unit_send_forms_in(cast):
    for name in ("officer", "appraiser", "observer", "member"):
        with pytest.raises(Refused):
            kept(cast, name=name)
    assert Questionnaire.objects.count() == 0


# --- The shelf


def test_the_shelf_lists_shipped_and_own_forms_with_the_campaigns_that_use_them(maker, cast):
    row = kept(cast)
    campaign = make_campaign(cast)
    Campaign.objects.filter(pk=campaign.pk).update(instrument=row.ref)
    page = maker.get(SHELF).content.decode()
    assert page.count('<tr><th scope="row"') == 6
    [line] = [one for one in page.split("<tr>") if row.ref in one]
    assert '<td class="number">3</td><td class="number">2</td><td class="number">0</td>' in line
    assert "Tiếng Việt, Tiếng Anh" in line
    assert reverse("surveys:campaign", args=[campaign.slug]) in line


def test_a_form_is_read_as_a_table_with_its_scale_factor_and_satisfied_codes(maker, cast):
    row = kept(cast)
    address = reverse("surveys:form", args=[row.ref])
    table = maker.get(address, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(table) == 6
    assert table[2].split(",")[:3] == ["2", "2", "visits"]
    assert table[2].endswith(
        ",câu 1 “Ông/Bà đã đến bộ phận một cửa chưa?” là “Rồi”,${came} = 1,. >= 1 and . <= 50"
    )
    assert table[5] == "3,3,q_time,Thời gian,,,3,A,,,,"
    page = maker.get(address).content.decode()
    assert page.count("Chỉ hỏi khi câu 1 “Ông/Bà đã đến bộ phận một cửa chưa?” là “Rồi”") == 2
    assert "không ý kiến, không tính" in page
    assert "Hài lòng là các mã:" in page


def test_what_is_downloaded_is_sent_in_again_as_the_same_form(maker, cast):
    row = kept(cast)
    for kind in ("xlsx", "yaml"):
        file = maker.get(reverse("surveys:download_form", args=[row.ref, kind]))
        assert digest(read_form(file.content, f"x.{kind}").instrument) == row.digest
        assert f"{row.ref}.{kind}" in file["Content-Disposition"]
    shipped = maker.get(reverse("surveys:download_form", args=[FORM, "xlsx"])).content
    assert digest(read_form(shipped, "x.xlsx").instrument) == digest(load_instrument(FORM))
    assert maker.get(reverse("surveys:download_form", args=[row.ref, "exe"])).status_code == 404


def test_the_screens_of_every_shipped_form_show_every_question_in_both_languages(maker):
    for ref in (
        FORM,
        "sipas-users@2017",
        "sipas-ward-department@2026",
        "one-stop-kiosk@2026",
        "xhh-deputies@2026",
    ):
        form = load_instrument(ref)
        for lang, prefix in (("vi", ""), ("en", "/en")):
            page = html.unescape(maker.get(f"{prefix}/khao-sat/phieu-hoi/{ref}/man-hinh/").content.decode())
            for question in form.questions:
                assert question.label.in_(lang) in page
            names = set(re.findall(r'name="([^"]+)"', page.split("preview-screen", 1)[1]))
            boxes = {one.question.id if one.kind == "flag" else one.id for one in form.columns}
            assert boxes == names - {"viewport"}


def test_a_form_of_another_province_is_not_read_and_not_offered(cast):
    row = kept(cast)
    stranger = Client()
    stranger.force_login(cast.users["officer"])
    assert stranger.get(reverse("surveys:form", args=[row.ref])).status_code == 403
    assert row.ref not in stranger.get(SHELF).content.decode()
    assert stranger.get(reverse("surveys:form", args=["no@2026-000000000000"])).status_code == 404


def offered(*paths: str, chosen: str = "") -> list[str]:
    form = CampaignForm(paths=paths, initial={"instrument": chosen})
    return [ref for _group, rows in form.fields["instrument"].choices for ref, _label in rows]


def test_a_form_that_was_taken_off_the_shelf_is_offered_to_no_new_campaign_and_stays_with_the_old(cast):
    row = kept(cast)
    commune, province = cast.communes[0].path, cast.province.path
    assert offered(commune)[0] == offered(province)[0] == row.ref
    assert len(offered(province)) == 6
    retire_form(cast.person("manager"), row, NOW)
    assert row.ref not in offered(province)
    assert row.ref in offered(province, chosen=row.ref)
    assert form_of(row.ref).id == "hai-long-mot-cua"
    assert kept(cast).retired_at is None
    actions = list(Entry.objects.order_by("-sequence").values_list("action", flat=True)[:2])
    assert actions == ["surveys.offer_form", "surveys.retire_form"]


# --- An own form in the field


@pytest.fixture
def own(survey: Survey) -> Survey:
    """A campaign in the field with the institute's own form."""
    row = kept(survey.cast)
    draft = make_campaign(survey.cast, "rieng", CampaignState.DRAFT)
    Campaign.objects.filter(pk=draft.pk).update(modes=["qr"])
    draft.refresh_from_db()
    manager = survey.person("manager")
    change_campaign(manager, draft, {"instrument": row.ref}, NOW)
    move_campaign(manager, draft, CampaignState.READY, NOW)
    assert draft.instrument_digest == row.digest
    change_campaign(manager, draft, {"instrument": FORM}, NOW)
    assert Campaign.objects.get(pk=draft.pk).instrument == row.ref
    move_campaign(manager, draft, CampaignState.FIELD, NOW)
    Campaign.objects.filter(pk=survey.campaign.pk).update(
        instrument=row.ref, instrument_digest=row.digest, modes=["online", "interviewer", "paper"]
    )
    survey.campaign.refresh_from_db()
    return survey


def walk(token: str, *screens: dict[str, str]) -> list[tuple[int, str]]:
    """Answer screen by screen as a browser without a script does; give status and where it leads."""
    phone, steps = Client(), []
    address = reverse("surveys:answer_screen", args=[token, 1])
    for given in screens:
        reply = phone.post(address, given | {"go": "next"})
        steps.append((reply.status_code, reply.headers.get("Location", "")))
        address = reply.headers.get("Location", address)
    return steps


def test_an_own_form_is_answered_with_its_skip_and_its_constraint_and_becomes_an_index(own: Survey):
    answers = [
        ({"came": "1"}, {"visits": "3"}, {"q_staff": "3", "q_time": "1"}, {}),
        ({"came": "1"}, {"visits": "50"}, {"q_staff": "3", "q_time": "9"}, {}),
        ({"came": "2"}, {}),
    ]
    for number, screens in enumerate(answers, start=1):
        _invitation, token = own.invite(number)
        steps = walk(token, *screens)
        assert {status for status, _to in steps} == {302}
        assert steps[-1][1] == reverse("surveys:answer_thanks", args=[token])
    _invitation, token = own.invite(4)
    refused = walk(token, {"came": "1"}, {"visits": "51"})
    assert [status for status, _to in refused] == [302, 422]
    whole = Response.objects.filter(is_partial=False).order_by("pk")
    assert [one.answers for one in whole] == [
        {"came": 1, "visits": 3, "q_staff": 3, "q_time": 1},
        {"came": 1, "visits": 50, "q_staff": 3, "q_time": 9},
        {"came": 2},
    ]
    assert {one.form for one in whole} == {own.campaign.instrument}
    ground = ground_of(own.campaign)
    made = figures_of(refresh_tally(own.campaign, NOW, ground), ground, Options(least=1))
    # 2 satisfied of 3 answers that are an opinion: 3, 1, 3; "no opinion" counts nowhere
    assert made.index["estimate"] == pytest.approx(2 / 3)
    assert made.index["n"] == 2


def test_the_results_and_every_export_of_an_own_form_have_its_columns(own: Survey, client: Client):
    for number in range(1, 41):
        _invitation, token = own.invite(number)
        walk(token, {"came": "1"}, {"visits": "3"}, {"q_staff": "3", "q_time": str(1 + 2 * (number % 2))}, {})
    client.force_login(own.cast.users["manager"])
    slug = own.campaign.slug
    page = client.get(reverse("surveys:results", args=[slug])).content.decode()
    assert "A Phục vụ" in page
    assert "75,00" in page  # 60 satisfied of 80
    assert client.get(reverse("surveys:method", args=[slug])).status_code == 200
    for kind in ("csv", "xlsx", "sav", "parquet"):
        file = client.get(reverse("surveys:export_answers", args=[slug, kind]))
        assert file.status_code == 200
        if kind == "parquet":
            archive = ZipFile(BytesIO(file.content))
            [name] = [one for one in archive.namelist() if one.endswith(".parquet")]
            table = pl.read_parquet(archive.read(name))
            assert table.select("came", "visits", "q_staff").rows() == [(1, 3, 3)] * 40
            assert sorted(table["q_time"]) == [1] * 20 + [3] * 20


def test_an_own_form_is_checked_and_reviewed_under_its_own_labels(own: Survey, client: Client):
    _invitation, token = own.invite()
    walk(token, {"came": "1"}, {"visits": "3"}, {"q_staff": "1", "q_time": "1"}, {})
    checked = check_answers(own.campaign, NOW)
    codes = set(Flag.objects.values_list("code", flat=True))
    assert (checked["flags"], "wrong_version" in codes) == (len(codes), False)
    client.force_login(own.cast.users["manager"])
    number = Response.objects.get().pk
    page = client.get(reverse("surveys:review_answer", args=[own.campaign.slug, number])).content.decode()
    assert "Thái độ công chức" in page


def test_an_own_form_works_at_a_kiosk_with_its_skip(own: Survey, client: Client):
    campaign = Campaign.objects.get(slug="rieng")
    unit = own.cast.communes[0]
    station = make_station(
        own.person("manager"), campaign, unit, StationKind.KIOSK, "Quầy 3", campaign.instrument, NOW
    )
    home = reverse("surveys:kiosk", args=[station.code])
    assert "đến bộ phận một cửa chưa" in client.get(home).content.decode()
    assert client.post(home, {"came": "2"}).url == reverse("surveys:kiosk_thanks", args=[station.code])
    asked = client.post(home, {"came": "1"})
    client.post(asked.url, {"visits": "2", "q_staff": "3"})
    told = Response.objects.order_by("pk").values_list("answers", "stream", "is_partial")
    assert list(told) == [
        ({"came": 2}, Stream.KIOSK, False),
        ({"came": 1, "visits": 2, "q_staff": 3}, Stream.KIOSK, False),
    ]


def test_an_own_form_is_printed_and_typed_in_and_what_breaks_its_constraint_is_flagged(
    own: Survey, client: Client
):
    own.invite(1)
    firm = member(own.cast, "firm")
    batch = make_batch(firm, own.campaign, Wanted(own.cast.communes[0], 1, is_double=False), NOW)
    client.force_login(own.cast.users["firm"])
    printed = client.get(reverse("surveys:print_batch", args=[own.campaign.slug, batch.number]))
    body = b"".join(printed.streaming_content) if printed.streaming else printed.content
    assert body.startswith(b"%PDF")
    boxes = client.get(
        reverse("surveys:key_sheet", args=[own.campaign.slug, batch.number, 1])
    ).content.decode()
    assert [name for name in ("came", "visits", "q_staff", "q_time") if f'name="{name}"' in boxes] == [
        "came", "visits", "q_staff", "q_time",
    ]  # fmt: skip
    key_sheet(firm, batch.sheets.get(), {"came": 1, "visits": 99, "q_staff": 3}, NOW)
    row = Response.objects.get()
    assert (row.form, row.mode, row.answers) == (
        own.campaign.instrument,
        Mode.PAPER,
        {"came": 1, "visits": 99, "q_staff": 3},
    )
    check_answers(own.campaign, NOW)
    assert list(Flag.objects.filter(code="broken_constraint").values_list("detail__about", flat=True)) == [
        "visits"
    ]


def test_an_own_form_goes_to_an_interviewers_device_and_comes_back_checked(own: Survey, client: Client):
    made = [own.invite(number)[0] for number in (1, 2)]
    Invitation.objects.update(interviewer=own.cast.users["interviewer"], mode=Mode.INTERVIEWER)
    who = member(own.cast, "interviewer")
    client.force_login(own.cast.users["interviewer"])
    data = json.loads(client.get(reverse("surveys:interview_data", args=[own.campaign.slug])).content)
    assert data["form"]["ref"] == own.campaign.instrument
    assert [len(one["questions"]) for one in data["form"]["screens"]] == [1, 1, 1]
    assert data["form"]["skips"]["visits"][0][0] is not None
    items = [
        {
            "key": f"k{one.pk}", "kind": "answer", "invitation": one.pk, "language": "vi", "seconds": 60,
            "answers": {"came": 1, "visits": visits},
            "started_at": "2026-03-10T01:00:00Z", "finished_at": "2026-03-10T01:12:00Z",
        }
        for one, visits in zip(made, (7, 99), strict=True)
    ]  # fmt: skip
    states = [one.state for one in take_fieldwork(who, own.campaign, items, NOW)]
    assert states[0] == "taken"
    assert Response.objects.get(answers__visits=7).form == own.campaign.instrument


def test_the_field_does_not_begin_with_a_form_that_differs_from_the_announced_one(own: Survey):
    other = kept(own.cast, YAML.replace("Mấy lần?", "Bao nhiêu lần?"))
    draft = make_campaign(own.cast, "khac", CampaignState.READY)
    Campaign.objects.filter(pk=draft.pk).update(instrument=other.ref, instrument_digest="0" * 64)
    draft.refresh_from_db()
    with pytest.raises(Refused):
        move_campaign(own.person("manager"), draft, CampaignState.FIELD, NOW)


def test_an_own_form_reads_back_from_its_row_as_it_was_sent(cast):
    row = kept(cast)
    assert form_yaml(form_of(row.ref)) == row.content
    assert form_data(form_of(row.ref), "en")["title"] == "Satisfaction at the one-stop shop"


# --- The common form, filled in on a page

BUILD = "/khao-sat/phieu-hoi/soan/"


def filled(go: str = "preview", **changes: str) -> dict[str, str]:
    return {
        "owner": "99",
        "title": "Hài lòng về cấp điện | Power supply",
        "form_id": "",
        "year": "2026",
        "version": "1",
        "introduction": "Xin Ông/Bà cho ý kiến.",
        "scale": "sipas-population@2026.satisfaction",
        "with_none": "on",
        "last": "Góp ý gì thêm?",
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-label": "Thời gian | Time",
        "form-0-lead": "",
        "form-0-items": "Đúng hẹn | On time\r\n\r\nNhanh",
        "form-0-is_counted": "on",
        "form-0-order": "2",
        "form-1-label": "Thái độ",
        "form-1-lead": "Thái độ thế nào?",
        "form-1-items": "Lịch sự\r\nTận tình\r\nDễ gặp",
        "form-1-is_counted": "on",
        "form-1-order": "1",
        "go": go,
    } | changes


def test_the_common_form_is_filled_in_shown_and_kept_as_a_file_would_be(maker, cast):
    shown = maker.post(BUILD, filled())
    page = shown.content.decode()
    assert (shown.status_code, Questionnaire.objects.count()) == (200, 0)
    maker.post(KEEP, {"owner": "99", "file_name": "", "content": hidden(page)})
    row = Questionnaire.objects.get()
    form = form_of(row.ref)
    assert (row.form_id, row.year, form.languages) == ("hai-long-ve-cap-dien", 2026, ("vi", "en"))
    assert [(one.code, one.label.vi, one.items) for one in form.factors] == [
        ("A", "Thái độ", ("c1_1", "c1_2", "c1_3")),
        ("B", "Thời gian", ("c2_1", "c2_2")),
    ]
    assert form.by_id["c1"].label.vi == "Thái độ thế nào?"
    assert form.by_id["c2"].items[0].label.en == "On time"
    assert [one.code for one in form.scales["muc"].options] == [1, 2, 3, 4, 5, 9]
    assert (form.scales["muc"].no_opinion, form.index.satisfied) == ((9,), (4, 5))
    assert form.by_id["y_kien"].kind == "text"


def test_a_group_that_is_not_counted_stands_in_no_factor_and_without_any_there_is_no_index(maker):
    one = filled()
    del one["form-1-is_counted"]
    form = read_sent(hidden(maker.post(BUILD, one).content.decode()).encode(), "x").form
    assert [factor.items for factor in form.factors] == [("c2_1", "c2_2")]
    del one["form-0-is_counted"]
    form = read_sent(hidden(maker.post(BUILD, one).content.decode()).encode(), "x").form
    assert (form.factors, form.index, len(form.questions)) == ((), None, 3)


def test_one_more_group_and_the_way_back_from_the_preview_lose_nothing_typed(maker):
    more = maker.post(BUILD, filled("more")).content.decode()
    assert (more.count("<legend>Câu "), "Ghi tên nhóm" in more) == (3, False)
    for text in ("Đúng hẹn | On time", "Thái độ thế nào?", "Dễ gặp", "Xin Ông/Bà cho ý kiến."):
        assert text in more
    preview = maker.post(BUILD, filled()).content.decode()
    back = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', preview, re.DOTALL))
    sent = {name: html.unescape(value) for name, value in back.items() if name in filled()}
    assert sent | {"go": "preview"} == filled()
    again = maker.post(BUILD, sent | {"go": "edit"}).content.decode()
    assert (again.count("<legend>Câu "), "Góp ý gì thêm?" in again) == (2, True)


def test_enter_in_a_field_shows_the_form_and_a_new_group_is_where_one_writes_next(maker):
    page = maker.post(BUILD, filled("more")).content.decode()
    form = page[page.index(f'action="{BUILD}"') :]
    assert re.findall(r'<button[^>]* value="(\w+)"', form)[:2] == ["preview", "more"]
    assert re.findall(r"<input[^>]* autofocus[^>]*>", page) == re.findall(
        r'<input[^>]*"form-2-label"[^>]*>', page
    )
    assert "autofocus" not in maker.post(BUILD, filled("edit")).content.decode()


def test_the_preview_in_the_other_language_still_leads_back_to_what_was_filled_in(maker):
    vietnamese = maker.post(BUILD, filled()).content.decode()
    assert f'formaction="/en{BUILD}"' in vietnamese
    english = maker.post(f"/en{BUILD}", filled()).content.decode()
    assert "Power supply" in english
    assert f'formaction="{BUILD}"' in english
    assert 'name="form-1-items" value="Lịch sự\r\nTận tình\r\nDễ gặp"' in english


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"form-1-label": ""}, "Ghi tên nhóm."),
        ({"form-0-items": "Nhanh\r\n| On time"}, "Đang ghi: | On time"),
        ({"form-0-label": "| Time"}, "Đang ghi: | Time"),
        ({"title": " | Power"}, "Đang ghi: | Power"),
        ({"form-1-items": " \r\n "}, "Ghi ít nhất một nội dung."),
        ({"form-1-items": "a\n" * 41}, "Nhiều nhất 40 dòng một câu."),
        ({"form_id": "Có Dấu"}, "Chỉ chữ thường, số và dấu -."),
        ({"form_id": "-"}, "Chỉ chữ thường, số và dấu -."),
        ({"title": "Hỏi ${ten}"}, "SV137"),
        ({f"form-{number}-{name}": "" for number in (0, 1) for name in ("label", "lead", "items")},
         "Ghi ít nhất một nhóm có nội dung."),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_on_the_page_is_said_and_nothing_is_shown_or_kept(maker, changes, said):
    refused = maker.post(BUILD, filled(**changes))
    assert (refused.status_code, said in refused.content.decode()) == (422, True)
    assert Questionnaire.objects.count() == 0


def test_a_workbook_that_does_not_say_its_year_takes_the_one_that_is_typed(maker):
    book = openpyxl.load_workbook(BytesIO(workbook()))
    book["settings"]["B2"] = "phieu_thu"
    out = BytesIO()
    book.save(out)
    assert "<strong>SV164</strong>" in send(maker, out.getvalue(), "x.xlsx").content.decode()
    shown = send(maker, out.getvalue(), "x.xlsx", year="2027")
    assert (shown.status_code, "phieu-thu@2027-" in shown.content.decode()) == (200, True)


def test_the_pages_and_the_problems_of_forms_are_there_in_english(maker, cast):
    row = kept(cast)
    for address, words in (
        (f"/en{SHELF}", "Forms of the agency"),
        (f"/en{SHELF}{row.ref}/", "Satisfied are the codes:"),
        (f"/en{SHELF}{row.ref}/man-hinh/", "Have you been there?"),
        (f"/en{SEND}", "Nothing is kept until you say so."),
        (f"/en{BUILD}", "Each question may be asked only after"),
    ):
        assert words in html.unescape(maker.get(address).content.decode())
    note = "{id: x, year: 2026, title: X, questions: [{id: q, kind: note, label: Chào}]}"
    refused = maker.post(f"/en{SEND}", {"owner": "99", "file": as_file(note, "x.yaml")})
    assert "the form asks nothing at its beginning" in refused.content.decode()
