"""Names that look like a misspelt one, found fast among thousands."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from heapq import nlargest

from parindex.text import fold

_LIKE_ENOUGH = 0.5


class Near:
    """Known names to find near ones in.

    Likeness is the Dice coefficient of the pairs of neighbouring letters of the folded names
    (https://en.wikipedia.org/wiki/Dice-S%C3%B8rensen_coefficient).
    """

    def __init__(self, known: Iterable[str]) -> None:
        """Hold the names, in the order in which equally near ones are named."""
        self.known = list(dict.fromkeys(known))

    @cached_property
    def _pairs(self) -> list[frozenset[str]]:
        return [_pairs(fold(one)) for one in self.known]

    def to(self, given: str, most: int = 4) -> str:
        """Name what looks like a text; the first few where nothing does.

        >>> Near(["3.1", "3.2", "8.1", "8.10"]).to("3.11")
        '3.1'
        """
        mine = _pairs(fold(given))
        likeness = [2 * len(mine & pairs) / (len(mine) + len(pairs)) for pairs in self._pairs]
        close = [number for number, like in enumerate(likeness) if like >= _LIKE_ENOUGH]
        nearest = nlargest(most, close, key=lambda number: (likeness[number], -number))
        found = [self.known[number] for number in nearest] or self.known[:most]
        return ", ".join(found) or "–"


def _pairs(text: str) -> frozenset[str]:
    whole = f"^{text}$"
    return frozenset(whole[start : start + 2] for start in range(len(whole) - 1))
