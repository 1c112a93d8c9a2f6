"""Skips on the page where forms are written: chosen, said, kept, followed everywhere; broken ones told, nothing lost."""

from __future__ import annotations

import html
import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parindex.frameworks.yaml_lines import parse
from parindex.surveys.instruments.digest import canonical, digest
from parindex.surveys.instruments.files import form_yaml, read_form
from parindex.surveys.instruments.loading import instrument_from
from parindex.surveys.instruments.logic.conditions import Condition, Skip, read_skip, skip_text
from parindex.surveys.instruments.logic.relevance import is_relevant
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.registry import instrument_entries, load_instrument
from parindex.surveys.instruments.xlsform.reading import read_xlsform
from parindex.surveys.instruments.xlsform.writing import write_xlsform
from parindex.surveys.paper.skips import skip_words
from parweb.surveys.actions.keep_form import keep_form
from parweb.surveys.asking.offline import form_data
from parweb.surveys.asking.screens import screens_in
from parweb.surveys.building.drafts import Draft, draft_of, opened_draft
from parweb.surveys.building.making import built
from parweb.surveys.building.scales import scales_of
from parweb.surveys.models import Campaign, Invitation, Questionnaire, Response
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.sent_forms import read_sent
from tests.parindex.surveys.instruments.forms import instruments
from tests.parweb.cast import NOW, Cast
from tests.parweb.surveys.conftest import Survey
from tests.parweb.surveys.own_forms import YAML
from tests.parweb.surveys.test_forms import hidden

BUILD, KEEP = "/khao-sat/phieu-hoi/soan/", "/khao-sat/phieu-hoi/luu/"
HEAD = {
    "owner": "99",
    "opened": "",
    "title": "Hỏi nhanh",
    "form_id": "hoi-nhanh",
    "year": "2026",
    "version": "1",
    "introduction": "",
    "scale": "sipas-population@2026.satisfaction",
    "last": "",
}
CAME = {"kind": "single", "label": "Ông/Bà đã đến chưa?", "items": "Có\r\nKhông\r\nKhông nhớ"}
TIMES = {"kind": "integer", "label": "Đến mấy lần?"}
WHY = {"kind": "multi", "label": "Vì việc gì?", "items": "Đất đai\r\nHộ tịch"}
STAFF = {"kind": "matrix", "label": "Thái độ", "items": "Lịch sự\r\nTận tình", "is_counted": "on"}
MORE = {"kind": "text", "label": "Góp ý gì?"}
ALL = (CAME, TIMES, WHY, STAFF, MORE)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def maker(client: Client, cast: Cast) -> Client:
    """The browser of somebody who makes campaigns of the province."""
    client.force_login(cast.users["manager"])
    return client


