"""Which column of people's files is which column of the form: ids, names of ODK and Kobo, labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final, NamedTuple

from parindex.language import LANGUAGES
from parindex.surveys.answers.table import PSU, RESPONSE_ID, STRATUM, UNIT_ID, WEIGHT
from parindex.surveys.codebook import column_label
from parindex.surveys.instruments.model import Column, Instrument
from parindex.surveys.instruments.parts import Option
from parindex.text import fold


class Target(NamedTuple):
    """Where a column of a file goes.

    ``column`` (of the form), ``packed`` (a question with several answers in one cell), ``kept`` (of the
    sample or the fieldwork), ``unread`` (a column that ODK adds).
    """

    what: str
    name: str


STARTED, FINISHED = "started_at", "finished_at"
KEPT: Final[dict[str, tuple[str, ...]]] = {
    RESPONSE_ID: (
        "response_id",
        "instanceID",
        "_uuid",
        "KEY",
        "uuid",
        "_id",
        "Mã phiếu",
        "Số phiếu",
        "response id",
    ),
    UNIT_ID: ("unit_id", "unit id", "unit", "Mã đơn vị", "Đơn vị"),
    WEIGHT: ("weight", "Quyền số"),
    STRATUM: ("stratum", "strata", "Tầng"),
    PSU: ("psu", "cluster", "Cụm"),
    "interviewer": ("interviewer", "username", "enumerator", "Điều tra viên"),
    "device": ("device", "deviceid", "device_id"),
    "form_version": ("form_version", "__version__", "_version_", "formVersion", "Phiên bản phiếu"),
    STARTED: ("started_at", "start", "starttime", "Bắt đầu lúc"),
    FINISHED: ("finished_at", "end", "endtime", "Kết thúc lúc"),
}
"""Columns of the sample and the fieldwork, with the titles they have; an earlier title is read first."""
_UNREAD: Final = re.compile(
    r"(?i)(?:formhub|meta|SubmissionDate|SubmitterID|SubmitterName|AttachmentsPresent|AttachmentsExpected|Status"
    r"|ReviewState|DeviceID|Edits|today|phonenumber|audit|STT|TT|no|_.*|instanceName|__introduction"
    r"|.*(?:reserved_name_for_field_list_labels|generated_table_list_label)_\d+)"
)
_SEPARATORS: Final = re.compile(r"[/:]")
_NEAR: Final = 3


class Titles:
    """Understands the titles of columns for one form."""

    def __init__(self, form: Instrument, others: tuple[str, ...] = ()) -> None:
        """``others`` are further columns to keep as they are, as texts."""
        self.form = form
        self._kept = {fold(title): name for name, titles in KEPT.items() for title in titles}
        self._kept |= {fold(name): name for name in others}
        self._ranks = {fold(title): rank for titles in KEPT.values() for rank, title in enumerate(titles)}
        self._exact = dict(_names(form))
        self._folded = {name.lower(): target for name, target in self._exact.items()}
        self._labels = _labels(form)
        self._notes = {question.id for question in form.questions if question.kind == "note"}

    def target(self, title: str) -> Target | None:
        """Give where a column goes, None where its title is not understood.

        A title may have the groups of ODK before it: ``respondent/gender``, ``respondent-gender``.
        """
        for name in _tails(title):
            found = self._exact.get(name) or self._folded.get(name.lower())
            if found is not None:
                return found
        if title.lower().startswith("formhub"):
            return Target("unread", title)
        for name in _tails(title):
            if fold(name) in self._kept:
                return Target("kept", self._kept[fold(name)])
        if title in self._notes or _UNREAD.fullmatch(title) or title.startswith("meta/"):
            return Target("unread", title)
        return self._labels.get(fold(title))

    def rank(self, title: str) -> int:
        """Tell how early the title of a kept column is read: an export of Kobo has several that are ids."""
        ranks = [self._ranks[fold(name)] for name in _tails(title) if fold(name) in self._ranks]
        return min(ranks, default=0)

    def near(self, title: str) -> list[str]:
        """Give the names most like a title, for a message."""
        return get_close_matches(title, list(self._exact), n=_NEAR, cutoff=0.5)


def _tails(title: str) -> Iterator[str]:
    """Give a title, then what is left of it as groups are taken away before it."""
    yield title
    for separator in ("/", "-", ":"):
        parts = title.split(separator)
        yield from (separator.join(parts[start:]) for start in range(1, len(parts)))


def _names(form: Instrument) -> Iterator[tuple[str, Target]]:
    """Give every way the columns of a form are named by programs."""
    for question in form.questions:
        if question.kind == "multi":
            yield question.id, Target("packed", question.id)
    for column in form.columns:
        for name in _spellings(column):
            yield name, Target("column", column.id)


def _spellings(column: Column) -> Iterator[str]:
    yield column.id
    if column.kind != "flag" or column.option is None:
        return
    for mark in "/:.":
        for option in (
            column.option.spelling,
            str(column.option.code),
            column.option.label.vi,
            column.option.label.en,
        ):
            if option:
                yield f"{column.question.id}{mark}{option}"
    yield spss_name(column)


def spss_name(column: Column) -> str:
    """Give the name of a column in SPSS: letters, digits, points and underscores; a minus is an ``m``.

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> form = load_instrument("one-stop-kiosk@2026")
    >>> spss_name(form.column_by_id["reason:1"])
    'reason.1'
    """
    plain = column.id.replace(":-", ".m").replace(":", ".").replace("-", "_")
    return f"v{plain}" if plain.startswith("_") else plain


def _labels(form: Instrument) -> dict[str, Target]:
    """Give the columns by their labels, in both languages, where a label names one column alone."""
    found: dict[str, list[Target]] = {}
    for column in form.columns:
        for label in _told(column):
            found.setdefault(fold(label), []).append(Target("column", column.id))
    for question in form.questions:
        if question.kind == "multi":
            for text in (question.label.vi, question.label.en):
                found.setdefault(fold(text or ""), []).append(Target("packed", question.id))
    return {label: targets[0] for label, targets in found.items() if label and len(set(targets)) == 1}


def _told(column: Column) -> Iterator[str]:
    """Give the labels of a column; that of a flag or of an item with the question before it."""
    for lang in LANGUAGES:
        yield column_label(column, lang)
        if column.option is None:
            yield column.label.in_(lang)
        yield f"{column.question.label.in_(lang)}/{column.label.in_(lang)}"


def options_by_word(options: tuple[Option, ...]) -> Mapping[str, int]:
    """Give the codes by every way an option is written: code, name, label, both ("4. Hài lòng")."""
    words: dict[str, int] = {}
    for option in options:
        labels = [text for text in (option.label.vi, option.label.en) if text]
        written = [str(option.code), option.spelling, *labels, *(f"{option.code}. {text}" for text in labels)]
        for word in written:
            words.setdefault(fold(word), option.code)
    return words
