"""From the words of a line to a scorecard: find the edition, read the files, score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from parindex.cli import problems as say
from parindex.errors import ProblemsFound
from parindex.language import N_
from parindex.tables import SOURCES, TOTAL

if TYPE_CHECKING:
    from parindex.cli.desk import Desk
    from parindex.cli.flags import ReadFlags
    from parindex.frameworks.loading import Loaded
    from parindex.reading.values import ValuesFile
    from parindex.scoring.scorecard import Scorecard

DECIMALS = ("auto", "comma", "point")


def card_of(desk: Desk, edition: str, values: str, read: ReadFlags) -> Scorecard:
    """Read and score; what is only doubtful in a file is said on the error stream."""
    from parindex.frameworks.registry import find

    return scored(desk, find(edition), values, read)


def scored(desk: Desk, loaded: Loaded, values: str, read: ReadFlags) -> Scorecard:
    """Score a file of values by a loaded edition."""
    return scored_file(desk, loaded, values, read)[0]


def scored_file(desk: Desk, loaded: Loaded, values: str, read: ReadFlags) -> tuple[Scorecard, ValuesFile]:
    """Score a file of values by a loaded edition; give what was read beside it."""
    from parindex.reading.units import read_units
    from parindex.reading.values import read_values
    from parindex.scoring.inputs import DEFAULT_ORDER
    from parindex.scoring.pipeline import score

    decimal: Any = say.choice("--decimal", read.decimal, DECIMALS)
    order = sources_of(read.sources) or DEFAULT_ORDER
    desk.step(N_("Đang đọc số liệu"))
    units = read_units(Path(read.units)) if read.units else None
    file = read_values(Path(values), loaded.edition, units, decimal=decimal, sheet=read.sheet)
    desk.warn(file.warnings)
    desk.step(N_("Đang chấm điểm"))
    return score(loaded, file.values, file.units, sources=order), file


def sources_of(text: str | None) -> tuple[str, ...]:
    """Give the sources that a flag names, in its order; a usage error for an unknown one."""
    names = tuple(name.strip() for name in (text or "").split(",") if name.strip())
    return tuple(say.choice("--sources", name, SOURCES) for name in names)


def unit_of(card: Scorecard, given: str) -> str:
    """Find a unit by its code or its name, with or without diacritics; raise a problem with near names."""
    from parindex.reports.cells import unit_names
    from parindex.text import fold

    ids, names = list(card.inputs.unit_ids), unit_names(card)
    if given in ids:
        return given
    wanted = fold(given)
    found = [unit for unit, name in zip(ids, names, strict=True) if wanted in (fold(unit), fold(name))]
    if len(found) == 1:
        return found[0]
    if found:
        known_ids = ", ".join(found)
        raise ProblemsFound([say.one(say.MANY_UNITS, count=len(found), given=given, known=known_ids)])
    known = {fold(name): name for name in [*names, *ids]}
    near = say.near_names(wanted, known, known)
    raise ProblemsFound([say.one(say.NO_UNIT, given=given, near=near)])


def column_of(card: Scorecard, given: str) -> str:
    """Find a column of the list of units by its title, with or without diacritics; others stay as given."""
    from parindex.text import fold

    columns = card.units.columns
    alike = [column for column in columns if fold(column) == fold(given)]
    return given if given in columns or len(alike) != 1 else alike[0]


def criterion_of(card: Scorecard, given: str | None) -> str:
    """Find a row of a scorecard: a printed code, ``channel:<id>`` or the name of a channel, the total."""
    if given is None:
        return TOTAL
    rows = card.outline.row_number
    for row in (given, f"channel:{given}"):
        if row in rows:
            return row
    near = say.near_names(given, rows, {row: row for row in rows})
    raise ProblemsFound([say.one(say.NO_CRITERION, ref=card.edition.ref, given=given, near=near)])


def years_of(text: str | None) -> tuple[int, int] | None:
    """Read two years separated by a comma; a usage error for anything else."""
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 2 or not all(part.isdigit() for part in parts):  # noqa: PLR2004  # before and after
        raise say.usage_error(say.NO_CHOICE, flag="--years", given=text, known="2022,2023")
    return int(parts[0]), int(parts[1])
