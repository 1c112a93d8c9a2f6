"""docs/methods/editions.md lists every code with the words of the code, and its examples can be read."""

import importlib
import pkgutil
import re
from pathlib import Path

import yaml

import parindex
from parindex.errors import KINDS
from parindex.frameworks.changes import CHANGES
from parindex.frameworks.checks import check
from parindex.frameworks.crosswalk import Crosswalk
from tests.parindex.frameworks.editions import from_text

PAGE = (Path(__file__).parents[3] / "docs" / "methods" / "editions.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def rows() -> list[str]:
    return re.findall(r"^\| FW\d\d\d \|.*$", PAGE, re.MULTILINE)


def test_the_page_lists_every_code_of_editions_with_its_words_in_order():
    for module in pkgutil.walk_packages(parindex.__path__, "parindex."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    kinds = [KINDS[code] for code in sorted(KINDS) if code.startswith("FW")]
    assert rows() == [f"| {kind.code} | {kind.severity} | {kind.what} | {kind.remedy} |" for kind in kinds]


def test_the_edition_on_the_page_has_no_problem_and_no_warning():
    assert check(from_text(EXAMPLES[0])) == []


def test_the_case_on_the_page_holds_and_would_be_told_if_it_did_not(tmp_path):
    folder = tmp_path / "xa-mau" / "2025"
    (folder / "cases").mkdir(parents=True)
    (folder / "framework.yaml").write_text(EXAMPLES[0], encoding="utf-8")
    for text, codes in (
        (EXAMPLES[1], []),
        (EXAMPLES[1].replace("total: 86.117", "total: 86.118"), ["FW201"]),
    ):
        (folder / "cases" / "xa.yaml").write_text(text, encoding="utf-8")
        assert [problem.code for problem in parindex.check_cases(parindex.load_edition(folder))] == codes


def test_the_crosswalk_on_the_page_can_be_read():
    crosswalk = Crosswalk.model_validate(yaml.safe_load(EXAMPLES[2]))
    assert [(link.from_, link.to) for link in crosswalk.links][-2:] == [("6.1", None), (None, "6.1")]


def test_the_columns_on_the_page_are_those_of_the_table():
    assert str(CHANGES.names()) in PAGE
