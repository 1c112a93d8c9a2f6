"""Computing a run again from its bundle, and comparing every figure with the recorded one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from parindex.errors import Phrase, Problem
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.ranking.estimates import contradicted, read_estimates, with_points
from parindex.ranking.ranks import rank
from parindex.ranking.sure_ranks import sure_ranks
from parindex.reports.bundle import RANK_INTERVALS, STANDARD_ERRORS
from parindex.reports.bundle_reading import Bundle, read_bundle
from parindex.reports.content import Column, Report, Table, edition_lines
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard

_KEYS: Final = ("unit_id", "criterion_id", "peer_group")
_DIFFERENCES: Final = {
    "table": pl.String,
    "unit_id": pl.String,
    "criterion_id": pl.String,
    "peer_group": pl.String,
    "column": pl.String,
    "recorded": pl.String,
    "computed": pl.String,
}
_HEADS: Final = {
    "table": N_("Bảng"),
    "unit_id": N_("Mã đơn vị"),
    "name": N_("Tên đơn vị"),
    "criterion_id": N_("Mã tiêu chí"),
    "peer_group": N_("Nhóm"),
    "column": N_("Cột"),
    "recorded": N_("Trong gói"),
    "computed": N_("Tính lại"),
}


@dataclass(frozen=True)
class Recomputed:
    """A run computed again: how many figures were compared, and each that differs.

    ``differences`` has a row per figure: table, keys, column, what is recorded, what comes out (as texts).
    """

    bundle: Bundle
    figures: int
    differences: pl.DataFrame

    @property
    def agrees(self) -> bool:
        """Tell whether every figure agrees."""
        return self.differences.is_empty()

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is doubtful about the bundle: it was made by another version."""
        return self.bundle.warnings


def recompute(source: Path | str | bytes) -> Recomputed:
    """Score and rank again what is in a bundle, and compare scores, ranks and explanations cell by cell.

    Where the bundle has standard errors, intervals, points at their ends and possible ranks are computed too.
    Raises :class:`parindex.errors.ProblemsFound` for a bundle that cannot be read or was changed (BU8xx), and
    for values that cannot be scored.
    """
    bundle = read_bundle(source)
    manifest, tables = bundle.manifest, bundle.tables
    card = score(bundle.edition, tables["values.csv"], bundle.units, sources=manifest.sources)
    ranked = tables["ranks.csv"]["criterion_id"].unique(maintain_order=True).to_list()
    known = [code for code in ranked if code in card.outline.row_number]
    again = {
        "scores.csv": card.scores,
        "ranks.csv": rank(card, manifest.peer_groups, known),
        "explanations.csv": card.explanations_in(manifest.lang),
    }
    again |= _of_estimates(bundle, card)
    found = [part for name, table in again.items() for part in _differing(name, tables[name], table)]
    found += [] if STANDARD_ERRORS not in tables else _contradicted(bundle, card)
    figures = sum(table.height * (table.width - len(_keys_of(table))) for table in again.values())
    return Recomputed(bundle, figures, pl.concat([pl.DataFrame(schema=_DIFFERENCES), *found]))


def _of_estimates(bundle: Bundle, card: Scorecard) -> dict[str, pl.DataFrame]:
    """Compute again what follows from standard errors: points at the ends of intervals, possible ranks."""
    tables = bundle.tables
    if STANDARD_ERRORS not in tables:
        return {}
    estimates, values = tables[STANDARD_ERRORS], tables["values.csv"]
    again = {STANDARD_ERRORS: with_points(card, values, estimates)}
    if RANK_INTERVALS in tables:
        ranked = tables[RANK_INTERVALS]["criterion_id"].unique(maintain_order=True).to_list()
        known = [code for code in ranked if code in card.outline.row_number]
        again[RANK_INTERVALS] = sure_ranks(
            card, values, estimates, known, peer_groups=bundle.manifest.peer_groups
        )
    return again


