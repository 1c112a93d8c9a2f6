"""Documents as pages show them: their flags, their latest files, what can be seen beside a criterion."""

from __future__ import annotations

from dataclasses import dataclass

from parweb.accounts.person import Person
from parweb.evidence.files.kinds import KINDS
from parweb.evidence.flags import Flag, document_flags, file_flags
from parweb.evidence.models import Document, Use, Version
from parweb.evidence.permissions import sees_use
from parweb.evidence.queries import current_files


@dataclass(frozen=True)
class ShownFile:
    """A file: its version, its flags, and whether a browser shows it as picture or page."""

    version: Version
    flags: list[Flag]
    is_image: bool = False
    is_page: bool = False


@dataclass(frozen=True)
class ShownDocument:
    """A document with its files; ``is_readable`` is False where it is confidential and not for the reader."""

    document: Document
    files: list[ShownFile]
    flags: list[Flag]
    use: Use | None = None
    is_readable: bool = True


def shown_document(document: Document, year: int | None) -> ShownDocument:
    """Prepare a document whose versions were loaded with flags, for the assessed year."""
    files = [shown_file(one, document, year) for one in current_files(document)]
    return ShownDocument(document, files, document_flags(document, year))


def shown_file(version: Version, document: Document, year: int | None) -> ShownFile:
    """Prepare one file; a confidential, withdrawn or infected one has no preview."""
    kind = KINDS.get(version.media_type)
    is_quiet = document.is_confidential or document.withdrawn_at or version.scan == Version.Scan.INFECTED
    can_show = kind is not None and kind.is_shown_inline and not is_quiet
    is_image = kind is not None and kind.is_image
    return ShownFile(
        version, file_flags(version, year), is_image=can_show and is_image, is_page=can_show and not is_image
    )


def shown_use(person: Person, use: Use, path: str, year: int) -> ShownDocument:
    """Prepare a document beside a criterion of the unit of that path."""
    if not sees_use(person, use, path):
        return ShownDocument(use.document, [], [], use, is_readable=False)
    files = [shown_file(one, use.document, year) for one in current_files(use.document)]
    return ShownDocument(use.document, files, document_flags(use.document, year), use)
