"""What is wrong with a draft of an edition, said before anybody adopts it: form, sense, cases."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from parindex.errors import Problem, ProblemsFound
from parindex.frameworks.cases import load_cases
from parindex.frameworks.checks import check
from parindex.frameworks.digest import digest
from parindex.frameworks.loading import FILE_NAME, Loaded, load_edition
from parindex.frameworks.model import Edition
from parweb.frameworks.texts import loaded_from_text

CaseChecker = Callable[[Loaded], list[Problem]]


@dataclass(frozen=True)
class Findings:
    """An edition that was checked: what it is (None where its file cannot be read) and every problem."""

    edition: Edition | None
    digest: str
    cases: int
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What forbids adoption."""
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What should be looked at and forbids nothing."""
        return tuple(problem for problem in self.problems if not problem.is_error)

    @property
    def is_sound(self) -> bool:
        """Tell whether the edition may be adopted."""
        return self.edition is not None and not self.errors


@lru_cache(maxsize=16)
def findings_in(text: str, cases: str, name: str) -> Findings:
    """Check the text of an edition and of its cases; all problems at once, each with its file and line.

    The checks of the library read a folder, so the texts are laid into a temporary one under the id and year
    that the file itself names.
    """
    try:
        edition = loaded_from_text(text, name).edition
    except ProblemsFound as found:
        return Findings(None, "", 0, found.problems)
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above) / edition.id / str(edition.year)
        _lay_out(folder, text, cases)
        count, problems = _sense(load_edition(folder))
    return Findings(edition, digest(edition), count, tuple(_placed(problems, name)))


def _lay_out(folder: Path, text: str, cases: str) -> None:
    (folder / "cases").mkdir(parents=True)
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    if cases.strip():
        (folder / "cases" / "cases.yaml").write_text(cases, encoding="utf-8")


def _sense(loaded: Loaded) -> tuple[int, list[Problem]]:
    """Score the cases only where the edition makes sense: otherwise they fail for reasons already told."""
    try:
        found = check(loaded)
        count = sum(len(file.cases) for file in load_cases(loaded.folder))
    except ProblemsFound as broken:
        return 0, list(broken.problems)
    if any(problem.is_error for problem in found):
        return count, found
    return count, [*found, *_case_checker()(loaded)]


def _case_checker() -> CaseChecker:
    return cast("CaseChecker", import_string(settings.CASE_CHECKER))


def _placed(problems: Iterable[Problem], name: str) -> Iterable[Problem]:
    """Name the files as the person knows them, not by where they lay while they were checked."""
    for problem in problems:
        file = Path(problem.place.file or "").name
        shown = name if file in ("", FILE_NAME) else file
        yield replace(problem, place=replace(problem.place, file=shown))
