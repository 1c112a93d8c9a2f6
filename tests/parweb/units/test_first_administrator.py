"""An empty site gets its first account from the server's command line."""

import pytest
from django.core.management import CommandError, call_command

from parweb.accounts.models import User
from parweb.accounts.roles import Role
from parweb.units.models import Assignment
from tests.parweb.cast import make_unit

pytestmark = pytest.mark.django_db


def make(monkeypatch: pytest.MonkeyPatch, password: str, unit: str = "31") -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: password)
    call_command("create_administrator", "hoa", "--name", "Nguyễn Thị Hoa", "--unit", unit)


def test_the_account_administers_the_province(monkeypatch: pytest.MonkeyPatch):
    make_unit("province", "Thành phố Hải Phòng", code="31")
    make(monkeypatch, "sao-vang-tren-bien-2026")
    user = User.objects.get(username="hoa")
    assert user.check_password("sao-vang-tren-bien-2026")
    assert Assignment.objects.get(person=user).role == Role.ADMINISTRATOR


def test_a_weak_password_makes_no_account(monkeypatch: pytest.MonkeyPatch):
    make_unit("province", "Thành phố Hải Phòng", code="31")
    with pytest.raises(CommandError):
        make(monkeypatch, "12345")
    assert not User.objects.exists()


def test_an_unknown_province_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(CommandError, match="load_units"):
        make(monkeypatch, "sao-vang-tren-bien-2026", unit="77")
