"""One procedure of the catalogue: added, changed and ended by hand."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.dossiers.actions.keep_procedure import (
    ChangedMeanwhile,
    TakenCode,
    add_procedure,
    change_procedure,
    digest_of,
    end_procedure,
)
from parweb.dossiers.models import Procedure
from tests.parweb.cast import NOW, Cast

COLUMNS = {
    "code": "1.001193",
    "name": "Đăng ký khai sinh",
    "field": "Hộ tịch",
    "government": "commune",
    "online_level": 4,
    "legal_days": Decimal("0.5"),
    "has_fee": False,
    "announced_on": None,
    "opened_on": date(2025, 7, 2),
    "reviewed_on": None,
    "ended_on": None,
}
TYPED = {
    "code": "1.001193",
    "name": "Đăng ký khai sinh",
    "field": "Hộ tịch",
    "government": "commune",
    "online_level": "4",
    "legal_days": "0,5",
    "opened_on": "02/07/2025",
}


def added(cast: Cast) -> Procedure:
    return add_procedure(cast.person("manager"), cast.province, COLUMNS, NOW)


def test_a_manager_adds_a_procedure_that_visitors_then_find(cast: Cast, client: Client):
    client.force_login(cast.users["manager"])
    told = TYPED | {"owner": cast.province.name}
    assert client.post(reverse("dossiers:add_procedure"), told).status_code == 302
    made = Procedure.objects.get()
    assert (made.owner, made.legal_days, made.opened_on) == (cast.province, Decimal("0.5"), date(2025, 7, 2))
    client.logout()
    page = client.get(reverse("dossiers:public_procedures"), {"q": "dang ky khai sinh"}).content.decode()
    assert "Đăng ký khai sinh" in page
    assert Entry.objects.filter(action="dossiers.add_procedure").count() == 1


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(cast: Cast, client: Client):
    client.force_login(cast.users["manager"])
    told = TYPED | {"owner": "Tỉnh Không Có", "legal_days": "lâu", "opened_on": "31/02/2025"}
    answer = client.post(reverse("dossiers:add_procedure"), told)
    text = answer.content.decode()
    assert (answer.status_code, Procedure.objects.count()) == (422, 0)
    assert "Ghi số ngày từ 0 đến 3650, ví dụ 5 hoặc 0,5." in text
    for typed in ("Tỉnh Không Có", "lâu", "31/02/2025", "Đăng ký khai sinh"):
        assert f'value="{typed}"' in text


def test_a_code_is_in_the_catalogue_once(cast: Cast, client: Client):
    added(cast)
    with pytest.raises(TakenCode):
        added(cast)
    client.force_login(cast.users["manager"])
    answer = client.post(reverse("dossiers:add_procedure"), TYPED | {"owner": cast.province.name})
    assert "Danh mục đã có thủ tục mang mã này." in answer.content.decode()
    assert Procedure.objects.count() == 1


def test_a_change_is_saved_found_by_its_new_name_and_logged_with_what_changed(cast: Cast, client: Client):
    made = added(cast)
    client.force_login(cast.users["manager"])
    address = reverse("dossiers:edit_procedure", args=[made.pk])
    page = client.get(address).content.decode()
    assert 'value="0,5"' in page
    assert 'value="02/07/2025"' in page
    told = TYPED | {"seen": digest_of(made), "name": "Khai sinh lưu động", "reviewed_on": "01/10/2026"}
    assert client.post(address, told).status_code == 302
    found = client.get(reverse("dossiers:procedures"), {"q": "luu dong"}).content.decode()
    assert "Khai sinh lưu động" in found
    entry = Entry.objects.get(action="dossiers.change_procedure")
    assert entry.before == {"name": "Đăng ký khai sinh", "reviewed_on": None}
    assert entry.after == {"name": "Khai sinh lưu động", "reviewed_on": "2026-10-01"}


def test_of_two_people_who_change_a_procedure_at_once_the_second_is_told(cast: Cast, client: Client):
    made = added(cast)
    seen, person = digest_of(made), cast.person("manager")
    change_procedure(person, made, COLUMNS | {"field": "Chứng thực"}, seen, NOW)
    with pytest.raises(ChangedMeanwhile):
        change_procedure(person, made, COLUMNS | {"has_fee": True}, seen, NOW)
    client.force_login(cast.users["manager2"])
    told = TYPED | {"seen": seen, "has_fee": "on"}
    answer = client.post(reverse("dossiers:edit_procedure", args=[made.pk]), told)
    assert answer.status_code == 422
    assert "Thủ tục vừa được người khác sửa." in answer.content.decode()
    made.refresh_from_db()
    assert (made.field, made.has_fee) == ("Chứng thực", False)


def test_a_procedure_ends_on_a_day_and_can_be_in_force_again(cast: Cast, client: Client):
    made = added(cast)
    client.force_login(cast.users["manager"])
    answer = client.post(reverse("dossiers:end_procedure", args=[made.pk]), {"ended_on": "01/11/2025"})
    assert answer.status_code == 302
    listed = client.get(reverse("dossiers:procedures")).content.decode()
    assert "Chưa có thủ tục nào" in listed
    assert (
        "Đăng ký khai sinh"
        in client.get(f"{reverse('dossiers:procedures')}?tinh-trang=ended").content.decode()
    )
    made.refresh_from_db()
    client.post(reverse("dossiers:edit_procedure", args=[made.pk]), TYPED | {"seen": digest_of(made)})
    assert "Đăng ký khai sinh" in client.get(reverse("dossiers:procedures")).content.decode()


def test_a_day_of_the_end_that_is_none_is_refused(cast: Cast, client: Client):
    made = added(cast)
    client.force_login(cast.users["manager"])
    answer = client.post(reverse("dossiers:end_procedure", args=[made.pk]), {"ended_on": "hôm nay"})
    assert answer.status_code == 422
    made.refresh_from_db()
    assert made.ended_on is None


def test_only_keepers_of_the_province_change_its_catalogue(cast: Cast):
    made = added(cast)
    for name in ("officer", "leader", "observer", "appraiser"):
        person = cast.person(name)
        with pytest.raises(Refused):
            add_procedure(person, cast.province, COLUMNS | {"code": "2"}, NOW)
        with pytest.raises(Refused):
            change_procedure(person, made, COLUMNS, digest_of(made), NOW)
        with pytest.raises(Refused):
            end_procedure(person, made, date(2026, 1, 1), NOW)
    made.refresh_from_db()
    assert made.ended_on is None


def test_readers_see_names_and_keepers_links(cast: Cast, client: Client):
    made = added(cast)
    link = reverse("dossiers:edit_procedure", args=[made.pk])
    client.force_login(cast.users["manager"])
    assert link in client.get(reverse("dossiers:procedures")).content.decode()
    client.force_login(cast.users["officer"])
    assert link not in client.get(reverse("dossiers:procedures")).content.decode()
