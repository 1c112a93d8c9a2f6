"""From a scorecard to rows and tables that never change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import numpy as np
import polars as pl

from parindex import exact
from parindex.exact import PLACES, Exact, Mask
from parindex.ranking.comparison import league_means
from parindex.ranking.estimates import KEYS, with_points
from parindex.ranking.ranks import rank
from parindex.ranking.sure_ranks import JOINT_LEVEL
from parindex.scoring.scorecard import Scorecard
from parindex.tables import ESTIMATES, SOURCES, STANDINGS, TOTAL
from parweb.results.actions.collect import Collected
from parweb.results.models import Place, Run, RunTable, RunUnit

_ROWS_OF_A_GROUP = 5_000
"""A unit page reads one group of rows of a table, not the table."""


def decimals_of(numbers: Exact, valid: Mask) -> list[Decimal | None]:
    """Give exact numbers as decimals cut after the ninth place (towards zero), None where there is none.

    Cut, not rounded: a page that rounds half up to fewer places then rounds the exact number.
    """
    cut = exact.normalised(exact.at_places(numbers, PLACES))
    whole = np.broadcast_to(cut.whole, valid.shape)
    if cut.part is not None:
        whole = np.where((whole < 0) & (cut.part > 0), whole + 1, whole)
    pairs = zip(whole.tolist(), valid.tolist(), strict=True)
    return [Decimal(units).scaleb(-PLACES) if is_valid else None for units, is_valid in pairs]


def columns_of(card: Scorecard) -> list[str]:
    """Name what pages list: the total, then the domains."""
    return [TOTAL, *(node.code for node in card.outline.children(None))]


def run_units(run: Run, collected: Collected, card: Scorecard, folded: Sequence[str]) -> list[RunUnit]:
    """Make the rows of the units as they are today."""
    missing, excluded = _counts(card.missing), _counts(card.excluded)
    rows = collected.units.to_dicts()
    return [
        RunUnit(
            run=run,
            unit_id=one.unit_id,
            order=number,
            name=one.name,
            name_fold=fold,
            code=one.code,
            slug=one.slug,
            groups=groups_text({family: row[family] for family in collected.families}),
            missing=missing.get(str(one.unit_id), 0),
            excluded=excluded.get(str(one.unit_id), 0),
        )
        for number, (one, row, fold) in enumerate(zip(collected.members, rows, folded, strict=True), start=1)
    ]


def groups_text(groups: dict[str, str]) -> str:
    """Write the peer groups of a unit so that one of them can be looked for by its line."""
    lines = [f"{family}={name}" for family, name in groups.items() if name]
    return "\n" + "\n".join(lines) + "\n" if lines else ""


def _counts(table: pl.DataFrame) -> dict[str, int]:
    counted = table.group_by("unit_id").len()
    return dict(zip(counted["unit_id"].to_list(), counted["len"].to_list(), strict=True))


def places_in(run: Run, listed: Sequence[RunUnit], card: Scorecard) -> Iterator[Place]:
    """Make the rows of the ranking, total and domains, from the exact columns."""
    for code in columns_of(card):
        valid, row = card.valid(code), card.outline.row_number[code]
        ranks = rank(card, criteria=[code])
        points = decimals_of(card.points(code), valid)
        percent = decimals_of(card.percent(code), valid)
        top = np.broadcast_to(card.applicable[row], valid.shape)
        top_text = decimals_of(Exact(top, None, PLACES), np.ones_like(valid))
        standing = np.broadcast_to(card.standing[row], valid.shape).tolist()
        columns = zip(listed, points, percent, top_text, standing, ranks.iter_rows(named=True), strict=True)
        for unit, earned, share, most, number, place in columns:
            yield Place(
                run=run,
                unit_id=unit.unit_id,
                listed=unit,
                criterion_id=code,
                points=earned,
                max_points=most,
                percent=share,
                rank=place["rank"],
                of=place["of"],
                is_tied=place["tied"],
                class_code=place["class"] or "",
                standing=STANDINGS[number],
                order=unit.order,
            )


def explanations_of(card: Scorecard, values: pl.DataFrame, errors: pl.DataFrame) -> pl.DataFrame:
    """Give why each unit has its points on each leaf, in both languages, with the source, unit by unit.

    Columns: ``number`` (the unit's place in the official order, from 1), those of
    :data:`parindex.tables.EXPLANATIONS`, ``clause_en``, ``legal_ref_en``, ``source`` and those of
    :data:`parindex.tables.ESTIMATES`: how sure the estimate is that decided, from ``errors``; else null.
    """
    english = card.explanations_in("en")
    units, leaves = len(card.inputs.unit_ids), len(card.outline.leaves)
    told = (
        card.explanations_in("vi")
        .with_columns(
            number=pl.Series(np.tile(np.arange(1, units + 1, dtype=np.int32), leaves)),
            clause_en=english["clause"],
            legal_ref_en=english["legal_ref"],
            source=_sources(card),
        )
        .sort("number", maintain_order=True)
    )
    decided = errors.join(told, on=KEYS, how="semi")
    known = with_points(card, values, decided)
    return told.join(known, on=KEYS, how="left", maintain_order="left")


def estimates_in(explanations: pl.DataFrame) -> pl.DataFrame:
    """Give the estimates that decided points: :data:`parindex.tables.ESTIMATES`."""
    return explanations.filter(pl.col("standard_error").is_not_null()).select(ESTIMATES.names())


def sureness_facts(tables: dict[str, pl.DataFrame]) -> dict[str, Any]:
    """Say how sure the ranks of a run are; nothing where no rank rests on an estimate.

    ``figures``: the estimates whose error is counted in; ``exact``: figures of surveys that count as if they
    had none, because nobody gave it.
    """
    if "sure_ranks" not in tables:
        return {}
    explanations = tables["explanations"]
    counted = int(explanations["points_low"].is_not_null().sum())
    surveyed = explanations.filter(pl.col("source") == "survey", pl.col("points").is_not_null()).height
    return {"sureness": {"level": str(JOINT_LEVEL), "figures": counted, "exact": surveyed - counted}}


def _sources(card: Scorecard) -> pl.Series:
    """Give the source that decided each leaf of each unit, leaf by leaf; null where none is named."""
    names = pl.Series([*SOURCES, None], dtype=pl.String)
    columns, row = [], 0
    for leaf in card.outline.leaves:
        column = card.inputs.source[row]
        given = card.inputs.set_points.get(leaf.number)
        if given is not None:
            column = np.where(given.decides, given.source, column)
        columns.append(column)
        row += len(leaf.node.inputs())
    flat = np.concatenate(columns) if columns else np.zeros(0, np.uint8)
    return names.gather(np.minimum(flat, len(SOURCES)))


def scores_of(card: Scorecard) -> pl.DataFrame:
    """Give the ``scores`` table with the number of each unit, for reading one unit's part."""
    units, rows = len(card.inputs.unit_ids), len(card.outline.row_ids)
    number = np.repeat(np.arange(1, units + 1, dtype=np.int32), rows)
    return card.scores.with_columns(number=pl.Series(number))


def parquet(table: pl.DataFrame) -> bytes:
    """Write a table as Parquet in small groups of rows."""
    out = BytesIO()
    table.write_parquet(out, compression="zstd", row_group_size=_ROWS_OF_A_GROUP, statistics=True)
    return out.getvalue()


def stored(run: Run, name: str, content: bytes, rows: int) -> RunTable:
    """Make the row of a table with its digest."""
    return RunTable(
        run=run, name=name, content=content, rows=rows, sha256=hashlib.sha256(content).hexdigest()
    )


def league_facts(card: Scorecard, collected: Collected) -> dict[str, Any]:
    """Give what pages say of the whole league, as plain data with numbers as text."""
    codes = columns_of(card)
    settings = card.edition.settings
    return {
        "columns": [_column(card, code) for code in codes],
        "families": {family: _names(collected.units[family]) for family in collected.families},
        "mean": {code: _mean(card, code) for code in codes},
        "best": {code: _best(card, code) for code in codes},
        "mean_percent": {code: _mean_percent(card, code) for code in codes},
        "classes": [
            {
                "code": band.code,
                "vi": band.label.vi,
                "en": band.label.en or band.label.vi,
                "from": str(band.from_),
                "below": None if band.below is None else str(band.below),
            }
            for band in sorted(settings.classes.bands, key=lambda band: -band.from_)
        ]
        if settings.classes
        else [],
        "class_basis": settings.classes.basis if settings.classes else "",
        "decimals": settings.decimals,
        "threshold": str(settings.remedy.threshold) if settings.remedy else None,
        "ties_by": settings.ranking.ties,
        "denominator": settings.ranking.denominator,
        "tied": int(rank(card, criteria=[TOTAL])["tied"].sum()),
        "missing_cells": card.missing.height,
        "excluded_cells": card.excluded.height,
    }


def _column(card: Scorecard, code: str) -> dict[str, Any]:
    outline = card.outline
    if code == TOTAL:
        top, is_base = outline.total_max, True
    else:
        node = outline.by_code(code)
        top, is_base = node.node.max, outline.channels[node.channel].kind == "base"
    labels = {"vi": outline.label(code, "vi"), "en": outline.label(code, "en")}
    return {"code": code, **labels, "max": str(top), "is_base": is_base}


def _names(column: pl.Series) -> list[str]:
    return sorted(set(column.to_list()) - {""})


def _mean(card: Scorecard, code: str) -> str | None:
    means = list(league_means(card, code).values())
    return str(decimals_of(means[0], np.ones(1, bool))[0]) if means else None


def _best(card: Scorecard, code: str) -> str | None:
    return _text(max(_given(card.points(code), card.valid(code)), default=None))


def _mean_percent(card: Scorecard, code: str) -> str | None:
    given = _given(card.percent(code), card.valid(code))
    return _text(sum(given, Decimal(0)) / len(given)) if given else None


def _given(numbers: Exact, valid: Mask) -> list[Decimal]:
    return [number for number in decimals_of(numbers, valid) if number is not None]


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:.9f}"
