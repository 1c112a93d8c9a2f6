"""Charts of dossiers as plain SVG: bars and one line need no drawing library, and a page waits for them.

They look like those of ``parweb.interface.charts``: its palette, its face, a legend in words above.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, log10
from textwrap import shorten
from typing import Final
from xml.sax.saxutils import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parweb.interface.chart_data import Split
from parweb.interface.numbers import number_text
from parweb.interface.svg import finished

# Colours of parweb.interface.chart_parts, which loads the drawing library; charts.css has their dark ones.
INK: Final = "#1a1f26"
QUIET: Final = "#454d59"
GRID: Final = "#d3d9e0"
GOOD: Final = ("#0b4a92", "#7fabd9", "#e6eaee")
LATE: Final = "#a8470c"
_FONT: Final = "Noto Sans"
_NAMES, _FIELD, _NOTES = 190, 360, 80
_ROW, _BAR, _TOP = 26, 18, 34
_LONGEST: Final = 28
_SIGN: Final = 7.2
"""Pixels that a sign of a label takes, on average."""


@dataclass(frozen=True)
class Month:
    """A month of a trend: what was resolved by kind, and the share on time (None: nothing was resolved).

    No counts at all: nothing is known of the month. Its place stays empty, with a dash.
    """

    name: str
    counts: tuple[int, ...]
    share: float | None

    @property
    def words(self) -> str:
        """Say what is drawn."""
        if not self.counts:
            return f"{self.name}: {_('chưa có số liệu')}"
        return f"{self.name}: {number_text(self.share, 2)} %"


def split_bars(title: str, rows: Sequence[Split], kinds: Sequence[str]) -> SafeString:
    """Draw a bar per row, split into kinds: the first ones good, the last one late."""
    most = max((sum(row.counts) for row in rows), default=1) or 1
    height = _TOP + _ROW * len(rows) + 6
    parts = [*_legend(kinds)]
    for place, row in enumerate(rows):
        parts += _bar_row(_TOP + _ROW * place, row, most)
    words = "; ".join(f"{row.name}: {number_text(sum(row.counts), 0)}" for row in rows)
    return _whole(_NAMES + _FIELD + _NOTES, height, parts, title, words)


def _bar_row(y: int, row: Split, most: int) -> Iterator[str]:
    middle = y + _ROW / 2 + 4
    name = shorten(row.name, _LONGEST, placeholder="…")
    yield _text(_NAMES - 8, middle, name, anchor="end")
    x = float(_NAMES)
    for count, colour in zip(row.counts, _colours(len(row.counts)), strict=True):
        width = _FIELD * count / most
        if count:
            yield _rect((x, y + (_ROW - _BAR) / 2), (width, _BAR), colour)
        x += width
    yield _text(x + 8, middle, number_text(sum(row.counts), 0))


_PANEL, _COLUMNS, _GAP, _AXIS = 70, 150, 26, 56
_STEP: Final = 44


def month_columns(title: str, months: Sequence[Month], kinds: Sequence[str], line: str) -> SafeString:
    """Draw a column per month, split into kinds, and above it the share on time as a line called ``line``."""
    low = _lowest(months)
    parts = [*_legend([*kinds, line], line=True), *_share_panel(months, low), *_month_bars(months)]
    words = "; ".join(one.words for one in months)
    height = _TOP + _PANEL + _GAP + _COLUMNS + _AXIS
    return _whole(_AXIS + _STEP * len(months) + 8, height, parts, title, words)


def _lowest(months: Sequence[Month]) -> float:
    """Give a round ten below the lowest share: a line that falls is seen to fall."""
    least = min((one.share for one in months if one.share is not None), default=0.0)
    return max(0.0, least // 10 * 10 - (10 if least % 10 == 0 else 0))


def _share_panel(months: Sequence[Month], low: float) -> Iterator[str]:
    def height_of(share: float) -> float:
        return _TOP + _PANEL * (100 - share) / ((100 - low) or 1)

    for share in (low, 100.0):
        yield _line(height_of(share), len(months))
        yield _text(_AXIS - 8, height_of(share) + 4, f"{number_text(share, 0)} %", anchor="end", colour=QUIET)
    points = [
        (_centre(place), height_of(one.share)) for place, one in enumerate(months) if one.share is not None
    ]
    if points:
        path = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="2"/>'
    yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{INK}"/>' for x, y in points)


def _month_bars(months: Sequence[Month]) -> Iterator[str]:
    base = _TOP + _PANEL + _GAP + _COLUMNS
    most = _round_up(max((sum(one.counts) for one in months), default=1) or 1)
    for part in (0.0, 0.5, 1.0):
        yield _line(base - _COLUMNS * part, len(months))
        yield _text(
            _AXIS - 8, base - _COLUMNS * part + 4, number_text(most * part), anchor="end", colour=QUIET
        )
    for place, one in enumerate(months):
        yield from _month_column(_centre(place), one, _COLUMNS / most)
        yield _text(_centre(place), base + 18, one.name, anchor="middle", size=12)


def _month_column(x: float, month: Month, scale: float) -> Iterator[str]:
    y = float(_TOP + _PANEL + _GAP + _COLUMNS)
    if not month.counts:
        yield _text(x, y - 6, "–", anchor="middle", colour=QUIET)
        return
    for count, colour in zip(month.counts, _colours(len(month.counts)), strict=True):
        high = count * scale
        y -= high
        if count:
            yield _rect((x - 13, y), (26, high), colour)


def _centre(place: int) -> float:
    return _AXIS + _STEP * (place + 0.5)


def _round_up(most: int) -> int:
    """Give the next number with two leading digits, for the end of an axis."""
    step = 10 ** max(0, int(log10(most)) - 1)
    return int(ceil(most / step / 2) * step * 2)


def _colours(count: int) -> tuple[str, ...]:
    return (*GOOD[: count - 1], LATE)


def _legend(kinds: Sequence[str], *, line: bool = False) -> Iterator[str]:
    x = 4.0
    bars = kinds[:-1] if line else kinds
    for name, colour in zip(bars, _colours(len(bars)), strict=True):
        yield _rect((x, 6), (12, 12), colour)
        yield _text(x + 18, 17, name)
        x += 34 + _SIGN * len(name)
    if line:
        yield f'<path d="M{x:.1f},12h14" fill="none" stroke="{INK}" stroke-width="2"/>'
        yield f'<circle cx="{x + 7:.1f}" cy="12" r="3.5" fill="{INK}"/>'
        yield _text(x + 20, 17, kinds[-1])


def _rect(at: tuple[float, float], size: tuple[float, float], colour: str) -> str:
    x, y, width, height = (f"{one:.1f}" for one in (*at, *size))
    shape = f'<rect x="{x}" y="{y}" width="{width}" height="{height}"'
    return f'{shape} fill="{colour}" stroke="{QUIET}" stroke-width="0.6"/>'


def _line(y: float, months: int) -> str:
    return f'<path d="M{_AXIS},{y:.1f}h{_STEP * months}" fill="none" stroke="{GRID}"/>'


def _text(  # what a text of SVG is made of
    x: float, y: float, words: str, *, anchor: str = "start", colour: str = INK, size: int = 13
) -> str:
    looks = f'font-family="{_FONT}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {looks}>{escape(words)}</text>'


def _whole(width: int, height: int, parts: Iterable[str], title: str, words: str) -> SafeString:
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(parts)}</svg>'
    return finished(svg, title, words)
