"""Charts as SVG, one function per question. Plain data in; nothing here computes points, ranks or classes.

The drawing library is loaded when a function is called for the first time; ``charts_cache`` saves most calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from django.utils.safestring import SafeString

from parweb.interface.chart_data import (
    MOST_NAMES,
    Band,
    Change,
    Domain,
    Loss,
    PhaseCount,
    Split,
    Standing,
)
from parweb.interface.numbers import Number

__all__ = [
    "MOST_NAMES",
    "Band",
    "Change",
    "Domain",
    "Loss",
    "PhaseCount",
    "Split",
    "Standing",
    "domain_bullets",
    "lost_points",
    "phase_progress",
    "png_of",
    "ranked_dots",
    "split_counts",
    "year_slopes",
]


def _loaded(module: str) -> ModuleType:
    return import_module(f"parweb.interface.{module}")


def ranked_dots(
    title: str, units: Sequence[Standing], maximum: Number, bands: Sequence[Band] = ()
) -> SafeString:
    """Answer: where do we stand in the league?

    One row per unit in the order given (best first), a dot at its points, an interval where there is one, our
    unit marked, classes as bands. Units of one rank bear the sign ``=``. More than sixty units become a
    curve of ranks where ties show as level steps.
    """
    picture: SafeString = _loaded("chart_drawings").ranked_dots(title, units, maximum, bands)
    return picture


def domain_bullets(title: str, domains: Sequence[Domain]) -> SafeString:
    """Answer: which domains are strong or weak?

    A bar per domain in percent of its maximum, with marks for the league's mean, its best and the threshold.
    """
    picture: SafeString = _loaded("chart_drawings").domain_bullets(title, domains)
    return picture


def year_slopes(title: str, changes: Sequence[Change], before: str, after: str) -> SafeString:
    """Answer: what moved since last year?

    A line per domain from the earlier year (hollow) to the later one (full), in percent of the maximum, with
    the change in points. ``before`` and ``after`` name the years.
    """
    picture: SafeString = _loaded("chart_drawings").year_slopes(title, changes, before, after)
    return picture


def lost_points(title: str, rows: Sequence[Loss]) -> SafeString:
    """Answer: what did we lose points on?

    A bar per criterion in the order given (largest loss first); what can still be won back is set apart, with
    who is in charge and until when.
    """
    picture: SafeString = _loaded("chart_drawings").lost_points(title, rows)
    return picture


def phase_progress(title: str, phases: Sequence[PhaseCount]) -> SafeString:
    """Answer: is it on time; how far is each phase?

    A bar per phase in the order given, split into units that are done, have begun, wait, and are late.
    """
    picture: SafeString = _loaded("chart_drawings").phase_progress(title, phases)
    return picture


def split_counts(title: str, rows: Sequence[Split], kinds: Sequence[str], counted: str) -> SafeString:
    """Answer: how many are there, and how many of them are late?

    A bar per row in the order given, split into at most four kinds: the first ones good, the last one late.
    ``counted`` says what is counted (``hồ sơ``).
    """
    picture: SafeString = _loaded("chart_drawings").split_counts(title, rows, kinds, counted)
    return picture


def png_of(svg: str, scale: float = 2.0) -> bytes:
    """Give a drawn chart as PNG, for documents."""
    return bytes(_loaded("chart_parts").as_png(svg, scale))
