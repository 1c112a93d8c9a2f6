"""Memory that one chunk frees is there for the next, and an operator can say otherwise."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from parindex.memory import SETTING, keep_memory

ASKED = f"""
import os, sys
from parindex.cli import main
assert "polars" not in sys.modules
main(["--version"])
import polars
print(os.environ["{SETTING}"])
"""


FAULTS = """
import resource, sys
import numpy as np
from parindex.memory import keep_freed_columns
if sys.argv[1] == "kept":
    keep_freed_columns()
def worked():
    one = np.ones(1_000_000)
    return one + np.ones(1_000_000)
for _ in range(3):
    worked()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(50):
    worked()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def said_by_a_command(environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ASKED], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1]


def test_a_command_tells_polars_to_keep_memory_before_polars_is_loaded() -> None:
    bare = {name: value for name, value in os.environ.items() if name != SETTING}
    assert said_by_a_command(bare).endswith("dirty_decay_ms:2000")


def test_what_an_operator_set_is_left_as_it_is() -> None:
    environment = {SETTING: "dirty_decay_ms:0"}
    keep_memory(environment)
    assert environment == {SETTING: "dirty_decay_ms:0"}
    assert said_by_a_command({**os.environ, **environment}).endswith(",dirty_decay_ms:0")


def faults(how: str, **more: str) -> int:
    """Count the pages that 50 rounds of columns of 8 MB get from the system."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")} | more
    done = subprocess.run(
        [sys.executable, "-c", FAULTS, how], env=settings, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no mallopt(3)")
def test_freed_columns_are_used_again_without_new_pages_from_the_system() -> None:
    assert faults("kept") * 20 < faults("freed")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no mallopt(3)")
def test_what_an_operator_told_the_c_library_is_left_as_it_is() -> None:
    told = {"MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_MMAP_THRESHOLD_": "131072"}
    assert faults("kept", **told) * 2 > faults("freed", **told)
