"""A form of a survey (phiếu khảo sát): questions, scales, factors and the rule of its index, of one year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field

from parindex.frameworks.parts import Part, Text, Words
from parindex.language import Lang
from parindex.surveys.instruments.parts import (
    Bridge,
    Factor,
    Group,
    Id,
    IndexRule,
    Item,
    Metadata,
    Option,
    Question,
    Scale,
    Section,
    Source,
)

ColumnKind = Literal["code", "flag", "text", "integer", "decimal", "date"]
SPECIFY: Final = Text(vi="Xin ghi cụ thể", en="Please specify")
"""The label of the text that belongs to an option with ``has_text``."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of answers: one thing that can be answered.

    ``code``: the code of an option; ``flag``: 1 chosen, 0 not chosen (one column per option of a ``multi``);
    the rest as they say. ``options`` are those of a ``code`` column.
    """

    id: str
    kind: ColumnKind
    label: Text
    question: Question
    item: Item | None = None
    option: Option | None = None
    options: tuple[Option, ...] = ()
    no_opinion: tuple[int, ...] = ()

    @property
    def form_name(self) -> str:
        """The name of the field in XLSForm: of a flag, the question with its option after a slash."""
        is_flag = self.kind == "flag" and self.option is not None
        return f"{self.question.id}/{self.option.spelling}" if is_flag and self.option else self.id


class Instrument(Part):
    """One form of one year. ``ref`` (``sipas-population@2026``) names it everywhere.

    ``version`` is that of the form itself: a printed sheet, a link and an answer say which one they are of.
    """

    schema_version: Literal[1] = 1
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    year: Annotated[int, Field(ge=1990, le=2200)]
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z._-]+$", max_length=20)] = "1"
    title: Words
    languages: Annotated[tuple[Lang, ...], Field(min_length=1)] = ("vi",)
    illustrative: bool = False
    """True where the form was written by us and not published (minh họa)."""
    source: Source | None = None
    introduction: Words | None = None
    """What is said before the first question."""
    note: Words | None = None
    metadata: tuple[Metadata, ...] = ()
    scales: dict[Id, Scale] = {}
    groups: tuple[Group, ...] = ()
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    sections: tuple[Section, ...] = ()
    factors: tuple[Factor, ...] = ()
    index: IndexRule | None = None
    bridges: tuple[Bridge, ...] = ()

    @property
    def ref(self) -> str:
        """The name of the form: ``id@year``."""
        return f"{self.id}@{self.year}"

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """The questions by their ids."""
        return {question.id: question for question in self.questions}

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of answers, in the order of the form; notes have none.

        >>> one = {"id": "q1", "kind": "multi", "label": "?", "options": [{"code": 3, "label": "A"}]}
        >>> form = Instrument.model_validate({"id": "f", "year": 2026, "title": "F", "questions": [one]})
        >>> [(column.id, column.kind) for column in form.columns]
        [('q1:3', 'flag')]
        """
        return tuple(column for question in self.questions for column in _columns(self, question))

    @cached_property
    def column_by_id(self) -> Mapping[str, Column]:
        """The columns by their ids."""
        return {column.id: column for column in self.columns}

    @cached_property
    def columns_by_name(self) -> Mapping[str, tuple[Column, ...]]:
        """The columns by the name an expression has for them: the flags of a question stand together."""
        found: dict[str, tuple[Column, ...]] = {}
        for column in self.columns:
            name = column.question.id if column.kind == "flag" else column.id
            found[name] = (*found.get(name, ()), column)
        return found

    @cached_property
    def index_columns(self) -> tuple[Column, ...]:
        """The columns the index is made of, factor by factor."""
        return tuple(self.column_by_id[item] for factor in self.factors for item in factor.items)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Give a form that differs in some parts; nothing that was worked out of this one goes along."""
        parts = {name: getattr(self, name) for name in type(self).model_fields}
        copied = type(self).model_validate({**parts, **(update or {})})
        return deepcopy(copied) if deep else copied

    def options_of(self, question: Question) -> tuple[Option, ...]:
        """Give the options of a question, its own or those of its scale; none for other kinds."""
        return self.scales[question.scale].options if question.scale in self.scales else question.options

    def no_opinion_of(self, question: Question) -> tuple[int, ...]:
        """Give the codes of a question that are no opinion."""
        return self.scales[question.scale].no_opinion if question.scale in self.scales else ()


def text_column(question: Question, option: Option) -> str:
    """Name the column of the text that belongs to an option: ``q2_7_text``."""
    return f"{question.id}_{option.code}_text"


def _columns(form: Instrument, question: Question) -> Iterator[Column]:
    yield from _chosen(form, question)
    if question.kind in ("text", "integer", "decimal", "date"):
        yield Column(question.id, question.kind, question.label, question)
    for option in form.options_of(question) if question.kind in ("single", "multi") else ():
        if option.has_text:
            yield Column(text_column(question, option), "text", SPECIFY, question, option=option)


def _chosen(form: Instrument, question: Question) -> Iterator[Column]:
    """Give the columns of codes and flags of a question."""
    options, no_opinion = form.options_of(question), form.no_opinion_of(question)
    if question.kind == "single":
        yield Column(question.id, "code", question.label, question, options=options, no_opinion=no_opinion)
    elif question.kind == "matrix":
        for item in question.items:
            yield Column(item.id, "code", item.label, question, item, options=options, no_opinion=no_opinion)
    elif question.kind == "multi":
        for option in options:
            yield Column(f"{question.id}:{option.code}", "flag", option.label, question, option=option)
