"""Places that ask about one procedure or field: chosen from the catalogue, counted and taken away by it."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from parweb.dossiers.models import Procedure
from parweb.surveys.actions.keep_station import make_station
from parweb.surveys.models import Response, Station
from parweb.surveys.queries.places import counts_by_place, heard_of
from parweb.surveys.states import StationKind, SubjectKind
from parweb.surveys.subjects import Subject, subjects_for
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import Survey

KIOSK = "one-stop-kiosk@2026"
BIRTH = Subject(SubjectKind.PROCEDURE, "1.001193", "Đăng ký khai sinh")
CIVIL = Subject(SubjectKind.FIELD, "Hộ tịch", "Hộ tịch")


def procedure(survey: Survey, code: str, name: str, field: str, **more) -> Procedure:
    told = {"owner": survey.cast.province, "government": "commune", "name_fold": name.lower()}
    return Procedure.objects.create(code=code, name=name, field=field, **told, **more)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def catalogue(survey: Survey) -> Survey:
    procedure(survey, BIRTH.code, BIRTH.name, CIVIL.name)
    procedure(survey, "1.000656", "Đăng ký khai tử", CIVIL.name)
    procedure(survey, "2.000908", "Cấp bản sao từ sổ gốc", "Chứng thực")
    procedure(survey, "9.999999", "Thủ tục đã bãi bỏ", "Đất đai", ended_on=NOW.date())
    return survey


def place(survey: Survey, name: str, subject: Subject | None, unit: int = 0) -> Station:
    manager, commune = survey.person("manager"), survey.cast.communes[unit]
    return make_station(manager, survey.campaign, commune, StationKind.QR, name, KIOSK, NOW, subject)


def said(survey: Survey, station: Station, levels: list[int], **more) -> None:
    """Let passers-by answer at a place; 3 is satisfied."""
    Response.objects.bulk_create(
        Response(
            campaign=survey.campaign,
            form=KIOSK,
            mode="qr",
            stream="qr",
            key=f"{station.pk}-{number}-{len(more)}",
            answers={"attitude": level},
            unit=station.unit,
            station=station,
            started_at=NOW,
            finished_at=NOW,
            received_at=NOW,
            **more,
        )
        for number, level in enumerate(levels)
    )


def test_the_catalogue_offers_fields_then_procedures_in_force(catalogue: Survey):
    offered = subjects_for(catalogue.cast.province)
    assert [(one.kind.value, one.code) for one in offered] == [
        ("field", "Chứng thực"),
        ("field", "Hộ tịch"),
        ("procedure", "2.000908"),
        ("procedure", "1.001193"),
        ("procedure", "1.000656"),
    ]
    assert subjects_for(catalogue.cast.communes[0]) == offered  # the catalogue of the province above it


@pytest.mark.parametrize("typed", ["1.001193", "dang ky khai sinh", "1.001193 Đăng ký khai sinh"])
def test_a_place_names_a_procedure_by_its_code_or_name_and_prints_it(
    catalogue: Survey, client: Client, typed: str
):
    client.force_login(catalogue.cast.users["firm"])
    address = reverse("surveys:stations", args=[catalogue.campaign.slug])
    assert '<option value="Lĩnh vực: Hộ tịch">' in client.get(address).content.decode()
    told = {"unit": "99002", "kind": "qr", "place": "Quầy 3", "instrument": KIOSK, "subject": typed}
    assert client.post(address, told).status_code == 302
    made = Station.objects.get()
    assert (made.subject_kind, made.subject_code, made.subject_name) == (
        "procedure",
        "1.001193",
        "Đăng ký khai sinh",
    )
    poster = client.get(reverse("surveys:poster", args=[catalogue.campaign.slug, made.pk])).content.decode()
    assert "1.001193 Đăng ký khai sinh" in poster
    assert (
        "1.001193 Đăng ký khai sinh"
        in Client().get(reverse("surveys:scan", args=[made.code])).content.decode()
    )


def test_what_is_not_in_the_catalogue_is_refused_and_stays_typed(catalogue: Survey, client: Client):
    client.force_login(catalogue.cast.users["firm"])
    address = reverse("surveys:stations", args=[catalogue.campaign.slug])
    told = {"unit": "99002", "kind": "qr", "place": "Quầy 3", "instrument": KIOSK, "subject": "9.999999"}
    answer = client.post(address, told)
    assert answer.status_code == 422
    assert "Không có thủ tục hoặc lĩnh vực này trong danh mục." in answer.content.decode()
    assert 'value="9.999999"' in answer.content.decode()
    assert not Station.objects.exists()


def test_without_a_catalogue_places_ask_about_everything(catalogue: Survey, client: Client, settings):
    settings.STATION_SUBJECTS = {}
    client.force_login(catalogue.cast.users["firm"])
    page = client.get(reverse("surveys:stations", args=[catalogue.campaign.slug])).content.decode()
    assert 'name="subject"' not in page
    assert 'name="place"' in page


def test_answers_are_counted_by_place_and_by_what_it_asks_about(catalogue: Survey):
    first, second = place(catalogue, "Quầy 1", BIRTH), place(catalogue, "Quầy 2", BIRTH, unit=1)
    third, fourth = place(catalogue, "Phiếu hẹn", CIVIL), place(catalogue, "Cửa vào", None)
    said(catalogue, first, [3] * 6 + [1] * 6)
    said(catalogue, second, [3] * 9 + [1] * 3)
    said(catalogue, third, [3] * 9)
    said(catalogue, second, [1] * 5, verdict="rejected")
    said(catalogue, first, [3] * 4, is_partial=True, seconds=5)
    assert counts_by_place(catalogue.campaign) == {first.pk: 12, second.pk: 17, third.pk: 9}
    places, about = heard_of(catalogue.campaign)
    by_place = {one.station.place: (one.heard.answers, one.heard.share) for one in places}
    assert by_place == {
        "Quầy 1": (12, 0.5),
        "Quầy 2": (12, 0.75),
        "Phiếu hẹn": (9, None),
        "Cửa vào": (0, None),
    }
    by_subject = {one.station.subject: (one.places, one.heard.answers, one.heard.share) for one in about}
    assert by_subject == {
        "Mọi thủ tục": (1, 0, None),
        "Lĩnh vực: Hộ tịch": (1, 9, None),  # nine people: no share
        "1.001193 Đăng ký khai sinh": (2, 24, 0.625),
    }
    assert fourth.subject_kind == ""


def test_the_counts_are_a_page_and_two_tables_to_take_away(catalogue: Survey, client: Client):
    said(catalogue, place(catalogue, "Quầy 1", BIRTH), [3] * 15 + [1] * 5)
    client.force_login(catalogue.cast.users["manager"])
    address = reverse("surveys:heard", args=[catalogue.campaign.slug])
    page = client.get(address).content.decode()
    assert "1.001193 Đăng ký khai sinh" in page
    assert "75,0" in page
    assert "không cộng vào chỉ số" in page
    for table, head in (("diem", "Đơn vị"), ("noi-dung", "Mã thủ tục hoặc lĩnh vực")):
        book = load_workbook(io.BytesIO(client.get(address, {"bang": table, "format": "xlsx"}).content))
        rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if any(row)]
        assert any(head in row for row in rows)
        assert any("1.001193" in row and 20 in row for row in rows)
    assert (
        reverse("surveys:heard", args=[catalogue.campaign.slug])
        in client.get(reverse("surveys:stations", args=[catalogue.campaign.slug])).content.decode()
    )
