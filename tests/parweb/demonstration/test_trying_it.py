"""The page that lets visitors in as demo accounts is there on demonstrations alone."""

import pytest
from django.test import Client
from django.urls import reverse

from parweb.accounts.models import User
from parweb.demonstration import plan

PAGE, DOOR = "demonstration:start", "demonstration:sign_in"


def test_the_page_says_who_can_try_what(client, demonstration, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        page = client.get(reverse(PAGE)).content.decode()
    for account in plan.ACCOUNTS:
        assert f">{account.username}</th>" in page
        assert str(account.to_try) in page
    assert plan.PASSWORD in page


@pytest.mark.parametrize("username", [account.username for account in plan.ACCOUNTS])
def test_one_click_lets_a_visitor_in_as_that_account(client, demonstration, username):
    answer = client.post(reverse(DOOR), {"username": username})
    assert (answer.status_code, answer["Location"]) == (302, reverse("workspace"))
    assert int(client.session["_auth_user_id"]) == User.objects.get(username=username).pk
    assert client.get(reverse("workspace")).status_code == 200


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
