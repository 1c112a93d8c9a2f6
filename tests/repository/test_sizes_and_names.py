"""Names and sizes that keep the rooms of the house small."""

import ast
from pathlib import Path

import pytest

from tests.repository.tree import Function, files, files_in, functions_of, text_of

FORBIDDEN_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "base",
    "misc",
    "manager",
    "services",
}
NAMED_BY_DJANGO = {Path("src/parweb/settings/sqlite/base.py")}
"""Django looks for a kind of database in a module of that name."""
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_MODULE = 400

WRITTEN = [path for path in files_in("src", suffix=".py") if "migrations" not in path.parts]
MODULES = [*WRITTEN, *files_in("benchmarks", "requirements", suffix=".py"), Path("hatch_build.py")]
PYTHON = [path for path in files() if path.suffix == ".py"]


def test_no_module_or_folder_has_a_name_that_says_nothing():
    nameless = {path for path in PYTHON if FORBIDDEN_NAMES & {path.stem, *path.parts[:-1]}}
    assert nameless == NAMED_BY_DJANGO


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_has_at_most_400_lines(path: Path):
    assert len(text_of(path).splitlines()) <= MOST_LINES_OF_A_MODULE


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_function_has_at_most_40_lines_of_code(path: Path):
    long = {
        node.name: size
        for node in functions_of(path)
        if (size := code_lines(path, node)) > MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}


def test_the_size_of_a_function_counts_code_and_no_docstring_blank_or_comment_line():
    node = ast.parse(
        'def f(\n    x,\n):\n    """One.\n\n    Two.\n    """\n\n    # why\n    return x\n'
    ).body[0]
    source = 'def f(\n    x,\n):\n    """One.\n\n    Two.\n    """\n\n    # why\n    return x\n'
    assert size_in(source, node) == 4


def code_lines(path: Path, node: Function) -> int:
    return size_in(text_of(path), node)


def size_in(source: str, node: Function) -> int:
    docstring = node.body[0] if ast.get_docstring(node) is not None else None
    skipped = range(docstring.lineno, docstring.end_lineno + 1) if docstring else range(0)
    lines = source.splitlines()
    own = [
        lines[number - 1].strip()
        for number in range(node.lineno, node.end_lineno + 1)
        if number not in skipped
    ]
    return sum(1 for line in own if line and not line.startswith("#"))
