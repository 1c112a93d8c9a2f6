"""Sources of records: whose they are, which code is which unit, who may change them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.dossiers.actions.begin_import import begin_import
from parweb.dossiers.actions.hand_over import hand_over
from parweb.dossiers.actions.keep_codes import save_codes
from parweb.dossiers.actions.keep_source import change_source, make_source
from parweb.dossiers.actions.keep_token import make_token
from parweb.dossiers.models import Source, UnitCode
from tests.parweb.cast import NOW, Cast, make_unit
from tests.parweb.dossiers.samples import csv_file, line


@pytest.fixture
def manager(cast: Cast, client: Client) -> Client:
    client.force_login(cast.users["manager"])
    return client


def table(*rows: str) -> SimpleUploadedFile:
    text = "\n".join(["Mã trong hệ thống một cửa;Đơn vị (mã hoặc tên)", *rows])
    return SimpleUploadedFile("ma.csv", text.encode())


def test_a_source_is_made_changed_and_logged(cast: Cast, manager: Client):
    manager.post(reverse("dossiers:make_source"), {"name": "Một cửa tỉnh", "owner": "99"})
    source = Source.objects.get()
    assert (source.slug, source.owner) == ("mot-cua-tinh", cast.province)
    manager.post(reverse("dossiers:edit_source", args=[source.slug]), {"name": "Một cửa 2", "owner": "99001"})
    source.refresh_from_db()
    assert (source.name, source.slug, source.owner) == ("Một cửa 2", "mot-cua-tinh", cast.communes[0])
    actions = Entry.objects.filter(action__startswith="dossiers.").order_by("sequence")
    assert list(actions.values_list("action", flat=True)) == [
        "dossiers.make_source",
        "dossiers.change_source",
    ]


def test_a_source_is_only_given_to_a_unit_that_one_manages(cast: Cast, source: Source):
    elsewhere = make_unit("province", "Tỉnh Khác", code="98")
    for attempt in (
        lambda: make_source(cast.person("manager"), elsewhere, "x", NOW),
        lambda: change_source(cast.person("manager"), source, elsewhere, "x", NOW),
        lambda: change_source(cast.person("officer"), source, cast.communes[0], "x", NOW),
    ):
        with pytest.raises(Refused):
            attempt()
    assert Source.objects.get().owner == cast.province


def test_a_table_of_codes_is_saved_as_a_whole(cast: Cast, source: Source, manager: Client):
    address = reverse("dossiers:upload_codes", args=[source.slug])
    manager.post(address, {"file": table("000.00.01.H99;99001", "000.00.02.H99;Phường Chợ Rã")})
    assert dict(UnitCode.objects.values_list("code", "unit__name")) == {
        "000.00.01.H99": "Xã Bắc Sơn",
        "000.00.02.H99": "Phường Chợ Rã",
    }
    manager.post(address, {"file": table("000.00.01.H99;99003")})
    assert UnitCode.objects.get(code="000.00.01.H99").unit == cast.communes[2]


def test_a_table_with_wrong_rows_saves_nothing_and_lists_all_of_them(source: Source, manager: Client):
    file = table("A;99001", "a;99002", "B;Xã Không Có", f"{'C' * 201};99001")
    answer = manager.post(reverse("dossiers:upload_codes", args=[source.slug]), {"file": file})
    assert answer.status_code == 422
    found = [(one.row, one.code) for one in answer.context["problems"]]
    assert found == [(2, "HS101"), (3, "HS101"), (4, "HS102"), (5, "HS104")]
    assert "Chưa lưu gì: có 4 chỗ cần sửa" in answer.content.decode()
    assert UnitCode.objects.count() == 0


def test_a_code_means_one_unit_in_all_sources(cast: Cast, source: Source, manager: Client):
    other = make_source(cast.person("manager"), cast.province, "Bộ", NOW)
    save_codes(cast.person("manager"), other, {"A": cast.communes[0]}, NOW)
    address = reverse("dossiers:save_codes", args=[source.slug])
    wrong = manager.post(address, {"code": "A", "unit": "99002"})
    assert [one.code for one in wrong.context["problems"]] == ["HS103"]
    assert manager.post(address, {"code": "A", "unit": "99001"}).status_code == 302


def test_codes_without_a_unit_are_listed_with_what_they_probably_mean(
    cast: Cast, source: Source, manager: Client, django_capture_on_commit_callbacks
):
    file = csv_file(line(1, unit="99001"), line(2, unit="Xã Đông Hưng"), line(3, unit="LA-9"))
    batch = hand_over(cast.person("manager"), source, [file], NOW)
    with django_capture_on_commit_callbacks(execute=True):
        begin_import(cast.person("manager"), batch, NOW)
    address = reverse("dossiers:codes", args=[source.slug])
    found = manager.get(address).context["without"]
    assert [(code, near and near.name) for code, near in found] == [
        ("99001", "Xã Bắc Sơn"),
        ("LA-9", None),
        ("Xã Đông Hưng", "Xã Đông Hưng"),
    ]
    typed = {"code": ["99001", "LA-9", "Xã Đông Hưng"], "unit": ["99001", "", "99003"]}
    manager.post(reverse("dossiers:save_codes", args=[source.slug]), typed)
    assert [code for code, _near in manager.get(address).context["without"]] == ["LA-9"]


def test_codes_are_searched_without_diacritics_exported_and_dropped(
    cast: Cast, source: Source, manager: Client
):
    save_codes(cast.person("manager"), source, {"A": cast.communes[0], "B": cast.communes[1]}, NOW)
    address = reverse("dossiers:codes", args=[source.slug])
    assert [row.code for row in manager.get(address, {"q": "cho ra"}).context["page"]] == ["B"]
    text = manager.get(address, {"format": "csv"}).content.decode("utf-8-sig")
    assert text.splitlines()[1] == "A,99001,Xã Bắc Sơn"
    row = UnitCode.objects.get(code="A")
    manager.post(reverse("dossiers:drop_code", args=[source.slug, row.pk]))
    assert list(UnitCode.objects.values_list("code", flat=True)) == ["B"]
    assert Entry.objects.filter(action="dossiers.drop_code").count() == 1


def test_saving_the_same_codes_again_writes_nothing_into_the_log(cast: Cast, source: Source):
    codes = {"A": cast.communes[0]}
    assert save_codes(cast.person("manager"), source, codes, NOW) == 1
    before = Entry.objects.count()
    assert save_codes(cast.person("manager"), source, codes, NOW) == 0
    assert Entry.objects.count() == before


def test_a_token_is_revoked_once_and_for_all(cast: Cast, source: Source, manager: Client):
    token, _secret = make_token(cast.person("manager"), source, "x", NOW)
    address = reverse("dossiers:revoke_token", args=[source.slug, token.pk])
    manager.post(address)
    token.refresh_from_db()
    first = token.revoked_at
    manager.post(address)
    token.refresh_from_db()
    assert first is not None
    assert token.revoked_at == first
    assert Entry.objects.filter(action="dossiers.revoke_token").count() == 1


def test_an_observer_sees_a_source_and_may_change_nothing(cast: Cast, source: Source, client: Client):
    client.force_login(cast.users["observer"])
    text = client.get(reverse("dossiers:source", args=[source.slug])).content.decode()
    assert "Tạo mã kết nối" not in text
    answer = client.post(reverse("dossiers:make_token", args=[source.slug]), {"label": "x"})
    assert answer.status_code == 403
    assert source.tokens.count() == 0


def test_pages_of_sources_need_few_queries(
    cast: Cast, source: Source, manager: Client, django_assert_max_num_queries
):
    save_codes(cast.person("manager"), source, {f"C{number}": cast.communes[0] for number in range(60)}, NOW)
    for number in range(20):
        make_token(cast.person("manager"), source, str(number), NOW)
    for name, arguments in (("sources", []), ("source", [source.slug]), ("codes", [source.slug])):
        address = reverse(f"dossiers:{name}", args=arguments)
        manager.get(address)
        with django_assert_max_num_queries(16):
            manager.get(address)
