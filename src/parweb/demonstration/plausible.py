"""Counts that a commune could have: whole numbers of a plausible size that agree with each other.

Values of the library's generator lie in the bounds of an edition, which say nothing of the size of a commune.
The ranges are guesses for a commune of the model edition, without a source, as all that is made up here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

Inputs = Mapping[str, Decimal]

_PLAN, _DOSSIERS, _CIVIL_SERVANTS = (20, 60), (1500, 9000), (30, 48)
_SIZES: Final[Mapping[str, tuple[int, int]]] = {
    "1.1.3": _PLAN,
    "1.3.1": (3, 6),
    "1.3.2": (4, 15),
    "2.2.2": (4, 20),
    "2.4": (4, 25),
    "3.1.1.2": (320, 420),
    "3.2.1.1": _DOSSIERS,
    "3.2.1.2": (5, 40),
    "3.2.2": _DOSSIERS,
    "3.4.1": (5, 60),
    "3.4.3": (5, 60),
    "5.1": _CIVIL_SERVANTS,
    "5.3.1": (10, 60),
    "5.3.2": _CIVIL_SERVANTS,
    "6.1": (4_000, 40_000),
    "6.2.1": (3_000, 20_000),
    "6.4": (30, 600),
    "7.1.1": (400, 2500),
    "7.2.1": (120, 300),
    "7.2.2.1": _DOSSIERS,
    "7.2.3": (300, 3000),
    "7.2.4.1": _DOSSIERS,
    "7.2.4.2": _DOSSIERS,
    "8.1.1": (12, 24),
    "8.1.3": (5, 40),
    "8.1.4": (4, 30),
}
"""The least and the largest denominator of a ratio, by criterion."""

_FAULTS: Final = frozenset(
    {"2.1.1", "3.1.1.1", "3.1.3", "4.1.2", "5.4.1", "5.4.2", "7.4.2", "9.2.1", "9.2.2", "9.2.3"}
)
"""Leaves that count what went wrong: most communes have none."""

_ANSWERS: Final = ("good", "fair", "average", "poor")
_LEAST_FORMS, _MOST_FORMS = 60, 150


def plausible(code: str, inputs: Inputs, chance: random.Random) -> dict[str, Decimal]:
    """Give the inputs of a leaf as a commune could have them; those that need no change as they are."""
    if code in _ONE_BY_ONE:
        return _ONE_BY_ONE[code](inputs, chance)
    if code in _FAULTS:
        return {name: Decimal(chance.choices((0, 1, 2), (88, 9, 3))[0]) for name in inputs}
    if code in _SIZES and "denominator" in inputs:
        return _ratio(inputs, chance, *_SIZES[code])
    if set(_ANSWERS) == set(inputs):
        return _forms(chance)
    return dict(inputs)


def _ratio(inputs: Inputs, chance: random.Random, least: int, most: int) -> dict[str, Decimal]:
    """Keep the ratio, on a denominator of the commune's size."""
    of = chance.randint(least, most)
    share = inputs["numerator"] / inputs["denominator"]
    return {"numerator": Decimal(int(share * of)), "denominator": Decimal(of)}


def _forms(chance: random.Random) -> dict[str, Decimal]:
    """Hand out survey forms; most people answer well, fewer with each step down."""
    left = forms = chance.randint(_LEAST_FORMS, _MOST_FORMS)
    content = chance.betavariate(8, 3)
    counts = []
    for share in (content, 0.7, 0.7):
        counts.append(int(left * share))
        left -= counts[-1]
    counts.append(forms - sum(counts))
    return {name: Decimal(count) for name, count in zip(_ANSWERS, counts, strict=True)}


def _tasks(inputs: Inputs, chance: random.Random) -> dict[str, Decimal]:
    """Assign tasks; a weaker commune is late with more, and leaves some undone."""
    weakness = 1 - float(inputs["assigned"]) / 100
    assigned = chance.randint(60, 180)
    late = int(assigned * weakness * chance.uniform(0, 0.5))
    undone = min(int(weakness * chance.uniform(0, 6)), assigned - late)
    return {"assigned": Decimal(assigned), "late": Decimal(late), "undone": Decimal(undone)}


def _posts(inputs: Inputs, chance: random.Random) -> dict[str, Decimal]:
    """Fill the posts: most stay within them (case 1), some are above after mergers (2), few for no reason."""
    del inputs
    assigned = chance.randint(*_CIVIL_SERVANTS)
    case = chance.choices((1, 2, 3), (16, 3, 1))[0]
    present = assigned - chance.randint(0, 4) if case == 1 else assigned + chance.randint(1, 4)
    return {"assigned": Decimal(assigned), "present": Decimal(present), "case": Decimal(case)}


def _articles(inputs: Inputs, chance: random.Random) -> dict[str, Decimal]:
    return {"value": Decimal(int(inputs["value"] * chance.randint(20, 48) / 100))}


def _growth(inputs: Inputs, chance: random.Random) -> dict[str, Decimal]:
    """Give the growth of revenue in percent, one decimal."""
    return {"value": (inputs["value"] * chance.randint(5, 20) / 100).quantize(Decimal("0.1"))}


_ONE_BY_ONE: Final[Mapping[str, Callable[[Inputs, random.Random], dict[str, Decimal]]]] = {
    "1.4.2": _articles,
    "1.6": _tasks,
    "4.2": _posts,
    "8.1.2": _growth,
}
