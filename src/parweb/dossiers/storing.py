"""Files that were handed over: kept until they are imported, then forgotten, for they may name applicants."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from parweb.dossiers.models import ImportFile
from parweb.evidence.files.names import display_name

ENDINGS: Final = (
    ".csv", ".txt", ".tsv", ".xlsx", ".parquet", ".xls", ".xlsb", ".xlsm", ".ods", ".zip", ".gz", ".rar",
    ".7z",
    ".pdf", ".doc", ".docx", ".json",
)  # fmt: skip
"""How names may end; most only call a file that is refused what people called it."""
_LONGEST_STEM: Final = 60
_BLOCK: Final = 1 << 20


def keep_files(files: Iterable[File[Any]], at: datetime) -> list[ImportFile]:
    """Put files into the storage, piece by piece; give their rows, not yet saved. On failure none is kept."""
    kept: list[ImportFile] = []
    try:
        for file in files:
            kept.append(_keep(file, at))  # noqa: PERF401  # what is kept is forgotten on failure
    except BaseException:
        forget_files(kept)
        raise
    return kept


def _keep(file: File[Any], at: datetime) -> ImportFile:
    name, digest = display_name(str(file.name), ENDINGS), hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    path = PurePosixPath(name)
    short = f"{path.stem[:_LONGEST_STEM].rstrip()}{path.suffix}"
    place = default_storage.save(f"dossiers/{at:%Y/%m}/{secrets.token_urlsafe(12)}/{short}", file)
    return ImportFile(name=name, file=place, sha256=digest.hexdigest(), size=file.size)


def forget_files(files: Iterable[ImportFile]) -> None:
    """Take the contents of files out of the storage; their names, sizes and digests stay where they are."""
    for one in files:
        if one.file:
            default_storage.delete(str(one.file.name))
            default_storage.delete(str(PurePosixPath(str(one.file.name)).parent))  # the folder it had alone


def digest_of_all(files: Sequence[ImportFile]) -> str:
    """Give the digest of one file, or one of the digests of several."""
    if len(files) == 1:
        return files[0].sha256
    return hashlib.sha256("\n".join(one.sha256 for one in files).encode()).hexdigest()


def on_disk(one: ImportFile) -> Path:
    """Give a file as a path; what lies in a bucket is copied here once, under the same path ever after."""
    try:
        return Path(one.file.path)
    except NotImplementedError:
        return _copied(one)


def _copied(one: ImportFile) -> Path:
    path = Path(settings.DOSSIER_STORE).parent / "dossiers-incoming" / str(one.file.name)
    if path.exists() and path.stat().st_size == one.size:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    with one.file.open("rb") as source, unfinished.open("wb") as target:
        while piece := source.read(_BLOCK):
            target.write(piece)
    return unfinished.replace(path)


def forget_copies(files: Iterable[ImportFile]) -> None:
    """Take away what :func:`on_disk` copied from a bucket."""
    root = Path(settings.DOSSIER_STORE).parent / "dossiers-incoming"
    for one in files:
        (root / str(one.file.name)).unlink(missing_ok=True)
