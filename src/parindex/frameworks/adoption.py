"""Adoption: the day an edition becomes law is written down with its digest, and it never changes again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path as FilePath
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from parindex.errors import Problem, ProblemsFound, kind
from parindex.frameworks.digest import digest
from parindex.frameworks.loading import Loaded, form_problems, read_text
from parindex.frameworks.parts import Part
from parindex.frameworks.yaml_lines import Document, parse
from parindex.language import N_

FILE_NAME = "adopted.yaml"

CHANGED = kind(
    "FW211",
    N_("bộ tiêu chí {ref} đã bị sửa sau khi ban hành ngày {on} (mã băm {now}…, lúc ban hành {then}…)"),
    N_("khôi phục tệp như lúc ban hành; muốn sửa nội dung thì lập bộ tiêu chí mới ở một thư mục khác"),
)
_SHOWN = 12


class Adoption(Part):
    """The record ``adopted.yaml`` beside a ``framework.yaml``: what was adopted, when, by whom."""

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    adopted_on: date
    by: Annotated[str, Field(min_length=1)]


def adopt(loaded: Loaded, on: date, by: str) -> str:
    """Give the text of the record that adopts an edition, to be written beside its ``framework.yaml``.

    Nothing is written and nothing is checked here; an edition that :func:`parindex.frameworks.checks.check`
    finds wrong should not be adopted.
    """
    record = {"digest": digest(loaded.edition), "adopted_on": on, "by": by}
    return yaml.safe_dump(record, allow_unicode=True, sort_keys=False)


def read_adoption(loaded: Loaded) -> Adoption | None:
    """Read the record beside an edition; None where it was not adopted. Raises :class:`ProblemsFound`."""
    document = _document(loaded.folder)
    return None if document is None else _adoption(document)


def adoption_problems(loaded: Loaded) -> Iterator[Problem]:
    """Tell whether an adopted edition still says what was adopted; layout and comments may change."""
    try:
        document = _document(loaded.folder)
        if document is None:
            return
        record = _adoption(document)
    except ProblemsFound as found:
        yield from found.problems
        return
    now = digest(loaded.edition)
    if now != record.digest:
        details = {"now": now[:_SHOWN], "then": record.digest[:_SHOWN], "on": f"{record.adopted_on:%d/%m/%Y}"}
        yield Problem(CHANGED, document.place(("digest",)), {"ref": loaded.edition.ref, **details})


def _document(folder: FilePath) -> Document | None:
    file = folder / FILE_NAME
    return parse(read_text(file), str(file)) if file.is_file() else None


def _adoption(document: Document) -> Adoption:
    try:
        return Adoption.model_validate(document.data or {})
    except ValidationError as error:
        raise ProblemsFound(form_problems(error, document)) from None
