"""Files that are there after a loss of power: what a manifest names lies on the disk before it is named."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, safely."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    make_names_safe(folder.parent)


def make_safe(*paths: Path) -> None:
    """Wait until files of a folder and their names are on the disk."""
    for path in paths:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    make_names_safe(paths[0].parent)


def let_go(path: Path) -> None:
    """Tell the system that what was written safely is not read soon: its memory serves the next file."""
    if not hasattr(os, "posix_fadvise"):
        return
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def make_names_safe(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows writes them with the files."""
    if sys.platform == "win32":
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
