"""The cases of an edition are claims that are scored; one that does not hold is named with its line."""

import shutil

import pytest

from parindex.frameworks.cases import load_cases
from parindex.frameworks.loading import load_edition
from parindex.frameworks.registry import entries, find
from parindex.ranking.cases import check_cases

REFS = [entry.ref for entry in entries()]


@pytest.mark.parametrize("ref", REFS)
def test_every_shipped_edition_has_cases_and_all_of_them_hold(ref: str) -> None:
    loaded = find(ref)
    assert sum(len(file.cases) for file in load_cases(loaded.folder)) >= 1
    assert [problem.text() for problem in check_cases(loaded)] == []


def _broken_copy(tmp_path, before: str, after: str):
    folder = tmp_path / "edition"
    shutil.copytree(find("commune-hai-duong@2022").folder, folder)
    for file in (folder / "cases").glob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    return load_edition(folder)


def test_a_case_that_does_not_hold_is_told_with_file_line_expected_and_got(tmp_path) -> None:
    problems = check_cases(_broken_copy(tmp_path, "87.747", "87.748"))
    assert {problem.code for problem in problems} == {"FW201"}
    first = problems[0]
    assert first.place.line is not None
    assert "87,748" in first.what()
    assert "tính ra 87,747" in first.what()


def test_a_case_that_cannot_run_says_why(tmp_path) -> None:
    problems = check_cases(_broken_copy(tmp_path, '"8.1": 1.577', '"8.9": 1.577'))
    assert {problem.code for problem in problems} == {"FW209"}
    assert "8.9" in problems[0].what()
