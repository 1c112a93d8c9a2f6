"""Skips that do not hold any more, in words: which, why, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from parindex.errors import kind
from parindex.language import Lang
from parindex.surveys.instruments.logic.wording import numbered
from parweb.surveys.building.drafts import Draft
from parweb.surveys.building.opening import opened_rows
from parweb.surveys.building.rows import Row, numbers_of
from parweb.surveys.building.skips import Break, Target
from parweb.surveys.building.words import in_language

GONE: Final = kind(
    "SV382",
    gettext_noop("{question} chỉ hỏi theo câu “{name}”, nay không còn"),
    gettext_noop("lấy lại câu đó, hoặc sửa điều kiện ở {question}"),
)
LATER: Final = kind(
    "SV383",
    gettext_noop("{question} chỉ hỏi theo {other}, nhưng câu đó không đứng trước"),
    gettext_noop("chuyển câu đó lên trước, hoặc sửa điều kiện ở {question}"),
)
NO_ANSWER: Final = kind(
    "SV384",
    gettext_noop("{question} chờ câu trả lời “{value}” của {other}, nay không còn"),
    gettext_noop("ghi lại dòng có mã {value} ở câu đó, hoặc sửa điều kiện ở {question}"),
)
OTHER_KIND: Final = kind(
    "SV385",
    gettext_noop("{question} chỉ hỏi theo {other}, nhưng câu đó nay là loại khác, không so như trước được"),
    gettext_noop("đổi lại loại của câu đó, hoặc sửa điều kiện ở {question}"),
)
UNREADABLE: Final = kind(
    "SV386",
    gettext_noop("không đọc được điều kiện của {question}: {value}"),
    gettext_noop("bỏ điều kiện rồi đặt lại"),
)
_KINDS: Final = {
    "gone": GONE,
    "later": LATER,
    "answer": NO_ANSWER,
    "kind": OTHER_KIND,
    "unreadable": UNREADABLE,
}


def breaks_told(draft: Draft, lang: Lang) -> list[dict[str, Any]]:
    """Give the skips that do not hold any more as rows of a page: code, what, remedy, which question."""
    targets = draft.targets(lang)
    return [_told(draft, one, targets, lang) for one in draft.breaks(lang)]


def _told(draft: Draft, one: Break, targets: Mapping[str, Target], lang: Lang) -> dict[str, Any]:
    target = targets.get(one.name)
    details = {
        "question": called(draft, one.row, lang),
        "other": numbered(target.number, target.label, lang) if target else "",
        "name": _label_before(draft, one.name, lang),
        "value": _code(draft, one),
    }
    told = _KINDS[one.reason]
    place = next(place for place, row in enumerate(draft.rows) if row.name == one.row.name)
    what, remedy = (_(text).format_map(details) for text in (told.what, told.remedy))
    return {"code": told.code, "what": what, "remedy": remedy, "place": place, "at": one.row.at}


def _code(draft: Draft, one: Break) -> str:
    """Give the code of the answer that is waited for, as lines have it, from how the form spells it."""
    before = draft.opened.by_id.get(one.name) if draft.opened is not None else None
    options = draft.opened.options_of(before) if draft.opened is not None and before is not None else ()
    return next((str(option.code) for option in options if option.spelling == one.value), one.value)


def called(draft: Draft, row: Row, lang: Lang) -> str:
    """Call a question by its number and words; words spoken in between by their words alone."""
    number = numbers_of(draft.rows).get(row.name)
    label = in_language(row.question, lang)
    return numbered(number, label, lang) if number else f"“{label}”"


def _label_before(draft: Draft, name: str, lang: Lang) -> str:
    """Give what a question that is gone was called in the opened form; its name where nobody knows."""
    rows = opened_rows(draft.opened) if draft.opened is not None else []
    said = {one.name: one.question for one in rows}
    said |= {line.name: line.text for one in rows if one.kind == "matrix" for line in one.lines}
    return in_language(said[name], lang) if name in said else name
