"""Every command line that a page shows can be typed: the command exists, and so do its flags."""

import re
import shlex
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.repository.tree import files, text_of

FENCE = re.compile(r"^ *```(?:console|sh|bash|text)?\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
MAKE_TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)

PAGES = [path for path in files() if path.suffix == ".md"]


def lines_that_begin_with(word: str) -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for block in FENCE.findall(text_of(page)):
            for line in block.replace("\\\n", " ").splitlines():
                typed = line.strip().removeprefix("$ ")
                if typed.startswith(f"{word} "):
                    yield page, typed.partition(" #")[0]


MAKE_LINES = list(lines_that_begin_with("make"))
COMMAND_LINES = list(lines_that_begin_with("parindex")) if find_spec("parindex.cli") else []


def test_the_readme_shows_the_two_commands_everybody_needs():
    shown = {line for page, line in MAKE_LINES if page.name == "README.md"}
    assert {"make demo", "make test"} <= {" ".join(line.split()[:2]) for line in shown}


@pytest.mark.parametrize(("page", "line"), MAKE_LINES, ids=str)
def test_a_make_target_that_a_page_shows_exists(page: Path, line: str):
    targets = [word for word in line.split()[1:] if "=" not in word and not word.startswith("-")]
    assert set(targets) <= set(MAKE_TARGET.findall(text_of(Path("Makefile")))), page


@pytest.mark.parametrize(("page", "line"), COMMAND_LINES, ids=str)
def test_a_command_that_a_page_shows_exists_with_its_flags(page: Path, line: str):
    words = shlex.split(re.split(r" [|>] ?", line)[0])[1:]
    command, rest = find_command(words)
    known = {"--help"} | {flag for part in command.params for flag in (*part.opts, *part.secondary_opts)}
    flags = {word.partition("=")[0] for word in rest if re.match(r"--?[a-zA-Z]", word)}
    assert flags - known == set(), f"{page}: {line}"


@pytest.mark.parametrize(("page", "line"), list(lines_that_begin_with("parindex-site")), ids=str)
def test_a_command_of_the_site_that_a_page_shows_exists_with_its_flags(page: Path, line: str):
    from django.core.management import get_commands, load_command_class

    words = shlex.split(re.split(r" [|>] ?", line)[0])[1:]
    name = words[0]
    known = get_commands()
    assert name in known, f"{page}: {line}"
    parser = load_command_class(known[name], name).create_parser("parindex-site", name)
    flags = {word.partition("=")[0] for word in words[1:] if word.startswith("--")}
    assert flags - set(parser._option_string_actions) == set(), f"{page}: {line}"


def find_command(words: list[str]):
    """The command that the words lead to (the root for `parindex --help`), and the words after it."""
    from typer.main import get_command

    from parindex.cli import app

    command = get_command(app)
    rest = list(words)
    while hasattr(command, "get_command") and rest and not rest[0].startswith("-"):
        name = rest.pop(0)
        inner = command.get_command(None, name)
        assert inner is not None, f"no such command: {name}"
        command = inner
    return command, rest
