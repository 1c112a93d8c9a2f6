"""What a survey says of a unit reaches its points with the standard error, and stays with the scoring run."""

import math
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from parindex.reports.bundle_reading import read_bundle
from parindex.reports.recomputing import recompute
from parweb.assessments.actions.fill_fed_leaves import fill_fed_leaves
from parweb.assessments.actions.import_fed_values import apply_fed_values, upload_fed_values
from parweb.assessments.models import FedValue
from parweb.frameworks.queries import outline_of
from parweb.results.actions.approve_publication import approve_publication
from parweb.results.actions.make_run import make_run
from parweb.results.actions.prepare_publication import Particulars, prepare_publication
from parweb.results.models import RunUnit
from parweb.results.queries.tables import table_of
from parweb.results.queries.unit_result import unit_result
from parweb.results.states import PublicationKind
from parweb.surveys.actions.bind_figures import bind_figures
from parweb.surveys.actions.publish_release import publish_release
from parweb.surveys.actions.release_figures import release_figures
from parweb.surveys.feeding import offered_for
from parweb.surveys.likert import BY_OPTION
from parweb.surveys.models import Campaign, Release, Response
from parweb.surveys.states import Stream
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import Survey
from tests.parweb.surveys.test_results import answer, complete, invite

DEPUTIES = "xhh-deputies@2026"
INDEX_LEAF, LIKERT_LEAF = "8.3.1", "1.8"
GOOD, FAIR, AVERAGE, POOR, NO_OPINION = 4, 3, 2, 1, 9


def release(survey: Survey) -> Release:
    made = release_figures(survey.person("manager"), survey.campaign, "", NOW)
    publish_release(survey.person("manager2"), made, NOW)
    return made


def fill(survey: Survey, leaf: str, figure: str) -> dict[str, int]:
    manager, round_ = survey.person("manager"), survey.campaign.round
    bind_figures(manager, round_, {leaf: (survey.campaign, figure)}, NOW)
    return fill_fed_leaves(manager, round_, "survey", NOW)


def fed(survey: Survey, unit: int, leaf: str) -> FedValue:
    return FedValue.objects.get(participant__unit=survey.cast.communes[unit], criterion_id=leaf)


@pytest.fixture
def sipas(survey: Survey) -> Survey:
    """Of Xã Bắc Sơn 60 are invited of 600 and 40 answer: 30 are satisfied with every item, 10 with none."""
    invite(survey, 0, 60, 10.0)
    invite(survey, 1, 40, 5.0)
    answer(survey, 0, [5] * 30 + [2] * 10, 10.0)
    answer(survey, 1, [4] * 10 + [1] * 30, 5.0)
    complete(survey)
    return survey


@pytest.fixture
def deputies(survey: Survey) -> Survey:
    """Of 40 deputies who answer, 20 say Tốt, 10 Khá, 5 Trung bình, 5 Kém; two more have no opinion."""
    Campaign.objects.update(instrument=DEPUTIES)
    survey.campaign.refresh_from_db()
    invite(survey, 0, 60, 10.0)
    invite(survey, 1, 40, 5.0)
    codes = [GOOD] * 20 + [FAIR] * 10 + [AVERAGE] * 5 + [POOR] * 5 + [NO_OPINION] * 2
    Response.objects.bulk_create(
        Response(
            campaign=survey.campaign,
            form=DEPUTIES,
            mode="online",
            stream=Stream.PROBABILITY,
            key=f"dai-bieu-{number}",
            answers={"q1": code, "q2": GOOD, "q3": GOOD},
            unit=survey.cast.communes[0],
            stratum=survey.cast.communes[0].slug,
            weight=10.0,
            started_at=NOW,
            finished_at=NOW,
            received_at=NOW,
        )
        for number, code in enumerate(codes)
    )
    complete(survey)
    return survey


def test_the_standard_error_is_kept_beside_the_value_in_percentage_points(sipas: Survey):
    release(sipas)
    assert fill(sipas, INDEX_LEAF, "index")["new"] == 2
    value = fed(sipas, 0, INDEX_LEAF)
    assert value.inputs == {"value": "75"}
    by_hand = 100 * math.sqrt((1 - 40 / 600) * 0.75 * 0.25 / 39)
    assert float(value.standard_error) == pytest.approx(by_hand, abs=1e-6)
    assert by_hand == pytest.approx(6.698641, abs=1e-6)


def test_a_new_standard_error_is_a_change_even_where_the_value_stays(sipas: Survey):
    release(sipas)
    fill(sipas, INDEX_LEAF, "index")
    FedValue.objects.update(standard_error=Decimal("1.5"))
    assert fill(sipas, INDEX_LEAF, "index")["change"] == 2
    assert fill(sipas, INDEX_LEAF, "index")["same"] == 2


