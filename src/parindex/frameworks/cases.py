"""The cases of an edition: given values and the points they must give; the name of a case is its claim."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, TypeAdapter, ValidationError

from parindex.errors import Problem, ProblemsFound
from parindex.frameworks.loading import form_problems, read_text
from parindex.frameworks.parts import Dec, Part, Words
from parindex.frameworks.yaml_lines import Document, parse

Mark = Literal["missing", "not_applicable", "withheld"]
GivenValue = Dec | Mark | dict[str, Dec]
"""A number, a standing, or a number for each input of the leaf."""


class Expected(Part):
    """What a unit must get. Only what is written is compared; numbers must be equal, not near."""

    points: dict[str, Dec | None] = Field(default_factory=dict)
    printed: dict[str, str] = Field(default_factory=dict)
    """Points as printed, with the edition's decimals and a decimal comma: ``87,75``."""
    percent: dict[str, str] = Field(default_factory=dict)
    """Percent of the node's maximum as printed with the edition's decimals: ``71,43``."""
    ranks: dict[str, str] = Field(default_factory=dict)
    """Rank and printed denominator by node: ``9/19``."""
    class_: str | None = Field(None, alias="class")
    standing: dict[str, str] = Field(default_factory=dict)
    excluded: list[str] | None = None
    below_threshold: list[str] | None = None


class Case(Part):
    """One claim: a league of units with their values, and what comes out."""

    name: str = Field(min_length=1)
    source: str | None = None
    illustrative: bool = False
    note: Words | None = None
    units: dict[str, dict[str, GivenValue]]
    expect: dict[str, Expected]


class CaseFile(Part):
    """The content of one file under ``cases/``."""

    cases: list[Case]


@dataclass(frozen=True)
class LoadedCases:
    """Cases with the document they were read from."""

    document: Document
    cases: list[Case]


def load_cases(folder: Path) -> list[LoadedCases]:
    """Read every file of ``cases/`` beside a ``framework.yaml``, by name.

    Raises :class:`ProblemsFound` with the problems of all of them.
    """
    problems: list[Problem] = []
    loaded: list[LoadedCases] = []
    for file in sorted((folder / "cases").glob("*.yaml")):
        try:
            loaded.append(_load(file))
        except ProblemsFound as found:
            problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    return loaded


def _load(file: Path) -> LoadedCases:
    document = parse(read_text(file), str(file))
    try:
        content = TypeAdapter(CaseFile).validate_python(document.data or {})
    except ValidationError as error:
        raise ProblemsFound(form_problems(error, document)) from None
    return LoadedCases(document, content.cases)
