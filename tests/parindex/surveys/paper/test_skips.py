"""Who answers a question, in words on the paper: comparisons, choices, and, or, not; nothing said wrongly."""

import pytest

from parindex.surveys.instruments.model import Instrument
from parindex.surveys.paper.form_pdf import _content
from parindex.surveys.paper.skips import skip_words

OPTIONS = [
    {"code": 1, "label": {"vi": "Rồi", "en": "Yes"}},
    {"code": 2, "label": {"vi": "Chưa", "en": "No"}, "name": "no"},
]


def form(relevant: str, group: str | None = None) -> Instrument:
    last = {"id": "last", "kind": "text", "label": "Gì nữa?", "relevant": relevant or None}
    return Instrument.model_validate(
        {
            "id": "x",
            "year": 2026,
            "title": "X",
            "languages": ["vi", "en"],
            "groups": [{"id": "g", "label": "G", "relevant": group}] if group else [],
            "questions": [
                {
                    "id": "came",
                    "kind": "single",
                    "label": {"vi": "Đã đến?", "en": "Came?"},
                    "options": OPTIONS,
                },
                {"id": "age", "kind": "integer", "label": "Tuổi"},
                {"id": "why", "kind": "multi", "label": "Việc gì?", "options": OPTIONS},
                last | ({"group": "g"} if group else {}),
            ],
        }
    )


def said(relevant: str, lang: str = "vi", group: str | None = None) -> str:
    made = form(relevant, group)
    return skip_words(made, made.by_id["last"], lang)


@pytest.mark.parametrize(
    ("relevant", "words"),
    [
        ("", ""),
        ("${came} = 1", "Chỉ trả lời nếu “Đã đến?” là “Rồi”."),
        ("${came} = '1'", "Chỉ trả lời nếu “Đã đến?” là “Rồi”."),
        ("${came} != 'no'", "Chỉ trả lời nếu “Đã đến?” không phải “Chưa”."),
        ("${age} >= 18 and ${age} < 60", "Chỉ trả lời nếu “Tuổi” từ 18 trở lên và “Tuổi” nhỏ hơn 60."),
        (
            "${age} > 17 and ${age} < 60 and ${came} = 1",
            "Chỉ trả lời nếu “Tuổi” lớn hơn 17 và “Tuổi” nhỏ hơn 60 và “Đã đến?” là “Rồi”.",
        ),
        ("selected(${why}, 'no')", "Chỉ trả lời nếu “Việc gì?” có chọn “Chưa”."),
        ("not(selected(${why}, '1'))", "Chỉ trả lời nếu “Việc gì?” không chọn “Rồi”."),
        ("selected(${came}, '1')", "Chỉ trả lời nếu “Đã đến?” là “Rồi”."),
        (
            "${came} = 1 and (${age} > 17 or ${age} <= 3)",
            "Chỉ trả lời nếu “Đã đến?” là “Rồi” và (“Tuổi” lớn hơn 17 hoặc “Tuổi” từ 3 trở xuống).",
        ),
    ],
)
def test_a_skip_is_said_with_the_words_of_the_questions_and_options(relevant, words):
    assert said(relevant) == words


@pytest.mark.parametrize(
    "relevant",
    [
        "${came} = 7",
        "string-length(${age}) > 1",
        "${age} > ${came}",
        "not(${age} > 3)",
        "${why} = 1",
        "${came} = 1 and count-selected(${why}) > 1",
    ],
)
def test_what_words_cannot_say_is_not_said_by_half(relevant):
    assert said(relevant) == ""


def test_the_skip_of_a_group_is_said_at_each_of_its_questions_and_in_english():
    assert said("${age} > 17", "en", "${came} = 1") == (
        "Answer only if “Came?” is “Yes” and “Tuổi” is more than 17."
    )


def test_the_sheet_says_the_skip_before_the_hint():
    made = form("${came} = 1")
    assert _content(made, "X", [], "vi")["questions"][3]["hint"] == "Chỉ trả lời nếu “Đã đến?” là “Rồi”."
