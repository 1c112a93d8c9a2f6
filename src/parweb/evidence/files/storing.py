"""Put uploaded files into the storage: all of them, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from parweb.evidence.files.kinds import FileKind, recognise
from parweb.evidence.files.names import display_name, random_name
from parweb.evidence.files.refusals import FilesRefused, NotAccepted, Refusal

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """A file in the storage: its place there, what people called it, what it is, its fingerprint."""

    place: str
    name: str
    size: int
    media_type: str
    sha256: str


def recognise_all(files: Iterable[File[Any]]) -> list[FileKind]:
    """Tell what each file is; raises :class:`FilesRefused` with every reason at once."""
    kinds, refusals = [], []
    for file in files:
        try:
            kinds.append(_recognised(file))
        except NotAccepted as problem:
            refusals.append(Refusal(str(file.name), problem.reason))
    if refusals:
        raise FilesRefused(refusals)
    return kinds


def _recognised(file: File[Any]) -> FileKind:
    if file.size > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // _MEGABYTE
        raise NotAccepted(
            _("Tệp lớn hơn %(limit)s MB. Hãy giảm độ phân giải bản quét hoặc chia nhỏ.") % {"limit": limit}
        )
    return recognise(cast("BinaryIO", file), file.size)


def store_all(files: list[File[Any]], at: datetime) -> list[StoredFile]:
    """Check every file by its content, then keep all of them under random names.

    Raises :class:`FilesRefused` before anything is kept. Call it before the transaction, so that no lock is
    held while bytes travel, and :func:`forget_all` where the transaction then fails.
    """
    kinds = recognise_all(files)
    stored: list[StoredFile] = []
    try:
        for file, kind in zip(files, kinds, strict=True):
            stored.append(_store(file, kind, at))  # what is stored is forgotten on failure
    except BaseException:
        forget_all(stored)
        raise
    return stored


def _store(file: File[Any], kind: FileKind, at: datetime) -> StoredFile:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    place = default_storage.save(f"evidence/{at:%Y/%m}/{random_name(kind.extensions[0])}", file)
    return StoredFile(
        place=place,
        name=display_name(str(file.name), kind.extensions),
        size=file.size,
        media_type=kind.media_type,
        sha256=digest.hexdigest(),
    )


def forget_all(stored: Iterable[StoredFile]) -> None:
    """Take files out of the storage again, because their rows were not written."""
    for one in stored:
        default_storage.delete(one.place)
