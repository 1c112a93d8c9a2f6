"""The bundle of a run: a zip from which ``parindex recompute`` makes every figure again."""

from __future__ import annotations

from datetime import datetime

import polars as pl
from django.utils import timezone

from parindex.ranking.groups import LEAGUE
from parindex.reports.bundle import Run as RunTables
from parindex.reports.bundle import bundle_bytes
from parindex.scoring.scorecard import Scorecard
from parweb.results.actions.collect import Collected
from parweb.results.actions.freeze import estimates_in
from parweb.rounds.models import Round


def bundle_of(
    round_: Round, card: Scorecard, collected: Collected, tables: dict[str, pl.DataFrame], at: datetime
) -> bytes:
    """Write the bundle; the same run gives the same bytes."""
    possible = _in_all_groups(tables, "sure_ranks")
    run = RunTables(
        edition=card.edition,
        values=tables["values"],
        units=tables["units"],
        scores=tables["scores"],
        ranks=pl.concat(_in_all_groups(tables, "ranks")),
        explanations=tables["explanations"],
        sources=card.sources,
        peer_groups=(LEAGUE, *collected.families),
        errors=estimates_in(tables["explanations"]),
        sure_ranks=pl.concat(possible) if possible else None,
        facts={"round": round_.name, "year": round_.year, "made_at": timezone.localtime(at).isoformat()},
    )
    return bundle_bytes(run)


def _in_all_groups(tables: dict[str, pl.DataFrame], name: str) -> list[pl.DataFrame]:
    """Give the table of the league and that of the peer groups, those there are."""
    return [tables[one] for one in (name, f"peer_{name}") if one in tables]
