"""Figures as they are frozen: plain data with one digest, so that anybody can hold them against the page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import polars as pl

from parweb.surveys.models import Release
from parweb.surveys.queries.figures import WITHHELD, Figures

COLUMNS: Final = (
    *("measure", "n", "estimate", "se", "lower", "upper", "df", "deff", "cv", "n_effective"),
    *("label", "reasons", "withheld"),
)
NOT_PUBLISHED: Final = "not_published"


def frozen(figures: Figures) -> dict[str, Any]:
    """Give figures as plain data; those that are not to be published keep their reasons and no number."""
    by = {name: _public(table) for name, table in figures.by.items()}
    return live(replace(figures, whole=_public(figures.whole), items=_public(figures.items), by=by))


def live(figures: Figures) -> dict[str, Any]:
    """Give figures as plain data for those who run the campaign; only small cells are withheld."""
    return {
        "answers": figures.answers,
        "unplaced": figures.unplaced,
        "aggregation": figures.aggregation,
        "whole": _rows(figures.whole, COLUMNS),
        "items": _rows(figures.items, COLUMNS),
        "by": {name: _rows(table, ("domain", *COLUMNS)) for name, table in figures.by.items()},
    }


def _public(table: pl.DataFrame) -> pl.DataFrame:
    is_public = pl.col("label") != NOT_PUBLISHED
    hidden = [pl.when(is_public).then(pl.col(name)).alias(name) for name in WITHHELD]
    return table.with_columns(*hidden)


def _rows(table: pl.DataFrame, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return table.select(columns).to_dicts()


def digest_of(figures: Mapping[str, Any], card: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """Give the SHA-256 of a release: of its JSON with sorted names."""
    told = {"figures": figures, "card": card, "options": options}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def is_whole(release: Release) -> bool:
    """Tell whether a release is as it was frozen."""
    return digest_of(release.figures, release.card, release.options) == release.sha256


def newest_published(campaign_id: int) -> Release | None:
    """Give the release of a campaign that was published last."""
    rows = Release.objects.filter(campaign=campaign_id, published_at__isnull=False)
    return rows.select_related("campaign").order_by("-number").first()
