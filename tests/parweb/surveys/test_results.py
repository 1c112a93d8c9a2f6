"""Figures come from the sample alone, say how sure they are, and are frozen before they are published."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from parindex.errors import ProblemsFound
from parindex.surveys.estimation.index import INDEX
from parweb.accounts.verdicts import Refused
from parweb.assessments.actions.fill_fed_leaves import fill_fed_leaves
from parweb.assessments.models import FedValue
from parweb.audit.models import Entry
from parweb.inbox.models import Message
from parweb.jobs.models import Job
from parweb.surveys import collected as collecting
from parweb.surveys.actions import refresh_tally as refreshing
from parweb.surveys.actions.bind_figures import bind_figures
from parweb.surveys.actions.judge_answer import judge_answers
from parweb.surveys.actions.publish_release import publish_release
from parweb.surveys.actions.refresh_tally import refresh_tally
from parweb.surveys.actions.release_figures import release_figures
from parweb.surveys.collected import ground_of
from parweb.surveys.drawing import Point, outside_funnel
from parweb.surveys.feeding import fed_leaves, takes_share
from parweb.surveys.feeding import figures as feeder
from parweb.surveys.models import (
    Batch,
    Binding,
    Campaign,
    Frame,
    Invitation,
    PaperSheet,
    Release,
    Response,
    Sample,
    Tally,
)
from parweb.surveys.queries.figures import beside, figures_of, options
from parweb.surveys.releasing import digest_of, is_whole
from parweb.surveys.states import CampaignState, PaperState, Stream, Verdict
from tests.parweb.cast import NOW, make_unit
from tests.parweb.surveys.conftest import FORM, Survey

ITEMS = [column.id for column in collecting.form_of(FORM).index_columns]


def invite(survey: Survey, unit: int, count: int, weight: float) -> None:
    stratum = survey.cast.communes[unit].slug
    Invitation.objects.bulk_create(
        Invitation(
            campaign=survey.campaign,
            element_id=f"{unit}-{number}",
            unit=survey.cast.communes[unit],
            stratum=stratum,
            weight=weight,
            order=number,
        )
        for number in range(count)
    )


def answer(survey: Survey, unit: int, values: list[int], weight: float | None, **more) -> list[Response]:
    stratum = more.pop("stratum", survey.cast.communes[unit].slug)
    start = Response.objects.count()
    told = {"form": FORM, "mode": "online", "stream": Stream.PROBABILITY} | more
    return Response.objects.bulk_create(
        Response(
            campaign=survey.campaign,
            key=f"key-{start + number}",
            answers=dict.fromkeys(ITEMS, value),
            unit=survey.cast.communes[unit],
            stratum=stratum,
            weight=weight,
            started_at=NOW,
            finished_at=NOW,
            received_at=NOW,
            **told,
        )
        for number, value in enumerate(values)
    )


@pytest.fixture
def answered(survey: Survey) -> Survey:
    """Two communes: 60 invited for 10 each, 40 answer, 30 satisfied; 40 for 5 each, 40 answer, 10 satisfied."""
    invite(survey, 0, 60, 10.0)
    invite(survey, 1, 40, 5.0)
    answer(survey, 0, [5] * 30 + [2] * 10, 10.0)
    answer(survey, 1, [4] * 10 + [1] * 30, 5.0)
    return survey


def figures(survey: Survey):
    ground = ground_of(survey.campaign)
    running = refresh_tally(survey.campaign, NOW, ground)
    return figures_of(running, ground, options())


def test_the_index_weighs_each_stratum_as_its_sample_does_also_for_those_who_did_not_answer(answered: Survey):
    index = figures(answered).index
    assert index["estimate"] == pytest.approx((600 * 0.75 + 200 * 0.25) / 800)
    assert (index["n"], index["df"], index["label"]) == (80, 78, "reliable")
    assert index["lower"] < index["estimate"] < index["upper"]


def test_new_answers_are_added_without_reading_old_ones_and_give_what_a_whole_count_gives(
    answered: Survey, monkeypatch
):
    figures(answered)
    answer(answered, 1, [5] * 7, 5.0)
    read = []
    real = refreshing.collected
    monkeypatch.setattr(
        refreshing, "collected", lambda ground, rows, ids: read.append(len(ids)) or real(ground, rows, ids)
    )
    added = figures(answered).index
    Tally.objects.update(statistics=None)
    again = figures(answered).index
    assert read == [7, 87]
    assert added["estimate"] == pytest.approx(again["estimate"], rel=1e-12)
    assert added["se"] == pytest.approx(again["se"], rel=1e-12)


def test_an_answer_that_is_rejected_leaves_the_figures(answered: Survey):
    before = figures(answered).index["n"]
    Response.objects.filter(pk=Response.objects.first().pk).update(verdict=Verdict.REJECTED)
    assert (before, figures(answered).index["n"]) == (80, 79)


def test_an_answer_that_is_held_and_then_accepted_is_out_and_in_again(answered: Survey):
    numbers = [Response.objects.first().pk]
    manager = answered.person("manager")
    seen = [figures(answered).index["n"]]
    for verdict, reason in ((Verdict.HELD, "xem lại"), (Verdict.ACCEPTED, "")):
        judge_answers(manager, answered.campaign, numbers, verdict, reason, NOW)
        seen.append(figures(answered).index["n"])
    assert seen == [80, 79, 80]


def test_an_answer_begun_long_ago_and_finished_now_is_counted(answered: Survey):
    begun = Response.objects.first()
    Response.objects.filter(pk=begun.pk).update(is_partial=True)
    assert figures(answered).index["n"] == 79
    Response.objects.filter(pk=begun.pk).update(is_partial=False)
    assert figures(answered).index["n"] == 80


def test_streams_of_those_who_chose_themselves_stand_beside_and_never_inside(answered: Survey):
    before = figures(answered).index
    answer(answered, 0, [5] * 20, None, stratum="", stream=Stream.QR, mode="qr")
    after = figures(answered).index
    assert after == before
    [row] = beside(answered.campaign)
    assert (row.stream, row.answers, row.units, row.share) == (Stream.QR, 20, 1, 1.0)


def test_an_answer_of_no_stratum_stands_for_nobody_and_is_said(answered: Survey):
    answer(answered, 0, [1] * 3, None, stratum="ngoài mẫu")
    found = figures(answered)
    assert (found.index["n"], found.unplaced) == (80, 3)


def test_somebody_of_the_reserve_has_the_weight_of_the_stratum(answered: Survey):
    answer(answered, 1, [5], None)
    rows = collecting.collected(ground_of(answered.campaign), collecting.counted(answered.campaign))
    assert rows["weight"][-1] == 5.0


def test_a_small_cell_is_withheld_and_with_it_the_one_that_would_give_it_away(answered: Survey):
    invite(answered, 2, 10, 1.0)
    answer(answered, 2, [5] * 4, 1.0)
    units = figures(answered).by["unit"].filter(measure=INDEX).sort("n")
    assert units["n"].to_list() == [4, 40, 40]
    assert units["withheld"].to_list().count(True) == 2
    assert units.filter(pl.col("withheld"))["estimate"].to_list() == [None, None]


def test_elements_drawn_one_by_one_have_the_correction_for_a_finite_population(answered: Survey):
    without = figures(answered).index["se"]
    complete(answered)
    with_it = figures(answered).index["se"]
    assert with_it < without


def complete(survey: Survey) -> None:
    """Give the campaign what its method card asks for."""
    frame = Frame.objects.create(
        campaign=survey.campaign,
        source="danh-sach.xlsx",
        sha256="a" * 64,
        rows=800,
        taken_at=NOW,
        taken_by=survey.cast.users["manager"],
    )
    strata = [
        {"stratum": survey.cast.communes[0].slug, "population": 600},
        {"stratum": survey.cast.communes[1].slug, "population": 200},
    ]
    plan = {"stages": [{"level": "element", "method": "srs", "size": 50}]}
    Sample.objects.create(
        campaign=survey.campaign,
        frame=frame,
        seed=7,
        frame_sha256="a" * 64,
        sha256="b" * 64,
        chosen=100,
        design={"plan": plan, "strata": strata},
        drawn_at=NOW,
        drawn_by=survey.cast.users["manager"],
    )
    Response.objects.filter(pk=Response.objects.first().pk).update(verdict=Verdict.ACCEPTED)
    Campaign.objects.update(state=CampaignState.CLOSED)
    survey.campaign.refresh_from_db()


def test_figures_are_not_frozen_while_answers_come_in(answered: Survey):
    with pytest.raises(Refused, match="đóng thu phiếu"):
        release_figures(answered.person("manager"), answered.campaign, "", NOW)


def test_a_card_with_gaps_is_refused_with_every_gap(answered: Survey):
    Campaign.objects.update(state=CampaignState.CLOSED, firm="")
    answered.campaign.refresh_from_db()
    with pytest.raises(ProblemsFound) as found:
        release_figures(answered.person("manager"), answered.campaign, "", NOW)
    gaps = {one.place.item for one in found.value.problems}
    assert gaps == {"frame", "frame_rows", "frame_hash", "design", "seed", "fieldwork", "quality"}
    assert not Release.objects.exists()


def test_a_release_is_frozen_published_by_a_second_person_and_told(answered: Survey):
    complete(answered)
    manager, second = answered.person("manager"), answered.person("manager2")
    made = release_figures(manager, answered.campaign, "lần đầu", NOW)
    answer(answered, 0, [1] * 5, 10.0)
    made.refresh_from_db()
    assert (made.number, made.figures["whole"][0]["n"], is_whole(made)) == (1, 80, True)
    with pytest.raises(Refused, match="không tự công bố"):
        publish_release(manager, made, NOW)
    publish_release(second, made, NOW)
    answered.campaign.refresh_from_db()
    assert answered.campaign.state == CampaignState.PUBLISHED
    assert Message.objects.filter(event="surveys.published").count() == 4
    done = list(Entry.objects.order_by("sequence").values_list("action", flat=True))
    assert done[-2:] == ["surveys.release_figures", "surveys.publish_release"]


def test_a_release_that_somebody_changed_is_seen(answered: Survey):
    complete(answered)
    made = release_figures(answered.person("manager"), answered.campaign, "", NOW)
    made.figures["whole"][0]["estimate"] = 0.99
    made.save()
    assert not is_whole(Release.objects.get())


def leaf_of_a_share(round_):
    return next(leaf for leaf in fed_leaves(round_) if takes_share(leaf))


def test_a_leaf_that_is_bound_gets_each_units_published_figure_with_its_error(answered: Survey):
    complete(answered)
    manager = answered.person("manager")
    round_ = answered.campaign.round
    leaf = leaf_of_a_share(round_)
    bind_figures(manager, round_, {leaf.code: (answered.campaign, "index")}, NOW)
    assert list(feeder(round_, lambda *_: None)) == []
    made = release_figures(manager, answered.campaign, "", NOW)
    publish_release(answered.person("manager2"), made, NOW)
    found = {one.unit_id: one for one in feeder(round_, lambda *_: None)}
    [value] = found[answered.cast.communes[0].pk].inputs.values()
    note = found[answered.cast.communes[0].pk].note
    assert value == Decimal(75)
    assert "n = 40" in note
    interval = found[answered.cast.communes[0].pk].interval
    assert (interval.method, interval.level, interval.respondents) == ("korn_graubard", Decimal("0.95"), 40)
    assert interval.low < value < interval.high
    assert answered.campaign.title in note


def test_the_page_of_results_shows_index_interval_and_charts_to_those_who_run_it(
    answered: Survey, client: Client, django_assert_max_num_queries
):
    client.force_login(answered.cast.users["manager"])
    with django_assert_max_num_queries(40):
        page = client.get(reverse("surveys:results", args=[answered.campaign.slug]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "62,50" in text
    assert "Korn–Graubard" in text
    assert text.count("<svg") >= 2
    client.force_login(answered.cast.users["firm"])
    assert client.get(reverse("surveys:results", args=[answered.campaign.slug])).status_code == 403


def test_a_unit_is_outside_the_funnel_beyond_what_sampling_does_to_its_own_size():
    def point(value: float, effective: float) -> Point:
        return Point("x", value, None, None, effective, is_sure=True)

    whole = point(50.0, 1000)
    points = [point(65.0, 100), point(66.0, 100), point(57.0, 400)]
    assert outside_funnel(points, whole) == [points[1]]


def test_the_method_page_names_gaps_and_a_refused_release_says_them(answered: Survey, client: Client):
    client.force_login(answered.cast.users["manager"])
    page = client.get(reverse("surveys:method", args=[answered.campaign.slug])).content.decode()
    assert page.count("SV520") == 6
    Campaign.objects.update(state=CampaignState.CLOSED)
    refused = client.post(reverse("surveys:release_figures", args=[answered.campaign.slug]))
    assert refused.status_code == 422
    assert refused.content.decode().count("SV520") == 6


def test_what_was_published_is_read_by_anybody_and_nothing_before(answered: Survey, client: Client):
    complete(answered)
    address = reverse("surveys:public_results", args=[answered.campaign.slug])
    made = release_figures(answered.person("manager"), answered.campaign, "", NOW)
    assert client.get(address).status_code == 404
    publish_release(answered.person("manager2"), made, NOW + timedelta(hours=1))
    page = client.get(address)
    assert page.status_code == 200
    assert made.sha256 in page.content.decode()
    assert (
        client.get(reverse("surveys:public_figures", args=[answered.campaign.slug])).json()["sha256"]
        == made.sha256
    )


def test_the_public_page_has_charts_tables_card_files_and_streams_of_those_who_chose_themselves_apart(
    answered: Survey, client: Client, django_assert_max_num_queries
):
    answer(answered, 2, [5] * 4, 1.0, stratum=answered.cast.communes[0].slug)
    answer(answered, 0, [5] * 20, None, stratum="", stream=Stream.QR, mode="qr")
    answer(answered, 1, [1] * 4, None, stratum="", stream=Stream.KIOSK, mode="kiosk")
    complete(answered)
    manager = answered.person("manager")
    made = release_figures(manager, answered.campaign, "", NOW)
    publish_release(answered.person("manager2"), made, NOW)
    address = reverse("surveys:public_results", args=[answered.campaign.slug])
    with django_assert_max_num_queries(12):
        text = client.get(address).content.decode()
    assert "■ giữ kín: ít người trả lời" in text
    assert "Tự quét mã QR" in text
    kept = {row["stream"]: (row["answers"], row["share"]) for row in made.figures["beside"]}
    assert kept == {"qr": (20, 1.0), "kiosk": (4, None)}
    assert made.figures["whole"][0]["n"] == 84
    assert "Phiếu phương pháp" in text
    assert client.get(address, {"format": "csv"}).content.startswith("\ufeff".encode())
    listed = client.get(reverse("surveys:public_list")).content.decode()
    assert address in listed
    english = client.get(f"/en{address}").content.decode()
    assert "Method card" in english


def published(survey: Survey) -> Release:
    complete(survey)
    made = release_figures(survey.person("manager"), survey.campaign, "", NOW)
    publish_release(survey.person("manager2"), made, NOW)
    return made


def test_a_card_is_frozen_in_both_languages_whoever_freezes_it(answered: Survey):
    complete(answered)
    with translation.override("en"):
        made = release_figures(answered.person("manager"), answered.campaign, "", NOW)
    assert "ô dưới 10 người" in made.card["disclosure"]
    assert made.card["en"]["disclosure"] == "cells of fewer than 10 respondents are withheld"
    assert made.card["en"]["sent"] == made.card["sent"] == 100
    made.card["en"]["sent"] = 99
    assert not is_whole(made)


def test_the_english_card_marks_what_was_typed_in_vietnamese_alone(answered: Survey, client: Client):
    published(answered)
    address = reverse("surveys:public_results", args=[answered.campaign.slug])
    lines = {one.label: one for one in client.get(f"/en{address}").context["lines"]}
    assert lines["Modes"].text == "Online, one-answer link; Interviewer; Paper"
    assert lines["Aggregation of the index"].text == "all answers pooled"
    assert {label for label, one in lines.items() if one.language} >= {"Population"}
    assert "Modes" not in {label for label, one in lines.items() if one.language}
    assert {one.language for one in client.get(address).context["lines"]} == {""}


def test_a_card_that_was_frozen_without_english_is_shown_as_it_was_frozen(answered: Survey, client: Client):
    made = published(answered)
    card = {name: value for name, value in made.card.items() if name != "en"}
    Release.objects.update(card=card, sha256=digest_of(made.figures, card, made.options))
    address = reverse("surveys:public_results", args=[answered.campaign.slug])
    lines = client.get(f"/en{address}").context["lines"]
    assert ("ô dưới 10 người trả lời không nêu số", "vi") in {(one.text, one.language) for one in lines}


def test_each_gap_of_a_card_leads_to_the_page_where_it_is_mended(answered: Survey, client: Client):
    client.force_login(answered.cast.users["manager"])
    gaps = client.get(reverse("surveys:method", args=[answered.campaign.slug])).context["problems"]
    ways = {one["url"] for one in gaps}
    slug = answered.campaign.slug
    assert ways >= {reverse(f"surveys:{name}", args=[slug]) for name in ("sample", "review")}
    assert all("quality" not in one["remedy"] for one in gaps)


MANY = 120


def test_the_page_of_120_communes_stays_under_60_kilobytes_and_the_file_has_all(
    answered: Survey, client: Client
):
    made = published(answered)
    parent = answered.cast.communes[0].parent
    units = [
        make_unit("commune", f"Xã Thượng Nông Trường {number}", parent, f"8{number:04}", number)
        for number in range(MANY)
    ]
    rows = [row for row in made.figures["by"]["unit"] if row["domain"] == str(answered.cast.communes[0].pk)]
    by = {"unit": [row | {"domain": str(one.pk)} for one in units for row in rows], "group": [], "mode": []}
    figures = made.figures | {"by": made.figures["by"] | by}
    Release.objects.update(figures=figures, sha256=digest_of(figures, made.card, made.options))
    address = reverse("surveys:public_results", args=[answered.campaign.slug])
    for query in ({}, {"trang-unit": "4"}, {"phan": "cau-hoi"}):
        page = client.get(address, query).content
        assert len(page) < 60_000, (query, len(page))
    first, last = (client.get(address, {"trang-unit": n}).content.decode() for n in ("1", "4"))
    assert (first.count("Xã Thượng Nông Trường 29<"), first.count("Xã Thượng Nông Trường 30<")) == (2, 0)
    assert (last.count("Xã Thượng Nông Trường 119<"), last.count("Xã Thượng Nông Trường 29<")) == (2, 0)
    assert f"{MANY} đơn vị, từ" in first
    listed = b"".join(client.get(address, {"format": "csv"})).decode()
    assert listed.count("Xã Thượng Nông Trường 77,") == len(rows)


def test_the_figures_for_programs_say_which_unit_each_domain_is(answered: Survey, client: Client):
    made = published(answered)
    told = client.get(reverse("surveys:public_figures", args=[answered.campaign.slug])).json()
    unit = answered.cast.communes[0]
    assert told["units"][str(unit.pk)] == {"unit": unit.slug, "code": unit.code, "name": unit.name}
    assert {row["domain"] for row in told["figures"]["by"]["unit"]} == told["units"].keys()
    assert digest_of(told["figures"], told["card"], told["options"]) == told["sha256"] == made.sha256


def test_items_are_a_part_of_their_own(answered: Survey, client: Client):
    published(answered)
    address = reverse("surveys:public_results", args=[answered.campaign.slug])
    assert 'id="items"' not in client.get(address).content.decode()
    page = client.get(address, {"phan": "cau-hoi"})
    assert len(page.context["items"]) == len(ITEMS) == 39
    assert 'id="by-unit"' not in page.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav", "parquet"])
def test_files_of_answers_have_weights_and_codebook_nobody_named_and_the_look_is_logged(
    answered: Survey, client: Client, kind: str
):
    client.force_login(answered.cast.users["manager"])
    page = client.get(reverse("surveys:export_answers", args=[answered.campaign.slug, kind]))
    assert page.status_code == 200
    entry = Entry.objects.latest("sequence")
    assert (entry.action, entry.is_read) == ("surveys.export_answers", True)
    if kind == "csv":
        with ZipFile(BytesIO(page.content)) as archive:
            names = sorted(archive.namelist())
            content = archive.read(names[1])
        assert names == ["sipas-2025-codebook.csv", "sipas-2025.csv"]
        assert content.startswith("\ufeff".encode())
        table = pl.read_csv(content)
        assert table["weight"].sum() == pytest.approx(800)
        assert not {"key", "device_hash", "invitation", "started_at"} & set(table.columns)


def test_what_another_kind_of_file_is_asked_for_is_not_there(answered: Survey, client: Client):
    client.force_login(answered.cast.users["manager"])
    assert (
        client.get(reverse("surveys:export_answers", args=[answered.campaign.slug, "exe"])).status_code == 404
    )


def test_who_publishes_reads_first_that_nothing_comes_in_any_more_and_what_is_left_out(
    answered: Survey, client: Client
):
    complete(answered)
    campaign = answered.campaign
    batch = Batch.objects.create(
        campaign=campaign,
        number=1,
        unit=answered.cast.communes[0],
        form=campaign.instrument,
        made_at=NOW,
        made_by=answered.cast.users["manager"],
    )
    states = (PaperState.NEW, PaperState.ONCE, PaperState.DIFFERENT, PaperState.SETTLED)
    PaperSheet.objects.bulk_create(
        PaperSheet(batch=batch, number=number, state=state) for number, state in enumerate(states, start=1)
    )
    made = release_figures(answered.person("manager"), campaign, "", NOW)
    client.force_login(answered.cast.users["manager2"])
    address = reverse("surveys:release", args=[campaign.slug, made.number])
    page = client.get(address).content.decode()
    assert "không nhận thêm phiếu nào, kể cả phiếu giấy và phiếu còn trên máy" in page
    assert "Còn 2 phiếu giấy nhập chưa xong, không có trong kết quả này." in page
    publish_release(answered.person("manager2"), made, NOW)
    assert "không nhận thêm phiếu nào" not in client.get(address).content.decode()


def test_leaves_are_bound_on_a_page_that_says_what_they_would_get(answered: Survey, client: Client):
    complete(answered)
    round_ = answered.campaign.round
    leaf = leaf_of_a_share(round_)
    address = reverse("surveys:bindings", args=[round_.slug])
    client.force_login(answered.cast.users["manager"])
    given = {f"{leaf.code.replace('.', '-')}-figure": f"{answered.campaign.pk}|factor:II.A"}
    assert client.post(address, given).status_code == 302
    assert Binding.objects.get().figure == "factor:II.A"
    made = release_figures(answered.person("manager"), answered.campaign, "", NOW)
    publish_release(answered.person("manager2"), made, NOW)
    assert "2 đơn vị có số, 0 đơn vị không nêu" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 302
    assert not Binding.objects.exists()
    client.force_login(answered.cast.users["officer"])
    assert client.get(address).status_code == 403


def test_wrong_figures_of_several_leaves_stand_in_one_summary_each_by_its_code(
    answered: Survey, client: Client
):
    leaves = fed_leaves(answered.campaign.round)[:2]
    client.force_login(answered.cast.users["manager"])
    given = {f"{one.code.replace('.', '-')}-figure": "không có" for one in leaves}
    page = client.post(reverse("surveys:bindings", args=[answered.campaign.round.slug]), given)
    text = page.content.decode()
    assert (page.status_code, text.count('class="error-summary"')) == (422, 1)
    assert [f">{one.code}: Kết quả điều tra:" in text for one in leaves] == [True, True]
    assert text.count('<p class="field__errors">') == 2


def test_a_whole_way_from_campaign_to_the_points_of_a_unit(answered: Survey):
    complete(answered)
    manager, round_ = answered.person("manager"), answered.campaign.round
    leaf = leaf_of_a_share(round_)
    bind_figures(manager, round_, {leaf.code: (answered.campaign, "index")}, NOW)
    made = release_figures(manager, answered.campaign, "", NOW)
    publish_release(answered.person("manager2"), made, NOW)
    counts = fill_fed_leaves(manager, round_, "survey", NOW)
    assert (counts["new"], counts["outside"]) == (2, 0)
    value = FedValue.objects.get(participant__unit=answered.cast.communes[1], source="survey")
    assert list(value.inputs.values()) == ["25"]
    assert fill_fed_leaves(manager, round_, "survey", NOW)["same"] == 2


def test_the_button_below_the_bindings_starts_the_filling_from_surveys(answered: Survey, client: Client):
    client.force_login(answered.cast.users["manager"])
    address = reverse("assessments:fill_fed", args=[answered.campaign.round.slug])
    assert client.post(address, {"source": "survey"}).status_code == 302
    assert Job.objects.latest("pk").arguments["source"] == "survey"
