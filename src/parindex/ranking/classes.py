"""Classes of units (xếp loại): half-open bands in percent or points, or shares of the ranking."""

from __future__ import annotations

import numpy as np
import polars as pl

from parindex import exact
from parindex.exact import Exact
from parindex.frameworks.model import ClassBand, Classes
from parindex.language import Lang
from parindex.ranking.groups import groups_of
from parindex.ranking.places import places
from parindex.scoring.scorecard import Scorecard
from parindex.tables import TOTAL


def class_codes(card: Scorecard) -> pl.Series:
    """Give the code of every unit's class; null without a total, a band, or classes in the edition.

    The lower bound belongs to the class: with A from 90, a total of exactly 90 is A.
    """
    classes = card.edition.settings.classes
    codes = np.full(len(card.inputs.unit_ids), None, dtype=object)
    if classes is not None:
        measure = _measure(card, classes)
        for band in classes.bands:
            codes[_inside(measure, band) & card.valid(TOTAL)] = band.code
    return pl.Series(codes.tolist(), dtype=pl.String)


def _measure(card: Scorecard, classes: Classes) -> Exact:
    if classes.basis == "points":
        return card.points(TOTAL)
    return card.percent(TOTAL) if classes.basis == "percent" else _share_ahead(card)


def _inside(measure: Exact, band: ClassBand) -> np.ndarray:
    inside = exact.at_least(measure, exact.constant(band.from_))
    if band.below is not None:
        inside &= ~exact.at_least(measure, exact.constant(band.below))
    return np.asarray(inside)


def _share_ahead(card: Scorecard) -> Exact:
    """Give the share of the league, in percent, that is ranked ahead of each unit (0 for the first)."""
    groups = groups_of(card)
    found = places(card.points(TOTAL), card.valid(TOTAL), groups.number, "competition")
    ahead = Exact(np.maximum(found.rank.astype(np.int64) - 1, 0), None, 0)
    of = Exact(np.maximum(found.ranked[groups.number].astype(np.int64), 1), None, 0)
    return exact.times_over(ahead, exact.constant(100), of)


def class_label(card: Scorecard, code: str | None, lang: Lang = "vi") -> str:
    """Give the words of a class; an empty text for none."""
    classes = card.edition.settings.classes
    bands = classes.bands if classes else ()
    return next((band.label.in_(lang) for band in bands if band.code == code), "")
