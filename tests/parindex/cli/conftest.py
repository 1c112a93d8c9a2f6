"""The command run in this process or in its own, and the files that people give it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from parindex.cli import main
from parindex.frameworks.registry import find

EDITION = "commune-hai-duong@2022"


class Outcome(NamedTuple):
    """What a run of the command left: exit status, standard output, error stream."""

    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch):
    """A pipe of no width, Vietnamese, no colour: what the machine sets does not matter."""
    for name in ("PARINDEX_LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def parindex(capsys):
    """Run a command line in this process."""

    def run(*words: str) -> Outcome:
        status = main([str(word) for word in words])
        return Outcome(status, *capsys.readouterr())

    return run


@pytest.fixture
def process(tmp_path):
    """Run a command line in its own process, as a shell does."""

    def run(*words: str, **environment: str) -> Outcome:
        command = [sys.executable, "-m", "parindex.cli", *map(str, words)]
        surroundings = {**os.environ, "PYTHONIOENCODING": "", **environment}
        done = subprocess.run(command, cwd=tmp_path, env=surroundings, check=False, capture_output=True)
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="session")
def league() -> Path:
    """Twenty communes: the real Xã Đồng Tâm and its synthetic neighbours."""
    return find(EDITION).folder / "demo" / "league-2022.csv"


@pytest.fixture
def units(tmp_path) -> Path:
    """The same communes with a peer group, in the order of the file of values."""
    rows = [
        f"minh-hoa-{number:02d},Xã {number:02d},{'Đông' if number % 2 else 'Tây'}" for number in range(1, 20)
    ]
    file = tmp_path / "xa.csv"
    file.write_text(
        "\n".join(["Mã đơn vị,Tên đơn vị,Vùng", "dong-tam,Xã Đồng Tâm,Đông", *rows]) + "\n", encoding="utf-8"
    )
    return file
