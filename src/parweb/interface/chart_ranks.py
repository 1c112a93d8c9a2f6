"""The chart of a league: one row per unit, or a curve of ranks where the league is long."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import altair as alt
from django.utils.translation import gettext as _

from parweb.interface.chart_data import MOST_NAMES, Band, Standing
from parweb.interface.chart_parts import (
    BANDS,
    GRID,
    OTHERS,
    OURS,
    QUIET,
    WIDTH,
    AnyChart,
    clean,
    data,
    height,
    names_axis,
    notes_right,
    number_axis,
    row_keys,
)
from parweb.interface.numbers import Number, number_text

MOST_PLACES: Final = 300
"""Places drawn of a long league; nearer ones fall into one pixel or two."""
CURVE_WIDTH: Final = WIDTH + 160
_BAND_FILL: Final = alt.Color("fill:N", scale=None, legend=None)
_LATE: Final = 0.7
_LONGEST_NAME: Final = 34


def ranks_chart(units: Sequence[Standing], maximum: float, bands: Sequence[Band]) -> AnyChart:
    """Give the chart of units in the order given (best first)."""
    rows = _band_rows(bands, maximum)
    return (_named_ranks if len(units) <= MOST_NAMES else _rank_curve)(units, maximum, rows)


def standing_words(units: Sequence[Standing]) -> str:
    """Say what the chart of a league shows."""
    return _("{count} đơn vị xếp theo điểm. {ours}").format(count=len(units), ours=_ours_in_words(units))


def _named_ranks(units: Sequence[Standing], maximum: float, bands: list[dict[str, Any]]) -> AnyChart:
    shared = Counter(one.rank for one in units)
    names = [f"{one.rank}{'=' if shared[one.rank] > 1 else '.'} {one.name}" for one in units]
    keys = row_keys(names, {number for number, one in enumerate(units) if one.is_ours}, _in_one_line)
    rows = [
        {
            "key": key,
            "points": float(one.points),
            "low": _or(one.low, one.points),
            "high": _or(one.high, one.points),
        }
        | {"ours": one.is_ours, "text": number_text(one.points, 2)}
        for key, one in zip(keys, units, strict=True)
    ]
    domain = _domain([_or(one.low, one.points) for one in units], maximum)
    x = number_axis("points", _("điểm"), domain)
    base = alt.Chart(data(rows)).encode(y=names_axis())
    ours = alt.condition("datum.ours", alt.value(OURS), alt.value(OTHERS))
    size = alt.condition("datum.ours", alt.value(150), alt.value(60))
    layers = [
        *_upright_bands(bands, domain),
        base.mark_rule(color=GRID).encode(x=alt.value(0), x2=alt.value(WIDTH)),
        base.mark_rule(strokeWidth=2).encode(
            x=number_axis("low", _("điểm"), domain), x2="high:Q", color=ours
        ),
        base.mark_circle(opacity=1).encode(x=x, color=ours, size=size),
        notes_right(base, "text", WIDTH + 10),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=height(keys))


def _rank_curve(units: Sequence[Standing], maximum: float, bands: list[dict[str, Any]]) -> AnyChart:
    domain = _domain([float(one.points) for one in units], maximum)
    x = number_axis("place", _("thứ tự từ điểm cao xuống"), (1, len(units)), ",d")
    scale = alt.Scale(domain=list(domain), nice=False)
    y = alt.Y("points:Q", scale=scale, axis=alt.Axis(title=_("điểm"), format="~f"))
    line = alt.Chart(data(_places(units))).mark_line(interpolate="step", color=OTHERS, strokeWidth=3)
    layers = [*_level_bands(bands, domain), line.encode(x=x, y=y), *_ours_on_curve(units, x, y)]
    return alt.layer(*layers).properties(width=CURVE_WIDTH, height=280)


def _places(units: Sequence[Standing]) -> list[dict[str, float]]:
    step = -(-len(units) // MOST_PLACES)
    drawn = {*range(0, len(units), step), len(units) - 1}
    return [{"place": place + 1, "points": float(units[place].points)} for place in sorted(drawn)]


def _ours_on_curve(units: Sequence[Standing], x: alt.X, y: alt.Y) -> list[AnyChart]:
    """Mark our unit; its words stand where a falling curve leaves room: above, or below at the end."""
    rows = [
        {
            "place": place,
            "points": float(one.points),
            "text": f"{clean(one.name)}: {number_text(one.points, 2)}",
        }
        for place, one in enumerate(units, 1)
        if one.is_ours
    ]
    is_late = bool(rows) and int(str(rows[0]["place"])) > len(units) * _LATE
    marked = alt.Chart(data(rows))
    looks: dict[str, Any] = (
        {"align": "right", "dx": -8, "dy": 16} if is_late else {"align": "left", "dx": 8, "dy": -14}
    )
    dot = marked.mark_circle(size=150, color=OURS, opacity=1).encode(x=x, y=y)
    return [dot, marked.mark_text(fontWeight=600, **looks).encode(x=x, y=y, text="text:N")]


def _upright_bands(bands: list[dict[str, Any]], domain: tuple[float, float]) -> list[AnyChart]:
    """Draw the classes as areas of the scale across, each with its word on top."""
    x = alt.X("begins:Q", scale=alt.Scale(domain=list(domain), nice=False), title=_("điểm"))
    base = alt.Chart(data(_within(bands, domain))).encode(x=x)
    area = base.mark_rect(opacity=1).encode(x2="ends:Q", color=_BAND_FILL)
    word = base.mark_text(align="left", baseline="bottom", dx=3, color=QUIET)
    return [area, word.encode(y=alt.value(-3), text="label:N")]


def _level_bands(bands: list[dict[str, Any]], domain: tuple[float, float]) -> list[AnyChart]:
    """Draw the classes as areas of the scale upwards, each with its word at the right."""
    y = alt.Y("begins:Q", scale=alt.Scale(domain=list(domain), nice=False), title=_("điểm"))
    base = alt.Chart(data(_within(bands, domain))).encode(y=y)
    area = base.mark_rect(opacity=1).encode(y2="ends:Q", color=_BAND_FILL)
    word = base.mark_text(align="right", baseline="bottom", dx=-4, dy=-3, color=QUIET)
    return [area, word.encode(x=alt.value(CURVE_WIDTH), text="label:N")]


def _within(bands: list[dict[str, Any]], domain: tuple[float, float]) -> list[dict[str, Any]]:
    """Give the bands that the drawn part of the scale shows, cut to it."""
    return [
        {**one, "begins": max(one["begins"], domain[0]), "ends": min(one["ends"], domain[1])}
        for one in bands
        if one["ends"] > domain[0] and one["begins"] < domain[1]
    ]


def _band_rows(bands: Sequence[Band], maximum: float) -> list[dict[str, Any]]:
    if not bands:
        return []
    begins = sorted((float(one.begins_at), clean(one.label)) for one in bands)
    ends = [*(start for start, _label in begins[1:]), maximum]
    return [
        {"begins": start, "ends": end, "label": label, "fill": BANDS[place % 2]}
        for place, ((start, label), end) in enumerate(zip(begins, ends, strict=True))
    ]


def _domain(lowest: Sequence[float], maximum: float) -> tuple[float, float]:
    """Give the part of the scale that is drawn: a round tenth below the lowest unit, up to the maximum."""
    step = maximum / 10 or 1.0
    least = min(lowest, default=0.0)
    return (max(0.0, (least // step) * step) if least >= 0 else least, max(maximum, *lowest, least))


def _in_one_line(name: object) -> str:
    return textwrap.shorten(clean(name), _LONGEST_NAME, placeholder="…")


def _or(value: Number | None, otherwise: Number) -> float:
    return float(otherwise if value is None else value)


def _ours_in_words(units: Sequence[Standing]) -> str:
    return "; ".join(
        _("{name}: hạng {rank}, {points} điểm").format(
            name=clean(one.name), rank=one.rank, points=number_text(one.points, 2)
        )
        for one in units
        if one.is_ours
    )
