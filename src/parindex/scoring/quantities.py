"""The quantity a rule judges: a percentage, a share, a ratio of two inputs, or a plain number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from parindex import exact
from parindex.exact import Exact, Mask
from parindex.frameworks.rules import Quantity

_HUNDRED: Final = exact.constant(100)
_PLACES_OF_RATIOS: Final = 12
"""A few per million, divided by the best of a league, must still be exact to 1e-20 points."""


def judged(spec: Quantity, columns: Mapping[str, Exact]) -> tuple[Exact, Mask | None]:
    """Give the quantity (in percent, but for ``number``) and the units whose ratio is over nothing."""
    undefined = None
    if spec.as_ == "ratio":
        quantity, undefined = _ratio(columns["numerator"], columns["denominator"])
    elif spec.as_ == "share":
        quantity = exact.times_over(columns["value"], exact.constant(100))
    else:
        quantity = columns["value"]
    return (quantity if spec.round is None else exact.half_up(quantity, spec.round)), undefined


def _ratio(numerator: Exact, denominator: Exact) -> tuple[Exact, Mask | None]:
    places = _PLACES_OF_RATIOS if numerator.part is None and denominator.part is None else exact.PLACES
    is_zero = exact.equal(denominator, exact.constant(0))
    if not is_zero.any():
        return exact.times_over(numerator, _HUNDRED, denominator, places), None
    safe = exact.where(is_zero, exact.constant(1), denominator)
    return exact.times_over(numerator, _HUNDRED, safe, places), is_zero
