"""What a check looks at: a form, and where its parts stand in the file it was read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from parindex.errors import Place, Problem, ProblemKind
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.parts import Question

Path = tuple[str | int, ...]
Placed = Callable[[Path], Place]


@dataclass(frozen=True)
class Scene:
    """A form and the places of its parts: ``("questions", 3, "relevant")`` and the like."""

    form: Instrument
    placed: Placed
    reserved: frozenset[str] = frozenset()
    """Names in small letters that no question may have, besides those of the library."""

    def problem(self, kind: ProblemKind, path: Path, /, **details: Any) -> Problem:
        """Make a problem of a part."""
        return Problem(kind, self.placed(path), details)

    def questions(self) -> Iterator[tuple[Path, Question]]:
        """Give every question with its path."""
        return ((("questions", number), question) for number, question in enumerate(self.form.questions))
