"""Fields of forms: words tied to inputs, errors beside the field and listed on top."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation


class Document(forms.Form):
    title = forms.CharField(label="Trích yếu", help_text="Ghi đúng như văn bản.")
    count = forms.CharField(label="Số hồ sơ", required=False)
    level = forms.ChoiceField(label="Mức", choices=[("1", "Có"), ("2", "Không")], widget=forms.RadioSelect)
    secret = forms.BooleanField(label="Mật", required=False)
    stamp = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("Hai số không khớp <nhau>.")


def drawn(source: str, form: forms.Form) -> str:
    return Template("{% load interface %}" + source).render(Context({"form": form}))


def test_a_label_stands_above_its_input_with_the_rule_and_the_help_between():
    page = drawn('{% field form.title rule="Tối đa 2 điểm." %}', Document())
    places = [page.index(part) for part in ("Trích yếu", "Tối đa 2 điểm.", "Ghi đúng", "<input")]
    assert places == sorted(places)
    assert '<label for="id_title">' in page
    assert 'aria-describedby="id_title-help"' in page
    assert page.count("aria-describedby") == 1


def test_a_field_in_error_names_its_error_to_those_who_listen():
    page = drawn("{% field form.title %}", Document({}))
    assert 'aria-describedby="id_title-help id_title-errors"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_title-errors"' in page


def test_an_optional_field_says_so_and_a_required_one_does_not():
    assert "(không bắt buộc)" in drawn("{% field form.count %}", Document())
    assert "(không bắt buộc)" not in drawn("{% field form.title %}", Document())


def test_choices_are_a_group_with_a_legend():
    page = drawn("{% field form.level %}", Document({}))
    assert "<fieldset" in page
    assert "<legend>Mức</legend>" in page
    assert 'aria-describedby="id_level-errors"' in page
    assert 'id="id_level"' in page


def test_the_box_around_choices_and_the_list_in_it_have_ids_of_their_own():
    page = drawn("{% field form.level %}", Document({}))
    ids = re.findall(r' id="([^"]+)"', page)
    assert ids == ["id_level-group", "id_level-errors", "id_level", "id_level_0", "id_level_1"]


def test_a_tick_box_stands_before_its_words():
    page = drawn("{% field form.secret %}", Document())
    assert page.index("<input") < page.index("<span>Mật</span>")


def test_what_stands_beside_an_input_is_escaped():
    assert "&lt;b&gt;" in drawn(
        "{% with b=form.initial.x %}{% field form.count beside=b %}{% endwith %}",
        Document(initial={"x": "<b>"}),
    )


def test_the_summary_lists_every_error_with_a_link_to_its_field():
    page = drawn("{% error_summary form %}", Document({}))
    assert 'role="alert"' in page
    assert '<a href="#id_title">Trích yếu:' in page
    assert '<a href="#id_level-group">Mức:' in page
    assert "<li>Hai số không khớp &lt;nhau&gt;.</li>" in page
    assert page.count("<li>") == 4


def test_a_refused_form_puts_the_keyboard_at_the_summary_without_any_script():
    page = drawn("{% error_summary form %}", Document({}))
    opening = page[page.index("<section") : page.index(">") + 1]
    assert 'tabindex="-1"' in opening
    assert " autofocus" in opening


def test_several_wrong_forms_of_a_page_share_no_id():
    page = drawn("{% error_summary form %}{% error_summary form %}", Document({}))
    assert (page.count("<section"), page.count(" id=")) == (2, 0)


def test_a_list_of_forms_has_one_summary():
    page = Template("{% load interface %}{% error_summary forms %}").render(
        Context({"forms": [Document({}), Document(), Document({})]})
    )
    assert (page.count("<section"), page.count("<li>")) == (1, 8)


def test_a_form_without_errors_has_no_summary():
    assert drawn("{% error_summary form %}", Document()).strip() == ""


class Numbers(forms.Form):
    many = forms.IntegerField(min_value=1, max_value=500)
    day = forms.DateField()
    name = forms.CharField(required=False)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("many", "0", "Ghi một số từ 1 trở lên."),
        ("many", "501", "Ghi một số không quá 500."),
        ("many", "2,5", "Ghi một số nguyên, ví dụ 12."),
        ("name", "1\x00", "Có ký tự không dùng được; hãy gõ lại."),
        ("day", "31/02/2026", "Ghi một ngày có thật, dạng dd/mm/yyyy."),
    ],
)
def test_what_django_says_of_a_wrong_input_is_said_in_our_words(field: str, typed: str, said: str):
    with translation.override("vi"):
        wrong = Numbers({"many": "1", "day": "2026-02-01"} | {field: typed}).errors
        assert {name: list(found) for name, found in wrong.items()} == {field: [said]}
