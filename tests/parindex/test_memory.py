"""Memory that one chunk frees is there for the next, and an operator can say otherwise."""

from __future__ import annotations

import os
import subprocess
import sys

from parindex.memory import SETTING, keep_memory

ASKED = f"""
import os, sys
from parindex.cli import main
assert "polars" not in sys.modules
main(["--version"])
import polars
print(os.environ["{SETTING}"])
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
