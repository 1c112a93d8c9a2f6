"""The form behind a QR code and the kiosk by keyboard alone, on two widths, with and without script."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import Visitor
from tests.e2e.site import Site

STAGE = "fieldwork"
_STATION = """
from django.utils import timezone
from parweb.surveys.models import Station
made = Station.objects.get(kind="kiosk")
made.pk, made.kind, made.code = None, "qr", "quay-1"
made.save()
"""
WINDOWS = [(360, True), (360, False), (1280, True), (1280, False)]


@pytest.fixture(scope="module")
def own(site: Site) -> Site:
    """The stage, with a QR code at the counter beside the kiosk."""
    site.command("shell", "-c", _STATION)
    return site


def told(site: Site, mode: str) -> list[dict[str, Any]]:
    """The whole answers of a mode."""
    return [
        one["answers"]
        for one in json.loads(site.stage("survey_counts"))
        if one["mode"] == mode and not one["is_partial"]
    ]


def here(page: Page) -> tuple[str, bool]:
    """Where the keyboard is (id, else class, else tag), and whether that is seen."""
    found = page.evaluate(
        """() => {
      const one = document.activeElement;
      const label = one.type === "radio" || one.type === "checkbox" ? one.nextElementSibling : one;
      const box = label.getBoundingClientRect();
      const seen = getComputedStyle(label).outlineStyle !== "none" && box.top >= -1 && box.bottom <= innerHeight + 1;
      return [one.id || one.className || one.tagName, seen];
    }"""
    )
    return str(found[0]), bool(found[1])


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the keyboard is there; it is seen at every stop."""
    for _stop in range(20):
        page.keyboard.press("Tab")
        place, is_seen = here(page)
        assert is_seen, place
        if place == name:
            return
    raise AssertionError(name)


@pytest.mark.parametrize(("width", "script"), WINDOWS)
def test_a_form_is_answered_by_keyboard_and_a_mistake_leads_to_its_question(
    own: Site, visit, width: int, script: bool
):
    person: Visitor = visit(None, width=width, script=script)
    page, before = person.page, len(told(own, "qr"))
    person.go("/quet/quay-1/")
    tab_to(page, "go")
    page.keyboard.press("Enter")
    page.wait_for_url("**/1/")
    tab_to(page, "attitude-3")
    tab_to(page, "go")
    page.keyboard.press("Enter")
    expect(page.locator(".wrong")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".wrong a")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "attitude-3")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert here(page) == ("attitude-2", True)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/gui/"))
    tab_to(page, "go")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/cam-on/"))
    assert told(own, "qr")[before:] == [{"attitude": 2}]


@pytest.mark.parametrize(("width", "script"), WINDOWS)
def test_a_kiosk_is_used_by_keyboard(own: Site, visit, width: int, script: bool):
    person: Visitor = visit(None, width=width, script=script)
    page, before = person.page, len(told(own, "kiosk"))
    code = json.loads(own.stage("survey_kiosk"))["code"]
    person.go(f"/kiosk/{code}/")
    for _face in range(3):
        tab_to(page, "face")
    page.keyboard.press("Enter")
    expect(page.locator("#reason")).to_be_visible()
    tab_to(page, "reason-4")
    page.keyboard.press("Space")
    tab_to(page, "go")
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("/cam-on/"))
    ticked = [name for name, value in told(own, "kiosk")[before].items() if value == 1]
    assert ticked == ["attitude", "reason:4"]


def test_an_english_kiosk_that_nobody_touches_is_vietnamese_again(own: Site, visit):
    person: Visitor = visit(None)
    page = person.page
    page.clock.install()
    code = json.loads(own.stage("survey_kiosk"))["code"]
    person.go(f"/kiosk/{code}/")
    person.follow("English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.clock.run_for(31_000)
    page.wait_for_url(f"**:*/kiosk/{code}/")
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_what_was_ticked_is_still_there_in_the_other_language(own: Site, visit):
    person: Visitor = visit(None, width=360)
    person.go("/quet/quay-1/")
    person.press("Bắt đầu")
    person.page.click("label[for=attitude-3]")
    person.follow("English")
    expect(person.page.locator("html")).to_have_attribute("lang", "en")
    assert person.page.is_checked("#attitude-3")
