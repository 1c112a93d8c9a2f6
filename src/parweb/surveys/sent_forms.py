"""A form that somebody sends in, from its file to what would be kept: all of it, or every problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.instruments.digest import digest
from parindex.surveys.instruments.files import form_yaml, read_form
from parweb.surveys.asking.rules import asked_questions
from parweb.surveys.problems import NOTHING_ASKED
from parweb.surveys.queries.shelf import OwnForm, own_form

RESERVED_HERE: Final = frozenset(
    {
        "csrfmiddlewaretoken",
        "device",
        "finished_at",
        "form_version",
        "go",
        "group",
        "interviewer",
        "mode",
        "population",
        "recheck_of",
        "started_at",
        "stream",
        "weight_before_margins",
    }
)
"""Names that the pages of a form, the checks and the tables of answers have for something else."""


@dataclass(frozen=True)
class SentForm:
    """A form as it would be kept: its content as YAML, and what of its file was passed over or is odd."""

    form: OwnForm
    content: str
    warnings: tuple[Problem, ...] = ()

    @property
    def digest(self) -> str:
        """The digest of its content."""
        return digest(self.form)


def read_sent(raw: bytes, name: str, year: int | None = None) -> SentForm:
    """Read an XLSForm or a YAML; raises :class:`ProblemsFound` with every problem at its place.

    The form is read again from the text that is kept, so that nothing is kept that was not read.
    """
    found = read_form(raw, name, year, RESERVED_HERE)
    content = form_yaml(found.instrument)
    form = own_form(read_form(content.encode(), name, reserved=RESERVED_HERE).instrument)
    if not _begins(form):
        raise ProblemsFound([Problem(NOTHING_ASKED, Place(file=name))])
    return SentForm(form, content, found.warnings)


def _begins(form: OwnForm) -> bool:
    """Tell whether something is asked of somebody who has not answered anything yet."""
    asked = asked_questions(form, {})
    return any(column.question.id in asked for column in form.columns)
