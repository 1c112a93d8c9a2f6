"""One file broken on purpose for every code: the code is found, alone, on its line, in exactly these words.

`broken/<CODE>_<what>/` holds a small edition that is right but for one thing; the wrong lines end with
`# <- dòng sai`. `expected.txt` beside it is what a person reads.
"""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import parindex
from parindex.errors import KINDS, Problem, ProblemsFound
from parindex.frameworks.checks import check
from parindex.frameworks.crosswalk import load_crosswalk
from parindex.frameworks.loading import load_edition
from parindex.ranking.cases import check_cases

BROKEN = Path(__file__).parent / "broken"
FOLDERS = sorted(folder for folder in BROKEN.iterdir() if folder.is_dir())
MARK = "# <- dòng sai"
# The name of an edition is typed by a person: no file can be broken in this way (tested in test_registry).
CODES_OF_NO_FILE = {"FW010", "FW011"}


def code_of(folder: Path) -> str:
    return folder.name.partition("_")[0]


def problems_of(folder: Path) -> list[Problem]:
    try:
        if (folder / "crosswalk.yaml").is_file():
            before, after = (load_edition(folder / name) for name in ("before", "after"))
            load_crosswalk(folder / "crosswalk.yaml", before.edition, after.edition)
            return [*check(before), *check(after)]
        loaded = load_edition(next((path.parent for path in folder.rglob("framework.yaml")), folder))
        return check(loaded) or check_cases(loaded)
    except ProblemsFound as found:
        return list(found.problems)


def marked_lines(folder: Path) -> list[tuple[str, int]]:
    return [
        (str(file), number)
        for file in sorted(folder.rglob("*.yaml"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if MARK in line
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_broken_file_gives_its_code_and_no_other(folder: Path):
    assert {problem.code for problem in problems_of(folder)} == {code_of(folder)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_problem_names_the_wrong_line(folder: Path):
    named = [(problem.place.file, problem.place.line) for problem in problems_of(folder)]
    assert [place for place in named if place[1] is not None] == marked_lines(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_message_has_exactly_these_words(folder: Path):
    said = "\n".join(problem.text() for problem in problems_of(folder)).replace(f"{folder}/", "")
    assert said + "\n" == (folder / "expected.txt").read_text(encoding="utf-8")


def test_every_code_of_editions_has_its_broken_file():
    shown = {code_of(folder) for folder in FOLDERS}
    assert declared_codes() - CODES_OF_NO_FILE - shown == set()


def test_every_broken_file_is_named_after_a_code_that_is_declared():
    assert {code_of(folder) for folder in FOLDERS} - declared_codes() == set()


def test_the_codes_of_editions_keep_to_their_hundreds():
    assert [code for code in declared_codes() if not re.fullmatch(r"FW[012]\d\d", code)] == []


def declared_codes() -> set[str]:
    for module in pkgutil.walk_packages(parindex.__path__, "parindex."):
        importlib.import_module(module.name)
    return {code for code in KINDS if code.startswith("FW")}
