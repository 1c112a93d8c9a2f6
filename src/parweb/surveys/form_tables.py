"""A form as tables of a page: what is asked, on which scale, what of it counts as satisfied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext, gettext_lazy

from parindex.language import Lang
from parindex.surveys.instruments.logic.wording import asked_in, numbers_of, skip_said
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.parts import Item, Question
from parweb.interface.tables import Column
from parweb.surveys.asking.screens import Part, Screen, screens_in
from parweb.surveys.asking.showing import Shown, shown

KINDS: Final[Mapping[str, Any]] = {
    "single": gettext_lazy("chọn một"),
    "multi": gettext_lazy("chọn nhiều"),
    "matrix": gettext_lazy("bảng, mỗi dòng chọn một"),
    "text": gettext_lazy("chữ"),
    "integer": gettext_lazy("số nguyên"),
    "decimal": gettext_lazy("số"),
    "date": gettext_lazy("ngày"),
    "note": gettext_lazy("lời dẫn"),
}
"""What a question asks for, in words."""
QUESTIONS: Final = [
    Column("screen", gettext_lazy("Màn hình"), kind="whole"),
    Column("number", gettext_lazy("Câu"), kind="whole"),
    Column("name", gettext_lazy("Tên")),
    Column("label", gettext_lazy("Câu hỏi")),
    Column("kind", gettext_lazy("Loại")),
    Column("options", gettext_lazy("Phương án (mã)")),
    Column("satisfied", gettext_lazy("Mã hài lòng")),
    Column("factor", gettext_lazy("Yếu tố")),
    Column("required", gettext_lazy("Bắt buộc")),
    Column("skip", gettext_lazy("Chỉ hỏi khi")),
    Column("relevant", gettext_lazy("Công thức điều kiện")),
    Column("constraint", gettext_lazy("Ràng buộc")),
]
_YES: Final = gettext_lazy("có")


@dataclass(frozen=True)
class ScreenShown:
    """A screen of a form as a respondent sees it, with what they do not see: numbers and conditions."""

    number: int
    title: str
    questions: tuple[tuple[Shown, int | None, tuple[str, ...]], ...]


def question_rows(form: Instrument, lang: Lang) -> list[dict[str, Any]]:
    """Give a row for each question, and below a grid one for each of its lines."""
    screen_of = {part.question.id: one.number for one in reversed(screens_in(form)) for part in one.parts}
    factor_of = {item: one.code for one in form.factors for item in one.items}
    numbers, said = numbers_of(form), skips_said(form, lang)
    return [
        {"screen": screen_of.get(question.id), "number": numbers.get(question.id), **row}
        for question in form.questions
        for row in _rows(form, question, factor_of, lang, said[question.id])
    ]


def skips_said(form: Instrument, lang: Lang) -> dict[str, tuple[str, ...]]:
    """Say for each question when it is asked: in words, by the formula itself where words cannot say it."""
    asked = asked_in(form, lang, is_numbered=True)
    groups = {one.id: one.relevant for one in form.groups}
    return {
        one.id: tuple(
            skip_said([text], asked, lang) or text
            for text in (groups.get(one.group or ""), one.relevant)
            if text
        )
        for one in form.questions
    }


def _rows(
    form: Instrument, question: Question, factor_of: Mapping[str, str], lang: Lang, said: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    group = next((one for one in form.groups if one.id == question.group), None)
    skips = [one for one in (question.relevant, group.relevant if group else None) if one]
    yield {
        "name": question.id,
        "label": question.label.in_(lang),
        "kind": str(KINDS[question.kind]),
        "options": _options(form, question, lang),
        "required": str(_YES) if question.is_required else "",
        "skip": "; ".join(said),
        "relevant": " and ".join(skips),
        "constraint": question.constraint or "",
        **_counted(form, question, question.id, factor_of),
    }
    for item in question.items:
        yield _line(form, question, item, factor_of, lang)


def _line(
    form: Instrument, question: Question, item: Item, factor_of: Mapping[str, str], lang: Lang
) -> dict[str, Any]:
    empty = dict.fromkeys(("kind", "options", "required", "skip", "relevant", "constraint"), "")
    counted = _counted(form, question, item.id, factor_of)
    return {"name": item.id, "label": item.label.in_(lang), **empty, **counted, "is_line": True}


def _counted(form: Instrument, question: Question, name: str, factor_of: Mapping[str, str]) -> dict[str, str]:
    """Say in which factor a column counts, and which of its codes are satisfied."""
    if form.index is None or name not in factor_of:
        return {"factor": "", "satisfied": ""}
    codes = {option.code for option in form.options_of(question)}
    satisfied = [str(code) for code in form.index.satisfied if code in codes]
    return {"factor": factor_of[name], "satisfied": ", ".join(satisfied)}


def _options(form: Instrument, question: Question, lang: Lang) -> str:
    return "; ".join(f"{option.code} {option.label.in_(lang)}" for option in form.options_of(question))


def scale_rows(form: Instrument, lang: Lang) -> list[dict[str, Any]]:
    """Give a row for each option of each scale: its code, its words, how it counts."""
    satisfied = set(form.index.satisfied) if form.index else set()
    counting = {
        question.scale for question in form.questions for _item in _counting(form, question) if question.scale
    }
    return [
        {
            "scale": name,
            "code": option.code,
            "label": option.label.in_(lang),
            "is_satisfied": name in counting and option.code in satisfied,
            "is_no_opinion": option.code in scale.no_opinion,
        }
        for name, scale in form.scales.items()
        for option in scale.options
    ]


def _counting(form: Instrument, question: Question) -> list[str]:
    in_index = {column.id for column in form.index_columns}
    return [one for one in (question.id, *(item.id for item in question.items)) if one in in_index]


def factor_rows(form: Instrument, lang: Lang) -> list[dict[str, Any]]:
    """Give a row for each factor of the index: code, words, its items."""
    sections = {one.id: one.label.in_(lang) for one in form.sections}
    return [
        {
            "code": one.code,
            "label": one.label.in_(lang),
            "section": sections.get(one.section or "", ""),
            "items": ", ".join(one.items),
            "count": len(one.items),
        }
        for one in form.factors
    ]


def screens_shown(form: Instrument, lang: Lang) -> list[ScreenShown]:
    """Give every screen of a form with every question on it, asked only after some answers or not."""
    bare, numbers, said = _bare(form), numbers_of(form), skips_said(form, lang)
    return [
        ScreenShown(
            one.number,
            one.title.in_(lang) if one.title else "",
            tuple(
                (seen, numbers.get(seen.id), _conditions(part.question, said[seen.id]))
                for seen, part in zip(shown(bare, _on(one, bare), {}, {}, lang), one.parts, strict=True)
            ),
        )
        for one in screens_in(form)
    ]


def _bare(form: Instrument) -> Instrument:
    """Give a form that asks everything of everybody."""
    asked = {"relevant": None, "choice_filter": None}
    questions = [one.model_copy(update=asked) for one in form.questions]
    groups = [one.model_copy(update={"relevant": None}) for one in form.groups]
    return form.model_copy(update={"questions": questions, "groups": groups})


def _on(screen: Screen, bare: Instrument) -> Screen:
    parts = [Part(bare.by_id[part.question.id], part.items) for part in screen.parts]
    return replace(screen, parts=tuple(parts))


def _conditions(question: Question, skips: tuple[str, ...]) -> tuple[str, ...]:
    only = [gettext("Chỉ hỏi khi {condition}").format(condition=one) for one in skips]
    more = ((gettext("Ràng buộc"), question.constraint), (gettext("Lọc phương án"), question.choice_filter))
    return (*only, *(f"{words}: {text}" for words, text in more if text))
