"""Names of files: what people called them (kept, made harmless), and what they are stored under (random)."""

from __future__ import annotations

import secrets
import unicodedata
from pathlib import PurePosixPath
from typing import Any, Final

LONGEST: Final = 200
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
"""Signs that a file name cannot have on the machines of readers."""


def display_name(name: str, extensions: tuple[str, ...]) -> str:
    r"""Give the name people see: composed letters, no folders, no invisible or forbidden signs.

    ``extensions`` are those of the content, the usual one first; another one in the name is followed by it,
    so that a file is never opened as something it is not.

    >>> display_name("C:\\van-ban\\Quyết định 15.PDF", (".pdf",))
    'Quyết định 15.PDF'
    >>> display_name("../bao-cao.html", (".pdf",))
    'bao-cao.html.pdf'
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if _is_harmless(sign)).strip(" .")
    path = PurePosixPath(kept or "tep")
    is_true = path.suffix.lower() in extensions
    stem, suffix = (path.stem, path.suffix) if is_true else (path.name, extensions[0])
    return f"{stem[: LONGEST - len(suffix)].rstrip()}{suffix}"


def _is_harmless(sign: str) -> bool:
    # Category C: control signs, and marks that turn the direction of writing ("fdp.exe" shown as "exe.pdf").
    return sign not in _FORBIDDEN and not unicodedata.category(sign).startswith("C")


def random_name(extension: str) -> str:
    """Give a name that says nothing and cannot be guessed."""
    return f"{secrets.token_hex(16)}{extension}"


def stored_under(version: Any, name: str) -> str:
    """Give the place of a version's file in the storage (Django's ``upload_to``)."""
    return f"evidence/{version.uploaded_at:%Y/%m}/{name}"
