"""Numbers, days and marks as people read them on a page."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation


def shown(source: str, lang: str = "vi", **values: object) -> str:
    with translation.override(lang):
        return Template("{% load interface %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "value", "vietnamese", "english"),
    [
        ("{{ x|points }}", Decimal("87.747"), "87,75", "87.75"),
        ("{{ x|points }}", 87.5, "87,50", "87.50"),
        ("{{ x|points }}", 0, "0,00", "0.00"),
        ("{{ x|points:3 }}", Decimal("87.747"), "87,747", "87.747"),
        ("{{ x|points:0 }}", Decimal("2.5"), "3", "3"),
        ("{{ x|points }}", Decimal("-0.001"), "0,00", "0.00"),
        ("{{ x|points }}", Decimal("1234567.5"), "1.234.567,50", "1,234,567.50"),
        ("{{ x|percent }}", Decimal("80.876"), "80,88\N{NO-BREAK SPACE}%", "80.88\N{NO-BREAK SPACE}%"),
        ("{{ x|percent:0 }}", 100, "100\N{NO-BREAK SPACE}%", "100\N{NO-BREAK SPACE}%"),
        ("{{ x|whole }}", 8180, "8.180", "8,180"),
        ("{{ x|whole }}", 3321, "3.321", "3,321"),
        ("{{ x|number }}", Decimal("84.70232000"), "84,70232", "84.70232"),
    ],
)
def test_a_number_is_written_as_readers_of_the_language_write_it(source, value, vietnamese, english):
    assert shown(source, x=value) == vietnamese
    assert shown(source, "en", x=value) == english


@pytest.mark.parametrize("source", ["{{ x|points }}", "{{ x|percent }}", "{{ x|whole }}", "{{ x|number }}"])
@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), "", "abc"])
def test_a_number_that_is_missing_is_a_dash_with_its_meaning(source, value):
    assert shown(source, x=value) == '<abbr class="missing" title="Chưa có số">–</abbr>'


def test_a_half_is_rounded_up_and_never_by_float_noise():
    assert shown("{{ x|points:1 }}", x=0.25) == "0,3"
    assert shown("{{ x|points:2 }}", x=1.005) == "1,01"
    assert shown("{{ x|points:1 }}", x=0.1 + 0.2) == "0,3"


def test_a_reason_for_a_missing_number_is_escaped():
    assert (
        shown("{% missing why %}", why='"><b>')
        == '<abbr class="missing" title="&quot;&gt;&lt;b&gt;">–</abbr>'
    )


def test_days_and_moments_are_written_day_first_in_the_time_of_viet_nam():
    moment = datetime(2026, 12, 31, 18, 5, tzinfo=UTC)
    assert shown("{{ x|date_vi }}", x=date(2023, 3, 6)) == "06/03/2023"
    assert shown("{{ x|moment_vi }}", x=moment) == "01:05 01/01/2027"
    assert shown("{{ x|date_vi }}", x=moment) == "01/01/2027"
    assert shown("{{ x|date_vi }}{{ x|moment_vi }}", x=None) == ""


def test_a_text_is_folded_as_it_is_searched():
    assert shown("{{ x|fold }}", x="Phường Đống Đa") == "phuong dong da"
    assert shown("{{ x|fold }}", x=None) == ""


def test_a_class_is_a_word_with_a_pattern_and_an_unknown_one_a_word_alone():
    assert shown('{% class_badge "A" "Tốt" %}') == '<span class="class-badge class-badge--1">Tốt</span>'
    assert shown('{% class_badge "Yếu" %}') == '<span class="class-badge class-badge--4">Yếu</span>'
    assert shown('{% class_badge "X1" "Đạt" 2 %}') == '<span class="class-badge class-badge--2">Đạt</span>'
    assert shown('{% class_badge "X1" "Đạt" %}') == '<span class="class-badge">Đạt</span>'
    assert "–" in shown("{% class_badge x %}", x=None)
    assert "&lt;script&gt;" in shown('{% class_badge "A" x %}', x="<script>")


def test_a_state_is_a_word_with_an_icon_so_that_colour_is_never_alone():
    assert "Quá hạn" in shown('{% status_badge "Quá hạn" "bad" %}')
    assert "icons.svg#error" in shown('{% status_badge "Quá hạn" "bad" %}')
    assert 'class="badge badge--quiet"' in shown('{% status_badge "Khác" "no such tone" %}')


def test_progress_says_its_numbers_and_survives_nothing_to_do():
    assert "Đã chấm: 12/90 (13\N{NO-BREAK SPACE}%)" in shown('{% progress 12 90 "Đã chấm" %}')
    assert 'value="1200" max="3321"' in shown("{% progress 1200 3321 %}")
    assert "0/0" in shown("{% progress 0 0 %}")
    assert "%)" not in shown("{% progress 0 0 %}")


def test_an_empty_state_names_who_starts_and_offers_the_step_only_where_there_is_one():
    with_step = shown('{% empty_state "Chưa có kỳ nào" "Sở Nội vụ mở kỳ." "/ky/moi/" "Mở kỳ" %}')
    assert '<a class="button" href="/ky/moi/">Mở kỳ</a>' in with_step
    assert "<a" not in shown('{% empty_state "Chưa có kỳ nào" "Sở Nội vụ mở kỳ." %}')
