"""The door, the log and the inbox of the site, as somebody in front of a browser finds them."""

import pytest

STAGE = "cast"
WIDTHS = [360, 1280]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sign_in_page_fits_every_screen(visit, width):
    guest = visit(None, width=width)
    guest.go("/tai-khoan/login/")
    guest.looks_well("dang-nhap")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/hop-thu/", "/viec-chay-nen/", "/nhat-ky/", "/nhat-ky/kiem-tra/"])
def test_an_administrators_pages_fit_every_screen(visit, width, path):
    admin = visit("admin", width=width)
    assert admin.go(path).status == 200
    admin.looks_well(path.strip("/").replace("/", "-"))


def test_signing_in_works_without_javascript(visit):
    officer = visit("officer", script=False)
    officer.go("/hop-thu/")
    assert "Chưa có tin nhắn" in officer.text()


def test_english_is_one_link_away(visit):
    admin = visit("admin")
    admin.go("/en/nhat-ky/")
    assert "Who did what, when, from where." in admin.text()
