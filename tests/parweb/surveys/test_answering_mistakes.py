"""What is wrong on a screen of the public form: said, led to, and nothing typed is lost, without any script."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from parweb.surveys.actions.keep_form import keep_form
from parweb.surveys.models import Campaign, Response
from parweb.surveys.sent_forms import read_sent
from tests.parweb.cast import NOW
from tests.parweb.surveys.conftest import Survey

FORM = """\
id: phieu-rieng
year: 2026
version: "1"
title: {vi: Phiếu riêng, en: Own form}
languages: [vi, en]
questions:
  - id: visits
    kind: integer
    label: {vi: Đến mấy lần?, en: How often?}
    hint: {vi: "Tính cả lần này.", en: "With this one."}
    is_required: true
  - {id: paid, kind: decimal, label: {vi: Đã nộp bao nhiêu?, en: Paid how much?}}
  - {id: came_on, kind: date, label: {vi: Đến ngày nào?, en: Which day?}}
  - id: how
    kind: single
    label: {vi: Đi bằng gì?, en: How did you go?}
    hint: {vi: "Lần gần nhất.", en: "Last time."}
    options: [{code: 1, label: {vi: Xe, en: Car}}, {code: 2, label: {vi: Đi bộ, en: Foot}}]
"""


@pytest.fixture(autouse=True)
def _in_the_field(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def token(survey: Survey) -> str:
    """A link to an own form with a number, a sum of money, a day and a choice."""
    row = keep_form(
        survey.person("manager"), survey.cast.province, read_sent(FORM.encode(), "x.yaml"), "x.yaml", NOW
    )
    Campaign.objects.update(instrument=row.ref, instrument_digest=row.digest)
    return survey.invite()[1]


def screen_with(token: str, name: str) -> str:
    """The address of the screen that asks a question."""
    for number in range(1, 9):
        address = reverse("surveys:answer_screen", args=[token, number])
        if f'name="{name}"' in Client().get(address, follow=True).content.decode():
            return address
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("visits", "ba lần", "Ghi một số, ví dụ 12 hoặc 12,5."),
        ("visits", "2,5", "Ghi một số nguyên, ví dụ 12."),
        ("paid", "20 nghìn", "Ghi một số, ví dụ 12 hoặc 12,5."),
        ("came_on", "hôm qua &", "Ghi ngày dạng dd/mm/yyyy."),
    ],
)
def test_what_could_not_be_read_stays_in_its_box_as_it_was_typed(
    token: str, name: str, typed: str, said: str
):
    page = Client().post(screen_with(token, name), {name: typed})
    text = page.content.decode()
    assert (page.status_code, said in text) == (422, True)
    assert f'id="{name}" name="{name}" value="{typed.replace("&", "&amp;")}"' in text
    assert text.count('aria-invalid="true"') == 1
    assert name not in Response.objects.get().answers


def test_the_keyboard_is_at_what_is_wrong_and_a_hint_is_read_with_its_question(token: str):
    address = screen_with(token, "visits")
    asked = Client().get(address).content.decode()
    assert 'aria-describedby="h-visits"' in asked
    assert ("autofocus" in asked, 'id="h-visits"' in asked) == (False, True)
    wrong = Client().post(address, {}).content.decode()
    assert 'aria-describedby="h-visits p-visits"' in wrong
    summary = wrong[wrong.index('<div class="wrong"') : wrong.index("Xin xem lại")]
    assert (' tabindex="-1"' in summary, " autofocus" in summary) == (True, True)
    assert '<a href="#visits">Đến mấy lần?</a>' in wrong
    assert wrong.count(" autofocus") == 1
    choices = Client().get(screen_with(token, "how")).content.decode()
    assert '<fieldset class="field" id="how" aria-describedby="h-how">' in choices
