"""Start-up of ``parindex --help``, against starting Python and doing nothing. The task allows 0.3 s."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import workload

COMMAND = Path(sys.executable).with_name("parindex")
LIMIT_S = 0.3


def main() -> None:
    """Measure both and print the seconds and the ratio."""

    def run(*words: str) -> float:
        return workload.seconds(lambda: subprocess.run(words, check=True, capture_output=True), times=11)

    bare = run(sys.executable, "-c", "pass")
    ours = run(str(COMMAND), "--help")
    workload.report("parindex --help / python -c pass", ours, bare, LIMIT_S / bare, f"limit {LIMIT_S} s")


if __name__ == "__main__":
    main()
