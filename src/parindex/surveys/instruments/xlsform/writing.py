"""A form as an XLSForm workbook: survey, choices, settings, and ``_parindex`` for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from parindex.frameworks.parts import Text
from parindex.spreadsheets import HEADER, TEXT_FORMAT, Book, Style
from parindex.surveys.instruments.model import SPECIFY, Instrument, text_column
from parindex.surveys.instruments.parts import Group, Option, Question
from parindex.surveys.instruments.xlsform.extras import KEY, VALUE, extra_rows
from parindex.surveys.instruments.xlsform.languages import NAMES
from parindex.surveys.instruments.xlsform.odk import Xform, as_xform
from parindex.surveys.instruments.xlsform.sheets import CHOICES, EXTRAS, SETTINGS, SURVEY

INTRODUCTION: Final = "_introduction"
"""The name of the note that holds what is said before the first question."""
OWN_CODE: Final = "parindex_code"
"""The column of the list of choices with the stored code, where the name of a choice is not its code."""
TABLE: Final = "table-list"
_TYPES: Final = {"text": "text", "integer": "integer", "decimal": "decimal", "date": "date", "note": "note"}
_WIDE: Final = {"type": 24.0, "name": 20.0, "relevant": 32.0, "constraint": 32.0, "json": 100.0}
_CELL: Final = Style(number=TEXT_FORMAT, wrap=True)

XlsRow = dict[str, str]


def xlsform_rows(form: Instrument) -> dict[str, list[XlsRow]]:
    """Give the rows of the sheets ``survey``, ``choices`` and ``settings``, by heading."""
    return {
        SURVEY: list(_survey(form)),
        CHOICES: list(_choices(form)),
        SETTINGS: [_settings(form)],
    }


def xform(form: Instrument) -> Xform:
    """Give the XForm that ODK and Kobo open.

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> made = xform(load_instrument("one-stop-kiosk@2026"))
    >>> made.warnings, made.xml[:21]
    ((), '<?xml version="1.0"?>')
    """
    return as_xform(xlsform_rows(form))


def write_xlsform(path: Path | str, form: Instrument) -> None:
    """Write a form as a workbook that ODK and Kobo open, and that reads back as the same form.

    Raises :class:`ProblemsFound` where the file cannot be written.
    """
    with Book(path, form.title.vi) as book:
        for name, rows in xlsform_rows(form).items():
            _sheet(book, name, rows)
        _sheet(book, EXTRAS, [{KEY: key, VALUE: value} for key, value in extra_rows(form)])


def _sheet(book: Book, name: str, rows: Sequence[XlsRow]) -> None:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    sheet = book.sheet(name)
    sheet.widths([_WIDE.get(heading, 44.0 if "::" in heading else 14.0) for heading in headings])
    sheet.put_row(0, headings, HEADER)
    for number, row in enumerate(rows, 1):
        sheet.put_row(number, [row.get(heading) or None for heading in headings], _CELL)
    sheet.raw.freeze_panes(1, 0)


def _settings(form: Instrument) -> XlsRow:
    return {
        "form_title": form.title.in_(form.languages[0]),
        "form_id": f"{form.id}_{form.year}",
        "version": form.version,
        "default_language": NAMES[form.languages[0]],
    }


def _words(form: Instrument, name: str, text: Text | None) -> XlsRow:
    return {f"{name}::{NAMES[lang]}": text.in_(lang) if text else "" for lang in form.languages}


def _line(form: Instrument, kind: str, name: str, label: Text | None = None, **cells: str | None) -> XlsRow:
    """Make a row of the survey; every row has every column."""
    given = {key: cells.get(key) or "" for key in _COLUMNS}
    texts = {"label": label, "hint": None, "constraint_message": None}
    words = {key: value for one, text in texts.items() for key, value in _words(form, one, text).items()}
    return {"type": kind, "name": name} | words | given


_COLUMNS: Final = ("required", "relevant", "constraint", "choice_filter", "appearance")


def _survey(form: Instrument) -> Iterator[XlsRow]:
    yield from (_line(form, kind, kind) for kind in form.metadata)
    if form.introduction is not None:
        yield _line(form, "note", INTRODUCTION, form.introduction)
    groups = {group.id: group for group in form.groups}
    group: Group | None = None
    for question in form.questions:
        wanted = groups.get(question.group or "")
        if wanted is not group:
            yield from _between(form, group, wanted)
            group = wanted
        yield from _question(form, question)
    yield from _between(form, group, None)


def _between(form: Instrument, ended: Group | None, begun: Group | None) -> Iterator[XlsRow]:
    if ended is not None:
        yield _line(form, "end_group", "")
    if begun is not None:
        yield _line(form, "begin_group", begun.id, begun.label, relevant=begun.relevant)


def _question(form: Instrument, question: Question) -> Iterator[XlsRow]:
    if question.kind == "matrix":
        yield from _matrix(form, question)
        return
    line = _line(
        form,
        _type(question),
        question.id,
        question.label,
        required="yes" if question.is_required else "",
        relevant=question.relevant,
        constraint=question.constraint,
        choice_filter=question.choice_filter,
        appearance=question.appearance,
    )
    hint, message = question.hint, question.constraint_message
    yield line | _words(form, "hint", hint) | _words(form, "constraint_message", message)
    for option in form.options_of(question):
        if option.has_text:
            yield _line(
                form, "text", text_column(question, option), SPECIFY, relevant=asked_when(question, option)
            )


def asked_when(question: Question, option: Option) -> str:
    """Give the skip of the text that belongs to an option."""
    return f"selected(${{{question.id}}}, '{option.spelling}')"


def _type(question: Question) -> str:
    if question.kind in _TYPES:
        return _TYPES[question.kind]
    kind = "select_one" if question.kind == "single" else "select_multiple"
    return f"{kind} {list_name(question)}"


def list_name(question: Question) -> str:
    """Name the list of choices of a question: its scale, or the question itself."""
    return question.scale or question.id


def _matrix(form: Instrument, question: Question) -> Iterator[XlsRow]:
    looks = " ".join(filter(None, (TABLE, question.appearance)))
    begin = _line(
        form, "begin_group", question.id, question.label, relevant=question.relevant, appearance=looks
    )
    yield begin | _words(form, "hint", question.hint)
    for item in question.items:
        required = "yes" if question.is_required else ""
        yield _line(form, f"select_one {list_name(question)}", item.id, item.label, required=required)
    yield _line(form, "end_group", "")


def _choices(form: Instrument) -> Iterator[XlsRow]:
    lists = {name: scale.options for name, scale in form.scales.items()}
    lists |= {question.id: question.options for question in form.questions if question.options}
    options = [option for one in lists.values() for option in one]
    filters = dict.fromkeys(name for option in options for name in option.filters)
    has_names = any(option.name is not None for option in options)
    for name, members in lists.items():
        for option in members:
            own = {OWN_CODE: str(option.code)} if has_names else {}
            looked_at = {column: option.filters.get(column, "") for column in filters}
            words = _words(form, "label", option.label)
            yield {"list_name": name, "name": option.spelling} | words | own | looked_at
