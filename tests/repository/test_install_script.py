"""`requirements/install.sh` installs again where something of the checkout is not installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.repository.tree import ROOT

CATALOGUES = (
    "src/parindex/locale/en/LC_MESSAGES/parindex",
    "src/parweb/accounts/locale/vi/LC_MESSAGES/django",
)
PYTHON = """#!/bin/bash
if [ "$1" = -m ]; then echo "$@" >> calls; fi
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that is installed, with a Python that only notes what it is asked to do."""
    for name in ("requirements/dev.txt", "pyproject.toml", "hatch_build.py"):
        write(tmp_path / name, "")
    shutil.copy(ROOT / "requirements/install.sh", tmp_path / "requirements/install.sh")
    for name in CATALOGUES:
        write(tmp_path / f"{name}.po", "")
        write(tmp_path / f"{name}.mo", "")
    write(tmp_path / ".venv/bin/python", PYTHON)
    (tmp_path / ".venv/bin/python").chmod(0o755)
    write(tmp_path / ".venv/.installed", "")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def installs(checkout: Path) -> list[str]:
    """Run the script; give what it asked of pip."""
    subprocess.run(["/bin/bash", str(checkout / "requirements/install.sh")], check=True, capture_output=True)
    calls = checkout / "calls"
    return calls.read_text().splitlines() if calls.exists() else []


def test_an_installed_checkout_is_left_as_it_is(checkout: Path):
    assert installs(checkout) == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_checkout_that_lost_a_compiled_catalogue_is_built_again(checkout: Path, name: str):
    (checkout / f"{name}.mo").unlink()
    assert [call.split()[-2:] for call in installs(checkout)][-1] == ["-e", "."]