def filled(*rows: dict[str, str], **head: str) -> dict[str, str]:
    """Give what the page sends: the questions, in their order."""
    boxes = {f"form-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    blank = {f"form-{at}-items": "" for at in range(len(rows))}
    return {**HEAD, **head, **blank, **boxes, "form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}


def boxes_of(response) -> dict[str, list[str]]:
    """Give what a browser would send from the first form with data of a page."""
    page = response.content.decode()
    page = page[page.index(f'action="{BUILD}"') :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page[: page.index("</form>")]):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        is_off = given.get("type") in ("checkbox", "radio") and " checked" not in tag
        if "name" in given and given["name"] != "csrfmiddlewaretoken" and not is_off:
            default = "on" if given.get("type") == "checkbox" else ""
            found.setdefault(given["name"], []).append(html.unescape(given.get("value", default)))
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL):
        found[name] = [html.unescape(text)]
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.findall(r'value="([^"]*)" selected', inside) or re.findall(r'value="([^"]*)"', inside)
        found[name] = chosen[:1]
    return found


def press(maker: Client, page, go: str, **changes: str | list[str]):
    """Press a button of a page that was shown, with some boxes changed."""
    sent = boxes_of(page) | {name.replace("__", "-"): value for name, value in changes.items()}
    return maker.post(BUILD, sent | {"go": go})


def text_of(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def with_skip(maker: Client, page, at: int, target: str, **boxes: str | list[str]):
    """Give a question one condition, by the buttons that people press."""
    asked = press(maker, page, f"skip-{at}")
    chosen = press(maker, asked, "add", skip__add=target)
    return press(maker, chosen, "done", **{f"skip__0__{name}": value for name, value in boxes.items()})


def begun(maker: Client, *rows: dict[str, str]):
    return maker.post(BUILD, filled(*rows) | {"go": "edit"})


def kept(maker: Client, page) -> Instrument:
    shown = press(maker, page, "preview")
    assert shown.status_code == 200, text_of(shown)
    maker.post(KEEP, {"owner": "99", "file_name": "", "content": hidden(shown.content.decode())})
    return form_of(Questionnaire.objects.latest("pk").ref)


def refused(maker: Client, page) -> list[str]:
    """Give the codes of the skips that do not hold any more; nothing is shown to be kept."""
    shown = press(maker, page, "preview")
    assert (shown.status_code, Questionnaire.objects.count()) == (422, 0)
    [notice] = re.findall(r'id="breaks"[^>]*>(.*?)</div>', shown.content.decode(), re.DOTALL)
    return re.findall(r"<strong>(\w+)</strong>", notice)


# --- Choosing when a question is asked


def test_a_condition_is_chosen_from_an_earlier_question_and_said_in_plain_words(maker):
    page = begun(maker, *ALL)
    asked = press(maker, page, "skip-1")
    assert re.findall(r'<option value="([^"]+)">', asked.content.decode()) == ["c1"]
    page = with_skip(maker, page, 1, "c1", relation="one_of", value=["1", "3"])
    assert "Chỉ hỏi khi câu 1 “Ông/Bà đã đến chưa?” là “Có” hoặc “Không nhớ”" in text_of(page)
    shown = press(maker, page, "preview")
    assert "Chỉ hỏi khi câu 1 “Ông/Bà đã đến chưa?” là “Có” hoặc “Không nhớ”" in text_of(shown)
    assert Questionnaire.objects.count() == 0
    form = kept(maker, page)
    assert form.by_id["c2"].relevant == "${c1} = '1' or ${c1} = '3'"
    assert [is_relevant(form, "c2", {"c1": code}) for code in (1, 2, 3)] == [True, False, True]
    listed = text_of(maker.get(reverse("surveys:form", args=[form.ref])))
    assert "Chỉ hỏi khi câu 1 “Ông/Bà đã đến chưa?” là “Có” hoặc “Không nhớ”" in listed


@pytest.mark.parametrize(
    ("target", "relation", "value", "relevant", "words"),
    [
        ("c1", "none_of", ["2"], "${c1} != '2'", "không phải “Không”"),
        ("c2", "at_least", "2", "${c2} >= 2", "câu 2 “Đến mấy lần?” từ 2 trở lên"),
        ("c2", "at_most", "-1.000,5", "${c2} <= -1000.5", "từ -1000,5 trở xuống"),
        ("c2", "one_of", "1; 3", "${c2} = 1 or ${c2} = 3", "câu 2 “Đến mấy lần?” là 1 hoặc 3"),
        ("c3", "one_of", ["2"], "selected(${c3}, '2')", "câu 3 “Vì việc gì?” có chọn “Hộ tịch”"),
        (
            "c3",
            "none_of",
            ["1", "2"],
            "not(selected(${c3}, '1')) and not(selected(${c3}, '2'))",
            "không chọn",
        ),
        ("c4_2", "one_of", ["1"], "${c4_2} = '1'", "câu 4 “Tận tình” là “Rất không hài lòng”"),
    ],
)
def test_every_kind_of_answer_can_be_waited_for(maker, target, relation, value, relevant, words):
    page = with_skip(maker, begun(maker, *ALL), 4, target, relation=relation, value=value)
    assert words in text_of(page)
    form = kept(maker, page)
    assert form.by_id["c5"].relevant == relevant
    assert skip_words(form, form.by_id["c5"]).startswith("Chỉ trả lời nếu “")


@pytest.mark.parametrize(("join", "joint"), [("all", "and"), ("any", "or")])
def test_conditions_are_joined_by_all_or_any_and_shown_again_as_they_were_set(maker, join, joint):
    page = with_skip(maker, begun(maker, *ALL), 4, "c1", relation="one_of", value=["1"])
    again = press(maker, page, "skip-4")
    again = press(maker, again, "add", skip__add="c2")
    page = press(maker, again, "done", skip__1__relation="at_least", skip__1__value="3", skip__join=join)
    assert boxes_of(page)["form-4-relevant"] == [f"${{c1}} = '1' {joint} ${{c2}} >= 3"]
    shown = boxes_of(press(maker, page, "skip-4"))
    assert (shown["skip-0-value"], shown["skip-1-value"], shown["skip-join"]) == (["1"], ["3"], [join])
    less = press(maker, press(maker, page, "skip-4"), "cut-0")
    page = press(maker, less, "done")
    assert boxes_of(page)["form-4-relevant"] == ["${c2} >= 3"]
    page = press(maker, press(maker, press(maker, page, "skip-4"), "cut-0"), "done")
    assert boxes_of(page)["form-4-relevant"] == [""]


@pytest.mark.parametrize(
    ("target", "boxes", "said"),
    [
        ("c1", {"relation": "one_of", "value": []}, "Trường này là bắt buộc."),
        ("c1", {"relation": "one_of", "value": ["7"]}, "7"),
        ("c2", {"relation": "at_least", "value": "nhiều"}, "Ghi một số, ví dụ 12 hoặc 12,5."),
        ("c2", {"relation": "at_least", "value": "1; 2"}, "Ở đây ghi một số."),
    ],
)
def test_a_condition_that_says_nothing_is_refused_beside_its_box_and_changes_nothing(
    maker, target, boxes, said
):
    page = with_skip(maker, begun(maker, *ALL), 4, target, **boxes)
    assert page.status_code == 422
    assert said in text_of(page)
    assert boxes_of(page)["form-4-relevant"] == [""]


def test_the_first_question_has_nothing_to_wait_for_and_a_text_cannot_be_waited_for(maker):
    page = begun(maker, MORE, CAME)
    for at in (0, 1):
        asked = press(maker, page, f"skip-{at}")
        assert "Chưa có câu nào đứng trước để dựa vào." in text_of(asked)
        assert "skip-add" not in boxes_of(asked)


# --- What breaks a skip


@pytest.fixture
def page(maker):
    """A page on which the second question waits for “Có” of the first."""
    return with_skip(maker, begun(maker, CAME, TIMES, MORE), 1, "c1", relation="one_of", value=["1"])


def test_a_question_that_others_wait_for_is_not_left_out_before_one_says_so(maker, page):
    asked = press(maker, page, "drop-0")
    words = text_of(asked)
    assert "Chưa bỏ câu 1 “Ông/Bà đã đến chưa?”: các câu sau chỉ hỏi theo câu này." in words
    assert "Câu 2 “Đến mấy lần?”" in words
    assert boxes_of(asked)["form-0-label"] == ["Ông/Bà đã đến chưa?"]
    gone = press(maker, asked, "less-0")
    assert boxes_of(gone)["form-0-label"] == ["Đến mấy lần?"]
    assert [one.relevant for one in kept(maker, gone).questions] == [None, None]


def test_a_question_nobody_waits_for_is_left_out_at_once(maker, page):
    left = press(maker, page, "drop-2")
    assert [one.id for one in kept(maker, left).questions] == ["c1", "c2"]


@pytest.mark.parametrize(
    ("changes", "codes", "said"),
    [
        (
            {"form-0-label": "", "form-0-items": ""},
            ["SV382"],
            "lấy lại câu đó, hoặc sửa điều kiện ở câu 1 “Đến",
        ),
        (
            {"form-0-order": "2"},
            ["SV383"],
            "chuyển câu đó lên trước, hoặc sửa điều kiện ở câu 1 “Đến mấy lần?”",
        ),
        ({"form-0-items": "2 = Không"}, ["SV384"], "ghi lại dòng có mã 1 ở câu đó"),
        ({"form-0-kind": "multi"}, ["SV385"], "đổi lại loại của câu đó"),
        ({"form-0-kind": "text"}, ["SV385"], "đổi lại loại của câu đó"),
        ({"form-0-kind": "integer"}, ["SV385"], "đổi lại loại của câu đó"),
        ({"form-1-relevant": "${c1} ="}, ["SV386"], "bỏ điều kiện rồi đặt lại"),
    ],
)
def test_a_change_that_breaks_a_skip_is_told_with_its_remedy_and_nothing_is_shown_or_kept(
    maker, page, changes, codes, said
):
    changed = {name.replace("-", "__"): value for name, value in changes.items()}
    once_more = press(maker, page, "edit", **changed)
    assert said in text_of(once_more)
    assert refused(maker, once_more) == codes
    asked = text_of(
        press(maker, once_more, "skip-0" if boxes_of(once_more)["form-0-relevant"][0] else "skip-1")
    )
    assert "Chỉ hỏi khi…" in asked


def test_a_moved_question_breaks_the_skip_and_moved_back_mends_it(maker, page):
    down = press(maker, page, "down-0")
    assert boxes_of(down)["form-1-label"] == ["Ông/Bà đã đến chưa?"]
    assert refused(maker, down) == ["SV383"]
    mended = press(maker, down, "up-1")
    assert 'id="breaks"' not in mended.content.decode()
    assert kept(maker, mended).by_id["c2"].relevant == "${c1} = '1'"


def test_a_skip_finds_its_question_and_answer_again_when_they_are_moved_or_worded_anew(maker, page):
    boxes = {
        "form__0__items": "2 = Chưa\r\n1 = Rồi\r\nMới",
        "form__0__label": "Đến chưa?",
        "form__2__order": "1",
    }
    moved = press(maker, page, "edit", **boxes)
    assert "Chỉ hỏi khi câu 2 “Đến chưa?” là “Rồi”" in text_of(moved)
    form = kept(maker, moved)
    assert [one.id for one in form.questions] == ["c3", "c1", "c2"]
    assert [(one.code, one.label.vi) for one in form.by_id["c1"].options] == [
        (2, "Chưa"),
        (1, "Rồi"),
        (3, "Mới"),
    ]


def test_what_is_gone_gives_its_name_and_its_code_to_nothing_new(maker, page):
    changed = press(maker, page, "edit", form__0__items="2 = Không\r\nMới", form__2__label="")
    more = press(maker, changed, "more-question")
    assert boxes_of(more)["form-0-items"] == ["2 = Không\n3 = Mới"]
    gone = press(maker, page, "edit", form__0__label="", form__0__items="")
    new = press(maker, gone, "edit", form__2__label="Câu khác", form__2__kind="integer")
    assert [boxes_of(new)[f"form-{at}-name"] for at in range(3)] == [["c2"], ["c3"], ["c4"]]
    assert refused(maker, new) == ["SV382"]


def test_who_asked_for_the_preview_is_led_to_what_broke_and_from_there_to_its_question(maker, page):
    told = press(maker, press(maker, page, "down-0"), "preview").content.decode()
    [notice] = re.findall(r'<div [^>]*id="breaks"[^>]*>', told)
    assert "autofocus" in notice
    assert '<a href="#skip-0">Câu 1 “Đến mấy lần?” chỉ hỏi theo câu 2' in told
    assert 'id="skip-0"' in told


def test_the_page_of_a_skip_is_there_in_english(maker):
    english = maker.post(
        f"/en{BUILD}", filled(CAME | {"label": "Đến chưa? | Came?"}, TIMES) | {"go": "skip-1"}
    )
    assert "Asked only where…" in text_of(english)
    assert "Question 1 “Came?”" in text_of(english)


def test_buttons_that_no_page_has_are_refused_or_change_nothing(maker, page):
    for go in ("skip", "up-", "nothing", "drop-x"):
        assert press(maker, page, go).status_code == 400
    for go in ("up-99", "skip-7", "less-59"):
        assert boxes_of(press(maker, page, go))["form-0-label"] == ["Ông/Bà đã đến chưa?"]
    for at in ("", "7", "x", "-1"):
        assert press(maker, page, "done", skip__row=at).status_code == 400
    assert press(maker, page, "edit", opened="khong-co@2026").status_code == 404


def test_a_misfit_condition_is_taken_away_or_the_page_says_to(maker, page):
    broken = press(maker, page, "edit", form__0__kind="integer")
    asked = press(maker, broken, "skip-1")
    assert press(maker, asked, "done").status_code == 422
    mended = press(maker, press(maker, asked, "cut-0"), "done")
    assert kept(maker, mended).by_id["c2"].relevant is None


# --- A form that was kept


def opened(maker: Client, cast: Cast, text: str):
    row = keep_form(cast.person("manager"), cast.province, read_sent(text.encode(), "x.yaml"), "x.yaml", NOW)
    return form_of(row.ref), maker.get(BUILD, {"tu": row.ref})


def test_an_own_form_is_opened_on_the_page_and_unchanged_it_is_the_same_form(maker, cast):
    form, page = opened(maker, cast, YAML)
    assert text_of(page).count("Chỉ hỏi khi câu 1 “Ông/Bà đã đến bộ phận một cửa chưa?” là “Rồi”") == 2
    assert "Ràng buộc: . >= 1 and . <= 50" in text_of(page)
    assert kept(maker, page).ref == form.ref
    assert Questionnaire.objects.count() == 1


@pytest.mark.parametrize("ref", [one.ref for one in instrument_entries()])
def test_a_shipped_form_that_is_opened_and_not_changed_is_the_same_form(maker, ref):
    page = maker.get(BUILD, {"tu": ref})
    shown = press(maker, page, "preview", owner="99")
    assert shown.status_code == 200, text_of(shown)
    sent = read_sent(hidden(shown.content.decode()).encode(), "")
    assert canonical(sent.form) == canonical(load_instrument(ref))


FORMULA = "string-length(${came}) + 1 > 1 and ${came} = 1"


def test_a_formula_that_the_page_cannot_take_apart_is_shown_as_text_and_kept(maker, cast):
    _form, page = opened(maker, cast, YAML.replace('relevant: "${came} = 1"', f'relevant: "{FORMULA}"', 1))
    assert FORMULA in text_of(page)
    asked = press(maker, page, "skip-1")
    assert FORMULA in text_of(asked)
    assert "Công thức được giữ nguyên" in text_of(asked)
    changed = press(
        maker, press(maker, asked, "edit"), "edit", form__1__label="Bao nhiêu lần? | How many times?"
    )
    form = kept(maker, changed)
    assert (form.by_id["visits"].relevant, form.by_id["visits"].label.en) == (FORMULA, "How many times?")
    assert form.by_id["visits"].constraint == ". >= 1 and . <= 50"
    anew = press(maker, asked, "reset")
    chosen = press(maker, anew, "add", skip__add="came")
    done = press(maker, chosen, "done", skip__0__value=["2"])
    assert kept(maker, done).by_id["visits"].relevant == "${came} = '2'"


def test_the_skip_of_an_imported_form_stays_as_it_was_written_until_it_is_changed(maker, cast):
    _form, page = opened(maker, cast, YAML)
    same = press(maker, press(maker, page, "skip-1"), "done")
    assert boxes_of(same)["form-1-relevant"] == ["${came} = 1"]
    other = press(maker, press(maker, page, "skip-1"), "done", skip__0__value=["1", "2"])
    assert boxes_of(other)["form-1-relevant"] == ["${came} = '1' or ${came} = '2'"]


def test_a_skip_that_never_held_in_the_imported_form_does_not_stop_other_changes_and_a_new_break_does(
    maker, cast
):
    _form, page = opened(maker, cast, YAML.replace('relevant: "${came} = 1"', 'relevant: "${came} = 7"', 1))
    assert 'id="breaks"' not in page.content.decode()
    assert (
        kept(maker, press(maker, page, "edit", title="Tên mới | New")).by_id["visits"].relevant
        == "${came} = 7"
    )
    broken = press(maker, page, "edit", form__0__items="2 = Chưa | No")
    assert re.findall(r"<strong>(SV38\d)</strong> <a", broken.content.decode()) == ["SV384"]
    assert "câu trả lời “1”" in text_of(broken)


def test_an_option_with_a_name_of_its_own_is_waited_for_by_that_name_and_called_by_its_code(maker, cast):
    named = YAML.replace("{code: 1, label: {vi: Rồi", "{code: 1, name: roi, label: {vi: Rồi").replace(
        "= 1", "= 'roi'"
    )
    _form, page = opened(maker, cast, named)
    asked = press(maker, page, "skip-1")
    assert boxes_of(asked)["skip-0-value"] == ["roi"]
    other = press(maker, press(maker, asked, "add", skip__add="came"), "done", skip__1__value=["2"])
    assert boxes_of(other)["form-1-relevant"] == ["${came} = 'roi' and ${came} = '2'"]
    broken = text_of(press(maker, page, "edit", form__0__items="2 = Chưa | No"))
    assert "ghi lại dòng có mã 1 ở câu đó" in broken
    again = press(maker, page, "edit", form__0__items="2 = Chưa | No\r\n1 = Có | Yes")
    assert kept(maker, again).by_id["came"].options[1].name == "roi"


SHARED = "  - {id: overall, kind: single, label: {vi: Chung, en: Overall}, scale: level}\nfactors:"


def test_options_that_other_questions_share_are_not_changed_for_one_of_them(maker, cast):
    form, page = opened(maker, cast, YAML.replace("factors:", SHARED))
    assert "Thang chung: level" in text_of(page)
    wrong = press(maker, page, "preview", form__3__items="1 = Khác hẳn")
    assert (wrong.status_code, "trang này không sửa thang" in text_of(wrong)) == (422, True)
    assert kept(maker, page).ref == form.ref


def test_a_form_of_more_questions_than_the_page_takes_is_edited_as_a_file(maker, cast):
    asked = ", ".join(f"{{id: q{number}, kind: text, label: Câu}}" for number in range(61))
    text = f"{{id: dai, year: 2026, title: Dài, questions: [{asked}]}}"
    row = keep_form(cast.person("manager"), cast.province, read_sent(text.encode(), "x.yaml"), "x.yaml", NOW)
    told = maker.get(BUILD, {"tu": row.ref}, follow=True)
    assert told.redirect_chain == [(reverse("surveys:form", args=[row.ref]), 302)]
    assert "Phiếu có hơn 60 câu: xin tải về, sửa tệp rồi nộp lại." in text_of(told)


def test_a_form_of_another_province_is_not_opened(client, cast):
    row = keep_form(cast.person("manager"), cast.province, read_sent(YAML.encode(), "x"), "x", NOW)
    client.force_login(cast.users["nobody"])
    assert client.get(BUILD, {"tu": row.ref}).status_code == 403


# --- Round trips


ROWS = st.lists(
    st.sampled_from([CAME, TIMES, WHY, STAFF, {"kind": "decimal", "label": "Chờ bao lâu? | How long?"}]),
    min_size=2,
    max_size=6,
)


@st.composite
def drafts(draw) -> Draft:
    """Questions with conditions chosen at random among what each may look at."""
    draft = draft_of(filled(*draw(ROWS)), None)
    for place in range(1, len(draft.rows)):
        targets = [one for one in draft.targets("vi").values() if one.place < place and one.against]
        if draw(st.booleans()):
            draft = draft.with_row(place, _waiting(draft.rows[place], draw, targets))
    return draft


def _waiting(row, draw, targets):
    chosen = draw(st.lists(st.sampled_from(targets), min_size=1, max_size=3, unique_by=lambda one: one.name))
    found = []
    for one in chosen:
        if one.against == "number":
            found.append(
                Condition(one.name, draw(st.sampled_from(["at_least", "at_most"])), ("2.5",), "number")
            )
        else:
            values = draw(
                st.lists(st.sampled_from(sorted(one.spellings)), min_size=1, max_size=2, unique=True)
            )
            found.append(
                Condition(one.name, draw(st.sampled_from(["one_of", "none_of"])), tuple(values), one.against)
            )
    return replace(row, relevant=skip_text(Skip(tuple(found), draw(st.booleans()) and len(found) > 1)))


@given(drafts())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_built_form_comes_back_the_same_from_xlsform_yaml_and_the_page(draft):
    head = HEAD | {"year": 2026, "with_none": True}
    form = read_form(built(head, draft.rows), "x.yaml").instrument
    assert draft.breaks("vi") == []
    assert all(one.relevant is None or read_skip(one.relevant) for one in form.questions)
    with tempfile.TemporaryDirectory() as folder:
        write_xlsform(Path(folder) / "x.xlsx", form)
        assert digest(read_xlsform(Path(folder) / "x.xlsx").instrument) == digest(form)
    assert digest(read_form(form_yaml(form).encode(), "x.yaml").instrument) == digest(form)
    typed = QueryDict(mutable=True)
    typed.update(dict(opened_draft(form, "99", "x").typed()))
    back = draft_of(typed.dict(), form)
    assert back.breaks("vi") == []
    again = {**back.head, "year": 2026, "with_none": False}
    assert canonical(read_form(built(again, back.rows, form), "x.yaml").instrument) == canonical(form)


@given(instruments())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_any_sound_form_that_is_opened_and_not_changed_is_the_same_form(form):
    typed = QueryDict(mutable=True)
    typed.update(dict(opened_draft(form, "99", "x").typed()))
    draft = draft_of(typed.dict(), form)
    assert draft.breaks("vi") == []
    head = {**draft.head, "year": form.year, "scale": next(iter(scales_of(form))), "with_none": False}
    assert canonical(instrument_from(parse(built(head, draft.rows, form).decode(), "x"))) == canonical(form)


# --- Asked everywhere


@pytest.fixture
def asking(survey: Survey, maker: Client) -> Survey:
    """A campaign in the field whose form was written on the page: the second question waits for “Có”."""
    page = with_skip(maker, begun(maker, CAME, TIMES, STAFF), 1, "c1", relation="one_of", value=["1"])
    page = with_skip(maker, page, 2, "c2", relation="at_least", value="2")
    form = kept(maker, page)
    row = Questionnaire.objects.get(ref=form.ref)
    Campaign.objects.filter(pk=survey.campaign.pk).update(instrument=row.ref, instrument_digest=row.digest)
    survey.campaign.refresh_from_db()
    return survey


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ([{"c1": "2"}], {"c1": 2}),
        ([{"c1": "1"}, {"c2": "1"}], {"c1": 1, "c2": 1}),
        (
            [{"c1": "1"}, {"c2": "2"}, {"c3_1": "4", "c3_2": "5"}],
            {"c1": 1, "c2": 2, "c3_1": 4, "c3_2": 5},
        ),
    ],
)
def test_whoever_answers_a_built_form_meets_only_what_its_skips_ask(asking: Survey, typed, answers):
    _invitation, token = asking.invite()
    browser, address = Client(), reverse("surveys:answer_screen", args=[token, 1])
    for boxes in typed:
        screen = browser.get(address).content.decode()
        assert set(re.findall(r'name="(c\d\w*)"', screen)) == set(boxes)
        address = browser.post(address, boxes | {"go": "next"}).headers["Location"]
    assert address == reverse("surveys:answer_send", args=[token])
    browser.post(address, {"go": "send"})
    assert Response.objects.get().answers == answers


