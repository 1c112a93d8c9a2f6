"""What the tests about the repository look at: its files, and its Python as syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[Path, ...]:
    """All files that are, or would be, committed; relative to the root, in order."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    names = sorted(filter(None, listed.split("\0")))
    return tuple(Path(name) for name in dict.fromkeys(names) if (ROOT / name).is_file())


def files_in(*folders: str, suffix: str) -> list[Path]:
    """The files of some top-level folders whose names end with the suffix."""
    return [path for path in files() if path.parts[0] in folders and path.name.endswith(suffix)]


@cache
def text_of(path: Path) -> str:
    """The text of a file named relative to the root."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def syntax_of(path: Path) -> ast.Module:
    """The syntax tree of a Python file named relative to the root."""
    return ast.parse(text_of(path), filename=str(path))


def functions_of(path: Path) -> Iterator[Function]:
    """Every function and method of a Python file, inner ones too."""
    for node in ast.walk(syntax_of(path)):
        if isinstance(node, Function):
            yield node


def imports_of(path: Path) -> Iterator[str]:
    """The dotted names that a Python file imports, wherever in the file it does."""
    for node in ast.walk(syntax_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)
