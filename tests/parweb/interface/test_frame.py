"""The frame of pages: language, menus, ribbon, error pages, records."""

import re
from types import SimpleNamespace

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from parweb.interface import errors, navigation
from parweb.interface.context import site

pytestmark = pytest.mark.urls("tests.parweb.interface.addresses")
OFFICER = SimpleNamespace(is_signed_in=True, user_id=7, name="Nguyễn Thị <Hường>", roles={"officer"})
VISITOR = SimpleNamespace(is_signed_in=False, user_id=None, name="khách", roles=set())


class Untouchable:
    """A person that nobody may ask."""

    def __getattr__(self, name):
        raise AssertionError(name)


@pytest.fixture
def menus(monkeypatch):
    monkeypatch.setattr(navigation, "ENTRIES", {})
    monkeypatch.setattr(navigation, "_INBOX", {})


def page(base: str, person, address: str = "/lam-viec/", **values) -> str:
    request = RequestFactory().get(address)
    request.person = person
    source = f'{{% extends "{base}" %}}{{% block title %}}Thử{{% endblock %}}{{% block content %}}Nội dung{{% endblock %}}'
    template = engines["django"].from_string(source)
    return template.render({**site(request), **values}, request)


def test_a_page_says_its_language_and_begins_with_a_way_to_the_content(menus):
    shown = page("base.html", OFFICER)
    assert '<html lang="vi">' in shown
    assert shown.index('href="#content"') < shown.index("<header")
    assert 'id="content"' in shown
    assert "<title>Thử · Chỉ số CCHC</title>" in shown


def test_a_page_names_who_works_with_it(menus):
    shown = page("base.html", OFFICER)
    assert "Nguyễn Thị &lt;Hường&gt;" in shown
    assert 'data-person="7"' in shown
    assert "Đăng xuất" in shown
    visitor = page("base.html", VISITOR)
    assert "data-person" not in visitor
    assert "Đăng nhập" in visitor


def test_a_public_page_asks_nobody_who_they_are_and_sets_no_token(menus):
    shown = page("base_public.html", Untouchable(), "/")
    assert "csrfmiddlewaretoken" not in shown
    assert "Đăng nhập" in shown
    assert re.findall(r"js/(\w+)\.js", shown) == ["tables"]


def test_a_script_never_blocks_a_page(menus):
    for base in ("base.html", "base_public.html"):
        scripts = re.findall(r"<script[^>]*>", page(base, VISITOR))
        assert scripts
        assert all('type="module"' in one and "src=" in one for one in scripts)


def test_the_ribbon_shows_on_demonstration_data_alone(menus):
    assert "Dữ liệu minh họa" in page("base.html", OFFICER, settings_demo=True)
    assert "minh họa" not in page("base.html", OFFICER, settings_demo=False)


def test_a_menu_shows_what_is_for_the_person_and_marks_where_one_is(menus):
    navigation.entry("workspace", "Việc của tôi", order=1)
    navigation.entry("portal:home", "Kết quả", order=2)
    navigation.entry("account_login", "Của quản lý", is_for=lambda person: "manager" in person.roles)
    navigation.entry("no-such-page", "Không có")
    request = RequestFactory().get("/lam-viec/viec/3/")
    request.person = OFFICER
    shown = navigation.links(request, "main")
    assert [(one.label, one.is_current) for one in shown] == [("Việc của tôi", True), ("Kết quả", False)]


def test_the_inbox_counts_what_is_unread(menus):
    navigation.inbox("workspace", lambda person: 1234 if person is OFFICER else 0)
    assert '<span class="count">1.234</span>' in page("base.html", OFFICER)
    assert "Hộp thư" not in page("base.html", VISITOR)


@pytest.mark.parametrize(
    ("address", "vietnamese", "english"),
    [
        ("/ky/1/?q=a&page=2", "/ky/1/?q=a&page=2", "/en/ky/1/?q=a&page=2"),
        ("/en/ky/1/", "/ky/1/", "/en/ky/1/"),
    ],
)
def test_a_page_links_to_itself_in_the_other_language(address, vietnamese, english):
    links = {one.code: one for one in navigation.language_links(RequestFactory().get(address))}
    assert (links["vi"].url, links["en"].url) == (vietnamese, english)
    assert links["en"].is_current == address.startswith("/en/")


def test_an_english_page_speaks_english(menus):
    with translation.override("en"):
        shown = page("base.html", VISITOR, "/en/lam-viec/")
    assert '<html lang="en">' in shown
    assert "Skip to the content" in shown
    assert "Sign in" in shown


def test_a_refusal_says_why_and_who_can():
    verdict = SimpleNamespace(why="Đơn vị đã nộp.", who="Sở Nội vụ mở lại được.")
    failure = PermissionError()
    failure.verdict = verdict
    answer = errors.refused(RequestFactory().get("/"), failure)
    shown = answer.content.decode()
    assert answer.status_code == 403
    assert "Đơn vị đã nộp." in shown
    assert "Sở Nội vụ mở lại được." in shown


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.refused, 403), (errors.not_found, 404)],
)
def test_an_error_page_has_its_status_and_a_way_out(view, status):
    answer = view(RequestFactory().get("/"), ValueError("chi tiết nội bộ"))
    assert answer.status_code == status
    assert "Về trang đầu" in answer.content.decode()
    assert "chi tiết nội bộ" not in answer.content.decode()


def test_the_page_of_a_broken_server_asks_nothing_of_it():
    answer = errors.broken(SimpleNamespace())
    assert answer.status_code == 500
    assert "không phải do bạn" in answer.content.decode()


def test_a_file_too_large_is_refused_with_the_limit():
    answer = errors.too_large(RequestFactory().get("/"), 50)
    assert answer.status_code == 413
    assert "50 MB" in answer.content.decode()


def test_a_record_carries_the_state_the_issuer_and_the_number():
    values = {
        "parent_body": "UBND tỉnh",
        "body_name": "Hội đồng",
        "number": "12/BB-HĐ",
        "place_and_date": "Hà Nội",
    }
    shown = render_to_string("print.html", values)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND tỉnh",
        "12/BB-HĐ",
    ):
        assert words in shown
    assert "<script" not in shown
