"""All forms of all years side by side, found by name: ``sipas-population@2026``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.instruments.kinds import UNKNOWN_INSTRUMENT
from parindex.surveys.instruments.loading import FILE_NAME, LoadedInstrument, read_instrument
from parindex.surveys.instruments.model import Instrument

_NEAR = 4


@dataclass(frozen=True)
class InstrumentEntry:
    """A form on the shelf: its name and the folder that holds it."""

    id: str
    year: int
    folder: Path

    @property
    def ref(self) -> str:
        """The name of the form: ``id@year``."""
        return f"{self.id}@{self.year}"


def shelf() -> Path:
    """Give the folder of the shipped forms: inside the wheel, or ``questionnaires/`` of a checkout."""
    package = Path(__file__).resolve().parents[2]
    packed = package / "questionnaires"
    return packed if packed.is_dir() else package.parents[1] / "questionnaires"


def instrument_entries(folder: Path | None = None) -> tuple[InstrumentEntry, ...]:
    """List the forms of a shelf (the shipped ones unless named), by id and year.

    >>> "sipas-population@2026" in [entry.ref for entry in instrument_entries()]
    True
    """
    return tuple(sorted(_found(folder or shelf()), key=lambda entry: (entry.id, entry.year)))


def _found(folder: Path) -> Iterator[InstrumentEntry]:
    for file in folder.glob(f"*/*/{FILE_NAME}"):
        year = file.parent.name
        if year.isdigit():
            yield InstrumentEntry(file.parent.parent.name, int(year), file.parent)


@cache
def _loaded(folder: Path) -> LoadedInstrument:
    return read_instrument(folder)


def find_instrument(ref: str | Path, folder: Path | None = None) -> LoadedInstrument:
    """Read the form of that name, or of that path; the id alone means its newest year.

    Raises :class:`ProblemsFound`: an unknown name (near names are listed), or the problems of its file.
    """
    path = Path(ref)
    if path.suffix in (".yaml", ".yml") or (path / FILE_NAME).is_file():
        return read_instrument(path)
    known = instrument_entries(folder)
    matching = [entry for entry in known if str(ref) in (entry.ref, entry.id)]
    if not matching:
        raise ProblemsFound([_unknown(str(ref), [entry.ref for entry in known])])
    return _loaded(matching[-1].folder)


def load_instrument(ref: str | Path, folder: Path | None = None) -> Instrument:
    """Give the form of that name or path; see :func:`find_instrument`.

    >>> form = load_instrument("sipas-population@2026")
    >>> len(form.index_columns), len(form.factors)
    (39, 9)
    """
    return find_instrument(ref, folder).instrument


def _unknown(ref: str, known: list[str]) -> Problem:
    near = difflib.get_close_matches(ref, known, n=_NEAR, cutoff=0.4) or known
    return Problem(UNKNOWN_INSTRUMENT, Place(), {"ref": ref, "known": ", ".join(near)})
