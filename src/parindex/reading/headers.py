"""Which row of a table is its header."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from parindex.errors import Place
from parindex.language import N_
from parindex.reading.findings import stop
from parindex.reading.grid import Grid, Header
from parindex.reading.kinds import EMPTY, NO_HEADER, NO_ROWS, WHICH_SHEET
from parindex.reading.slots import Slots
from parindex.reading.titles import Key, heads_units, key_of

_WHOSE: Final[frozenset[Key]] = frozenset({"unit", "name"})
_LOOKED_AT: Final = 60
_LONGEST_SHOWN: Final = 200


@dataclass(frozen=True)
class HeaderFinder:
    """Finds headers: of a table of values where the slots are given, of a list of units otherwise."""

    slots: Slots | None = None

    def score(self, header: tuple[Header, ...]) -> int:
        """Count the columns that are understood; 0 where the row cannot be the header."""
        keys, criteria = self._understood(header)
        return 0 if self._lacks(keys, criteria) else len(keys) + criteria

    def _understood(self, header: tuple[Header, ...]) -> tuple[set[Key], int]:
        keys = {key for title in header if (key := key_of(title.text)) is not None}
        if any(heads_units(title.text, keys) for title in header):
            keys = (keys - {"criterion"}) | {"unit"}
        if not keys & _WHOSE:
            return keys, 0
        return keys, sum(1 for title in header if self._is_criterion(title))

    def _is_criterion(self, title: Header) -> bool:
        if self.slots is None or not title.text or key_of(title.text):
            return False
        return isinstance(self.slots.find(title), int) or self.slots.is_like_a_code(title.text)

    def _lacks(self, keys: set[Key], criteria: int) -> str | None:
        if not keys & _WHOSE:
            return N_("cột mã đơn vị")
        if self.slots is None:
            return None
        if "criterion" in keys:
            return None if keys & {"value", "standing"} else N_("cột giá trị")
        return None if criteria else N_("cột tiêu chí")

    def titled(self, grid: Grid) -> Grid:
        """Give what is below the header, with the header; raise :class:`ProblemsFound` if there is none."""
        if grid.header is not None:
            if not self.score(grid.header):
                raise self._no_header(grid, [grid.header])
            return grid
        lines = grid.lines(_LOOKED_AT)
        scores = [self.score(line) for line in lines]
        best = max(scores, default=0)
        if not best:
            raise self._no_header(grid, lines)
        return grid.titled(lines[scores.index(best)], scores.index(best))

    def chosen(self, grids: Iterable[Grid], place: Place) -> Grid:
        """Give the one table of a file that has a header, below it.

        Raises :class:`ProblemsFound`: no content at all, no header, several sheets that could be meant, no
        row under the header.
        """
        filled = [grid for grid in grids if grid.height or grid.header]
        if not filled:
            raise stop(EMPTY, place)
        titled = [grid for grid in filled if len(filled) == 1 or self._has_header(grid)]
        if len(titled) > 1:
            names = [str(grid.place.sheet) for grid in titled]
            raise stop(WHICH_SHEET, place, count=len(names), known=", ".join(names), first=names[0])
        table = self.titled((titled or filled)[0])
        if not table.height:
            raise stop(NO_ROWS, table.place)
        return table

    def _has_header(self, grid: Grid) -> bool:
        return any(self.score(line) for line in grid.lines(_LOOKED_AT))

    def _no_header(self, grid: Grid, lines: list[tuple[Header, ...]]) -> Exception:
        nothing: tuple[Header, ...] = ()
        closest = max((nothing, *lines), key=self._likeness)
        lacking = self._lacks(*self._understood(closest)) or N_("cột mã đơn vị")
        found = ", ".join(title.text for title in closest if title.text)
        return stop(NO_HEADER, grid.place, lacking=lacking, found=found[:_LONGEST_SHOWN] or "–")

    def _likeness(self, line: tuple[Header, ...]) -> tuple[int, bool]:
        keys, criteria = self._understood(line)
        return 2 * len(keys) + min(criteria, 1), any(title.text for title in line)
