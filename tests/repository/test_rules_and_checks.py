"""What an edition may say is explained and proved: every kind of rule has its page, every check its broken file."""

import importlib
import pkgutil
import re
from pathlib import Path
from typing import get_args

import pytest

import parindex
from parindex.errors import KINDS
from parindex.frameworks.rules import AnyRule
from tests.repository.tree import ROOT, files, files_in, text_of

RULES = get_args(get_args(AnyRule)[0])
RULE_KINDS = sorted(get_args(rule.model_fields["kind"].annotation)[0] for rule in RULES)
RULE_MODULES = Path("src/parindex/scoring/rules")
BROKEN = Path("tests/parindex/frameworks/broken")
# The name of an edition is typed on the command line: no file can be broken in this way.
CODES_OF_NO_FILE = {"FW010", "FW011"}
SECTION = re.compile(r"^(#{2,4}) .*?$.*?(?=^#{1,4} |\Z)", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"^\|.*\|\n\|[-:| ]+\|\n\|.*\|", re.MULTILINE)


def edition_codes() -> list[str]:
    for module in pkgutil.walk_packages(parindex.__path__, "parindex."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return sorted(code for code in KINDS if code.startswith("FW") and code not in CODES_OF_NO_FILE)


def section_of(kind: str) -> str:
    pages = files_in("docs", suffix=".md")
    sections = [
        found[0] for page in pages if "methods" in page.parts for found in SECTION.finditer(text_of(page))
    ]
    return next((section for section in sections if f"`{kind}`" in section.splitlines()[0]), "")


def test_every_kind_of_rule_has_one_module_of_its_name():
    modules = {path.stem for path in files() if path.parent == RULE_MODULES and path.suffix == ".py"}
    assert sorted(modules - {"__init__"}) == RULE_KINDS


@pytest.mark.parametrize("kind", RULE_KINDS)
def test_a_kind_of_rule_has_a_section_with_a_worked_table_in_the_methods(kind: str):
    assert TABLE.search(section_of(kind)), f"no heading with `{kind}` in docs/methods, or no table below it"


@pytest.mark.parametrize("kind", RULE_KINDS)
def test_a_kind_of_rule_has_an_example_that_runs(kind: str):
    assert ">>> " in text_of(RULE_MODULES / f"{kind}.py") + section_of(kind)


def test_every_check_of_editions_has_its_broken_file():
    shown = {folder.name[:5] for folder in (ROOT / BROKEN).glob("*/") if any(folder.iterdir())}
    assert sorted(set(edition_codes()) - shown) == []


def test_every_broken_file_belongs_to_a_check():
    folders = [folder.name for folder in (ROOT / BROKEN).glob("*/")]
    assert folders != []
    assert [name for name in folders if name[:5] not in edition_codes()] == []
