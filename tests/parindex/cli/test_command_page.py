"""docs/operations/command.md is the reference: complete, and every example gives what it shows."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from parindex.cli import app
from parindex.cli.contents import ENTRIES

PAGE = Path(__file__).parents[3] / "docs" / "operations" / "command.md"
TEXT = PAGE.read_text(encoding="utf-8")
FILES = dict(re.findall(r"`([\w-]+\.csv)`,[^\n]*(?:\n[^\n`]+)*\n\n```text\n(.*?)```", TEXT, re.DOTALL))
BLOCKS = re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL)
SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
SHARED = {"form", "out", "table", "lang", "debug", "help", "version"}
READING = {"units", "sources", "decimal", "sheet"}


def section_of(name: str) -> str:
    return next(text for title, text in SECTIONS.items() if f"`{name}`" in title)


def steps(block: str) -> list[tuple[str, list[str]]]:
    """The command lines of a block, each with the output shown below it."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(head, body.splitlines()) for head, _, body in (part.partition("\n") for part in parts)]


def is_shown(shown: list[str], given: list[str]) -> bool:
    """Whether an output is what is shown, widths apart; `…` stands for any lines, or the rest of a line."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else re.escape(" ".join(line.split())).replace("…", ".*") + r"\n"
        for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{' '.join(line.split())}\n" for line in given)) is not None


@pytest.mark.parametrize("name", [entry.name for entry in ENTRIES])
def test_every_command_has_its_section_with_an_example(name: str):
    assert f"$ parindex {name}" in section_of(name)


@pytest.mark.parametrize("name", [entry.name for entry in ENTRIES])
def test_every_flag_of_a_command_is_named(name: str):
    command = get_command(app).get_command(None, name)
    own = [
        part
        for part in command.params
        if part.param_type_name == "option" and part.name not in SHARED | READING
    ]
    assert [part.opts[0] for part in own if part.opts[0] not in section_of(name)] == []


def test_the_shared_flags_have_their_tables():
    for name in ("--format", "--out", "--table", "--lang", "--debug", "--version", "--help"):
        assert f"| `{name}" in SECTIONS["How results are given"]
    for name in ("--units", "--sources", "--decimal", "--sheet"):
        assert f"| `{name}" in SECTIONS["Flags about the values"]


def test_the_files_of_the_examples_are_on_the_page():
    names = ["dan-so.csv", "diem.csv", "ho-so.csv", "phieu.csv", "thon.csv", "tiep-nhan.csv", "xa.csv"]
    assert sorted(FILES) == names


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0])
def test_an_example_gives_what_it_shows(parindex, tmp_path, monkeypatch, block: str):
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    status = 0
    for line, shown in steps(block):
        if line == "echo $?":
            assert shown == [str(status)]
            continue
        done = parindex(*shlex.split(line)[1:])
        status = done.status
        given = (done.out + done.err).splitlines()
        assert is_shown(shown, given), f"{line}\n" + "\n".join(given)
        assert status == 0 or "echo $?" in block, line


def test_an_output_that_differs_is_seen():
    assert is_shown(["a", "…", "c"], ["a", "b", "c"])
    assert is_shown(["…", "x  …"], ["a", "x y"])
    assert not is_shown(["a", "c"], ["a", "b", "c"])
    assert not is_shown(["a 1"], ["a 2"])
