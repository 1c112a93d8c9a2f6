"""From channels to the total: rescaling within a channel, no survey held (R18), bonus, penalty, bounds.

Each step stands on its own line of :class:`TotalLines`, so that a printed total can be followed:
channels as earned, channels rescaled, their sum, the sum rescaled, bonus, penalty, the total.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from parindex import exact
from parindex.exact import Exact, IntArray, Mask
from parindex.frameworks.model import Channel
from parindex.frameworks.outline import Outline
from parindex.scoring.aggregation import Sums, units_of_points


@dataclass
class TotalLines:
    """The way from the channels to the total, every line a column over the units."""

    earned: dict[str, Exact] = field(default_factory=dict)
    rescaled: dict[str, Exact] = field(default_factory=dict)
    left_out: dict[str, Mask] = field(default_factory=dict)
    """Base channels none of whose leaves applies."""
    of_base: Exact | None = None
    of_base_rescaled: Exact | None = None
    bonus: Exact | None = None
    penalty: Exact | None = None


def close_total(outline: Outline, sums: Sums) -> TotalLines:
    """Rescale the channels, add them up, apply bonus, penalty and bounds; write the rows of ``sums``."""
    lines = TotalLines()
    applicable = np.zeros(sums.whole.shape[1], dtype=np.int64)
    for name, channel in outline.channels.items():
        row = outline.row_number[f"channel:{name}"]
        lines.earned[name] = Exact(sums.row(row).whole.copy(), _copy(sums.row(row).part))
        if channel.kind == "base":
            applicable += _close_channel(name, channel, row, sums, lines)
    total = _base_total(outline, sums, applicable, lines)
    total = _with_extras(outline, sums, total, lines)
    bounded = _bounded(outline, total)
    sums.put(len(outline.row_ids) - 1, exact.normalised(bounded))
    _close_total_row(outline, sums)
    return lines


def _copy(part: object) -> np.ndarray | None:
    return part.copy() if isinstance(part, np.ndarray) else None


def _close_channel(name: str, channel: Channel, row: int, sums: Sums, lines: TotalLines) -> IntArray | int:
    """Rescale one base channel in place; give what it counts for in the total's denominator."""
    full = units_of_points(channel.max)
    if sums.excluded is None or not sums.excluded[row].any():
        lines.rescaled[name] = lines.earned[name]
        return full
    left = full - sums.excluded[row]
    lines.left_out[name] = left == 0
    earned = lines.earned[name]
    if channel.on_excluded == "own":
        stays = (left == full) | (left == 0)
        base = Exact(np.where(stays, full, left))
        earned = exact.where(stays, earned, exact.times_over(earned, Exact(np.asarray(full)), base))
        sums.put(row, earned)
    lines.rescaled[name] = earned
    counted = left if channel.on_excluded == "total" else np.where(left == 0, 0, full)
    return np.asarray(counted)


def _base_total(outline: Outline, sums: Sums, applicable: IntArray, lines: TotalLines) -> Exact:
    base = [name for name, channel in outline.channels.items() if channel.kind == "base"]
    rows = [sums.row(outline.row_number[f"channel:{name}"]) for name in base]
    total = exact.total([Exact(np.zeros(sums.whole.shape[1], dtype=np.int64)), *rows])
    lines.of_base = total
    full = units_of_points(outline.total_max)
    if (applicable == full).all():
        lines.of_base_rescaled = total
        return total
    stays = (applicable == full) | (applicable == 0)
    over = Exact(np.where(stays, full, applicable))
    rescaled = exact.times_over(total, Exact(np.asarray(full)), over)
    lines.of_base_rescaled = exact.where(stays, total, rescaled)
    return lines.of_base_rescaled


def _with_extras(outline: Outline, sums: Sums, total: Exact, lines: TotalLines) -> Exact:
    for name, channel in outline.channels.items():
        if channel.kind == "base":
            continue
        row = outline.row_number[f"channel:{name}"]
        capped = _capped(sums.row(row), channel)
        sums.put(row, capped)
        lines.rescaled[name] = capped
        before = getattr(lines, channel.kind)
        setattr(lines, channel.kind, capped if before is None else exact.add(before, capped))
        total = exact.add(total, capped)
    return total


def _capped(points: Exact, channel: Channel) -> Exact:
    if channel.kind == "bonus":
        return exact.smaller(points, exact.constant(channel.max))
    return exact.larger(points, exact.constant(-channel.max))


def _bounded(outline: Outline, total: Exact) -> Exact:
    bounds = outline.edition.settings.total
    if bounds.floor is not None:
        total = exact.larger(total, exact.constant(bounds.floor))
    if bounds.cap is not None:
        total = exact.smaller(total, exact.constant(bounds.cap))
    return total


def _close_total_row(outline: Outline, sums: Sums) -> None:
    """Count on the total's row what is missing and left out in all channels."""
    channels = range(len(outline.nodes), len(outline.row_ids) - 1)
    for row in channels:
        for table in (sums.excluded, sums.excluded_leaves, sums.missing_leaves):
            if table is not None:
                table[-1] += table[row]
        if sums.block is not None:
            np.maximum(sums.block[-1], sums.block[row], out=sums.block[-1])


def max_points(outline: Outline) -> list[Decimal]:
    """Give the printed maximum of every row."""
    channels = [
        channel.max if channel.kind != "penalty" else Decimal(0) for channel in outline.channels.values()
    ]
    return [*(node.node.max for node in outline.nodes), *channels, outline.total_max]


def applicable_max(outline: Outline, sums: Sums) -> IntArray:
    """Give what each unit could earn on every row, in units of 1e-9 (rows x units, or rows x 1).

    On nodes the excluded leaves are out of it, and on a base channel that is rescaled in the total; every
    other channel, and the total, keep their maximum.
    """
    full = np.array([units_of_points(points) for points in max_points(outline)], dtype=np.int64)[:, None]
    if sums.excluded is None:
        return full
    out = full - sums.excluded
    for name, channel in outline.channels.items():
        row = outline.row_number[f"channel:{name}"]
        if channel.kind != "base" or channel.on_excluded != "total":
            out[row] = full[row]
    out[-1] = full[-1]
    return np.asarray(out)