def test_a_value_from_a_file_takes_the_place_of_value_and_standard_error(sipas: Survey):
    release(sipas)
    fill(sipas, INDEX_LEAF, "index")
    told = {"source": "survey", "source_note": "Báo cáo điều tra", "at": NOW}
    manager, round_ = sipas.person("manager"), sipas.campaign.round
    upload = upload_fed_values(manager, round_, b"unit_id,8.3.1\n99001,70\n", "dieu-tra.csv", **told)
    assert apply_fed_values(manager, upload, NOW) == 1
    value = fed(sipas, 0, INDEX_LEAF)
    assert (value.inputs, value.standard_error) == ({"value": "70"}, None)
    assert fed(sipas, 1, INDEX_LEAF).standard_error is not None


def test_a_run_freezes_the_standard_error_and_a_later_value_does_not_touch_it(sipas: Survey):
    release(sipas)
    fill(sipas, INDEX_LEAF, "index")
    run = make_run(sipas.person("manager"), sipas.campaign.round, NOW)
    FedValue.objects.all().delete()
    listed = RunUnit.objects.get(run=run, unit=sipas.cast.communes[0])
    leaves = {leaf.code: leaf for leaf in unit_result(run, listed).leaves}
    assert float(leaves[INDEX_LEAF].sureness.standard_error) == pytest.approx(6.698641, abs=1e-6)
    assert leaves[INDEX_LEAF].points == Decimal("3.75")
    assert [code for code, leaf in leaves.items() if leaf.sureness is not None] == [INDEX_LEAF]
    table = table_of(run, "explanations")
    assert table["standard_error"].count() == 2


def test_programs_and_the_bundle_have_the_standard_error_of_what_was_published(sipas: Survey, client: Client):
    release(sipas)
    fill(sipas, INDEX_LEAF, "index")
    run = make_run(sipas.person("manager"), sipas.campaign.round, NOW)
    told = Particulars(PublicationKind.FINAL, "Kết quả", "1/QĐ", NOW.date(), "Chủ tịch")
    prepared = prepare_publication(sipas.person("manager"), run, told, NOW)
    slug = approve_publication(sipas.person("manager2"), prepared, NOW).slug
    unit = sipas.cast.communes[0]
    leaves = client.get(f"/api/v1/publications/{slug}/units/{unit.slug}").json()["leaves"]
    said = {leaf["criterion_id"]: leaf for leaf in leaves}
    sure = said.pop(INDEX_LEAF)
    assert sure["standard_error"] == "6.698641"
    assert {one["standard_error"] for one in said.values()} == {None}
    row = row_of(sipas, 0)
    assert float(sure["low"]) == pytest.approx(100 * row["lower"], abs=1e-6)
    assert float(sure["high"]) == pytest.approx(100 * row["upper"], abs=1e-6)
    assert (sure["level"], sure["method"]) == ("95", "korn_graubard")
    assert float(sure["points_low"]) == pytest.approx(5 * row["lower"], abs=1e-6)
    assert float(sure["points_high"]) == pytest.approx(5 * row["upper"], abs=1e-6)
    bundle = client.get(reverse("portal:bundle", args=[slug])).content
    errors = read_bundle(bundle).tables["errors.csv"]
    assert errors.height == 2
    [found] = errors.filter(unit_id=str(unit.pk)).rows(named=True)
    assert (found["source"], found["standard_error"], found["respondents"], found["df"]) == (
        "survey",
        6.698641,
        40,
        39,
    )
    assert (format(found["low"]), format(found["high"])) == (sure["low"], sure["high"])
    done = recompute(bundle)
    assert done.differences.rows() == []


def row_of(survey: Survey, unit: int) -> dict:
    """The frozen row of a unit's index."""
    rows = Release.objects.latest("number").figures["by"]["unit"]
    wanted = str(survey.cast.communes[unit].pk)
    return next(one for one in rows if (one["domain"], one["measure"]) == (wanted, "index"))


def test_the_interval_is_kept_beside_the_value_as_the_release_made_it(sipas: Survey):
    release(sipas)
    fill(sipas, INDEX_LEAF, "index")
    kept, row = fed(sipas, 0, INDEX_LEAF).interval, row_of(sipas, 0)
    assert (kept["level"], kept["method"]) == ("0.95", "korn_graubard")
    assert (kept["respondents"], kept["df"]) == (40, row["df"])
    assert float(kept["low"]) == pytest.approx(100 * row["lower"], abs=1e-6)
    assert 58 < float(kept["low"]) < 75 < float(kept["high"]) < 89


