"""What the charts share: palette, looks, axes, and the drawing of a specification as SVG, without network."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import altair as alt
import vl_convert
from altair.utils import schemapi
from django.utils.safestring import SafeString

from parindex.language import Lang
from parweb.interface.numbers import page_language
from parweb.interface.svg import finished

FONT: Final = "Noto Sans"
FONTS: Final = Path(__file__).parent / "chart_fonts"
WIDTH: Final = 360
"""Pixels of the field where marks are drawn; names stand left of it."""
NAME_WIDTH: Final = 30
NAME_LINES: Final = 3
LONGEST_TEXT: Final = 90
ROW: Final = 26
LINE: Final = 17

# Each colour is also a selector of charts.css, which gives its dark counterpart.
INK: Final = "#1a1f26"
QUIET: Final = "#454d59"
GRID: Final = "#d3d9e0"
OURS: Final = "#0b4a92"
OTHERS: Final = "#76808e"
PART: Final = "#7fabd9"
REST: Final = "#e6eaee"
LATE: Final = "#a8470c"
BANDS: Final = ("#f1f4f7", "#e4e9ee")
PALETTE: Final = (INK, QUIET, GRID, OURS, OTHERS, PART, REST, LATE, *BANDS)

AnyChart = Any
"""A chart of Altair; its own types do not survive layering and encoding."""
TICK: Final = "M0,-1.4L0,1.4"
"""An upright stroke as the shape of a point."""
_LOCALES: Final[dict[Lang, dict[str, Any]]] = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " đ"]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " VND"]},
}
_NAME: Final = "split(slice(datum.label, 5), '\\n')"
"""The label of a row without its number (see :func:`row_keys`), line by line."""
_WEIGHT: Final[Any] = {"condition": {"test": "slice(datum.label, 4, 5) === '*'", "value": 600}, "value": 400}


def clean(text: object) -> str:
    r"""Give a text that any picture can hold: composed, without control signs, at most 90 signs.

    >>> clean("Xã\x00 Đồng  Tâm")
    'Xã Đồng Tâm'
    """
    plain = unicodedata.normalize("NFC", str(text))
    visible = "".join(
        " " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign for sign in plain
    )
    return textwrap.shorten(" ".join(visible.split()), LONGEST_TEXT, placeholder="…")


def wrapped(name: object) -> str:
    """Break a name into at most three lines."""
    lines = textwrap.wrap(clean(name), NAME_WIDTH, max_lines=NAME_LINES, placeholder="…")
    return "\n".join(lines)


def row_keys(
    names: Sequence[object], ours: Collection[int] = (), wrap: Callable[[object], str] = wrapped
) -> list[str]:
    """Give a key per row, ``0007|name in lines``: rows keep their order, equal names stay two rows.

    The rows numbered in ``ours`` bear a star in place of the bar; their names are printed bold.
    """
    return [f"{number:04d}{'*' if number in ours else '|'}{wrap(name)}" for number, name in enumerate(names)]


def height(keys: Sequence[str]) -> alt.Step:
    """Give the height of a row: enough for the longest name among them."""
    lines = max((key.count("\n") + 1 for key in keys), default=1)
    return alt.Step(ROW + (lines - 1) * LINE)


def data(rows: Sequence[dict[str, Any]]) -> Any:
    """Give rows to a chart in the chart itself; nothing is fetched."""
    return alt.InlineData(values=list(rows))


def names_axis(title: str | None = None) -> alt.Y:
    """Give the axis of names for the field ``key`` of :func:`row_keys`."""
    axis = alt.Axis(
        labelExpr=_NAME,
        labelLimit=260,
        title=title,
        domain=False,
        ticks=False,
        labelPadding=8,
        labelLineHeight=LINE,
        labelFontWeight=_WEIGHT,
    )
    return alt.Y("key:O", sort=None, axis=axis)


def number_axis(field: str, title: str, domain: tuple[float, float], number_format: str = "~f") -> alt.X:
    """Give the axis of a number from ``domain[0]`` to ``domain[1]``."""
    axis = alt.Axis(title=title, format=number_format, tickCount=6, labelFlush=False)
    return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(domain=list(domain), nice=False, clamp=True))


def legend(title: str | None = None) -> alt.Legend:
    """Give a legend above the chart, in words."""
    return alt.Legend(
        title=title, orient="top", direction="horizontal", symbolSize=110, labelLimit=240, columns=4
    )


def notes_right(base: alt.Chart, field: str, at: int = WIDTH + 10) -> AnyChart:
    """Write a text per row right of the field of marks."""
    return base.mark_text(align="left").encode(text=f"{field}:N", x=alt.value(at))


def draw(chart: AnyChart, title: str, description: str) -> SafeString:
    """Draw a chart as SVG with a title and a description for those who listen; safe to show in a page."""
    _register_fonts()
    with schemapi.debug_mode(arg=False):  # specifications are checked by the tests
        spec = {**chart.to_dict(validate=False), "config": _looks()}
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=_LOCALES[page_language()])
    return finished(svg, clean_long(title), clean_long(description))


def clean_long(text: object) -> str:
    """Give a sentence without control signs and broken spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())


def as_png(svg: str, scale: float = 2.0) -> bytes:
    """Give a drawn chart as PNG, for documents."""
    _register_fonts()
    return bytes(vl_convert.svg_to_png(svg, scale=scale))


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


def _looks() -> dict[str, Any]:
    """Give the configuration of Vega-Lite: one face, quiet axes, no frame."""
    label = {"labelFont": FONT, "labelFontSize": 13, "labelColor": INK}
    title = {"titleFont": FONT, "titleFontSize": 13, "titleFontWeight": 400, "titleColor": QUIET}
    return {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": {**label, **title, "gridColor": GRID, "domainColor": QUIET, "tickColor": QUIET},
        "axisY": {"grid": False},
        "legend": {**label, **title, "symbolStrokeColor": INK, "offset": 12},
        "text": {"font": FONT, "fontSize": 13, "color": INK},
    }
