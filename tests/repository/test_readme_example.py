"""The Python example of both READMEs runs as it stands, from the top of the repository."""

import re
import subprocess
import sys

import pytest

from tests.repository.tree import ROOT


def example(name: str) -> str:
    found = re.search(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"{name} has no Python example"
    return found[1]


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_example_of_the_readme_ranks_the_league_and_explains_a_point(name: str):
    done = subprocess.run(
        [sys.executable, "-c", example(name)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "93.351" in done.stdout
    assert "1,577/2 điểm (mục 8.1, QĐ 3395/QĐ-UBND)" in done.stdout


def test_both_readmes_give_the_same_example():
    assert example("README.md") == example("README.vi.md")