def test_what_waits_for_a_line_of_a_grid_of_its_group_comes_on_a_later_screen():
    text = YAML.replace(
        "factors:",
        "  - {id: why, kind: text, label: {vi: Vì sao?, en: Why?}, relevant: '${q_staff} = 1'}\nfactors:",
    )
    form = read_form(text.encode(), "x.yaml").instrument
    questions = [one.model_copy(update={"group": "g"}) for one in form.questions]
    grouped = form.model_copy(update={"groups": [{"id": "g", "label": "Một"}], "questions": questions})
    screens = [[part.question.id for part in one.parts] for one in screens_in(grouped)]
    assert screens == [["came"], ["visits", "q"], ["why"]]


def test_the_device_of_an_interviewer_gets_the_skips_of_a_built_form_as_trees(asking: Survey):
    data = json.loads(json.dumps(form_data(form_of(asking.campaign.instrument), "vi")))
    assert data["skips"]["c2"][0] == ["=", "", [["answer", "c1", []], ["text", "1", []]]]
    assert data["skips"]["c3"][0] == [">=", "", [["answer", "c2", []], ["digits", "2", []]]]
    assert Invitation.objects.count() == 0


def test_the_paper_of_a_built_form_says_who_answers(asking: Survey):
    form = form_of(asking.campaign.instrument)
    assert [skip_words(form, one) for one in form.questions] == [
        "",
        "Chỉ trả lời nếu “Ông/Bà đã đến chưa?” là “Có”.",
        "Chỉ trả lời nếu “Đến mấy lần?” từ 2 trở lên.",
    ]