def test_a_round_that_is_not_filled_yet_counts_its_estimates_and_has_no_possible_ranks(sipas: Survey):
    release(sipas)
    fill(sipas, INDEX_LEAF, "index")
    run = make_run(sipas.person("manager"), sipas.campaign.round, NOW)
    assert run.facts["sureness"] == {"level": "0.95", "figures": 2, "exact": 0}
    total = table_of(run, "sure_ranks").filter(criterion_id="total")
    assert (total.height, total["best"].null_count()) == (4, 4)
    listed = RunUnit.objects.get(run=run, unit=sipas.cast.communes[0])
    assert unit_result(run, listed).total.possible is None


def test_the_unit_reads_the_standard_error_on_the_page_of_its_criterion(sipas: Survey, client: Client):
    release(sipas)
    fill(sipas, INDEX_LEAF, "index")
    client.force_login(sipas.cast.users["officer"])
    address = reverse("assessments:leaf", args=[sipas.cast.participants[0].pk, INDEX_LEAF])
    page = client.get(address).content.decode()
    assert "Sai số chuẩn: 6,70 điểm %." in page
    row = row_of(sipas, 0)
    ends = "–".join(f"{100 * row[name]:.2f}".replace(".", ",") for name in ("lower", "upper"))
    assert f"Khoảng tin cậy 95 %: {ends} %." in page
    assert "SIPAS cấp xã năm 2025, lần 1" in page
    assert "3,75" in page


def test_a_leaf_of_four_levels_gets_the_answers_by_option_and_the_error_of_their_mean_weight(
    deputies: Survey,
):
    release(deputies)
    assert fill(deputies, LIKERT_LEAF, "item:q1")["new"] == 1
    value = fed(deputies, 0, LIKERT_LEAF)
    assert value.inputs == {"good": "20", "fair": "10", "average": "5", "poor": "5"}
    mean = (20 * 1 + 10 * 0.6 + 5 * 0.2) / 40
    squares = 20 * 1 + 10 * 0.36 + 5 * 0.04 - 40 * mean**2
    # 42 were interviewed; the two without an opinion are of the stratum and of no sum
    by_hand = 100 * math.sqrt((1 - 42 / 600) * 42 / 41 * squares / 40**2)
    assert mean == pytest.approx(0.675)
    assert float(value.standard_error) == pytest.approx(by_hand, abs=1e-6)


def test_what_deputies_say_is_scored_as_its_mean_weight_times_the_maximum(deputies: Survey):
    release(deputies)
    fill(deputies, LIKERT_LEAF, "item:q1")
    run = make_run(deputies.person("manager"), deputies.campaign.round, NOW)
    listed = RunUnit.objects.get(run=run, unit=deputies.cast.communes[0])
    leaf = next(one for one in unit_result(run, listed).leaves if one.code == LIKERT_LEAF)
    assert leaf.points == Decimal("1.0125")  # 0,675 × 1,5
    sure = leaf.sureness
    assert (sure.method, sure.level) == ("wald", 95)
    assert float(sure.points_low) == pytest.approx(float(sure.low) / 100 * 1.5, abs=1e-6)
    assert float(sure.points_high) == pytest.approx(float(sure.high) / 100 * 1.5, abs=1e-6)
    assert sure.points_low < leaf.points < sure.points_high


def test_a_leaf_is_offered_only_what_it_can_take(sipas: Survey):
    outline = outline_of(sipas.campaign.round.edition)
    index, likert = outline.by_code(INDEX_LEAF), outline.by_code(LIKERT_LEAF)
    assert [key for key, _words in offered_for(index, sipas.campaign)][:2] == ["index", "factor:I.A"]
    assert offered_for(likert, sipas.campaign) == []  # five levels of satisfaction are not four of quality
    Campaign.objects.update(instrument=DEPUTIES)
    sipas.campaign.refresh_from_db()
    assert [key for key, _words in offered_for(likert, sipas.campaign)] == ["item:q1", "item:q2", "item:q3"]


def test_options_of_few_people_are_withheld_and_fill_nothing(deputies: Survey):
    other = deputies.cast.communes[1]
    rest = list(Response.objects.order_by("pk").values_list("pk", flat=True)[9:])
    Response.objects.filter(pk__in=rest).update(unit=other, stratum=other.slug, weight=5.0)
    made = release(deputies)
    rows = {one["domain"]: one for one in made.figures[BY_OPTION] if one["item"] == "q1"}
    few = rows[str(deputies.cast.communes[0].pk)]
    assert (few["n"], few["withheld"], few["estimate"]) == (9, True, None)
    assert set(few["shares"].values()) == {None}
    assert fill(deputies, LIKERT_LEAF, "item:q1")["new"] == 1
    assert not FedValue.objects.filter(participant__unit=deputies.cast.communes[0]).exists()
