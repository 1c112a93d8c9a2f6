"""Kernels are pure: the same tables in, the same tables out, on any day and any machine."""

import ast
from pathlib import Path

import pytest

from tests.repository.tree import files_in, imports_of, syntax_of

KERNELS = (
    "src/parindex/scoring/",
    "src/parindex/ranking/",
    "src/parindex/digits.py",
    "src/parindex/dossiers/deriving.py",
    "src/parindex/dossiers/verdicts.py",
    "src/parindex/exact.py",
    "src/parindex/expressions",
    *(
        f"src/parindex/surveys/sampling/{name}.py"
        for name in ("allocation", "chance", "drawn", "fitting", "frames", "planning", "plans", "populations",
                     "protocol", "selection", "sizes")
    ),
)  # fmt: skip
OUTSIDE_WORLD = {
    "asyncio", "concurrent", "datetime", "glob", "http", "importlib.metadata", "importlib.resources", "io", "locale", "multiprocessing", "os",
    "pathlib", "platform", "random", "requests", "secrets", "shutil", "socket", "subprocess", "sys", "tempfile",
    "threading", "time", "urllib", "uuid", "zoneinfo",
}  # fmt: skip
OUTSIDE_CALLS = {"open", "input", "print", "eval", "exec", "__import__"}
OUTSIDE_ATTRIBUTES = {
    "read_csv", "read_excel", "read_ipc", "read_json", "read_ndjson", "read_parquet", "scan_csv", "scan_ipc",
    "scan_ndjson", "scan_parquet", "read_text", "read_bytes", "write_text", "write_bytes", "write_csv",
    "write_parquet", "sink_parquet", "today", "now", "default_rng", "seed", "shuffle", "sample",
}  # fmt: skip

MODULES = [path for path in files_in("src", suffix=".py") if path.as_posix().startswith(KERNELS)]
RULES = [
    path
    for path in MODULES
    if path.parent.as_posix() == "src/parindex/scoring/rules" and path.stem != "__init__"
]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_kernel_imports_no_file_clock_chance_or_network(path: Path):
    assert {name for name in imports_of(path) if comes_from_outside(name)} == set()


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_kernel_calls_nothing_that_reads_writes_or_draws(path: Path):
    assert [f"{name}, line {line}" for name, line in calls(syntax_of(path)) if is_outside(name)] == []


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_scoring_rule_imports_no_other_rule(path: Path):
    others = {rule.stem for rule in RULES} - {path.stem}
    absolute = {
        name
        for name in imports_of(path)
        if name.startswith("parindex.scoring.rules.") and name.split(".")[3] in others
    }
    relative = {name for name in imports_of(path) if name.startswith(".")}
    assert absolute | relative == set()


@pytest.mark.parametrize(
    "name", ["os", "os.path", "pathlib.Path", "importlib.resources.files", "datetime.date"]
)
def test_the_purity_check_sees_the_import_of(name: str):
    assert comes_from_outside(name)


def test_the_purity_check_sees_a_file_being_opened_and_a_clock_being_read():
    source = "import polars as pl\nframe = pl.read_csv('a')\nday = date.today()\nopen('b')\n"
    assert [name for name, _ in calls(ast.parse(source)) if is_outside(name)] == [
        ".read_csv",
        ".today",
        "open",
    ]


def calls(tree: ast.Module) -> list[tuple[str, int]]:
    called = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [(name_of(node.func), node.lineno) for node in called]
    return sorted(named, key=lambda call: call[1])


def name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return f".{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""


def is_outside(name: str) -> bool:
    return name in OUTSIDE_CALLS or (name.removeprefix(".") in OUTSIDE_ATTRIBUTES and name.startswith("."))


def comes_from_outside(name: str) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:length]) in OUTSIDE_WORLD for length in range(1, len(parts) + 1))
