"""From what people upload (YAML, workbook) to the texts of a draft."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from parindex.errors import Place, Problem, ProblemsFound
from parindex.frameworks.cases import load_cases
from parindex.frameworks.loading import FILE_NAME, NO_FILE, read_text
from parindex.frameworks.model import Edition
from parindex.frameworks.registry import find
from parindex.frameworks.workbook.importing import import_workbook
from parindex.frameworks.writing import cases_text, edition_text
from parindex.language import N_
from parweb.frameworks.texts import loaded_from_text


@dataclass(frozen=True)
class Brought:
    """The texts of an edition and its cases, and what of a workbook does not go into them (warnings)."""

    text: str
    cases: str = ""
    losses: tuple[Problem, ...] = ()


def from_yaml(content: bytes, name: str, cases: Iterable[tuple[str, bytes]] = ()) -> Brought:
    """Take a ``framework.yaml`` and files of cases as they are; raises ``ProblemsFound`` where not UTF-8."""
    return Brought(_decoded(content, name), _joined(cases))


def from_workbook(content: bytes, name: str) -> Brought:
    """Read a workbook that was exported and edited; raises ``ProblemsFound`` with sheet, row and column."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{Path(name).stem or 'bo-tieu-chi'}.xlsx"
        path.write_bytes(content)
        imported = import_workbook(path)
    cases = cases_text(imported.cases) if imported.cases else ""
    return Brought(edition_text(imported.edition), cases, (*imported.problems, *imported.losses))


def from_shelf(ref: str) -> Brought:
    """Take a shipped edition with its cases; raises ``ProblemsFound`` for a name that is not there."""
    folder = find(ref).folder
    return Brought(read_text(folder / FILE_NAME), _cases_of(folder))


def next_year(text: str, name: str, year: int) -> str:
    """Give the text of the same criteria for another year.

    What belongs to the former decision (legal basis, validity) is left out: the new decision fills it in,
    and the check asks for it.
    """
    edition = loaded_from_text(text, name).edition
    changed = {"year": year, "validity": None, "legal_basis": None, "title": _retitled(edition, year)}
    return edition_text(edition.model_copy(update=changed))


def _retitled(edition: Edition, year: int) -> object:
    old, title = str(edition.year), edition.title
    english = title.en.replace(old, str(year)) if title.en else None
    return title.model_copy(update={"vi": title.vi.replace(old, str(year)), "en": english})


def _cases_of(folder: Path) -> str:
    cases = [case for file in load_cases(folder) for case in file.cases]
    return cases_text(cases) if cases else ""


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        details = {"reason": N_("không phải UTF-8")}
        raise ProblemsFound([Problem(NO_FILE, Place(file=name), details)]) from None


def _joined(files: Iterable[tuple[str, bytes]]) -> str:
    """Lay several files of cases into one; a single one keeps its text, comments included."""
    texts = [(name, _decoded(content, name)) for name, content in files]
    if len(texts) < 2:  # noqa: PLR2004  # nothing to join
        return texts[0][1] if texts else ""
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above)
        (folder / "cases").mkdir()
        for number, (_, text) in enumerate(texts):
            (folder / "cases" / f"{number:03}.yaml").write_text(text, encoding="utf-8")
        return _cases_of(folder)