def _contradicted(bundle: Bundle, card: Scorecard) -> list[pl.DataFrame]:
    """Give the ends of intervals that their own figure, error and method do not give."""
    tables = bundle.tables
    read = read_estimates(card.outline, tables["values.csv"], tables[STANDARD_ERRORS])
    return [
        contradicted(read).select(
            pl.lit(STANDARD_ERRORS.removesuffix(".csv")).alias("table"),
            "unit_id",
            "criterion_id",
            pl.lit(None, pl.String).alias("peer_group"),
            "column",
            pl.col("recorded", "computed").cast(pl.String),
        )
    ]


def _keys_of(table: pl.DataFrame) -> list[str]:
    return [key for key in _KEYS if key in table.columns]


def _differing(name: str, recorded: pl.DataFrame, computed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Give the cells of a table that differ, column by column; a row on one side alone differs whole."""
    keys = _keys_of(computed)
    plain = computed.with_columns(pl.selectors.enum().cast(pl.String))
    left = recorded.with_columns(is_recorded=True)
    right = plain.with_columns(is_computed=True)
    both = left.join(right, on=keys, how="full", coalesce=True, suffix="_again", maintain_order="left_right")
    is_alone = pl.col("is_recorded").is_null() | pl.col("is_computed").is_null()
    for column in plain.columns:
        if column not in keys:
            differs = is_alone | pl.col(column).ne_missing(pl.col(f"{column}_again"))
            yield _as_differences(name, column, both.filter(differs))


def _as_differences(name: str, column: str, rows: pl.DataFrame) -> pl.DataFrame:
    group = pl.col("peer_group") if "peer_group" in rows.columns else pl.lit(None, pl.String)
    return rows.select(
        pl.lit(name.removesuffix(".csv")).alias("table"),
        "unit_id",
        "criterion_id",
        group.alias("peer_group"),
        pl.lit(column).alias("column"),
        pl.col(column).cast(pl.String).alias("recorded"),
        pl.col(f"{column}_again").cast(pl.String).alias("computed"),
    )


def _named(done: Recomputed) -> pl.DataFrame:
    """Put the names of units beside their codes: nobody knows by heart how a site numbers them."""
    units = done.bundle.units
    if "name" not in units.columns:
        return done.differences
    names = units.select(pl.col("unit_id").cast(pl.String), "name")
    named = done.differences.join(names, on="unit_id", how="left", maintain_order="left")
    return named.select([name for name in _HEADS if name in named.columns])


def recompute_report(done: Recomputed, lang: Lang = "vi", bundle_sha256: str | None = None) -> Report:
    """Report whether a run agrees with its bundle; failed where a figure differs.

    That a bundle agrees with itself does not make it the published one: its SHA-256 is said for comparing.
    """
    details = {"figures": done.figures, "differ": done.differences.height}
    shown = {name: format_number(number, None, lang) for name, number in details.items()}
    digest = {} if bundle_sha256 is None else {"sha256": bundle_sha256}
    said = Phrase(N_("SHA-256 của gói: {sha256} (phải giống số ghi ở nơi công bố)"), digest)
    agrees = N_("Tính lại {figures} con số: tất cả đều khớp với gói")
    differs = N_("Tính lại {figures} con số: {differ} con số khác với gói")
    frame = _named(done)
    columns = tuple(
        Column(name, translate(head, lang), is_key=name in _KEYS)
        for name, head in _HEADS.items()
        if name in frame.columns
    )
    table = Table("differences", translate(N_("Con số khác nhau"), lang), frame, columns)
    manifest = done.bundle.manifest
    facts = {
        "edition": manifest.edition,
        "digest": manifest.edition_digest,
        "engine_version": manifest.engine_version,
        **details,
        **digest,
        "agrees": done.agrees,
    }
    return Report(
        Phrase(agrees if done.agrees else differs, shown).in_(lang),
        about=(*edition_lines(done.bundle.edition, lang), *([said.in_(lang)] if digest else [])),
        parts=() if done.agrees else (table,),
        facts=facts,
        is_failed=not done.agrees,
        more=lambda: [table],
    )
