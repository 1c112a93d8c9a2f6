"""People sign in: passwords, lock-out, first and old passwords, second factor, single sign-on."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from parweb.accounts.actions.set_password import set_password
from parweb.accounts.adapter import account_of
from parweb.accounts.models import FormerPassword
from parweb.accounts.passwords import NotOneOfTheLastTen, first_password
from parweb.audit.models import Entry
from tests.parweb.cast import NOW, PASSWORD, Cast

LOGIN = {"login": "officer", "password": PASSWORD}


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests():
    cache.clear()


@pytest.fixture
def locks(settings):
    settings.AXES_ENABLED = True


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_the_sign_in_page_speaks_vietnamese_and_offers_no_sign_up(client, db):
    text = client.get(reverse("account_login")).content.decode()
    assert "Tên đăng nhập hoặc thư điện tử" in text
    assert "Quên mật khẩu?" in text
    assert "Đăng nhập qua" not in text
    assert client.get("/tai-khoan/signup/").status_code == 404
    assert client.get("/tai-khoan/email/").status_code == 404


def test_a_name_or_an_email_with_the_password_opens_the_workspace(cast: Cast, client):
    assert client.post(reverse("account_login"), LOGIN).url == reverse("workspace")
    client.logout()
    by_mail = {"login": "officer@example.vn", "password": PASSWORD}
    assert client.post(reverse("account_login"), by_mail).url == reverse("workspace")


def test_a_wrong_password_says_so_in_vietnamese(cast: Cast, client):
    text = client.post(reverse("account_login"), LOGIN | {"password": "sai"}).content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in text


@pytest.mark.usefixtures("locks")
def test_five_wrong_passwords_lock_the_account_and_the_page_says_until_when(cast: Cast, client):
    for _time in range(4):
        assert client.post(reverse("account_login"), LOGIN | {"password": "sai"}).status_code == 200
    fifth = client.post(reverse("account_login"), LOGIN | {"password": "sai"})
    assert fifth.status_code == 429
    assert "Thử lại được sau" in fifth.content.decode()
    until = AccessAttempt.objects.get().attempt_time + timedelta(minutes=15)
    assert timezone.localtime(until).strftime("%H:%M") in fifth.content.decode()
    right = client.post(reverse("account_login"), LOGIN)
    assert right.status_code == 429
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("locks")
def test_tries_by_name_and_by_email_are_counted_together(cast: Cast, client):
    for login in ["officer", "officer@example.vn", "OFFICER", "officer"]:
        client.post(reverse("account_login"), {"login": login, "password": "sai"})
    answer = client.post(reverse("account_login"), {"login": "Officer@example.vn", "password": "sai"})
    assert answer.status_code == 429


@pytest.mark.usefixtures("locks")
def test_a_manager_opens_a_locked_account_at_once(cast: Cast, client):
    for _time in range(5):
        client.post(reverse("account_login"), LOGIN | {"password": "sai"})
    manager = client_of(cast, "manager")
    manager.post(reverse("units:open_person", args=[cast.users["officer"].pk]))
    assert client.post(reverse("account_login"), LOGIN).url == reverse("workspace")


def client_of(cast: Cast, name: str):
    from django.test import Client

    one = Client()
    one.force_login(cast.users[name])
    return one


def test_a_first_password_must_be_changed_before_any_work(cast: Cast, client):
    user = cast.users["officer"]
    user.must_change_password = True
    user.save()
    client.force_login(user)
    answer = client.get(reverse("units:list"))
    assert answer.url == reverse("account_change_password")
    assert "được cấp lần đầu" in client.get(answer.url).content.decode()
    new = "mot cau dai de nho 7"
    told = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(answer.url, told).url == reverse("workspace")
    user.refresh_from_db()
    assert user.must_change_password is False
    assert user.check_password(new)
    assert client.get(reverse("units:list")).status_code == 200
    assert Entry.objects.get(action="accounts.set_password").object_id == str(user.pk)
    assert new not in str(Entry.objects.get(action="accounts.set_password").after)


def test_the_last_ten_passwords_are_refused_and_the_eleventh_is_free(cast: Cast):
    user, actor = cast.users["officer"], cast.person("officer").actor
    for number in range(11):
        set_password(user, f"mat-khau-so-{number}-x", by=actor, at=NOW + timedelta(days=number))
    rule = NotOneOfTheLastTen()
    assert FormerPassword.objects.filter(user=user).count() == 10
    for number in range(11):
        with pytest.raises(ValidationError, match="đã dùng gần đây"):
            rule.validate(f"mat-khau-so-{number}-x", user)
    rule.validate(PASSWORD, user)


def test_changing_to_a_former_password_is_refused_on_the_page(cast: Cast, client):
    client.force_login(cast.users["officer"])
    told = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    text = client.post(reverse("account_change_password"), told).content.decode()
    assert "đã dùng gần đây" in text


def test_an_administrators_password_lasts_two_months_and_an_officers_longer(cast: Cast, client):
    for name in ("admin", "officer"):
        user = cast.users[name]
        user.password_changed_at = timezone.now() - timedelta(days=61)
        user.save()
    assert client_of(cast, "admin").get(reverse("units:list")).url == reverse("account_change_password")
    assert client_of(cast, "officer").get(reverse("units:list")).status_code == 200
    cast.users["admin"].password_changed_at = timezone.now() - timedelta(days=59)
    cast.users["admin"].save()
    assert client_of(cast, "admin").get(reverse("units:list")).status_code == 200


def test_first_passwords_are_long_and_never_alike():
    made = {first_password() for _time in range(50)}
    assert len(made) == 50
    assert all(len(one) == 19 for one in made)


def test_a_lost_password_comes_back_by_email_with_a_link_that_works_once(cast: Cast, client):
    client.post(reverse("account_reset_password"), {"email": "officer@example.vn"})
    assert [one.to for one in mail.outbox] == [["officer@example.vn"]]
    assert mail.outbox[0].subject == "[Chỉ số CCHC] Đặt lại mật khẩu"
    link = next(line for line in mail.outbox[0].body.splitlines() if "/password/reset/key/" in line)
    page = client.get(link, follow=True)
    new = "tre lang trong gio 5"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done.status_code == 302
    assert cast.users["officer"].__class__.objects.get(username="officer").check_password(new)
    client.session.flush()
    again = client.get(link, follow=True).content.decode()
    assert "Liên kết không dùng được nữa" in again


def test_nobody_learns_by_email_which_addresses_have_accounts(cast: Cast, client):
    answer = client.post(reverse("account_reset_password"), {"email": "la@example.vn"})
    assert answer.url == reverse("account_reset_password_done")
    assert mail.outbox == []


@pytest.fixture
def mfa_required(settings):
    settings.MFA_REQUIRED = True


@pytest.mark.usefixtures("mfa_required")
@pytest.mark.parametrize(
    ("name", "is_sent_away"),
    [("admin", True), ("manager", True), ("appraiser", True), ("officer", False), ("chair", False)],
)
def test_managers_appraisers_and_administrators_need_a_second_factor(
    cast: Cast, name: str, is_sent_away: bool
):
    answer = client_of(cast, name).get(reverse("units:list"))
    assert (answer.status_code == 302 and answer.url == reverse("mfa_index")) is is_sent_away


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_that_was_just_set_up_opens_the_pages(client, settings):
    from tests.parweb.cast import make_cast

    settings.MFA_REQUIRED = True
    make_cast()
    client.post(reverse("account_login"), LOGIN | {"login": "manager"})
    assert client.get(reverse("units:list")).url == reverse("mfa_index")
    again = client.get(reverse("mfa_activate_totp"))
    assert "Xác nhận lại mật khẩu" in client.get(again.url).content.decode()
    client.post(again.url, {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert "quét mã QR" in page.content.decode()
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert client.session["second_factor"] is True
    assert client.get(reverse("units:list")).status_code == 200


@pytest.mark.usefixtures("mfa_required")
def test_a_sign_in_with_a_code_opens_the_pages_and_without_it_does_not(cast: Cast, client):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(cast.users["manager"], secret)
    answer = client.post(reverse("account_login"), LOGIN | {"login": "manager"})
    assert answer.url == reverse("mfa_authenticate")
    assert "xác thực hai lớp" in client.get(answer.url).content.decode()
    assert client.get(reverse("units:list")).status_code == 302
    wrong = client.post(answer.url, {"code": "000000"})
    assert "Mã không đúng" in wrong.content.decode()
    assert client.post(answer.url, {"code": code_for(secret)}).url == reverse("workspace")
    assert client.get(reverse("units:list")).status_code == 200


@pytest.mark.usefixtures("mfa_required")
def test_codes_cannot_be_tried_without_end(cast: Cast, client):
    TOTP.activate(cast.users["manager"], "JBSWY3DPEHPK3PXP")
    client.post(reverse("account_login"), LOGIN | {"login": "manager"})
    texts = [
        client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode() for _time in range(12)
    ]
    assert "Mã không đúng" in texts[0]
    assert "Sai quá nhiều lần" in texts[-1]


def test_when_an_account_was_last_used_is_kept_at_most_once_in_ten_minutes(cast: Cast, client):
    user = cast.users["officer"]
    client.force_login(user)
    client.get(reverse("units:list"))
    user.refresh_from_db()
    first = user.last_seen_at
    assert first is not None
    client.get(reverse("units:list"))
    user.refresh_from_db()
    assert user.last_seen_at == first
    type(user).objects.filter(pk=user.pk).update(last_seen_at=first - timedelta(minutes=11))
    client.get(reverse("units:list"))
    user.refresh_from_db()
    assert user.last_seen_at > first


def test_a_closed_account_ends_its_session_with_the_next_page(cast: Cast, client):
    client.force_login(cast.users["officer"])
    type(cast.users["officer"]).objects.filter(username="officer").update(is_active=False)
    assert client.get(reverse("units:list")).status_code == 302
    assert client.post(reverse("account_login"), LOGIN).url == reverse("account_inactive")


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"preferred_username": "officer"}, "officer"),
        ({"email": "LEADER@example.vn"}, "leader"),
        ({"userinfo": {"preferred_username": "manager"}}, "manager"),
        ({"email": "leader@example.vn", "email_verified": False}, None),
        ({"preferred_username": "stranger", "email": "la@example.vn"}, None),
        ({}, None),
    ],
)
def test_single_sign_on_opens_existing_accounts_only(cast: Cast, claims: dict, expected: str | None):
    found = account_of(claims)
    assert (found.username if found else None) == expected


def test_a_closed_account_is_not_opened_by_single_sign_on(cast: Cast):
    type(cast.users["officer"]).objects.filter(username="officer").update(is_active=False)
    assert account_of({"preferred_username": "officer"}) is None


def test_the_button_of_single_sign_on_shows_when_the_server_has_one(client, db, settings):
    apps = [{"provider_id": "sso", "name": "Cổng tỉnh", "client_id": "x", "secret": "y"}]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    text = client.get(reverse("account_login")).content.decode()
    assert "Đăng nhập qua Cổng tỉnh" in text
    assert "/oidc/sso/login/" in text


def test_sessions_end_with_the_browser_and_after_eight_hours():
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE is True
    assert settings.SESSION_COOKIE_AGE == 8 * 3600
    assert settings.SESSION_COOKIE_HTTPONLY is True


def test_the_field_of_the_sign_in_page_is_named_in_vietnamese(client, db: None):
    page = client.get("/tai-khoan/login/").content.decode()
    assert ">Tên đăng nhập hoặc thư điện tử</label>" in " ".join(page.split()).replace(
        " </label>", "</label>"
    )
