"""All editions of all years side by side, found by name: ``commune-hai-duong@2022``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.frameworks.loading import FILE_NAME, Loaded, load_edition
from parindex.language import N_

UNKNOWN_EDITION = kind(
    "FW010",
    N_("không có bộ tiêu chí “{ref}”"),
    N_("dùng một trong: {known}"),
)
NO_EDITION_THERE = kind(
    "FW011",
    N_("“{ref}” không phải một bộ tiêu chí: {reason}"),
    N_("ghi tên một bộ (xem: parindex frameworks), hoặc thư mục có tệp framework.yaml"),
)
_NEAR = 4


@dataclass(frozen=True)
class Entry:
    """An edition on the shelf: its name and the folder that holds it."""

    id: str
    year: int
    folder: Path

    @property
    def ref(self) -> str:
        """The name of the edition: ``id@year``."""
        return f"{self.id}@{self.year}"


def shelf() -> Path:
    """Give the folder of the shipped editions: inside the wheel, or ``frameworks/`` of a checkout."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "editions"
    return packed if packed.is_dir() else package.parents[1] / "frameworks"


def entries(folder: Path | None = None) -> tuple[Entry, ...]:
    """List the editions of a shelf (the shipped ones unless named), by id and year."""
    return tuple(sorted(_found(folder or shelf()), key=lambda entry: (entry.id, entry.year)))


def _found(folder: Path) -> Iterator[Entry]:
    for file in folder.glob(f"*/*/{FILE_NAME}"):
        year = file.parent.name
        if year.isdigit():
            yield Entry(file.parent.parent.name, int(year), file.parent)


@cache
def _loaded(folder: Path) -> Loaded:
    return load_edition(folder)


def find(ref: str | Path, folder: Path | None = None) -> Loaded:
    """Load the edition of that name, or of that path; the name alone means its newest year.

    Raises :class:`ProblemsFound`: an unknown name (near names are listed), or the problems of its file.
    """
    path = Path(ref)
    if path.suffix in (".yaml", ".yml") or (path / FILE_NAME).is_file():
        return load_edition(path)
    known = entries(folder)
    matching = [entry for entry in known if str(ref) in (entry.ref, entry.id)]
    if not matching:
        raise ProblemsFound([_unknown(str(ref), [entry.ref for entry in known])])
    return _loaded(matching[-1].folder)


def _unknown(ref: str, known: list[str]) -> Problem:
    if Path(ref).exists() and ref:
        reasons = (N_("đây là một tệp khác"), N_("thư mục này không có tệp framework.yaml"))
        return Problem(NO_EDITION_THERE, Place(), {"ref": ref, "reason": reasons[Path(ref).is_dir()]})
    near = difflib.get_close_matches(ref, known, n=_NEAR, cutoff=0.4) or known
    return Problem(
        UNKNOWN_EDITION, Place(), {"ref": ref, "known": ", ".join(near) or N_("(không có bộ nào ở đây)")}
    )
