"""A file of dossiers as chunks of rows, whatever kind of file it is; one chunk at a time is in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from parindex.dossiers.intake import kinds
from parindex.dossiers.intake.foreign import foreign_kind
from parindex.dossiers.intake.mapping import Mapping, Matched
from parindex.dossiers.intake.names import OLD_FONT, field_of
from parindex.dossiers.intake.typed import Chunk
from parindex.dossiers.records import FIELDS
from parindex.errors import Place, Problem, ProblemKind, ProblemsFound
from parindex.language import N_

MOST_COLUMNS: Final = 1000
MOST_BYTES: Final = 200 << 30
_LONGEST_SHOWN: Final = 200
_ZIP: Final = b"PK\x03\x04"
_PARQUET: Final = b"PAR1"


class Position(NamedTuple):
    """How far a file was read: ``offset`` in the units of its reader, and the rows so far."""

    offset: int = 0
    rows: int = 0


class Piece(NamedTuple):
    """A chunk, where the next one begins, and the share of the file that is read by then (0–1)."""

    chunk: Chunk
    after: Position
    share: float


class Source(Protocol):
    """A file whose header is understood."""

    @property
    def unread(self) -> tuple[str, ...]:
        """The titles of the columns that are not read, and the sheets."""

    def pieces(self, start: Position) -> Iterator[Piece]:
        """Give the chunks from a position on; raises :class:`ProblemsFound` where the file is broken."""


@dataclass(frozen=True)
class Limits:
    """How much is read at a time; a test makes it small."""

    csv_bytes: int = 96 << 20
    parquet_rows: int = 1_000_000
    xlsx_rows: int = 50_000


def open_source(path: Path, mapping: Mapping, limits: Limits | None = None) -> Source:
    """Open a file by what it holds, whatever its name ends with, and understand its header.

    Raises :class:`ProblemsFound` with coded problems DO10x and DO11x.
    """
    from parindex.dossiers.intake.csv_pieces import CsvSource  # noqa: PLC0415  # they import this module
    from parindex.dossiers.intake.parquet_pieces import ParquetSource  # noqa: PLC0415
    from parindex.dossiers.intake.xlsx_pieces import XlsxSource  # noqa: PLC0415

    place, size = Place(file=str(path)), limits or Limits()
    head = _head(path, place)
    if not head.strip():
        raise stop(kinds.EMPTY, place)
    if head.startswith(_PARQUET):
        return ParquetSource(path, mapping, size.parquet_rows)
    if head.startswith(_ZIP):
        return XlsxSource(path, mapping, size.xlsx_rows)
    if other := foreign_kind(path, head):
        raise stop(kinds.OTHER_KIND, place, reason=other.reason, mend=other.mend)
    return CsvSource(path, mapping, size.csv_bytes)


def _head(path: Path, place: Place) -> bytes:
    reasons: dict[type[Exception], str] = {
        FileNotFoundError: N_("không có tệp này"),
        IsADirectoryError: N_("đây là một thư mục"),
        PermissionError: N_("không có quyền đọc"),
    }
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise stop(kinds.TOO_LARGE, place, what=N_("số byte"), given=size, most=MOST_BYTES)
        with path.open("rb") as file:
            return file.read(64)
    except (OSError, ValueError) as error:
        reason = reasons.get(type(error), N_("hệ điều hành từ chối"))
        raise stop(kinds.NO_FILE, place, reason=reason) from None


def stop(kind: ProblemKind, place: Place, **details: object) -> ProblemsFound:
    """Make the exception for a file that is not read, with its one problem."""
    return ProblemsFound([Problem(kind, place, details)])


def refuse_wide(count: int, place: Place) -> None:
    """Refuse a header of so many columns that it cannot be one of dossiers."""
    if count > MOST_COLUMNS:
        raise stop(kinds.TOO_LARGE, place, what=N_("số cột của tiêu đề"), given=count, most=MOST_COLUMNS)


def refuse_unclear(matched: Matched, titles: list[str], place: Place) -> None:
    """Raise :class:`ProblemsFound` with everything a header lacks or says twice."""
    shown = ", ".join(title for title in titles if title)[:_LONGEST_SHOWN] or "–"
    unknown = [{"given": title, "known": shown} for title in matched.unknown]
    found = [Problem(kinds.UNKNOWN_TITLE, place, details) for details in unknown]
    found += [Problem(kinds.DOUBLED_COLUMN, place, _doubled(one, titles)) for one in matched.doubled]
    if matched.lacking and _is_old_font(titles):
        found.append(Problem(kinds.OLD_FONT, place, {"found": shown}))
    elif matched.lacking:
        example = ", ".join(f"“{FIELDS[name].label}”" for name in matched.lacking[:2])
        details = {"lacking": lacking_text(matched), "found": shown, "example": example}
        found.append(Problem(kinds.NO_COLUMNS, place, {**details, "fields": matched.lacking}))
    if found:
        raise ProblemsFound(found)


def lacking_text(matched: Matched) -> str:
    """Name the required fields that a header lacks, as people and as the national system call them."""
    return ", ".join(f"{FIELDS[name].label} ({FIELDS[name].national})" for name in matched.lacking)


def _doubled(one: tuple[str, int, int], titles: list[str]) -> dict[str, object]:
    name, first, second = one
    texts = {"field": FIELDS[name].label, "first": titles[first], "second": titles[second]}
    return {**texts, "first_at": _letters(first), "second_at": _letters(second)}


def _is_old_font(titles: list[str]) -> bool:
    """Tell whether titles would be known if their letters were those of an old font."""
    old = [title for title in titles if not title.isascii() and field_of(title)[0] is None]
    return any(field_of(title.translate(OLD_FONT))[0] for title in old)


def _letters(place: int) -> str:
    """Give the letters that a spreadsheet program shows above a column (from 0)."""
    before, letter = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)
