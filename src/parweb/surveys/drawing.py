"""Charts of figures with their error as plain SVG: a funnel and intervals, in the palette of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from textwrap import shorten
from typing import Final, TypeAlias
from xml.sax.saxutils import escape

from django.utils.safestring import SafeString

from parweb.interface.numbers import number_text
from parweb.interface.svg import finished

# Colours of parweb.interface.chart_parts, which loads the drawing library; charts.css has their dark ones.
INK: Final = "#1a1f26"
QUIET: Final = "#454d59"
GRID: Final = "#d3d9e0"
GOOD: Final = "#0b4a92"
CARE: Final = "#a8470c"
_FONT: Final = "Noto Sans"
_SIZE, _SMALL = 13, 12
_FIELD, _NOTES, _ROW, _TOP = 300, 140, 24, 30
"""Narrow enough for texts to be read on a telephone, where a chart is shrunk to 480 px."""
_LEAST_NAMES, _MOST_NAMES, _LETTER = 80, 210, 7.2
_LONGEST: Final = 30
_ACROSS: Final = 460
LIMITS: Final = (1.959964, 3.090232)
"""Quantiles of the normal distribution for the 95 % and 99.8 % control limits of a funnel (Spiegelhalter)."""
_STEPS: Final = 40
At: TypeAlias = Callable[[float], float]
"""From a figure to its place on an axis."""
Say: TypeAlias = Callable[[float | None], str]
"""From a figure to its words."""


@dataclass(frozen=True)
class Point:
    """A figure of a unit in percent: with its interval, its effective sample size, and whether it is sure."""

    name: str
    value: float
    lower: float | None
    upper: float | None
    effective: float
    is_sure: bool


def interval_plot(title: str, points: Sequence[Point], whole: Point) -> SafeString:
    """Draw a row for each unit, highest first: its figure and interval; the whole as an upright line."""
    rows = sorted(points, key=lambda one: -one.value)
    low, high = _ends([*rows, whole])
    height, left = _TOP + _ROW * len(rows) + 30, _names(rows)

    def place(value: float) -> float:
        return left + _FIELD * (value - low) / (high - low)

    parts = [*_axis(low, high, place, height)]
    parts.append(_path(f"M{place(whole.value):.1f},{_TOP - 6}V{height - 24}", INK, dash=True))
    parts.append(_text(place(whole.value), _TOP - 12, f"{whole.name} {_said(whole.value)}", anchor="middle"))
    for number, one in enumerate(rows):
        parts += _interval(one, left, _TOP + _ROW * (number + 0.5), place)
    words = "; ".join(
        f"{one.name}: {_said(one.value)} ({_said(one.lower)}–{_said(one.upper)})" for one in rows
    )
    return _whole(left + _FIELD + _NOTES, height, parts, title, words)


def difference_plot(title: str, points: Sequence[Point]) -> SafeString:
    """Draw a row for each difference, largest first, around an upright line of no difference."""
    rows = sorted(points, key=lambda one: -one.value)
    most = max((abs(end) for one in rows for end in (one.value, one.lower or 0, one.upper or 0)), default=5)
    high = max(5.0, -(-most // 5) * 5)
    height, left = _TOP + _ROW * len(rows) + 30, _names(rows)

    def place(value: float) -> float:
        return left + _FIELD * (value + high) / (2 * high)

    parts = [*_axis(-high, high, place, height)]
    parts.append(_path(f"M{place(0):.1f},{_TOP - 6}V{height - 24}", INK))
    for number, one in enumerate(rows):
        parts += _interval(one, left, _TOP + _ROW * (number + 0.5), place, _moved)
    words = "; ".join(
        f"{one.name}: {_moved(one.value)} ({_moved(one.lower)}; {_moved(one.upper)})" for one in rows
    )
    return _whole(left + _FIELD + _NOTES, height, parts, title, words)


def _moved(value: float | None) -> str:
    """Write a difference with its sign."""
    return _said(value) if value is None or value <= 0 else f"+{_said(value)}"


def _names(rows: Sequence[Point]) -> int:
    """Give the room that the names need, so that short ones leave it to the figures."""
    longest = max((min(len(one.name), _LONGEST) for one in rows), default=0)
    return int(min(_MOST_NAMES, max(_LEAST_NAMES, 16 + _LETTER * longest)))


def _interval(one: Point, left: int, y: float, place: At, said: Say | None = None) -> Iterator[str]:
    said = said or _said
    colour = GOOD if one.is_sure else CARE
    yield _text(left - 8, y + 4, shorten(one.name, _LONGEST, placeholder="…"), anchor="end")
    if one.lower is not None and one.upper is not None:
        yield _path(f"M{place(one.lower):.1f},{y:.1f}H{place(one.upper):.1f}", colour, width=2)
    yield _circle(place(one.value), y, colour, is_full=one.is_sure)
    between = "–" if said is _said else "; "
    words = f"{said(one.value)} ({said(one.lower)}{between}{said(one.upper)})"
    yield _text(left + _FIELD + 8, y + 4, words, size=_SMALL)


def funnel_plot(title: str, points: Sequence[Point], whole: Point, across: str) -> SafeString:
    """Draw figures against effective sample sizes, with control limits around the whole.

    Outside the outer limit a unit differs from the whole by more than chance of sampling would let it.
    """
    most = max((one.effective for one in points), default=1.0) * 1.05
    share = whole.value / 100
    low, high = _ends([*points, whole])
    width, tall = _ACROSS, 300

    def x(effective: float) -> float:
        return 60 + width * effective / most

    def y(value: float) -> float:
        return _TOP + tall * (high - min(max(value, low), high)) / (high - low)

    parts = [*_frame(low, high, y, width), _text(60 + width / 2, _TOP + tall + 40, across, anchor="middle")]
    parts += [
        _text(x(most * part), _TOP + tall + 20, number_text(most * part, 0), anchor="middle", size=_SMALL)
        for part in (0.25, 0.5, 0.75, 1.0)
    ]
    parts.append(_path(f"M60,{y(whole.value):.1f}H{60 + width}", INK, dash=True))
    parts += _limits(share, most, x, y)
    parts += [
        _circle(x(one.effective), y(one.value), GOOD if one.is_sure else CARE, is_full=one.is_sure)
        for one in points
    ]
    words = "; ".join(f"{one.name}: {_said(one.value)}, {number_text(one.effective, 0)}" for one in points)
    return _whole(60 + width + 20, _TOP + tall + 56, parts, title, words)


def outside_funnel(points: Sequence[Point], whole: Point) -> list[Point]:
    """Give the points outside the outer limits of a funnel."""
    share = whole.value / 100
    spread = 100 * LIMITS[-1] * sqrt(share * (1 - share))
    return [one for one in points if abs(one.value - whole.value) > spread / sqrt(one.effective)]


def _limits(share: float, most: float, x: At, y: At) -> Iterator[str]:
    sizes = [most * number / _STEPS for number in range(1, _STEPS + 1)]
    for quantile in LIMITS:
        for sign in (-1, 1):
            ends = [100 * (share + sign * quantile * sqrt(share * (1 - share) / n)) for n in sizes]
            line = "L".join(f"{x(n):.1f},{y(end):.1f}" for n, end in zip(sizes, ends, strict=True))
            yield _path(f"M{line}", QUIET, dash=quantile < LIMITS[-1])


def _ends(points: Sequence[Point]) -> tuple[float, float]:
    """Give round ends of the axis around all figures and intervals."""
    found = [end for one in points for end in (one.value, one.lower, one.upper) if end is not None]
    low, high = max(0.0, min(found) // 5 * 5), min(100.0, -(-max(found) // 5) * 5)
    return (low, high) if high > low else (max(0.0, low - 5), min(100.0, low + 5))


def _axis(low: float, high: float, place: At, height: int) -> Iterator[str]:
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        value = low + (high - low) * part
        yield _path(f"M{place(value):.1f},{_TOP}V{height - 24}", GRID)
        yield _text(
            place(value),
            height - 8,
            number_text(value, None if value % 1 else 0),
            anchor="middle",
            size=_SMALL,
        )


def _frame(low: float, high: float, y: At, width: int) -> Iterator[str]:
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        value = low + (high - low) * part
        yield _path(f"M60,{y(value):.1f}H{60 + width}", GRID)
        yield _text(52, y(value) + 4, number_text(value, None if value % 1 else 0), anchor="end", size=_SMALL)


def _said(value: float | None) -> str:
    return number_text(value, 1)


def _circle(x: float, y: float, colour: str, *, is_full: bool) -> str:
    looks = f'r="5" fill="{colour}"' if is_full else f'r="4" fill="none" stroke="{colour}" stroke-width="1.6"'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" {looks}/>'


def _path(line: str, colour: str, *, width: float = 1, dash: bool = False) -> str:
    dashes = ' stroke-dasharray="5 4"' if dash else ""
    thick = f' stroke-width="{width}"' if width != 1 else ""
    return f'<path d="{line}" fill="none" stroke="{colour}"{thick}{dashes}/>'


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = _SIZE) -> str:
    looks = f' font-size="{size}"' if size != _SIZE else ""
    looks += f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{looks}>{escape(words)}</text>'


def _whole(width: int, height: int, parts: Iterable[str], title: str, words: str) -> SafeString:
    """Say once how texts look, so that a drawing of many units stays small."""
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    texts = f'<g font-family="{_FONT}" font-size="{_SIZE}" fill="{INK}">{"".join(parts)}</g>'
    return finished(f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{texts}</svg>', title, words)
