"""Crosswalk files (bảng đối chiếu) that a manager uploads for a move: read, kept as text, read again."""

from __future__ import annotations

from parindex.errors import Place, Problem, ProblemsFound
from parindex.frameworks.crosswalk import Crosswalk, read_crosswalk
from parindex.frameworks.loading import NO_FILE, edition_of
from parindex.language import N_
from parweb.assessments.models import Upload
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.queries import loaded_edition


def text_of(raw: bytes, name: str) -> str:
    """Give the text of a file; raises ``ProblemsFound`` where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        details = {"reason": N_("không phải UTF-8")}
        raise ProblemsFound([Problem(NO_FILE, Place(file=name), details)]) from None


def crosswalk_of(text: str, name: str, former: AdoptedEdition, new: AdoptedEdition) -> Crosswalk:
    """Read a crosswalk for two adopted editions; raises ``ProblemsFound`` with all its problems."""
    before, after = (edition_of(loaded_edition(one)) for one in (former, new))
    return read_crosswalk(text, name, before, after)


def crosswalk_in(upload: Upload, former: AdoptedEdition, new: AdoptedEdition) -> Crosswalk:
    """Read a crosswalk that was uploaded before, for the editions of today."""
    return crosswalk_of(upload.rows[0], upload.file_name, former, new)
